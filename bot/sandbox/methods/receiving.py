"""getUpdates with its long poll, and the webhook settings that exclude it."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine

from bot.sandbox.methods.call import Call
from bot.sandbox.updates import UpdateQueue, Wake
from bot.sandbox.wire import ApiError, JsonObject, bad_request

# Client.cpp: the longest a poll is held, and the most updates of one answer.
LONGEST_POLL_S = 50
MOST_UPDATES = 100

CONFLICTS = {
    Wake.REPLACED: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    Wake.WEBHOOK_SET: "Conflict: terminated by setWebhook request",
}
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def get_updates(call: Call, gone: Callable[[], Coroutine[object, object, None]]) -> bytes:
    """Return waiting updates as a JSON array, waiting up to `timeout` seconds for the first.

    Confirms what lies below `offset`. `gone` ends when the client hangs up. Raises 409 for the poll that another
    getUpdates or a webhook replaces.
    """
    queue = call.bot.queue
    if call.bot.webhook.get("url"):
        raise ApiError(409, WEBHOOK_ACTIVE)
    queue.ask(_allowed(call))
    queue.confirm(call.parameters.integer("offset"))
    limit = call.parameters.integer("limit")
    limit = min(limit, MOST_UPDATES) if limit > 0 else MOST_UPDATES
    timeout_s = min(call.parameters.integer("timeout"), LONGEST_POLL_S)
    if not queue.waiting and timeout_s > 0:
        await _wait(queue, timeout_s, gone)
    return queue.batch(limit)


def set_webhook(call: Call) -> bool:
    """Set or, with an empty URL, delete the webhook."""
    url = call.parameters.text("url")
    if not url:
        return delete_webhook(call)
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    queue = call.bot.queue
    _drop_pending(call)
    queue.ask(_allowed(call))
    call.bot.webhook = {
        "url": url,
        "max_connections": call.parameters.integer("max_connections") or 40,
        "secret_token": call.parameters.text("secret_token"),
    }
    queue.wake(Wake.WEBHOOK_SET)
    call.world.on_webhook(call.bot)
    return True


def delete_webhook(call: Call) -> bool:
    """Go back to getUpdates."""
    _drop_pending(call)
    call.bot.webhook = {}
    call.bot.queue.wake(Wake.CLOSED)
    return True


def get_webhook_info(call: Call) -> JsonObject:
    """Return the webhook's settings and how many updates wait."""
    webhook = call.bot.webhook
    info: JsonObject = {
        "url": webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.queue.waiting),
    }
    for name in ("max_connections", "last_error_date", "last_error_message"):
        if name in webhook:
            info[name] = webhook[name]
    if call.bot.queue.allowed:
        info["allowed_updates"] = sorted(call.bot.queue.allowed)
    return info


async def _wait(queue: UpdateQueue, timeout_s: int, gone: Callable[[], Coroutine[object, object, None]]) -> None:
    poll = queue.start_poll()
    hung_up = asyncio.ensure_future(gone())
    try:
        await asyncio.wait((poll, hung_up), timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        reason = poll.result() if poll.done() else None
    finally:
        if queue.poll is poll:
            queue.poll = None
        if not hung_up.done():
            hung_up.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await hung_up
    if reason in CONFLICTS:
        raise ApiError(409, CONFLICTS[reason])


def _allowed(call: Call) -> list[str] | None:
    """Return the kinds asked for, `None` when the parameter is absent or unreadable, as Telegram ignores such."""
    with contextlib.suppress(ApiError):
        value = call.parameters.nested("allowed_updates", "allowed updates")
        if isinstance(value, list):
            return [kind for kind in value if isinstance(kind, str)]
    return None


def _drop_pending(call: Call) -> None:
    if call.parameters.boolean("drop_pending_updates"):
        call.bot.queue.waiting.clear()
