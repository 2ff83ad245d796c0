"""Buttons: what each does, and what anything forged does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.conversation import Conversation, Under
from bot.domain.effects import AnswerPress, Effect, Revise, Say, ShareContact, ShowPin, UseLanguage
from bot.domain.events import CitizenPressed
from bot.domain.knowledge import Location
from bot.domain.offers import Action, Offer
from bot.domain.presses import pressed, typed
from bot.domain.registering import answering, filling, interest, owning
from bot.domain.world import Decision
from bot.knowledge.loading import Loaded
from tests.worlds import CHAT, NOW, after_answer, labels, said, shown, without, world

ANSWERED = after_answer("office.konin", question="niejasne")
CHOOSING = replace(ANSWERED, under=Under.CHOICE, offered=("support.grants", "support.training"), clarifications=1)


def press(data: str, conversation: Conversation, base: Loaded, handle: str | None = "u1:0") -> Decision:
    return pressed(conversation, CitizenPressed(CHAT, "press", data, handle), world(base.knowledge))


def kinds(effects: object) -> list[type]:
    assert isinstance(effects, tuple | list)
    return [type(one) for one in effects]


def test_helped_is_thanked_and_takes_the_buttons_out_of_mind(base: Loaded):
    done = press("ok:office.konin", ANSWERED, base)
    assert said(done.effects).text.key == "helped"
    assert done.conversation.under is Under.NOTHING


def test_not_it_offers_what_else_the_question_could_mean(base: Loaded):
    done = press("no:office.konin", ANSWERED, base)
    assert done.conversation.offered == ("support.grants", "support.training", "support.advice")
    assert done.conversation.refused == ("office.konin",)


def test_what_was_turned_down_is_not_offered_again(base: Loaded):
    asked = replace(ANSWERED, answered="support.grants")
    assert "support.grants" not in press("no:support.grants", asked, base).conversation.offered


def test_not_it_under_an_old_answer_leads_to_a_human(base: Loaded):
    assert said(press("no:office.poznan", ANSWERED, base).effects).text.key == "human.none_of_these"


def test_not_it_without_a_question_leads_to_a_human(base: Loaded):
    asked = replace(ANSWERED, question="")
    assert said(press("no:office.konin", asked, base).effects).text.key == "human.none_of_these"


@pytest.mark.parametrize("entry", ["out_of_scope", "greeting", "thanks"])
def test_not_it_under_what_is_no_topic_offers_other_readings(entry: str, base: Loaded):
    asked = replace(ANSWERED, answered=entry)
    assert press(f"no:{entry}", asked, base).conversation.under is Under.CHOICE


def test_human_names_people_and_telephones(base: Loaded):
    words = shown(press("human", ANSWERED, base).effects, base.knowledge)
    assert all(one.phone in words for one in base.knowledge.specialists.values())
    assert all(one.phone in words for one in base.knowledge.offices.values())


def test_human_asked_for_in_another_language_is_named_in_it(base: Loaded):
    one = said(press("human:uk", ANSWERED, base).effects)
    assert isinstance(one, Say)
    assert one.language == "uk"


def test_choosing_puts_the_answer_in_the_place_of_the_choice(base: Loaded):
    done = press("pick:support.training", CHOOSING, base)
    one = said(done.effects)
    assert isinstance(one, Revise)
    assert one.handle == "u1:0"
    assert done.conversation.previous == "support.training"


def test_choosing_under_a_message_that_telegram_no_longer_shows_says_it_anew(base: Loaded):
    assert isinstance(said(press("pick:support.training", CHOOSING, base, handle=None).effects), Say)


def test_choosing_ends_the_row_of_clarifications(base: Loaded):
    assert press("pick:support.training", CHOOSING, base).conversation.clarifications == 0


def test_a_related_topic_is_a_new_message(base: Loaded):
    assert isinstance(said(press("more:office.hours", ANSWERED, base).effects), Say)


def test_none_of_these_leads_to_a_human_and_is_remembered(base: Loaded):
    done = press("none", CHOOSING, base)
    assert said(done.effects).text.key == "human.none_of_these"
    assert done.conversation.refused == ("support.grants", "support.training")


@pytest.mark.parametrize(("data", "entry"), [("offices", "office.all"), ("sessions", "session.upcoming")])
def test_a_button_of_the_greeting_answers_with_its_entry(data: str, entry: str, base: Loaded):
    assert press(data, Conversation(), base).conversation.previous == entry


def test_a_mistaken_call_for_help_ends_the_time_without_menus(base: Loaded):
    called = Conversation(under=Under.CRISIS, crisis_until=NOW + timedelta(hours=1))
    done = press("mistake", called, base)
    assert done.conversation.crisis_until is None
    assert said(done.effects).text.key == "crisis.mistake"


def test_a_map_is_sent_where_the_base_knows_the_place(base: Loaded):
    located = replace(base.knowledge.offices["konin"], location=Location(52.2, 18.25))
    knowledge = replace(base.knowledge, offices={**base.knowledge.offices, "konin": located})
    done = pressed(ANSWERED, CitizenPressed(CHAT, "press", "map:konin", None), world(knowledge))
    assert kinds(done.effects) == [AnswerPress, Say, ShowPin]


def test_without_a_place_the_address_is_said(base: Loaded):
    done = press("map:konin", ANSWERED, base)
    assert kinds(done.effects) == [AnswerPress, Say]
    assert "Wrzosowa 7" in shown(done.effects, base.knowledge)


def test_a_contact_card_names_its_person(base: Loaded):
    cards = [one for one in press("card:gizycka", ANSWERED, base).effects if isinstance(one, ShareContact)]
    assert [(one.phone, one.organisation) for one in cards] == [("+48 512 212 242", "WOES")]


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_a_language_is_used_from_its_own_confirmation_on(language: str, base: Loaded):
    done = press(f"lang:{language}", ANSWERED, base)
    assert UseLanguage(language) in done.effects
    one = said(done.effects)
    assert isinstance(one, Say)
    assert one.language == language


WITH_ID = [Action.CHOOSE, Action.RELATED, Action.MAP, Action.CONTACT, Action.LANGUAGE]


@pytest.mark.parametrize("about", ["", "nie.ma.takiego", "../../etc/passwd", "x" * 64, "konin:1", "\u202e"])
@pytest.mark.parametrize("action", WITH_ID, ids=lambda one: one.value)
def test_an_id_that_is_nowhere_gets_the_way_out_of_an_old_button(action: Action, about: str, base: Loaded):
    done = press(f"{action.value}:{about}", ANSWERED, base)
    assert said(done.effects).text.key == "press.stale"
    assert done.conversation == ANSWERED


@pytest.mark.parametrize("data", ["", ":", "rm -rf", "OK", "ok ", "🙂", "pick", "lang:ru", "pick:OFFICE.KONIN"])
def test_forged_data_gets_the_way_out_of_an_old_button(data: str, base: Loaded):
    assert said(press(data, ANSWERED, base).effects).text.key == "press.stale"


ABOUTS = ["", "office.konin", "konin", "gizycka", "uk", "out_of_scope"]


@pytest.mark.parametrize("under", Under, ids=lambda one: one.value)
@pytest.mark.parametrize("about", ABOUTS)
@pytest.mark.parametrize("action", Action, ids=lambda one: one.value)
def test_every_press_is_ended_and_has_one_message(action: Action, about: str, under: Under, base: Loaded):
    conversation = replace(ANSWERED, under=under, offered=("support.grants", "gone"))
    done = press(f"{action.value}:{about}", conversation, base)
    assert done.effects[0] == AnswerPress("press")
    assert sum(isinstance(one, Say | Revise) for one in done.effects) == 1


@pytest.mark.parametrize(
    ("data", "entry"),
    [("offices", "office.all"), ("sessions", "session.upcoming"), ("pick:office.konin", "office.konin")],
)
def test_an_entry_that_an_edit_took_away_breaks_no_button(data: str, entry: str, base: Loaded):
    done = pressed(ANSWERED, CitizenPressed(CHAT, "press", data, None), world(without(base.knowledge, entry)))
    assert said(done.effects).text.key in {"press.stale", "human.reach_now", "live.sessions.none"}


@pytest.mark.parametrize("action", Action, ids=lambda one: one.value)
def test_no_press_shows_a_choice_after_a_call_for_help(action: Action, base: Loaded):
    called = replace(ANSWERED, crisis_until=NOW + timedelta(hours=1))
    done = press(f"{action.value}:office.konin", called, base)
    assert Action.NONE_OF_THESE not in {one.action for row in said(done.effects).offers for one in row}


# Buttons of a draft and of an enquiry, where there is neither.
GONE = frozenset(
    {
        *(Action.SEND, Action.SEND_UNSIGNED, Action.FIX, Action.DO_NOT_SEND, Action.CALL_ME, Action.BACK),
        *(Action.ADD, Action.END, Action.WITHDRAW, Action.ASK_BOT, Action.YES, Action.PARTLY, Action.NOT_YET),
    }
)


@pytest.mark.parametrize("action", [one for one in Action if one in GONE], ids=lambda one: one.value)
def test_a_button_of_what_is_not_there_any_more_says_so(action: Action, base: Loaded):
    assert said(press(f"{action.value}:12", ANSWERED, base).effects).text.key == "press.stale"


# Buttons of a form, a session and a wish, where there is none.
OF_SESSIONS = (
    answering.ACTIONS | owning.ACTIONS | filling.ACTIONS | interest.ACTIONS | {Action.CALENDAR, Action.ASK_ACCESS}
)


@pytest.mark.parametrize("under", Under, ids=lambda one: one.value)
@pytest.mark.parametrize("action", [one for one in Action if one not in GONE | OF_SESSIONS], ids=lambda one: one.value)
def test_what_is_typed_says_what_the_press_says(action: Action, under: Under, base: Loaded):
    conversation = replace(ANSWERED, under=under)
    about = {Action.MAP: "konin", Action.CONTACT: "gizycka", Action.LANGUAGE: "uk"}.get(action, "office.konin")
    by_typing = typed(conversation, CHAT, (action, about), world(base.knowledge))
    by_pressing = press(f"{action.value}:{about}", conversation, base, handle=None)
    assert by_typing is not None
    assert (by_typing.conversation, list(by_typing.effects)) == (
        by_pressing.conversation,
        list(by_pressing.effects[1:]),
    )


@pytest.mark.parametrize("about", ["", "all", "upcoming"])
@pytest.mark.parametrize("action", WITH_ID, ids=lambda one: one.value)
def test_what_cannot_be_meant_by_typing_is_no_press(action: Action, about: str, base: Loaded):
    assert typed(ANSWERED, CHAT, (action, about), world(base.knowledge)) is None


def test_buttons_carry_contract_labels(base: Loaded):
    done = press("pick:office.konin", CHOOSING, base)
    assert labels(said(done.effects).offers, base.knowledge)[:3] == ["Pomogło", "To nie to", "Napisz do specjalisty"]


def test_every_offer_of_an_answer_can_be_pressed(base: Loaded):
    for entry in base.knowledge.entries:
        done = press(f"pick:{entry}", CHOOSING, base)
        for one in (one for row in said(done.effects).offers for one in row):
            assert _obeyed(one, done.conversation, base), one


def _obeyed(offer: Offer, conversation: Conversation, base: Loaded) -> bool:
    effects: list[Effect] = list(press(f"{offer.action.value}:{offer.about}", conversation, base).effects)
    return said(effects).text.key != "press.stale"
