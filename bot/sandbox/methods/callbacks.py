"""answerCallbackQuery."""

import time

from bot.sandbox.methods.call import Call
from bot.sandbox.wire import bad_request

# Bot API: 0–200 characters of notification.
LONGEST_ANSWER = 200


def answer_callback_query(call: Call) -> bool:
    """Answer a press; raises 400 for a query that is unknown, too old or answered already."""
    query = call.world.queries.get(call.parameters.text("callback_query_id"))
    if query is None or query.bot is not call.bot or query.answer is not None or time.monotonic() > query.expires_at:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.parameters.text("text")
    if len(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {
        "text": text,
        "show_alert": call.parameters.boolean("show_alert"),
        "url": call.parameters.text("url"),
    }
    call.world.log.changed.send()
    return True
