"""A message as the questions in it: without padding, without what is denied.

How clauses are cut belongs to `bot.domain.matching.segments`; what they mean, to `bot.domain.interpreting`.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.domain.lexicon import Lexicon, Tokens, ends_with, is_any, starts_with
from bot.domain.matching import Opening, Segment, split, tokenise


@dataclass(frozen=True, slots=True)
class Clause:
    """One stretch of a message."""

    # As typed.
    text: str
    # Normalised, without padding at both ends.
    tokens: Tokens
    is_question: bool
    # Ends with a question mark: nothing more is coming.
    has_mark: bool = False
    # What stood before it.
    opening: Opening = Opening.SENTENCE


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message taken apart."""

    # What asks for something, in order.
    clauses: Sequence[Clause]
    # Nothing but greetings, thanks and phrases around a question.
    is_padding: bool
    # Something was denied and left out of `clauses`.
    has_denial: bool


def parse(text: str, lexicon: Lexicon) -> Parsed:
    """Take a message apart. A message without a word has no clauses and is not padding."""
    pieces = [piece for piece in split(text, lexicon.conjunctions).clauses if tokenise(piece.text)]
    meant = [_meant(piece.text, lexicon) for piece in pieces]
    clauses = [_clause(said, piece, text, lexicon) for said, piece in zip(meant, pieces, strict=True)]
    with_content = [clause for clause in clauses if clause.tokens]
    kept = _without_denials(with_content, lexicon) or with_content
    has_denial = len(kept) < len(with_content) or meant != [piece.text for piece in pieces]
    return Parsed(clauses=kept, is_padding=bool(pieces) and not with_content, has_denial=has_denial)


def questions(clauses: Sequence[Clause], lexicon: Lexicon) -> Sequence[Sequence[Clause]]:
    """Give the clauses in groups, each of which could be a message: a clause of a sentence goes with the one before.

    A clause starts a question of its own after the end of a sentence, or where a conjunction leads to a question.
    """
    groups: list[list[Clause]] = []
    for clause in clauses:
        if groups and not _starts_anew(clause, lexicon):
            groups[-1].append(clause)
        else:
            groups.append([clause])
    return groups


def _starts_anew(clause: Clause, lexicon: Lexicon) -> bool:
    match clause.opening:
        case Opening.SENTENCE:
            return True
        case Opening.CONJUNCTION:
            return _asks(clause.tokens, lexicon)
        case Opening.COMMA:
            return clause.tokens[0] in lexicon.conjunctions and clause.is_question
        case _:
            assert_never(clause.opening)


def _meant(piece: str, lexicon: Lexicon) -> str:
    """Give what a clause means where it opposes two things: of "not this but that", that."""
    first, *words = piece.split()
    contrast = None
    if " ".join(tokenise(first)) in lexicon.negations:
        contrast = next((at for at, word in enumerate(words) if " ".join(tokenise(word)) in lexicon.contrasts), None)
    if contrast is not None and len(words) > contrast + 1:
        return " ".join(words[contrast + 1 :])
    return piece


def _without_denials(clauses: Sequence[Clause], lexicon: Lexicon) -> list[Clause]:
    """Leave out what is denied: of "I do not ask what it is, only when", all that stands before "only"."""
    kept = []
    is_denying = False
    for at, clause in enumerate(clauses):
        rest = clauses[at + 1 :]
        is_denying = _is_denial(clause, clauses[-1], lexicon) or (
            is_denying and not _opposes(clause, lexicon) and any(_opposes(later, lexicon) for later in _sentence(rest))
        )
        if not is_denying:
            kept.append(clause)
    return kept


def _sentence(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Give the clauses that still belong to the sentence that they go on with."""
    return itertools.takewhile(lambda clause: clause.opening is not Opening.SENTENCE, clauses)


def _opposes(clause: Clause, lexicon: Lexicon) -> bool:
    return clause.tokens[0] in lexicon.contrasts


# A clause of at most this many words that opens with "not" denies, if something follows that is meant instead.
_SHORT_DENIAL = 4


def _is_denial(clause: Clause, last: Clause, lexicon: Lexicon) -> bool:
    tokens = clause.tokens
    if starts_with(tokens, lexicon.denials) or ends_with(tokens, lexicon.denials):
        return True
    is_denial = tokens[0] in lexicon.negations and not starts_with(tokens, lexicon.conditions)
    return is_denial and clause is not last and len(tokens) <= _SHORT_DENIAL


def _clause(said: str, piece: Segment, message: str, lexicon: Lexicon) -> Clause:
    tokens = strip_padding(tokenise(said), lexicon)
    has_mark = f"{' '.join(said.split())}?" in " ".join(message.split()).replace(" ?", "?") or said.endswith("?")
    is_question = has_mark or _asks(tokens, lexicon)
    return Clause(said.strip(), tokens, is_question=is_question, has_mark=has_mark, opening=piece.opening)


# A question word stands among so many first words; a preposition may come before it.
_EARLY = 3


def _asks(tokens: Tokens, lexicon: Lexicon) -> bool:
    early = any(token in lexicon.question_words for token in tokens[:_EARLY])
    return early or bool(starts_with(tokens, lexicon.requests))


def strip_padding(tokens: Sequence[str], lexicon: Lexicon) -> Tokens:
    """Give the tokens without greetings and the like at both ends; empty when there is nothing else."""
    rest = tuple(tokens)
    while rest and not is_any(rest, lexicon.padding):
        begin, end = starts_with(rest, lexicon.padding), ends_with(rest, lexicon.padding)
        if not begin and not end:
            return rest
        rest = rest[begin : len(rest) - end] if begin + end < len(rest) else ()
    return ()
