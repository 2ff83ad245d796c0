"""How an enquiry ends, and how its promise is put off: settled by phone, closed with a question, spam, another day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import promises
from bot.domain.desk import cards, reminders
from bot.domain.desk.buttons import Pressed
from bot.domain.effects import Effect, Say
from bot.domain.enquiries import Enquiry, Move, may, moved
from bot.domain.events import Reminder
from bot.domain.keeping import Count, KeepEnquiry, RemindAt
from bot.domain.offers import Action, DeskAction, Offer
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World

# Working days by which a promise can be put off.
DAYS = (1, 2, 5)
_WORKING_DAY = timedelta(hours=8)


def ask_for_promise(enquiry: Enquiry, _button: Pressed, _actor: Member, world: World) -> Sequence[Effect]:
    """Show on the card by how much the promise can be put off."""
    offers = [
        [Offer(text("desk.promise.in_days", count=days), DeskAction.PROMISE_FOR, f"{enquiry.number}:{days}")]
        for days in DAYS
    ]
    back = [Offer(text("button.back"), DeskAction.BACK, str(enquiry.number))]
    return (cards.revise(enquiry, world, offers=[*offers, back], below=text("desk.promise.until_when")),)


def promise(enquiry: Enquiry, button: Pressed, _actor: Member, world: World) -> Sequence[Effect] | Text:
    """Put the promise off, and tell the citizen."""
    days = int(button.about) if button.about in {str(one) for one in DAYS} else 0
    until = promises.later(world, days * _WORKING_DAY, since=_put_off_from(enquiry, world)) if days else None
    if until is None:
        return text("desk.press.stale")
    waits_since = enquiry.waits_since or world.now
    changed = replace(enquiry, promised_for=until, waits_since=waits_since, closes_in_the_morning=False)
    told = text("enquiry.new_promise", number=enquiry.number, promised=until)
    return (
        KeepEnquiry(changed),
        Say(enquiry.citizen_chat_id, told, language=enquiry.language),
        cards.revise(changed, world),
        *reminders.begin(changed, world),
    )


def _put_off_from(enquiry: Enquiry, world: World) -> datetime:
    """Give the promise that stands, so that a new one is later than it; now where none does."""
    promised = enquiry.promised_for if enquiry.waits_since is not None else None
    return world.now if promised is None else max(promised, world.now)


def phoned(enquiry: Enquiry, _button: Pressed, actor: Member, world: World) -> Sequence[Effect] | Text:
    """Close what was settled by telephone, with a line to the citizen."""
    if not may(enquiry, Move.PHONE):
        return text("desk.press.closed")
    closed = moved(replace(enquiry, owner_id=enquiry.owner_id or actor.user_id), Move.PHONE, at=world.now)
    told = text("enquiry.phoned", number=enquiry.number)
    return (
        *_ended(closed, "enquiry.closed.phone", world),
        Say(enquiry.citizen_chat_id, told, language=enquiry.language),
    )


def spam(enquiry: Enquiry, _button: Pressed, actor: Member, world: World) -> Sequence[Effect] | Text:
    """Close what is no question: without a rating or a reminder.

    The citizen, to whom an answer was promised, reads only that it is closed and the bot answers again.
    """
    if not may(enquiry, Move.SPAM):
        return text("desk.press.closed")
    closed = moved(replace(enquiry, owner_id=enquiry.owner_id or actor.user_id), Move.SPAM, at=world.now)
    told = text("enquiry.closed_unanswered", number=enquiry.number)
    said = Say(enquiry.citizen_chat_id, told, language=enquiry.language, is_silent=promises.is_quiet(world))
    return (*_ended(closed, "enquiry.closed.spam", world), said)


def _ended(closed: Enquiry, what: str, world: World) -> Sequence[Effect]:
    return (
        KeepEnquiry(closed),
        cards.revise(closed, world),
        *reminders.begin(closed, world),
        Count(what, closed.topic or ""),
    )


def close(enquiry: Enquiry, _button: Pressed, _actor: Member, world: World) -> Sequence[Effect] | Text:
    """Ask the citizen whether it helped; at night not before the morning."""
    if not may(enquiry, Move.ASK):
        return text("desk.press.asked_already")
    if promises.is_quiet(world):
        at = promises.end_of_quiet(world)
        told = cards.revise(enquiry, world, below=text("desk.closing_in_the_morning", at=at))
        asked = KeepEnquiry(replace(enquiry, closes_in_the_morning=True, has_written_since=False))
        return (asked, RemindAt(enquiry.number, Reminder.MORNING, at), told)
    return ask_whether_it_helped(enquiry, world)


def in_the_morning(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Decide afresh about what was to be closed at night: who has written since waits for an answer instead."""
    if not enquiry.closes_in_the_morning or not may(enquiry, Move.ASK):
        return ()
    if not enquiry.has_written_since:
        return ask_whether_it_helped(enquiry, world)
    owner = world.case.staff.members.get(enquiry.owner_id or 0)
    said = text("desk.not_closed", owner=cards.called(owner), number=enquiry.number)
    told = Say(
        cards.group_id(world.case.staff),
        said,
        language=cards.LANGUAGE,
        quotes=enquiry.card,
        topic=enquiry.topic_handle,
        is_silent=not promises.is_working_time(world),
    )
    return (KeepEnquiry(replace(enquiry, closes_in_the_morning=False)), told)


def ask_whether_it_helped(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Ask the citizen, once for each closing; what happened meanwhile makes the question needless."""
    if not may(enquiry, Move.ASK):
        return ()
    asked = moved(replace(enquiry, waits_since=None), Move.ASK, at=world.now)
    number = str(enquiry.number)
    offers = [
        [Offer(text("button.yes"), Action.YES, number), Offer(text("button.partly"), Action.PARTLY, number)],
        [Offer(text("button.not_yet"), Action.NOT_YET, number)],
    ]
    said = text("enquiry.did_it_help", number=enquiry.number)
    return (
        KeepEnquiry(asked),
        Say(enquiry.citizen_chat_id, said, offers, language=enquiry.language),
        cards.revise(asked, world),
        *reminders.begin(asked, world),
    )
