"""A citizen's turn is total: every state and every event have exactly one outcome, and some things come first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.citizen import decide
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import AnswerPress, JoinLinesWithin, Revise, Say, StopJoining
from bot.domain.events import (
    CitizenEvent,
    CitizenPressed,
    CitizenSentMedia,
    CitizenWrote,
    LinesWaitedOut,
    Media,
)
from bot.domain.offers import Action, DeskAction, SessionAction
from bot.domain.world import Decision, Rules, World
from bot.knowledge.loading import Loaded
from tests.worlds import CHAT, NOW, after_answer, said, shown, world

CALLED = Conversation(under=Under.CRISIS, crisis_until=NOW + timedelta(hours=12))
WAITING = Conversation(lines=("dzień dobry",))


def write(text: str, conversation: Conversation, seen: World, **changes: object) -> Decision:
    event = replace(CitizenWrote(CHAT, 7, text), **changes)  # type: ignore[arg-type]  # the fields that a test names
    return decide(conversation, event, seen)


def send(media: Media, conversation: Conversation, seen: World, **changes: object) -> Decision:
    event = replace(CitizenSentMedia(CHAT, 7, media), **changes)  # type: ignore[arg-type]  # the fields that a test names
    return decide(conversation, event, seen)


def wait(conversation: Conversation, seen: World) -> Decision:
    return decide(conversation, LinesWaitedOut(CHAT), seen)


def actions(done: Decision) -> set[Action | DeskAction | SessionAction]:
    return {one.action for row in said(done.effects).offers for one in row}


def messages(done: Decision) -> int:
    return sum(isinstance(one, Say | Revise) for one in done.effects)


def asks_for_nothing(done: Decision, before: Conversation) -> bool:
    return done.conversation == before and not done.effects


def clarified(texts: Sequence[str], seen: World, conversation: Conversation | None = None) -> list[Under]:
    """What stands under the bot's message after each text."""
    state, under = conversation or Conversation(), []
    for text in texts:
        state = write(text, state, seen).conversation
        under.append(state.under)
    return under


# Totality

WORDS = st.sampled_from(
    [
        *("koninie", "poznaniu", "pogoda", "wniosek", "niejasne", "mgliste", "czlowiekiem", "dzień dobry", "dzięki"),
        *("tak", "nie", "1", "ten drugi", "żadne", "to nie to", "pomogło", "mapa", "wizytówka", "człowiek", "pomyłka"),
        *("довідка", "please", "chcę się zabić", "ratunku", "suicide", "?", "\n", "😀", "\u202e", "\x00", "<b>", "{x}"),
    ]
)
TEXTS = st.one_of(
    st.text(min_size=1, max_size=60),
    st.lists(WORDS, min_size=1, max_size=8).map(" ".join),
    st.sampled_from(["/", "/start", "/usun", "/start t_gone", "/nic", "/operator x", "/moje_dane", "a" * 4096]),
)
ENTRIES = st.sampled_from(["office.konin", "office.all", "support.grants", "out_of_scope", "greeting", "gone"])
CONVERSATIONS = st.builds(
    Conversation,
    previous=st.none() | ENTRIES,
    answered=st.none() | ENTRIES,
    question=st.just("") | TEXTS,
    under=st.sampled_from(Under),
    offered=st.lists(ENTRIES, max_size=3).map(tuple),
    refused=st.lists(ENTRIES, max_size=3).map(tuple),
    clarifications=st.integers(0, 3),
    lines=st.lists(TEXTS, max_size=2).map(tuple),
    line_ids=st.sampled_from([(), (7,), (6, 7)]),
    album_id=st.none() | st.just("album"),
    crisis_until=st.none() | st.sampled_from([NOW - timedelta(hours=1), NOW + timedelta(hours=1)]),
)
DATA = st.one_of(
    st.text(max_size=64),
    st.builds(
        "{}:{}".format,
        st.sampled_from([one.value for one in Action]),
        ENTRIES | st.sampled_from(["konin", "gizycka", "uk", ""]),
    ),
)
EVENTS: st.SearchStrategy[CitizenEvent] = st.one_of(
    st.builds(CitizenWrote, st.just(CHAT), st.just(7), TEXTS, is_edit=st.booleans()),
    st.builds(
        CitizenSentMedia,
        st.just(CHAT),
        st.just(7),
        st.sampled_from(Media),
        caption=st.just("") | TEXTS,
        album_id=st.none() | st.just("album"),
        is_edit=st.booleans(),
    ),
    st.builds(CitizenPressed, st.just(CHAT), st.just("press"), DATA, handle=st.none() | st.just("u1:0")),
    st.just(LinesWaitedOut(CHAT)),
)


@settings(deadline=None, max_examples=300)
@given(conversation=CONVERSATIONS, event=EVENTS)
def test_every_event_in_every_state_has_one_outcome(conversation: Conversation, event: CitizenEvent, base: Loaded):
    seen = world(base.knowledge)
    done = decide(conversation, event, seen)
    match event:
        case CitizenWrote(is_edit=False) if done.conversation.lines:
            assert messages(done) == 0
            assert messages(wait(done.conversation, seen)) == 1
        case CitizenWrote(is_edit=True, text=conversation.question) | CitizenSentMedia(is_edit=True, caption=""):
            assert asks_for_nothing(done, conversation)
        case CitizenSentMedia(is_edit=True, caption=conversation.question):
            assert asks_for_nothing(done, conversation)
        case CitizenWrote(is_edit=True) | CitizenSentMedia(is_edit=True) if done.conversation.lines:
            assert messages(done) <= 1
            assert len(done.conversation.lines) == len(conversation.lines)
        case CitizenWrote(text=typed) if conversation.lines and typed.startswith("/"):
            # The question that waited has its own answer.
            assert messages(done) in {1, 2}
        case CitizenWrote():
            assert messages(done) == 1
        case CitizenSentMedia(album_id=str()) if messages(done) == 0:
            assert conversation.album_id == event.album_id
        case CitizenSentMedia():
            assert messages(done) == 1
        case CitizenPressed():
            assert done.effects[0] == AnswerPress("press")
            assert messages(done) == 1
        case LinesWaitedOut():
            assert messages(done) == (1 if conversation.lines else 0)


@settings(deadline=None, max_examples=150)
@given(conversation=CONVERSATIONS, event=EVENTS)
def test_only_this_chat_is_written_to(conversation: Conversation, event: CitizenEvent, base: Loaded):
    done = decide(conversation, event, world(base.knowledge))
    assert {getattr(one, "chat_id", CHAT) for one in done.effects} <= {CHAT}


@settings(deadline=None, max_examples=150)
@given(conversation=CONVERSATIONS, text=TEXTS)
def test_a_call_for_help_beats_every_state(conversation: Conversation, text: str, base: Loaded):
    done = write(f"chcę się zabić {text}", conversation, world(base.knowledge))
    assert said(done.effects).text.key == "crisis.answer"
    assert done.conversation.crisis_until == NOW + timedelta(hours=12)
    assert done.conversation.lines == ()


@settings(deadline=None, max_examples=150)
@given(conversation=CONVERSATIONS, text=TEXTS)
def test_no_message_after_a_call_for_help_is_met_with_a_menu(conversation: Conversation, text: str, base: Loaded):
    called = replace(conversation, lines=(), under=Under.CRISIS, crisis_until=NOW + timedelta(hours=1))
    seen = world(base.knowledge, rules=Rules(join_lines=timedelta(0)))
    if not text.startswith("/"):
        assert not actions(write(text, called, seen)) & {Action.CHOOSE, Action.NONE_OF_THESE, Action.RELATED}


@settings(deadline=None, max_examples=300)
@given(conversation=CONVERSATIONS, event=EVENTS)
def test_for_a_while_after_a_call_for_help_nothing_has_a_menu(
    conversation: Conversation, event: CitizenEvent, base: Loaded
):
    called = replace(conversation, crisis_until=NOW + timedelta(hours=1))
    done = decide(called, event, world(base.knowledge))
    if done.conversation.crisis_until is not None:
        told = [one for one in done.effects if isinstance(one, Say | Revise)]
        assert {offer.action for one in told for row in one.offers for offer in row} <= {Action.NOT_A_CRISIS}


@pytest.mark.parametrize("data", ["human:", "none:", "language:uk", "related:office.konin", "gone:"])
def test_a_press_after_a_call_for_help_leads_to_no_menu(data: str, base: Loaded):
    done = decide(CALLED, CitizenPressed(CHAT, "press", data, handle="u1:0"), world(base.knowledge))
    assert actions(done) <= {Action.NOT_A_CRISIS}


# Crisis


@pytest.mark.parametrize("text", ["/start chcę się zabić", "/chcę się zabić", "/usun ratunku"])
def test_a_call_for_help_in_a_command_is_a_call_for_help(text: str, base: Loaded):
    assert said(write(text, Conversation(), world(base.knowledge)).effects).text.key == "crisis.answer"


def test_a_call_for_help_after_a_waiting_line_is_heard_by_its_own_words(base: Loaded):
    done = write("ratunku", Conversation(lines=("please",)), world(base.knowledge))
    assert [type(one) for one in done.effects] == [StopJoining, Say]
    assert said(done.effects).text.key == "crisis.answer"


def test_a_call_for_help_in_pieces_is_heard(base: Loaded):
    seen = world(base.knowledge)
    first = write("mam dość", Conversation(), seen)
    assert messages(first) == 0
    assert said(write("życia", first.conversation, seen).effects).text.key == "crisis.answer"


def test_a_call_for_help_in_an_edit_has_nothing_before_it(base: Loaded):
    done = write("chcę się zabić", Conversation(), world(base.knowledge), is_edit=True)
    assert said(done.effects).text.key == "crisis.answer"


@pytest.mark.parametrize("media", Media, ids=lambda one: one.value)
def test_a_call_for_help_under_a_photo_is_heard(media: Media, base: Loaded):
    done = send(media, Conversation(), world(base.knowledge), caption="chcę się zabić")
    assert said(done.effects).text.key == "crisis.answer"


def test_a_call_for_help_under_a_later_part_of_an_album_is_heard(base: Loaded):
    known = Conversation(album_id="album")
    done = send(Media.PHOTO, known, world(base.knowledge), album_id="album", caption="chcę się zabić")
    assert said(done.effects).text.key == "crisis.answer"


@pytest.mark.parametrize(("text", "language"), [("suicide", "en"), ("хочу вмерти", "uk"), ("ratunku", None)])
def test_a_call_for_help_is_answered_in_its_language(text: str, language: str | None, base: Loaded):
    seen = world(base.knowledge)
    one, under_photo = (
        said(write(text, Conversation(), seen).effects),
        said(send(Media.PHOTO, Conversation(), seen, caption=text).effects),
    )
    assert isinstance(one, Say)
    assert isinstance(under_photo, Say)
    assert (one.language, under_photo.language) == (language, language)


def test_a_call_for_help_has_one_button(base: Loaded):
    assert actions(write("ratunku", Conversation(), world(base.knowledge))) == {Action.NOT_A_CRISIS}


def test_helplines_are_named_to_whoever_calls(base: Loaded):
    words = shown(write("ratunku", Conversation(), world(base.knowledge)).effects, base.knowledge)
    assert sum(one.phone in words for one in base.knowledge.crisis.contacts) >= 3


@pytest.mark.parametrize("text", ["niejasne", "nie wiem co robić", "wniosek", "pogoda", "dzień dobry", "…"])
def test_after_a_call_for_help_what_is_unsure_gets_the_helplines(text: str, base: Loaded):
    seen = world(base.knowledge, rules=Rules(join_lines=timedelta(0)))
    assert said(write(text, CALLED, seen).effects).text.key == "crisis.next"


def test_after_a_call_for_help_an_answer_must_be_very_sure(base: Loaded):
    table = {"co robić": {"support.first_contact": 0.8}}
    asked = write("co robić?", CALLED, world(base.knowledge, table))
    otherwise = write("co robić?", Conversation(), world(base.knowledge, table))
    assert said(asked.effects).text.key == "crisis.next"
    assert otherwise.conversation.answered == "support.first_contact"


@pytest.mark.parametrize("media", Media, ids=lambda one: one.value)
def test_after_a_call_for_help_a_photo_gets_the_helplines(media: Media, base: Loaded):
    assert said(send(media, CALLED, world(base.knowledge)).effects).text.key == "crisis.next"


def test_after_a_call_for_help_a_foreign_message_gets_the_helplines_in_its_language(base: Loaded):
    one = said(write("довідка", CALLED, world(base.knowledge)).effects)
    assert isinstance(one, Say)
    assert (one.text.key, one.language) == ("crisis.next", "uk")


def test_after_a_call_for_help_a_sure_question_is_answered_with_the_helplines(base: Loaded):
    done = write("gdzie jest biuro w Koninie", CALLED, world(base.knowledge))
    words = shown(done.effects, base.knowledge)
    assert "Wrzosowa 7" in words
    assert "Zagrożenie życia: 112" in words
    assert "800 70 2222" in words
    assert "116 123" not in words
    assert not said(done.effects).offers


def test_the_helplines_are_not_repeated_word_for_word_unless_it_sounds_like_a_call(base: Loaded):
    seen = world(base.knowledge, rules=Rules(join_lines=timedelta(0)))
    first = write("nie wiem co robić", CALLED, seen)
    second = write("nie wiem co robić", first.conversation, seen)
    third = write("jakoś gasne", second.conversation, seen)
    assert [said(one.effects).text.key for one in (first, second, third)] == [
        "crisis.next",
        "crisis.next_again",
        "crisis.next",
    ]
    assert "800 70 2222" in shown(second.effects, base.knowledge)


@pytest.mark.parametrize("words", ["dziękuję, już dobrze", "dobra juz ok", "дякую", "👍"])
def test_after_a_call_for_help_thanks_get_one_line_of_numbers(words: str, base: Loaded):
    one = said(write(words, CALLED, world(base.knowledge, rules=Rules(join_lines=timedelta(0)))).effects)
    assert one.text.key == "crisis.calm"
    assert "800 70 2222" in shown([one], base.knowledge)


@pytest.mark.parametrize(("hours", "under"), [(11.9, Under.CRISIS), (12, Under.CHOICE), (13, Under.CHOICE)])
def test_menus_come_back_twelve_hours_after_a_call_for_help(hours: float, under: Under, base: Loaded):
    called = write("ratunku", Conversation(), world(base.knowledge)).conversation
    later = world(base.knowledge, now=NOW + timedelta(hours=hours), rules=Rules(join_lines=timedelta(0)))
    assert write("niejasne", called, later).conversation.under is under


def test_a_mistaken_call_is_taken_back_in_words(base: Loaded):
    done = write("to pomyłka", CALLED, world(base.knowledge))
    assert done.conversation.crisis_until is None


# Clarifications

UNSURE = ("niejasne sprawy w naszej gminie", "mgliste sprawy w naszej gminie", "niejasne sprawy w innej gminie")


def test_two_clarifications_in_a_row_lead_to_a_human(base: Loaded):
    assert clarified(UNSURE, world(base.knowledge)) == [Under.CHOICE, Under.CHOICE, Under.HUMAN]


def test_an_answer_between_begins_the_count_anew(base: Loaded):
    texts = (*UNSURE[:2], "gdzie jest biuro w Koninie", *UNSURE)
    assert clarified(texts, world(base.knowledge))[2:] == [Under.ANSWER, Under.CHOICE, Under.CHOICE, Under.HUMAN]


def test_turning_down_answers_counts_as_clarifying(base: Loaded):
    seen = world(base.knowledge)
    texts = ("niejasne jest biuro w Koninie", "to nie to", "1", "to nie to", "1", "to nie to")
    found = clarified(texts, seen)
    assert Under.HUMAN in found or found.count(Under.CHOICE) <= 3


@settings(deadline=None, max_examples=40)
@given(texts=st.lists(TEXTS.filter(lambda text: not text.startswith("/")), min_size=3, max_size=8))
def test_never_three_choices_in_a_row(texts: list[str], base: Loaded):
    seen = world(base.knowledge, rules=Rules(join_lines=timedelta(0)))
    asked, state = "", Conversation()
    for text in [*UNSURE[:1], *texts]:
        done = write(text, state, seen)
        state, asked = done.conversation, asked + ("?" if said(done.effects).text.key == "choice.message" else ".")
    assert "???" not in asked


def test_the_number_of_clarifications_is_configured(base: Loaded):
    seen = world(base.knowledge, rules=Rules(most_clarifications=1))
    assert clarified(UNSURE[:2], seen) == [Under.CHOICE, Under.HUMAN]


# Lines


def test_a_greeting_waits_for_the_next_line(base: Loaded):
    done = write("dzień dobry", Conversation(), world(base.knowledge))
    assert list(done.effects) == [JoinLinesWithin(CHAT, timedelta(seconds=3))]
    assert done.conversation.lines == ("dzień dobry",)


def test_the_wait_counts_from_the_first_line(base: Loaded):
    done = write("mam pytanie", WAITING, world(base.knowledge))
    assert list(done.effects) == []
    assert done.conversation.lines == ("dzień dobry", "mam pytanie")


def test_a_question_after_waiting_lines_ends_the_wait(base: Loaded):
    done = write("gdzie jest biuro w Koninie", WAITING, world(base.knowledge))
    assert [type(one) for one in done.effects] == [StopJoining, Say]
    assert done.conversation.lines == ()
    assert done.conversation.previous == "office.konin"


def test_lines_that_nothing_follows_are_answered(base: Loaded):
    done = wait(WAITING, world(base.knowledge))
    assert done.conversation.lines == ()
    assert done.conversation.answered == "greeting"


def test_without_lines_the_end_of_a_wait_says_nothing(base: Loaded):
    assert list(wait(Conversation(), world(base.knowledge)).effects) == []


def test_with_no_waiting_configured_a_greeting_is_answered_at_once(base: Loaded):
    seen = world(base.knowledge, rules=Rules(join_lines=timedelta(0)))
    assert messages(write("dzień dobry", Conversation(), seen)) == 1


def test_a_command_ends_the_wait(base: Loaded):
    done = write("/start", WAITING, world(base.knowledge))
    assert [type(one) for one in done.effects] == [StopJoining, Say]
    assert done.conversation.lines == ()


def test_a_question_that_waits_is_answered_before_a_command(base: Loaded):
    done = write("/specjalisci", Conversation(lines=("biuro Konin",)), world(base.knowledge))
    kinds = [type(one) for one in done.effects]
    assert kinds[0] is StopJoining
    assert kinds.count(Say) == 2
    assert done.conversation.lines == ()


def test_a_photo_after_waiting_lines_keeps_their_words(base: Loaded):
    waiting = Conversation(lines=("biuro",))
    done = send(Media.PHOTO, waiting, world(base.knowledge), caption="to tutaj?")
    assert [type(one) for one in done.effects] == [StopJoining, Say]
    assert done.conversation.question == "biuro to tutaj?"


# Topics, edits, media, typing


@pytest.mark.parametrize("text", ["dziękuję", "jaka pogoda"])
def test_small_talk_and_refusals_leave_the_topic(text: str, base: Loaded):
    done = write(text, after_answer("office.konin"), world(base.knowledge))
    assert done.conversation.previous == "office.konin"
    assert done.conversation.answered in {"thanks", "out_of_scope"}


# Two lines that wait for the next.
TWO_LINES = Conversation(lines=("dzień dobry", "chciałam zapytać"), line_ids=(5, 6), question_id=6)


def edit(message_id: int, words: str, base: Loaded) -> Decision:
    return decide(TWO_LINES, CitizenWrote(CHAT, message_id, words, is_edit=True), world(base.knowledge))


def test_a_changed_line_that_waits_takes_its_own_place(base: Loaded):
    done = edit(5, "witam", base)
    assert done.conversation.lines == ("witam", "chciałam zapytać")
    assert not done.effects


def test_a_changed_line_that_completes_the_question_is_answered_with_the_others(base: Loaded):
    done = edit(6, "gdzie jest biuro w Koninie?", base)
    assert [type(one) for one in done.effects] == [StopJoining, Say]
    assert done.conversation.question == "dzień dobry gdzie jest biuro w Koninie?"
    assert done.conversation.lines == ()


def test_a_change_of_an_older_message_leaves_the_lines_that_wait(base: Loaded):
    done = edit(3, "gdzie jest biuro w Poznaniu?", base)
    assert said(done.effects).text.key == "answer.edited"
    assert done.conversation.lines == TWO_LINES.lines
    assert messages(wait(done.conversation, world(base.knowledge))) == 1


def test_a_line_changed_into_a_call_for_help_is_answered_at_once(base: Loaded):
    done = edit(5, "chcę się zabić", base)
    assert done.conversation.under is Under.CRISIS
    assert done.conversation.lines == ()


def test_an_edit_is_answered_once_under_the_changed_message(base: Loaded):
    done = write("gdzie jest biuro w Poznaniu", after_answer("office.konin"), world(base.knowledge), is_edit=True)
    one = said(done.effects)
    assert isinstance(one, Say)
    assert (one.text.key, one.reply_to) == ("answer.edited", 7)
    assert done.conversation.previous == "office.poznan"


def test_a_change_of_which_nothing_is_to_be_seen_is_not_answered(base: Loaded):
    seen = world(base.knowledge)
    asked = write("gdzie jest biuro w Koninie", Conversation(), seen).conversation
    assert asks_for_nothing(write("gdzie jest biuro w Koninie", asked, seen, is_edit=True), asked)
    captioned = send(Media.PHOTO, Conversation(), seen, caption="gdzie jest biuro w Koninie").conversation
    same = send(Media.PHOTO, captioned, seen, caption="gdzie jest biuro w Koninie", is_edit=True)
    assert asks_for_nothing(same, captioned)


def test_a_location_that_moves_is_answered_once(base: Loaded):
    seen = world(base.knowledge)
    shared = send(Media.LOCATION, Conversation(), seen).conversation
    assert asks_for_nothing(send(Media.LOCATION, shared, seen, is_edit=True), shared)


@pytest.mark.parametrize("album", [None, "album"])
def test_a_changed_caption_is_a_changed_question(album: str | None, base: Loaded):
    seen = world(base.knowledge)
    shown = send(Media.PHOTO, Conversation(), seen, caption="gdzie jest biuro w Koninie", album_id=album).conversation
    done = send(Media.PHOTO, shown, seen, caption="gdzie jest biuro w Poznaniu", album_id=album, is_edit=True)
    assert said(done.effects).text.key == "answer.edited"
    assert done.conversation.previous == "office.poznan"


def test_a_caption_changed_into_a_call_for_help_is_heard(base: Loaded):
    done = send(Media.PHOTO, Conversation(), world(base.knowledge), caption="chcę się zabić", is_edit=True)
    assert said(done.effects).text.key == "crisis.answer"


@pytest.mark.parametrize("text", ["dzień dobry", "biuro", "/start", "1"])
def test_an_edit_never_waits(text: str, base: Loaded):
    assert messages(write(text, Conversation(), world(base.knowledge), is_edit=True)) == 1


@pytest.mark.parametrize("media", Media, ids=lambda one: one.value)
def test_everything_that_is_no_text_is_offered_a_human(media: Media, base: Loaded):
    done = send(media, Conversation(), world(base.knowledge))
    assert said(done.effects).text.key == f"media.{media.value}"
    assert actions(done) == {Action.HUMAN}
    assert shown(done.effects, base.knowledge)


def test_later_parts_of_an_album_say_nothing(base: Loaded):
    seen = world(base.knowledge)
    first = send(Media.PHOTO, Conversation(), seen, album_id="album")
    second = send(Media.VIDEO, first.conversation, seen, album_id="album", caption="podpis")
    assert (messages(first), messages(second)) == (1, 0)
    assert second.conversation.question == "podpis"


def test_another_album_is_another_turn(base: Loaded):
    assert messages(send(Media.PHOTO, Conversation(album_id="old"), world(base.knowledge), album_id="album")) == 1


def test_what_is_typed_under_a_choice_chooses(base: Loaded):
    choosing = Conversation(question="biuro", under=Under.CHOICE, offered=("office.konin", "office.poznan"))
    assert write("ten w Poznaniu", choosing, world(base.knowledge)).conversation.previous == "office.poznan"


@pytest.mark.parametrize("text", ["mapa", "wizytówka"])
def test_a_button_that_is_not_there_is_an_ordinary_word(text: str, base: Loaded):
    seen = world(base.knowledge, rules=Rules(join_lines=timedelta(0)))
    done = write(text, after_answer("concept.social_economy"), seen)
    assert said(done.effects).text.key == "human.nothing_fits"


def test_a_number_that_is_not_offered_is_an_ordinary_message(base: Loaded):
    choosing = Conversation(question="biuro", under=Under.CHOICE, offered=("office.konin", "office.poznan"))
    seen = world(base.knowledge, rules=Rules(join_lines=timedelta(0)))
    assert said(write("17", choosing, seen).effects).text.key == "human.unreadable"
