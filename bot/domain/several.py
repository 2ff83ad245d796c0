"""Several questions in one message: which of them are answered, and which stay open.

Only in short messages, only parts that ask, only entries that the whole message speaks of, too: a long story touches
many entries and asks one thing (decisions 0006 and 0008).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.matching import Candidate
from bot.domain.ranking import CRISIS, NEVER_OFFERED, OUT_OF_SCOPE, Looks, Part, is_sure
from bot.domain.thresholds import Thresholds

MOST_ANSWERED = 5
# Parts up to which a message may ask several things; one of nothing but questions may have more.
_MOST_PARTS = 4
_MOST_CLAUSES = 6
# Entries that a whole message is taken to speak of: so many, or so many for each part.
_SPOKEN_OF = 5
_SPOKEN_OF_A_PART = 3
# Where every part is a question and as sure as this of its entry, what the whole speaks of does not matter.
_SURE_APART = 0.9
# Tokens of a part from which it is a question rather than a fragment.
_QUESTION = 3


@dataclass(frozen=True, slots=True)
class Several:
    """The questions of a message."""

    # In their order, at least one.
    answered: Sequence[Candidate]
    # As typed.
    unanswered: Sequence[str]


def judge_several(looks: Looks, limits: Thresholds) -> Several | None:
    """Answer the sure questions; None unless two are sure, or one that the whole is about and another is nobody's."""
    if not _may_ask_several(looks):
        return None
    asked = [part for part in looks.parts if part.is_question]
    answered = _answered(asked, looks, limits)
    unanswered = left_open(looks, limits, {one.id for one in answered})
    spoken_of_most = next((one.id for one in looks.whole if one.id != OUT_OF_SCOPE), None)
    if not answered or (len(answered) == 1 and (not unanswered or answered[0].id != spoken_of_most)):
        return None
    too_many = {one.id for one in answered[MOST_ANSWERED:]}
    unsaid = tuple(part.text for part in asked if part.ranking[0].id in too_many)
    return Several(answered[:MOST_ANSWERED], (*unanswered, *unsaid))


def left_open(looks: Looks, limits: Thresholds, answered: Collection[str] = ()) -> Sequence[str]:
    """Give the questions of a short message that no entry answers, as typed."""
    if not _may_ask_several(looks):
        return ()
    return tuple(part.text for part in looks.parts if _is_question(part) and _is_nobodys(part, limits, answered))


def _may_ask_several(looks: Looks) -> bool:
    is_short = len(looks.parts) <= _MOST_PARTS or all(part.is_question for part in looks.parts)
    return len(looks.parts) > 1 and len(looks.clauses) <= _MOST_CLAUSES and is_short


def _answered(asked: Sequence[Part], looks: Looks, limits: Thresholds) -> Sequence[Candidate]:
    """Give what the parts are surely about, each entry once, in their order."""
    are_sure = len(asked) == len(looks.parts) and all(part.ranking[0].confidence >= _SURE_APART for part in asked)
    most = len(looks.whole) if are_sure else max(_SPOKEN_OF, _SPOKEN_OF_A_PART * len(looks.parts))
    spoken_of = {one.id for one in looks.whole[:most]} - NEVER_OFFERED - {CRISIS}
    sure: dict[str, Candidate] = {}
    for part in asked:
        best = part.ranking[0]
        if best.id in spoken_of and is_sure(part.ranking, limits.answer, limits.margin):
            sure.setdefault(best.id, best)
    return tuple(sure.values())


def _is_question(part: Part) -> bool:
    return part.is_plain_question and part.length >= _QUESTION


def _is_nobodys(part: Part, limits: Thresholds, answered: Collection[str]) -> bool:
    best = part.ranking[0]
    if best.id == OUT_OF_SCOPE:
        return best.confidence >= limits.decline
    return best.id not in answered and best.confidence < limits.choice
