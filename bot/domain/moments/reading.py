"""The words and numbers of a text, each with the part that it plays in speaking of a moment.

Numbers that are no moments (telephones, postcodes, amounts, counts, house numbers) come out as `Role.OTHER`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from bot.domain.matching.normalising import fold, squeeze
from bot.domain.moments.feasts import existing
from bot.domain.moments.numbers import RULES
from bot.domain.moments.tokens import OTHER, YEARS, Token, clock, is_day_month, rewrite
from bot.domain.moments.words import SHORTEST_CORRECTED, MomentWords, Role

_SHAPES = re.compile(
    r"""
      (?P<address>\S+@\S+|https?://\S+|www\.\S+)
    | (?P<iso>(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d))
    | (?P<date>(?<!\d)\d{1,2}(?:\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})|-\d{1,2}-\d{4}|/\d{1,2}/\d{4})(?![\d-]))
    | (?P<other>(?<!\d)\+?\d(?:[ ()-]{0,2}\d){8,}            # 9 digits and more: telephones, identifiers
        | (?<!\d)\d{3}\.\d{3}\.\d{3}(?!\d)                   # a telephone
        | (?<!\d)\d{3}[ -]\d{2}[ -]\d{2}(?!\d)               # a telephone without its area
        | (?<!\d)\d{2}-\d{3}(?!\d)                           # a postcode
        | (?<!\d)\d{1,3}(?:[. ]\d{3})+(?!\d) )               # thousands
    | (?P<clock>(?<![\d:])\d{1,2}:\d{2}(?![\d:]))
    | (?P<pair>(?<!\d)\d{1,2}[.,/-]\d{1,2}(?!\d|[.,/:]\d))
    | (?P<number>(?<!\d)\d{1,4}(?!\d))
    | (?P<digits>\d+)
    | (?P<dash>[-\u2013\u2014])
    | (?P<word>[^\W\d_]+)
    """,
    re.VERBOSE,
)


_NUMERIC = frozenset({"iso", "date", "clock", "pair", "number", "dash"})
_CENTURY = 100
_THIS_MILLENNIUM = 2000


def may_be_only_a_moment(text: str, words: MomentWords) -> bool:
    """Tell whether every word of a text is in the vocabulary: a quick look before the whole reading."""
    return all(
        _known(shape, words) in words.spellings if shape.lastgroup == "word" else shape.lastgroup in _NUMERIC
        for shape in _shapes(text)
    )


def tokenise(text: str, words: MomentWords) -> list[Token]:
    """Give the tokens of a text in order; unknown words stay as `Role.OTHER`, punctuation goes."""
    shapes = list(_shapes(text))
    known = [_known(shape, words) for shape in shapes]
    tokens: list[Token] = []
    at = 0
    while at < len(shapes):
        size, role, value = _phrase(known, at, words)
        tokens.extend([Token(role, value)] if size else _read(shapes[at]))
        at += size or 1
    for rule in RULES:
        tokens = rewrite(tokens, rule)
    return tokens


def _shapes(text: str) -> Iterator[re.Match[str]]:
    return _SHAPES.finditer(unicodedata.normalize("NFKC", text).lower())


def _known(shape: re.Match[str], words: MomentWords) -> str:
    """The folded vocabulary word that a word is, right or misspelt; numbers as they are; else empty.

    Diacritics may be missing but not too many: one more makes another word.
    """
    typed = shape.group()
    if shape.lastgroup != "word":
        return typed if shape.lastgroup == "number" else ""
    folded = fold(typed)
    if folded in words.spellings:
        return folded if any(_may_mean(typed, folded, spelt) for spelt in words.spellings[folded]) else ""
    if folded in words.unlike or folded.startswith(words.counted):
        return folded
    if squeeze(folded) in words.spellings:
        return squeeze(folded)
    near = words.corrector.correct(folded) if len(folded) >= SHORTEST_CORRECTED else None
    return near if near is not None and _begins_alike(folded, near) else folded


def _may_mean(typed: str, folded: str, spelt: str) -> bool:
    return all(sign == plain or right != plain for sign, plain, right in zip(typed, folded, spelt, strict=False))


def _begins_alike(typed: str, near: str) -> bool:
    """Whether the first letter is right, missing, one too many or in second place: rhymes are other words."""
    return typed[0] in near[:2] or typed[1] == near[0]


def _phrase(known: Sequence[str], at: int, words: MomentWords) -> tuple[int, Role, int]:
    """The longest phrase that begins here: how many words it has, 0 for none, and what it means."""
    for size in range(min(words.longest, len(known) - at), 0, -1):
        meaning = words.meanings.get(" ".join(known[at : at + size]))
        if meaning is not None:
            return size, meaning.role, meaning.value
    if known[at].startswith(words.counted):
        return 1, Role.COUNTED, 0
    return 0, Role.OTHER, 0


def _read(shape: re.Match[str]) -> Iterator[Token]:
    """What a number or sign is by its shape."""
    if shape.lastgroup not in _NUMERIC:
        yield OTHER
        return
    numbers = [int(digits) for digits in re.findall(r"\d+", shape.group())]
    match shape.lastgroup, numbers:
        case "iso", [year, month, day]:
            yield _date(year, month, day)
        case "date", [day, month, year]:
            yield _date(year if year >= _CENTURY else _THIS_MILLENNIUM + year, month, day)
        case "clock", [hour, minute]:
            yield clock(hour, minute, is_padded=shape.group().startswith("0"))
        case "pair", [first, second]:
            yield from _two(shape.group(), first, second)
        case "number", [number]:
            yield Token(Role.NUMBER, number, len(shape.group()))
        case "dash", _:
            yield Token(Role.DASH)
        case _:
            yield OTHER


def _two(typed: str, first: int, second: int) -> Iterator[Token]:
    """Two numbers: a dot leaves it open what they are, a zero in front makes a day and month of other signs."""
    left, sign, right = re.split(r"([.,/-])", typed)
    if sign == ".":
        yield Token(Role.DOTTED if len(right) > 1 else Role.DOTTED_SHORT, first, second)
    elif sign == ",":
        yield Token(Role.DECIMAL, first, second) if len(right) > 1 else OTHER
    elif (left[0] == "0" or right[0] == "0") and is_day_month(first, second):
        yield Token(Role.DAY_MONTH, first, second)
    elif sign == "-":
        yield from (Token(Role.NUMBER, first, len(left)), Token(Role.DASH), Token(Role.NUMBER, second, len(right)))
    else:
        yield OTHER


def _date(year: int, month: int, day: int) -> Token:
    found = existing(year, month, day) if year in YEARS else None
    return OTHER if found is None else Token(Role.DATE, found.toordinal())
