"""A reply to the alert about a call for help, from somebody who has sent the specialists no question.

It is asked about like any reply to what nobody has: the call becomes an enquiry that is closed until a human's message
opens it. It has no signature, whatever else the same person has sent.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.cases import Alarm
from bot.domain.effects import Effect
from bot.domain.enquiries import Enquiry, State
from bot.domain.keeping import KeepEnquiry
from bot.domain.world import World


def enquiry_of(alarm: Alarm, world: World) -> Enquiry:
    """Give the closed enquiry that a call for help becomes, with the number that is free."""
    return Enquiry(
        number=world.case.next_number,
        citizen_chat_id=alarm.citizen_chat_id,
        opened_at=world.now,
        question=alarm.words,
        state=State.CLOSED,
        language=alarm.language,
        closed_at=world.now,
        alert=alarm.handle,
    )


def answerable(world: World) -> tuple[Sequence[Effect], World]:
    """Give (what makes a quoted alert an enquiry, the world with that enquiry); nothing new where none is quoted."""
    if world.case.alarm is None:
        return (), world
    made = enquiry_of(world.case.alarm, world)
    return (KeepEnquiry(made),), replace(world, case=replace(world.case, enquiry=made, alarm=None))
