"""Words that steer a conversation, as data: which are padding, which mean yes, which point at a choice.

The words are in `bot/texts/lexicon.yaml`; everything here is already tokenised, so comparing is comparing tuples.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

Tokens = tuple[str, ...]
Phrases = frozenset[Tokens]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's steering words, each a tuple of tokens."""

    padding: Phrases
    thanks: Phrases
    # What ends a conversation and needs no answer, as words and as signs.
    closing: Phrases
    closing_signs: Collection[str]
    conjunctions: Collection[str]
    contrasts: Collection[str]
    # The word that opens a denial set against a contrast: "nie dotacje, tylko szkolenie".
    negations: Collection[str]
    denials: Phrases
    # Begins like a denial and tells of oneself: "I have no company" is no refusal of a topic.
    conditions: Phrases
    question_words: Collection[str]
    requests: Phrases
    followups: Phrases
    # What is typed instead of pressing: action name -> phrases.
    typed: Mapping[str, Phrases]
    # Number -> words for it.
    ordinals: Mapping[int, Phrases]
    # How many people -> words for it, each a word.
    counts: Mapping[int, Phrases]
    # Names of kinds of organisations, and of what people need -> words for them.
    sectors: Mapping[str, Phrases]
    needs: Mapping[str, Phrases]
    # Names of what staff write of a session or a registration, and of the buttons of a session -> words for them.
    fields: Mapping[str, Phrases]
    session_buttons: Mapping[str, Phrases]
    pointing: Collection[str]
    # Said beside a day or an hour by who asks only when somebody can be reached.
    around_moment: Collection[str]


def steering_words(lexicon: Lexicon) -> frozenset[str]:
    """Give the words by which a message is taken apart before it is matched: a mistyped one would hide a question."""
    words = (lexicon.conjunctions, lexicon.contrasts, lexicon.negations, lexicon.question_words, lexicon.around_moment)
    return frozenset[str]().union(*words)


def is_any(tokens: Sequence[str], phrases: Phrases) -> bool:
    """Tell whether the tokens are exactly one of the phrases."""
    return tuple(tokens) in phrases


def starts_with(tokens: Sequence[str], phrases: Phrases) -> int:
    """Give the length of the longest phrase that the tokens begin with; 0 for none."""
    lengths = range(min(_longest(phrases), len(tokens)), 0, -1)
    return next((length for length in lengths if tuple(tokens[:length]) in phrases), 0)


def ends_with(tokens: Sequence[str], phrases: Phrases) -> int:
    """Give the length of the longest phrase that the tokens end with; 0 for none."""
    lengths = range(min(_longest(phrases), len(tokens)), 0, -1)
    return next((length for length in lengths if tuple(tokens[-length:]) in phrases), 0)


def contains(tokens: Sequence[str], phrases: Phrases) -> bool:
    """Tell whether one of the phrases stands somewhere among the tokens."""
    return any(starts_with(tokens[at:], phrases) for at in range(len(tokens)))


@cache
def _longest(phrases: Phrases) -> int:
    return max((len(phrase) for phrase in phrases), default=0)
