"""What staff write in their group: a reply to the citizen, a note, a command, or talk that is nobody's business.

A reply to a card or to a relayed message goes to the citizen; anything else stays among staff. Nothing is guessed: what
could be meant otherwise is asked about.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain import groups
from bot.domain.desk import orders, reminders, replying
from bot.domain.effects import Effect, Say, WaitForAlbum
from bot.domain.enquiries import Enquiry
from bot.domain.events import AlbumArrived, GroupSpoke
from bot.domain.keeping import KeepLine
from bot.domain.lexicon import Phrases
from bot.domain.lines import Fate, Line
from bot.domain.matching import tokenise
from bot.domain.staff import Member
from bot.domain.texts import text
from bot.domain.world import World

# Real time in which the parts of one album arrive.
ALBUM_WAIT = timedelta(seconds=1)
# Words from which on a message beside the thread may be an answer.
_FEWEST_WORDS = 4
# What a part of an album waits for, kept with it until the others are there.
_TO_SEND, _TO_ASK, _TO_NOTE = "send", "ask", "note"


def spoke(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Give what a message in the staff group leads to."""
    if event.is_edit:
        return _edited(event, world)
    if event.text.startswith("/") and not event.text.startswith(replying.NOTE_SIGN):
        return orders.obey(event, world)
    if event.reply_to is not None and event.is_addressed:
        return _replied(event, world)
    if world.case.enquiry is not None and event.thread_id is not None:
        return _in_topic(event, world.case.enquiry, world)
    if event.is_addressed:
        return groups.decide(event, world)
    return _beside(event, world)


def _replied(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Take a reply to a message of the bot."""
    enquiry, actor = world.case.enquiry, world.case.actor
    refusal = _refusal(event, world)
    if refusal:
        return (replying.not_delivered(event, text(refusal)),)
    if enquiry is None or actor is None:
        return (replying.not_delivered(event, text("mark.why.unknown_message")),)
    return _lead(event, enquiry, actor, world, _purpose(event, enquiry, actor))


def _refusal(event: GroupSpoke, world: World) -> str:
    """Give the key of why somebody cannot write to citizens; empty when they can."""
    if event.author.is_anonymous:
        return "mark.why.anonymous"
    if world.case.is_actor_uncertain:
        return "mark.why.uncertain"
    if world.case.actor is None or not world.case.actor.may_work:
        return "mark.why.no_right"
    return ""


def _purpose(event: GroupSpoke, enquiry: Enquiry, actor: Member) -> str:
    """Tell what a reply is for: a note by its sign, an answer by the owner, anything else is asked about."""
    if event.text.startswith(replying.NOTE_SIGN):
        return _TO_NOTE
    is_owners = enquiry.is_open and enquiry.owner_id == actor.user_id
    return _TO_SEND if is_owners and "@" not in event.text else _TO_ASK


def _lead(event: GroupSpoke, enquiry: Enquiry, actor: Member, world: World, purpose: str) -> Sequence[Effect]:
    """Do with a message what it is for; the part of an album waits for the others."""
    line = replying.line_of(event, enquiry, world, Fate.HELD)
    if event.album_id is not None:
        return (KeepLine(replace(line, why=purpose)), WaitForAlbum(event.chat_id, ALBUM_WAIT))
    return _done([line], enquiry, actor, world, purpose)


def _done(lines: Sequence[Line], enquiry: Enquiry, actor: Member, world: World, purpose: str) -> Sequence[Effect]:
    if purpose == _TO_NOTE:
        return replying.note(lines)
    if purpose == _TO_SEND:
        return replying.send(lines, enquiry, actor, world)
    return replying.ask(lines, enquiry, _why_asked(lines, enquiry, actor), world)


def _why_asked(lines: Sequence[Line], enquiry: Enquiry, actor: Member) -> str:
    if any("@" in one.text for one in lines):
        return "desk.asked.mention"
    if not enquiry.is_open:
        return "desk.asked.closed"
    if enquiry.owner_id is None:
        return "desk.asked.nobodys"
    return "desk.asked.beside" if enquiry.owner_id == actor.user_id else "desk.asked.somebody_elses"


def _in_topic(event: GroupSpoke, enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Keep what stands in an enquiry's topic as a note; ask about what its owner may have meant as an answer."""
    actor = world.case.actor
    if actor is not None and not world.case.is_actor_uncertain and _may_be_answer(event, enquiry, world):
        asked = _lead(event, enquiry, actor, world, _TO_ASK)
        return (*asked, *reminders.ask_about_swipe(enquiry, world))
    line = replying.line_of(event, enquiry, world, Fate.HELD)
    if event.album_id is not None:
        return (KeepLine(replace(line, why=_TO_NOTE)), WaitForAlbum(event.chat_id, ALBUM_WAIT))
    return replying.note([line])


def _beside(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Ask an owner whose citizen waits about a message that reads like an answer; other talk is nobody's business."""
    mine = [one for one in world.case.queue if _may_be_answer(event, one, world)]
    actor = world.case.actor
    if not mine or actor is None:
        return ()
    if len(mine) > 1:
        numbers = ", ".join(str(one.number) for one in mine)
        said = text("desk.asked.which", numbers=numbers)
        return (Say(event.chat_id, said, reply_to=event.message_id),)
    asked = _lead(event, mine[0], actor, world, _TO_ASK)
    return (*asked, *reminders.ask_about_swipe(mine[0], world))


def _may_be_answer(event: GroupSpoke, enquiry: Enquiry, world: World) -> bool:
    """Tell whether an owner's message beside the thread reads like an answer that somebody waits for."""
    if enquiry.owner_id != event.author.user_id or enquiry.waits_since is None or not enquiry.is_open:
        return False
    words = tokenise(event.text)
    is_talk = event.text.startswith(replying.NOTE_SIGN) or "@" in event.text or len(words) < _FEWEST_WORDS
    return not is_talk and _has_sign(words, world.interpreter.lexicon.typed["answer_signs"])


def _has_sign(words: Sequence[str], signs: Phrases) -> bool:
    """Tell whether one of the phrases stands anywhere among the words."""
    joined = f" {' '.join(words)} "
    return any(f" {' '.join(sign)} " in joined for sign in signs)


def _edited(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Take in the change of a message that belongs to an enquiry; its mark stays as it is."""
    line, enquiry = world.case.line, world.case.enquiry
    writer = world.case.staff.members.get(line.staff_id or 0) if line is not None else None
    if line is None or enquiry is None or writer is None or line.text == event.text:
        return ()
    return replying.changed(line, event.text, enquiry, writer, world)


def album_arrived(event: AlbumArrived, world: World) -> Sequence[Effect]:
    """Do with an album what its parts wait for, now that no more come; one album at a time."""
    waiting = [one for one in world.case.lines if one.why != replying.ASKED]
    enquiry = world.case.enquiry
    if not waiting or enquiry is None:
        return ()
    first = waiting[0]
    album = sorted((one for one in waiting if one.album_id == first.album_id), key=lambda one: one.message_id or 0)
    again = (WaitForAlbum(event.chat_id, ALBUM_WAIT),) if len(album) < len(waiting) else ()
    actor = world.case.staff.members.get(first.staff_id or 0)
    if actor is None or first.number != enquiry.number:
        return again
    purposes = {one.why for one in album}
    purpose = next(one for one in (_TO_NOTE, _TO_ASK, _TO_SEND) if one in purposes)
    return (*_done(album, enquiry, actor, world, purpose), *again)


def ask_again(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Ask once more about a message beside the thread, while nobody has said what it is."""
    held = [one for one in world.case.lines if one.fate is Fate.HELD and one.why == replying.ASKED]
    if not held or not enquiry.is_open or enquiry.waits_since is None:
        return ()
    return (replying.question(held[-1], enquiry, "desk.asked.again", world),)
