"""Which turns keep a question that the bot failed, and which never do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.citizen import decide
from bot.domain.conversation import Conversation, Missed, Under
from bot.domain.effects import KeepGap
from bot.domain.events import CitizenPressed, CitizenSentMedia, CitizenWrote, Media
from bot.domain.gaps import MOST_KEPT
from bot.domain.offers import Action
from bot.domain.world import Decision, World
from bot.knowledge.loading import Loaded
from tests.worlds import CHAT, NOW, SAD, SUBJECT, after_answer, world

# Nothing in the table of confidences fits it.
UNKNOWN = "czy jest u was parking dla autobusu"
KONIN = "office.konin"


@pytest.fixture
def seen(base: Loaded) -> World:
    return world(base.knowledge)


def write(text: str, seen: World, conversation: Conversation | None = None) -> Decision:
    return decide(conversation or Conversation(), CitizenWrote(CHAT, 7, text), seen)


def press(action: Action, about: str, conversation: Conversation, seen: World) -> Decision:
    data = f"{action.value}:{about}" if about else action.value
    return decide(conversation, CitizenPressed(CHAT, "press", data, handle=None), seen)


def kept(done: Decision) -> list[KeepGap]:
    return [one for one in done.effects if isinstance(one, KeepGap)]


def test_a_question_that_nothing_fits_is_kept(seen: World):
    assert kept(write(UNKNOWN, seen)) == [KeepGap(CHAT, UNKNOWN, Missed.UNANSWERED, (), None)]


def test_it_is_kept_masked(seen: World):
    (gap,) = kept(write(f"{UNKNOWN}, tel. 512 212 242, Jan Kowalski", seen))
    assert gap.question == f"{UNKNOWN}, tel. ***, ***"


def test_a_letter_is_kept_up_to_its_beginning(seen: World):
    (gap,) = kept(write(f"{UNKNOWN} " * 100, seen))
    assert MOST_KEPT - 10 < len(gap.question) <= MOST_KEPT


def test_an_answer_that_was_turned_down_is_kept(seen: World):
    done = press(Action.NOT_IT, KONIN, after_answer(KONIN), seen)
    assert kept(done) == [KeepGap(CHAT, "gdzie jest biuro w Koninie", Missed.NOT_IT, (KONIN,), None)]


def test_turning_down_by_typing_is_the_same(seen: World):
    (gap,) = kept(write("to nie to", seen, after_answer(KONIN)))
    assert (gap.missed, gap.refused) == (Missed.NOT_IT, (KONIN,))


def test_turning_down_an_older_answer_keeps_nothing(seen: World):
    assert kept(press(Action.NOT_IT, "office.poznan", after_answer(KONIN), seen)) == []


def test_an_answer_turned_down_once_too_often_stays_an_answer_turned_down(seen: World):
    (gap,) = kept(press(Action.NOT_IT, KONIN, after_answer(KONIN, clarifications=2), seen))
    assert gap.missed is Missed.NOT_IT


CHOICE = Conversation(question="coś o biurze", under=Under.CHOICE, offered=(KONIN, "office.poznan"), clarifications=1)


def test_a_choice_that_was_turned_down_is_kept(seen: World):
    done = press(Action.NONE_OF_THESE, "", CHOICE, seen)
    assert kept(done) == [KeepGap(CHAT, "coś o biurze", Missed.UNANSWERED, (KONIN, "office.poznan"), None)]


def test_none_of_these_under_an_older_choice_keeps_nothing(seen: World):
    assert kept(press(Action.NONE_OF_THESE, "", after_answer(KONIN), seen)) == []


def test_a_question_after_two_clarifications_is_kept(seen: World):
    (gap,) = kept(write("niejasne?", seen, replace(CHOICE, clarifications=2)))
    assert (gap.question, gap.missed) == ("niejasne?", Missed.UNANSWERED)


def test_what_is_chosen_after_an_answer_was_turned_down_is_kept_with_it(seen: World):
    turned_down = replace(after_answer(KONIN), refused=(KONIN,), missed=Missed.NOT_IT, under=Under.CHOICE)
    (gap,) = kept(press(Action.CHOOSE, "office.poznan", turned_down, seen))
    assert (gap.refused, gap.chosen) == ((KONIN,), "office.poznan")


def test_what_is_opened_after_a_question_that_nothing_fitted_is_kept_with_it(seen: World):
    asked = write(UNKNOWN, seen).conversation
    (gap,) = kept(press(Action.RELATED, KONIN, asked, seen))
    assert (gap.question, gap.chosen) == (UNKNOWN, KONIN)


def test_what_was_chosen_and_turned_down_in_its_turn_is_no_longer_chosen(seen: World):
    turned_down = replace(after_answer("office.poznan"), refused=(KONIN,), missed=Missed.NOT_IT)
    (gap,) = kept(press(Action.NOT_IT, "office.poznan", turned_down, seen))
    assert (gap.refused, gap.chosen) == ((KONIN, "office.poznan"), None)


@pytest.mark.parametrize("action", [Action.HELPED, Action.MAP, Action.HUMAN, Action.LANGUAGE])
def test_other_presses_keep_nothing(action: Action, seen: World):
    missed = replace(after_answer(KONIN), missed=Missed.NOT_IT, refused=("office.poznan",))
    about = {Action.MAP: "konin", Action.LANGUAGE: "uk"}.get(action, KONIN)
    assert kept(press(action, about, missed, seen)) == []


@pytest.mark.parametrize(
    "text",
    [
        "gdzie jest biuro w koninie",
        "niejasne biuro",
        "pogoda jutro",
        "wniosek",
        "dzień dobry",
        "?",
        "довідка",
        "/start",
    ],
)
def test_what_was_not_failed_is_not_kept(text: str, seen: World):
    assert kept(write(text, seen)) == []


def test_the_same_question_again_is_kept_once(seen: World):
    assert kept(write(UNKNOWN, seen, write(UNKNOWN, seen).conversation)) == []


def test_a_new_question_is_not_the_failed_one(seen: World):
    asked = write("gdzie jest biuro w koninie", seen, write(UNKNOWN, seen).conversation)
    assert asked.conversation.missed is None
    assert kept(press(Action.CHOOSE, "office.poznan", asked.conversation, seen)) == []


def test_a_picture_with_words_is_a_new_question(seen: World):
    before = write(UNKNOWN, seen).conversation
    done = decide(before, CitizenSentMedia(CHAT, 7, Media.PHOTO, caption="co to"), seen)
    assert done.conversation.missed is None
    assert kept(done) == []


# A call for help


def test_a_call_for_help_is_never_kept(seen: World):
    done = write("nie chcę żyć, chcę się zabić", seen)
    assert kept(done) == []
    calm = press(Action.NOT_A_CRISIS, "", done.conversation, seen).conversation
    assert kept(press(Action.NOT_IT, KONIN, replace(calm, answered=KONIN), seen)) == []


@pytest.mark.parametrize("word", [SUBJECT, SAD])
def test_what_speaks_of_violence_or_may_be_a_call_is_never_kept(word: str, seen: World):
    failed = replace(after_answer(KONIN), question=f"{word} w gminie")
    assert kept(press(Action.NOT_IT, KONIN, failed, seen)) == []


def test_nothing_is_kept_while_helplines_come_first(seen: World):
    called = Conversation(crisis_until=NOW + timedelta(hours=1))
    assert kept(write(UNKNOWN, seen, called)) == []
    assert kept(press(Action.NOT_IT, KONIN, replace(after_answer(KONIN), crisis_until=called.crisis_until), seen)) == []


def test_who_turns_down_the_helplines_is_not_kept(seen: World):
    assert kept(press(Action.NOT_IT, "crisis", after_answer("crisis"), seen)) == []


def test_a_question_that_is_nothing_but_personal_data_is_not_kept(seen: World):
    failed = replace(after_answer(KONIN), question="512 212 242")
    assert kept(press(Action.NOT_IT, KONIN, failed, seen)) == []
