"""What happened: chats, messages, the log of calls, and waiting for more of it."""

import time
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from starlette.responses import Response

from bot.sandbox.calls import LoggedCall
from bot.sandbox.control.body import Body, ControlError
from bot.sandbox.state import Chat, Stored
from bot.sandbox.wire import JsonObject

# Images that a browser shows and that cannot carry a script.
SHOWN_IMAGES = frozenset({"png", "jpeg", "gif", "webp"})
BINARY = "application/octet-stream"

DEFAULT_TIMEOUT_S = 5.0
LONGEST_WAIT_S = 120.0


def chats(body: Body) -> list[JsonObject]:
    """Return every chat: private ones of the bot first, then groups."""
    bot = body.bot()
    private = [chat for (owner, _), chat in body.world.private.items() if owner is bot]
    return [chat_json(chat) for chat in [*private, *body.world.groups.values()]]


def chat_json(chat: Chat) -> JsonObject:
    """Return a chat as the control API shows it."""
    return {
        "chat": chat.info,
        "started": chat.is_started,
        "blocked": chat.is_blocked,
        "migrated_to": chat.migrated_to,
        "members": [
            {"user_id": user_id, "status": member.status, "anonymous": member.is_anonymous}
            for user_id, member in chat.members.items()
        ],
        "bots": [{"user_id": bot.bot_id, "status": member.status} for bot, member in chat.bots.items()],
        "topics": [
            {"message_thread_id": t.thread_id, "name": t.name, "closed": t.is_closed, "deleted": t.is_deleted}
            for t in chat.topics.values()
        ],
        "pinned": chat.pinned,
        "keyboard": chat.keyboard,
        "message_count": len(chat.messages),
    }


def messages(body: Body) -> list[JsonObject]:
    """Return a chat's messages after `after`, oldest first; deleted ones too."""
    chat = body.chat()
    after = body.integer("after", 0)
    return [message_json(chat, stored) for stored in _after(chat, after)]


def message_json(chat: Chat, stored: Stored) -> JsonObject:
    """Return the message with what Telegram does not tell a bot."""
    return {
        "message": stored.message,
        "from_bot": stored.sender is not None,
        "deleted": stored.is_deleted,
        "edits": stored.edit_count,
        "reactions": [
            {"user_id": user_id, "reaction": reactions} for user_id, reactions in stored.reactions.items() if reactions
        ],
        "pinned": stored.message["message_id"] in chat.pinned,
        "update_ids": stored.update_ids,
    }


def file(body: Body) -> Response:
    """Return a file's content: an image to be shown, anything else to be saved."""
    stored = body.world.files.get(body.text("id"))
    if stored is None:
        raise ControlError("id: there is no such file")
    is_image = (stored.mime_type or "").removeprefix("image/") in SHOWN_IMAGES
    name = quote(stored.name or stored.path.rpartition("/")[2])
    headers = {
        "Content-Disposition": f"{'inline' if is_image else 'attachment'}; filename*=UTF-8''{name}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(stored.content, media_type=stored.mime_type if is_image else BINARY, headers=headers)


def log(body: Body) -> JsonObject:
    """Return the calls after `since`, with the number to give next time; filters as in `wait`."""
    chosen = _chosen(body)
    calls = [call.to_json() for call in body.world.log.since(body.integer("since", 0)) if chosen(call)]
    return {"calls": calls, "last": body.world.log.last_number}


def pending(body: Body) -> JsonObject:
    """Return how many updates the bot has not confirmed."""
    queue = body.bot().queue
    return {"pending": len(queue.waiting), "confirmed": queue.confirmed_count, "polling": queue.poll is not None}


def callback(body: Body) -> JsonObject:
    """Return the answer to a press, null while there is none."""
    query = body.world.queries.get(body.text("id"))
    if query is None:
        raise ControlError("id: there is no such press")
    return {"answer": query.answer}


async def wait(body: Body) -> JsonObject:
    """Wait until there is as much as asked for, or the time is over; say which.

    With `messages` N: until the chat holds N messages of a bot after `after`. With `calls` N: until N calls after
    `since` match. With `answer`: until that press is answered. `brief` leaves out the list and says how many.
    """
    if body.has("messages"):
        return await _until(body, _new_messages(body), body.integer("messages"), "messages")
    if body.has("answer"):
        return await _until(body, _new_answers(body), 1, "answers")
    return await _until(body, _new_calls(body), body.integer("calls", 1), "calls")


async def idle(body: Body) -> JsonObject:
    """Wait until the bot has confirmed every update and has made no call for `quiet_ms`; say whether it has.

    Calls of getUpdates do not count. A call that is being answered, or held by a fault, does.
    """
    log_, queue = body.world.log, body.bot().queue
    quiet_s = body.number("quiet_ms", 200.0) / 1000
    deadline = time.monotonic() + min(body.number("timeout", DEFAULT_TIMEOUT_S), LONGEST_WAIT_S)
    started_at = time.monotonic()
    while (now := time.monotonic()) < deadline and not body.world.is_closing:
        rest_s = max(log_.last_action_at, started_at) + quiet_s - now
        is_busy = bool(queue.waiting) or log_.in_flight > 0
        if not is_busy and rest_s <= 0:
            return {"ok": True, "last": log_.last_number}
        if is_busy:
            started_at = now
        await log_.changed.wait(min(rest_s if rest_s > 0 else quiet_s, deadline - now))
    return {"ok": False, "last": log_.last_number, "pending": len(queue.waiting)}


# What came since it was last asked, each as a function that makes its JSON.
News = Callable[[], list[Callable[[], JsonObject]]]


async def _until(body: Body, news: News, count: int, name: str) -> JsonObject:
    deadline = time.monotonic() + min(body.number("timeout", DEFAULT_TIMEOUT_S), LONGEST_WAIT_S)
    found = news()
    while len(found) < count and not body.world.is_closing:
        rest_s = deadline - time.monotonic()
        if rest_s <= 0:
            break
        await body.world.log.changed.wait(rest_s)
        found += news()
    shown = {} if body.boolean("brief") else {name: [to_json() for to_json in found]}
    return {"ok": len(found) >= count, "count": len(found), "last": body.world.log.last_number, **shown}


def _new_messages(body: Body) -> News:
    chat = body.chat()
    seen = body.integer("after", 0)

    def news() -> list[Callable[[], JsonObject]]:
        nonlocal seen
        new = _after(chat, seen)
        seen = max((int(stored.message["message_id"]) for stored in new), default=seen)
        return [partial(message_json, chat, stored) for stored in new if stored.sender and not stored.is_deleted]

    return news


def _new_calls(body: Body) -> News:
    log_, chosen = body.world.log, _chosen(body)
    seen = body.integer("since", 0)

    def news() -> list[Callable[[], JsonObject]]:
        nonlocal seen
        new = log_.since(seen)
        seen = max(seen, log_.last_number)
        return [call.to_json for call in new if chosen(call)]

    return news


def _new_answers(body: Body) -> News:
    query_id = body.text("answer")

    def news() -> list[Callable[[], JsonObject]]:
        query = body.world.queries.get(query_id)
        answer = query.answer if query is not None else None
        return [] if answer is None else [lambda: answer]

    return news


def _after(chat: Chat, message_id: int) -> list[Stored]:
    return [stored for number, stored in chat.messages.items() if number > message_id]


def _chosen(body: Body) -> Callable[[LoggedCall], bool]:
    """Return the test of `chat`, `method` (several with commas), `code`; getUpdates only if named."""
    methods = {name.lower() for name in body.text("method", "").split(",") if name}
    chat_id = body.integer("chat") if body.has("chat") else None
    code = body.integer("code") if body.has("code") else None

    def chosen(call: LoggedCall) -> bool:
        return (
            (call.method.lower() in methods if methods else call.method != "getUpdates")
            and (chat_id is None or call.chat_id == chat_id)
            and (code is None or call.code == code)
        )

    return chosen
