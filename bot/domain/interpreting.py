"""What a message asks for: one of five outcomes, decided from the message and the entry that was answered before.

Nothing here knows about buttons, turns or Telegram; `ask`, `eval` and the conversation use the same judgement.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.domain.clauses import Clause, Parsed, parse
from bot.domain.crisis import Level
from bot.domain.knowledge import Entry, Live
from bot.domain.lexicon import Lexicon, is_any
from bot.domain.matching import tokenise
from bot.domain.ranking import (
    CRISIS,
    GREETING,
    HUMAN,
    NEVER_OFFERED,
    OUT_OF_SCOPE,
    OWN_CASE,
    PROPOSAL,
    SMALL_TALK,
    THANKS,
    Candidate,
    Looks,
    Matching,
    Ranker,
    hours_after,
    is_sure,
    merge,
)


class Outcome(Enum):
    """The five things that a message can lead to."""

    ANSWER = "answer"
    CHOICE = "choice"
    HUMAN = "human"
    DECLINE = "decline"
    CRISIS = "crisis"


class Why(Enum):
    """What decided the outcome."""

    MATCH = "match"
    CRISIS = "crisis"
    # No words: signs, or numbers that mean nothing here.
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"
    OWN_CASE = "own_case"
    NOTHING_FITS = "nothing_fits"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which confidence on the bot says what; chosen by `eval --tune`."""

    # The message as a whole, or its only question.
    answer: float = 0.6
    # A message of several clauses; its score is a mean of several looks, and lower for the same certainty.
    segment: float = 0.5
    # The best must lead the second by this much to be answered.
    margin: float = 0.1
    # The best entry of a choice.
    choice: float = 0.12
    # Entries less likely than this are not offered beside the best.
    offer: float = 0.02
    # Out of scope.
    decline: float = 0.6


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The judgement on one message."""

    outcome: Outcome
    why: Why
    # Answered or offered entries, best first; for several questions in their order.
    candidates: Sequence[Candidate] = ()
    # Questions in the message that no entry answers, as typed.
    unanswered: Sequence[str] = ()
    # uk, ru or en when the message is in that language.
    language: str | None = None
    # A greeting, padding or fragment: more may follow.
    may_go_on: bool = False
    # Speaks of violence or suicide as a subject, or of nobody in particular.
    is_about_crisis: bool = False


UNREADABLE = Interpretation(Outcome.HUMAN, Why.UNREADABLE)
# Tokens up to which an unsure message may be a fragment of a longer one.
_FRAGMENT = 3
_MOST_OFFERED = 3
# After "not that": entries at least this likely, measured by the best that is left.
_WORTH_OFFERING = 0.01
_MOST_ANSWERED = 5
# Clauses up to which a message may ask several things; one of nothing but questions may be longer.
_MOST_CLAUSES = 4
# Entries that a whole message is taken to speak of, at least.
_SPOKEN_OF = 5


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Everything that judging a message needs, of one version of the knowledge base."""

    entries: Mapping[str, Entry]
    matcher: Matching
    # How grave a message is: a call for help, about such things, or neither.
    level_of: Callable[[str], Level]
    # uk, ru, en, pl, or None when nobody can tell.
    language_of: Callable[[str], str | None]
    lexicon: Lexicon
    thresholds: Thresholds
    # Does a text name a day or an hour, and nothing else?
    is_moment: Callable[[str], bool] = lambda _text: False

    def is_crisis(self, text: str) -> bool:
        """Tell whether a message is a call for help."""
        return self.level_of(text) is Level.FIRST_PERSON

    def interpret(self, text: str, *, context: str | None = None, refused: Sequence[str] = ()) -> Interpretation:
        """Judge a message.

        `context` is the entry of the answer before; `refused` are entries that were turned down for this very question.
        """
        if not tokenise(text):
            return UNREADABLE
        if self.is_crisis(text):
            called = (Candidate(CRISIS, 1.0),)
            return Interpretation(Outcome.CRISIS, Why.CRISIS, called, language=self.language_of(text))
        language = self.language_of(text)
        if language is not None and language != "pl":
            return Interpretation(Outcome.HUMAN, Why.FOREIGN, language=language)
        parsed = parse(text, self.lexicon)
        if parsed.is_padding:
            return self._small_talk(text)
        if self.level_of(text) is Level.ABOUT:
            return self._beside_help(self._judge(text, parsed, None, refused))
        judged = self._judge(text, parsed, context, refused)
        return UNREADABLE if _is_unsure(judged) and not any(sign.isalpha() for sign in text) else judged

    def _judge(self, text: str, parsed: Parsed, context: str | None, refused: Sequence[str]) -> Interpretation:
        """Judge a message that asks for something."""
        when = self._about_moment(text, parsed, context)
        if when is not None:
            return when
        looks = self._ranker.look(parsed.clauses, context)
        if len(looks.clauses) > 1 and (small := self._small_talk_clauses(looks)):
            if not (asking := [clause for clause in looks.clauses if clause not in small]):
                return self._answer(looks.rankings[-1][0], ())
            parsed = replace(parsed, clauses=asking)
            looks = self._ranker.look(asking, context)
        several = self._several(looks) if len(looks.clauses) > 1 else None
        return several or self._single(parsed, merge(looks, refused), self._left_open(looks))

    def _beside_help(self, judged: Interpretation) -> Interpretation:
        """Let an unsure message about violence or suicide be a topic for a session, or a call for help after all."""
        judged = replace(judged, is_about_crisis=True)
        if not _is_unsure(judged) or not {PROPOSAL, CRISIS} <= self.entries.keys():
            return judged
        chances = {one.id: one.confidence for one in judged.candidates}
        offered = [Candidate(one, chances.get(one, 0.0)) for one in (PROPOSAL, CRISIS)]
        return replace(judged, outcome=Outcome.CHOICE, why=Why.MATCH, candidates=offered, may_go_on=False)

    def _about_moment(self, text: str, parsed: Parsed, context: str | None) -> Interpretation | None:
        """Take a day or an hour alone for a question who can be reached then; None for any other message.

        After an answer that tells hours a bare "when?" asks for them again. After one about sessions a day may as well
        be about those, so that what matches decides.
        """
        about = self.entries.get(context or "")
        if about is not None and about.live is Live.SESSIONS:
            return None
        asked = hours_after(about)
        words = [word for word in text.split() if " ".join(tokenise(word)) not in self.lexicon.around_moment]
        is_bare = asked == context and not words and all(clause.is_question for clause in parsed.clauses)
        if asked not in self.entries or not (is_bare or self.is_moment(" ".join(words))):
            return None
        return Interpretation(Outcome.ANSWER, Why.MATCH, (Candidate(asked, self.thresholds.answer),))

    def _small_talk_clauses(self, looks: Looks) -> Sequence[Clause]:
        """Give the clauses that only greet or thank."""
        pairs = zip(looks.clauses, looks.rankings, strict=True)
        return [
            clause
            for clause, ranking in pairs
            if ranking[0].id in SMALL_TALK and self._is_sure(ranking, self.thresholds.answer)
        ]

    @property
    def _ranker(self) -> Ranker:
        limits = self.thresholds
        return Ranker(self.entries, self.matcher, self.lexicon, sure=limits.answer, margin=limits.margin)

    def _is_sure(self, ranking: Sequence[Candidate], enough: float) -> bool:
        return is_sure(ranking, enough, self.thresholds.margin)

    def alternatives(self, text: str, *, refused: Sequence[str]) -> Sequence[Candidate]:
        """Give two or three entries that a message could mean besides those turned down; none if nothing is likely."""
        parsed = parse(text, self.lexicon)
        if not parsed.clauses:
            return ()
        merged = merge(self._ranker.look(parsed.clauses, None), refused)
        ranking = [one for one in merged if one.id not in NEVER_OFFERED]
        offered = [one for one in ranking[:_MOST_OFFERED] if one.confidence >= ranking[0].confidence * _WORTH_OFFERING]
        return offered if len(offered) > 1 else ()

    def _offered(self, ranking: Sequence[Candidate]) -> Sequence[Candidate]:
        likely = (one for one in ranking if one.confidence >= self.thresholds.offer and one.id not in NEVER_OFFERED)
        return tuple(itertools.islice(likely, _MOST_OFFERED))

    def _small_talk(self, text: str) -> Interpretation:
        """A message of greetings and the like alone; whatever it is about may still follow."""
        is_thanks = any(is_any(tokens, self.lexicon.thanks) for tokens in _prefixes(tokenise(text)))
        entry = THANKS if is_thanks else GREETING
        return Interpretation(Outcome.ANSWER, Why.MATCH, (Candidate(entry, 1.0),), may_go_on=not is_thanks)

    def _several(self, looks: Looks) -> Interpretation | None:
        """Judge a message of several questions; None unless two are sure, or one is and another is nobody's here.

        Only in short messages, only clauses that ask, only entries that the whole message speaks of, too: a long story
        touches many entries and asks one thing.
        """
        if not _may_ask_several(looks):
            return None
        spoken_of = {one.id for one in looks.whole[: max(_SPOKEN_OF, 3 * len(looks.clauses))]} - NEVER_OFFERED
        sure: dict[str, Candidate] = {}
        for clause, ranking in zip(looks.clauses, looks.rankings, strict=True):
            if clause.is_question and self._is_sure(ranking, self.thresholds.answer) and ranking[0].id in spoken_of:
                sure.setdefault(ranking[0].id, ranking[0])
        left_open = self._left_open(looks, tuple(sure))
        if not sure or (len(sure) == 1 and not left_open):
            return None
        answered, rest = list(sure.values())[:_MOST_ANSWERED], list(sure)[_MOST_ANSWERED:]
        too_many = tuple(
            clause.text
            for clause, ranking in zip(looks.clauses, looks.rankings, strict=True)
            if clause.is_question and ranking[0].id in rest
        )
        return Interpretation(Outcome.ANSWER, Why.MATCH, tuple(answered), unanswered=(*left_open, *too_many))

    def _left_open(self, looks: Looks, answered: Sequence[str] = ()) -> Sequence[str]:
        """Give the questions of a short message that no entry answers, as typed."""
        if not _may_ask_several(looks):
            return ()
        return tuple(
            clause.text
            for clause, ranking in zip(looks.clauses, looks.rankings, strict=True)
            if clause.is_question and len(clause.tokens) >= _FRAGMENT and self._is_nobodys(ranking, answered)
        )

    def _is_nobodys(self, ranking: Sequence[Candidate], answered: Sequence[str]) -> bool:
        best = ranking[0]
        if best.id == OUT_OF_SCOPE:
            return best.confidence >= self.thresholds.decline
        return best.id not in answered and best.confidence < self.thresholds.choice

    def _single(self, parsed: Parsed, ranking: Sequence[Candidate], left_open: Sequence[str]) -> Interpretation:
        """Judge a message that asks for one thing."""
        limits = self.thresholds
        best = ranking[0]
        is_one = len(parsed.clauses) == 1
        tokens = sum(len(clause.tokens) for clause in parsed.clauses)
        may_go_on = tokens <= _FRAGMENT and not any(clause.has_mark for clause in parsed.clauses)
        if best.id == OUT_OF_SCOPE and best.confidence >= limits.decline:
            return Interpretation(Outcome.DECLINE, Why.MATCH, (best,), may_go_on=may_go_on and tokens == 1)
        if best.id == OWN_CASE and best.confidence >= limits.segment:
            return Interpretation(Outcome.HUMAN, Why.OWN_CASE, (best,))
        if self._is_sure(ranking, limits.answer if is_one else limits.segment):
            return self._answer(best, left_open)
        offered = self._offered(ranking)
        if len(offered) > 1 and offered[0].confidence >= limits.choice:
            return Interpretation(Outcome.CHOICE, Why.MATCH, offered, may_go_on=may_go_on)
        return Interpretation(Outcome.HUMAN, Why.NOTHING_FITS, tuple(ranking[:1]), may_go_on=may_go_on)

    def _answer(self, best: Candidate, left_open: Sequence[str]) -> Interpretation:
        if best.id == CRISIS:
            return Interpretation(Outcome.CRISIS, Why.MATCH, (best,))
        if best.id == HUMAN:
            return Interpretation(Outcome.HUMAN, Why.MATCH, (best,))
        return Interpretation(Outcome.ANSWER, Why.MATCH, (best,), unanswered=left_open, may_go_on=best.id == GREETING)


def _is_unsure(judged: Interpretation) -> bool:
    return judged.outcome is Outcome.CHOICE or judged.why is Why.NOTHING_FITS


def _may_ask_several(looks: Looks) -> bool:
    is_short = len(looks.clauses) <= _MOST_CLAUSES
    return len(looks.clauses) > 1 and (is_short or all(clause.is_question for clause in looks.clauses))


def _prefixes(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give every beginning of a list of tokens, the whole one first."""
    return (tuple(tokens[:length]) for length in range(len(tokens), 0, -1))
