"""The file proposes: each edit once, a gap is a question, and what the group decided is not taken back by the file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.domain.effects import Effect, Revise
from bot.domain.knowledge import Provenance, Session, SessionStatus
from bot.domain.sessions import deciding
from bot.domain.sessions.confirmed import ConfirmedSession, Origin, Proposal, ProposalKind, ProposalState
from bot.domain.sessions.events import SessionsFiled
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.keeping import KeepSession, Propose, SendToMany, SessionDueAt, SettleProposal
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP
from tests.meetings import SESSION, meeting, registration
from tests.worlds import NOW

WISH = Interest(6001, SESSION.county, "", NOW)
MOVED = replace(SESSION, place="Ratusz")
Kind = TypeVar("Kind", bound=Effect)


def only(kind: type[Kind], effects: Sequence[Effect]) -> list[Kind]:
    return [one for one in effects if isinstance(one, kind)]


def known(seen: World, session: Session = SESSION, filed: Session | None = SESSION, *proposals: Proposal) -> World:
    confirmed = {session.id: ConfirmedSession(1, session, filed=filed)}
    return replace(seen, agenda=replace(seen.agenda, confirmed=confirmed, proposals=proposals))


def ungrouped(seen: World) -> World:
    return replace(seen, case=replace(seen.case, staff=replace(seen.case.staff, group=None)))


def file(*sessions: Session) -> SessionsFiled:
    listed: Mapping[str, Session] = {one.id: one for one in sessions}
    return SessionsFiled(listed)


def proposed(after: Session, before: Session = SESSION) -> Proposal:
    return Proposal(7, SESSION.id, ProposalKind.CHANGE, Origin.FILE, NOW, before, after)


def filed(seen: World, *sessions: Session) -> Sequence[Effect]:
    return deciding.decide(file(*sessions), seen)


def test_a_new_session_is_listed_at_once_and_looked_after(base: Loaded):
    effects = filed(
        replace(meeting(base.knowledge), agenda=replace(meeting(base.knowledge).agenda, confirmed={})), SESSION
    )
    assert only(KeepSession, effects) == [KeepSession(ConfirmedSession(0, SESSION, filed=SESSION))]
    assert len([one for one in only(SessionDueAt, effects) if one.at is not None]) == 4
    assert only(Propose, effects) == []


def test_a_new_session_is_news_to_who_wants_to_hear_of_the_town_in_its_county(base: Loaded):
    around = replace(SESSION, id="konin_9", county="koninski")
    for county, told in (("m_konin", 1), ("kolski", 0)):
        seen = meeting(base.knowledge, interests=[Interest(6001, county, "", NOW)])
        assert len(only(Propose, filed(known(seen), SESSION, around))) == told


def test_who_wants_to_hear_of_a_new_session_waits_for_a_tap(base: Loaded):
    seen = meeting(base.knowledge, interests=[WISH])
    effects = filed(replace(seen, agenda=replace(seen.agenda, confirmed={})), SESSION)
    (shown,) = only(Propose, effects)
    assert (shown.proposal.kind, shown.chat_id) == (ProposalKind.NEW, GROUP.chat_id)
    assert only(SendToMany, effects) == []


def test_the_same_file_again_leads_to_nothing(base: Loaded):
    assert filed(known(meeting(base.knowledge)), SESSION) == ()


def test_a_change_that_people_are_told_waits_for_a_tap(base: Loaded):
    effects = filed(known(meeting(base.knowledge, registrations=[registration()])), MOVED)
    (shown,) = only(Propose, effects)
    assert (shown.proposal.before, shown.proposal.after) == (SESSION, MOVED)
    (kept,) = only(KeepSession, effects)
    assert (kept.confirmed.session, kept.confirmed.filed, kept.confirmed.sequence) == (SESSION, MOVED, 0)


def test_without_a_group_a_change_is_shown_at_once_and_its_messages_wait(base: Loaded):
    effects = filed(known(ungrouped(meeting(base.knowledge, registrations=[registration()]))), MOVED)
    (kept,) = only(KeepSession, effects)
    assert (kept.confirmed.session, kept.confirmed.sequence) == (MOVED, 1)
    assert [one.chat_id for one in only(Propose, effects)] == [None]
    assert only(SendToMany, effects) == []


@pytest.mark.parametrize(
    "edited",
    [
        replace(SESSION, provenance=Provenance("inne źródło", NOW.date(), "sessions.yaml:9")),
        replace(SESSION, moderators=["wypyszynski"]),
    ],
    ids=["source", "moderators"],
)
def test_what_nobody_is_told_is_taken_in_silently(edited: Session, base: Loaded):
    effects = filed(known(meeting(base.knowledge, registrations=[registration()])), edited)
    assert only(KeepSession, effects) == [KeepSession(ConfirmedSession(1, edited, filed=edited))]
    assert only(Propose, effects) == []


def test_a_session_that_was_held_is_taken_in_silently(base: Loaded):
    seen = known(meeting(base.knowledge, registrations=[registration()]))
    held = replace(SESSION, status=SessionStatus.HELD, outcome="Wspólna wizja.")
    effects = filed(replace(seen, now=SESSION.end), held)
    assert only(KeepSession, effects) == [KeepSession(ConfirmedSession(1, held, filed=held))]
    assert only(Propose, effects) == []


def test_a_session_that_is_over_is_changed_without_news(base: Loaded):
    over = replace(SESSION, start=NOW - timedelta(days=2), end=NOW - timedelta(days=1))
    effects = filed(known(meeting(base.knowledge), over, over), replace(over, place="Ratusz"))
    assert only(Propose, effects) == []


def test_a_second_edit_takes_the_place_of_the_first(base: Loaded):
    seen = known(meeting(base.knowledge), SESSION, MOVED, proposed(MOVED))
    later = replace(MOVED, address="ul. Nowa 3, Gniezno")
    effects = filed(seen, later)
    assert only(SettleProposal, effects) == [SettleProposal(7, ProposalState.SUPERSEDED)]
    (shown,) = only(Propose, effects)
    assert (shown.proposal.before, shown.proposal.after) == (SESSION, later)


def test_an_edit_that_is_taken_back_takes_its_proposal_back(base: Loaded):
    effects = filed(known(meeting(base.knowledge), SESSION, MOVED, proposed(MOVED)), SESSION)
    assert only(SettleProposal, effects) == [SettleProposal(7, ProposalState.SUPERSEDED)]
    assert only(Propose, effects) == []
    assert [one.handle for one in only(Revise, effects)] == ["proposal:7"]


def test_the_file_does_not_take_back_what_the_group_changed(base: Loaded):
    in_group = replace(SESSION, capacity=30)
    effects = filed(known(meeting(base.knowledge), in_group, SESSION), MOVED)
    (shown,) = only(Propose, effects)
    assert shown.proposal.after == replace(in_group, place="Ratusz")


def test_a_session_that_vanishes_is_a_question_and_stays(base: Loaded):
    effects = filed(known(meeting(base.knowledge, registrations=[registration()])))
    assert only(KeepSession, effects) == [KeepSession(ConfirmedSession(1, SESSION, filed=None))]
    assert [one.proposal.kind for one in only(Propose, effects)] == [ProposalKind.VANISHED]


def test_a_session_that_was_never_in_the_file_is_not_missed(base: Loaded):
    assert filed(known(meeting(base.knowledge), SESSION, None)) == ()


def test_a_session_that_comes_back_takes_the_question_back(base: Loaded):
    gone = Proposal(8, SESSION.id, ProposalKind.VANISHED, Origin.FILE, NOW, SESSION)
    effects = filed(known(meeting(base.knowledge), SESSION, None, gone), SESSION)
    assert only(SettleProposal, effects) == [SettleProposal(8, ProposalState.SUPERSEDED)]
    assert only(Propose, effects) == []
