"""Which county of the region a question names, by its name, its seat or one of its municipalities."""

from collections.abc import Iterator, Sequence

from bot.domain.knowledge import County, Knowledge
from bot.domain.matching import tokenise

# Letters that two inflected forms of one name share at least; a shorter name has to stand as it is.
_STEM = 5
# Letters by which a form may be longer or shorter than the name: "Konin", "koninskim".
_ENDING = 3


def named_in(question: str, knowledge: Knowledge) -> str | None:
    """Give the id of the only county that a question names; None where it names none or several."""
    typed = tokenise(question)
    for names in (_own, _seat):
        found = [one.id for one in knowledge.counties.values() if any(_is_in(name, typed) for name in names(one))]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _own(county: County) -> Iterator[Sequence[str]]:
    """Give the names that are this county's alone; of its own name only the word that tells it from others."""
    yield tokenise(county.name)[-1:]
    for name in county.municipalities:
        yield tokenise(name)


def _seat(county: County) -> Iterator[Sequence[str]]:
    yield tokenise(county.seat)


def _is_in(name: Sequence[str], typed: Sequence[str]) -> bool:
    starts = range(len(typed) - len(name) + 1)
    return bool(name) and any(all(map(_is_form, name, typed[at:])) for at in starts)


def _is_form(name: str, typed: str) -> bool:
    if len(name) < _STEM:
        return name == typed
    stem = max(_STEM, len(name) - _ENDING)
    return name[:stem] == typed[:stem] and abs(len(name) - len(typed)) <= _ENDING
