"""A tap decides once: what is confirmed has its effects, what is a mistake has none, the later change wins."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.effects import Effect, Revise, Say
from bot.domain.knowledge import Session, SessionStatus
from bot.domain.sessions import proposing
from bot.domain.sessions.confirmed import ConfirmedSession, Origin, Proposal, ProposalKind, ProposalState
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.keeping import (
    KeepRegistration,
    KeepSession,
    Propose,
    RegistrationDueAt,
    SendToMany,
    SettleProposal,
)
from bot.domain.sessions.lives import OfferState, RegistrationState
from bot.domain.sessions.registrations import SeatOffer
from bot.domain.sessions.reminders import RegistrationReminder
from bot.domain.texts import Text
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP, JAN
from tests.domain.sessions.test_filing import only
from tests.meetings import SESSION, meeting, registration
from tests.worlds import NOW, renderer

MOVED = replace(SESSION, place="Ratusz")
OFF = replace(SESSION, status=SessionStatus.CANCELLED, reason="choroba")
NIGHT = NOW.replace(hour=22)


def change(after: Session, before: Session = SESSION, **changes: object) -> Proposal:
    made = Proposal(7, SESSION.id, ProposalKind.CHANGE, Origin.GROUP, NOW, before, after)
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields that a test names


def confirmed(proposal: Proposal, seen: World) -> Sequence[Effect]:
    done = proposing.confirm(proposal, JAN, seen)
    assert not isinstance(done, Text), done
    return done


def test_a_confirmed_change_is_kept_and_told_with_a_newer_entry(base: Loaded):
    effects = confirmed(change(MOVED), meeting(base.knowledge, registrations=[registration()]))
    assert only(SettleProposal, effects) == [SettleProposal(7, ProposalState.CONFIRMED)]
    (kept,) = only(KeepSession, effects)
    assert (kept.confirmed.session, kept.confirmed.sequence) == (MOVED, 1)
    (mailing,) = only(SendToMany, effects)
    assert [(one.number, one.calendar) for one in mailing.letters] == [(1, kept.confirmed)]


def test_only_what_was_proposed_changes(base: Loaded):
    since = replace(SESSION, capacity=30)
    seen = meeting(base.knowledge, since)
    (kept,) = only(KeepSession, confirmed(change(MOVED), seen))
    assert kept.confirmed.session == replace(since, place="Ratusz")


def test_who_waits_is_told_without_an_entry_and_who_withdrew_is_not(base: Loaded):
    people = [
        registration(1, state=RegistrationState.WAITING, seats=0),
        registration(2, state=RegistrationState.WITHDRAWN, seats=0),
        registration(3, chat_id=None),
    ]
    (mailing,) = only(SendToMany, confirmed(change(MOVED), meeting(base.knowledge, registrations=people)))
    assert [(one.number, one.calendar) for one in mailing.letters] == [(1, None)]


def test_a_tap_on_what_is_decided_does_nothing(base: Loaded):
    seen = meeting(base.knowledge, registrations=[registration()])
    for state in (ProposalState.CONFIRMED, ProposalState.REJECTED, ProposalState.SUPERSEDED):
        assert isinstance(proposing.confirm(change(MOVED, state=state), JAN, seen), Text)
        assert isinstance(proposing.reject(change(MOVED, state=state), JAN, seen), Text)


def test_nothing_is_sent_at_night_unless_the_session_is_near(base: Loaded):
    seen = replace(meeting(base.knowledge, registrations=[registration()]), now=NIGHT)
    done = proposing.confirm(change(MOVED), JAN, seen)
    assert isinstance(done, Text)
    assert done.key == "session.press.at_night"
    soon = replace(SESSION, start=NIGHT + timedelta(hours=10), end=NIGHT + timedelta(hours=12))
    near = replace(meeting(base.knowledge, soon, [registration()]), now=NIGHT)
    assert only(SendToMany, confirmed(change(replace(soon, place="Ratusz"), soon), near))


def test_a_mistake_sends_nothing(base: Loaded):
    effects = proposing.reject(change(MOVED), JAN, meeting(base.knowledge, registrations=[registration()]))
    assert not isinstance(effects, Text)
    assert only(SettleProposal, effects) == [SettleProposal(7, ProposalState.REJECTED)]
    assert not only(KeepSession, effects)
    assert not only(SendToMany, effects)


def test_a_mistake_that_was_shown_for_want_of_a_group_is_taken_back(base: Loaded):
    effects = proposing.reject(change(MOVED, origin=Origin.FILE), JAN, meeting(base.knowledge, MOVED))
    assert not isinstance(effects, Text)
    (kept,) = only(KeepSession, effects)
    assert (kept.confirmed.session, kept.confirmed.sequence) == (SESSION, 1)


def test_what_was_shown_already_is_told_when_it_is_confirmed(base: Loaded):
    effects = confirmed(change(MOVED), meeting(base.knowledge, MOVED, [registration()]))
    (kept,) = only(KeepSession, effects)
    assert kept.confirmed == ConfirmedSession(1, MOVED)
    assert len(only(SendToMany, effects)[0].letters) == 1


def test_a_cancellation_ends_registrations_and_voids_offers(base: Loaded):
    offered = registration(2, state=RegistrationState.OFFERED, seats=0, offer=SeatOffer(1, NOW + timedelta(hours=3)))
    effects = confirmed(change(OFF), meeting(base.knowledge, registrations=[registration(), offered]))
    kept = {one.registration.number: one.registration for one in only(KeepRegistration, effects)}
    assert {one.state for one in kept.values()} == {RegistrationState.CANCELLED}
    assert kept[2].offer is not None
    assert kept[2].offer.state is OfferState.VOID
    assert [one.number for one in only(SendToMany, effects)[0].letters] == [1, 2]


def test_a_session_that_takes_place_after_all_gives_back_seats_and_places_in_the_queue(base: Loaded):
    had = registration(1, state=RegistrationState.CANCELLED)
    waited = registration(2, state=RegistrationState.CANCELLED, seats=0)
    full, off = replace(SESSION, capacity=1), replace(OFF, capacity=1)
    effects = confirmed(change(full, off), meeting(base.knowledge, off, [had, waited]))
    kept = {one.registration.number: one.registration.state for one in only(KeepRegistration, effects)}
    assert kept == {1: RegistrationState.CONFIRMED, 2: RegistrationState.WAITING}
    (mailing,) = only(SendToMany, effects)
    said = {one.number: one.said.key for one in mailing.letters}
    assert said == {1: "session.letter.restored", 2: "session.letter.restored_waiting"}


def test_the_letter_that_a_session_takes_place_comes_before_the_seats_that_it_has(base: Loaded):
    off = replace(OFF, capacity=2)
    waiter = registration(2, seats=0, state=RegistrationState.CANCELLED)
    seen = meeting(base.knowledge, off, registrations=[waiter])
    effects = confirmed(change(replace(SESSION, capacity=2), off), seen)
    order = [type(one) for one in effects if isinstance(one, SendToMany) or getattr(one, "handle", "") == "seats:2"]
    assert order == [SendToMany, Say]


def test_a_session_that_takes_place_with_fewer_seats_is_not_overbooked(base: Loaded):
    people = [registration(one, people=2, seats=2, state=RegistrationState.CANCELLED) for one in (1, 2, 3)]
    small, off = replace(SESSION, capacity=5), replace(OFF, capacity=5)
    effects = confirmed(change(small, off), meeting(base.knowledge, off, people))
    kept = {one.registration.number: one.registration for one in only(KeepRegistration, effects)}
    assert sum(one.held for one in kept.values()) <= 5
    assert [kept[one].state for one in (1, 2)] == [RegistrationState.CONFIRMED, RegistrationState.CONFIRMED]
    assert kept[3].state is not RegistrationState.CONFIRMED


def test_who_registered_anew_since_an_older_cancellation_comes_once(base: Loaded):
    older, newer = (registration(one, chat_id=6001, state=RegistrationState.CANCELLED) for one in (1, 2))
    effects = confirmed(change(SESSION, OFF), meeting(base.knowledge, OFF, [older, newer]))
    assert [one.registration.number for one in only(KeepRegistration, effects)] == [2]


def test_more_seats_are_offered_to_who_waits(base: Loaded):
    full = replace(SESSION, capacity=1)
    waits = registration(2, state=RegistrationState.WAITING, seats=0)
    seen = meeting(base.knowledge, full, [registration(), waits])
    effects = confirmed(change(replace(full, capacity=2), full), seen)
    assert [one.registration.state for one in only(KeepRegistration, effects)] == [RegistrationState.OFFERED]
    assert only(SendToMany, effects) == []


@pytest.mark.parametrize(
    ("start", "until"),
    [
        (timedelta(days=1), NOW + timedelta(hours=22)),
        (timedelta(hours=1, minutes=30), NOW + timedelta(hours=1, minutes=30)),
        (timedelta(days=20), NOW + timedelta(hours=23)),
    ],
    ids=["two hours before it", "until it begins", "later anyway"],
)
def test_no_offer_outlasts_the_beginning_of_a_session_that_is_moved(start: timedelta, until: datetime, base: Loaded):
    offer = SeatOffer(1, NOW + timedelta(hours=23))
    waiter = registration(2, seats=0, state=RegistrationState.OFFERED, offer=offer)
    session = replace(SESSION, capacity=2)
    sooner = replace(session, start=NOW + start, end=NOW + start + timedelta(hours=3), register_until=None)
    seen = meeting(base.knowledge, session, registrations=[registration(), waiter])
    effects = confirmed(change(sooner, session), seen)
    kept = [one.registration.offer for one in only(KeepRegistration, effects) if one.registration.offer] or [offer]
    told = [one for one in only(Say, effects) if one.handle == "seats:2"]
    assert [one.until for one in kept] == [until]
    assert len(told) == (until != offer.until)
    assert (RegistrationDueAt(2, RegistrationReminder.OFFER_LAPSES, until) in effects) is (until != offer.until)


def test_registration_that_begins_is_news_to_who_wants_to_hear(base: Loaded):
    planned = replace(SESSION, status=SessionStatus.PLANNED)
    seen = meeting(base.knowledge, planned, interests=[Interest(6001, SESSION.county, "", NOW)])
    (mailing,) = only(SendToMany, confirmed(change(SESSION, planned), seen))
    assert [one.chat_id for one in mailing.letters] == [6001]


def test_who_wants_to_hear_of_a_town_hears_of_the_county_around_it(base: Loaded):
    session = replace(SESSION, county="koninski")
    wishes = [Interest(chat, county, "", NOW) for chat, county in ((1, "m_konin"), (2, "koninski"), (3, "kolski"))]
    seen = meeting(base.knowledge, replace(session, status=SessionStatus.PLANNED), interests=wishes)
    begins = change(replace(session, status=SessionStatus.OPEN), replace(session, status=SessionStatus.PLANNED))
    (mailing,) = only(SendToMany, confirmed(begins, seen))
    assert [(one.chat_id, one.offers[-1][0].about) for one in mailing.letters] == [(1, "m_konin"), (2, "koninski")]


def test_who_is_registered_is_told_once(base: Loaded):
    one = registration()
    assert one.chat_id is not None
    wish = Interest(one.chat_id, SESSION.county, "", NOW)
    planned = replace(SESSION, status=SessionStatus.PLANNED)
    seen = meeting(base.knowledge, planned, [one], interests=[wish])
    (mailing,) = only(SendToMany, confirmed(change(replace(SESSION, place="Ratusz"), planned), seen))
    assert [(letter.chat_id, letter.number) for letter in mailing.letters] == [(one.chat_id, 1)]


def test_a_new_session_is_shown_with_its_seats_and_the_name_by_which_staff_call_it(base: Loaded):
    new = Proposal(8, "gniezno_13", ProposalKind.NEW, Origin.GROUP, NOW, None, replace(SESSION, id="gniezno_13"))
    (shown,) = only(Propose, proposing.propose(new, meeting(base.knowledge)))
    (made,) = only(Revise, confirmed(new, meeting(base.knowledge)))
    for said in (shown.shown, made.text):
        told = renderer(base.knowledge).plain(said, "pl")
        assert "Liczba miejsc: 10" in told
        assert "/sesja gniezno_13" in told


def test_two_changes_in_the_group_are_decided_about_together(base: Loaded):
    waiting = change(MOVED)
    seen = meeting(base.knowledge)
    seen = replace(seen, agenda=replace(seen.agenda, proposals=[waiting]))
    known = seen.agenda.confirmed[SESSION.id]
    effects = proposing.propose_change(known, replace(SESSION, capacity=30), JAN, seen)
    (shown,) = only(Propose, effects)
    assert shown.proposal.after == replace(MOVED, capacity=30)
    assert only(SettleProposal, effects) == [SettleProposal(7, ProposalState.SUPERSEDED)]


def test_a_change_of_who_leads_is_taken_in_at_once(base: Loaded):
    seen = meeting(base.knowledge)
    known = seen.agenda.confirmed[SESSION.id]
    effects = proposing.propose_change(known, replace(SESSION, moderators=["wypyszynski"]), JAN, seen)
    assert len(only(KeepSession, effects)) == 1
    assert only(Propose, effects) == []


def test_too_few_seats_are_said_in_the_proposal(base: Loaded):
    seen = meeting(base.knowledge, registrations=[registration(people=4, seats=4)])
    (shown,) = only(Propose, proposing.propose(change(replace(SESSION, capacity=3)), seen))
    said = renderer(base.knowledge).plain(shown.shown, "pl")
    assert "zajętych miejsc jest 4, a po zmianie będzie 3" in said


def test_a_session_that_is_called_off_is_not_said_to_leave_everybody_their_seats(base: Loaded):
    seen = meeting(base.knowledge, registrations=[registration(people=5, seats=5)])
    (proposed,) = only(Propose, proposing.propose(change(replace(OFF, capacity=2)), seen))
    assert "Nikt nie traci miejsca" not in renderer(base.knowledge).plain(proposed.shown, "pl")


@pytest.mark.parametrize(
    ("start", "is_said"), [(NOW - timedelta(days=300), True), (NOW + timedelta(days=3), False)], ids=["past", "ahead"]
)
def test_a_day_in_the_past_is_said_in_the_proposal(start: datetime, is_said: bool, base: Loaded):
    moved = replace(SESSION, start=start, end=start + timedelta(hours=2), register_until=None)
    (shown,) = only(Propose, proposing.propose(change(moved), meeting(base.knowledge)))
    assert ("ten termin już minął" in renderer(base.knowledge).plain(shown.shown, "pl")) is is_said


def test_everything_that_waits_is_shown_when_a_group_is_paired(base: Loaded):
    seen = meeting(base.knowledge, registrations=[registration()])
    waiting = [change(MOVED), Proposal(8, SESSION.id, ProposalKind.VANISHED, Origin.FILE, NOW, SESSION)]
    seen = replace(seen, agenda=replace(seen.agenda, proposals=waiting))
    shown = proposing.show_waiting(GROUP.chat_id, seen)
    assert [one.handle for one in shown] == ["proposal:7", "proposal:8"]
    assert [[offer.about for row in one.offers for offer in row] for one in shown] == [["7", "7"], ["8", "8"]]
