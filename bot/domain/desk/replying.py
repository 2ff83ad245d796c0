"""A staff message becomes a line of an enquiry: sent to the citizen, kept as a note, or held until somebody says which.

A line's copy quotes the message that it replies to; the mark that staff see comes when the copy has been delivered.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain import promises
from bot.domain.desk import cards, reminders
from bot.domain.effects import Effect, React, Recaption, Relay, Say, TakeBack
from bot.domain.enquiries import Enquiry, Move, State, may, moved, owned
from bot.domain.events import GroupSpoke, Media
from bot.domain.keeping import KeepEnquiry, KeepLine
from bot.domain.lines import Author, Fate, Line, relay_handle
from bot.domain.marks import Mark
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World

# Begins a reply that stays among staff.
NOTE_SIGN = "//"
# A user name that calls somebody, but no e-mail address.
_MENTION = re.compile(r"(?<![\w.+-])@\w{2,}")


def has_mention(words: str) -> bool:
    """Tell whether words call somebody by user name: they may be meant for a colleague."""
    return _MENTION.search(words) is not None


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
    return question_of(enquiry, world)


def question_of(enquiry: Enquiry, world: World) -> int | None:
    """Give the message in which the citizen asked; None: not known."""
    asked = next((one for one in world.case.lines if one.handle == enquiry.card), None)
    return asked.message_id if asked is not None else None


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
    return (
        KeepEnquiry(answered),
        *(KeepLine(one) for one in queued),
        *_relayed(queued, enquiry, writer, world),
        cards.revise(answered, world),
        *reminders.begin(answered, world),
    )


def _relayed(lines: Sequence[Line], enquiry: Enquiry, writer: Member, world: World) -> Sequence[Effect]:
    """Send lines on with who writes them; before what can have no caption that stands in a message of its own."""
    chat_id, language = enquiry.citizen_chat_id, enquiry.language
    if not _is_signed_apart(lines):
        return (Relay(chat_id, lines, signed(_words(lines), writer, world), language=language),)
    by = Say(chat_id, signed("", writer, world), language=language, handle=_signature_handle(lines[0]))
    return (by, Relay(chat_id, lines, language=language))


def _is_signed_apart(lines: Sequence[Line]) -> bool:
    """Tell what can have no caption, such as a sticker or a place, from a text, a voice or what stands in albums."""
    return len(lines) == 1 and lines[0].part is None and lines[0].media not in {None, Media.VOICE}


def _signature_handle(line: Line) -> str:
    return f"signature:{line.handle}"


def unsigned(line: Line, enquiry: Enquiry) -> Sequence[Effect]:
    """Take back who writes, where what they wrote went apart from that and did not arrive."""
    return (TakeBack(enquiry.citizen_chat_id, _signature_handle(line)),) if _is_signed_apart([line]) else ()


def _words(lines: Sequence[Line]) -> str:
    return "\n".join(one.text for one in lines if one.text)


def _resumed(enquiry: Enquiry, world: World) -> Enquiry:
    """Give the enquiry of somebody who is written to after all, whatever was asked or closed before."""
    if enquiry.state is State.CLOSING:
        return moved(enquiry, Move.RESUME, at=world.now)
    return enquiry


def taken_by(enquiry: Enquiry, writer: Member, world: World) -> Enquiry:
    """Give the enquiry in the hands of who writes."""
    if enquiry.state is State.CLOSED:
        return reopened(enquiry, writer, world)
    enquiry = _resumed(enquiry, world)
    if enquiry.owner_id == writer.user_id:
        return enquiry
    move = Move.CLAIM if may(enquiry, Move.CLAIM) else Move.HAND_OVER
    return owned(enquiry, move, writer.user_id, at=world.now)


def reopened(enquiry: Enquiry, owner: Member, world: World) -> Enquiry:
    """Give a closed enquiry opened again in somebody's hands; the bot answers until a human writes again."""
    back = moved(enquiry, Move.REOPEN, at=world.now)
    return replace(back, owner_id=owner.user_id, owned_since=world.now, human_wrote_at=None)


def signed(words: str, writer: Member, world: World) -> Text:
    """Say who writes, and that it is a human."""
    key = "reply.signed" if words else "reply.signature"
    return text(key, name=writer.name, short_name=world.knowledge.centre.short_name, text=words)


def note(lines: Sequence[Line]) -> Sequence[Effect]:
    """Keep lines of one message among staff, and mark it so."""
    return (*(KeepLine(replace(one, fate=Fate.NOTE, why="")) for one in lines), *noted(lines[0]))


def noted(line: Line) -> Sequence[Effect]:
    """Mark a message as a note, where it stands in the group."""
    return () if line.message_id is None else (React(line.chat_id or 0, line.message_id, Mark.NOTE),)


def refuse(lines: Sequence[Line], why: str) -> Sequence[Effect]:
    """Keep lines of one message that went to nobody, and say why: once, though it may be an album."""
    first = lines[0]
    said = text("mark.not_delivered", why=text(why))
    told = Say(first.chat_id or 0, said, reply_to=first.message_id, language=cards.LANGUAGE, is_urgent=True)
    return (*(KeepLine(replace(one, fate=Fate.FAILED, why=why)) for one in lines), told)


def not_delivered(event: GroupSpoke, why: Text) -> Say:
    """Say under a message that it went to nobody, and why."""
    said, handle = text("mark.not_delivered", why=why), not_delivered_handle(event)
    return Say(event.chat_id, said, reply_to=event.message_id, language=cards.LANGUAGE, handle=handle, is_urgent=True)


def not_delivered_handle(event: GroupSpoke) -> str:
    """Name what says that an album went to nobody, so that it is said once; empty for any other message."""
    return "" if event.album_id is None else f"undelivered:{event.album_id}"


def changed(line: Line, words: str) -> Line:
    """Give a line with other words; what it said before is kept."""
    earlier = "\n".join(part for part in (line.earlier, line.text) if part)[-_MOST_EARLIER:]
    return replace(line, text=words, earlier=earlier)


# Characters of what a line said before that are kept.
_MOST_EARLIER = 4096


def changed_in_place(line: Line, words: str, enquiry: Enquiry, writer: Member, world: World) -> Sequence[Effect]:
    """Change what the citizen has in its place; the words of an album stand under its first file."""
    new = changed(line, words)
    album = [new if one.handle == new.handle else one for one in of_one_message(line, world)]
    said = signed(_words(album), writer, world)
    return (KeepLine(new), Recaption(enquiry.citizen_chat_id, album[0], said, language=enquiry.language))


def of_one_message(line: Line, world: World) -> Sequence[Line]:
    """Give the lines that were written as one message with this one: its album, in order, or the line alone."""
    album = [one for one in world.case.lines if line.album_id is not None and one.album_id == line.album_id]
    return sorted(album, key=lambda one: one.message_id or 0) or [line]


# Bot API, deleteMessage: a message of ours in a private chat can be deleted for so long.
DELETABLE = timedelta(hours=48)


def undo(lines: Sequence[Line], enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Take a reply back from the citizen's chat, and mark it as a note; if it was the last word, they wait again."""
    undone = replace(enquiry, undone_at=world.now, closes_in_the_morning=False)
    if enquiry.last_reply in {one.handle for one in lines}:
        undone = replace(undone, last_reply="")
        undone = _waiting(undone, world) if enquiry.is_open else undone
    first = lines[0]
    return (
        KeepEnquiry(undone),
        *(KeepLine(replace(one, fate=Fate.UNDONE)) for one in lines),
        *(TakeBack(enquiry.citizen_chat_id, one.handle) for one in lines),
        *(unsigned(first, enquiry) if len(lines) == 1 else ()),
        *noted(first),
        cards.revise(undone, world),
        *reminders.begin(undone, world),
    )


def _waiting(enquiry: Enquiry, world: World) -> Enquiry:
    """Give the enquiry of somebody who waits again; a promise that is over cannot stand."""
    is_ahead = enquiry.promised_for is not None and enquiry.promised_for > world.now
    until = enquiry.promised_for if is_ahead else promises.promise(world)
    return replace(enquiry, waits_since=enquiry.waits_since or world.now, promised_for=until)
