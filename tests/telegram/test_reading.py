"""Raw updates become events; what is broken is told without its text."""

from typing import Any

import pytest
from telegram import Bot
from telegram.constants import MessageAttachmentType, MessageType

from bot.domain.events import (
    AlbumKind,
    AlbumPart,
    BotMoved,
    CitizenBlocked,
    CitizenPressed,
    CitizenReturned,
    CitizenSentMedia,
    CitizenWrote,
    Event,
    GroupMigrated,
    GroupPressed,
    GroupSpoke,
    Ignored,
    Media,
    MemberChanged,
    Person,
)
from bot.telegram import contents
from bot.telegram.reading import Received, Unreadable, chat_id_of, read, update_id_of
from tests.telegram.wire import BOT_USER

PERSON = {"id": 5, "is_bot": False, "first_name": "Jo", "language_code": "uk"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Jo"}
GROUP = {"id": -1005, "type": "supergroup", "title": "Staff"}
FILE = {"file_id": "f", "file_unique_id": "u"}
SIZED = FILE | {"width": 10, "height": 10}
DISGUISED = {"first_name": "J\u202eo\u200b\n", "last_name": "X"}
SECRET = "what a person wrote"
FORUM = GROUP | {"is_forum": True}
CHANNEL = {"id": -1006, "type": "channel", "title": "News", "username": "news"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
OTHER_BOT = {"id": 77, "is_bot": True, "first_name": "Other", "username": "OtherBot"}
OURS = {"message_id": 6, "date": 1772442000, "chat": GROUP, "from": BOT_USER, "text": "x"}
# Bot API: what stands in a topic without quoting anything quotes the message that made the topic.
IN_TOPIC = {
    "message_thread_id": 40,
    "is_topic_message": True,
    "reply_to_message": OURS | {"message_id": 40, "forum_topic_created": {"name": "x", "icon_color": 1}},
}


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": 1772442000, "chat": chat, "from": PERSON} | content


def update(**parts: Any) -> dict[str, Any]:
    return {"update_id": 1} | parts


def press(**parts: Any) -> dict[str, Any]:
    return update(callback_query={"id": "99", "from": PERSON, "chat_instance": "c", "data": "ok"} | parts)


def command(text: str, length: int, **content: Any) -> dict[str, Any]:
    entity = {"type": "bot_command", "offset": 0, "length": length}
    return message(GROUP, text=text, entities=[entity]) | content


def mention(text: str, offset: int, length: int) -> dict[str, Any]:
    return message(GROUP, text=text, entities=[{"type": "mention", "offset": offset, "length": length}])


def membership(status: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    def member(status: str) -> dict[str, Any]:
        return {"user": BOT_USER, "status": status} | STANDINGS.get(status, {})

    change = {"chat": chat, "from": PERSON, "date": 1772442000, "old_chat_member": member("member")}
    return update(my_chat_member=change | {"new_chat_member": member(status)})


def change(old: str, new: str, *, user: dict[str, Any] = PERSON, **more: Any) -> dict[str, Any]:
    """Give a change of somebody else's place in the group."""

    def standing(status: str) -> dict[str, Any]:
        return {"user": user, "status": status} | STANDINGS.get(status, {})

    return {"chat": GROUP, "from": PERSON, "date": 1772442000, "old_chat_member": standing(old)} | {
        "new_chat_member": standing(new) | more
    }


_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
)
_PERMISSIONS = (
    "is_member can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
    "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews "
    "can_change_info can_invite_users can_pin_messages can_manage_topics can_edit_tag can_react_to_messages"
)
STANDINGS: dict[str, dict[str, Any]] = {
    "kicked": {"until_date": 0},
    "creator": {"is_anonymous": False},
    "administrator": dict.fromkeys(_RIGHTS.split(), True),
    "restricted": dict.fromkeys(_PERMISSIONS.split(), True) | {"until_date": 0},
}
JO = Person(5, "Jo")


def seen(*, is_present: bool, is_administrator: bool = False) -> MemberChanged:
    return MemberChanged(-1005, JO, is_present=is_present, is_administrator=is_administrator)


def spoke(text: str, *, is_addressed: bool = False, **more: Any) -> GroupSpoke:
    return GroupSpoke(-1005, 7, text, is_addressed=is_addressed, author=more.pop("author", JO), **more)


LINKED = {"type": "text_link", "offset": 3, "length": 5, "url": "https://example.org/wzor"}
CALLED = {"type": "text_mention", "offset": 3, "length": 4, "user": PERSON}
BESIDE_THE_TEXT = {
    "a link under other words": ("😀 tutaj jest", LINKED, "😀 tutaj (https://example.org/wzor) jest"),
    "a link that is its own text": ("o: a.org", LINKED | {"url": "a.org/"}, "o: a.org"),
    "a person without a user name": ("😀 Ania, weź to", CALLED, "😀 @Ania, weź to"),
    "what only looks otherwise": ("😀 tutaj jest", LINKED | {"type": "bold"}, "😀 tutaj jest"),
}


@pytest.mark.parametrize(("text", "entity", "words"), BESIDE_THE_TEXT.values(), ids=BESIDE_THE_TEXT.keys())
@pytest.mark.parametrize("chat", [PRIVATE, GROUP], ids=["private", "group"])
def test_what_stands_beside_the_text_is_read_with_it(
    text: str, entity: dict[str, Any], words: str, chat: dict[str, Any], bot: Bot
):
    said = read(update(message=message(chat, text=text, entities=[entity])), bot).event
    shown = read(update(message=message(chat, photo=[SIZED], caption=text, caption_entities=[entity])), bot).event
    assert isinstance(said, CitizenWrote | GroupSpoke)
    assert said.text == words
    assert words in {getattr(shown, "caption", None), getattr(shown, "text", None)}


# As servers before Bot API 9.6 told of it.
OLD_POLL = {"id": "1", "question": "?", "options": [{"text": "a", "voter_count": 0}], "total_voter_count": 0}
OLD_POLL |= {"is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}


@pytest.mark.parametrize("chat", [PRIVATE, GROUP], ids=["private", "group"])
def test_a_poll_of_an_older_server_is_read(chat: dict[str, Any], bot: Bot):
    event = read(update(message=message(chat, poll=OLD_POLL, reply_to_message=OURS | {"chat": chat})), bot).event
    assert isinstance(event, CitizenSentMedia | GroupSpoke)
    assert event.media is Media.OTHER


@pytest.mark.parametrize("quoted", ["reply_to_message", "external_reply"])
def test_what_quotes_a_poll_of_an_older_server_is_read(quoted: str, bot: Bot):
    origin = {"origin": {"type": "hidden_user", "date": 1772442000, "sender_user_name": "X"}}
    event = read(update(message=message(GROUP, text="x", **{quoted: OURS | origin | {"poll": OLD_POLL}})), bot).event
    assert isinstance(event, GroupSpoke)


def test_a_press_under_what_quotes_a_poll_of_an_older_server_is_read(bot: Bot):
    asked = OURS | {"reply_to_message": message(GROUP, poll=OLD_POLL)}
    assert isinstance(read(press(message=asked), bot).event, GroupPressed)


def wrote(text: str, *, is_edit: bool = False) -> CitizenWrote:
    return CitizenWrote(5, 7, text, is_edit=is_edit, language_code="uk", name="Jo")


PRESSED = CitizenPressed(5, "99", "ok", handle=None, name="Jo")

IN_TOPIC_ALONE = spoke("Hello", thread_id=40, is_forum=True)

READABLE: dict[str, tuple[dict[str, Any], Event]] = {
    "a text": (update(message=message(text="Hello")), wrote("Hello")),
    "a text without a sender": (
        update(message={key: value for key, value in message(text="Hello").items() if key != "from"}),
        CitizenWrote(5, 7, "Hello"),
    ),
    "an edited text": (
        update(edited_message=message(text="Hello", edit_date=1772442060)),
        wrote("Hello", is_edit=True),
    ),
    "a command in private": (update(message=message(text="/start")), wrote("/start")),
    "a press": (press(message=message(text="Hello")), PRESSED),
    "a press without data": (press(message=message(text="Hello"), data=None), CitizenPressed(5, "99", "", None, "Jo")),
    "a press on a message too old to be shown": (press(message={"chat": PRIVATE, "message_id": 7, "date": 0}), PRESSED),
    "a press on no message": (press(inline_message_id="i"), PRESSED),
    "a press in a group": (
        press(message=message(GROUP, text="Hello")),
        GroupPressed(-1005, "99", "ok", JO, message_id=7),
    ),
    "a press in a group on a message too old to be shown": (
        press(message={"chat": GROUP, "message_id": 7, "date": 0}),
        GroupPressed(-1005, "99", "ok", JO),
    ),
    "a press in somebody else's chat": (
        press(message=message({"id": 6, "type": "private"}, text="Hello")),
        GroupPressed(6, "99", "ok", JO, message_id=7),
    ),
    "a person who blocks the bot": (membership("kicked"), CitizenBlocked(5)),
    "a person who lets it in again": (membership("member"), CitizenReturned(5)),
    "the bot is thrown out of a group": (
        membership("kicked", GROUP),
        BotMoved(-1005, is_present=False, is_administrator=False, is_forum=False, by=JO),
    ),
    "the bot is let into a group": (
        membership("member", GROUP),
        BotMoved(-1005, is_present=True, is_administrator=False, is_forum=False, by=JO),
    ),
    "the bot becomes an administrator": (
        membership("administrator", FORUM),
        BotMoved(-1005, is_present=True, is_administrator=True, is_forum=True, by=JO),
    ),
    "the bot in a channel": (membership("administrator", {"id": -1006, "type": "channel"}), Ignored("membership")),
    "talk in a group": (update(message=message(GROUP, text="Hello")), spoke("Hello", is_addressed=False)),
    "a mention in a group": (
        update(message=mention("Hey @centrebot, who helps?", 4, 10)),
        spoke("Hey , who helps?", is_addressed=True),
    ),
    "a mention of another": (
        update(message=mention("Hey @CentreBot2 there", 4, 11)),
        spoke("Hey @CentreBot2 there", is_addressed=False),
    ),
    "an address that looks like a mention": (
        update(message=message(GROUP, text="write to jo@CentreBot")),
        spoke("write to jo@CentreBot", is_addressed=False),
    ),
    "a reply to the bot": (
        update(message=message(GROUP, text="And now?", reply_to_message=OURS)),
        spoke("And now?", is_addressed=True, reply_to=6),
    ),
    "a reply to somebody else": (
        update(message=message(GROUP, text="And now?", reply_to_message=OURS | {"from": PERSON})),
        spoke("And now?", reply_to=6),
    ),
    "a command for anybody": (update(message=command("/start", 6)), spoke("/start", is_addressed=True)),
    "a command for the bot": (
        update(message=command("/start@CENTREBOT now", 16)),
        spoke("/start now", is_addressed=True),
    ),
    "a command for another bot": (
        update(message=command("/start@OtherBot", 15)),
        spoke("/start@OtherBot", is_addressed=False),
    ),
    "a staff link": (
        update(message=command("/start@CentreBot CODE", 16)),
        spoke("/start CODE", is_addressed=True),
    ),
    "an edit in a group": (update(edited_message=message(GROUP, text="Hello")), spoke("Hello", is_edit=True)),
    "lines and gaps stay as they are": (
        update(message=message(GROUP, text="One\n\n  two  three")),
        spoke("One\n\n  two  three"),
    ),
    "a photo in a group": (
        update(message=message(GROUP, photo=[SIZED | {"file_id": "small"}, SIZED], media_group_id="a1")),
        spoke("", media=Media.PHOTO, album_id="a1", part=AlbumPart(AlbumKind.PHOTO, "f")),
    ),
    "a reply to the bot of a kind that nobody knows yet": (
        update(message=message(GROUP, reply_to_message=OURS, hologram={"id": 1})),
        spoke("", is_addressed=True, reply_to=6, media=Media.OTHER),
    ),
    "something in a group of a kind that nobody knows yet": (
        update(message=message(GROUP, hologram={"id": 1})),
        Ignored("service_message"),
    ),
    "a caption that names the bot": (
        update(
            message=message(
                GROUP,
                voice=FILE | {"duration": 3},
                caption="@CentreBot listen",
                caption_entities=[{"type": "mention", "offset": 0, "length": 10}],
            )
        ),
        spoke("listen", is_addressed=True, media=Media.VOICE),
    ),
    "a message that only stands in a topic": (update(message=message(FORUM, text="Hello") | IN_TOPIC), IN_TOPIC_ALONE),
    "a reply in a topic": (
        update(message=message(FORUM, text="Hello") | IN_TOPIC | {"reply_to_message": OURS}),
        spoke("Hello", is_addressed=True, reply_to=6, thread_id=40, is_forum=True),
    ),
    "a reply in a group without topics, which Telegram gives a thread": (
        update(message=message(GROUP, text="Hello", message_thread_id=40)),
        spoke("Hello"),
    ),
    "a reply to a message of another chat": (
        update(message=message(GROUP, text="Hello", reply_to_message=OURS | {"chat": {"id": -7, "type": "group"}})),
        spoke("Hello"),
    ),
    "an anonymous administrator": (
        update(message=message(GROUP, text="Hello", sender_chat=GROUP) | {"from": ANONYMOUS}),
        spoke("Hello", author=Person(-1005, "Staff", is_anonymous=True)),
    ),
    "a channel": (
        update(message=message(GROUP, text="Hello", sender_chat=CHANNEL) | {"from": ANONYMOUS}),
        spoke("Hello", author=Person(-1006, "News", "news", is_anonymous=True)),
    ),
    "a name with controls": (
        update(
            message=message(GROUP, text="Hello")
            | {"from": PERSON | {"first_name": "J\u202eo\u200b\n", "last_name": "X"}}
        ),
        spoke("Hello", author=Person(5, "Jo X")),
    ),
    "a name that shows nothing": (
        update(message=message(GROUP, text="Hello") | {"from": PERSON | {"first_name": "\u200b", "username": "jo_x"}}),
        spoke("Hello", author=Person(5, "jo_x", "jo_x")),
    ),
    "somebody comes": (update(chat_member=change("left", "member")), seen(is_present=True)),
    "somebody leaves": (update(chat_member=change("member", "left")), seen(is_present=False)),
    "somebody is thrown out": (update(chat_member=change("member", "kicked")), seen(is_present=False)),
    "somebody becomes an administrator": (
        update(chat_member=change("member", "administrator")),
        seen(is_present=True, is_administrator=True),
    ),
    "the owner": (
        update(chat_member=change("member", "creator")),
        seen(is_present=True, is_administrator=True),
    ),
    "somebody restricted who is there": (update(chat_member=change("member", "restricted")), seen(is_present=True)),
    "somebody restricted who is not there": (
        update(chat_member=change("member", "restricted", is_member=False)),
        seen(is_present=False),
    ),
    "another bot comes": (update(chat_member=change("left", "member", user=OTHER_BOT)), Ignored("membership")),
    "Telegram says who left": (update(message=message(GROUP, left_chat_member=PERSON)), seen(is_present=False)),
    "Telegram says who came": (
        update(message=message(GROUP, new_chat_members=[BOT_USER, PERSON])),
        seen(is_present=True),
    ),
    "Telegram says that the bot came": (
        update(message=message(GROUP, new_chat_members=[BOT_USER])),
        Ignored("service_message"),
    ),
    "Telegram says that the bot left": (
        update(message=message(GROUP, left_chat_member=BOT_USER)),
        Ignored("service_message"),
    ),
    "a group becomes a supergroup": (
        update(message=message({"id": -5, "type": "group"}, migrate_to_chat_id=-1005)),
        GroupMigrated(-5, -1005),
    ),
    "a supergroup that was a group": (
        update(message=message(GROUP, migrate_from_chat_id=-5)),
        GroupMigrated(-5, -1005),
    ),
    "a topic is made": (
        update(message=message(FORUM, forum_topic_created={"name": "x", "icon_color": 1})),
        Ignored("service_message"),
    ),
    "a reaction": (
        update(
            message_reaction={
                "chat": GROUP,
                "message_id": 7,
                "date": 1772442000,
                "user": PERSON,
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": "👍"}],
            }
        ),
        Ignored("message_reaction"),
    ),
    "a service message": (update(message=message(pinned_message=message(text="x"))), Ignored("service_message")),
    "a message of a kind that the library does not know": (
        update(message=message(telepathy={"strength": 3})),
        CitizenSentMedia(5, 7, Media.OTHER, name="Jo"),
    ),
    "a message with nothing in it": (update(message=message()), CitizenSentMedia(5, 7, Media.OTHER, name="Jo")),
    "a reaction in private": (
        update(
            message_reaction={
                "chat": PRIVATE,
                "message_id": 7,
                "user": PERSON,
                "date": 1772442000,
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": "👍"}],
            }
        ),
        Ignored("message_reaction"),
    ),
    "a post in a channel": (
        update(channel_post=message({"id": -1006, "type": "channel", "title": "News"}, text="Hello")),
        Ignored("channel_post"),
    ),
    "a kind that the library does not know": (update(telepathy={"from": PERSON}), Ignored("unknown")),
}


@pytest.mark.parametrize(("raw", "event"), READABLE.values(), ids=READABLE.keys())
async def test_an_update_becomes_an_event(bot: Bot, raw: dict[str, Any], event: Event):
    assert read(raw, bot).event == event


MEDIA: dict[str, tuple[Any, Media]] = {
    "photo": ([SIZED], Media.PHOTO),
    "live_photo": (SIZED | {"duration": 3}, Media.PHOTO),
    "document": (FILE, Media.DOCUMENT),
    "voice": (FILE | {"duration": 3}, Media.VOICE),
    "audio": (FILE | {"duration": 3}, Media.VOICE),
    "video": (SIZED | {"duration": 3}, Media.VIDEO),
    "video_note": (FILE | {"duration": 3, "length": 240}, Media.VIDEO),
    "animation": (SIZED | {"duration": 3}, Media.VIDEO),
    "sticker": (SIZED | {"type": "regular", "is_animated": False, "is_video": False}, Media.STICKER),
    "location": ({"latitude": 52.2, "longitude": 18.2}, Media.LOCATION),
    "venue": (
        {"location": {"latitude": 52.2, "longitude": 18.2}, "title": "Office", "address": "1 Street"},
        Media.LOCATION,
    ),
    "contact": ({"phone_number": "+48600000000", "first_name": "Jo"}, Media.CONTACT),
    "poll": (
        {
            "id": "1",
            "question": "?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        },
        Media.OTHER,
    ),
    "dice": ({"emoji": "🎲", "value": 3}, Media.OTHER),
    "game": ({"title": "x", "description": "x", "photo": [SIZED]}, Media.OTHER),
    "story": ({"chat": PRIVATE, "id": 1}, Media.OTHER),
    "paid_media": ({"star_count": 1, "paid_media": [{"type": "preview"}]}, Media.OTHER),
    "invoice": (
        {"title": "x", "description": "x", "start_parameter": "x", "currency": "PLN", "total_amount": 1},
        Media.OTHER,
    ),
    "checklist": ({"title": "x", "tasks": []}, Media.OTHER),
    "giveaway": ({"chats": [PRIVATE], "winners_selection_date": 1, "winner_count": 1}, Media.OTHER),
    "giveaway_winners": (
        {
            "chat": PRIVATE,
            "giveaway_message_id": 1,
            "winners_selection_date": 1,
            "winner_count": 1,
            "winners": [{"id": 6, "is_bot": False, "first_name": "Jo"}],
        },
        Media.OTHER,
    ),
}


@pytest.mark.parametrize("name", MEDIA)
async def test_whatever_a_person_sends_instead_of_text_is_noticed(bot: Bot, name: str):
    content, media = MEDIA[name]
    kind = {
        "photo": AlbumKind.PHOTO,
        "document": AlbumKind.DOCUMENT,
        "video": AlbumKind.VIDEO,
        "audio": AlbumKind.AUDIO,
    }
    part = AlbumPart(kind[name], "f") if name in kind else None
    phone = "+48600000000" if name == "contact" else ""
    expected = CitizenSentMedia(5, 7, media, part=part, name="Jo", phone=phone)
    assert read(update(message=message(**{name: content})), bot).event == expected


async def test_an_animation_is_a_video_that_stands_in_no_album(bot: Bot):
    raw = update(message=message(animation=SIZED | {"duration": 3}, document=FILE))
    assert read(raw, bot).event == CitizenSentMedia(5, 7, Media.VIDEO, name="Jo")


async def test_a_citizens_message_tells_what_it_quotes(bot: Bot):
    quoted = message(text="x") | {"message_id": 3}
    event = read(update(message=message(text="Hello", reply_to_message=quoted)), bot).event
    assert event == CitizenWrote(5, 7, "Hello", language_code="uk", name="Jo", reply_to=3)


def test_no_content_that_the_library_knows_is_met_with_silence():
    # Sent only to bots that take payments or passports, which this one does not.
    never = {MessageAttachmentType.PASSPORT_DATA, MessageAttachmentType.SUCCESSFUL_PAYMENT}
    # What the library counts among what Telegram itself says, though people pass it on from channels.
    passed_on = {MessageType.GIVEAWAY.value, MessageType.GIVEAWAY_WINNERS.value}
    assert {kind.value for kind in MessageAttachmentType if kind not in never} | passed_on <= MEDIA.keys()
    assert MEDIA.keys() == contents.MEDIA.keys()


async def test_a_part_of_an_album_carries_its_caption_and_the_album(bot: Bot):
    raw = update(message=message(photo=[SIZED], caption="What is this?", media_group_id="a1"))
    assert read(raw, bot).event == CitizenSentMedia(
        5, 7, Media.PHOTO, "What is this?", "a1", part=AlbumPart(AlbumKind.PHOTO, "f"), name="Jo"
    )


async def test_an_edited_caption_is_an_edit(bot: Bot):
    raw = update(edited_message=message(photo=[SIZED], caption="What is this?"))
    assert read(raw, bot).event == CitizenSentMedia(
        5, 7, Media.PHOTO, "What is this?", is_edit=True, part=AlbumPart(AlbumKind.PHOTO, "f"), name="Jo"
    )


async def test_a_press_names_the_message_it_stands_under(bot: Bot):
    assert read(press(message=message(text="x")), bot) == Received(1, 5, PRESSED, pressed_message_id=7)


async def test_a_press_on_a_message_too_old_names_none(bot: Bot):
    received = read(press(message={"chat": PRIVATE, "message_id": 7, "date": 0}), bot)
    assert received.pressed_message_id is None


@pytest.mark.parametrize(
    ("raw", "chat_id"),
    [
        (update(message=message(text="x")), 5),
        (update(message=message(GROUP, text="x")), -1005),
        (press(message=message(GROUP, text="x")), -1005),
        (membership("kicked"), 5),
        (update(telepathy={}), 0),
    ],
    ids=["private", "group", "press", "membership", "unknown"],
)
async def test_an_update_names_the_chat_it_concerns(bot: Bot, raw: dict[str, Any], chat_id: int):
    assert read(raw, bot).chat_id == chat_id


BROKEN: dict[str, Any] = {
    "nothing": None,
    "a list": [],
    "a text": SECRET,
    "no key": {"message": message(text=SECRET)},
    "a key that is a text": update(message=message(text=SECRET)) | {"update_id": "1"},
    "a key that is a truth": update(message=message(text=SECRET)) | {"update_id": True},
    "a key beyond 64 bits": update(message=message(text=SECRET)) | {"update_id": 2**63},
    "a message that is a text": update(message=SECRET),
    "no chat": update(message={"message_id": 7, "date": 1772442000, "text": SECRET}),
    "a chat without an id": update(message=message({"type": "private"}, text=SECRET)),
    "a chat id that is a text": update(message=message({"id": SECRET, "type": "private"}, text=SECRET)),
    "a chat id beyond 64 bits": update(message=message({"id": 2**63, "type": "private"}, text=SECRET)),
    "a message id that is a text": update(message=message(text=SECRET) | {"message_id": SECRET}),
    "a date that is a text": update(message=message(text=SECRET, date=SECRET)),
    "a text that is a number": update(message=message(text=5)),
    "half a surrogate pair": update(message=message(text=SECRET + "\ud83d")),
    "a press by nobody": update(callback_query={"id": "99", "data": SECRET}),
    "a press whose data is a number": press(message=message(text="x"), data=5),
    "a group's id that is a text": update(message=message(GROUP, migrate_to_chat_id=SECRET)),
    "an author's id that is a text": update(message=message(GROUP, text="x") | {"from": PERSON | {"id": SECRET}}),
    "a thread that is a text": update(
        message=message(FORUM, text="x", message_thread_id=SECRET, is_topic_message=True)
    ),
    "an entity beyond the text": update(message=command(SECRET, 6) | {"entities": [SECRET]}),
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_update_is_unreadable_and_its_text_is_not_repeated(bot: Bot, raw: Any):
    with pytest.raises(Unreadable) as caught:
        read(raw, bot)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(
    ("raw", "update_id"),
    [({"update_id": 7}, 7), ({"update_id": 0}, 0), ({}, None), ({"update_id": "7"}, None), (None, None), ([7], None)],
    ids=str,
)
def test_the_key_of_an_update_is_found_without_reading_it(raw: object, update_id: int | None):
    assert update_id_of(raw) == update_id


@pytest.mark.parametrize(
    ("raw", "chat_id"),
    [
        (update(message=message(text=5)), 5),
        (update(edited_message=message(text=5)), 5),
        (update(message=message(GROUP, text=5)), None),
        (press(data=5), 5),
        (press(message=message(text="x"), data=5), 5),
        (press(message=message(GROUP, text="x"), data=5), None),
        (update(message={"from": SECRET, "chat": PRIVATE}), None),
        (update(message={"from": {"id": True}, "chat": {"id": True}}), None),
        (update(message={"from": {"id": "5"}, "chat": {"id": "5"}}), None),
        (update(message=SECRET), None),
        (SECRET, None),
    ],
    ids=[
        "private",
        "an edit",
        "group",
        "press",
        "press in private",
        "press in a group",
        "no sender",
        "an id that is a truth",
        "an id that is a text",
        "no message",
        "no update",
    ],
)
def test_the_writer_of_a_broken_update_is_found_where_there_is_one(raw: object, chat_id: int | None):
    assert chat_id_of(raw) == chat_id
