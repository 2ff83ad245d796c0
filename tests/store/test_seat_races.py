"""Fifty organisations at once for the last seat: one gets it, on either engine, from one process or from two."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from bot.agendas import Agendas
from bot.domain.events import CitizenPressed
from bot.domain.forms import Form
from bot.domain.registering import sending
from bot.domain.sessions.confirmed import ConfirmedSession, Origin, Proposal, ProposalKind, ProposalState
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.knowledge.loading import Loaded
from bot.store import dealings, registrations, sessions
from bot.store.database import Database
from tests.meetings import FILLED, SESSION, meeting
from tests.store.test_races import RUNNERS, race
from tests.store.works import PATIENCE_S
from tests.worlds import NOW


def register(base: Loaded, form: Form, accounts: Sequence[int]):
    """What a transaction does that sends the form for the next account."""
    waiting = iter(accounts)

    def work(tx: Connection) -> Registration:
        chat_id = next(waiting)
        agenda = Agendas(lambda: "code").of_citizen(
            tx,
            chat_id,
            CitizenPressed(chat_id, "p", "f.send", None),
            SESSION.id,
            now=NOW,
            dealings=dealings.of_citizen(tx, chat_id),
        )
        seen = replace(meeting(base.knowledge), agenda=agenda)
        known = {name: one.session for name, one in agenda.confirmed.items()}
        seen = replace(seen, knowledge=replace(base.knowledge, sessions=known))
        made = sending.registration(form, chat_id, seen)
        registrations.keep(tx, made)
        return made

    return work


@pytest.mark.parametrize(("people", "seated"), [(1, 1), (2, 0)], ids=["the last seat", "one seat too few"])
def test_the_last_seat_goes_to_one(databases: Sequence[Database], base: Loaded, people: int, seated: int):
    session = replace(SESSION, capacity=1)
    databases[0].write(lambda tx: sessions.keep(tx, ConfirmedSession(0, session))).result(PATIENCE_S)
    form = replace(FILLED, people=people)
    made = race(databases, register(base, form, range(7000, 7000 + RUNNERS)))
    assert sum(one.state is RegistrationState.CONFIRMED for one in made) == seated
    assert sorted(one.number for one in made) == list(range(1, RUNNERS + 1))
    kept = databases[0].read(lambda tx: registrations.of_session(tx, SESSION.id))
    assert sum(one.held for one in kept) == seated
    assert len(kept) == RUNNERS


def test_a_proposal_is_decided_about_by_one(databases: Sequence[Database]):
    proposal = Proposal(0, SESSION.id, ProposalKind.CHANGE, Origin.FILE, NOW, SESSION, replace(SESSION, place="Ratusz"))
    kept = databases[0].write(lambda tx: sessions.propose(tx, proposal)).result(PATIENCE_S)
    assert race(databases, lambda tx: sessions.settle(tx, kept.id, ProposalState.CONFIRMED)).count(True) == 1


def test_a_link_is_used_by_one(databases: Sequence[Database]):
    databases[0].write(lambda tx: registrations.invite(tx, "abc", 7, at=NOW)).result(PATIENCE_S)
    used = race(databases, lambda tx: registrations.use_invitation(tx, "abc"))
    assert [one for one in used if one is not None] == [7]
