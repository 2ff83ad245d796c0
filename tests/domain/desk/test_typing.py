"""Everything that a button of the group does can be typed, and nothing else is taken for a button."""

from dataclasses import replace

import pytest

from bot.domain.desk import reminders, speech, templates
from bot.domain.desk.typing import pressed_by_typing
from bot.domain.effects import React, Relay, Say
from bot.domain.enquiries import State, list_handle
from bot.domain.events import EnquiryFellDue, Reminder
from bot.domain.keeping import KeepEnquiry, KeepLine
from bot.domain.lines import Author, Fate
from bot.domain.marks import Mark
from bot.domain.offers import DeskAction
from bot.domain.staff import Member
from bot.domain.texts import text
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from bot.texts.lexicon import load_lexicon
from tests.desks import EWA, JAN, enquiry, line, reply, staffed
from tests.worlds import NOW, renderer

TAKEN = enquiry(State.TAKEN, last_reply="relay:-100500:40")
HELD = line(Author.STAFF, Fate.HELD)


def on_card(base: Loaded, actor: Member = JAN) -> World:
    return staffed(base.knowledge, TAKEN, actor=actor, quoted_handle="card:12", lines=[line(Author.STAFF)])


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("biorę 12", DeskAction.CLAIM),
        ("12 biorę", DeskAction.CLAIM),
        ("Zamknij 12", DeskAction.CLOSE),
        ("Oddaj 12.", DeskAction.RELEASE),
        ("Nowy termin 12", DeskAction.NEW_PROMISE),
        ("12", DeskAction.SHOW_CARD),
        ("nr 12?", None),
        ("Ewa weźmie 12", None),
    ],
)
def test_a_reply_to_a_list_of_enquiries_names_the_one_that_it_is_for(
    words: str, action: DeskAction | None, base: Loaded
):
    seen = staffed(base.knowledge, enquiry(), actor=JAN, quoted_handle=list_handle(11, "desk.untaken", NOW))
    button = pressed_by_typing(reply(words), seen)
    assert (button.action if button else None) is action


@pytest.mark.parametrize(
    ("words", "action", "about"),
    [
        ("Biorę", DeskAction.CLAIM, ""),
        ("biore to!", DeskAction.CLAIM, ""),
        ("przekaż", DeskAction.HAND_OVER, ""),
        ("przekaż Ewa", DeskAction.HAND_OVER_TO, "73"),
        ("przekaż Ewie", DeskAction.HAND_OVER, ""),
        ("oddaj", DeskAction.RELEASE, ""),
        ("szablon", DeskAction.TEMPLATE, ""),
        ("szablon 2", DeskAction.PREVIEW, "details"),
        ("szablon prośba o szczegóły", DeskAction.PREVIEW, "details"),
        ("szablon 9", DeskAction.TEMPLATE, ""),
        ("szablon sprawdzmy", DeskAction.TEMPLATE, ""),
        ("wyślij szablon 1", DeskAction.SEND_TEMPLATE, "entry"),
        ("Wyślij szablon: sprawdzamy", DeskAction.SEND_TEMPLATE, "checking"),
        ("wyślij szablon", DeskAction.TEMPLATE, ""),
        ("wyślij", DeskAction.TEMPLATE, ""),
        ("wróć", DeskAction.BACK, ""),
        ("nowy termin", DeskAction.NEW_PROMISE, ""),
        ("nowy termin 2", DeskAction.PROMISE_FOR, "2"),
        ("załatwione telefonicznie", DeskAction.PHONED, ""),
        ("ZAMKNIJ", DeskAction.CLOSE, ""),
        ("spam", DeskAction.SPAM, ""),
        ("cofnij", DeskAction.UNDO, "40"),
    ],
)
def test_a_reply_to_the_card_that_is_a_buttons_words_presses_it(
    words: str, action: DeskAction, about: str, base: Loaded
):
    button = pressed_by_typing(reply(words), on_card(base))
    assert button is not None
    assert (button.action, button.number, button.about) == (action, 12, about)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Biorę udział w tym spotkaniu",
        "zamknij okno i spróbuj jeszcze raz",
        "nowy termin to wtorek",
        "szablon umowy wyślemy jutro",
        "wyślij nam umowę",
        "// biorę",
        "tak",
    ],
)
def test_other_words_press_nothing(words: str, base: Loaded):
    assert pressed_by_typing(reply(words), on_card(base)) is None


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("wyślij i biorę", DeskAction.SEND_AND_TAKE),
        ("wyślij jako wsparcie", DeskAction.SEND_AS_SUPPORT),
        ("to notatka", DeskAction.IS_NOTE),
    ],
)
def test_a_reply_to_the_question_about_a_held_message_decides_it(words: str, action: DeskAction, base: Loaded):
    world = staffed(base.knowledge, TAKEN, actor=JAN, quoted=HELD, is_copy_quoted=True, quoted_handle="held:x")
    button = pressed_by_typing(reply(words), world)
    assert button is not None
    assert (button.action, button.about) == (action, "40")
    assert pressed_by_typing(reply(f"{words} jutro rano"), world) is None


def test_the_words_of_the_button_under_a_warning_press_it(base: Loaded):
    (warning, *_) = (
        one
        for one in reminders.fell_due(EnquiryFellDue(12, Reminder.OWNER_SILENT), staffed(base.knowledge, TAKEN))
        if isinstance(one, Say)
    )
    button = pressed_by_typing(
        reply("nowy termin 2"), staffed(base.knowledge, TAKEN, actor=JAN, quoted_handle=warning.handle)
    )
    assert button is not None
    assert (button.action, button.number, button.about) == (DeskAction.PROMISE_FOR, 12, "2")


def test_a_reply_to_ones_own_message_takes_it_back(base: Loaded):
    world = staffed(base.knowledge, TAKEN, actor=JAN, quoted=line(Author.STAFF))
    button = pressed_by_typing(reply("cofnij"), world)
    assert button is not None
    assert (button.action, button.about) == (DeskAction.UNDO, "40")


def test_what_was_typed_is_marked_as_a_note_and_goes_to_nobody(base: Loaded):
    done = speech.spoke(reply("oddaj"), on_card(base))
    assert [one.enquiry.state for one in done if isinstance(one, KeepEnquiry)] == [State.WAITING]
    assert [one.mark for one in done if isinstance(one, React)] == [Mark.NOTE]
    assert not any(isinstance(one, Relay) for one in done)


def test_what_cannot_be_pressed_is_said_under_the_message(base: Loaded):
    (told,) = speech.spoke(reply("oddaj", EWA), on_card(base, EWA))
    assert isinstance(told, Say)
    assert renderer(base.knowledge).plain(told.text, "pl").startswith("Nie dostarczono. Tę sprawę prowadzi")


def test_ready_replies_can_be_sent_by_typing(base: Loaded):
    done = speech.spoke(reply("wyślij szablon 2"), on_card(base))
    (sent,) = (one for one in done if isinstance(one, Relay))
    assert sent.text is not None
    assert "proszę napisać kilka słów więcej" in renderer(base.knowledge).plain(sent.text, "pl")
    (kept,) = (one.line for one in done if isinstance(one, KeepLine))
    assert (kept.fate, kept.message_id, sent.lines) == (Fate.QUEUED, 50, [kept])
    assert not any(isinstance(one, React) for one in done)
    changed = staffed(base.knowledge, TAKEN, actor=JAN, line=kept, lines=[kept])
    assert speech.spoke(replace(reply("wyślij szablon 3"), is_edit=True), changed) == ()


def test_the_titles_of_ready_replies_are_among_the_words(base: Loaded):
    words = renderer(base.knowledge)
    for one in templates.CANNED:
        title = words.plain(text(f"template.{one}.title"), "pl")
        assert templates.named(title, TAKEN, on_card(base)) == one


def test_the_labels_of_the_buttons_are_among_the_words(base: Loaded):
    typed = load_lexicon().typed
    words = renderer(base.knowledge)
    for section, key in {"desk_claim": "claim", "desk_phoned": "phoned", "desk_new_promise": "new_promise"}.items():
        label = words.template(f"button.{key}", "pl")
        assert any(
            " ".join(phrase) in str(label).casefold().replace("ł", "l").replace("ę", "e") for phrase in typed[section]
        )
