"""What staff read in their group about what is due: one message about one enquiry, whose name leads to it.

What is due about several at one time is one message, with a button for each. When it is said, and what else follows, is
decided in `reminders`.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.domain.desk import buttons, cards
from bot.domain.effects import Effect, Say
from bot.domain.enquiries import Enquiry, State, list_handle, number_in, reminder_handle
from bot.domain.offers import DeskAction, Offer
from bot.domain.staff import StaffGroup
from bot.domain.texts import Param, Text, text
from bot.domain.world import World

T = TypeVar("T")


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
    said = replace(said, params={**said.params, _NAMED: cards.named(enquiry, world)})
    return Say(group.chat_id, said, handle=handle, quotes=enquiry.card, topic=enquiry.topic_handle, is_patient=True)


# What a list shows of an enquiry.
_NAMED = "named"


def together(reminders: Sequence[Say], world: World) -> Iterator[Say]:
    """Put reminders that say the same of several enquiries into one message; a lone one stays as it is."""
    alike: dict[Hashable, list[Say]] = {}
    for one in reminders:
        alike.setdefault(_said(one.text), []).append(one)
    for ones in alike.values():
        for some in _in_parts(ones, _MOST_LISTED):
            yield _listed(some, world) if len(some) > 1 else some[0]


# Enquiries in one message (Bot API: 4096 UTF-16 units, 100 buttons), and buttons in a row of it.
_MOST_LISTED = 40
_IN_A_ROW = 4


def _in_parts(every: Sequence[T], most: int) -> Sequence[Sequence[T]]:
    return [every[at : at + most] for at in range(0, len(every), most)]


def _said(said: Text) -> Hashable:
    """Give what a reminder says, whichever enquiry it is about."""
    return said.key, tuple(sorted((name, str(value)) for name, value in _addressed(said).items()))


def _addressed(said: Text) -> Mapping[str, Param]:
    return {name: value for name, value in said.params.items() if name not in {"number", _NAMED}}


def _listed(reminders: Sequence[Say], world: World) -> Say:
    """Say it of all, with a button for each that brings its card."""
    first, numbers = reminders[0], [number_in(one.handle) or 0 for one in reminders]
    lines = [text("desk.many.line", named=one.text.params[_NAMED]) for one in reminders]
    key, action = _OF_MANY[first.text.key]
    head = Text(key, _addressed(first.text))
    offers = [Offer(text("button.show_card", number=one), DeskAction.SHOW_CARD, str(one)) for one in numbers]
    said = text("desk.many.list", head=head, lines=lines, button=buttons.LABELS[action], number=numbers[0])
    handle = list_handle(numbers[0], first.text.key, world.now)
    return Say(first.chat_id, said, _in_parts(offers, _IN_A_ROW), handle=handle, is_patient=True)


# What a reminder says -> what it says of many, and a button that can be typed under their list.
_OF_MANY = {
    "desk.untaken": ("desk.many.untaken", DeskAction.CLAIM),
    "desk.escalated": ("desk.many.escalated", DeskAction.CLAIM),
    "desk.owner_silent": ("desk.many.owner_silent", DeskAction.NEW_PROMISE),
    "desk.idle": ("desk.many.idle", DeskAction.CLOSE),
    "desk.idle_untaken": ("desk.many.idle_untaken", DeskAction.CLAIM),
    "desk.promise_over_kept": ("desk.many.promise_over_kept", DeskAction.RELEASE),
    "desk.returned": ("desk.many.returned", DeskAction.CLAIM),
    "desk.promise_over_unreachable": ("desk.many.promise_over_unreachable", DeskAction.CLAIM),
    "desk.still_untaken": ("desk.many.still_untaken", DeskAction.CLAIM),
}


def with_card(enquiry: Enquiry, group: StaffGroup, world: World) -> Sequence[Effect]:
    """Bring a card of the list: it is sent anew where it is gone, and a message that quotes it leads to it."""
    said = text("desk.many.shown", number=enquiry.number)
    shown = to_group(enquiry, group, said, world)
    if enquiry.state is State.WAITING:
        shown = to_be_claimed(enquiry, group, said, world)
    return (cards.revise(enquiry, world), replace(shown, is_patient=False, is_silent=True))


def coordinators(world: World) -> str:
    """Name the coordinators so that Telegram calls them: by user name where they have one."""
    people = [one for one in world.case.staff.members.values() if one.is_coordinator]
    return ", ".join(cards.called(one) for one in people)
