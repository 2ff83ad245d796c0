"""Sessions and proposals come back from the store as they went in; what is too old goes with all that belongs to it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.sessions.confirmed import ConfirmedSession, Origin, Proposal, ProposalKind, ProposalState
from bot.domain.sessions.interests import Interest
from bot.store import mailings, registrations, sessions
from tests.meetings import SESSION, registration
from tests.worlds import CHAT, NOW

# As the file gives it.
FILED = replace(SESSION, moderators=("gizycka", "Jan Przykład"))
OVER = replace(FILED, id="dawna", start=NOW - timedelta(days=3), end=NOW - timedelta(days=2))


def test_a_session_comes_back_equal_to_the_file(tx: Connection):
    sessions.keep(tx, ConfirmedSession(0, FILED, sequence=2, filed=FILED, report={"plans": "x"}))
    (kept,) = sessions.all_confirmed(tx).values()
    assert kept == ConfirmedSession(kept.key, FILED, 2, FILED, {"plans": "x"})


def test_a_proposal_comes_back_with_its_number(tx: Connection):
    wanted = Proposal(0, FILED.id, ProposalKind.CHANGE, Origin.FILE, NOW, FILED, replace(FILED, place="Ratusz"))
    made = sessions.propose(tx, wanted)
    assert sessions.lock_proposal(tx, made.id) == replace(wanted, id=made.id)
    assert sessions.open_proposals(tx) == [made]


def test_a_proposal_that_is_settled_waits_no_more(tx: Connection):
    made = sessions.propose(tx, Proposal(0, FILED.id, ProposalKind.VANISHED, Origin.FILE, NOW, FILED))
    assert sessions.settle(tx, made.id, ProposalState.REJECTED)
    assert not sessions.settle(tx, made.id, ProposalState.CONFIRMED)
    assert sessions.open_proposals(tx) == []


def test_who_came_is_forgotten_in_its_time_with_all_that_was_sent(tx: Connection):
    for session in (FILED, OVER):
        sessions.keep(tx, ConfirmedSession(0, session))
    old, new = registration(1, session_id=OVER.id), registration(2)
    for one in (old, new):
        registrations.keep(tx, one)
    registrations.invite(tx, "abc", 1, at=NOW)
    sent = mailings.begin(tx, OVER.id, "message", {CHAT: 1}, at=NOW)
    registrations.forget_session(tx, OVER.id)
    assert registrations.of_session(tx, OVER.id) == []
    assert registrations.of_session(tx, FILED.id) == [new]
    assert registrations.invited_to(tx, "abc", since=NOW - timedelta(days=1)) is None
    assert mailings.counts(tx, sent) == {}


def test_a_wish_is_forgotten_in_its_time(tx: Connection):
    for chat_id, days in ((CHAT, 2), (CHAT + 1, 0)):
        registrations.keep_interest(tx, Interest(chat_id, "gnieznienski", "", NOW - timedelta(days=days)))
    assert registrations.forget_interests_before(tx, NOW - timedelta(days=1)) == 1
    assert [one.chat_id for one in registrations.all_interests(tx)] == [CHAT + 1]
