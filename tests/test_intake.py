"""One event, one transaction: what is decided is kept and enqueued, all of it or nothing, once."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from bot.applying import LINES, Applying
from bot.domain.commands import STAFF_MENU
from bot.domain.effects import Relay, ShareContact
from bot.domain.events import (
    AlbumArrived,
    AlbumKind,
    AlbumPart,
    BotMoved,
    CitizenBlocked,
    CitizenReturned,
    CitizenSentMedia,
    CitizenUnreachable,
    CitizenWrote,
    DeskOpened,
    EnquiryFellDue,
    Event,
    FactsFellDue,
    GroupMigrated,
    GroupPressed,
    GroupSpoke,
    Ignored,
    LineSettled,
    LinesWaitedOut,
    Media,
    Outlived,
    Person,
    Reminder,
)
from bot.domain.keeping import PairGroup
from bot.domain.knowledge import Location
from bot.domain.lines import Author, Fate, Line
from bot.domain.offers import Action
from bot.domain.staff import StaffGroup
from bot.domain.texts import Text
from bot.domain.vcards import vcard
from bot.intake import _event_of
from bot.recording import MIGRATED, THROWN_OUT, UNREACHABLE
from bot.shaping import callback_data
from bot.store import citizens, due, operators, outbox
from bot.store.due import Due
from bot.store.outbox import Priority
from bot.store.outgoing import (
    AlbumItem,
    AnswerPress,
    CopyMessage,
    EditText,
    LeaveChat,
    Outgoing,
    SendAlbum,
    SendContact,
    SendText,
    SendVenue,
    SetCommands,
)
from bot.storing import keep
from bot.texts.texts import DEFAULT
from tests.handled import PATIENCE_S, Crash, Handled
from tests.worlds import CHAT, NOW

KONIN = "gdzie jest biuro w Koninie"
UNSURE = "niejasne sprawy w naszej gminie"
GROUP = -100200


def buttons(message: object) -> Sequence[str]:
    assert isinstance(message, SendText | EditText)
    return [str(one.data) for row in message.buttons for one in row]


# Once


async def test_an_update_takes_effect_once(handled: Handled):
    event = CitizenWrote(CHAT, 1, KONIN)
    assert await handled.take(event, update_id=9)
    assert not await handled.take(event, update_id=9)
    assert len(handled.texts()) == 1


async def test_an_update_is_known_by_its_key_and_not_by_its_order(handled: Handled):
    assert await handled.take(CitizenWrote(CHAT, 1, KONIN), update_id=9)
    assert await handled.take(CitizenWrote(CHAT, 2, KONIN), update_id=8)
    assert len(handled.texts()) == 2


async def test_what_is_committed_wakes_the_delivery(handled: Handled):
    await handled.write(KONIN)
    assert handled.commits == 1


async def test_an_answer_hurries_a_letter_that_waits_for_the_same_person(handled: Handled):
    letter = SendText(CHAT, "Nowa sesja")
    await asyncio.wrap_future(
        handled.database.write(
            lambda tx: outbox.put(tx, letter, priority=Priority.BROADCAST, created_at=handled.real_now)
        )
    )
    await handled.write("/start")
    heads = handled.database.read(lambda tx: outbox.heads(tx, limit=8))
    assert [(row.message, row.priority) for row in heads] == [(letter, Priority.ANSWER)]


async def test_a_crash_keeps_nothing(handled: Handled):
    handled.crashes_left.append(None)
    with pytest.raises(Crash):
        await handled.take(CitizenWrote(CHAT, 1, "poison w Koninie od dawna"), update_id=9)
    assert handled.rows() == {}
    assert await handled.take(CitizenWrote(CHAT, 1, "poison w Koninie od dawna"), update_id=9)


async def test_a_crash_leaves_its_neighbour_alone(handled: Handled):
    handled.crashes_left.append(None)
    with pytest.raises(Crash):
        await handled.write("poison w Koninie od dawna")
    await handled.write(KONIN, chat_id=CHAT + 1)
    assert len(handled.texts(CHAT + 1)) == 1


async def test_what_asks_for_nothing_is_only_remembered_as_seen(handled: Handled):
    await handled.take(Ignored("poll"))
    assert handled.rows() == {"updates": 1}


async def test_what_is_due_is_decided_once(handled: Handled):
    await handled.write("dzień dobry")
    (item,) = handled.due()
    await handled.intake.take_due(item)
    await handled.intake.take_due(item)
    assert len(handled.texts()) == 1


async def test_what_was_moved_meanwhile_is_not_decided(handled: Handled):
    await handled.write("dzień dobry")
    (item,) = handled.due()
    await handled.intake.take_due(replace(item, at=item.at - timedelta(seconds=1)))
    assert handled.texts() == []


async def test_a_due_row_of_an_unknown_kind_is_not_passed_over_in_silence(handled: Handled):
    item = Due("unknown", 1, at=handled.now, real=False)
    handled.database.write(lambda tx: due.set_due(tx, item)).result(PATIENCE_S)
    with pytest.raises(ValueError, match="unknown"):
        await handled.intake.take_due(item)


# What is kept


async def test_the_conversation_goes_on_where_it_was(handled: Handled):
    await handled.write(KONIN)
    await handled.write("to nie to")
    assert handled.citizen().conversation.refused == ("office.konin",)


async def test_two_people_have_two_conversations(handled: Handled):
    await handled.write(KONIN)
    await handled.write("gdzie jest biuro w Poznaniu", chat_id=CHAT + 1)
    assert handled.citizen().conversation.previous == "office.konin"
    assert handled.citizen(CHAT + 1).conversation.previous == "office.poznan"


async def test_the_last_turn_is_timed_by_the_time_the_bot_lives_in(handled: Handled):
    await handled.write(KONIN)
    assert handled.table("citizens")[0].last_turn_at == handled.now


async def test_who_blocks_the_bot_is_noted_and_who_returns_too(handled: Handled):
    await handled.write(KONIN)
    await handled.take(CitizenBlocked(CHAT))
    assert handled.table("citizens")[0].blocked_at == handled.real_now
    await handled.take(CitizenReturned(CHAT))
    assert handled.table("citizens")[0].blocked_at is None


async def test_who_blocks_the_bot_unknown_stays_unknown(handled: Handled):
    await handled.take(CitizenBlocked(CHAT))
    assert handled.table("citizens") == []


# Languages


async def test_a_message_is_in_the_readers_language(handled: Handled):
    handled.citizen()
    handled.database.write(
        lambda tx: citizens.save(tx, replace(citizens.lock(tx, CHAT, now=handled.now), language="en"), now=handled.now)
    ).result(PATIENCE_S)
    await handled.write("ratunku")
    (message,) = handled.waiting()
    assert isinstance(message, SendText)
    assert message.buttons[0][0].label == "It was a mistake"


async def test_a_chosen_language_holds_from_its_own_confirmation_on(handled: Handled):
    await handled.press("lang:uk")
    await handled.write("kompletnie niezrozumiała wiadomość o niczym")
    assert "Українською" in handled.texts()[0]
    (message,) = handled.waiting()[-1:]
    assert isinstance(message, SendText)
    assert message.buttons[0][0].label == "Надіслати спеціалістам"
    assert handled.citizen().language == "uk"


async def test_a_foreign_message_is_answered_in_its_language_and_changes_nothing(handled: Handled):
    await handled.write("office please")
    assert handled.texts()[0].startswith("Hello!")
    assert handled.citizen().language is None


# Rendering


async def test_what_people_type_is_escaped(handled: Handled):
    await handled.write("<b>& gdzie jest biuro w Koninie? Ile waży wielki dorosły <i>słoń</i> afrykański?")
    assert "&lt;i&gt;" in handled.texts()[0]
    assert "<i>" not in handled.texts()[0]


async def test_the_longest_message_of_telegram_is_answered_within_its_limit(handled: Handled):
    await handled.write(f"gdzie jest biuro w Koninie? {'słowo ' * 670}?"[:4096])
    assert len(handled.texts()[0]) < 4096


async def test_buttons_carry_action_and_id(handled: Handled):
    await handled.write(KONIN)
    (message,) = handled.waiting()
    assert buttons(message)[:3] == ["ok:office.konin", "no:office.konin", "human"]


@pytest.mark.parametrize(
    ("action", "about", "data"), [(Action.HELPED, "office.konin", "ok:office.konin"), (Action.HUMAN, "", "human")]
)
def test_callback_data_is_action_and_id(action: Action, about: str, data: str):
    assert callback_data(action, about) == data


async def test_an_edit_quotes_the_changed_message(handled: Handled):
    await handled.take(CitizenWrote(CHAT, 77, KONIN, is_edit=True))
    (message,) = handled.waiting()
    assert isinstance(message, SendText)
    assert message.reply_to == 77


# Presses and handles


async def test_a_message_with_buttons_has_a_name_of_its_own(handled: Handled):
    await handled.write(KONIN)
    await handled.write(KONIN)
    names = [row.handle for row in handled.table("outbox")]
    assert None not in names
    assert len(set(names)) == 2


async def test_answers_to_lines_have_names_of_their_own(handled: Handled):
    for _ in range(2):
        await handled.write("dzień dobry")
        await handled.end_waits()
    names = [row.handle for row in handled.table("outbox")]
    assert len(set(names)) == 2


async def test_a_press_changes_the_message_it_stands_under(handled: Handled):
    await handled.write(UNSURE)
    handled.sent()
    await handled.press("pick:support.training", message_id=101)
    answer, edit = handled.waiting()
    assert answer == AnswerPress("press")
    assert isinstance(edit, EditText)
    (known,) = handled.table("sent_messages")
    assert edit.target == known.handle


async def test_a_press_under_the_older_of_two_choices_changes_the_older(handled: Handled):
    for _ in range(2):
        await handled.write("niejasne")
        await handled.end_waits()
    handled.sent()
    await handled.press("pick:support.training", message_id=101)
    older = next(row.handle for row in handled.table("sent_messages") if row.message_id == 101)
    (edit,) = (one for one in handled.waiting() if isinstance(one, EditText))
    assert edit.target == older


async def test_a_message_sent_just_before_a_crash_is_adopted(handled: Handled):
    await handled.press("pick:support.training", message_id=555)
    (known,) = handled.table("sent_messages")
    assert (known.chat_id, known.message_id) == (CHAT, 555)
    (edit,) = (one for one in handled.waiting() if isinstance(one, EditText))
    assert edit.target == known.handle


async def test_a_press_without_its_message_is_answered_anew(handled: Handled):
    await handled.press("pick:support.training")
    assert [type(one) for one in handled.waiting()] == [AnswerPress, SendText]


async def test_the_answer_to_a_press_overtakes_the_chat(handled: Handled):
    await handled.press("ok:office.konin")
    priorities = {row.lane: row.priority for row in handled.table("outbox")}
    assert priorities["press:press"] < priorities[f"chat:{CHAT}"]


async def test_a_press_in_a_group_gets_a_note(handled: Handled):
    await handled.take(GroupPressed(GROUP, "press"))
    (note,) = handled.waiting()
    assert isinstance(note, AnswerPress)
    assert 0 < len(note.text) <= 200


# Other effects


async def test_a_pin_follows_its_words(handled: Handled):
    located = replace(handled.knowledge.offices["konin"], location=Location(52.2, 18.25))
    handled.knowledge = replace(handled.knowledge, offices={**handled.knowledge.offices, "konin": located})
    await handled.press("map:konin")
    _, words, pin = handled.waiting()
    assert isinstance(words, SendText)
    assert isinstance(pin, SendVenue)
    assert (pin.lat, pin.lon) == (52.2, 18.25)
    assert "Wrzosowa 7" in pin.address


async def test_a_contact_card_follows_its_words(handled: Handled):
    await handled.press("card:gizycka")
    _, _, card = handled.waiting()
    assert isinstance(card, SendContact)
    assert (card.name, card.phone) == ("Anna Giżycka", "+48 512 212 242")
    assert "ORG:WOES" in card.vcard


def test_a_vcard_is_written_as_the_standard_asks():
    card = ShareContact(CHAT, "Anna Maria Nowak; dr", "+48 512 212 242", "a@b.pl", "A, B\\C")
    assert vcard(card).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Anna Maria Nowak\\; dr",
        "N:dr;Anna Maria Nowak\\;;;;",
        "ORG:A\\, B\\\\C",
        "TEL;TYPE=WORK,VOICE:+48512212242",
        "EMAIL;TYPE=INTERNET:a@b.pl",
        "END:VCARD",
    ]


async def test_a_group_that_is_not_ours_is_left_after_it_was_told(handled: Handled):
    await handled.take(GroupSpoke(GROUP, 1, "/otwarte", is_addressed=True))
    assert [type(one) for one in handled.waiting()] == [SendText, LeaveChat]


async def test_a_group_has_no_conversation(handled: Handled):
    await handled.take(GroupSpoke(GROUP, 1, KONIN, is_addressed=True))
    assert handled.table("citizens") == []


async def test_lines_are_waited_for_in_real_time(handled: Handled):
    await handled.write("dzień dobry")
    assert handled.due() == [Due(LINES, CHAT, at=handled.real_now + timedelta(seconds=3), real=True)]


async def test_the_wait_is_counted_from_the_first_line(handled: Handled):
    await handled.write("dzień dobry")
    begun = handled.real_now
    handled.real_now += timedelta(seconds=2)
    await handled.write("mam pytanie")
    assert [one.at for one in handled.due()] == [begun + timedelta(seconds=3)]


async def test_a_question_ends_the_wait(handled: Handled):
    await handled.write("dzień dobry")
    await handled.write(KONIN)
    assert handled.due() == []
    assert len(handled.texts()) == 1


async def test_lines_that_waited_are_answered_once(handled: Handled):
    await handled.write("dzień dobry")
    assert handled.texts() == []
    await handled.end_waits()
    await handled.end_waits()
    assert len(handled.texts()) == 1


async def test_the_end_of_a_wait_for_somebody_erased_says_nothing(handled: Handled):
    await handled.take(LinesWaitedOut(CHAT))
    assert handled.texts() == []


@pytest.mark.parametrize("media", Media, ids=lambda one: one.value)
async def test_whatever_is_sent_is_answered(media: Media, handled: Handled):
    await handled.take(CitizenSentMedia(CHAT, 1, media))
    assert len(handled.texts()) == 1


# Operators


@pytest.mark.parametrize("typed", ["/operator right", "/OPERATOR right", "/operator@bot right"])
async def test_the_code_makes_an_operator_and_is_used_up(typed: str, handled: Handled):
    handled.keep_code("right")
    await handled.write(typed)
    await handled.write("/operator right", chat_id=CHAT + 1)
    assert handled.database.read(operators.all_operators) == [CHAT]
    assert [row.kind for row in handled.table("codes")] == ["group"]
    assert "/polacz group-code" in handled.texts()[0]


async def test_a_wrong_code_makes_nobody_an_operator(handled: Handled):
    handled.keep_code("right")
    await handled.write("/operator wrong")
    assert handled.database.read(operators.all_operators) == []
    assert len(handled.table("codes")) == 1


# Erasure


async def test_erasing_leaves_no_row_about_the_person(handled: Handled):
    await handled.write("niejasne sprawy w naszej gminie")
    handled.sent()
    await handled.press("lang:uk")
    await handled.intake.count_failure(900, chat_id=CHAT, error="Crash")
    await handled.intake.set_aside(901, chat_id=CHAT, error="Crash", body="{}")
    await handled.write("dzień dobry")
    await handled.erase()
    assert handled.rows().keys() == {"updates", "notices", "outbox", "tallies"}
    assert len(handled.texts()) == 1
    assert "Видалено" in handled.texts()[0]


async def test_after_the_last_word_is_delivered_nothing_is_left(handled: Handled):
    await handled.write(KONIN)
    handled.sent()
    await handled.erase()
    handled.sent()
    assert handled.rows().keys() == {"updates", "tallies"}


async def test_erasing_one_person_leaves_the_others(handled: Handled):
    await handled.write(KONIN, chat_id=CHAT + 1)
    await handled.erase()
    assert handled.citizen(CHAT + 1).conversation.previous == "office.konin"
    assert len(handled.texts(CHAT + 1)) == 1


async def test_whoever_was_erased_is_new(handled: Handled):
    await handled.press("lang:uk")
    await handled.erase()
    await handled.write(KONIN)
    assert handled.citizen().language is None


# Set aside


async def test_an_update_set_aside_is_kept_whole_and_its_writer_told(handled: Handled):
    await handled.intake.set_aside(9, chat_id=CHAT, error="Crash", body='{"update_id": 9}')
    (kept,) = handled.table("failures")
    assert (kept.update_id, kept.chat_id, kept.error, kept.body) == (9, CHAT, "Crash", '{"update_id": 9}')
    assert "zajrzy do niej człowiek" in handled.texts()[0]
    assert all(one.phone in handled.texts()[0] for one in handled.knowledge.offices.values())
    assert len(handled.table("notices")) == 1


@pytest.mark.parametrize(("group", "is_told"), [(GROUP, True), (GROUP - 1, False)])
async def test_what_staff_said_and_is_set_aside_is_marked_as_not_delivered(group: int, is_told: bool, handled: Handled):
    paired = PairGroup(StaffGroup(GROUP, is_complete=False))
    handled.database.write(lambda tx: Applying(tx, handled.scene(), "u1", NOW).apply([paired], "pl")).result(PATIENCE_S)
    await handled.intake.set_aside(9, chat_id=None, error="Crash", body="{}", spoken=(group, 50))
    marks = [one for one in handled.waiting() if isinstance(one, SendText) and one.reply_to == 50]
    assert bool(marks) == is_told
    assert all("Nie dostarczono" in one.html for one in marks)


async def test_an_update_is_set_aside_once(handled: Handled):
    for _ in range(2):
        await handled.intake.set_aside(9, chat_id=CHAT, error="Crash", body="{}")
    assert len(handled.texts()) == 1
    assert len(handled.table("notices")) == 1


async def test_an_update_set_aside_takes_no_effect_later(handled: Handled):
    await handled.intake.set_aside(9, chat_id=CHAT, error="Crash", body="{}")
    assert not await handled.take(CitizenWrote(CHAT, 1, KONIN), update_id=9)


async def test_an_update_of_nobody_is_set_aside_in_silence(handled: Handled):
    await handled.intake.set_aside(9, chat_id=None, error="Unreadable", body="{}")
    assert handled.waiting() == []
    assert len(handled.table("failures")) == 1


async def test_an_update_is_set_aside_at_the_time_the_bot_lives_in(handled: Handled):
    await handled.intake.set_aside(9, chat_id=CHAT, error="Crash", body="{}")
    assert handled.table("failures")[0].set_aside_at == handled.now


async def test_crashes_are_counted(handled: Handled):
    counted = [await handled.intake.count_failure(9, chat_id=CHAT, error="Crash") for _ in range(3)]
    assert counted == [1, 2, 3]


# What falls due


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("lines", LinesWaitedOut(5)),
        ("album", AlbumArrived(5)),
        ("draft", Outlived(5)),
        ("conversation.outlived", Outlived(5, is_conversation=True)),
        ("facts", FactsFellDue()),
        ("desk.opens", DeskOpened()),
        ("line.settled", LineSettled(5)),
        (UNREACHABLE, CitizenUnreachable(5)),
        (f"{MIGRATED}-1005", GroupMigrated(5, -1005)),
        (THROWN_OUT, BotMoved(5, is_present=False, is_administrator=False, is_forum=False, by=Person(0, ""))),
        *((one.value, EnquiryFellDue(5, one)) for one in Reminder),
    ],
    ids=str,
)
def test_a_due_row_is_an_event(kind: str, event: Event):
    assert _event_of(Due(kind, 5, at=NOW, real=True)) == event


async def test_a_citizen_who_is_back_before_the_refusal_is_decided_is_not_blocked(handled: Handled):
    await handled.write(KONIN)
    handled.database.write(lambda tx: due.set_due(tx, Due(UNREACHABLE, CHAT, at=NOW, real=True))).result(PATIENCE_S)
    await handled.upkeep.decide_due()
    assert not handled.database.read(lambda tx: citizens.is_blocked(tx, CHAT))


async def test_the_desk_offers_its_commands_once_it_is_paired(handled: Handled):
    def pair(tx: Connection) -> None:
        Applying(tx, handled.scene(), "u1", NOW).apply([PairGroup(StaffGroup(GROUP, is_complete=False))], "uk")

    handled.database.write(pair).result(PATIENCE_S)
    [offered] = handled.waiting()
    assert isinstance(offered, SetCommands)
    assert (offered.chat_id, [name for name, _ in offered.commands]) == (GROUP, list(STAFF_MENU))


def photo(message_id: int, part: AlbumPart | None) -> Line:
    handle = f"relay:1:{message_id}"
    return Line(
        1, handle, Author.CITIZEN, Fate.QUEUED, NOW, CHAT, message_id, media=Media.PHOTO, part=part, quotes="card:1"
    )


def relay(handled: Handled, wanted: Relay) -> Sequence[Outgoing]:
    """Apply one wish in words that are only its parameter; give what waits then."""
    scene = handled.scene()
    words = replace(scene.renderer, catalogues={DEFAULT: {"relayed": "{words}"}})
    applying = replace(scene, renderer=words)
    handled.database.write(lambda tx: Applying(tx, applying, "u1", NOW).apply([wanted], DEFAULT)).result(PATIENCE_S)
    return handled.waiting()


def test_what_somebody_wrote_is_relayed_whole(handled: Handled):
    whole = "długo " * 1000
    line = Line(1, "relay:1:7", Author.CITIZEN, Fate.QUEUED, NOW, CHAT, 7)
    assert relay(handled, Relay(GROUP, [line], Text("relayed", {"words": whole}))) == [SendText(GROUP, whole)]


def test_an_album_is_relayed_as_one(handled: Handled):
    lines = [photo(one, AlbumPart(AlbumKind.PHOTO, f"f{one}")) for one in (7, 8)]
    words = [Text("relayed", {"words": one}) for one in "xy"]
    assert relay(handled, Relay(GROUP, lines, words[0], captions=words[1:], topic="topic:1")) == [
        SendAlbum(
            GROUP,
            (AlbumItem("photo", "f7", "relay:1:7", "x"), AlbumItem("photo", "f8", "relay:1:8", "y")),
            quotes="card:1",
            topic="topic:1",
        )
    ]


def test_the_caption_of_an_album_is_the_first_file_s_where_there_is_one(handled: Handled):
    lines = [photo(one, AlbumPart(AlbumKind.PHOTO, f"f{one}")) for one in (7, 8)]
    (album,) = relay(handled, Relay(GROUP, lines, Text("relayed", {"words": "x"})))
    assert isinstance(album, SendAlbum)
    assert [one.caption for one in album.items] == ["x", ""]


def test_an_album_with_a_part_that_cannot_stand_in_one_goes_part_by_part(handled: Handled):
    lines = [photo(7, None), photo(8, AlbumPart(AlbumKind.PHOTO, "f8"))]
    assert relay(handled, Relay(GROUP, lines, Text("relayed", {"words": "x"}), is_silent=True)) == [
        CopyMessage(GROUP, CHAT, 7, "x", quotes="card:1", silent=True),
        CopyMessage(GROUP, CHAT, 8, quotes="card:1", silent=True),
    ]


# A question that nobody sends


async def test_an_unsent_question_is_forgotten_in_its_time_and_nothing_else(handled: Handled):
    paired = PairGroup(StaffGroup(-1005, is_complete=True))
    handled.database.write(lambda tx: keep(tx, paired, now=NOW, zone=ZoneInfo("UTC"))).result(PATIENCE_S)
    await handled.write(KONIN)
    await handled.write("człowiek")
    (began,) = (one.last_turn_at for one in handled.table("citizens"))
    assert handled.citizen(CHAT).conversation.draft is not None
    handled.now += timedelta(hours=72)
    await handled.upkeep.decide_due()
    (row,) = handled.table("citizens")
    assert "draft" not in row.conversation
    assert "office.konin" in row.conversation
    assert row.last_turn_at == began


async def test_nobody_is_made_by_a_question_that_is_forgotten(handled: Handled):
    handled.database.write(lambda tx: due.set_due(tx, Due("draft", CHAT, at=NOW, real=False))).result(PATIENCE_S)
    await handled.upkeep.decide_due()
    assert handled.table("citizens") == []
