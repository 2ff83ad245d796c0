"""Handing an enquiry to a colleague: who there is, and whether they are there now."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import hours, promises
from bot.domain.desk import cards, reminders
from bot.domain.desk.buttons import Pressed
from bot.domain.effects import Effect, Say
from bot.domain.enquiries import Enquiry, Move, may, owned
from bot.domain.keeping import KeepEnquiry
from bot.domain.matching import tokenise
from bot.domain.offers import DeskAction, Offer
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World


def show_people(enquiry: Enquiry, _button: Pressed, _actor: Member, world: World) -> Sequence[Effect] | Text:
    """Show on the card to whom it can be handed, each with their availability now."""
    others = [one for one in world.case.staff.members.values() if one.may_work and one.user_id != enquiry.owner_id]
    if not others:
        return text("desk.pass.nobody")
    offers = [
        [Offer(availability(one, world), DeskAction.HAND_OVER_TO, f"{enquiry.number}:{one.user_id}")]
        for one in sorted(others, key=lambda one: one.name)[:_MOST_SHOWN]
    ]
    back = [Offer(text("button.back"), DeskAction.BACK, str(enquiry.number))]
    return (cards.revise(enquiry, world, offers=[*offers, back], below=text("desk.pass.to_whom")),)


# People that one card offers.
_MOST_SHOWN = 20


def availability(member: Member, world: World) -> Text:
    """Say whether a colleague is there now, and when next if not."""
    today = world.now.astimezone(promises.zone(world.knowledge)).date()
    absence = world.case.staff.absence(member.user_id, today)
    if absence is not None:
        return text("desk.pass.away", name=member.name, last=absence.last)
    opens = _opens(member, world)
    if opens is None:
        return text("desk.pass.there", name=member.name)
    return text("desk.pass.later", name=member.name, at=opens)


def _opens(member: Member, world: World) -> datetime | None:
    """Give when somebody works next; None: now. Who is no specialist of the base works when the centre does."""
    zone, name = promises.zone(world.knowledge), set(tokenise(member.name))
    known = (one for one in world.knowledge.specialists.values() if set(tokenise(one.name)) == name)
    specialist = next(known, None)
    table = promises.working_time(world.knowledge)
    if specialist is not None:
        table = hours.specialist_timetable(world.knowledge, specialist, zone)
    if hours.is_reachable(table, world.now):
        return None
    following = hours.next_open(table, world.now)
    return following.start if following is not None else None


def hand_over(enquiry: Enquiry, button: Pressed, actor: Member, world: World) -> Sequence[Effect] | Text:
    """Give the enquiry to a colleague, and call them."""
    other = world.case.staff.members.get(int(button.about)) if button.about.isdecimal() else None
    if other is None or not other.may_work:
        return text("desk.pass.not_there")
    if enquiry.owner_id == other.user_id:
        return text("desk.press.settled")
    move = Move.CLAIM if may(enquiry, Move.CLAIM) else Move.HAND_OVER
    if not may(enquiry, move):
        return text("desk.press.closed")
    given = owned(enquiry, move, other.user_id, at=world.now)
    told = Say(
        cards.group_id(world.case.staff),
        text("desk.pass.given", name=actor.name, other=cards.called(other), number=enquiry.number),
        language=cards.LANGUAGE,
        quotes=enquiry.card,
        topic=enquiry.topic_handle,
        is_silent=promises.is_quiet(world),
    )
    return (KeepEnquiry(given), cards.revise(given, world), told, *reminders.begin(given, world))
