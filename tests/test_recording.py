"""A row that cannot go as it is takes another shape; a line of an enquiry learns what became of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.domain.emptying import Way
from bot.domain.enquiries import Enquiry
from bot.domain.lines import Author, Fate, Line, relay_handle
from bot.domain.staff import StaffGroup
from bot.outcomes import (
    NOWHERE,
    SOURCE_GONE,
    Gone,
    Migrated,
    NotSent,
    Outcome,
    Place,
    Refused,
    Sent,
    Threadless,
    TooLong,
    Uneditable,
    Unformatted,
    Unreactable,
)
from bot.recording import ATTEMPTS, MIGRATED, THROWN_OUT, UNREACHABLE
from bot.store import citizens, due, enquiries, lines, messages, staff
from bot.store.database import Database
from bot.store.outgoing import (
    AlbumItem,
    CopyMessage,
    CreateTopic,
    Delete,
    EditCaption,
    EditText,
    Empty,
    Outgoing,
    SendAlbum,
    SendText,
    SetReaction,
)
from bot.store.schema import migrate
from bot.texts.markup import LONGEST_MESSAGE, length
from tests.line import PATIENCE_S, FakeTelegram
from tests.line import Line as Wire

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CITIZEN, GROUP = 5, -1005
COPY = CopyMessage(GROUP, CITIZEN, 70, caption="<b>x</b>", quotes="card:1")
ALBUM = SendAlbum(GROUP, (AlbumItem("photo", "f", "relay:5:70", "x"), AlbumItem("photo", "g", "relay:5:71")))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    migrate(url)
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def wire(database: Database, telegram: FakeTelegram) -> Wire:
    return Wire(database, telegram)


def know(database: Database, handle: str, message_id: int, *, chat_id: int = GROUP, thread_id: int | None = None):
    """Record a message of ours."""
    database.write(
        partial(messages.record, chat_id=chat_id, message_id=message_id, handle=handle, at=NOW, thread_id=thread_id)
    ).result(PATIENCE_S)


def keep_lines(database: Database, *message_ids: int, fate: Fate = Fate.QUEUED) -> None:
    """Store lines that a citizen wrote."""

    def work(tx):
        enquiries.keep(tx, Enquiry(1, CITIZEN, NOW, "x"))
        for one in message_ids:
            handle = relay_handle(CITIZEN, one)
            lines.keep(tx, Line(1, handle, Author.CITIZEN, fate, NOW, CITIZEN, one))

    database.write(work).result(PATIENCE_S)


def fates(database: Database) -> Sequence[tuple[Fate, str]]:
    return [(line.fate, line.why) for line in database.read(lambda tx: lines.of_enquiry(tx, 1))]


def due_rows(database: Database) -> Sequence[tuple[str, int]]:
    never = datetime.max.replace(tzinfo=UTC)
    return [(one.kind, one.subject) for one in database.read(lambda tx: due.ripe(tx, now=never, real_now=never))]


def refuse(kind: type, outcome: Outcome) -> Callable[[Outgoing, Place], Outcome | None]:
    """Answer so to one kind of message."""
    return lambda message, _: outcome if isinstance(message, kind) else None


async def asked(wire: Wire, *, dead: int = 0) -> Sequence[tuple[Outgoing, Place]]:
    """Deliver all that waits; give what was asked of Telegram."""
    async with wire.running():
        await wire.settles(dead=dead)
    return wire.telegram.asked


# Names.


async def test_a_quote_goes_to_the_message_that_the_name_became(wire: Wire, database: Database):
    know(database, "card:1", 30)
    wire.put(COPY)
    assert await asked(wire) == [(COPY, Place(quotes=30))]


async def test_what_went_in_pieces_is_deleted_with_all_of_them(wire: Wire, database: Database):
    for message_id in (30, 31):
        know(database, "relay:5:70", message_id)
    know(database, "relay:5:71", 32)
    gone = Delete(GROUP, "relay:5:70")
    wire.put(gone)
    assert await asked(wire) == [(gone, Place(target=31)), (gone, Place(target=30))]
    assert database.read(lambda tx: messages.find_in(tx, GROUP, "relay:5:71")) == (32, None)


async def test_what_stands_in_the_group_more_than_once_is_emptied_everywhere_once(wire: Wire, database: Database):
    for message_id in (30, 31):
        know(database, "card:1", message_id)
    emptying = EditText(GROUP, "card:1", "emptied", is_emptying=True)
    wire.put(emptying)
    assert [place.target for _, place in await asked(wire)] == [31, 30]
    assert database.read(lambda tx: messages.left_over(tx, GROUP)) == []


async def test_a_quote_of_what_was_never_sent_is_left_out(wire: Wire):
    wire.put(COPY)
    assert await asked(wire) == [(COPY, NOWHERE)]


async def test_a_quote_of_a_message_in_another_chat_is_left_out(wire: Wire, database: Database):
    know(database, "card:1", 30, chat_id=-1)
    wire.put(COPY)
    assert await asked(wire) == [(COPY, NOWHERE)]


async def test_a_name_is_resolved_when_its_turn_comes(wire: Wire):
    reply = SendText(GROUP, "y", quotes="card:1")
    wire.put(SendText(GROUP, "x"), handle="card:1")
    wire.put(reply)
    assert (await asked(wire))[1] == (reply, Place(quotes=1))


async def test_in_a_topic_the_card_outside_is_not_quoted(wire: Wire, database: Database):
    know(database, "card:1", 30)
    know(database, "topic:1", 40, thread_id=40)
    message = replace(COPY, topic="topic:1")
    wire.put(message)
    assert await asked(wire) == [(message, Place(thread_id=40))]


async def test_in_a_topic_a_message_of_the_topic_is_quoted(wire: Wire, database: Database):
    know(database, "topic:1", 40, thread_id=40)
    wire.put(SendText(GROUP, "x", topic="topic:1"), handle="relay:5:60")
    reply = SendText(GROUP, "y", quotes="relay:5:60", topic="topic:1")
    wire.put(reply)
    assert (await asked(wire))[1] == (reply, Place(quotes=1, thread_id=40))


async def test_where_the_topic_was_never_made_the_card_is_quoted(wire: Wire, database: Database):
    know(database, "card:1", 30)
    message = SendText(GROUP, "x", topic="topic:1")
    wire.put(message)
    assert await asked(wire) == [(message, Place(quotes=30))]


async def test_a_topic_is_known_by_its_thread(wire: Wire):
    message = SendText(GROUP, "x", topic="topic:1")
    wire.put(CreateTopic(GROUP, "1"), handle="topic:1")
    wire.put(message)
    assert (await asked(wire))[1] == (message, Place(thread_id=1))


async def test_a_topic_that_is_refused_leaves_everything_in_the_plain_group(wire: Wire, database: Database):
    know(database, "card:1", 30)
    wire.telegram.answer = refuse(CreateTopic, Sent())
    message = SendText(GROUP, "x", topic="topic:1")
    wire.put(CreateTopic(GROUP, "1"), handle="topic:1")
    wire.put(message)
    assert (await asked(wire))[1] == (message, Place(quotes=30))


# Lines learn their fate.


async def test_a_line_whose_copy_was_sent_is_delivered(wire: Wire, database: Database):
    keep_lines(database, 70)
    wire.put(COPY, handle="relay:5:70")
    await asked(wire)
    assert fates(database) == [(Fate.DELIVERED, "")]
    assert due_rows(database) == [(lines.SETTLED, 1)]
    assert database.read(lambda tx: messages.find(tx, "relay:5:70")) == (GROUP, 1)


async def test_every_part_of_an_album_is_known_and_delivered(wire: Wire, database: Database):
    keep_lines(database, 70, 71)
    wire.put(ALBUM)
    await asked(wire)
    assert fates(database) == [(Fate.DELIVERED, "")] * 2
    assert sorted(due_rows(database)) == [(lines.SETTLED, 1), (lines.SETTLED, 2)]
    assert database.read(lambda tx: messages.find(tx, "relay:5:71")) == (GROUP, 1001)


async def test_a_line_whose_copy_is_given_up_has_failed_and_says_why(wire: Wire, database: Database):
    keep_lines(database, 70)
    wire.telegram.answer = lambda *_: NotSent(SOURCE_GONE)
    wire.put(COPY, handle="relay:5:70")
    await asked(wire, dead=1)
    assert fates(database) == [(Fate.FAILED, SOURCE_GONE)]
    assert due_rows(database) == [(lines.SETTLED, 1)]


async def test_every_line_that_waited_for_a_reader_who_is_gone_has_failed(wire: Wire, database: Database):
    keep_lines(database, 70, 71)
    wire.telegram.answer = lambda *_: Gone("blocked")
    wire.put(SendText(CITIZEN, "x"))
    for one in (70, 71):
        wire.put(SendText(CITIZEN, "y"), handle=f"relay:5:{one}")
    await asked(wire)
    assert fates(database) == [(Fate.FAILED, "Gone")] * 2
    assert sorted(due_rows(database)) == [(UNREACHABLE, CITIZEN), (lines.SETTLED, 1), (lines.SETTLED, 2)]


async def test_a_message_that_is_no_line_settles_nothing(wire: Wire, database: Database):
    wire.put(SendText(CITIZEN, "x"), handle="u1:0")
    await asked(wire)
    assert due_rows(database) == []


async def test_a_line_settles_once(wire: Wire, database: Database):
    keep_lines(database, 70, fate=Fate.UNDONE)
    wire.put(COPY, handle="relay:5:70")
    await asked(wire)
    assert fates(database) == [(Fate.UNDONE, "")]
    assert due_rows(database) == []


async def test_a_line_still_under_way_is_not_settled(wire: Wire, database: Database):
    keep_lines(database, 70)
    wire.telegram.answer = lambda *_: Refused("?")
    wire.put(COPY, handle="relay:5:70")
    async with wire.running():
        await wire.telegram.was_asked(1)
        await wire.settles(waiting=1)
    assert fates(database) == [(Fate.QUEUED, "")]


async def test_the_desk_learns_of_a_citizen_who_has_blocked_the_bot(wire: Wire, database: Database):
    database.write(lambda tx: citizens.lock(tx, CITIZEN, now=NOW)).result(PATIENCE_S)
    wire.telegram.answer = lambda *_: Gone("blocked")
    wire.put(SendText(CITIZEN, "x"))
    await asked(wire)
    assert due_rows(database) == [(UNREACHABLE, CITIZEN)]
    assert database.read(lambda tx: citizens.is_blocked(tx, CITIZEN))


async def test_the_desk_learns_that_the_bot_is_out_of_its_group(wire: Wire, database: Database):
    database.write(lambda tx: staff.pair(tx, StaffGroup(GROUP, is_complete=True))).result(PATIENCE_S)
    keep_lines(database, 70)
    wire.telegram.answer = lambda *_: Gone("kicked")
    wire.put(COPY, handle=relay_handle(CITIZEN, 70))
    await asked(wire)
    assert sorted(due_rows(database)) == [(THROWN_OUT, GROUP), (lines.SETTLED, 1)]


async def test_another_group_that_is_gone_is_nobodys_block(wire: Wire, database: Database):
    wire.telegram.answer = lambda *_: Gone("kicked")
    wire.put(SendText(GROUP, "x"))
    await asked(wire)
    assert due_rows(database) == []


# Other shapes.


async def test_a_refused_reaction_becomes_a_short_answer(wire: Wire):
    wire.telegram.answer = refuse(SetReaction, Unreactable())
    mark = SetReaction(GROUP, 70, "👌", "Delivered")
    wire.put(mark)
    assert await asked(wire) == [
        (mark, NOWHERE),
        (SendText(GROUP, "Delivered", reply_to=70, silent=True), NOWHERE),
    ]


async def test_a_mark_does_not_wait_for_the_group(wire: Wire, telegram: FakeTelegram):
    telegram.is_open_for = lambda message: isinstance(message, SetReaction)
    wire.put(SendText(GROUP, "stuck"), SetReaction(GROUP, 70, "👌", "x"))
    async with wire.running():
        await wire.settles(waiting=1, in_flight=1)


@pytest.mark.parametrize("plain", [SendText(GROUP, "x"), replace(COPY, quotes=""), ALBUM], ids=lambda one: one.kind)
async def test_a_deleted_topic_loses_no_message(
    wire: Wire, database: Database, plain: SendText | CopyMessage | SendAlbum
):
    know(database, "card:1", 30)
    know(database, "topic:1", 40, thread_id=40)
    wire.telegram.answer = lambda _, place: Threadless(is_gone=True) if place.thread_id else None
    message = replace(plain, topic="topic:1")
    wire.put(message)
    wire.put(SendText(GROUP, "next", topic="topic:1"))
    first, second, third = await asked(wire)
    assert first == (message, Place(thread_id=40))
    assert second == (replace(message, topic="", quotes="card:1"), Place(quotes=30))
    assert third == (SendText(GROUP, "next", topic="topic:1"), Place(quotes=30))
    assert database.read(lambda tx: messages.find(tx, "topic:1")) is None


async def test_a_closed_topic_loses_no_message_and_is_tried_again(wire: Wire, database: Database):
    know(database, "card:1", 30)
    know(database, "topic:1", 40, thread_id=40)
    answers: list[Outcome] = [Threadless(is_gone=False)]
    wire.telegram.answer = lambda *_: answers.pop() if answers else None
    wire.put(SendText(GROUP, "x", topic="topic:1"), SendText(GROUP, "next", topic="topic:1"))
    _, second, third = await asked(wire)
    assert second == (SendText(GROUP, "x", quotes="card:1"), Place(quotes=30))
    assert third[1] == Place(thread_id=40)


async def test_a_caption_that_can_no_longer_be_changed_goes_as_a_text_that_quotes_the_file(
    wire: Wire, database: Database
):
    know(database, "relay:5:70", 33)
    wire.telegram.answer = refuse(EditCaption, Uneditable())
    edit = EditCaption(GROUP, "relay:5:70", "new")
    wire.put(edit)
    assert await asked(wire) == [
        (edit, Place(target=33)),
        (SendText(GROUP, "new", quotes="relay:5:70"), Place(quotes=33)),
    ]


async def test_what_is_to_be_emptied_and_cannot_be_changed_is_deleted(wire: Wire, database: Database):
    know(database, "card:1", 33)
    wire.telegram.answer = refuse(EditText, Uneditable())
    emptying = EditText(GROUP, "card:1", "Usunięto", is_emptying=True)
    wire.put(emptying)
    assert await asked(wire) == [(emptying, Place(target=33)), (Delete(GROUP, "card:1"), Place(target=33))]


def emptying(*ways: Way) -> Empty:
    return Empty(GROUP, "file:1:a", ways, "Usunięto", "Proszę usunąć", "a.txt")


async def test_a_file_too_old_to_be_deleted_is_replaced(wire: Wire, database: Database):
    know(database, "file:1:a", 33)
    wire.telegram.answer = lambda message, _: Uneditable() if Way.DELETE in getattr(message, "ways", ()) else None
    wire.put(emptying(Way.DELETE, Way.DOCUMENT))
    tried = [emptying(Way.DELETE, Way.DOCUMENT), emptying(Way.DOCUMENT)]
    assert await asked(wire) == [(one, Place(target=33)) for one in tried]


async def test_staff_are_asked_to_delete_what_can_be_emptied_in_no_way(wire: Wire, database: Database):
    know(database, "file:1:a", 33)
    wire.telegram.answer = refuse(Empty, Uneditable())
    wire.put(emptying(Way.DELETE))
    by_hand = SendText(GROUP, "Proszę usunąć", reply_to=33, silent=True)
    assert await asked(wire) == [(emptying(Way.DELETE), Place(target=33)), (by_hand, NOWHERE)]


async def test_every_message_of_a_name_is_emptied_though_staff_are_asked_to_delete_some(wire: Wire, database: Database):
    for message_id in (33, 34, 35):
        know(database, "file:1:a", message_id)
    music = {33, 34}
    wire.telegram.answer = lambda _, place: Uneditable() if place.target in music else None
    wire.put(emptying(Way.TEXT))
    shown = [(one.reply_to if isinstance(one, SendText) else place.target) for one, place in await asked(wire)]
    assert shown == [35, 34, 34, 33, 33]
    assert database.read(lambda tx: messages.find_in(tx, GROUP, "file:1:a")) is None


async def test_a_newer_caption_takes_the_place_of_a_waiting_one(wire: Wire, database: Database):
    know(database, "relay:5:70", 33)
    wire.put(EditCaption(GROUP, "relay:5:70", "old"), EditCaption(GROUP, "relay:5:70", "new"))
    assert await asked(wire) == [(EditCaption(GROUP, "relay:5:70", "new"), Place(target=33))]


async def test_a_deletion_goes_to_the_message_that_the_name_became(wire: Wire):
    wire.put(SendText(CITIZEN, "x"), handle="relay:-1005:9")
    wire.put(Delete(CITIZEN, "relay:-1005:9"))
    assert (await asked(wire))[1] == (Delete(CITIZEN, "relay:-1005:9"), Place(target=1))


async def test_a_text_that_is_too_long_goes_in_pieces_that_share_its_name(wire: Wire, database: Database):
    keep_lines(database, 70)
    wire.telegram.answer = lambda message, _: TooLong() if length(message.html) > LONGEST_MESSAGE else None  # type: ignore[union-attr] # texts only
    written = "word " * 1500
    wire.put(SendText(GROUP, f"<b>who</b> {written}", quotes="card:1"), handle="relay:5:70")
    pieces = [message.html for message, _ in (await asked(wire))[1:] if isinstance(message, SendText)]
    assert len(pieces) == 2
    assert "".join(pieces) == f"who {written}"
    for message_id in (2, 3):
        assert database.read(partial(messages.handle_of, chat_id=GROUP, message_id=message_id)) == "relay:5:70"
    assert fates(database) == [(Fate.DELIVERED, "")]


async def test_a_card_that_is_too_long_is_not_tried_for_ever(wire: Wire):
    wire.telegram.answer = lambda *_: TooLong()
    wire.put(EditText(GROUP, "card:1", "x"))
    assert len(await asked(wire, dead=1)) <= ATTEMPTS + 1


@pytest.mark.parametrize("message", [COPY, ALBUM], ids=lambda one: one.kind)
async def test_a_caption_that_is_too_long_goes_as_a_text_that_quotes_the_file(
    wire: Wire, database: Database, message: CopyMessage | SendAlbum
):
    keep_lines(database, 70)
    answers: list[Outcome] = [TooLong()]
    wire.telegram.answer = lambda *_: answers.pop() if answers else None
    wire.put(message, handle=None if isinstance(message, SendAlbum) else "relay:5:70")
    _, (bare, _), (said, _) = await asked(wire)
    assert type(bare) is type(message)
    assert not (bare.caption if isinstance(bare, CopyMessage) else bare.items[0].caption)
    assert isinstance(said, SendText)
    assert said.quotes == "relay:5:70"
    assert fates(database) == [(Fate.DELIVERED, "")]


@pytest.mark.parametrize(
    ("message", "plain"),
    [
        (replace(COPY, caption="<b>x</b>"), replace(COPY, caption="x")),
        (EditCaption(GROUP, "relay:5:70", "<b>x</b>"), EditCaption(GROUP, "relay:5:70", "x")),
        (
            SendAlbum(GROUP, (AlbumItem("photo", "f", "relay:5:70", "<b>x</b>"),)),
            SendAlbum(GROUP, (AlbumItem("photo", "f", "relay:5:70", "x"),)),
        ),
    ],
    ids=["copy", "caption", "album"],
)
async def test_refused_markup_under_a_file_goes_as_plain_text(wire: Wire, message: Outgoing, plain: Outgoing):
    answers: list[Outcome] = [Unformatted()]
    wire.telegram.answer = lambda *_: answers.pop() if answers else None
    wire.put(message)
    assert [one for one, _ in await asked(wire)] == [message, plain]


# The group becomes a supergroup.


async def test_the_desk_follows_its_group_once_whoever_noticed(wire: Wire, database: Database):
    database.write(lambda tx: staff.pair(tx, StaffGroup(-5, is_complete=True))).result(PATIENCE_S)
    wire.telegram.answer = lambda message, _: Migrated(GROUP) if message.chat_id == -5 else None  # type: ignore[union-attr] # no presses
    wire.put(SendText(-5, "x"), SetReaction(-5, 7, "👌", "Delivered"))
    sent = [message for message, _ in await asked(wire)]
    assert SendText(GROUP, "x") in sent
    assert SendText(GROUP, "Delivered", silent=True) in sent
    assert due_rows(database) == [(f"{MIGRATED}{GROUP}", -5)]


async def test_another_group_that_moves_does_not_concern_the_desk(wire: Wire, database: Database):
    wire.telegram.answer = lambda message, _: Migrated(GROUP) if message.chat_id == -5 else None  # type: ignore[union-attr] # no presses
    wire.put(SendText(-5, "x"))
    await asked(wire)
    assert due_rows(database) == []


async def test_a_card_that_changes_again_and_again_is_shown_when_its_turn_comes(wire: Wire, database: Database):
    know(database, "card:1", 30)
    wire.put(EditText(GROUP, "card:1", "old"), SendText(GROUP, "behind it"), EditText(GROUP, "card:1", "new"))
    assert [message for message, _ in await asked(wire)] == [
        EditText(GROUP, "card:1", "new"),
        SendText(GROUP, "behind it"),
    ]


@pytest.mark.parametrize("outcome", [Sent(), NotSent("BadRequest"), Uneditable()], ids=lambda one: type(one).__name__)
async def test_an_edit_that_comes_while_the_one_before_it_is_in_flight_is_not_lost(
    wire: Wire, telegram: FakeTelegram, outcome: Outcome
):
    telegram.is_open_for = lambda _: False
    answers = [outcome]
    telegram.answer = lambda *_: answers.pop() if answers else None
    wire.put(EditText(GROUP, "card:1", "old"))
    async with wire.running():
        await telegram.was_asked(1)
        wire.put(EditText(GROUP, "card:1", "new"))
        await telegram.open()
        await wire.settles()
    assert telegram.texts == ["old", "new"]
