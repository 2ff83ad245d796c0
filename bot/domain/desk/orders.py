"""Commands of the staff group: the queue, absences, and what anybody may ask the bot in public."""

from collections.abc import Sequence

from bot.domain import commands, groups
from bot.domain.desk import cards, leave, pairing
from bot.domain.effects import Effect, Say
from bot.domain.enquiries import Enquiry, State
from bot.domain.events import GroupSpoke
from bot.domain.sessions import orders as sessions
from bot.domain.texts import Text, text
from bot.domain.world import World

# Lines that one message shows, and characters of an owner's name in one (Bot API: 4096 UTF-16 units, of which a
# character has at most two).
_MOST_SHOWN = 25
_NAME_SHOWN = 22


def is_staffs(event: GroupSpoke) -> bool:
    """Tell a command of this group from any other, and from what only looks like one."""
    return commands.parse(event.text)[0] in commands.STAFF


def obey(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Obey a command of the staff group, or say which there are."""
    command, argument = commands.parse(event.text)
    if command not in commands.STAFF:
        return groups.decide(event, world) if command in commands.known() else _unknown(event)
    refused = _refused(event, world)
    if refused is not None:
        return refused
    match command:
        case "otwarte":
            return (_answer(event, _queue(world)),)
        case "urlop":
            return leave.take(event, argument, world)
        case "zastepstwo":
            return leave.stand_in(event, argument, world)
        case "sesja":
            return sessions.obey(event, argument, world)
        case _:
            return (_answer(event, text("desk.orders.unknown")),)


def _unknown(event: GroupSpoke) -> Sequence[Effect]:
    """Say which commands there are, unless another bot is called by name."""
    return (_answer(event, text("desk.orders.unknown")),) if event.is_addressed else ()


def _refused(event: GroupSpoke, world: World) -> Sequence[Effect] | None:
    """Give what somebody gets who may not command; None for everybody else."""
    actor = world.case.actor
    if event.author.is_anonymous:
        return (_answer(event, text("mark.why.anonymous")),)
    if world.case.is_actor_uncertain:
        return (_answer(event, text("mark.why.uncertain")),)
    if actor is None or not actor.may_work:
        return (_answer(event, text("desk.no_right")), *pairing.ask_once(event.author, world))
    return None


def _answer(event: GroupSpoke, said: Text) -> Say:
    return Say(event.chat_id, said, reply_to=event.message_id, language=cards.LANGUAGE, is_urgent=True)


def _queue(world: World) -> Text:
    """List what is open, the most urgent first, a line each."""
    queue = world.case.queue
    if not queue:
        return text("desk.orders.nothing_open")
    lines = [_line(one, world) for one in queue[:_MOST_SHOWN]]
    more = len(queue) - len(lines)
    if more:
        lines.append(text("desk.orders.more", count=more))
    return text("desk.orders.queue", count=len(queue), lines=lines)


def _line(enquiry: Enquiry, world: World) -> Text:
    entry = world.knowledge.entries.get(enquiry.topic or "")
    return text(
        "desk.orders.line",
        number=enquiry.number,
        topic=entry.title if entry is not None else text("desk.orders.no_topic"),
        owner=_short(world.case.staff.name_of(enquiry.owner_id)) or text("desk.orders.nobody"),
        state=_state(enquiry),
    )


def _short(name: str) -> str:
    return name if len(name) <= _NAME_SHOWN else f"{name[: _NAME_SHOWN - 1]}…"


def _state(enquiry: Enquiry) -> Text:
    if enquiry.state is State.CLOSING:
        return text("desk.orders.closing")
    if enquiry.waits_since is None:
        return text("desk.orders.answered")
    if enquiry.promised_for is None:
        return text("desk.orders.waits")
    return text("desk.orders.until", at=enquiry.promised_for)
