"""What happens at the desk → effects. Total over `DeskEvent`."""

from collections.abc import Sequence
from typing import assert_never

from bot.domain.desk import closing, leave, pairing, presses, reminders, settling, speech
from bot.domain.desk.pairing import is_pairing
from bot.domain.desk.settling import reached
from bot.domain.effects import Effect
from bot.domain.events import (
    AbsencesFellDue,
    AlbumArrived,
    BotMoved,
    DeskEvent,
    DeskOpened,
    EnquiryFellDue,
    GroupMigrated,
    GroupPressed,
    GroupSpoke,
    LineSettled,
    MemberChanged,
    Reminder,
)
from bot.domain.sessions import taps
from bot.domain.sessions.buttons import SESSION
from bot.domain.world import World

__all__ = ["decide", "is_pairing", "reached"]


def decide(event: DeskEvent, world: World) -> Sequence[Effect]:  # noqa: PLR0912 - one branch for each kind
    """Give what follows from something at the desk; `world.case` holds what it concerns."""
    match event:
        case GroupSpoke() if is_pairing(event):
            return pairing.pair(event, world)
        case GroupSpoke():
            return speech.spoke(event, world)
        case GroupPressed(data=data) if data.startswith(SESSION):
            return taps.pressed(event, world)
        case GroupPressed():
            return presses.pressed(event, world)
        case MemberChanged():
            return pairing.member_changed(event, world)
        case BotMoved():
            return pairing.bot_moved(event, world)
        case GroupMigrated():
            return pairing.migrated(event, world)
        case AlbumArrived():
            return speech.album_arrived(event, world)
        case EnquiryFellDue():
            return _fell_due(event, world)
        case DeskOpened():
            return reminders.opened(world)
        case AbsencesFellDue():
            return leave.fell_due(world)
        case LineSettled():
            return settling.settled(world)
        case _:
            assert_never(event)


def _fell_due(event: EnquiryFellDue, world: World) -> Sequence[Effect]:
    """Look after an enquiry; what is asked about another message or about closing waits for the morning, too."""
    enquiry = world.case.enquiry
    match event.reminder:
        case Reminder.FORGOTTEN_SWIPE:
            return () if enquiry is None else reminders.put_off(event, world) or speech.ask_again(enquiry, world)
        case Reminder.MORNING:
            return () if enquiry is None else reminders.put_off(event, world) or closing.in_the_morning(enquiry, world)
        case _:
            return reminders.fell_due(event, world)
