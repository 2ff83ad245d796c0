"""A long message as clauses: where one question ends and the next begins.

Which words join clauses is a parameter, because it belongs to a language; nothing here knows one.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from bot.domain.matching.normalising import tokenise

# What ends a sentence, among the ends of clauses.
_SENTENCE_END = re.compile(r"[\n\r;?!…]|\.(?=\s|$)")
# Ends of clauses. A full stop, comma or colon counts only before a space: not in a number, an hour or an address.
_END = re.compile(r"[\n\r;?!…]+|[.,:](?=\s|$)|\s[-–—]+\s|[()\"„”]+")
_SPACE = re.compile(r"\s+")
# A conjunction divides only where this many words stand on each side: "WTZ i CIS" stays whole.
_SHORTEST_SIDE = 2
# Messages with more clauses than this are cut: it bounds the time of one message.
MOST_CLAUSES = 24


class Opening(Enum):
    """What stands before a clause."""

    # The start of the message, or the end of a sentence or line.
    SENTENCE = "sentence"
    # A comma, colon, dash, bracket or quotation mark.
    COMMA = "comma"
    CONJUNCTION = "conjunction"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a message, from clause number `first` to `last`, both included."""

    text: str
    first: int
    last: int
    opening: Opening = Opening.SENTENCE


@dataclass(frozen=True, slots=True)
class Segments:
    """A message cut in three ways."""

    clauses: Sequence[Segment]
    # Each two adjacent clauses; empty for less than three clauses, where the whole says the same.
    pairs: Sequence[Segment]
    whole: Segment


def split(text: str, conjunctions: Collection[str] = frozenset()) -> Segments:
    """The clauses of a message in order, adjacent pairs and the whole.

    `conjunctions` are words as `tokenise` gives them. Clauses without a letter or digit are dropped; a message without
    any has one clause, itself.
    """
    parts = [(part, opening) for part, opening in _parts(text, frozenset(conjunctions)) if tokenise(part)]
    parts = parts[:MOST_CLAUSES] or [(text, Opening.SENTENCE)]
    clauses = [Segment(part, at, at, opening) for at, (part, opening) in enumerate(parts)]
    pairs = [
        Segment(f"{left.text}, {right.text}", left.first, right.last, left.opening) for left, right in pairwise(clauses)
    ]
    return Segments(clauses, pairs if len(pairs) > 1 else [], Segment(text, 0, len(clauses) - 1))


def _parts(text: str, conjunctions: frozenset[str]) -> Iterator[tuple[str, Opening]]:
    """The stretches between ends of clauses and at conjunctions, also empty ones, each with what stands before it."""
    start, opening = 0, Opening.SENTENCE
    for end in [*_END.finditer(text), None]:
        piece = text[start : end.start() if end else len(text)]
        first, *others = _divided(piece, conjunctions)
        yield first, opening
        yield from ((other, Opening.CONJUNCTION) for other in others)
        if end is not None:
            # Between two ends nothing is said, and the stronger one counts.
            is_within = opening is Opening.SENTENCE and not tokenise(piece)
            opening = Opening.SENTENCE if is_within or _SENTENCE_END.search(end.group()) else Opening.COMMA
            start = end.end()


def _divided(piece: str, conjunctions: frozenset[str]) -> Iterator[str]:
    """The piece cut before each conjunction that has words enough on both sides; the conjunction itself is left out."""
    words = _SPACE.split(piece.strip())
    start = 0
    for at, word in enumerate(words):
        enough = at - start >= _SHORTEST_SIDE and len(words) - at - 1 >= _SHORTEST_SIDE
        if enough and " ".join(tokenise(word)) in conjunctions:
            yield " ".join(words[start:at])
            start = at + 1
    yield " ".join(words[start:])
