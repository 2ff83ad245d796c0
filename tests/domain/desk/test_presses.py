"""Buttons in the staff group: what each does, who may press it when, and what everybody else learns."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from bot.domain import promises
from bot.domain.citizen import decide
from bot.domain.conversation import Conversation
from bot.domain.desk import deciding, presses, speech
from bot.domain.effects import (
    AnswerPress,
    Effect,
    OpenTopic,
    React,
    Relay,
    Revise,
    Say,
    TakeBack,
)
from bot.domain.enquiries import Enquiry, Move, State
from bot.domain.events import CitizenWrote, EnquiryFellDue, GroupPressed, Media, Reminder
from bot.domain.keeping import KeepAbsence, KeepEnquiry, KeepLine, KeepMember, RemindAt
from bot.domain.lines import ASKED, Author, Fate, Line
from bot.domain.marks import Mark
from bot.domain.offers import Action, DeskAction
from bot.domain.staff import Absence, Member
from bot.domain.texts import Text
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import ANNA, EWA, GONE, GROUP, JAN, NEWCOMER, enquiry, line, reply, staffed, who
from tests.worlds import CHAT, NOW, labels, renderer

TAKEN = enquiry(State.TAKEN)
NIGHT = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
HELD = replace(line(Author.STAFF, Fate.HELD, staff_id=EWA.user_id), why=ASKED)
SENT = line(Author.STAFF)
TODAY = NOW.date()


def press(action: DeskAction, world: World, about: str = "", handle: str | None = "card:12") -> Sequence[Effect]:
    """Press a button, as the actor of the world."""
    data = f"{action.value}:12:{about}" if about else f"{action.value}:12"
    actor = world.case.actor or GONE
    return presses.pressed(GroupPressed(GROUP.chat_id, "p", data, who(actor), 30, handle), world)


def desk(base: Loaded, about: Enquiry = TAKEN, actor: Member = JAN, **seen: object) -> World:
    return staffed(base.knowledge, about, actor=actor, **seen)  # type: ignore[arg-type]  # the fields that a test names


def note(effects: Sequence[Effect]) -> str:
    """The key of what only the one who pressed reads; empty where nothing is said."""
    first, *others = effects
    assert isinstance(first, AnswerPress)
    assert not any(isinstance(one, AnswerPress) for one in others)
    return first.text.key if first.text is not None else ""


def now(effects: Sequence[Effect]) -> Enquiry:
    (found,) = (one.enquiry for one in effects if isinstance(one, KeepEnquiry))
    return found


def to_citizen(effects: Sequence[Effect]) -> list[str]:
    return [one.text.key for one in effects if isinstance(one, Say) and one.chat_id == CHAT]


def in_group(effects: Sequence[Effect]) -> list[str]:
    return [one.text.key for one in effects if isinstance(one, Say) and one.chat_id == GROUP.chat_id]


def card(effects: Sequence[Effect]) -> Revise:
    (shown,) = (one for one in effects if isinstance(one, Revise) and one.handle == "card:12")
    return shown


def test_the_first_who_presses_becomes_the_owner(base: Loaded):
    done = press(DeskAction.CLAIM, desk(base, enquiry(State.WAITING)))
    assert (now(done).owner_id, now(done).owned_since, now(done).state) == (JAN.user_id, NOW, State.TAKEN)
    assert "Jan Przykład" in renderer(base.knowledge).plain(card(done).text, "pl")


def test_everybody_else_learns_who_has_it_and_since_when(base: Loaded):
    done = press(DeskAction.CLAIM, desk(base, actor=EWA))
    assert note(done) == "desk.press.taken"
    assert len(done) == 1
    (answer,) = done
    assert isinstance(answer, AnswerPress)
    assert isinstance(answer.text, Text)
    assert renderer(base.knowledge).plain(answer.text, "pl") == (
        "Tę sprawę prowadzi Jan Przykład, od wtorku 24 listopada, godz. 10:00."
    )


def test_a_topic_is_made_once_in_a_forum_when_somebody_takes_it(base: Loaded):
    forum = replace(GROUP, is_forum=True)
    first = press(DeskAction.CLAIM, desk(base, enquiry(State.WAITING), group=forum))
    assert any(isinstance(one, OpenTopic) for one in first)
    free = replace(now(first), state=State.WAITING, owner_id=None)
    assert not any(isinstance(one, OpenTopic) for one in press(DeskAction.CLAIM, desk(base, free, group=forum)))


@pytest.mark.parametrize(("topic", "name"), [("start_cooperative", "nr 12 · "), (None, "nr 12")])
def test_a_topic_has_no_word_of_its_citizen(topic: str | None, name: str, base: Loaded):
    asked = enquiry(State.WAITING, topic=topic)
    done = press(DeskAction.CLAIM, desk(base, asked, group=replace(GROUP, is_forum=True)))
    (opened,) = (one for one in done if isinstance(one, OpenTopic))
    assert renderer(base.knowledge).plain(opened.name, "pl").startswith(name)
    assert asked.question[:10] not in repr(opened)


def test_a_plain_group_has_no_topics(base: Loaded):
    assert not any(isinstance(one, OpenTopic) for one in press(DeskAction.CLAIM, desk(base, enquiry(State.WAITING))))


def test_a_closed_enquiry_can_be_taken_again(base: Loaded):
    done = press(DeskAction.CLAIM, desk(base, enquiry(State.CLOSED), actor=EWA))
    assert (now(done).state, now(done).owner_id, now(done).human_wrote_at) == (State.TAKEN, EWA.user_id, None)


@pytest.mark.parametrize("action", [DeskAction.CLAIM, DeskAction.SEND_AND_TAKE])
def test_a_citizen_with_a_newer_enquiry_keeps_that_one(action: DeskAction, base: Loaded):
    world = desk(base, enquiry(State.CLOSED), actor=EWA, other_open=enquiry(number=15), line=HELD, lines=[HELD])
    assert note(press(action, world, "40")) == "desk.press.newer"


@pytest.mark.parametrize(("signature", "other"), [(None, "Maria"), ("Maria", None)])
def test_nobody_learns_from_a_refusal_who_wrote_without_a_signature(
    signature: str | None, other: str | None, base: Loaded
):
    about = enquiry(State.CLOSED, signature=signature)
    world = desk(base, about, actor=EWA, other_open=enquiry(number=15, signature=other))
    assert note(press(DeskAction.CLAIM, world)) == "desk.press.newer_untold"


def test_the_owner_gives_it_back_and_the_card_says_who_had_it(base: Loaded):
    done = press(DeskAction.RELEASE, desk(base))
    assert now(done).state is State.WAITING
    assert "Wcześniej: Jan Przykład." in renderer(base.knowledge).plain(card(done).text, "pl")


OWNERS = [
    DeskAction.RELEASE,
    DeskAction.HAND_OVER,
    DeskAction.TEMPLATE,
    DeskAction.NEW_PROMISE,
    DeskAction.PHONED,
    DeskAction.CLOSE,
    DeskAction.SPAM,
]


@pytest.mark.parametrize("action", OWNERS)
def test_what_the_owner_may_do_a_coordinator_may_and_a_colleague_may_not(action: DeskAction, base: Loaded):
    assert note(press(action, desk(base, actor=ANNA))) == ""
    refused = press(action, desk(base, actor=EWA))
    assert (note(refused), len(refused)) == ("desk.press.taken", 1)


@pytest.mark.parametrize("action", [one for one in DeskAction if one is not DeskAction.SUBSTITUTE])
@pytest.mark.parametrize("who_presses", [GONE, NEWCOMER], ids=["former", "unconfirmed"])
def test_the_buttons_of_former_and_unconfirmed_members_do_nothing(
    action: DeskAction, who_presses: Member, base: Loaded
):
    known = replace(who_presses, is_asked_about=True)
    world = desk(base, enquiry(State.WAITING), actor=known, people={known.user_id: known}, line=HELD, lines=[HELD])
    done = press(action, world, "40")
    assert (note(done), len(done)) == ("desk.no_right", 1)


def test_the_coordinators_are_asked_about_a_newcomer_who_presses(base: Loaded):
    done = press(DeskAction.CLAIM, desk(base, enquiry(State.WAITING), actor=NEWCOMER))
    assert in_group(done) == ["desk.pairing.may_work"]
    assert [one.member.is_asked_about for one in done if isinstance(one, KeepMember)] == [True]


def test_who_cannot_be_checked_now_is_asked_to_press_again(base: Loaded):
    done = press(DeskAction.CLAIM, desk(base, enquiry(State.WAITING), is_actor_uncertain=True))
    assert (note(done), len(done)) == ("desk.press.uncertain", 1)


def test_an_anonymous_administrator_owns_nothing(base: Loaded):
    hidden = replace(who(ANNA), is_anonymous=True)
    done = presses.pressed(GroupPressed(GROUP.chat_id, "p", "d.claim:12", hidden), desk(base, enquiry(), actor=ANNA))
    assert note(done) == "desk.press.anonymous"


@pytest.mark.parametrize("data", ["", "x", "d.claim:x", "ok:12"])
def test_a_forged_button_does_nothing(data: str, base: Loaded):
    done = presses.pressed(GroupPressed(GROUP.chat_id, "p", data, who(JAN)), staffed(base.knowledge, actor=JAN))
    assert (note(done), len(done)) == ("desk.press.stale", 1)


def test_people_are_listed_with_whether_they_are_there(base: Loaded):
    away = [Absence(EWA.user_id, TODAY, TODAY + timedelta(days=2))]
    late = NOW + timedelta(hours=6, minutes=20)
    shown = card(press(DeskAction.HAND_OVER, desk(base, absences=away, now=late)))
    assert labels(shown.offers, base.knowledge) == [
        "Anna Giżycka – teraz",
        "Ewa Przykład – nieobecność do 26 listopada 2026",
        "Wróć",
    ]


def test_a_specialist_of_the_base_has_hours_of_their_own(base: Loaded):
    early = NOW - timedelta(hours=1, minutes=45)
    shown = card(press(DeskAction.HAND_OVER, desk(base, now=early)))
    assert "Anna Giżycka – we wtorek 24 listopada od 8:30" in labels(shown.offers, base.knowledge)
    assert "Ewa Przykład – teraz" in labels(shown.offers, base.knowledge)


def test_an_enquiry_is_passed_to_a_colleague_who_is_called(base: Loaded):
    done = press(DeskAction.HAND_OVER_TO, desk(base), str(EWA.user_id))
    assert now(done).owner_id == EWA.user_id
    assert in_group(done) == ["desk.pass.given"]


@pytest.mark.parametrize("user_id", [NEWCOMER.user_id, GONE.user_id, 999, "x"])
def test_nothing_is_passed_to_who_may_not_work(user_id: object, base: Loaded):
    assert note(press(DeskAction.HAND_OVER_TO, desk(base), str(user_id))) == "desk.pass.not_there"


def test_a_new_promise_is_told_in_the_citizens_language(base: Loaded):
    done = press(DeskAction.PROMISE_FOR, desk(base, replace(TAKEN, language="uk")), "2")
    assert now(done).promised_for is not None
    (told,) = (one for one in done if isinstance(one, Say) and one.chat_id == CHAT)
    assert (told.text.key, told.language) == ("enquiry.new_promise", "uk")
    assert any(isinstance(one, RemindAt) for one in done)


@pytest.mark.parametrize(
    ("changes", "since"),
    [
        ({"promised_for": NOW + timedelta(days=2)}, NOW + timedelta(days=2)),
        ({"promised_for": NOW - timedelta(hours=1)}, NOW),
        ({"promised_for": NOW + timedelta(days=2), "waits_since": None}, NOW),
    ],
    ids=["promise ahead", "promise over", "answered"],
)
def test_a_promise_is_put_off_from_the_one_that_stands(changes: dict[str, object], since: datetime, base: Loaded):
    seen = desk(base, replace(TAKEN, **changes))  # type: ignore[arg-type]  # fields named by the table
    expected = promises.later(seen, timedelta(hours=8), since=since)
    assert now(press(DeskAction.PROMISE_FOR, seen, "1")).promised_for == expected


@pytest.mark.parametrize("days", ["", "0", "99", "x"])
def test_no_promise_is_made_for_what_was_not_offered(days: str, base: Loaded):
    assert note(press(DeskAction.PROMISE_FOR, desk(base), days)) == "desk.press.stale"


def test_what_is_settled_by_phone_closes_with_a_line_to_the_citizen(base: Loaded):
    done = press(DeskAction.PHONED, desk(base, enquiry(State.WAITING)))
    assert (now(done).closed_by, now(done).owner_id) == (Move.PHONE, JAN.user_id)
    assert to_citizen(done) == ["enquiry.phoned"]


def test_spam_is_not_rated_and_the_citizen_reads_only_that_the_bot_answers_again(base: Loaded):
    done = press(DeskAction.SPAM, desk(base))
    assert now(done).closed_by is Move.SPAM
    assert to_citizen(done) == ["enquiry.closed_unanswered"]
    assert not any(one.offers for one in done if isinstance(one, Say))


def test_closing_asks_the_citizen_once(base: Loaded):
    done = press(DeskAction.CLOSE, desk(base))
    (asked,) = (one for one in done if isinstance(one, Say) and one.chat_id == CHAT)
    assert [offer.action for row in asked.offers for offer in row] == [Action.YES, Action.PARTLY, Action.NOT_YET]
    assert now(done).state is State.CLOSING
    assert note(press(DeskAction.CLOSE, desk(base, now(done)))) == "desk.press.asked_already"


def test_at_night_the_question_waits_for_the_morning(base: Loaded):
    done = press(DeskAction.CLOSE, desk(base, now=NIGHT))
    assert to_citizen(done) == []
    assert [one.reminder for one in done if isinstance(one, RemindAt)] == [Reminder.MORNING]
    assert now(done).closes_in_the_morning


def morning(base: Loaded, about: Enquiry) -> Sequence[Effect]:
    world = staffed(base.knowledge, about, now=NIGHT + timedelta(hours=9))
    return deciding.decide(EnquiryFellDue(12, Reminder.MORNING), world)


AT_NIGHT = replace(TAKEN, closes_in_the_morning=True)
LATER = NIGHT + timedelta(minutes=5)


def test_in_the_morning_the_citizen_is_asked(base: Loaded):
    done = morning(base, AT_NIGHT)
    assert (to_citizen(done), now(done).state) == (["enquiry.did_it_help"], State.CLOSING)


@pytest.mark.parametrize("waits_since", [None, TAKEN.waits_since], ids=["was answered", "waits already"])
def test_who_wrote_at_night_is_not_asked_whether_it_helped(waits_since: datetime | None, base: Loaded):
    asked = replace(AT_NIGHT, waits_since=waits_since)
    wrote = CitizenWrote(CHAT, 50, "jeszcze jedno: co z umową?")
    about = now(decide(Conversation(), wrote, staffed(base.knowledge, asked, now=NIGHT)).effects)
    done = morning(base, about)
    assert (to_citizen(done), in_group(done)) == ([], ["desk.not_closed"])
    assert (now(done).state, now(done).closes_in_the_morning) == (State.TAKEN, False)


@pytest.mark.parametrize(
    ("action", "about"), [(DeskAction.RELEASE, ""), (DeskAction.PROMISE_FOR, "1"), (DeskAction.PHONED, "")]
)
def test_what_is_decided_otherwise_at_night_is_not_closed_in_the_morning(action: DeskAction, about: str, base: Loaded):
    after = now(press(action, desk(base, AT_NIGHT, now=LATER), about))
    assert morning(base, after) == ()


def test_one_more_reply_at_night_leaves_the_question_for_the_morning(base: Loaded):
    said = reply("Jeszcze jedno: proszę zabrać umowę.")
    after = now(speech.spoke(said, desk(base, AT_NIGHT, now=LATER, quoted_handle="card:12")))
    assert to_citizen(morning(base, after)) == ["enquiry.did_it_help"]


def test_a_template_is_shown_before_it_is_sent(base: Loaded):
    listed = labels(card(press(DeskAction.TEMPLATE, desk(base))).offers, base.knowledge)
    assert listed[0].startswith("1. Odpowiedź bota:")
    shown = press(DeskAction.PREVIEW, desk(base), "details")
    assert not any(isinstance(one, Relay) for one in shown)
    (sent,) = (one for one in press(DeskAction.SEND_TEMPLATE, desk(base), "details") if isinstance(one, Relay))
    assert sent.text is not None
    assert dict(sent.text.params)["name"] == JAN.name


def test_a_button_that_is_pressed_twice_sends_once(base: Loaded):
    sent = press(DeskAction.SEND_TEMPLATE, desk(base), "details")
    lines = [one.line for one in sent if isinstance(one, KeepLine)]
    assert note(press(DeskAction.SEND_TEMPLATE, desk(base, now(sent), lines=lines), "details")) == "desk.press.settled"
    given = now(press(DeskAction.HAND_OVER_TO, desk(base, actor=ANNA), "73"))
    assert note(press(DeskAction.HAND_OVER_TO, desk(base, given, ANNA), "73")) == "desk.press.settled"


@pytest.mark.parametrize("action", [DeskAction.PREVIEW, DeskAction.SEND_TEMPLATE])
def test_a_template_that_is_gone_sends_nothing(action: DeskAction, base: Loaded):
    assert note(press(action, desk(base), "no_such")) == "desk.press.stale"


def held(base: Loaded, about: Enquiry = TAKEN, actor: Member = EWA, held_line: Line = HELD, **seen: object) -> World:
    return desk(base, about, actor, line=held_line, lines=[held_line], **seen)


@pytest.mark.parametrize("state", [State.WAITING, State.TAKEN, State.CLOSING, State.CLOSED])
def test_a_held_reply_is_sent_and_its_writer_becomes_the_owner(state: State, base: Loaded):
    done = press(DeskAction.SEND_AND_TAKE, held(base, enquiry(state)), "40")
    assert any(isinstance(one, Relay) for one in done)
    assert (now(done).owner_id, now(done).state) == (EWA.user_id, State.TAKEN)


def test_who_had_it_is_told_that_somebody_else_has_it_now(base: Loaded):
    assert in_group(press(DeskAction.SEND_AND_TAKE, held(base), "40")) == ["desk.taken_over"]


def test_support_leaves_the_enquiry_with_its_owner(base: Loaded):
    done = press(DeskAction.SEND_AS_SUPPORT, held(base), "40")
    assert any(isinstance(one, Relay) for one in done)
    assert now(done).owner_id == JAN.user_id


def test_a_held_note_goes_to_nobody(base: Loaded):
    done = press(DeskAction.IS_NOTE, held(base), "40")
    assert not any(isinstance(one, Relay) for one in done)
    assert [one.mark for one in done if isinstance(one, React)] == [Mark.NOTE]


ON_HELD = [DeskAction.SEND_AND_TAKE, DeskAction.SEND_AS_SUPPORT, DeskAction.IS_NOTE]


@pytest.mark.parametrize("action", ON_HELD)
def test_a_held_message_is_decided_once_by_its_writer_or_a_coordinator(action: DeskAction, base: Loaded):
    decided = replace(HELD, fate=Fate.QUEUED)
    assert note(press(action, held(base, held_line=decided), "40")) == "desk.press.settled"
    assert note(press(action, held(base, actor=JAN), "40")) == "desk.press.writers_only"
    assert note(press(action, held(base, actor=ANNA), "40")) == ""


def test_who_may_work_no_more_becomes_no_owner(base: Loaded):
    by_former = replace(HELD, staff_id=GONE.user_id)
    done = press(DeskAction.SEND_AND_TAKE, held(base, enquiry(), ANNA, by_former), "40")
    assert now(done).owner_id == ANNA.user_id


def undone(base: Loaded, sent: Line = SENT, actor: Member = JAN, **changes: object) -> Sequence[Effect]:
    about = replace(TAKEN, last_reply=sent.handle, waits_since=None, **changes)  # type: ignore[arg-type]
    return press(DeskAction.UNDO, desk(base, about, actor, lines=[sent]), "40")


def test_a_reply_is_taken_back_and_the_card_says_so(base: Loaded):
    done = undone(base)
    assert [(one.chat_id, one.handle) for one in done if isinstance(one, TakeBack)] == [(CHAT, SENT.handle)]
    assert [one.line.fate for one in done if isinstance(one, KeepLine)] == [Fate.UNDONE]
    assert (now(done).waits_since, now(done).last_reply, now(done).undone_at) == (NOW, "", NOW)
    assert "cofnięta" in renderer(base.knowledge).plain(card(done).text, "pl")


def test_what_was_taken_back_is_marked_as_a_note(base: Loaded):
    assert [one.mark for one in undone(base) if isinstance(one, React)] == [Mark.NOTE]


def test_a_promise_that_is_over_is_renewed_when_a_reply_is_taken_back(base: Loaded):
    until = now(undone(base, promised_for=NOW - timedelta(hours=1))).promised_for
    assert until is not None
    assert until > NOW


def test_who_signed_a_sticker_disappears_with_it(base: Loaded):
    sticker = replace(SENT, media=Media.STICKER)
    handles = [one.handle for one in undone(base, sticker) if isinstance(one, TakeBack)]
    assert handles == [sticker.handle, f"signature:{sticker.handle}"]


def test_what_telegram_no_longer_deletes_is_not_said_to_be_taken_back(base: Loaded):
    old = replace(SENT, at=NOW - timedelta(hours=49))
    assert note(undone(base, old)) == "desk.press.too_late"


@pytest.mark.parametrize("fate", [Fate.UNDONE, Fate.FAILED, Fate.NOTE, Fate.HELD])
def test_nothing_is_taken_back_twice_or_before_it_went(fate: Fate, base: Loaded):
    assert note(undone(base, replace(SENT, fate=fate))) == "desk.press.settled"


def test_a_colleague_takes_nothing_back(base: Loaded):
    assert note(undone(base, actor=EWA)) == "desk.press.writers_only"


def test_a_menu_can_be_left(base: Loaded):
    assert labels(card(press(DeskAction.BACK, desk(base))).offers, base.knowledge)[0] == "Szablon"


def test_a_coordinator_confirms_by_a_tap(base: Loaded):
    event = GroupPressed(GROUP.chat_id, "p", f"d.confirm:{NEWCOMER.user_id}", who(ANNA), 30, "u1:0")
    done = presses.pressed(event, staffed(base.knowledge, actor=ANNA))
    assert [one.member.may_work for one in done if isinstance(one, KeepMember)] == [True]
    assert [one.handle for one in done if isinstance(one, Revise)] == ["u1:0"]
    others = presses.pressed(replace(event, user=who(EWA)), staffed(base.knowledge, actor=EWA))
    assert (note(others), len(others)) == ("desk.pairing.coordinators_only", 1)


def test_only_who_is_away_chooses_who_stands_in(base: Loaded):
    absence = Absence(JAN.user_id, TODAY, TODAY)
    data = f"d.sub:{TODAY.toordinal()}:{EWA.user_id}"
    event = GroupPressed(GROUP.chat_id, "p", data, who(JAN), 30, "u1:0")
    done = presses.pressed(event, staffed(base.knowledge, actor=JAN, absences=[absence]))
    assert [one.absence.substitute_id for one in done if isinstance(one, KeepAbsence)] == [EWA.user_id]
    others = presses.pressed(replace(event, user=who(EWA)), staffed(base.knowledge, actor=EWA, absences=[absence]))
    assert note(others) == "desk.leave.not_yours"


@pytest.mark.parametrize("action", DeskAction)
@pytest.mark.parametrize("state", State)
def test_every_press_in_every_state_ends_its_waiting_sign_and_keeps_one_owner(
    action: DeskAction, state: State, base: Loaded
):
    for actor, about in product([ANNA, JAN, EWA, NEWCOMER, GONE], ["", "40", "2", "72", "details", "x", "9" * 40]):
        world = desk(base, enquiry(state), actor, line=HELD, lines=[HELD, SENT])
        done = press(action, world, about)
        note(done)
        changed = [one.enquiry for one in done if isinstance(one, KeepEnquiry)]
        assert len(changed) <= 1
        assert all(one.state in {State.WAITING, State.CLOSED} or one.owner_id is not None for one in changed)
        assert actor.may_work or not changed
