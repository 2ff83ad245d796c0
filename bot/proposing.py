"""`gaps`: what the bot failed, as lines that an author can put into the knowledge base after reading them."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.conversation import Missed
from bot.domain.grouping import Gap, Group, grouped
from bot.domain.interpreting import Interpreter, Outcome, Why
from bot.domain.knowledge import Entry, Question
from bot.domain.matching import tokenise
from bot.domain.ranking import CRISIS, SMALL_TALK
from bot.domain.texts import Text, text
from bot.knowledge.entries import LONGEST_PHRASE
from bot.knowledge.reading import utf16_length
from bot.texts.texts import DEFAULT, Renderer

# The kind of the evaluation lines.
ASKED = "asked"
_NEVER = SMALL_TALK | {CRISIS}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one group of questions adds to the base."""

    group: Group
    entry: Entry
    # How many people took this entry in the end; 0: it is the matcher's best.
    chosen_by: int
    # The matcher's, 0..1.
    confidence: float
    # As people wrote them.
    phrases: Sequence[str]
    # The question to test the base with; None: all are there already.
    tested: str | None


def unsolved(gaps: Sequence[Gap], interpreter: Interpreter) -> Sequence[Gap]:
    """Leave out what today's base answers as the person wanted, as far as is known, and what may be a call for help."""
    return [gap for gap in gaps if not _is_solved(gap, interpreter)]


def _is_solved(gap: Gap, interpreter: Interpreter) -> bool:
    judged = interpreter.interpret(gap.question)
    if judged.outcome is Outcome.CRISIS or judged.is_about_crisis or judged.may_be_call:
        return True
    if judged.outcome is Outcome.CHOICE or judged.why is Why.NOTHING_FITS:
        return False
    shown = judged.candidates[0].id if judged.candidates else None
    return shown == gap.chosen if gap.chosen else shown not in gap.refused


def propose(gaps: Sequence[Gap], interpreter: Interpreter, questions: Sequence[Question]) -> Sequence[Proposal]:
    """Propose an entry, phrases and an evaluation line for each group; nothing that the base has already."""
    said = {_plain(phrase) for entry in interpreter.entries.values() for phrase in entry.phrases[DEFAULT]}
    tested = {_plain(question.text) for question in questions}
    proposals = (_proposal(group, interpreter, said, tested) for group in grouped(gaps))
    return [one for one in proposals if one.phrases or one.tested]


def _proposal(group: Group, interpreter: Interpreter, said: set[str], tested: set[str]) -> Proposal:
    scores = _scores(group, interpreter)
    chosen = next((entry for entry in group.chosen if entry in scores), None)
    best = chosen or max(scores, key=lambda entry: scores[entry])
    wordings = [_clean(one) for one in group.wordings]
    new = [one for one in wordings if _plain(one) not in tested]
    # Best is a test that the phrases do not give away: what cannot be a phrase, or what the fewest people wrote.
    test = max(new, key=lambda one: (not _is_phrase(one), wordings.index(one)), default=None)
    usable = [one for one in wordings if _plain(one) not in said and _is_phrase(one)]
    phrases = [one for one in usable if one != test] or usable
    return Proposal(group, interpreter.entries[best], group.chosen.get(best, 0), scores[best], phrases, test)


def _scores(group: Group, interpreter: Interpreter) -> Mapping[str, float]:
    """Give the mean confidence in each entry that nobody turned down and that a question can be about."""
    total: Counter[str] = Counter()
    for ranking in interpreter.matcher.match_all(group.wordings):
        total.update(dict(ranking))
    allowed = [entry for entry in total if entry in interpreter.entries and entry not in _NEVER]
    left = [entry for entry in allowed if entry not in group.refused] or allowed
    return {entry: total[entry] / len(group.wordings) for entry in left}


def _plain(words: str) -> str:
    return " ".join(tokenise(words))


def _clean(question: str) -> str:
    """Give a question as one line that YAML takes."""
    return "".join(sign for sign in " ".join(question.split()) if sign.isprintable())


def _is_phrase(question: str) -> bool:
    return utf16_length(question) <= LONGEST_PHRASE


@dataclass(frozen=True, slots=True)
class Page:
    """Proposals as YAML with comments, in the shape and indentation of the files that they are for."""

    renderer: Renderer
    days: int
    # Groups of fewer people stand last.
    people_at_least: int
    # How the folder of the base is called.
    base: str

    def write(self, proposals: Sequence[Proposal], *, solved: int) -> str:
        """Give the whole page; `solved` questions were left out."""
        lines = self._comment(text("gaps.head", days=self.days))
        if solved:
            lines += self._comment(text("gaps.solved", count=solved))
        if not proposals:
            lines += self._comment(text("gaps.nothing"))
        parts = {"topics": self._phrases, "evaluation": self._tests}
        for name, written in parts.items():
            told = [line for one in self._in_order(proposals) for line in self._part(one, written)]
            has_items = any(not line.lstrip().startswith("#") for line in told)
            lines += ["", f"{name}:{'' if has_items else ' []'}", *told]
        return "\n".join(lines)

    def _in_order(self, proposals: Sequence[Proposal]) -> Iterator[Proposal | None]:
        """Give the proposals, and None where those of few people begin."""
        many = [one for one in proposals if one.group.people >= self.people_at_least]
        few = [one for one in proposals if one.group.people < self.people_at_least]
        yield from many
        if few:
            yield None
        yield from few

    def _part(self, proposal: Proposal | None, written: "_Written") -> Sequence[str]:
        if proposal is None:
            return self._comment(text("gaps.few_people", people=self.people_at_least))
        return written(proposal)

    def _phrases(self, proposal: Proposal) -> Sequence[str]:
        entry, group = proposal.entry, proposal.group
        if not proposal.phrases:
            return ()
        told = text(
            "gaps.group",
            people=text("gaps.people", count=group.people),
            unanswered=group.times(Missed.UNANSWERED),
            not_it=group.times(Missed.NOT_IT),
            why=_why(proposal),
        )
        refused = self._comment(text("gaps.refused", entries=", ".join(sorted(group.refused)))) if group.refused else ()
        title = " ".join(entry.title[DEFAULT].split())
        place = f"{self.base}/{entry.provenance.place}"
        return [
            *(f"  {line}" for line in (*self._comment(told), *refused)),
            f"- id: {entry.id}  # {title}, {place}",
            "  phrases:",
            *(f"    - {_quoted(phrase)}" for phrase in proposal.phrases),
        ]

    def _tests(self, proposal: Proposal) -> Sequence[str]:
        if proposal.tested is None:
            return ()
        hints = self._hints(proposal.tested, proposal)
        lines = [f"- text: {_quoted(proposal.tested)}", f"  entries: [{proposal.entry.id}]", f"  kind: {ASKED}"]
        return [*hints, *lines]

    def _hints(self, tested: str, proposal: Proposal) -> Sequence[str]:
        if not _is_phrase(tested):
            return self._comment(text("gaps.too_long", longest=LONGEST_PHRASE))
        return self._comment(text("gaps.same_sentence")) if tested in proposal.phrases else ()

    def _comment(self, said: Text) -> list[str]:
        return self.renderer.plain(said, DEFAULT).splitlines()


_Written = Callable[[Proposal], Sequence[str]]


def _why(proposal: Proposal) -> Text:
    if proposal.chosen_by:
        return text("gaps.chosen", count=proposal.chosen_by)
    return text("gaps.guessed", percent=round(100 * proposal.confidence))


def _quoted(words: str) -> str:
    """Give a text in double quotes: JSON's are YAML's."""
    return json.dumps(words, ensure_ascii=False)
