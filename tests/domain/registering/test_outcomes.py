"""What came of a session that is over is told to who asks by county or day; of no other is anything told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.conversation import Conversation, Under
from bot.domain.interpreting import Interpretation, Outcome, Why
from bot.domain.knowledge import Session, SessionStatus
from bot.domain.moments import Moment, asked_moment
from bot.domain.offers import Action, Offer
from bot.domain.registering import outcomes
from bot.domain.turns import respond
from bot.domain.world import Response, World
from bot.knowledge.loading import Loaded
from bot.texts.moments import moment_words
from tests.meetings import SESSION, meeting
from tests.worlds import NOW, renderer

MAY = datetime(2026, 5, 12, 8, tzinfo=UTC)
GNIEZNO = replace(
    SESSION,
    start=MAY,
    end=MAY + timedelta(hours=3),
    register_until=None,
    status=SessionStatus.HELD,
    outcome="Wyniki: bus do Gniezna.",
)
KONIN = replace(
    GNIEZNO,
    id="konin",
    county="koninski",
    title={"pl": "Opieka"},
    start=MAY + timedelta(days=9),
    end=MAY + timedelta(days=9, hours=3),
)
WARSAW = ZoneInfo("Europe/Warsaw")
# Only an entry of the base tells of this session.
GNIEZNO_2016 = "session.past_gniezno"


def seen(base: Loaded, *sessions: Session) -> World:
    world = meeting(base.knowledge)
    known = replace(world.knowledge, sessions={one.id: one for one in sessions})
    return replace(world, knowledge=known, moment_from=lambda typed, at: read(typed, at, base))


def read(typed: str, at: datetime, base: Loaded) -> Moment | None:
    return asked_moment(typed, at, WARSAW, base.knowledge.holidays, moment_words())


def told(question: str, world: World, *, answer: str | None = None) -> Response | None:
    return outcomes.asked(question, Conversation(), world, answer=answer)


def about(question: str, world: World) -> tuple[str, ...]:
    response = told(question, world)
    return () if response is None else response.conversation.offered


@pytest.mark.parametrize(
    ("question", "sessions"),
    {
        "co ustalono w Gnieźnie?": ("gniezno_12",),
        "co ustalono w gnieznie": ("gniezno_12",),
        "ustalenia z powiatu konińskiego": ("konin",),
        "wyniki sesji z 12 maja": ("gniezno_12",),
        "wyniki sesji z 12.05.2026": ("gniezno_12",),
        "co ustalono 21 maja?": ("konin",),
        "relacja ze spotkania w Koninie": ("konin",),
        "jakie są ustalenia z sesji": ("konin", "gniezno_12"),
        "co ustalono na sesji w maju": ("konin", "gniezno_12"),
        "wyniki sesji w Gnieźnie z 21 maja": ("gniezno_12",),
        "wyniki sesji w Gnieźnie w 2016 roku": (),
        "co ustalono w Pile?": (),
        "wyniki naboru w Gnieźnie": (),
        "co ustalono w mojej sprawie": (),
        "kiedy następna sesja w Gnieźnie": (),
        "ustalenia z dziś": (),
    }.items(),
)
def test_a_question_finds_the_sessions_that_it_means(question: str, sessions: tuple[str, ...], base: Loaded):
    assert about(question, seen(base, GNIEZNO, KONIN)) == sessions


def test_the_outcome_is_told_with_the_day_and_whom_to_ask(base: Loaded):
    response = told("co ustalono w Gnieźnie?", seen(base, GNIEZNO, KONIN))
    assert response is not None
    said = renderer(base.knowledge).plain(response.reply.text, "pl")
    assert said.splitlines()[0].startswith("<b>Po sesji «Praca po warsztatach»")
    assert "12 maja 2026" in said
    assert "Wyniki: bus do Gniezna." in said
    assert base.knowledge.specialists["gizycka"].phone in said


def test_of_a_session_without_an_approved_outcome_nothing_is_invented(base: Loaded):
    response = told("co ustalono w Gnieźnie?", seen(base, replace(GNIEZNO, outcome="")))
    assert response is not None
    assert response.reply.text.key == "session.outcome_unknown"


@pytest.mark.parametrize(
    ("question", "answer", "county"),
    [
        ("co wyszło z sesji w Koninie", GNIEZNO_2016, "Miasto Konin"),
        ("wyniki spotkania w powiecie tureckim", None, "Powiat turecki"),
        ("jak to było u was w Turku", GNIEZNO_2016, "Powiat turecki"),
    ],
)
def test_of_a_county_without_a_session_that_was_held_none_is_told(
    question: str, answer: str | None, county: str, base: Loaded
):
    response = told(question, seen(base), answer=answer)
    assert response is not None
    said = renderer(base.knowledge).plain(response.reply.text, "pl")
    assert said.startswith(f"{county}: nie mam informacji o żadnej sesji")
    assert Offer(base.knowledge.entries[GNIEZNO_2016].title, Action.RELATED, GNIEZNO_2016) in response.reply.offers[0]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param("co wyszło z sesji w Gnieźnie", GNIEZNO_2016, id="where it was held"),
        pytest.param("co wyszło z sesji w Kłecku", GNIEZNO_2016, id="in the county where it was held"),
        pytest.param("jak było na tamtej", GNIEZNO_2016, id="no county"),
        pytest.param("jaki efekt da nam sesja w Turku", "session.why", id="something else is asked"),
        pytest.param("kiedy sesja w Turku", None, id="no outcome is asked"),
        pytest.param("wyniki sesji w Koninie w 2016 roku", None, id="another year"),
    ],
)
def test_else_what_matches_decides(question: str, answer: str | None, base: Loaded):
    assert told(question, seen(base, KONIN), answer=answer) is None


@pytest.mark.parametrize(
    "session",
    [
        replace(GNIEZNO, start=NOW + timedelta(days=1), end=NOW + timedelta(days=2), status=SessionStatus.OPEN),
        replace(GNIEZNO, status=SessionStatus.CANCELLED, reason="choroba"),
    ],
    ids=["ahead", "cancelled"],
)
def test_nothing_came_of_a_session_that_did_not_take_place(session: Session, base: Loaded):
    assert told("co ustalono w Gnieźnie?", seen(base, session)) is None


def test_several_are_chosen_from_by_number(base: Loaded):
    response = told("jakie są ustalenia z sesji", seen(base, GNIEZNO, KONIN))
    assert response is not None
    assert response.conversation.under is Under.SESSIONS
    assert len(response.reply.offers) == 2


@pytest.mark.parametrize("outcome", [Outcome.ANSWER, Outcome.CHOICE, Outcome.HUMAN, Outcome.DECLINE])
def test_what_came_of_it_is_told_whatever_else_the_words_resemble(outcome: Outcome, base: Loaded):
    judged = Interpretation(outcome, Why.NOTHING_FITS, ())
    response = respond("co ustalono w Gnieźnie?", judged, Conversation(), seen(base, GNIEZNO))
    assert response.reply.text.key == "session.outcome_asked"


def test_after_a_call_for_help_no_outcome_is_told(base: Loaded):
    calling = Conversation(crisis_until=NOW + timedelta(hours=1))
    judged = Interpretation(Outcome.HUMAN, Why.NOTHING_FITS, ())
    response = respond("co ustalono w Gnieźnie?", judged, calling, seen(base, GNIEZNO))
    assert not response.reply.text.key.startswith("session.")
