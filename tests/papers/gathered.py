"""A session with registrations of every kind, for the papers that are made of it."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.knowledge import Knowledge, Provenance, Session, SessionStatus
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Need, Registration, Sector
from tests.worlds import NOW

SESSION = Session(
    id="wrzesnia",
    title={"pl": "Sesja <we Wrześni>"},
    county="wrzesinski",
    place="sala & hol",
    address="ul. Przykładowa 10, Września",
    # 10:00 and 13:00 in Warsaw, in summer.
    start=datetime(2027, 5, 4, 8, tzinfo=UTC),
    end=datetime(2027, 5, 4, 11, tzinfo=UTC),
    topic={"pl": "praca, mieszkania; i więcej"},
    moderators=["gizycka", "Osoba z gminy"],
    capacity=20,
    register_until=None,
    status=SessionStatus.OPEN,
    reason="",
    outcome="",
    provenance=Provenance("plan", NOW.date()),
)
CONFIRMED = ConfirmedSession(7, SESSION, sequence=3)
TOWN = Registration(
    number=1,
    session_id="wrzesnia",
    registered_at=NOW,
    organisation="Gmina Przykładowa",
    sector=Sector.LOCAL_GOVERNMENT,
    county="wrzesinski",
    people=3,
    contact="Osoba A",
    phone="+48 600 000 001",
    problem="brak autobusów",
    needs=(Need.STEP_FREE, Need.OTHER),
    need_in_words="miejsce z przodu",
    state=RegistrationState.CONFIRMED,
    seats=3,
)
CLUB = Registration(
    number=2,
    session_id="wrzesnia",
    registered_at=NOW,
    organisation="Stowarzyszenie Przykładowe",
    sector=Sector.NGO,
    county="gnieznienski",
    people=2,
    contact="Osoba B",
    email="b@example.org",
    problem="brak pracy",
    needs=(Need.STEP_FREE,),
    state=RegistrationState.CONFIRMED,
    seats=2,
)
LATE = replace(
    CLUB, number=3, organisation="Fundacja Spóźniona", people=4, problem="", state=RegistrationState.WAITING, seats=0
)
GONE = replace(
    CLUB, number=4, organisation="Klub Dawny", problem="nieważne", state=RegistrationState.WITHDRAWN, seats=0
)
EVERYBODY = (TOWN, CLUB, LATE, GONE)


def with_session(knowledge: Knowledge, session: Session = SESSION) -> Knowledge:
    return replace(knowledge, sessions={session.id: session})
