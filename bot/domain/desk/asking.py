"""A staff message is held, and staff are asked what it is or whom it is for: nothing goes to a citizen before that.

Messages lose their ids when their group becomes another one: what was held there is asked about anew, in words.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.desk import buttons, cards, reminders
from bot.domain.effects import Effect, Revise, Say
from bot.domain.enquiries import Enquiry
from bot.domain.keeping import KeepLine
from bot.domain.lines import ASKED, ASKED_ABOUT, WHICH, Fate, Line
from bot.domain.offers import DeskAction, Offer, Offers
from bot.domain.texts import Text, text
from bot.domain.world import World


def what(lines: Sequence[Line], enquiry: Enquiry, key: str, world: World) -> Sequence[Effect]:
    """Hold lines of one message and ask what it is."""
    held = [replace(one, fate=Fate.HELD, why=ASKED) for one in lines]
    again = reminders.ask_about_swipe(enquiry, world) if enquiry.waits_since is not None else ()
    return (*(KeepLine(one) for one in held), question(held[0], enquiry, key, world), *again)


def question(line: Line, enquiry: Enquiry, key: str, world: World) -> Say:
    """Ask what a held message is."""
    actions = (DeskAction.SEND_AND_TAKE, DeskAction.SEND_AS_SUPPORT, DeskAction.IS_NOTE)
    offers = [[_offer(line, one, enquiry)] for one in actions]
    said = text(key, number=enquiry.number, owner=world.case.staff.name_of(enquiry.owner_id))
    return replace(_asked(line, said, offers, world), topic=enquiry.topic_handle)


def _offer(line: Line, action: DeskAction, enquiry: Enquiry) -> Offer:
    return Offer(buttons.LABELS[action], action, f"{enquiry.number}:{buttons.key_of(line.handle)}")


def _asked(line: Line, said: Text, offers: Offers, world: World) -> Say:
    """Ask in reply to the message; one that has lost its id is repeated."""
    if line.message_id is None:
        said = text("desk.asked.moved", text=line.text[:_MOST_REPEATED], asked=said)
    return Say(
        cards.group_id(world.case.staff),
        said,
        offers,
        reply_to=line.message_id,
        language=cards.LANGUAGE,
        handle=buttons.held_handle(line.handle),
    )


# Characters of a message that are repeated in the question about it.
_MOST_REPEATED = 1500


def for_whom(lines: Sequence[Line], waiting: Sequence[Enquiry], world: World) -> Sequence[Effect]:
    """Hold lines of one message and ask which of several citizens it is for."""
    held = [replace(one, fate=Fate.HELD, why=WHICH) for one in lines]
    again = reminders.ask_about_swipe(waiting[0], world)
    return (*(KeepLine(one) for one in held), which(held[0], waiting, world), *again)


def which(line: Line, waiting: Sequence[Enquiry], world: World) -> Say:
    """Ask which citizen a held message is for: a button for each, and one for none of them."""
    key = buttons.key_of(line.handle)
    offers = [[Offer(_to(one, world), DeskAction.SEND_TO, f"{one.number}:{key}")] for one in waiting[:_MOST_OFFERED]]
    none = [_offer(line, DeskAction.IS_NOTE, replace(waiting[0], number=line.number))]
    return _asked(line, text("desk.asked.which"), [*offers, none], world)


# Citizens that one question offers.
_MOST_OFFERED = 20


def _to(enquiry: Enquiry, world: World) -> Text:
    return text("desk.asked.which_one", named=cards.named(enquiry, world))


def waits_for(user_id: int | None, enquiry: Enquiry) -> bool:
    """Tell whether the citizen of an enquiry waits for a member."""
    return enquiry.owner_id == user_id and enquiry.waits_since is not None and enquiry.is_open


def waiting_for(user_id: int | None, world: World) -> Sequence[Enquiry]:
    """Give the enquiries of the queue whose citizens wait for a member."""
    return [one for one in world.case.queue if waits_for(user_id, one)]


def again(line: Line, enquiry: Enquiry, key: str, world: World) -> Sequence[Effect]:
    """Ask once more, about what still can go to somebody who waits."""
    if line.why == WHICH:
        waiting = waiting_for(line.staff_id, world)
        return (which(line, waiting, world),) if waiting else ()
    return (question(line, enquiry, key, world),)


def settled(line: Line, key: str, world: World) -> Revise:
    """Take the buttons away from the question about a held message."""
    said = text(key, number=line.number)
    return Revise(cards.group_id(world.case.staff), buttons.held_handle(line.handle), said, language=cards.LANGUAGE)


def anew(world: World) -> Sequence[Effect]:
    """Ask in the group of now about what was held in another one; no file can be taken along from there."""
    here = cards.group_id(world.case.staff)
    lost = [(_moved(line), enquiry) for line, enquiry in world.case.held if line.chat_id != here]
    messages = {line.album_id or line.handle: (line, enquiry) for line, enquiry in reversed(lost)}
    told = [effect for line, enquiry in messages.values() for effect in _told(line, enquiry, world)]
    return [*(KeepLine(line) for line, _enquiry in lost), *told]


def _moved(line: Line) -> Line:
    """Give a line without the ids of its message; only words that staff were asked about can still go on."""
    moved = replace(line, chat_id=None, message_id=None)
    can_go = line.media is None and line.why in ASKED_ABOUT
    return moved if can_go else replace(moved, fate=Fate.FAILED, why="Moved")


def _told(line: Line, enquiry: Enquiry, world: World) -> Sequence[Effect]:
    if line.fate is Fate.HELD:
        return again(line, enquiry, "desk.asked.again", world)
    said = text("mark.not_delivered", why=text("mark.why.moved", number=line.number))
    return (Say(cards.group_id(world.case.staff), said, language=cards.LANGUAGE, quotes=enquiry.card),)
