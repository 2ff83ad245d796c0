"""What a message asks for: one of five outcomes, decided from the message and the entry that was answered before.

Nothing here knows about buttons, turns or Telegram; `ask`, `eval` and the conversation use the same judgement.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.domain import wordless
from bot.domain.clauses import Parsed, parse
from bot.domain.crisis import Level
from bot.domain.knowledge import Entry, Live
from bot.domain.lexicon import Lexicon, is_any
from bot.domain.matching import Candidate, tokenise
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
    Looks,
    Matching,
    Ranker,
    hours_after,
    is_sure,
    merge,
)
from bot.domain.several import judge_several, left_open
from bot.domain.thresholds import Thresholds


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
    # No words: signs, links, a key held down, or numbers that mean nothing here.
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"
    OWN_CASE = "own_case"
    NOTHING_FITS = "nothing_fits"
    # A day or an hour alone; nothing was matched.
    MOMENT = "moment"


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
    # Not answered, and somewhat like a call for help.
    may_be_call: bool = False


UNREADABLE = Interpretation(Outcome.HUMAN, Why.UNREADABLE)
# Tokens up to which an unsure message may be a fragment of a longer one.
_FRAGMENT = 3
_MOST_OFFERED = 3
# After "not that": entries at least this likely, measured by the best that is left.
_WORTH_OFFERING = 0.01


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
    # A text with the slips in the words that steer a conversation mended.
    respelt: Callable[[str], str] = lambda text: text
    # Numbers of helplines, in digits.
    helplines: Collection[str] = ()

    def is_crisis(self, text: str) -> bool:
        """Tell whether a message is a call for help."""
        return self.level_of(text) is Level.FIRST_PERSON

    def interpret(self, text: str, *, context: str | None = None, refused: Sequence[str] = ()) -> Interpretation:
        """Judge a message.

        `context` is the entry of the answer before; `refused` are entries that were turned down for this very question.
        """
        if not tokenise(text):
            return UNREADABLE
        language = self.language_of(text)
        if self.is_crisis(text):
            return Interpretation(Outcome.CRISIS, Why.CRISIS, (Candidate(CRISIS, 1.0),), language=language)
        if language is not None and language != "pl":
            may_be_call = self.level_of(text) is Level.PERHAPS
            return Interpretation(Outcome.HUMAN, Why.FOREIGN, language=language, may_be_call=may_be_call)
        if not tokenise(wordless.without_links(text)):
            return UNREADABLE
        asked = self.respelt(text)
        parsed = parse(asked, self.lexicon)
        if parsed.is_padding:
            return self._small_talk(asked)
        if self.level_of(text) is Level.ABOUT:
            return self._beside_help(self._judge(asked, parsed, None, refused))
        judged = self._judge(asked, parsed, context, refused)
        if _is_open(judged) and wordless.names_helpline(text, self.helplines):
            return self._answer(Candidate(CRISIS, 1.0), ())
        if _is_open(judged) and not wordless.has_words(text):
            return replace(UNREADABLE, may_be_call=wordless.is_like_helpline(text))
        if judged.outcome is not Outcome.ANSWER and self.level_of(text) is Level.PERHAPS:
            return replace(judged, may_be_call=True)
        return judged

    def _judge(self, text: str, parsed: Parsed, context: str | None, refused: Sequence[str]) -> Interpretation:
        """Judge a message that asks for something."""
        when = self._about_moment(text, parsed, context)
        if when is not None:
            return when
        everything = self._ranker.look(parsed.clauses, context)
        small = self._small_talk_clauses(everything)
        if len(small) == len(everything.clauses) > 1:
            return self._answer(everything.rankings[-1][0], ())
        judged = self._judge_asking(self._asking(everything, small, context), refused)
        if _is_open(judged) and THANKS in small.values() and not any(clause.is_question for clause in parsed.clauses):
            return Interpretation(Outcome.ANSWER, Why.MATCH, (Candidate(THANKS, 1.0),))
        return judged

    def _judge_asking(self, looks: Looks, refused: Sequence[str]) -> Interpretation:
        several = judge_several(looks, self.thresholds)
        if several is not None:
            return Interpretation(Outcome.ANSWER, Why.MATCH, several.answered, unanswered=several.unanswered)
        return self._single(looks, merge(looks, refused))

    def look(self, text: str, context: str | None = None) -> Looks | None:
        """Rank the entries for a message that is judged by what matches; None for one without a question or word."""
        parsed = parse(text, self.lexicon)
        if not parsed.clauses:
            return None
        everything = self._ranker.look(parsed.clauses, context)
        return self._asking(everything, self._small_talk_clauses(everything), context)

    def _asking(self, everything: Looks, small: Mapping[int, str], context: str | None) -> Looks:
        """Rank the entries for what is left of a message without clauses that only greet or thank, unless all do."""
        asking = [clause for at, clause in enumerate(everything.clauses) if at not in small]
        return self._ranker.look(asking, context) if small and asking else everything

    def _beside_help(self, judged: Interpretation) -> Interpretation:
        """Let an unsure message about violence or suicide be a topic for a session, or a call for help after all.

        Nobody is turned away with such words, however sure it is that they ask for nothing here.
        """
        judged = replace(judged, is_about_crisis=True)
        if not _is_open(judged) or not {PROPOSAL, CRISIS} <= self.entries.keys():
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
        return Interpretation(Outcome.ANSWER, Why.MOMENT, (Candidate(asked, 1.0),))

    def _small_talk_clauses(self, looks: Looks) -> Mapping[int, str]:
        """Give the numbers of the clauses that only greet or thank, each with which; none of a lone clause."""
        if len(looks.clauses) == 1:
            return {}
        enough = self.thresholds.answer
        sure = {at: ranking[0].id for at, ranking in enumerate(looks.rankings) if self._is_sure(ranking, enough)}
        return {at: entry for at, entry in sure.items() if entry in SMALL_TALK}

    @property
    def _ranker(self) -> Ranker:
        limits = self.thresholds
        return Ranker(self.entries, self.matcher, self.lexicon, sure=limits.answer, margin=limits.margin)

    def _is_sure(self, ranking: Sequence[Candidate], enough: float) -> bool:
        return is_sure(ranking, enough, self.thresholds.margin)

    def alternatives(self, text: str, *, refused: Sequence[str]) -> Sequence[Candidate]:
        """Give two or three entries that a message could mean besides those turned down; none if nothing is likely."""
        parsed = parse(self.respelt(text), self.lexicon)
        if not parsed.clauses:
            return ()
        merged = merge(self._ranker.look(parsed.clauses, None), refused)
        ranking = [one for one in merged if one.id not in NEVER_OFFERED]
        offered = [one for one in ranking[:_MOST_OFFERED] if one.confidence >= ranking[0].confidence * _WORTH_OFFERING]
        return offered if len(offered) > 1 else ()

    def _offered(self, ranking: Sequence[Candidate]) -> Sequence[Candidate]:
        """Give what a choice offers, best first; nothing if the best is unlikely, alone or beside out of scope."""
        limits = self.thresholds
        possible = [one for one in ranking if one.id not in NEVER_OFFERED][:_MOST_OFFERED]
        if not possible or possible[0].confidence < max(limits.choice, limits.scope * _chance(OUT_OF_SCOPE, ranking)):
            return ()
        # A likely one has company even if that is unlikely: a choice of one is none.
        least = 2 if possible[0].confidence >= limits.lone else 0
        return [one for at, one in enumerate(possible) if at < least or one.confidence >= limits.offer]

    def _small_talk(self, text: str) -> Interpretation:
        """A message of greetings and the like alone; whatever it is about may still follow."""
        is_thanks = any(is_any(tokens, self.lexicon.thanks) for tokens in _prefixes(tokenise(text)))
        said = Candidate(THANKS if is_thanks else GREETING, 1.0)
        return Interpretation(Outcome.ANSWER, Why.MATCH, (said,), may_go_on=not is_thanks)

    def _single(self, looks: Looks, ranking: Sequence[Candidate]) -> Interpretation:
        """Judge a message that asks for one thing."""
        limits, best = self.thresholds, ranking[0]
        tokens = sum(len(clause.tokens) for clause in looks.clauses)
        may_go_on = tokens <= _FRAGMENT and not any(clause.has_mark for clause in looks.clauses)
        if best.id == OUT_OF_SCOPE and best.confidence >= limits.decline:
            return Interpretation(Outcome.DECLINE, Why.MATCH, (best,), may_go_on=may_go_on and tokens == 1)
        if self._only_talks(looks):
            return self._answer(looks.whole[0], ())
        if best.id == OWN_CASE and best.confidence >= limits.own_case:
            return Interpretation(Outcome.HUMAN, Why.OWN_CASE, (best,))
        if best.id == CRISIS and best.confidence >= limits.crisis:
            return self._answer(best, ())
        if self._may_answer(looks, ranking):
            return self._answer(best, left_open(looks, limits))
        offered = self._offered(ranking)
        if len(offered) > 1:
            return Interpretation(Outcome.CHOICE, Why.MATCH, offered, may_go_on=may_go_on)
        return Interpretation(Outcome.HUMAN, Why.NOTHING_FITS, tuple(ranking[:1]), may_go_on=may_go_on)

    def _only_talks(self, looks: Looks) -> bool:
        """Tell whether a message greets or thanks and no more; of several clauses surely so, and none may ask."""
        limits, most = self.thresholds, looks.whole[0]
        if len(looks.clauses) == 1:
            return most.id in SMALL_TALK and most.confidence >= limits.small_talk
        asks = any(clause.is_question for clause in looks.clauses)
        return most.id in SMALL_TALK and most.confidence >= limits.answer and not asks

    def _may_answer(self, looks: Looks, ranking: Sequence[Candidate]) -> bool:
        """Tell whether the best entry is sure; of several clauses it must be what the whole speaks of most, too."""
        limits, best = self.thresholds, ranking[0]
        if best.id == OUT_OF_SCOPE:
            return False
        if len(looks.clauses) == 1:
            return self._is_sure(ranking, limits.answer)
        return looks.whole[0].id == best.id and self._is_sure(ranking, limits.segment)

    def _answer(self, best: Candidate, left_open: Sequence[str]) -> Interpretation:
        if best.id == CRISIS:
            return Interpretation(Outcome.CRISIS, Why.MATCH, (best,))
        if best.id == HUMAN:
            return Interpretation(Outcome.HUMAN, Why.MATCH, (best,))
        return Interpretation(Outcome.ANSWER, Why.MATCH, (best,), unanswered=left_open, may_go_on=best.id == GREETING)


def _chance(entry_id: str, ranking: Sequence[Candidate]) -> float:
    return next((one.confidence for one in ranking if one.id == entry_id), 0.0)


def _is_open(judged: Interpretation) -> bool:
    return judged.outcome in {Outcome.CHOICE, Outcome.DECLINE} or judged.why is Why.NOTHING_FITS


def _prefixes(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give every beginning of a list of tokens, the whole one first."""
    return (tuple(tokens[:length]) for length in range(len(tokens), 0, -1))
