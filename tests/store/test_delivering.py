"""Delivery works on each engine alike; its rules are tested in `tests/test_delivery.py`."""

from datetime import UTC, datetime

from bot.outcomes import NOWHERE, Gone, Migrated, NotSent, Outcome, Place, Uneditable
from bot.store import messages
from bot.store.database import Database
from bot.store.outgoing import EditText, Outgoing, SendText
from tests.line import FakeTelegram, Line

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

ANSWERS: dict[Outgoing, Outcome] = {
    SendText(3, "0"): Gone("blocked"),
    SendText(4, "1"): NotSent("BadRequest"),
    SendText(-5, "0"): Migrated(-1005),
    EditText(6, "card:6", "edited"): Uneditable(),
}


def answer(message: Outgoing, _place: Place) -> Outcome | None:
    return ANSWERS.get(message)


async def test_every_outcome_is_recorded(database: Database):
    line = Line(database, FakeTelegram(answer=answer))
    for chat_id in (1, 2, 3, 4, -5, 6):
        line.put(*(SendText(chat_id, str(number)) for number in range(3)), handle=f"card:{chat_id}")
    line.put(EditText(6, "card:6", "edited"))
    async with line.running():
        await line.settles(dead=1)
    texts = [(message.chat_id, message.html) for message, _ in line.telegram.asked if isinstance(message, SendText)]
    assert [html for chat_id, html in texts if chat_id == -1005] == ["0", "1", "2"]
    assert [html for chat_id, html in texts if chat_id == 3] == ["0"]
    assert [html for chat_id, html in texts if chat_id == 4] == ["0", "1", "2"]
    assert texts.count((6, "edited")) == 1
    anew = line.telegram.asked.index((SendText(6, "edited"), NOWHERE)) + 1
    assert database.read(lambda tx: messages.find(tx, "card:6")) == (6, anew)
    assert [notice.params["error"] for notice in line.notices()] == ["BadRequest"]
