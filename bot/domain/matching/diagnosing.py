"""What an author should know about the phrases: which entries compete, which phrases point elsewhere.

Read for `check`: findings are advice, never faults.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.matching.building import number_entries
from bot.domain.matching.folding import folds
from bot.domain.matching.matcher import Matcher
from bot.domain.matching.model import train
from bot.domain.matching.normalising import tokenise
from bot.domain.matching.softmax import softmax

# A phrase falls surely if the other entry is likelier than all the rest together; else people are asked what is meant.
SURELY = 0.5
# A pair of entries is confusable from this many phrases that surely fall between them, and this share of the smaller
# entry's.
CONFUSABLE_PHRASES = 3
CONFUSABLE_SHARE = 0.08
# An entry is unreachable if less than this share of its phrases finds it when held out.
REACHED = 0.3
# A padding word is heavy if in a phrase of usual length it moves an entry's logit by more than this.
HEAVY_LOGIT = 1.2


@dataclass(frozen=True, slots=True)
class Fallen:
    """A phrase that another entry would answer if the phrase were not in the base."""

    entry: str
    phrase: str
    other: str
    # How likely the other is taken to be, 0…1, before calibration.
    chance: float


@dataclass(frozen=True, slots=True)
class Confusable:
    """Two entries between which phrases surely fall, in either direction."""

    entries: tuple[str, str]
    phrases: int


@dataclass(frozen=True, slots=True)
class HeavyWord:
    """A word that should not decide, and the entry it speaks for."""

    word: str
    entry: str
    logit: float


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Findings about phrases, each list worst first."""

    fallen: Sequence[Fallen]
    confusable: Sequence[Confusable]
    # Entries that their own phrases do not reach, with the share that does.
    unreached: Sequence[tuple[str, float]]
    heavy_words: Sequence[HeavyWord]
    # Phrases, normalised, that several entries claim, with those entries.
    shared: Sequence[tuple[str, Sequence[str]]]


def held_out_confusions(
    phrases: Sequence[tuple[str, str]], matcher: Matcher, padding: Collection[str] = frozenset()
) -> Diagnosis:
    """What the phrases would do if they were questions: each is asked of models trained without it.

    `matcher` is the one built from the phrases; `padding` are words of politeness, in any spelling, that should weigh
    nothing. Takes about as long as `build`.
    """
    fallen = _fallen(phrases)
    return Diagnosis(
        fallen=fallen,
        confusable=_confusable(fallen, Counter(entry for entry, _ in phrases)),
        unreached=_unreached(phrases, fallen),
        heavy_words=_heavy_words(matcher, padding),
        shared=_shared(phrases),
    )


def _fallen(phrases: Sequence[tuple[str, str]]) -> list[Fallen]:
    entries, targets = number_entries(phrases)
    tokenised = [tokenise(phrase) for _, phrase in phrases]
    answers, chances = np.zeros_like(targets), np.zeros(len(targets))
    for fold in folds(tokenised, targets, leave_entries_out=False):
        kept, training = np.unique(targets[fold.training], return_inverse=True)
        model = train([tokenised[at] for at in fold.training], training)
        for at in fold.asked.tolist():
            found = softmax(model.read(tokenised[at]).logits)
            answers[at], chances[at] = kept[int(found.argmax())], found.max()
    return [
        Fallen(entry, phrase, entries[answer], chance)
        for (entry, phrase), answer, chance in zip(phrases, answers.tolist(), chances.tolist(), strict=True)
        if entries[answer] != entry
    ]


def _confusable(fallen: Sequence[Fallen], sizes: Mapping[str, int]) -> list[Confusable]:
    counts = Counter(tuple(sorted((fall.entry, fall.other))) for fall in fallen if fall.chance >= SURELY)
    return [
        Confusable((one, other), count)
        for (one, other), count in counts.most_common()
        if count >= max(CONFUSABLE_PHRASES, CONFUSABLE_SHARE * min(sizes[one], sizes[other]))
    ]


def _unreached(phrases: Sequence[tuple[str, str]], fallen: Sequence[Fallen]) -> list[tuple[str, float]]:
    own = Counter(entry for entry, _ in phrases)
    lost = Counter(fall.entry for fall in fallen)
    reached = [(entry, 1 - lost[entry] / count) for entry, count in sorted(own.items())]
    return sorted(((entry, share) for entry, share in reached if share < REACHED), key=lambda found: found[1])


def _heavy_words(matcher: Matcher, padding: Collection[str]) -> list[HeavyWord]:
    lengths = [phrase.count(" ") + 1 for shelf in matcher.shelves for phrase in shelf.phrases]
    # A token's share of a logit falls with the root of the number of tokens beside it.
    dilution = float(np.median(lengths)) ** 0.5
    found = []
    for word in sorted({token for text in padding for token in tokenise(text)}):
        logits = matcher.model.read([word]).logits
        lift = (logits - logits.mean()) / dilution
        best = int(lift.argmax())
        if lift[best] > HEAVY_LOGIT:
            found.append(HeavyWord(word, matcher.entries[best], float(lift[best])))
    return sorted(found, key=lambda heavy: -heavy.logit)


def _shared(phrases: Sequence[tuple[str, str]]) -> list[tuple[str, Sequence[str]]]:
    claims: dict[str, set[str]] = defaultdict(set)
    for entry, phrase in phrases:
        claims[" ".join(tokenise(phrase))].add(entry)
    return [(phrase, sorted(entries)) for phrase, entries in sorted(claims.items()) if len(entries) > 1]
