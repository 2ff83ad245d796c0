"""The public report of a session: the short dialogue with its moderator, and the draft that is made of the answers.

The report says what is known and no more: organisations, never contact persons; plans as plans; who was registered
only until attendance is noted, and says so. Whether it is published is for staff to decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.domain.knowledge import Knowledge, Session
from bot.domain.sessions.counters import seated
from bot.domain.sessions.hosts import contacts, moderators
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration, Sector
from bot.domain.sessions.writing import Section, Writing
from bot.domain.texts import Text, text


class ReportPart(Enum):
    """What the moderator is asked, in this order. The answers are kept by these values; an empty one was skipped."""

    DISCUSSED = "discussed"
    RESULTS = "results"
    PLANS = "plans"
    NEXT_STEPS = "next_steps"


class Opinion(Enum):
    """What somebody who attended says: whether the session was of use. Only counted."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


# Part -> what the moderator wrote; beside that the number of each opinion, under `counted_as`.
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Feedback:
    """How those who attended answered whether the session was of use."""

    yes: int = 0
    partly: int = 0
    no: int = 0


def counted_as(opinion: Opinion) -> str:
    """Give the name under which the number of an opinion is kept among the answers."""
    return f"opinion.{opinion.value}"


def with_opinion(answers: Answers, opinion: Opinion) -> Answers:
    """Count one more opinion."""
    name = counted_as(opinion)
    return {**answers, name: str(int(answers.get(name, "0")) + 1)}


def feedback(answers: Answers) -> Feedback:
    """Give the opinions that are counted."""
    yes, partly, no = (int(answers.get(counted_as(one), "0")) for one in Opinion)
    return Feedback(yes, partly, no)


def next_part(answers: Answers) -> ReportPart | None:
    """Give what the moderator is asked next; None when nothing is left."""
    return next((part for part in ReportPart if part.value not in answers), None)


def question(part: ReportPart) -> Text:
    """Give the question about a part."""
    return text(f"report.ask.{part.value}", number=list(ReportPart).index(part) + 1, of=len(ReportPart))


def report(
    session: Session,
    registrations: Sequence[Registration],
    answers: Answers,
    knowledge: Knowledge,
    feedback: Feedback | None = None,
) -> Writing:
    """Give the draft; `registrations` are all of the session."""
    sections = [
        Section(text("report.when_and_where"), _facts(session, knowledge)),
        Section(text("report.aims"), [text("report.aim"), text("report.topic", topic=session.topic)]),
        _participants(registrations),
        Section(text("report.discussed"), list(_discussed(registrations, answers))),
        Section(text("report.results"), _told(answers, ReportPart.RESULTS)),
        Section(text("report.plans"), _plans(answers)),
        Section(text("report.contacts"), contacts(session, knowledge)),
    ]
    if feedback is not None and feedback != Feedback():
        sections.insert(-1, Section(text("report.feedback"), [_opinions(feedback)]))
    return Writing(text("report.title", title=session.title), sections)


def outcome(answers: Answers) -> Text:
    """Give what the bot says later of a session that was held: results, and plans as plans; nothing was told: empty."""
    kept = [part for part in ReportPart if part is not ReportPart.DISCUSSED and answers.get(part.value)]
    return text("report.all_outcome", parts=[_outcome(part, answers[part.value]) for part in kept])


def _facts(session: Session, knowledge: Knowledge) -> Sequence[Text]:
    led = moderators(session, knowledge)
    where = text(
        "report.where",
        place=session.place,
        address=session.address,
        county=knowledge.counties[session.county].name,
    )
    facts = [text("report.when", start=session.start, end=session.end), where]
    return [*facts, text("report.moderated", names=", ".join(led))] if led else facts


def _participants(registrations: Sequence[Registration]) -> Section:
    """Give who took part; while nobody's attendance is noted, who was registered, under another heading."""
    there = [one for one in registrations if one.state is RegistrationState.ATTENDED]
    is_noted = any(one.state in _NOTED for one in registrations)
    people = there if is_noted else seated(registrations)
    heading = text("report.participants") if is_noted else text("report.registered")
    return Section(heading, list(_organisations(people)) or [text("report.nobody")])


_NOTED = frozenset({RegistrationState.ATTENDED, RegistrationState.ABSENT})


def _organisations(people: Sequence[Registration]) -> Iterator[Text]:
    """Give each organisation once, by name; residents may have given their own names, so they are only counted."""
    names = {one.organisation for one in people if one.sector is not Sector.RESIDENTS}
    for name in sorted(names, key=str.casefold):
        yield text("report.item", words=name)
    residents = [one for one in people if one.sector is Sector.RESIDENTS]
    if residents:
        came = sum(one.seats if one.attended is None else one.attended for one in residents)
        yield text("report.residents", count=came)


def _discussed(registrations: Sequence[Registration], answers: Answers) -> Iterator[Text]:
    """Give the moderator's words; without them the problems that were raised beforehand, as such."""
    told = answers.get(ReportPart.DISCUSSED.value)
    raised = [one.problem for one in seated(registrations) if one.problem]
    if told:
        yield text("report.words", words=told)
    elif raised:
        yield text("report.raised")
        yield from (text("report.item", words=problem) for problem in dict.fromkeys(raised))
    else:
        yield text("report.not_told")


def _told(answers: Answers, part: ReportPart) -> Sequence[Text]:
    told = answers.get(part.value)
    return [text("report.words", words=told) if told else text("report.not_told")]


def _plans(answers: Answers) -> Sequence[Text]:
    """Give what is planned, always introduced as plans."""
    kept = [part for part in (ReportPart.PLANS, ReportPart.NEXT_STEPS) if answers.get(part.value)]
    return [_outcome(part, answers[part.value]) for part in kept] or [text("report.not_told")]


def _outcome(part: ReportPart, told: str) -> Text:
    return text(f"report.told.{part.value}", words=told)


def _opinions(feedback: Feedback) -> Text:
    return text("report.opinions", yes=feedback.yes, partly=feedback.partly, no=feedback.no)
