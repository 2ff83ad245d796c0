"""Where calls of the bot are made in tests: a person, a forum with the bot as administrator, and what they hold."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

if TYPE_CHECKING:
    from tests.sandbox.conftest import Control

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\x10\0\0\0\x10" + b"\x08\x02\0\0\0"
ANNA, JAN = 1001, 1002


@dataclass
class Table:
    """Where calls are made: a person, a forum with the bot as administrator, and what they hold."""

    bot: telegram.Bot
    control: "Control"
    forum: int
    # Of Anna's chat: something of hers, of the bot's, and of the bot's with a file.
    hers: int
    ours: int
    file: int
    file_id: str
    # That of a button under what is ours, not answered yet.
    press: str


async def lay(bot: telegram.Bot, control: "Control") -> Table:
    """Put everything there."""
    for user_id, name in ((ANNA, "Anna"), (JAN, "Jan")):
        await control.post("/users", id=user_id, first_name=name, started=True)
    made = await control.post("/groups", kind="forum", owner=ANNA, members=[JAN], bot_status="administrator")
    hers = await control.post("/messages", **{"from": ANNA}, text="a")
    button = InlineKeyboardMarkup([[InlineKeyboardButton("Biorę", callback_data="b")]])
    ours = await bot.send_message(ANNA, "b", reply_markup=button)
    sent = await bot.send_photo(ANNA, PNG, caption="c")
    pressed = await control.post("/presses", **{"from": ANNA}, label="Biorę")
    return Table(
        bot,
        control,
        forum=made["chat"]["id"],
        hers=hers["message"]["message_id"],
        ours=ours.message_id,
        file=sent.message_id,
        file_id=sent.photo[-1].file_id,
        press=pressed["callback_query_id"],
    )


Act = Callable[[Table], Awaitable[Any]]
