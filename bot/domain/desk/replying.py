"""A staff message becomes a line of an enquiry: sent to the citizen, kept as a note, or held until somebody says which.

A line's copy quotes the message that it replies to; the mark that staff see comes when the copy has been delivered.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.desk import buttons, cards, reminders
from bot.domain.effects import Effect, Mark, React, Recaption, Relay, Revise, Say, TakeBack
from bot.domain.enquiries import Enquiry, Move, State, may, moved, owned
from bot.domain.events import GroupSpoke
from bot.domain.keeping import KeepEnquiry, KeepLine
from bot.domain.lines import Author, Fate, Line, relay_handle
from bot.domain.offers import DeskAction, Offer
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World

# Begins a reply that stays among staff.
NOTE_SIGN = "//"


def line_of(event: GroupSpoke, enquiry: Enquiry, world: World, fate: Fate) -> Line:
    """Give the line that a staff message becomes."""
    return Line(
        number=enquiry.number,
        handle=relay_handle(event.chat_id, event.message_id),
        author=Author.STAFF,
        fate=fate,
        at=world.now,
        chat_id=event.chat_id,
        message_id=event.message_id,
        staff_id=event.author.user_id,
        text=event.text,
        media=event.media,
        part=event.part,
        album_id=event.album_id,
        quotes=_quotes(enquiry, world),
    )


def _quotes(enquiry: Enquiry, world: World) -> int | str | None:
    """Give what the copy quotes in the citizen's chat: what was replied to, or the question for the card."""
    quoted = world.case.quoted
    if quoted is not None and quoted.author is Author.STAFF:
        return quoted.handle
    if quoted is not None and quoted.message_id is not None:
        return quoted.message_id
    question = next((one for one in world.case.lines if one.handle == enquiry.card), None)
    return question.message_id if question is not None else None


def send(lines: Sequence[Line], enquiry: Enquiry, writer: Member, world: World) -> Sequence[Effect]:
    """Send lines of one message to the citizen; from now on a human has written."""
    queued = [replace(one, fate=Fate.QUEUED, why="") for one in lines]
    answered = replace(
        _resumed(enquiry, world),
        human_wrote_at=enquiry.human_wrote_at or world.now,
        waits_since=None,
        last_reply=queued[0].handle,
        bot_is_asked=False,
    )
    words = "\n".join(one.text for one in queued if one.text)
    relay = Relay(enquiry.citizen_chat_id, queued, signed(words, writer, world), language=enquiry.language)
    return (
        KeepEnquiry(answered),
        *(KeepLine(one) for one in queued),
        relay,
        cards.revise(answered, world),
        *reminders.after_reply(answered, world),
    )


def _resumed(enquiry: Enquiry, world: World) -> Enquiry:
    """Give the enquiry of somebody who is written to after all, whatever was asked or closed before."""
    if enquiry.state is State.CLOSING:
        return moved(enquiry, Move.RESUME, at=world.now)
    return enquiry


def taken_by(enquiry: Enquiry, writer: Member, world: World) -> Enquiry:
    """Give the enquiry in the hands of who writes."""
    if enquiry.state is State.CLOSED:
        enquiry = moved(enquiry, Move.REOPEN, at=world.now)
    if enquiry.owner_id == writer.user_id and enquiry.state is not State.WAITING:
        return replace(enquiry, owned_since=enquiry.owned_since or world.now)
    enquiry = _resumed(enquiry, world)
    move = Move.CLAIM if may(enquiry, Move.CLAIM) else Move.HAND_OVER
    return owned(enquiry, move, writer.user_id, at=world.now)


def signed(words: str, writer: Member, world: World) -> Text:
    """Say who writes, and that it is a human."""
    key = "reply.signed" if words else "reply.signature"
    return text(key, name=writer.name, short_name=world.knowledge.centre.short_name, text=words)


def note(lines: Sequence[Line]) -> Sequence[Effect]:
    """Keep lines of one message among staff, and mark it so."""
    return (*(KeepLine(replace(one, fate=Fate.NOTE, why="")) for one in lines), noted(lines[0]))


def noted(line: Line) -> React:
    """Mark a message as a note."""
    return React(line.chat_id or 0, line.message_id or 0, Mark.NOTE)


# Why a line is held: staff have been asked what it is.
ASKED = "asked"


def ask(lines: Sequence[Line], enquiry: Enquiry, key: str, world: World) -> Sequence[Effect]:
    """Hold lines of one message and ask what it is: nothing goes to the citizen before somebody says so."""
    held = [replace(one, fate=Fate.HELD, why=ASKED) for one in lines]
    return (*(KeepLine(one) for one in held), question(held[0], enquiry, key, world))


def question(line: Line, enquiry: Enquiry, key: str, world: World) -> Say:
    """Ask what a held message is."""
    chat_id, message_id = line.chat_id or 0, line.message_id or 0
    about = f"{enquiry.number}:{message_id}"
    actions = [DeskAction.SEND_AND_TAKE, DeskAction.SEND_AS_SUPPORT, DeskAction.IS_NOTE]
    if enquiry.owner_id in {None, line.staff_id} or not enquiry.is_open:
        actions.remove(DeskAction.SEND_AS_SUPPORT)
    owner = world.case.staff.name_of(enquiry.owner_id)
    return Say(
        chat_id,
        text(key, number=enquiry.number, owner=owner),
        [[Offer(buttons.LABELS[one], one, about)] for one in actions],
        reply_to=message_id,
        language=cards.LANGUAGE,
        handle=buttons.held_handle(chat_id, message_id),
        topic=enquiry.topic_handle,
    )


def settled_question(line: Line, key: str) -> Revise:
    """Take the buttons away from the question about a held message."""
    chat_id = line.chat_id or 0
    return Revise(
        chat_id,
        buttons.held_handle(chat_id, line.message_id or 0),
        text(key, number=line.number),
        language=cards.LANGUAGE,
    )


def not_delivered(event: GroupSpoke, why: Text) -> Say:
    """Say under a message that it went to nobody, and why."""
    return Say(event.chat_id, text("mark.not_delivered", why=why), reply_to=event.message_id, language=cards.LANGUAGE)


def changed(line: Line, words: str, enquiry: Enquiry, writer: Member, world: World) -> Sequence[Effect]:
    """Take in the change of a message: what went out is changed in its place, what did not is only kept."""
    earlier = "\n".join(part for part in (line.earlier, line.text) if part)[-_MOST_EARLIER:]
    new = replace(line, text=words, earlier=earlier)
    if line.fate not in {Fate.QUEUED, Fate.DELIVERED}:
        return (KeepLine(new),)
    in_place = Recaption(enquiry.citizen_chat_id, new, signed(words, writer, world), language=enquiry.language)
    return (KeepLine(new), in_place)


# Characters of what a line said before that are kept.
_MOST_EARLIER = 4096


def undo(lines: Sequence[Line], enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Take a reply back from the citizen's chat; they wait for an answer again."""
    undone = replace(
        enquiry,
        last_reply="",
        undone_at=world.now,
        waits_since=enquiry.waits_since or world.now,
    )
    return (
        KeepEnquiry(undone),
        *(KeepLine(replace(one, fate=Fate.UNDONE)) for one in lines),
        *(TakeBack(enquiry.citizen_chat_id, one.handle) for one in lines),
        cards.revise(undone, world),
        *reminders.begin(undone, world),
    )
