"""A message as the questions in it: without padding, without what is denied.

How clauses are cut belongs to `bot.domain.matching.segments`; what they mean, to `bot.domain.interpreting`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.lexicon import Lexicon, Tokens, ends_with, is_any, starts_with
from bot.domain.matching import split, tokenise


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
    pieces = [piece.text for piece in split(text, lexicon.conjunctions).clauses if tokenise(piece.text)]
    meant = [part for piece in pieces for part in _meant(piece, lexicon)]
    clauses = [_clause(piece, text, lexicon) for piece in meant]
    with_content = [clause for clause in clauses if clause.tokens]
    kept = [clause for clause in with_content if not _is_denial(clause, with_content[-1], lexicon)] or with_content
    has_denial = len(kept) < len(with_content) or meant != pieces
    return Parsed(clauses=kept, is_padding=bool(pieces) and not with_content, has_denial=has_denial)


def _meant(piece: str, lexicon: Lexicon) -> Iterator[str]:
    """Give what a clause means where it opposes two things: of "not this but that", that."""
    first, *words = piece.split()
    contrast = None
    if " ".join(tokenise(first)) in lexicon.negations:
        contrast = next((at for at, word in enumerate(words) if " ".join(tokenise(word)) in lexicon.contrasts), None)
    if contrast is not None and len(words) > contrast + 1:
        yield " ".join(words[contrast + 1 :])
    else:
        yield piece


# A clause of at most this many words that opens with "not" denies, if something follows that is meant instead.
_SHORT_DENIAL = 4


def _is_denial(clause: Clause, last: Clause, lexicon: Lexicon) -> bool:
    tokens = clause.tokens
    if starts_with(tokens, lexicon.denials) or ends_with(tokens, lexicon.denials):
        return True
    return tokens[0] in lexicon.negations and clause is not last and len(tokens) <= _SHORT_DENIAL


def _clause(piece: str, message: str, lexicon: Lexicon) -> Clause:
    tokens = strip_padding(tokenise(piece), lexicon)
    has_mark = f"{' '.join(piece.split())}?" in " ".join(message.split()).replace(" ?", "?") or piece.endswith("?")
    return Clause(piece.strip(), tokens, is_question=has_mark or _asks(tokens, lexicon), has_mark=has_mark)


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
