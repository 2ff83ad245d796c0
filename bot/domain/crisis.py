"""Whether a message tells of suicide, violence or danger to life, and whether it is about someone here and now.

Signs are patterns of words, so that a long message, another order or a misspelling hides nothing. Two things speak
against an alarm: a figure of speech around the sign, and a report about nobody in particular. A message without a sign
may still be so like the known calls for help that it is taken for one (decision 0015). All words are data
(`bot/texts/ordinary.yaml` and the crisis phrases of the knowledge base); the answer does not belong here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cached_property
from itertools import chain

from bot.domain.likeness import Likeness
from bot.domain.matching import tokenise
from bot.domain.patterns import GAP, Classes, Finder, Found, Occurrence, Pattern, literal, parse

# Words that may stand between the words of a phrase, of a figure and of a report.
PHRASE_GAP = 1
# Phrases of fewer words have to stand as written: too little of them is left otherwise.
SHORTEST_LOOSE_PHRASE = 3
FIGURE_GAP = 2
REPORT_GAP = 6
# An everyday thing at most this many words from a hint takes it away.
EVERYDAY_REACH = 6
# So many hints of different kinds are an alarm.
HINTS_NEEDED = 2

# From this likeness on a message without a sign is a call, and from this on if it has a hint; what speaks against it
# costs so much. Fewer words, numbers aside, say too little. Chosen on calls that were not learnt from, so that of
# ordinary questions one in three hundred is an alarm (decision 0015).
ALIKE = 0.5
ALIKE_WITH_HINT = -1.0
AGAINST = 2.0
FEWEST_ALIKE = 4
# From this likeness on nobody is sent away without the numbers, and of so many words.
PERHAPS_ALIKE = -3.0
FEWEST_PERHAPS = 3
# What stands for the pattern in an alarm without one.
LIKENESS = "likeness"
# Language of a phrase → of the answer, where they differ.
_ANSWERED_IN = {"ru": "uk"}


class Level(IntEnum):
    """What a message is, the gravest last."""

    NONE = 0
    # Somewhat like a call for help, but too little so for an alarm.
    PERHAPS = 1
    # About violence or suicide as a subject, or about nobody in particular.
    ABOUT = 2
    # The writer, someone near or someone present is in danger.
    FIRST_PERSON = 3


@dataclass(frozen=True, slots=True)
class Alarm:
    """The level of a message and the reason for it."""

    level: Level
    # The pattern or phrase that decided, as written in the data; several hints are joined by " & "; empty for NONE.
    why: str = ""
    # The part of the message that it was found in, normalised.
    words: str = ""
    # The language of the sign, for a message too short to tell its own; "uk" also for Russian; None for NONE.
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """The patterns of one language or of a mixture; `bot.domain.patterns` says how they are written."""

    # What an answer may be given in: pl, uk, en.
    language: str
    classes: Classes
    # The writer or someone near, whatever else is in the message.
    first: Sequence[str]
    # Someone, unless the message speaks as an institution.
    near: Sequence[str]
    # Whole messages that mean danger only because nothing else is said.
    alone: Sequence[str]
    # Kind → what alone means little.
    hints: Mapping[str, Sequence[str]]
    # Subjects.
    about: Sequence[str]
    # What makes the signs inside it a manner of speaking.
    figures: Sequence[str]
    # What makes the signs inside it a report about nobody in particular.
    reports: Sequence[str]
    # Words of an institution; words that say here and now; things that one may be fed up with.
    institution: Sequence[str]
    urgent: Sequence[str]
    everyday: Sequence[str]
    # Words that are often typed together with the next, such as a negation.
    prefixes: Sequence[str]
    # Short words → how they are mistyped.
    slips: Mapping[str, Sequence[str]]


class _Role(Enum):
    FIRST = 0
    NEAR = 1
    HINT = 2
    ABOUT = 3
    FIGURE = 4
    REPORT = 5
    INSTITUTION = 6
    URGENT = 7
    EVERYDAY = 8


@dataclass(frozen=True, slots=True)
class _Sign:
    role: _Role
    source: str
    language: str
    # Kind of a hint.
    kind: str = ""


class CrisisDetector:
    """Recognises crises; immutable after `build`."""

    def __init__(
        self, signs: Sequence[_Sign], alone: Mapping[tuple[str, ...], str], finder: Finder, likeness: Likeness
    ) -> None:
        self._signs = signs
        self._alone = alone
        self._finder = finder
        self._likeness = likeness

    @classmethod
    def build(
        cls,
        crisis_phrases: Mapping[str, Sequence[str]],
        ordinary: Sequence[str],
        signs: Sequence[Signs],
        likeness: Likeness | None = None,
    ) -> "CrisisDetector":
        """The detector of phrases by language and of signs.

        `ordinary` are phrases of people who are in no danger: their words are never taken for misspelt signs. They
        excuse no sign, so that a careless phrase cannot hide a crisis. A likeness to the phrases rather than these is
        learnt if none is given, which takes seconds. Raises ValueError for an unreadable pattern.
        """
        # Each word once: the same ones come again and again.
        known = frozenset(word for typed in set(" ".join(ordinary).split()) for word in tokenise(typed))
        prefixes = [prefix for own in signs for word in own.prefixes for prefix in tokenise(word)]
        alone = {tuple(tokenise(phrase)): own.language for own in signs for phrase in own.alone}
        compiled = chain(_phrases(crisis_phrases), *map(_compile, signs))
        kept: list[_Sign] = []
        finder = Finder(_noted(compiled, kept), ordinary=known, prefixes=prefixes, slips=dict(_slips(signs)))
        return cls(kept, alone, finder, likeness or _learnt(crisis_phrases.values(), ordinary))

    @property
    def likeness(self) -> Likeness:
        """What tells by its words how much a message is like a call."""
        return self._likeness

    def with_likeness(self, likeness: Likeness) -> "CrisisDetector":
        """The same with another likeness; costs nothing."""
        return CrisisDetector(self._signs, self._alone, self._finder, likeness)

    def recognise(self, text: str) -> Alarm:
        """The gravest alarm of a text, with the first sign that raises it."""
        found = self._finder.find(text)
        language = self._alone.get(tuple(found.words))
        if language is not None:
            whole = " ".join(found.words)
            return Alarm(Level.FIRST_PERSON, whole, whole, language)
        return next(_Reading(self._signs, found, self._likeness).alarms(), Alarm(Level.NONE))


class _Reading:
    """One text with its signs by role, and what tells how much it is like a call."""

    def __init__(self, signs: Sequence[_Sign], found: Found, likeness: Likeness) -> None:
        self._signs = signs
        self._found = found
        self._likeness = likeness
        self._by_role: dict[_Role, list[Occurrence]] = {role: [] for role in _Role}
        for occurrence in found.occurrences:
            self._by_role[signs[occurrence.pattern].role].append(occurrence)

    def alarms(self) -> Iterator[Alarm]:
        """The alarms of the text, gravest first."""
        yield from self._of(_Role.FIRST, Level.FIRST_PERSON, excused_by_reports=True)
        if not self._speaks_as_institution():
            yield from self._of(_Role.NEAR, Level.FIRST_PERSON, excused_by_reports=True)
            yield from self._alike()
        yield from self._hints()
        for role in (_Role.FIRST, _Role.NEAR, _Role.ABOUT):
            yield from self._of(role, Level.ABOUT, excused_by_reports=False)
        yield from self._somewhat_alike()

    def _of(self, role: _Role, level: Level, *, excused_by_reports: bool) -> Iterator[Alarm]:
        for occurrence in self._by_role[role]:
            if not self._is_figure(occurrence) and not (excused_by_reports and self._is_report(occurrence)):
                yield self._alarm(level, [occurrence])

    def _hints(self) -> Iterator[Alarm]:
        """One alarm for the first hints of enough different kinds."""
        kinds = self._kinds()
        if len(kinds) >= HINTS_NEEDED:
            yield self._alarm(Level.FIRST_PERSON, list(kinds.values())[:HINTS_NEEDED])

    def _kinds(self) -> Mapping[str, Occurrence]:
        """The kinds of hints that nothing speaks against, each with its first; no word hints at two."""
        kinds: dict[str, Occurrence] = {}
        for hint in self._by_role[_Role.HINT]:
            is_new = not any(hint.lies_in(other) or other.lies_in(hint) for other in kinds.values())
            if is_new and not self._is_figure(hint) and not self._is_everyday(hint):
                kinds.setdefault(self._signs[hint.pattern].kind, hint)
        return kinds

    def _alike(self) -> Iterator[Alarm]:
        """One alarm for a message that is like a call; hints speak for it, figures of speech and reports against it."""
        enough = ALIKE_WITH_HINT if self._kinds() else ALIKE
        if self._by_role[_Role.FIGURE] or (self._by_role[_Role.REPORT] and not self._by_role[_Role.URGENT]):
            enough += AGAINST
        yield from self._likened(Level.FIRST_PERSON, enough, FEWEST_ALIKE)

    def _somewhat_alike(self) -> Iterator[Alarm]:
        against = AGAINST if self._by_role[_Role.FIGURE] or self._speaks_as_institution() else 0
        yield from self._likened(Level.PERHAPS, PERHAPS_ALIKE + against, FEWEST_PERHAPS)

    def _likened(self, level: Level, enough: float, fewest: int) -> Iterator[Alarm]:
        words = self._found.words
        if sum(map(str.isalpha, words)) >= fewest and self._score >= enough:
            yield Alarm(level, LIKENESS, " ".join(words))

    @cached_property
    def _score(self) -> float:
        return self._likeness.score(self._found.words)

    def _alarm(self, level: Level, occurrences: Sequence[Occurrence]) -> Alarm:
        signs = [self._signs[occurrence.pattern] for occurrence in occurrences]
        why = " & ".join(sign.source for sign in signs)
        words = " … ".join(self._found.excerpt(occurrence) for occurrence in occurrences)
        return Alarm(level, why, words, signs[0].language)

    def _speaks_as_institution(self) -> bool:
        return bool(self._by_role[_Role.INSTITUTION]) and not self._by_role[_Role.URGENT]

    def _is_figure(self, sign: Occurrence) -> bool:
        return any(sign.lies_in(figure) for figure in self._by_role[_Role.FIGURE])

    def _is_report(self, sign: Occurrence) -> bool:
        reports = self._by_role[_Role.REPORT]
        return not self._by_role[_Role.URGENT] and any(sign.lies_in(report) for report in reports)

    def _is_everyday(self, hint: Occurrence) -> bool:
        start, end = self._found.distances[hint.first], self._found.distances[hint.last]
        things = (self._found.distances[thing.first] for thing in self._by_role[_Role.EVERYDAY])
        return any(start - EVERYDAY_REACH <= thing <= end + EVERYDAY_REACH for thing in things)


def _noted(compiled: Iterable[tuple[_Sign, Pattern]], signs: list[_Sign]) -> Iterator[Pattern]:
    """The patterns one by one, their signs noted: all at once they take several times what a finder keeps."""
    for sign, pattern in compiled:
        signs.append(sign)
        yield pattern


def _compile(signs: Signs) -> Iterator[tuple[_Sign, Pattern]]:
    lists: Iterable[tuple[_Role, Sequence[str], int]] = (
        (_Role.FIRST, signs.first, GAP),
        (_Role.NEAR, signs.near, GAP),
        (_Role.ABOUT, signs.about, GAP),
        (_Role.FIGURE, signs.figures, FIGURE_GAP),
        (_Role.REPORT, signs.reports, REPORT_GAP),
        (_Role.INSTITUTION, signs.institution, GAP),
        (_Role.URGENT, signs.urgent, GAP),
        (_Role.EVERYDAY, signs.everyday, GAP),
    )
    for role, sources, gap in lists:
        for source in sources:
            yield _Sign(role, source, signs.language), parse(source, signs.classes, gap)
    for kind, sources in signs.hints.items():
        yield from ((_Sign(_Role.HINT, one, signs.language, kind), parse(one, signs.classes)) for one in sources)


def _phrases(phrases: Mapping[str, Sequence[str]]) -> Iterator[tuple[_Sign, Pattern]]:
    for language, phrase in ((language, phrase) for language, own in phrases.items() for phrase in own):
        is_loose = len(tokenise(phrase)) >= SHORTEST_LOOSE_PHRASE
        pattern = literal(phrase, PHRASE_GAP if is_loose else 0)
        if pattern is not None:
            yield _Sign(_Role.FIRST, phrase, _ANSWERED_IN.get(language, language)), pattern


def _slips(signs: Sequence[Signs]) -> Iterator[tuple[str, str]]:
    for own in signs:
        for meant, slips in own.slips.items():
            yield from ((typed, word) for slip in slips for typed in tokenise(slip) for word in tokenise(meant))


def _learnt(calls: Iterable[Sequence[str]], others: Sequence[str]) -> Likeness:
    return Likeness.learn([tokenise(call) for own in calls for call in own], [tokenise(other) for other in others])
