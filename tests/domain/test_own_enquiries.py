"""One's own enquiries: what `/moje` shows, what its buttons do, and one rating for each closing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import drafts
from bot.domain.citizen import decide
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import AnswerPress, Revise, Say
from bot.domain.enquiries import Enquiry, Move, State
from bot.domain.events import CitizenPressed, CitizenWrote
from bot.domain.keeping import Count, KeepEnquiry, RemindAt, StopReminding
from bot.domain.offers import Action
from bot.domain.staff import Staff
from bot.domain.world import Decision, World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP, JAN, enquiry, staffed
from tests.worlds import CHAT, NOW, labels, shown

ANSWERED = {"human_wrote_at": NOW - timedelta(minutes=30), "waits_since": None}
ASKED = enquiry(State.CLOSING, **ANSWERED)
CLOSED = enquiry(State.CLOSED, owner_id=JAN.user_id, closed_at=NOW - timedelta(days=1), closed_by=Move.RATE, **ANSWERED)
OWN = (Action.ADD, Action.END, Action.WITHDRAW, Action.ASK_BOT, Action.YES, Action.PARTLY, Action.NOT_YET)


def desk(base: Loaded, about: Enquiry | None, *own: Enquiry) -> World:
    seen = staffed(base.knowledge, about)
    known = replace(seen.case, own=own or ((about,) if about else ()), notice_version=drafts.NOTICE_VERSION)
    return replace(seen, case=known)


def write(words: str, seen: World, conversation: Conversation | None = None) -> Decision:
    return decide(conversation or Conversation(), CitizenWrote(CHAT, 50, words), seen)


def press(action: Action, seen: World, number: str = "12", conversation: Conversation | None = None) -> Decision:
    return decide(conversation or Conversation(), CitizenPressed(CHAT, "p", f"{action.value}:{number}", "u1:0"), seen)


def told(done: Decision) -> Say:
    (one,) = (effect for effect in done.effects if isinstance(effect, Say) and effect.chat_id == CHAT)
    return one


def words_of(done: Decision, base: Loaded) -> str:
    return shown([told(done)], base.knowledge)


def kept(done: Decision) -> Enquiry | None:
    return next((one.enquiry for one in reversed(done.effects) if isinstance(one, KeepEnquiry)), None)


def counted(done: Decision) -> list[str]:
    return [one.what for one in done.effects if isinstance(one, Count)]


# /moje


@pytest.mark.parametrize(
    ("about", "state"),
    [
        (enquiry(), "Czeka na specjalistę"),
        (enquiry(State.TAKEN), "Zajmuje się nią specjalista"),
        (enquiry(State.TAKEN, **ANSWERED), "już odpisał"),
        (ASKED, "czy to pomogło"),
        (CLOSED, "Zamknięta"),
    ],
    ids=["waiting", "taken", "answered", "closing", "closed"],
)
def test_an_enquiry_is_shown_with_its_state_in_plain_words(about: Enquiry, state: str, base: Loaded):
    words = words_of(write("/moje", desk(base, about)), base)
    assert "Sprawa nr 12" in words
    assert state in words
    assert "Czy pomożecie nam założyć spółdzielnię?" in words


def test_a_promise_is_shown_while_it_holds(base: Loaded):
    assert "najpóźniej w środę 25 listopada" in words_of(write("/moje", desk(base, enquiry())), base)
    late = enquiry(promised_for=NOW - timedelta(hours=1))
    assert "najpóźniej" not in words_of(write("/moje", desk(base, late)), base)


def test_the_open_enquiry_has_the_buttons_of_the_contract(base: Loaded):
    offers = told(write("/moje", desk(base, enquiry()))).offers
    assert labels(offers, base.knowledge) == ["Dopisz", "Zamknij", "Wycofaj", "Zapytaj bota"]


def test_who_is_asked_whether_it_helped_can_say_so(base: Loaded):
    offers = told(write("/moje", desk(base, ASKED))).offers
    assert labels(offers, base.knowledge) == ["Tak", "Częściowo", "Nie – wróć do sprawy"]


def test_every_enquiry_has_a_card_the_newest_first(base: Loaded):
    older = replace(CLOSED, number=3, question="stare pytanie")
    words = words_of(write("/moje", desk(base, enquiry(), enquiry(), older)), base)
    assert words.index("nr 12") < words.index("nr 3")


def test_nothing_to_show_says_how_to_begin(base: Loaded):
    assert "/czlowiek" in words_of(write("/moje", desk(base, None)), base)


# Buttons, pressed and typed


@pytest.mark.parametrize(
    ("typed", "action"),
    [("dopisz", Action.ADD), ("zamknij", Action.END), ("wycofaj", Action.WITHDRAW), ("zapytaj bota", Action.ASK_BOT)],
)
def test_what_is_typed_under_the_card_does_what_the_press_does(typed: str, action: Action, base: Loaded):
    seen, state = desk(base, enquiry()), Conversation(under=Under.ENQUIRY)
    pressed = press(action, seen, conversation=state)
    assert list(write(typed, seen, state).effects) == [one for one in pressed.effects if type(one) is not AnswerPress]


def test_adding_asks_for_the_next_message(base: Loaded):
    assert "Dołączę to do sprawy nr 12" in words_of(press(Action.ADD, desk(base, enquiry())), base)


def test_adding_ends_the_turn_of_the_bot(base: Loaded):
    changed = kept(press(Action.ADD, desk(base, enquiry(bot_is_asked=True))))
    assert changed is not None
    assert not changed.bot_is_asked


def test_ask_the_bot_gives_it_the_next_message(base: Loaded):
    changed = kept(press(Action.ASK_BOT, desk(base, enquiry(State.TAKEN, **ANSWERED))))
    assert changed is not None
    assert changed.bot_is_asked


@pytest.mark.parametrize("about", [enquiry(), enquiry(State.TAKEN), ASKED], ids=["waiting", "taken", "closing"])
def test_withdrawing_closes_and_the_bot_says_that_it_answers_again(about: Enquiry, base: Loaded):
    done = press(Action.WITHDRAW, desk(base, about))
    changed = kept(done)
    assert changed is not None
    assert (changed.state, changed.closed_by) == (State.CLOSED, Move.WITHDRAW)
    assert StopReminding(12) in done.effects
    assert "znów odpowiada automat" in words_of(done, base)
    assert [one for one in done.effects if isinstance(one, Revise) and one.handle == "card:12"]


def test_closing_what_nobody_has_answered_closes_at_once(base: Loaded):
    changed = kept(press(Action.END, desk(base, enquiry(State.TAKEN))))
    assert changed is not None
    assert changed.state is State.CLOSED


def test_closing_what_was_answered_asks_whether_it_helped(base: Loaded):
    seen = desk(base, enquiry(State.TAKEN, **ANSWERED))
    done = press(Action.END, seen)
    assert kept(done) is None
    assert labels(told(done).offers, base.knowledge) == ["Tak", "Częściowo", "Nie – wróć do sprawy"]
    rated = write("tak", seen, done.conversation)
    assert counted(rated) == ["enquiry.closed.helped"]


# Whether it helped


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("tak", "enquiry.closed.helped"),
        ("Tak!", "enquiry.closed.helped"),
        ("pomogło", "enquiry.closed.helped"),
        ("так", "enquiry.closed.helped"),
        ("yes", "enquiry.closed.helped"),
        ("częściowo", "enquiry.closed.helped_partly"),
        ("czesciowo", "enquiry.closed.helped_partly"),
        ("yes:", "enquiry.closed.helped"),
        ("partly:", "enquiry.closed.helped_partly"),
    ],
)
def test_one_answer_closes_and_rates(typed: str, what: str, base: Loaded):
    seen = desk(base, ASKED)
    done = press(Action(typed[:-1]), seen) if typed.endswith(":") else write(typed, seen)
    changed = kept(done)
    assert changed is not None
    assert (changed.state, changed.closed_by) == (State.CLOSED, Move.RATE)
    assert counted(done) == [what]
    assert "znów odpowiada automat" in words_of(done, base)


@pytest.mark.parametrize("typed", ["nie", "nie pomogło", "ні", "no", "notyet:"])
def test_a_no_brings_the_matter_back_to_its_owner(typed: str, base: Loaded):
    seen = desk(base, ASKED)
    done = press(Action.NOT_YET, seen) if typed.endswith(":") else write(typed, seen)
    changed = kept(done)
    assert changed is not None
    assert (changed.state, changed.owner_id, changed.waits_since) == (State.TAKEN, JAN.user_id, NOW)
    assert [one for one in done.effects if isinstance(one, RemindAt)]
    to_staff = [one for one in done.effects if isinstance(one, Say) and one.chat_id == GROUP.chat_id]
    assert [one.text.key for one in to_staff] == ["own.staff.not_yet"]


@pytest.mark.parametrize("action", [Action.YES, Action.PARTLY, Action.WITHDRAW, Action.END, Action.ASK_BOT])
def test_one_rating_per_closure(action: Action, base: Loaded):
    done = press(action, desk(base, CLOSED))
    assert kept(done) is None
    assert counted(done) == []
    assert "jest już zamknięta" in words_of(done, base)


def test_a_rating_does_not_tell_whose_it_is(base: Loaded):
    done = press(Action.YES, desk(base, ASKED))
    (count,) = (one for one in done.effects if isinstance(one, Count))
    assert str(CHAT) not in repr(count)


def test_an_old_no_reopens_while_that_is_allowed(base: Loaded):
    changed = kept(press(Action.NOT_YET, desk(base, replace(CLOSED, closed_by=Move.EXPIRE))))
    assert changed is not None
    assert changed.state is State.TAKEN
    late = replace(CLOSED, closed_at=NOW - timedelta(days=8))
    assert kept(press(Action.NOT_YET, desk(base, late))) is None


def test_an_old_no_opens_nothing_beside_an_open_enquiry(base: Loaded):
    seen = desk(base, CLOSED)
    done = press(Action.NOT_YET, replace(seen, case=replace(seen.case, other_open=enquiry(number=13))))
    assert kept(done) is None
    assert "już zamknięta" in words_of(done, base)


# While no staff group is paired


def without_group(about: Enquiry, base: Loaded) -> World:
    seen = desk(base, about)
    return replace(seen, case=replace(seen.case, staff=Staff()))


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.END], ids=lambda one: one.value)
@pytest.mark.parametrize("is_typed", [True, False], ids=["typed", "pressed"])
def test_one_can_withdraw_while_no_group_is_paired(action: Action, is_typed: bool, base: Loaded):
    seen = without_group(enquiry(), base)
    words = {Action.WITHDRAW: "wycofaj", Action.END: "zamknij"}[action]
    done = write(words, seen, Conversation(under=Under.ENQUIRY)) if is_typed else press(action, seen)
    changed = kept(done)
    assert changed is not None
    assert (changed.closed_by, changed.is_card_behind) == (Move.WITHDRAW, True)
    assert told(done).text.key == "own.withdrawn"


@pytest.mark.parametrize("action", [Action.YES, Action.PARTLY], ids=lambda one: one.value)
def test_one_can_rate_while_no_group_is_paired_and_nothing_is_promised(action: Action, base: Loaded):
    done = press(action, without_group(ASKED, base))
    changed = kept(done)
    assert changed is not None
    assert (changed.closed_by, changed.is_card_behind) == (Move.RATE, True)
    assert "ponownie" not in words_of(done, base)


def test_what_has_not_helped_waits_for_the_next_group(base: Loaded):
    done = press(Action.NOT_YET, without_group(ASKED, base))
    changed = kept(done)
    assert changed is not None
    assert (changed.state, changed.waits_since) == (State.WAITING, NOW)
    assert told(done).text.key == "enquiry.added_without_group"


@pytest.mark.parametrize("action", [Action.ADD, Action.ASK_BOT], ids=lambda one: one.value)
def test_what_needs_no_staff_works_while_no_group_is_paired(action: Action, base: Loaded):
    assert told(press(action, without_group(enquiry(), base))).text.key in {"own.write_on", "own.ask_bot"}


@pytest.mark.parametrize("number", ["13", "0", "-1", "", "12:1", "x" * 40])
@pytest.mark.parametrize("action", OWN, ids=lambda one: one.value)
def test_a_foreign_number_is_harmless(action: Action, number: str, base: Loaded):
    done = press(action, desk(base, ASKED), number)
    assert told(done).text.key == "press.stale"
    assert kept(done) is None


@pytest.mark.parametrize("action", OWN, ids=lambda one: one.value)
def test_the_number_of_somebody_elses_enquiry_is_harmless(action: Action, base: Loaded):
    done = press(action, desk(base, replace(ASKED, citizen_chat_id=CHAT + 1)))
    assert told(done).text.key == "press.stale"
    assert kept(done) is None


@pytest.mark.parametrize("action", [Action.YES, Action.PARTLY, Action.NOT_YET])
def test_what_was_not_asked_cannot_be_rated(action: Action, base: Loaded):
    done = press(action, desk(base, enquiry()))
    assert kept(done) is None
    assert counted(done) == []


def test_a_citizen_reads_their_own_language(base: Loaded):
    done = press(Action.YES, desk(base, replace(ASKED, language="uk")))
    assert "знову відповідає програма" in shown([told(done)], base.knowledge, told(done).language or "pl")


def test_yes_to_the_question_who_is_near_closes_nothing(base: Loaded):
    closing = enquiry(State.CLOSING, waits_since=None, human_wrote_at=NOW)
    called = Conversation(under=Under.CRISIS, crisis_until=NOW + timedelta(hours=1))
    done = decide(called, CitizenWrote(CHAT, 60, "tak"), staffed(base.knowledge, closing))
    assert all(one.enquiry.is_open for one in done.effects if isinstance(one, KeepEnquiry))


@pytest.mark.parametrize("command", ["/moje", "/usun"])
def test_who_asked_in_ukrainian_reads_ukrainian(command: str, base: Loaded):
    (told,) = (one for one in write(command, desk(base, enquiry(language="uk"))).effects if isinstance(one, Say))
    assert told.language == "uk"
