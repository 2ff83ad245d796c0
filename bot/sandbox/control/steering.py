"""What happens to the connection and the server: faults, limits, being down, raw updates, reset."""

import json
from dataclasses import replace

from bot.sandbox.control.body import Body, ControlError
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.limits import RateLimits
from bot.sandbox.updates import QueuedUpdate, Wake
from bot.sandbox.wire import JsonObject, encode


def reset(body: Body) -> JsonObject:
    """Forget everything; with `keep_bots`, tokens, profiles and what bots ask for stay."""
    body.world.reset(keep_bots=body.boolean("keep_bots"))
    return {}


def add_fault(body: Body) -> JsonObject:
    """Order a fault for the next calls."""
    try:
        kind = FaultKind(str(body.values.get("kind")))
    except ValueError:
        raise ControlError(f"kind: give one of {', '.join(FaultKind)}") from None
    wanted = body.values.get("method", "*")
    methods = frozenset(str(name).lower() for name in (wanted if isinstance(wanted, list) else [wanted]))
    fault = Fault(
        number=next(body.world.faults.numbers),
        kind=kind,
        methods=frozenset() if "*" in methods else methods,
        times=body.integer("times", 1),
        skip=body.integer("skip", 0),
        chat_id=body.integer("chat") if body.has("chat") else None,
        retry_after=body.integer("retry_after", 1),
        delay_s=body.number("delay_s", 1.0 if kind is FaultKind.SLOW else 60.0),
        description=body.text("description") if body.has("description") else None,
    )
    body.world.faults.orders.append(fault)
    return fault.to_json()


def list_faults(body: Body) -> list[JsonObject]:
    """Return the orders with what is left of them."""
    return [fault.to_json() for fault in body.world.faults.orders]


def clear_faults(body: Body) -> JsonObject:
    """Cancel every order."""
    body.world.faults.orders.clear()
    return {}


def set_limits(body: Body) -> JsonObject:
    """Switch the sending limits on or off and set their rates; the counts begin anew."""
    standard = RateLimits()
    body.world.limits = limits = RateLimits(
        is_on=body.boolean("on", default=True),
        per_second=body.number("per_second", standard.per_second),
        chat_per_second=body.number("chat_per_second", standard.chat_per_second),
        chat_burst=body.number("chat_burst", standard.chat_burst),
        group_per_minute=body.integer("group_per_minute", standard.group_per_minute),
    )
    return {"on": limits.is_on}


def set_down(body: Body) -> JsonObject:
    """Be unreachable for bots, or reachable again; open long polls are dropped at once."""
    body.world.is_down = body.boolean("on", default=True)
    if body.world.is_down:
        for bot in body.world.bots:
            bot.queue.wake(Wake.CLOSED)
    return {"down": body.world.is_down}


def set_callbacks(body: Body) -> JsonObject:
    """Set how long a press may be answered, in seconds."""
    body.world.query_lifetime_s = body.number("lifetime_s", 15.0)
    return {"lifetime_s": body.world.query_lifetime_s}


def push_update(body: Body) -> JsonObject:
    """Queue any update: `update` is an object that gets the next id unless it has one, `raw` any text."""
    bot = body.bot()
    update_id = next(body.world.update_ids)
    if body.has("raw"):
        encoded = body.text("raw").replace("{update_id}", str(update_id)).encode()
        try:
            json.loads(encoded)
        except ValueError:
            raise ControlError("raw: getUpdates answers with one JSON array, so give valid JSON") from None
    elif isinstance(update := body.values.get("update"), dict):
        update_id = int(update.get("update_id", update_id))
        encoded = encode({"update_id": update_id} | update)
    else:
        raise ControlError("update: give an object, or raw: a text")
    bot.queue.add(QueuedUpdate(update_id, None, encoded, is_due=True))
    return {"update_id": update_id}


def duplicate_update(body: Body) -> JsonObject:
    """Queue the bot's last update again, with the same id, as happens after a lost confirmation."""
    queue = body.bot().queue
    if queue.last is None:
        raise ControlError("there is no update yet")
    for _ in range(body.integer("times", 1)):
        queue.add(replace(queue.last, kind=None, is_due=True))
    return {"update_id": queue.last.update_id}
