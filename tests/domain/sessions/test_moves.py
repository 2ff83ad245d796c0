"""A session moves as its table says, whoever wants it: an old question, the file, a late tap."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.desk import deciding as desk
from bot.domain.effects import AnswerPress, Effect, Notify, Say
from bot.domain.events import GroupPressed
from bot.domain.knowledge import Session, SessionStatus
from bot.domain.offers import SessionAction
from bot.domain.sessions import attendance, proposing, reporting
from bot.domain.sessions.calling_off import to_restore
from bot.domain.sessions.confirmed import ConfirmedSession, ProposalState
from bot.domain.sessions.keeping import KeepOutcome, KeepRegistration, KeepSession, Propose, SettleProposal
from bot.domain.sessions.lives import RegistrationState, leads_to
from bot.domain.sessions.report import ReportPart
from bot.domain.texts import Text, text
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP, JAN, reply, who
from tests.domain.sessions.test_filing import filed, known, only, ungrouped
from tests.domain.sessions.test_proposing import change
from tests.meetings import SESSION, meeting, registration
from tests.worlds import CHAT, NOW

CANCELLED = replace(SESSION, status=SessionStatus.CANCELLED, reason="choroba prowadzącej")
OVER = replace(SESSION, start=NOW - timedelta(hours=4), end=NOW - timedelta(hours=1), register_until=None)
TOLD = dict.fromkeys((one.value for one in ReportPart), "było dobrze")
ENTRY = "Organizacja: Gmina Niechanowo\nLiczba osób: 2\nKontakt: Ewa Przykład\nTelefon lub e-mail: 600 700 800"


def replied(handle: str, words: str, session: Session, base: Loaded) -> Sequence[Effect]:
    seen = meeting(base.knowledge, session)
    return desk.decide(reply(words), replace(seen, case=replace(seen.case, actor=JAN, quoted_handle=handle)))


def said(effects: Sequence[Effect]) -> list[str]:
    return [one.text.key for one in only(Say, effects)]


def test_nobody_is_entered_for_a_session_that_was_cancelled_since_the_question(base: Loaded):
    effects = replied("asked:1:add", ENTRY, CANCELLED, base)
    assert only(KeepRegistration, effects) == []
    (why,) = only(Say, effects)
    assert why.text == text("session.press.cancelled", title=SESSION.title, reason="choroba prowadzącej")


def test_an_old_button_asks_nobody_to_be_entered_for_a_cancelled_session(base: Loaded):
    seen = meeting(base.knowledge, CANCELLED)
    seen = replace(seen, case=replace(seen.case, actor=JAN))
    event = GroupPressed(GROUP.chat_id, "press", f"{SessionAction.ADD.value}:1", who(JAN), 30)
    effects = desk.decide(event, seen)
    assert only(Say, effects) == []
    assert [one.text.key for one in only(AnswerPress, effects) if one.text] == ["session.press.cancelled"]


@pytest.mark.parametrize(("handle", "words"), [("add", ENTRY), ("change", "Miejsce: Ratusz"), ("cancel", "choroba")])
def test_an_old_question_about_a_session_that_is_over_changes_nothing(handle: str, words: str, base: Loaded):
    effects = replied(f"asked:1:{handle}", words, OVER, base)
    assert said(effects) == ["session.press.over"]
    assert [*only(KeepRegistration, effects), *only(KeepSession, effects), *only(Propose, effects)] == []


def reported(session: Session, seen: World) -> Sequence[Effect] | Text:
    return reporting.approve(ConfirmedSession(1, session, report=TOLD), seen)


def test_no_report_makes_a_cancelled_session_one_that_was_held(base: Loaded):
    off = replace(OVER, status=SessionStatus.CANCELLED, reason="choroba")
    assert reported(off, meeting(base.knowledge, off)) == text("session.press.settled")
    assert said(replied("asked:1:report:results", "nic", off, base)) == ["session.press.settled"]


def test_no_report_is_approved_before_the_session_is_over(base: Loaded):
    assert reported(SESSION, meeting(base.knowledge)) == text("session.press.not_over")


def test_what_waits_for_a_tap_is_moot_once_the_session_was_held(base: Loaded):
    seen = known(meeting(base.knowledge, OVER), OVER, OVER, change(replace(OVER, place="Ratusz"), OVER))
    for done in (reported(OVER, seen), attendance.counted(ConfirmedSession(1, OVER), seen)):
        assert not isinstance(done, Text)
        assert SettleProposal(7, ProposalState.SUPERSEDED) in done


def test_a_report_that_is_approved_keeps_the_session_as_held(base: Loaded):
    done = reported(OVER, meeting(base.knowledge, OVER))
    assert not isinstance(done, Text)
    assert [one.confirmed.session.status for one in only(KeepOutcome, done)] == [SessionStatus.HELD]


def test_a_late_tap_does_not_move_a_session_that_was_held(base: Loaded):
    seen = meeting(base.knowledge, replace(OVER, status=SessionStatus.HELD))
    off = change(replace(OVER, status=SessionStatus.CANCELLED, reason="choroba"), OVER)
    assert proposing.confirm(off, JAN, seen) == text("session.press.settled")


@pytest.mark.parametrize(
    ("current", "edited"),
    [
        (replace(OVER, status=SessionStatus.HELD), replace(OVER, status=SessionStatus.OPEN)),
        (replace(OVER, status=SessionStatus.CANCELLED, reason="choroba"), replace(OVER, status=SessionStatus.HELD)),
        (SESSION, replace(SESSION, status=SessionStatus.HELD)),
    ],
    ids=["held is for good", "cancelled was not held", "what lies ahead was not held"],
)
def test_the_file_cannot_move_a_session_as_the_table_does_not(current: Session, edited: Session, base: Loaded):
    edited = replace(edited, place="Ratusz")
    seen = known(meeting(base.knowledge, current), current, current)
    effects = filed(seen, edited)
    assert {one.confirmed.session.status for one in only(KeepSession, effects)} == {current.status}
    assert "session.staff.no_such_move" in said(effects)
    assert [one.text.key for one in only(Notify, filed(ungrouped(seen), edited))] == ["notice.session_status"]


def test_another_date_of_a_session_that_was_held_is_no_move(base: Loaded):
    held = replace(OVER, status=SessionStatus.HELD)
    effects = filed(known(meeting(base.knowledge, held), held, held), replace(held, start=NOW + timedelta(days=1)))
    assert said(effects) == []


@pytest.mark.parametrize("before", SessionStatus)
@pytest.mark.parametrize("after", SessionStatus)
def test_a_tap_moves_a_session_only_along_its_table(before: SessionStatus, after: SessionStatus, base: Loaded):
    current, wanted = replace(SESSION, status=before), replace(SESSION, status=after, place="Ratusz")
    done = proposing.confirm(change(wanted, current), JAN, meeting(base.knowledge, current))
    assert (done == text("session.press.settled")) is not leads_to(before, after)


def test_who_took_over_a_registration_after_withdrawing_their_own_gets_it_back():
    withdrawn = registration(number=7, chat_id=CHAT, state=RegistrationState.WITHDRAWN)
    taken_over = registration(number=3, chat_id=CHAT, state=RegistrationState.CANCELLED)
    assert [one.number for one in to_restore([taken_over, withdrawn])] == [3]


def test_who_registered_again_gets_the_old_registration_not_back():
    called_off = registration(number=3, chat_id=CHAT, state=RegistrationState.CANCELLED)
    again = registration(number=7, chat_id=CHAT, state=RegistrationState.CONFIRMED)
    assert to_restore([called_off, again]) == []
