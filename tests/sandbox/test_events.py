"""What the local server tells a bot, as the bot reads it: the staff group's side of relaying."""

from typing import Any

import pytest
from telegram import Bot

from bot.domain.events import (
    AlbumKind,
    BotMoved,
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
from bot.telegram.reading import read
from bot.telegram.receiving import ALLOWED_UPDATES
from tests.sandbox.conftest import Api, Control

ANNA, JAN = 1001, 1002


@pytest.fixture
async def staff(control: Control, api: Api, anna: int, group: int) -> int:
    """The group, its first updates taken."""
    await events_of(api)
    return group


async def events_of(api: Api, bot: Bot | None = None) -> list[Event]:
    """Take what waits; give it as the bot reads it."""
    raws: list[Any] = await api.ok("getUpdates", allowed_updates=list(ALLOWED_UPDATES))
    if raws:
        await api.ok("getUpdates", offset=raws[-1]["update_id"] + 1)
    return [read(raw, bot).event for raw in raws] if bot is not None else []


async def say(control: Control, chat: int, by: int = JAN, **fields: Any) -> dict[str, Any]:
    said: dict[str, Any] = await control.post("/messages", **{"from": by}, chat=chat, **fields)
    return said


async def test_a_reply_to_a_card_names_it(bot: Bot, api: Api, control: Control, staff: int):
    card = await api.ok("sendMessage", chat_id=staff, text="karta")
    said = await say(control, staff, text="tak\n\n  proszę", reply_to=card["message_id"])
    assert await events_of(api, bot) == [
        GroupSpoke(
            staff,
            said["message"]["message_id"],
            "tak\n\n  proszę",
            is_addressed=True,
            author=Person(JAN, "Jan"),
            reply_to=card["message_id"],
        )
    ]


async def test_what_stands_in_a_topic_quotes_nothing(bot: Bot, api: Api, control: Control, staff: int):
    await control.post(f"/chats/{staff}", is_forum=True)
    thread = (await api.ok("createForumTopic", chat_id=staff, name="Nr 1"))["message_thread_id"]
    await say(control, staff, text="tak", message_thread_id=thread)
    created, spoke = await events_of(api, bot)
    assert created == Ignored("service_message")
    assert isinstance(spoke, GroupSpoke)
    assert (spoke.thread_id, spoke.reply_to, spoke.is_addressed) == (thread, None, False)


async def test_an_anonymous_administrator_is_nobody_in_particular(bot: Bot, api: Api, control: Control, staff: int):
    await say(control, staff, ANNA, text="tak", anonymous=True)
    [spoke] = await events_of(api, bot)
    assert isinstance(spoke, GroupSpoke)
    assert spoke.author == Person(staff, "Zespół", is_anonymous=True)


async def test_a_link_that_adds_the_bot_is_a_command(bot: Bot, api: Api, control: Control, staff: int):
    await say(control, staff, text="/start@sandbox_bot KOD-1")
    [spoke] = await events_of(api, bot)
    assert isinstance(spoke, GroupSpoke)
    assert (spoke.text, spoke.is_addressed) == ("/start KOD-1", True)


async def test_the_parts_of_an_album_share_it_and_can_be_sent_again(
    bot: Bot, api: Api, control: Control, anna: int, staff: int
):
    album = [{"photo": True, "caption": "oto"}, {"video": True}]
    await say(control, anna, ANNA, album=album)
    await say(control, staff, album=album)
    parts = await events_of(api, bot)
    assert len({one.album_id for one in parts if isinstance(one, CitizenSentMedia | GroupSpoke)}) == 2
    for part, kind in zip(parts, (AlbumKind.PHOTO, AlbumKind.VIDEO) * 2, strict=True):
        assert isinstance(part, CitizenSentMedia | GroupSpoke)
        assert part.part is not None
        assert part.part.kind is kind
        media = [{"type": kind.value, "media": part.part.file_id}] * 2
        assert len(await api.ok("sendMediaGroup", chat_id=staff, media=media)) == 2


async def test_an_edit_and_a_voice_message_are_heard(bot: Bot, api: Api, control: Control, staff: int):
    said = await say(control, staff, text="tak")
    await control.post("/edits", **{"from": JAN}, chat=staff, message_id=said["message"]["message_id"], text="nie")
    await say(control, staff, voice={"duration": 3})
    _, edit, voice = await events_of(api, bot)
    assert isinstance(edit, GroupSpoke)
    assert isinstance(voice, GroupSpoke)
    assert (edit.text, edit.is_edit) == ("nie", True)
    assert (voice.media, voice.part) == (Media.VOICE, None)


async def test_a_press_names_who_and_what(bot: Bot, api: Api, control: Control, staff: int):
    keyboard = {"inline_keyboard": [[{"text": "Biorę", "callback_data": "d.claim:1"}]]}
    card = await api.ok("sendMessage", chat_id=staff, text="karta", reply_markup=keyboard)
    press = await control.post("/presses", **{"from": JAN}, chat=staff, label="Biorę")
    assert await events_of(api, bot) == [
        GroupPressed(staff, press["callback_query_id"], "d.claim:1", Person(JAN, "Jan"), message_id=card["message_id"])
    ]


PLACES = {"left": (False, False), "kicked": (False, False), "administrator": (True, True)}


@pytest.mark.parametrize("status", PLACES)
async def test_who_comes_and_goes_is_told(bot: Bot, api: Api, control: Control, staff: int, status: str):
    await control.post(f"/chats/{staff}/members", user=JAN, status=status)
    is_present, is_administrator = PLACES[status]
    seen = MemberChanged(staff, Person(JAN, "Jan"), is_present=is_present, is_administrator=is_administrator)
    assert set(await events_of(api, bot)) == {seen}


async def test_the_bot_learns_of_its_own_place(bot: Bot, api: Api, control: Control, staff: int):
    await control.post(f"/chats/{staff}/members", status="member")
    await control.post(f"/chats/{staff}/members", status="kicked")
    demoted, out = await events_of(api, bot)
    anna = Person(ANNA, "Anna")
    assert demoted == BotMoved(staff, is_present=True, is_administrator=False, is_forum=False, by=anna)
    assert out == BotMoved(staff, is_present=False, is_administrator=False, is_forum=False, by=anna)


async def test_a_group_that_becomes_a_supergroup_says_so_from_both_ends(
    bot: Bot, api: Api, control: Control, anna: int, staff: int
):
    made = await control.post("/groups", title="Mała", owner=anna, bot_status="administrator")
    await events_of(api)
    old = made["chat"]["id"]
    new = (await control.post(f"/chats/{old}/migrate"))["chat"]["id"]
    assert await events_of(api, bot) == [GroupMigrated(old, new)] * 2


async def test_reactions_ask_for_nothing(bot: Bot, api: Api, control: Control, staff: int):
    said = await say(control, staff, text="tak")
    await control.post("/reactions", **{"from": JAN}, chat=staff, message_id=said["message"]["message_id"], emoji="👍")
    assert (await events_of(api, bot))[1:] == [Ignored("message_reaction")]


async def test_a_citizen_quotes_what_a_human_wrote(bot: Bot, api: Api, control: Control, anna: int, staff: int):
    answer = await api.ok("sendMessage", chat_id=anna, text="Dzień dobry")
    said = await say(control, anna, ANNA, text="A kiedy?", reply_to=answer["message_id"])
    assert await events_of(api, bot) == [
        CitizenWrote(
            anna,
            said["message"]["message_id"],
            "A kiedy?",
            language_code="pl",
            name="Anna",
            reply_to=answer["message_id"],
        )
    ]
