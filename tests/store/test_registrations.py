"""Registrations, links to them and wishes: one active registration an account and session; all goes in its time."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import SeatOffer
from bot.domain.sessions.seats import seats
from bot.domain.staff import StaffGroup
from bot.store import due, erasure, mailings, messages, outbox, registrations, sessions, staff
from bot.store.due import Due
from bot.store.outbox import Priority
from bot.store.outgoing import EditText, SendText
from bot.store.registrations import Tally
from tests.meetings import OTHER_CHAT, SESSION, registration
from tests.worlds import CHAT, NOW

MINE = registration(number=7, chat_id=CHAT)
GROUP = -100500
LATER = SESSION.end + timedelta(days=1)
LONG_AGO = NOW - timedelta(days=7)


@pytest.fixture
def kept(tx: Connection) -> Connection:
    """A group, a session, somebody's registration for it, a link to it, a wish and a mailing."""
    staff.pair(tx, StaffGroup(GROUP, is_complete=True))
    sessions.keep(tx, ConfirmedSession(0, SESSION))
    registrations.next_number(tx)
    registrations.keep(tx, MINE)
    registrations.invite(tx, "code", 7, at=NOW)
    registrations.keep_interest(tx, Interest(CHAT, "gnieznienski", "dojazd", NOW))
    mailings.begin(tx, SESSION.id, "changed", {CHAT: 7}, at=NOW)
    return tx


def key_of(kept: Connection) -> int:
    return sessions.all_confirmed(kept)[SESSION.id].key


def test_a_registration_is_found_again_as_it_was(kept: Connection):
    assert registrations.of_account(kept, CHAT) == registrations.of_session(kept, SESSION.id) == [MINE]
    assert registrations.invited_to(kept, "code", since=LONG_AGO) == MINE


def test_numbers_are_used_once(kept: Connection):
    assert registrations.next_number(kept) == 8
    registrations.keep(kept, replace(MINE, state=RegistrationState.WITHDRAWN))
    assert registrations.next_number(kept) == 8


def test_an_account_has_one_active_registration_for_a_session(kept: Connection):
    with pytest.raises(IntegrityError):
        registrations.keep(kept, replace(MINE, number=8))


def test_a_withdrawn_registration_leaves_room_for_another(kept: Connection):
    registrations.keep(kept, replace(MINE, state=RegistrationState.WITHDRAWN))
    registrations.keep(kept, replace(MINE, number=8))
    assert [one.number for one in registrations.of_account(kept, CHAT)] == [7, 8]


def test_a_link_works_once(kept: Connection):
    assert registrations.use_invitation(kept, "code") == 7
    assert registrations.use_invitation(kept, "code") is None
    assert registrations.invited_to(kept, "code", since=LONG_AGO) is None


def test_a_link_ends_by_its_age(kept: Connection):
    assert registrations.invited_to(kept, "code", since=NOW) is None
    assert registrations.drop_invitations_before(kept, NOW) == 0
    assert registrations.drop_invitations_before(kept, LATER) == 1


def test_every_link_to_a_registration_goes_at_once(kept: Connection):
    registrations.keep(kept, registration(number=8))
    registrations.invite(kept, "more", 7, at=NOW)
    registrations.invite(kept, "other", 8, at=NOW)
    registrations.drop_invitations(kept, 7)
    left = [code for code in ("code", "more", "other") if registrations.invited_to(kept, code, since=LONG_AGO)]
    assert left == ["other"]


def test_retention_counts_from_the_end_of_the_session(kept: Connection):
    assert registrations.outlived(kept, SESSION.end) == []
    assert registrations.outlived(kept, LATER) == [key_of(kept)]
    registrations.forget_session(kept, SESSION.id)
    assert registrations.outlived(kept, LATER) == []
    assert registrations.of_account(kept, CHAT) == []
    assert registrations.invited_to(kept, "code", since=LONG_AGO) is None
    assert erasure.erase(kept, CHAT) == 1  # the wish


def test_a_session_that_is_moved_keeps_its_registrations_longer(kept: Connection):
    moved = replace(SESSION, start=LATER + timedelta(days=1), end=LATER + timedelta(days=2))
    sessions.keep(kept, ConfirmedSession(1, moved))
    assert registrations.outlived(kept, LATER) == []


def test_wishes_go_by_their_age(kept: Connection):
    assert registrations.forget_interests_before(kept, NOW) == 0
    assert registrations.forget_interests_before(kept, LATER) == 1
    assert registrations.all_interests(kept) == []


def test_the_name_of_a_card_is_kept_as_long_as_its_registration(kept: Connection):
    messages.record(kept, chat_id=GROUP, message_id=3, handle="registration:7", at=NOW)
    messages.record(kept, chat_id=GROUP, message_id=4, handle="registration:9", at=NOW)
    assert messages.forget_before(kept, LATER) == 1
    assert messages.find(kept, "registration:7") == (GROUP, 3)
    registrations.forget_session(kept, SESSION.id)
    assert messages.forget_before(kept, LATER) == 1


def test_the_names_of_lists_and_files_of_a_session_are_kept_as_long_as_a_registration(kept: Connection):
    key = key_of(kept)
    names = (f"roster:{key}:u5:0", f"file:{key}:u6:0", f"roster:{key + 1}:u7:0", f"roster:{key}1:u8:0")
    for number, name in enumerate(names, start=3):
        messages.record(kept, chat_id=GROUP, message_id=number, handle=name, at=NOW)
    assert messages.forget_before(kept, LATER) == 2
    assert messages.find(kept, names[0]) == (GROUP, 3)
    registrations.forget_session(kept, SESSION.id)
    assert messages.forget_before(kept, LATER) == 2


def test_every_piece_of_a_long_list_is_found_by_a_name_of_its_own(kept: Connection):
    for number, name in ((3, "roster:1:u5:0"), (4, "roster:1:u5:0"), (5, "roster:11:u5:0")):
        messages.record(kept, chat_id=GROUP, message_id=number, handle=name, at=NOW)
    names = messages.named_apart(kept, GROUP, "roster:1:")
    assert {messages.find_in(kept, GROUP, one) for one in names} == {(3, None), (4, None)}


def test_erasure_leaves_no_registration_nor_anything_that_waits_to_be_told_of_it(kept: Connection):
    theirs = registration(number=8, chat_id=OTHER_CHAT)
    registrations.keep(kept, theirs)
    for number in (7, 8):
        card = SendText(GROUP, "Gmina")
        outbox.put(kept, card, priority=Priority.ANSWER, created_at=NOW, handle=f"registration:{number}")
    outbox.put(kept, EditText(GROUP, "registration:7", "Gmina"), priority=Priority.ANSWER, created_at=NOW)
    erasure.erase(kept, CHAT)
    assert registrations.of_session(kept, SESSION.id) == [theirs]
    assert outbox.count(kept) == (1, 0)
    assert registrations.interests_of(kept, CHAT) == []
    assert erasure.erase(kept, CHAT) == 0


def test_attendance_that_is_kept_without_its_account_survives_erasure(kept: Connection):
    attended = replace(MINE, chat_id=None, contact="", state=RegistrationState.ATTENDED)
    registrations.keep(kept, attended)
    erasure.erase(kept, CHAT)
    assert registrations.of_session(kept, SESSION.id) == [attended]


def test_a_mailing_is_over_when_the_last_it_waits_for_is_erased(kept: Connection):
    second = mailings.begin(kept, SESSION.id, "cancelled", {CHAT: 7, OTHER_CHAT: None}, at=NOW)
    (first,) = mailings.release(kept, CHAT)
    assert first < second
    assert mailings.settle(kept, mailings.handle(second, OTHER_CHAT), mailings.Fate.DELIVERED) == second
    assert mailings.release(kept, OTHER_CHAT) == []


OFFER = SeatOffer(3, LATER)
# One in each state, seats and offers among them; the offer of one is over.
IN_EVERY_STATE = [
    registration(number=20 + at, state=state, seats=2, offer=offer, chat_id=300 + 10 * at + (offer is not None))
    for at, (state, offer) in enumerate(itertools.product(RegistrationState, (None, OFFER)))
]


def test_seats_counted_in_one_statement_are_those_of_the_registrations(kept: Connection):
    other = replace(SESSION, id="konin_1")
    sessions.keep(kept, ConfirmedSession(0, other))
    for one in IN_EVERY_STATE:
        registrations.keep(kept, one)
    found = registrations.tallies(kept, [SESSION.id, other.id])
    counted = seats(SESSION, registrations.of_session(kept, SESSION.id))
    assert found == {SESSION.id: Tally(counted.held, counted.waiting)}
    assert counted.held > 0 < counted.waiting


def test_one_registration_goes_with_what_waits_and_is_due_about_it(kept: Connection):
    registrations.keep(kept, registration(8))
    for number in (7, 8):
        message = SendText(GROUP, f"card {number}")
        outbox.put(kept, message, priority=Priority.ANSWER, created_at=NOW, handle=f"registration:{number}")
        due.set_due(kept, Due("registration.offer_lapses", number, at=NOW, real=False))
    erasure.erase_registration(kept, 7)
    assert [one.number for one in registrations.of_session(kept, SESSION.id)] == [8]
    assert [row.handle for row in outbox.waiting_in(kept, [f"chat:{GROUP}"])] == ["registration:8"]
    assert [one.subject for one in due.ripe(kept, now=NOW, real_now=NOW)] == [8]
    assert registrations.invited_to(kept, "code", since=LONG_AGO) is None


def test_what_is_to_be_emptied_later_is_left_over_though_its_registration_stays(kept: Connection):
    names = ("reach:7", "reach:71", "roster:1:u5:0", "roster:11:u5:0", "file:1:" + "x" * 73)
    for number, name in enumerate(names, start=3):
        messages.record(kept, chat_id=GROUP, message_id=number, handle=name, at=NOW)
    messages.record(kept, chat_id=CHAT, message_id=3, handle="roster:1:u5:0", at=NOW)
    messages.empty_later(kept, ["reach:7"], ["roster:1:", "file:1:"])
    left = ["left_over:file:1:" + "x" * 63, "left_over:reach:7", "left_over:roster:1:u5:0", "reach:71"]
    assert messages.left_over(kept, GROUP) == left
    assert messages.find(kept, "roster:1:u5:0") == (CHAT, 3)
