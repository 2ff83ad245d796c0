"""Personal data in what people write: where it stands, what it is, and the text without it.

PESEL and IBAN are told by their checksums, everything else by its shape and the words around it, so a name that nothing
announces may be left over. Words of the base itself, the centre's people and places, are public and stay.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from bot.domain.checksums import is_iban, is_pesel
from bot.domain.naming import Naming

# Stands in the place of what was hidden; no word, so that matching does not see it.
MASK = "***"


class Kind(Enum):
    """What is hidden."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    PESEL = "pesel"
    IBAN = "iban"
    # Any other number too long to be a date, an amount or a count.
    NUMBER = "number"
    URL = "url"
    # A name in Telegram or elsewhere, "@…".
    HANDLE = "handle"
    # Street with house number, or postcode.
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a text: its first character, the one behind its last, and what it is."""

    start: int
    end: int
    kind: Kind = field(compare=False)


@dataclass(frozen=True, slots=True)
class Masker:
    """Finds and hides personal data. Without words it knows numbers, addresses of the net and e-mail only."""

    naming: Naming = field(default_factory=Naming)

    def find(self, text: str) -> Sequence[Span]:
        """Return what is personal in a text, in order; no two pieces overlap."""
        found: list[Span] = []
        rest = text
        for kind, start, end in self._pieces(text):
            if _TAKEN in rest[start:end]:
                continue
            rest = rest[:start] + _TAKEN * (end - start) + rest[end:]
            if kind is not None:
                found.append(Span(start, end, kind))
        return sorted(found)

    def masked(self, text: str) -> str:
        """Return a text with `MASK` in the place of each personal piece."""
        parts, end = [], 0
        for span in self.find(text):
            parts += [text[end : span.start], MASK]
            end = span.end
        return "".join([*parts, text[end:]])

    def _pieces(self, text: str) -> Iterator[tuple[Kind | None, int, int]]:
        """Give every piece, the surest first; of a harmless one, which has no kind, nothing else can be part."""
        for kind, pattern in _SHAPES:
            yield from ((kind, *match.span()) for match in pattern.finditer(text))
        for start, end in _ibans(text):
            yield Kind.IBAN, start, end
        for match in _PESEL.finditer(text):
            if is_pesel(_digits(match[1])):
                yield Kind.PESEL, *match.span(1)
        yield from ((None, *match.span()) for match in _HARMLESS.finditer(text))
        yield from ((Kind.ADDRESS, start, end) for start, end in self.naming.addresses(text))
        yield from ((Kind.ADDRESS, *match.span()) for match in _POSTCODE.finditer(text))
        for match in _NUMBER.finditer(text):
            number = _number(match.group())
            if number is not None and not self.naming.is_counted(text[match.end() :]):
                yield number, *match.span()
        yield from ((Kind.NAME, start, end) for start, end in self.naming.names(text))


# Stands where a piece has been found already.
_TAKEN = "\0"
_HOST = r"(?:[\w-]+\.)+[^\W\d_]{2,}"
_SHAPES = (
    (Kind.EMAIL, re.compile(rf"(?<![\w.+-])[\w.+-]+(?:@|\s?[(\[](?:at|@)[)\]]\s?){_HOST}")),
    (Kind.URL, re.compile(rf"(?:https?://|www\.)[^\s<>\"]+|(?<![\w@.-]){_HOST}/[^\s<>\"]*", re.IGNORECASE)),
    (Kind.URL, re.compile(r"(?<![\w@.-])(?:[\w-]+\.)+(?:pl|eu|com|org|net|info|me|ua)(?![\w-])", re.IGNORECASE)),
    (Kind.HANDLE, re.compile(r"(?<![\w@.])@[A-Za-z]\w{2,31}")),
)
# People write numbers in groups of their own choice, and do not count the spaces.
_APART = r"[\s.\-–/]{0,2}"
# Looked for from every beginning: what looks like the beginning of one may swallow the true one.
_IBAN = re.compile(rf"(?<![^\W_])(?=((?:[A-Za-z]{{2}}{_APART})?\d{{2}}(?:{_APART}[A-Za-z0-9]){{11,40}}))")
_WORD_END = re.compile(r"(?<=[^\W_])(?![^\W_])")
# From every beginning, too, but not in a number with its country.
_PESEL = re.compile(rf"(?<![\d+])(?<!\+\d\d[\s-])(?=(\d(?:{_APART}\d){{10}})(?!\d))")
_POSTCODE = re.compile(r"(?<![\d-])\d{2}-\d{3}(?![\d-])(?!\s\d{2})")
# Dates, the years of a programme, from one hour to another.
_HARMLESS = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    r"|(?:19|20)\d{2}\s?[-–/]\s?(?:19|20)?\d{2}|\d{1,2}[.:]\d{2}\s?[-–]\s?\d{1,2}[.:]\d{2})(?![\d-])"
)
# Digits with at most two separators between two of them.
_NUMBER = re.compile(r"(?:\+|(?<!\d)00)?\(?\d(?:[ \xa0.\-/()]{0,2}\d){5,}")


def _digits(written: str) -> str:
    return "".join(sign for sign in written if sign.isdigit())


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    """Find account numbers; what looks like the end of one may be the words behind it."""
    for match in _IBAN.finditer(text):
        ends = [end.start() for end in _WORD_END.finditer(match[1])]
        yield from ((match.start(), match.start() + end) for end in reversed(ends) if is_iban(match[1][:end]))


# Digits of a Polish number, and of any with its country (ITU-T E.164); of a number too long for a count.
_PHONE, _POLISH_PHONE, _LONGEST_PHONE = 9, 11, 15
_LONG, _LONG_APART = 6, 7


def _number(written: str) -> Kind | None:
    digits = _digits(written)
    has_country = written.startswith("+") or (written.startswith("00") and digits[2] != "0")
    if has_country and _PHONE <= len(digits) <= _LONGEST_PHONE + 2:
        return Kind.PHONE
    if len(digits) == _PHONE or (len(digits) == _POLISH_PHONE and digits.startswith("48")):
        return Kind.PHONE
    return Kind.NUMBER if len(digits) >= (_LONG if written.isdigit() else _LONG_APART) else None
