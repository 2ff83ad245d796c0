"""Erasure on request: three groups, asked once, and what is then done, in the group, too."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain import drafts
from bot.domain.citizen import decide
from bot.domain.conversation import Conversation, Draft, Part, Under
from bot.domain.effects import Effect, ForgetCitizen, React, Revise, Say
from bot.domain.emptying import Empty, Way
from bot.domain.enquiries import Enquiry, State
from bot.domain.events import AlbumKind, AlbumPart, CitizenPressed, CitizenWrote, Media
from bot.domain.lines import ASKED_ABOUT, Author, Fate, Line
from bot.domain.marks import Mark
from bot.domain.sessions.lives import RegistrationState
from bot.domain.texts import text
from bot.domain.world import Decision, World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP, JAN, enquiry, line, staffed
from tests.meetings import meeting, registration
from tests.worlds import CHAT, NOW, labels, renderer, said, shown

CLOSED = enquiry(State.CLOSED, number=3, owner_id=JAN.user_id, closed_at=NOW)
ASKED = Conversation(under=Under.ERASURE, question="pytanie", erasure_asked_at=NOW)
COPIES = [
    line(Author.CITIZEN, message_id=50, handle="card:12", quotes=None),
    line(Author.CITIZEN, message_id=51, handle="relay:12:51", quotes="card:12"),
    line(Author.CITIZEN, message_id=52, handle="relay:12:52", quotes="card:12", media=Media.PHOTO),
    line(Author.STAFF, message_id=40),
]


def desk(base: Loaded, *own: Enquiry, lines: list[Line] | None = None) -> World:
    seen = staffed(base.knowledge, own[0] if own else None)
    known = replace(seen.case, own=own, lines=lines or [], notice_version=drafts.NOTICE_VERSION)
    return replace(seen, case=known)


def write(words: str, seen: World, conversation: Conversation | None = None) -> Decision:
    return decide(conversation or Conversation(), CitizenWrote(CHAT, 50, words), seen)


def press(data: str, seen: World) -> Decision:
    return decide(ASKED, CitizenPressed(CHAT, "p", data, "u1:0"), seen)


def in_group(done: Decision) -> list[Effect]:
    return [one for one in done.effects if getattr(one, "chat_id", CHAT) == GROUP.chat_id]


def test_three_groups_are_listed_and_nothing_is_erased_yet(base: Loaded):
    done = write("/usun", desk(base, enquiry(), CLOSED))
    words = shown(done.effects, base.knowledge)
    for part in ("Usunę od razu", "nr 12, 3", "W grupie pracowników", "Z obowiązku prawnego", "Nic nie zostaje"):
        assert part in words
    assert [type(one) for one in done.effects] == [Say]
    assert labels(said(done.effects).offers, base.knowledge) == ["Tak, usuń", "Nie usuwaj"]


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("pl", "głosowych, okrągłych filmów, naklejek, kontaktów, miejsc ani muzyki z albumu. Poproszę o to"),
        ("uk", "голосових повідомлень, круглих відео, наліпок, контактів, місць і музики з альбому. Попрошу про це"),
        ("en", "voice messages, round videos, stickers, contacts, places and music of an album. I will ask"),
    ],
)
def test_all_that_only_staff_can_delete_is_named(language: str, named: str, base: Loaded):
    assert named in renderer(base.knowledge).plain(text("erasing.in_group"), language)


def test_an_open_enquiry_is_named_as_what_gets_no_answer(base: Loaded):
    assert "nr 12 jest otwarta" in shown(write("/usun", desk(base, enquiry())).effects, base.knowledge)


def test_a_draft_is_named(base: Loaded):
    drafting = Conversation(draft=Draft((Part("pytanie", 1),), begun_at=NOW))
    words = shown(write("/usun", desk(base), drafting).effects, base.knowledge)
    assert "nie jest jeszcze wysłane" in words
    assert "Nic tam nie ma" in words


@pytest.mark.parametrize("typed", ["tak", "tak, usuń", "usuń", "так", "yes"])
def test_a_typed_yes_erases(typed: str, base: Loaded):
    assert ForgetCitizen(CHAT) in write(typed, desk(base), ASKED).effects


@pytest.mark.parametrize("typed", ["nie", "nie usuwaj", "anuluj", "ні", "no"])
def test_a_typed_no_keeps_everything(typed: str, base: Loaded):
    done = write(typed, desk(base), ASKED)
    assert "niczego nie usuwam" in shown(done.effects, base.knowledge)
    assert done.conversation.question == "pytanie"


@pytest.mark.parametrize("typed", ["ok", "dobrze", "gdzie jest biuro w Koninie", "usunąć to nie, ale zmienić"])
def test_nothing_else_erases(typed: str, base: Loaded):
    assert ForgetCitizen(CHAT) not in write(typed, desk(base), ASKED).effects


@pytest.mark.parametrize(
    "before", [Conversation(question="pytanie"), replace(ASKED, erasure_asked_at=NOW - timedelta(days=2))]
)
def test_a_button_of_long_ago_asks_once_more(before: Conversation, base: Loaded):
    done = decide(before, CitizenPressed(CHAT, "p", "erase", "u1:0"), desk(base))
    assert ForgetCitizen(CHAT) not in done.effects
    assert labels(said(done.effects).offers, base.knowledge) == ["Tak, usuń", "Nie usuwaj"]
    assert (
        ForgetCitizen(CHAT) in decide(done.conversation, CitizenPressed(CHAT, "p", "erase", "u2:0"), desk(base)).effects
    )


def test_a_button_pressed_twice_does_not_ask_what_was_just_done(base: Loaded):
    done = press("erase", desk(base))
    again = decide(done.conversation, CitizenPressed(CHAT, "p", "erase", "u1:0"), desk(base))
    assert said(again.effects).text.key == "command.erased"


def test_who_was_at_a_session_is_not_told_that_nothing_but_numbers_stays(base: Loaded):
    came = registration(chat_id=CHAT, state=RegistrationState.ATTENDED)
    seen = meeting(base.knowledge, registrations=[came])
    done = decide(ASKED, CitizenPressed(CHAT, "p", "erase", "u1:0"), seen)
    told = [one.text.key for one in done.effects if isinstance(one, Say) and one.chat_id == CHAT]
    assert told == ["command.erased_but"]


@pytest.mark.parametrize(
    ("before", "words"),
    [(Conversation(), "Usunięte"), (ASKED, "niczego nie usuwam")],
    ids=["erased before", "asked"],
)
def test_no_pressed_after_yes_does_not_say_that_all_is_kept(before: Conversation, words: str, base: Loaded):
    done = decide(before, CitizenPressed(CHAT, "p", "keep", "u1:0"), desk(base))
    assert words in shown(done.effects, base.knowledge)


def test_what_is_stored_goes_before_the_group_is_emptied(base: Loaded):
    done = press("erase", desk(base, enquiry(), lines=COPIES))
    assert done.effects[1] == ForgetCitizen(CHAT)
    assert done.conversation == Conversation()


def test_cards_and_copies_are_emptied_by_editing(base: Loaded):
    done = in_group(press("erase", desk(base, enquiry(), CLOSED, lines=COPIES)))
    texts = [one.handle for one in done if isinstance(one, Revise) and one.is_emptying]
    assert texts == ["card:12", "relay:12:51", "card:3"]
    assert [one.handle for one in done if isinstance(one, Empty)] == ["question:12", "relay:12:52", "question:3"]


@pytest.mark.parametrize(
    ("media", "album", "ways"),
    [
        (Media.PHOTO, None, (Way.DELETE, Way.DOCUMENT)),
        (Media.STICKER, None, (Way.DELETE,)),
        (Media.CONTACT, None, (Way.DELETE,)),
        (Media.PHOTO, AlbumKind.PHOTO, (Way.DELETE, Way.PHOTO)),
        (Media.VIDEO, AlbumKind.VIDEO, (Way.DELETE, Way.PHOTO)),
        (Media.DOCUMENT, AlbumKind.DOCUMENT, (Way.DELETE, Way.DOCUMENT)),
        (Media.VOICE, AlbumKind.AUDIO, (Way.DELETE, Way.TEXT)),
    ],
)
def test_a_copy_that_is_too_old_to_be_deleted_is_replaced_as_telegram_allows(
    media: Media, album: AlbumKind | None, ways: tuple[Way, ...], base: Loaded
):
    part = None if album is None else AlbumPart(album, "f")
    album_id = None if album is None else "a"
    copy = line(Author.CITIZEN, message_id=52, handle="relay:12:52", quotes="card:12", media=media)
    done = press("erase", desk(base, enquiry(), lines=[replace(copy, part=part, album_id=album_id)]))
    assert [one.ways for one in done.effects if isinstance(one, Empty) and one.handle == "relay:12:52"] == [ways]


def test_the_emptied_card_says_only_its_number_and_why(base: Loaded):
    done = press("erase", desk(base, enquiry(), lines=COPIES))
    card = next(one for one in done.effects if isinstance(one, Revise))
    assert shown([card], base.knowledge) == (
        "Pytanie nr 12. Usunięto na żądanie. Proszę usunąć też własne wiadomości i notatki o tej sprawie."
    )
    assert not card.offers


def test_staff_are_asked_to_delete_what_they_wrote_themselves(base: Loaded):
    (told,) = (one for one in in_group(press("erase", desk(base, enquiry(), CLOSED))) if isinstance(one, Say))
    words = shown([told], base.knowledge)
    assert "12, 3" in words
    assert "własne wiadomości" in words


def test_staff_do_not_learn_from_an_erasure_who_wrote_without_a_signature(base: Loaded):
    unsigned = enquiry(State.CLOSED, number=3, signature=None, closed_at=NOW)
    told = [one for one in in_group(press("erase", desk(base, enquiry(), unsigned))) if isinstance(one, Say)]
    assert ["nr 12:" in shown([one], base.knowledge) for one in told] == [True]


def test_staff_are_told_of_a_registration_and_of_no_unsigned_question_beside_it(base: Loaded):
    seen = desk(base, enquiry(signature=None))
    with_both = replace(seen, agenda=replace(seen.agenda, mine=[registration(number=7, chat_id=CHAT)]))
    told = [one for one in in_group(press("erase", with_both)) if isinstance(one, Say)]
    assert [one.text.key for one in told] == ["erasing.staff_told_registrations"]


def test_staff_are_told_of_an_unsigned_question_that_stands_alone(base: Loaded):
    told = [one for one in in_group(press("erase", desk(base, enquiry(signature=None)))) if isinstance(one, Say)]
    assert [one.text.key for one in told] == ["erasing.staff_told"]


def test_no_word_of_the_citizen_is_in_what_goes_to_the_group(base: Loaded):
    about = enquiry(signature="Maria", question="tajne pytanie")
    done = in_group(press("erase", desk(base, about, lines=COPIES[:1])))
    assert "Maria" not in repr(done)
    assert "tajne" not in repr(done)


@pytest.mark.parametrize("why", sorted(ASKED_ABOUT))
def test_the_buttons_of_a_held_reply_go_with_the_erasure(why: str, base: Loaded):
    held = line(Author.STAFF, Fate.HELD, why=why)
    done = in_group(press("erase", desk(base, enquiry(), lines=[held])))
    (asked,) = (one for one in done if isinstance(one, Revise) and one.handle == "held:relay:-100500:40")
    assert (asked.text.key, asked.offers) == ("erasing.on_request", ())
    assert [one.text.key for one in done if isinstance(one, Say) and one.reply_to == 40] == ["mark.not_delivered"]


def test_an_alert_about_a_call_for_help_is_emptied(base: Loaded):
    called = replace(ASKED, crisis_alerts=("alert:1:2",))
    done = write("tak", desk(base), called)
    assert [one.handle for one in in_group(done) if isinstance(one, Revise)] == ["alert:1:2"]


def test_without_a_group_the_rows_go_all_the_same(base: Loaded):
    seen = desk(base, enquiry())
    alone = replace(seen, case=replace(seen.case, staff=replace(seen.case.staff, group=None)))
    done = press("erase", alone)
    assert ForgetCitizen(CHAT) in done.effects
    assert in_group(done) == []


def test_a_very_long_question_is_emptied_with_all_its_parts(base: Loaded):
    done = in_group(press("erase", desk(base, enquiry(question="ż" * 4000))))
    handles = [one.handle for one in done if isinstance(one, Empty)]
    assert handles == ["question:12", "question:12:1500", "question:12:3000"]


@pytest.mark.parametrize("fate", [Fate.HELD, Fate.QUEUED])
def test_a_reply_that_never_goes_is_said_to_be_undelivered_once_a_message(fate: Fate, base: Loaded):
    album = [line(Author.STAFF, fate, one, album_id="a") for one in (41, 42)]
    done = press("erase", desk(base, enquiry(), lines=[line(Author.STAFF, fate, 40), *album]))
    refusals = [one for one in done.effects if isinstance(one, Say) and one.text.key == "mark.not_delivered"]
    assert sorted(one.reply_to or 0 for one in refusals) == [40, 41]


def test_a_reply_that_has_just_arrived_is_marked_before_it_is_forgotten(base: Loaded):
    arrived = line(Author.STAFF, Fate.DELIVERED, 40)
    seen = desk(base, enquiry(), lines=[arrived])
    done = press("erase", replace(seen, case=replace(seen.case, unsettled=[arrived])))
    marked, erased = React(GROUP.chat_id, 40, Mark.DELIVERED), ForgetCitizen(CHAT)
    assert [one for one in done.effects if one in (marked, erased)] == [marked, erased]


LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("closing_asked_at", "erased"), [(NOW, [CHAT]), (LATER, [])], ids=["erasure last", "other last"]
)
def test_yes_answers_the_question_that_was_asked_last(closing_asked_at: datetime, erased: list[int], base: Loaded):
    closing = enquiry(State.CLOSING, asked_at=closing_asked_at, waits_since=None, human_wrote_at=NOW)
    done = write("tak", desk(base, closing), replace(ASKED, erasure_asked_at=NOW))
    assert [one.chat_id for one in done.effects if isinstance(one, ForgetCitizen)] == erased
