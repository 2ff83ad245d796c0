"""What is typed instead of a press, given what stands under the bot's last message."""

import pytest

from bot.domain.conversation import Conversation, Under
from bot.domain.offers import Action
from bot.domain.typed import pressed_by_typing
from bot.knowledge.loading import Loaded
from bot.texts.lexicon import load_lexicon
from tests.worlds import without

OFFERED = ("office.konin", "office.poznan", "support.training")
CHOICE = Conversation(question="gdzie jest biuro", under=Under.CHOICE, offered=OFFERED)
ANSWER = Conversation(
    previous="office.konin", answered="office.konin", under=Under.ANSWER, offered=("office.hours", "support.grants")
)

KONIN, POZNAN, TRAINING = ((Action.CHOOSE, one) for one in OFFERED)
NONE = (Action.NONE_OF_THESE, "")


@pytest.mark.parametrize(
    ("text", "press"),
    [
        ("1", KONIN),
        ("1.", KONIN),
        ("2)", POZNAN),
        ("nr 3", TRAINING),
        ("numer 2 poproszę", POZNAN),
        ("ten drugi", POZNAN),
        ("Ta Druga!", POZNAN),
        ("pierwsze", KONIN),
        ("wybieram opcję trzecią", TRAINING),
        ("trójka", TRAINING),
        ("to pierwsze proszę", KONIN),
        ("ten w Koninie", KONIN),
        ("konin", KONIN),
        ("w poznaniu", POZNAN),
        ("biuro w Poznaniu", POZNAN),
        ("o szkolenie", TRAINING),
        ("tak", KONIN),
        ("żadne", NONE),
        ("zadne z tych", NONE),
        ("ŻADNE Z NICH", NONE),
        ("coś innego", NONE),
        ("ani to, ani to", NONE),
        ("nie", NONE),
        ("nie, dzięki", NONE),
    ],
)
def test_a_choice_can_be_typed(text: str, press: tuple[Action, str], base: Loaded):
    assert pressed_by_typing(text, CHOICE, load_lexicon(), base.knowledge.entries) == press


@pytest.mark.parametrize(
    "text",
    [
        "4",
        "17",
        "0",
        "biuro",
        "ten",
        "proszę",
        "ten w Pile",
        "1 czy 2",
        "pierwszy albo drugi",
        "a kiedy jest czynne biuro w Koninie?",
        "wózek",
        "",
        "…",
        "🙂",
        "²³",
    ],
)
def test_what_names_no_single_button_of_a_choice_is_an_ordinary_message(text: str, base: Loaded):
    assert pressed_by_typing(text, CHOICE, load_lexicon(), base.knowledge.entries) is None


@pytest.mark.parametrize(
    ("text", "press"),
    [
        ("pomogło", (Action.HELPED, "office.konin")),
        ("Tak, pomogło!", (Action.HELPED, "office.konin")),
        ("o to chodziło", (Action.HELPED, "office.konin")),
        ("to nie to", (Action.NOT_IT, "office.konin")),
        ("nie o to mi chodzi", (Action.NOT_IT, "office.konin")),
        ("źle", (Action.NOT_IT, "office.konin")),
        ("żadne z tych", (Action.NOT_IT, "office.konin")),
    ],
)
def test_a_button_under_an_answer_can_be_typed(text: str, press: tuple[Action, str], base: Loaded):
    assert pressed_by_typing(text, ANSWER, load_lexicon(), base.knowledge.entries) == press


def test_a_related_entry_is_opened_by_its_title(base: Loaded):
    title = base.knowledge.entries["office.hours"].title["pl"]
    found = pressed_by_typing(title.upper(), ANSWER, load_lexicon(), base.knowledge.entries)
    assert found == (Action.RELATED, "office.hours")


@pytest.mark.parametrize(("text", "action"), [("tak", Action.HELPED), ("nie", Action.NOT_IT)])
def test_yes_and_no_under_an_answer_say_whether_it_helped(text: str, action: Action, base: Loaded):
    assert pressed_by_typing(text, ANSWER, load_lexicon(), base.knowledge.entries) == (action, "office.konin")


@pytest.mark.parametrize("text", ["1", "wstecz"])
def test_under_an_answer_these_are_ordinary_messages(text: str, base: Loaded):
    assert pressed_by_typing(text, ANSWER, load_lexicon(), base.knowledge.entries) is None


@pytest.mark.parametrize("text", ["tak", "Tak, poproszę", "jasne", "ok"])
def test_yes_goes_to_a_human_where_a_human_is_offered(text: str, base: Loaded):
    conversation = Conversation(under=Under.HUMAN)
    assert pressed_by_typing(text, conversation, load_lexicon(), base.knowledge.entries) == (Action.HUMAN, "")


@pytest.mark.parametrize("text", ["nie", "nie, dziękuję"])
def test_an_offer_of_a_human_can_be_declined(text: str, base: Loaded):
    conversation = Conversation(under=Under.HUMAN)
    assert pressed_by_typing(text, conversation, load_lexicon(), base.knowledge.entries) == (Action.NO_HUMAN, "")


@pytest.mark.parametrize("text", ["1", "pomogło", "mapa"])
def test_where_a_human_is_offered_these_are_ordinary_messages(text: str, base: Loaded):
    conversation = Conversation(under=Under.HUMAN)
    assert pressed_by_typing(text, conversation, load_lexicon(), base.knowledge.entries) is None


@pytest.mark.parametrize("text", ["to pomyłka", "pomyłka", "pomyliłam się"])
def test_a_mistaken_call_for_help_is_taken_back_in_words(text: str, base: Loaded):
    conversation = Conversation(under=Under.CRISIS)
    assert pressed_by_typing(text, conversation, load_lexicon(), base.knowledge.entries) == (Action.NOT_A_CRISIS, "")


@pytest.mark.parametrize("text", ["tak", "nie", "1", "ok", "pomogło"])
def test_after_a_call_for_help_nothing_else_is_a_button(text: str, base: Loaded):
    conversation = Conversation(under=Under.CRISIS)
    assert pressed_by_typing(text, conversation, load_lexicon(), base.knowledge.entries) is None


@pytest.mark.parametrize("text", ["tak", "nie", "1", "żadne", "pomogło", "mapa", "to pomyłka"])
def test_with_nothing_under_the_last_message_words_are_words(text: str, base: Loaded):
    assert pressed_by_typing(text, Conversation(), load_lexicon(), base.knowledge.entries) is None


@pytest.mark.parametrize("under", Under, ids=lambda one: one.value)
@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("człowiek", Action.HUMAN),
        ("Napisz do specjalisty", Action.HUMAN),
        ("biura i telefony", Action.OFFICES),
        ("Spotkania w powiatach", Action.SESSIONS),
    ],
)
def test_these_work_whatever_was_said_last(text: str, action: Action, under: Under, base: Loaded):
    conversation = Conversation(previous="office.konin", under=under, offered=OFFERED)
    assert pressed_by_typing(text, conversation, load_lexicon(), base.knowledge.entries) == (action, "")


@pytest.mark.parametrize("text", ["ten w Koninie", "tak", "1", "żadne", "szkolenie"])
def test_an_offered_entry_that_an_edit_took_away_breaks_nothing(text: str, base: Loaded):
    entries = without(base.knowledge, "office.konin").entries
    found = pressed_by_typing(text, CHOICE, load_lexicon(), entries)
    assert found in {KONIN, NONE, TRAINING, None}


@pytest.mark.parametrize("text", ["tak", "1", "ten", "konin"])
def test_a_choice_of_nothing_cannot_be_made(text: str, base: Loaded):
    conversation = Conversation(under=Under.CHOICE)
    assert pressed_by_typing(text, conversation, load_lexicon(), base.knowledge.entries) is None


@pytest.mark.parametrize(("label", "language"), [("po polsku", "pl"), ("Українською", "uk"), ("English", "en")])
def test_a_language_can_be_typed_whatever_stands_under_the_last_message(label: str, language: str, base: Loaded):
    for conversation in (Conversation(), CHOICE, ANSWER):
        press = pressed_by_typing(label, conversation, load_lexicon(), base.knowledge.entries)
        assert press == (Action.LANGUAGE, language)
