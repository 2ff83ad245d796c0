"""A group's turn: silent unless addressed, public answers only."""

from dataclasses import replace

import pytest

from bot.domain.effects import AnswerPress, Effect, LeaveGroup, Say, WaitForAlbum
from bot.domain.events import AlbumArrived, GroupPressed, GroupSpoke, Media
from bot.domain.groups import decide
from bot.domain.texts import text
from bot.knowledge.loading import Loaded
from tests.desks import staffed
from tests.meetings import SESSION
from tests.worlds import said, shown, without, world

GROUP = -100200


def speak(text: str, base: Loaded, *, addressed: bool = True, **more: object) -> list[Effect]:
    event = GroupSpoke(GROUP, 7, text, addressed)
    return list(decide(replace(event, **more), world(base.knowledge)))  # type: ignore[arg-type]  # the fields named


@pytest.mark.parametrize("text", ["gdzie jest biuro w Koninie?", "/biura", "/otwarte", "chcę się zabić", ""])
def test_the_bot_is_silent_unless_addressed(text: str, base: Loaded):
    assert speak(text, base, addressed=False) == []


def test_a_question_is_answered_as_a_reply_without_buttons(base: Loaded):
    (one,) = speak("gdzie jest biuro w Koninie?", base)
    assert isinstance(one, Say)
    assert (one.chat_id, one.reply_to, list(one.offers)) == (GROUP, 7, [])
    assert "Wrzosowa 7" in shown([one], base.knowledge)


def test_several_questions_are_all_answered(base: Loaded):
    words = shown(speak("gdzie jest biuro w Koninie? a jaki grant dostanę?", base), base.knowledge)
    assert "Wrzosowa 7" in words
    assert base.knowledge.entries["support.grants"].title["pl"] in words


@pytest.mark.parametrize(
    ("command", "words"),
    [("/biura", "Wrzosowa 7"), ("/specjalisci", "Giżycka"), ("/sesje", "sesja dialogowa"), ("/SESJE", "sesja")],
)
def test_a_public_command_is_obeyed(command: str, words: str, base: Loaded):
    assert words in shown(speak(command, base), base.knowledge)


@pytest.mark.parametrize("command", ["/start", "/moje", "/moje_dane", "/usun", "/czlowiek", "/operator code", "/jezyk"])
def test_what_is_personal_is_sent_to_private_chat(command: str, base: Loaded):
    assert said(speak(command, base)).text.key == "group.private_only"


@pytest.mark.parametrize("command", ["/nie_ma", "/weather", "/", "/ biura", "/BIURO"])
def test_a_command_that_nobody_knows_is_for_another_bot(command: str, base: Loaded):
    assert speak(command, base) == []


@pytest.mark.parametrize("command", ["/otwarte", "/sesja", "/urlop", "/zastepstwo", "/polacz abc"])
def test_a_group_that_is_not_the_centres_is_told_and_left(command: str, base: Loaded):
    effects = speak(command, base)
    assert [type(one) for one in effects] == [Say, LeaveGroup]


@pytest.mark.parametrize("text", ["niejasne", "xyzzy", "co z moim wniosek", "chcę mówić z człowiekiem", "довідка"])
def test_what_needs_a_talk_is_sent_to_private_chat(text: str, base: Loaded):
    assert said(speak(text, base)).text.key == "group.private_only"


@pytest.mark.parametrize("text", ["", "…", "🙂", "dzień dobry"])
def test_a_mention_without_a_question_is_asked_for_one(text: str, base: Loaded):
    assert said(speak(text, base)).text.key == "group.ask_me"


def test_what_is_out_of_scope_is_declined(base: Loaded):
    assert said(speak("jaka pogoda", base)).text.key.startswith("answer.")


def test_a_call_for_help_gets_the_helplines(base: Loaded):
    words = shown(speak("chcę się zabić", base), base.knowledge)
    assert "112" in words


def test_a_call_for_help_is_answered_in_its_language(base: Loaded):
    one = said(speak("suicide", base))
    assert isinstance(one, Say)
    assert one.language == "en"


def test_a_press_where_the_staff_group_was_before_tells_where_the_cards_are(base: Loaded):
    (one,) = decide(GroupPressed(GROUP, "press"), staffed(base.knowledge))
    assert one == AnswerPress("press", text("group.old_button"))


def test_a_press_while_no_group_is_paired_names_no_other_group(base: Loaded):
    (one,) = decide(GroupPressed(GROUP, "press"), world(base.knowledge))
    assert one == AnswerPress("press", text("group.button_without_group"))


@pytest.mark.parametrize("command", ["/biura", "/sesje"])
def test_a_public_command_survives_an_edit_that_took_its_entry_away(command: str, base: Loaded):
    knowledge = without(base.knowledge, "office.all", "session.upcoming")
    (one,) = decide(GroupSpoke(GROUP, 7, command, is_addressed=True), world(knowledge))
    assert isinstance(one, Say)
    assert one.text.key == "group.private_only"


def test_the_question_under_a_picture_is_answered(base: Loaded):
    (one,) = speak("gdzie jest biuro w Koninie?", base, media=Media.PHOTO)
    assert isinstance(one, Say)
    assert one.reply_to == 7
    assert "Wrzosowa 7" in shown([one], base.knowledge)


@pytest.mark.parametrize("media", Media)
def test_what_comes_without_words_is_asked_for_in_words(media: Media, base: Loaded):
    (one,) = speak("", base, media=media)
    assert isinstance(one, Say)
    assert (one.text.key, one.reply_to) == ("group.media", 7)


def test_an_album_without_words_is_answered_once_when_all_of_it_is_there(base: Loaded):
    (wait,) = speak("", base, media=Media.PHOTO, album_id="album")
    assert isinstance(wait, WaitForAlbum)
    assert said(decide(AlbumArrived(GROUP), world(base.knowledge))).text.key == "group.media"


def test_a_changed_question_is_answered_anew_and_says_that_the_change_was_seen(base: Loaded):
    words = shown(speak("gdzie jest biuro w Koninie?", base, is_edit=True), base.knowledge)
    assert words.startswith("Widzę zmienione pytanie.")
    assert "Wrzosowa 7" in words


@pytest.mark.parametrize("command", ["/biura", "/otwarte", "/polacz abc", "/moje"])
def test_a_changed_command_has_to_be_sent_anew(command: str, base: Loaded):
    assert said(speak(command, base, is_edit=True)).text.key == "group.command_anew"


def test_a_message_changed_into_a_call_for_help_gets_the_helplines_first(base: Loaded):
    assert said(speak("chcę się zabić", base, is_edit=True)).text.key == "crisis.answer"


def test_a_place_that_moves_on_a_map_is_no_new_message(base: Loaded):
    assert speak("", base, media=Media.LOCATION, is_edit=True) == []


def test_a_long_list_of_sessions_goes_on_in_private(base: Loaded):
    each = {f"s{number}": replace(SESSION, id=f"s{number}") for number in range(31)}
    seen = world(replace(base.knowledge, sessions=each))
    words = shown(decide(GroupSpoke(GROUP, 7, "/sesje", is_addressed=True), seen), base.knowledge)
    assert words.startswith("Zaplanowanych jest 31 sesji dialogowych:")
    assert words.endswith("Całą listę pokażę w prywatnej rozmowie: /sesje")
