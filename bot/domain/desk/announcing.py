"""What staff read in their group about what is due: one message about one enquiry, whose name leads to it.

When it is said, and what else follows, is decided in `reminders`.
"""

from dataclasses import replace

from bot.domain.desk import cards
from bot.domain.effects import Say
from bot.domain.enquiries import Enquiry, State, reminder_handle
from bot.domain.offers import DeskAction, Offer
from bot.domain.staff import StaffGroup
from bot.domain.texts import Text, text
from bot.domain.world import World


def to_be_claimed(enquiry: Enquiry, group: StaffGroup, said: Text, world: World) -> Say:
    """Ask for somebody to take it: here, too, for its card may have been deleted, and comes back when it is taken."""
    offer = Offer(text("button.claim"), DeskAction.CLAIM, str(enquiry.number))
    return replace(to_group(enquiry, group, said, world), offers=[[offer]])


def warning(enquiry: Enquiry, group: StaffGroup, world: World, key: str = "desk.owner_silent") -> Say:
    """Speak to the owner of what is late, with what can be done about it."""
    owner = world.case.staff.members.get(enquiry.owner_id or 0)
    offers = [
        [Offer(text("button.new_promise"), DeskAction.NEW_PROMISE, str(enquiry.number))],
        [Offer(text("button.release"), DeskAction.RELEASE, str(enquiry.number))],
    ]
    said = text(key, owner=cards.called(owner), number=enquiry.number)
    return replace(to_group(enquiry, group, said, world), offers=offers)


def idle(enquiry: Enquiry, group: StaffGroup, world: World) -> Say:
    """Ask for an answered enquiry to be closed: its owner, or whoever takes it."""
    if enquiry.state is State.WAITING:
        said = text("desk.idle_untaken", who=coordinators(world), number=enquiry.number)
        return to_be_claimed(enquiry, group, said, world)
    owner = world.case.staff.members.get(enquiry.owner_id or 0)
    said = text("desk.idle", owner=cards.called(owner), number=enquiry.number)
    offer = Offer(text("button.close"), DeskAction.CLOSE, str(enquiry.number))
    return replace(to_group(enquiry, group, said, world), offers=[[offer]])


def to_group(enquiry: Enquiry, group: StaffGroup, said: Text, world: World) -> Say:
    """Say something about one enquiry, under a name that leads to it, for whoever replies."""
    handle = reminder_handle(enquiry.number, said.key, world.now)
    return Say(group.chat_id, said, handle=handle, quotes=enquiry.card, topic=enquiry.topic_handle, is_patient=True)


def coordinators(world: World) -> str:
    """Name the coordinators so that Telegram calls them: by user name where they have one."""
    people = [one for one in world.case.staff.members.values() if one.is_coordinator]
    return ", ".join(cards.called(one) for one in people)
