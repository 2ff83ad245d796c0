"""Taking an enquiry: the first who presses has it, everybody else learns who that is."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.desk import cards, reminders, replying
from bot.domain.desk.buttons import Done, Pressed
from bot.domain.effects import Effect, OpenTopic, Say
from bot.domain.enquiries import Enquiry, Move, State, may, owned
from bot.domain.keeping import KeepEnquiry
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World


def claim(enquiry: Enquiry, _button: Pressed, actor: Member, world: World) -> Done:
    """Make who presses first the owner; everybody else learns who that is."""
    if enquiry.state is State.CLOSED:
        return newer(world) or _taken(replying.reopened(enquiry, actor, world), world)
    if not may(enquiry, Move.CLAIM):
        return taken_by_another(enquiry, world)
    return _taken(owned(enquiry, Move.CLAIM, actor.user_id, at=world.now), world)


def newer(world: World) -> Text | None:
    """Say where the citizen can be written to, who has a newer enquiry: there is one open one at a time.

    Which one it is stays untold where only one of the two is signed: that would say who wrote the other.
    """
    other, enquiry = world.case.other_open, world.case.enquiry
    if other is None or enquiry is None:
        return None
    if (other.signature is None) is not (enquiry.signature is None):
        return text("desk.press.newer_untold")
    return text("desk.press.newer", number=other.number)


def _taken(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    group = world.case.staff.group
    known = replace(enquiry, has_topic=enquiry.has_topic or (group is not None and group.is_forum))
    return (
        KeepEnquiry(known),
        cards.revise(known, world),
        *topic(enquiry, world),
        *reminders.begin(enquiry, world),
    )


def topic(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Make a topic for an enquiry that is taken, with the question as its beginning; only a forum has topics."""
    group = world.case.staff.group
    if group is None or not group.is_forum or enquiry.has_topic:
        return ()
    name = cards.named(enquiry, world)
    words = text("desk.topic_begins", number=enquiry.number, question=enquiry.question[: cards.LONGEST_QUESTION])
    begins = Say(
        group.chat_id,
        words,
        language=cards.LANGUAGE,
        handle=enquiry.question_handle,
        is_silent=True,
        topic=enquiry.topic_handle,
    )
    return (OpenTopic(group.chat_id, enquiry.topic_handle, name), begins)


def taken_by_another(enquiry: Enquiry, world: World) -> Text:
    """Say who has it, and since when."""
    since = enquiry.owned_since or enquiry.opened_at
    return text("desk.press.taken", owner=world.case.staff.name_of(enquiry.owner_id), since=since)


def may_decide(enquiry: Enquiry, actor: Member) -> bool:
    """Tell whether somebody may decide about an enquiry that is taken: its owner, or a coordinator."""
    return enquiry.owner_id == actor.user_id or actor.is_coordinator


def not_yours(enquiry: Enquiry, world: World) -> Text:
    """Say why somebody may not decide about it."""
    if enquiry.state is State.CLOSED:
        return text("desk.press.closed")
    if enquiry.owner_id is None:
        return text("desk.press.take_first")
    return taken_by_another(enquiry, world)
