"""National numbers of people and of bank accounts, hidden in what staff see; what a citizen typed stays as it is."""

from collections.abc import Iterable

from bot.domain.masking import MASK, Kind, Masker, Span

_HIDDEN = frozenset({Kind.PESEL, Kind.IBAN})


def protected(typed: str) -> str:
    """Give a text as staff may see it: numbers that are valid by their checksum are hidden."""
    shown, end = [], 0
    for span in _numbers(typed):
        shown += [typed[end : span.start], MASK]
        end = span.end
    return "".join([*shown, typed[end:]])


def has_number(typed: Iterable[str]) -> bool:
    """Tell whether something in these texts is hidden from staff."""
    return any(_numbers(one) for one in typed)


def _numbers(typed: str) -> list[Span]:
    return [span for span in Masker().find(typed) if span.kind in _HIDDEN]
