"""A message of staff that was held back: its writer, or a coordinator, says once what it is."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.desk import asking, cards, replying
from bot.domain.desk.buttons import Done, Obey, Pressed
from bot.domain.desk.claiming import newer, not_yours, topic
from bot.domain.effects import Effect, Say
from bot.domain.enquiries import Enquiry
from bot.domain.lines import WHICH, Fate, Line
from bot.domain.staff import Member
from bot.domain.texts import text
from bot.domain.world import World


def by_writer(act: Callable[[Sequence[Line], Enquiry, Member, World], Done]) -> Obey:
    """Make what is done with a message that was held back: once, by its writer or a coordinator."""

    def obey(enquiry: Enquiry, _button: Pressed, actor: Member, world: World) -> Done:
        line = world.case.line
        if line is None or line.fate is not Fate.HELD or line.number != enquiry.number:
            return text("desk.press.settled")
        if line.staff_id != actor.user_id and not actor.is_coordinator:
            return text("desk.press.writers_only")
        if line.why == WHICH and act is not is_note:
            return text("desk.press.stale")
        return act(replying.of_one_message(line, world), enquiry, actor, world)

    return obey


def send_to(enquiry: Enquiry, _button: Pressed, actor: Member, world: World) -> Done:
    """Send a message that was written beside the thread to the one of its writer's citizens whom it is for."""
    line = world.case.line
    if line is None or line.fate is not Fate.HELD or line.why != WHICH:
        return text("desk.press.settled")
    if actor.user_id != line.staff_id:
        return text("desk.press.writers_only")
    if enquiry.owner_id != actor.user_id or not enquiry.is_open:
        return not_yours(enquiry, world)
    quotes = replying.question_of(enquiry, world)
    lines = [replace(one, number=enquiry.number, quotes=quotes) for one in replying.of_one_message(line, world)]
    return (*replying.send(lines, enquiry, actor, world), asking.settled(lines[0], "desk.asked.sent", world))


def send_and_take(lines: Sequence[Line], enquiry: Enquiry, actor: Member, world: World) -> Done:
    """Send it, and give the enquiry to who wrote it."""
    refused, writer = newer(world), _writer(lines, actor, world)
    if refused is not None:
        return refused
    taken, opened = replying.taken_by(enquiry, writer, world), topic(enquiry, world)
    return (
        *opened,
        *replying.send(lines, replace(taken, has_topic=taken.has_topic or bool(opened)), writer, world),
        asking.settled(lines[0], "desk.asked.sent", world),
        *_told_former_owner(enquiry, writer, world),
    )


def _writer(lines: Sequence[Line], actor: Member, world: World) -> Member:
    """Give who writes to the citizen: who wrote the message, as long as they may work; else who lets it go."""
    writer = world.case.staff.members.get(lines[0].staff_id or 0)
    return writer if writer is not None and writer.may_work else actor


def _told_former_owner(enquiry: Enquiry, writer: Member, world: World) -> Sequence[Effect]:
    """Tell who had an open enquiry that somebody else has it now."""
    if not enquiry.is_open or enquiry.owner_id in {None, writer.user_id}:
        return ()
    former = world.case.staff.name_of(enquiry.owner_id)
    said = text("desk.taken_over", number=enquiry.number, owner=writer.name, former=former)
    return (Say(cards.group_id(world.case.staff), said, language=cards.LANGUAGE, quotes=enquiry.card),)


def send_as_support(lines: Sequence[Line], enquiry: Enquiry, actor: Member, world: World) -> Sequence[Effect]:
    """Send it, and leave the enquiry with whoever has it."""
    writer = _writer(lines, actor, world)
    return (
        *replying.send(lines, enquiry, writer, world),
        asking.settled(lines[0], "desk.asked.sent_as_support", world),
    )


def is_note(lines: Sequence[Line], _enquiry: Enquiry, _actor: Member, world: World) -> Sequence[Effect]:
    """Keep it among staff."""
    return (*replying.note(lines), asking.settled(lines[0], "desk.asked.noted", world))
