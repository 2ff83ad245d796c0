"""Sessions for decisions: one in some weeks, its seats and registrations, and an agenda that holds them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.conversation import Conversation, Under
from bot.domain.forms import Form, FormStep
from bot.domain.knowledge import Knowledge, Provenance, Session, SessionStatus
from bot.domain.sessions.agenda import Agenda
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration, Sector
from bot.domain.sessions.seats import seats
from bot.domain.world import World
from tests.desks import staffed
from tests.worlds import CHAT, NOW

OTHER_CHAT = 6000
SESSION = Session(
    id="gniezno_12",
    title={"pl": "Praca po warsztatach"},
    county="gnieznienski",
    place="Centrum Kultury",
    address="ul. Wzorcowa 1, Gniezno",
    start=NOW + timedelta(days=14),
    end=NOW + timedelta(days=14, hours=3),
    topic={"pl": "praca po warsztatach terapii zajęciowej"},
    moderators=["gizycka"],
    capacity=10,
    register_until=NOW + timedelta(days=10),
    status=SessionStatus.OPEN,
    reason="",
    outcome="",
    provenance=Provenance("ustalenia", date(2026, 11, 1)),
)


def registration(number: int = 1, **changes: object) -> Registration:
    """A registration of another account: one seat, confirmed."""
    made = Registration(
        number=number,
        session_id=SESSION.id,
        registered_at=NOW - timedelta(days=1),
        organisation="Fundacja Przykład",
        sector=Sector.NGO,
        county="gnieznienski",
        people=1,
        contact="Jan Przykład",
        chat_id=OTHER_CHAT + number,
        phone="+48 600 700 800",
        state=RegistrationState.CONFIRMED,
        seats=1,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields that a test names


def taken(count: int) -> Registration:
    """A registration that takes so many seats."""
    return registration(people=count, seats=count)


def meeting(
    knowledge: Knowledge,
    session: Session = SESSION,
    registrations: Sequence[Registration] = (),
    *,
    interests: Sequence[Interest] = (),
    **changes: object,
) -> World:
    """A world with one session and a paired group, as a citizen's turn finds it."""
    agenda = Agenda(
        confirmed={session.id: ConfirmedSession(1, session)},
        seats={session.id: seats(session, registrations)},
        registrations=registrations,
        everybody={session.id: registrations},
        mine=[one for one in registrations if one.chat_id == CHAT],
        next_number=45,
        interests=interests,
    )
    seen = staffed(replace(knowledge, sessions={session.id: session}))
    found = replace(seen, agenda=agenda, phone_of=_phone_of)
    return replace(found, **changes)  # type: ignore[arg-type]  # the fields that a test names


def _phone_of(typed: str) -> str | None:
    digits = "".join(sign for sign in typed if sign.isdecimal())
    return f"+48 {digits[:3]} {digits[3:6]} {digits[6:]}" if len(digits) == 9 else None


FILLED = Form(
    SESSION.id,
    FormStep.SUMMARY,
    organisation="Gmina Niechanowo",
    sector=Sector.LOCAL_GOVERNMENT,
    county="gnieznienski",
    people=3,
    contact="Jan Przykład",
    phone="+48 600 700 800",
    problem="dojazd do pracy",
    handle="form:1",
    begun_at=NOW,
    touched_at=NOW,
)


def filling(step: FormStep = FormStep.SUMMARY, **changes: object) -> Conversation:
    """A conversation whose form stands at a step, filled in before and after."""
    form = replace(FILLED, step=step, **changes)  # type: ignore[arg-type]  # the fields that a test names
    return Conversation(form=form, under=Under.FORM)
