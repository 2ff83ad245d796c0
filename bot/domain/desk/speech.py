"""What staff write in their group: a reply to the citizen, a note, a command, or talk that is nobody's business.

A reply to a card or to a relayed message goes to the citizen; anything else stays among staff. Nothing is guessed: what
could be meant otherwise is asked about.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain import groups
from bot.domain.cases import Case
from bot.domain.desk import alarmed, asking, buttons, orders, pairing, presses, replying, swipes, templates, typing
from bot.domain.effects import Effect, Say, WaitForAlbum
from bot.domain.enquiries import Enquiry, is_alert, is_reminder, number_in
from bot.domain.events import AlbumArrived, GroupSpoke
from bot.domain.keeping import KeepLine
from bot.domain.lines import ASKED, ASKED_ABOUT, Author, Fate, Line
from bot.domain.offers import DeskAction
from bot.domain.sessions import orders as sessions
from bot.domain.staff import Member
from bot.domain.texts import Text, text
from bot.domain.world import World

# Real time in which the parts of one album arrive.
ALBUM_WAIT = timedelta(seconds=1)
# What a part of an album waits for, kept with it until the others are there; else the key of why it goes nowhere.
_TO_SEND, _TO_ASK, _TO_CHOOSE, _TO_NOTE = "send", "ask", "choose", "note"


def spoke(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Give what a message in the staff group leads to; of an album it is told once that it went to nobody."""
    done = _spoke(event, world)
    if event.album_id is None or event.is_edit:
        return done
    telling = replying.not_delivered_handle(event)
    return [one for one in done if not _is_told_already(one, telling, world.case)]


def _is_told_already(effect: Effect, telling: str, case: Case) -> bool:
    return isinstance(effect, Say) and effect.handle == telling and case.is_album_refused


def _spoke(event: GroupSpoke, world: World) -> Sequence[Effect]:
    if event.is_edit:
        return _edited(event, world)
    if event.text.startswith("/") and not event.text.startswith(replying.NOTE_SIGN):
        return _commanded(event, world)
    asked_about = pairing.asks_about(world.case.quoted_handle)
    if asked_about is not None:
        return pairing.answered(asked_about, event, world)
    about_session = sessions.went_on(event, world)
    if about_session is not None:
        return about_session
    button = typing.pressed_by_typing(event, world)
    if button is not None and world.case.enquiry is not None:
        return _typed(event, button, world.case.enquiry, world)
    if _is_to_citizen(world.case):
        return _replied(event, world)
    if world.case.enquiry is not None and event.thread_id is not None:
        return _in_topic(event, world.case.enquiry, world)
    if event.reply_to is not None and event.is_addressed:
        return (replying.not_delivered(event, text("mark.why.unknown_message")),)
    if event.is_addressed:
        return groups.decide(event, world)
    if world.case.album is not None and world.case.enquiry is not None:
        return _gather(event, world.case.enquiry, world, world.case.album.why)
    return _beside(event, world)


def _is_to_citizen(case: Case) -> bool:
    """Tell a reply to a card, a question, an alert or what went between staff and citizen from one to anything else."""
    handle = case.quoted_handle
    if case.alarm is not None or _is_to_relayed(case):
        return True
    if case.enquiry is None or handle is None or buttons.held_line(handle) is not None:
        return False
    is_copy = case.quoted is not None and case.is_copy_quoted and case.quoted.author is not Author.STAFF
    return is_copy or number_in(handle) is not None or is_alert(handle)


def _is_to_relayed(case: Case) -> bool:
    """Tell a reply to a message of staff that has gone to the citizen: what follows it is meant for the same person."""
    quoted = case.quoted
    is_staffs = quoted is not None and quoted.author is Author.STAFF and not case.is_copy_quoted
    return case.enquiry is not None and is_staffs and quoted is not None and quoted.fate in _ON_ITS_WAY


# What of staff the citizen has, or is about to have.
_ON_ITS_WAY = frozenset({Fate.QUEUED, Fate.DELIVERED})


def _commanded(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Obey a command; what was meant for a citizen and only looks like one is not lost."""
    if not orders.is_staffs(event) and (_is_to_citizen(world.case) or event.thread_id is not None):
        if event.album_id is not None and world.case.enquiry is not None:
            return _gather(event, world.case.enquiry, world, "mark.why.command")
        return (replying.not_delivered(event, text("mark.why.command")),)
    return orders.obey(event, world)


def _typed(event: GroupSpoke, button: buttons.Pressed, enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Press a button by writing its words; the message itself goes to nobody."""
    done = presses.typed(button, event.author, world)
    if isinstance(done, Text):
        asked = pairing.ask_once(event.author, world) if done.key == presses.NO_RIGHT else ()
        return (replying.not_delivered(event, done), *asked)
    if button.action is DeskAction.SEND_TEMPLATE:
        return templates.written_as(event, done)
    return (*done, *replying.note([replying.line_of(event, enquiry, world, Fate.NOTE)]))


def _replied(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Take a reply that is meant for a citizen, or says by its sign that it is a note."""
    refused = _refusal(event, world)
    if refused and (event.album_id is None or world.case.enquiry is None):
        asked = pairing.ask_once(event.author, world) if refused == _NO_RIGHT else ()
        return (replying.not_delivered(event, text(refused)), *asked)
    made, world = alarmed.answerable(world)
    enquiry = world.case.enquiry
    if enquiry is None:
        return ()
    if refused:
        return _gather(event, enquiry, world, refused)
    return (*made, *_lead(event, enquiry, world, _purpose(event, enquiry, world.case)))


_NO_RIGHT = "mark.why.no_right"


def _refusal(event: GroupSpoke, world: World) -> str:
    """Give the key of why somebody cannot write to citizens; empty when they can."""
    if event.author.is_anonymous:
        return "mark.why.anonymous"
    if world.case.is_actor_uncertain:
        return "mark.why.uncertain"
    return "" if world.case.actor is not None and world.case.actor.may_work else _NO_RIGHT


def _purpose(event: GroupSpoke, enquiry: Enquiry, case: Case) -> str:
    """Tell what a reply is for: a note by its sign, an answer by the owner, anything else is asked about.

    What the owner writes under a colleague's message or a reminder may be meant for that colleague or the bot.
    """
    if event.text.startswith(replying.NOTE_SIGN):
        return _TO_NOTE
    is_owners = enquiry.is_open and enquiry.owner_id == event.author.user_id
    is_to_colleague = case.quoted is not None and case.quoted.staff_id not in {None, event.author.user_id}
    is_other = is_to_colleague or is_reminder(case.quoted_handle or "")
    return _TO_SEND if is_owners and not is_other and not replying.has_mention(event.text) else _TO_ASK


def _lead(event: GroupSpoke, enquiry: Enquiry, world: World, purpose: str) -> Sequence[Effect]:
    """Do with a message what it is for; the part of an album waits for the others."""
    if event.album_id is not None:
        return _gather(event, enquiry, world, purpose)
    line = replying.line_of(event, enquiry, world, Fate.HELD)
    return _done([line], enquiry, world.case.actor, world, purpose)


def _gather(event: GroupSpoke, enquiry: Enquiry, world: World, purpose: str) -> Sequence[Effect]:
    line = replace(replying.line_of(event, enquiry, world, Fate.HELD), why=purpose)
    return (KeepLine(line), WaitForAlbum(event.chat_id, ALBUM_WAIT))


def _done(
    lines: Sequence[Line], enquiry: Enquiry, actor: Member | None, world: World, purpose: str
) -> Sequence[Effect]:
    if purpose == _TO_NOTE:
        return replying.note(lines)
    if purpose == _TO_ASK:
        return asking.what(lines, enquiry, _why_asked(lines, enquiry), world)
    if purpose == _TO_CHOOSE:
        return asking.for_whom(lines, asking.waiting_for(lines[0].staff_id, world) or [enquiry], world)
    if purpose == _TO_SEND and actor is not None and actor.may_work:
        return replying.send(lines, enquiry, actor, world)
    return replying.refuse(lines, purpose if purpose != _TO_SEND else _NO_RIGHT)


def _why_asked(lines: Sequence[Line], enquiry: Enquiry) -> str:
    if any(replying.has_mention(one.text) for one in lines):
        return "desk.asked.mention"
    if not enquiry.is_open:
        return "desk.asked.alert" if enquiry.is_alert_only else "desk.asked.closed"
    if enquiry.owner_id is None:
        return "desk.asked.nobodys"
    return "desk.asked.beside" if enquiry.owner_id == lines[0].staff_id else "desk.asked.somebody_elses"


def _in_topic(event: GroupSpoke, enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Keep what stands in an enquiry's topic as a note; ask about what its owner may have meant as an answer."""
    if world.case.album is not None:
        return _gather(event, enquiry, world, world.case.album.why)
    is_known = not _refusal(event, world)
    may_be_answer = is_known and event.reply_to is None and _may_be_answer(event, enquiry, world)
    return _lead(event, enquiry, world, _TO_ASK if may_be_answer else _TO_NOTE)


def _beside(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Ask an owner whose citizen waits about a message that reads like an answer; other talk is nobody's business."""
    mine = [one for one in world.case.queue if event.reply_to is None and _may_be_answer(event, one, world)]
    if not mine:
        return ()
    return _lead(event, mine[0], world, _TO_ASK if len(mine) == 1 else _TO_CHOOSE)


def _may_be_answer(event: GroupSpoke, enquiry: Enquiry, world: World) -> bool:
    """Tell whether an owner's message beside the thread reads like an answer that somebody waits for."""
    return asking.waits_for(event.author.user_id, enquiry) and swipes.reads_like_answer(event.text, enquiry, world)


def _edited(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Take in the change of a message that belongs to an enquiry; its mark stays as it is."""
    line, enquiry = world.case.line, world.case.enquiry
    writer = world.case.staff.members.get(line.staff_id or 0) if line is not None else None
    has_other_file = line is not None and event.part is not None and event.part != line.part
    if line is None and event.is_addressed and event.reply_to is None:
        return groups.decide(event, world)
    if line is None or enquiry is None or templates.is_ready_reply(line):
        return ()
    if line.text == event.text and not has_other_file:
        return ()
    if line.fate not in _ON_ITS_WAY:
        return _changed_before_it_went(event, line, world)
    stays = _why_it_stays(event, world)
    if stays or writer is None:
        return (replying.not_delivered(event, text(stays or _NO_RIGHT)),)
    has_other_words = line.text != event.text
    changed = replying.changed_in_place(line, event.text, enquiry, writer, world) if has_other_words else ()
    told = (replying.not_delivered(event, text("mark.why.changed_file")),) if has_other_file else ()
    return (*changed, *told)


def _changed_before_it_went(event: GroupSpoke, line: Line, world: World) -> Sequence[Effect]:
    """Keep what a message says now; one that waits and has got the sign of a note is a note, with all of its album."""
    new = replace(replying.changed(line, event.text), media=event.media or line.media, part=event.part or line.part)
    if line.fate is not Fate.HELD or not event.text.startswith(replying.NOTE_SIGN):
        return (KeepLine(new),)
    if line.why not in ASKED_ABOUT:
        return (KeepLine(replace(new, why=_TO_NOTE)),)
    album = [new if one.handle == new.handle else one for one in replying.of_one_message(line, world)]
    return (*replying.note(album), asking.settled(album[0], "desk.asked.noted", world))


def _why_it_stays(event: GroupSpoke, world: World) -> str:
    """Give the key of why a change does not go to the citizen, who keeps what they have; empty when it goes."""
    if event.text.startswith(replying.NOTE_SIGN):
        return "mark.why.changed_to_note"
    if replying.has_mention(event.text):
        return "mark.why.changed_to_mention"
    return _refusal(event, world)


def album_arrived(event: AlbumArrived, world: World) -> Sequence[Effect]:
    """Do with an album what its parts wait for, now that no more come; one album at a time."""
    waiting, enquiry = world.case.lines, world.case.enquiry
    if not waiting or enquiry is None:
        return ()
    first = waiting[0]
    album = sorted((one for one in waiting if one.album_id == first.album_id), key=lambda one: one.message_id or 0)
    again = (WaitForAlbum(event.chat_id, ALBUM_WAIT),) if len(album) < len(waiting) else ()
    writer = world.case.staff.members.get(first.staff_id or 0)
    purposes = sorted({one.why for one in album}, key=_by_care)
    return (*_done(album, enquiry, writer, world, purposes[0]), *again)


def _by_care(purpose: str) -> int:
    """Order what the parts of an album wait for: where they differ, nothing goes to a citizen unasked."""
    return {_TO_NOTE: 1, _TO_ASK: 2, _TO_CHOOSE: 2, _TO_SEND: 3}.get(purpose, 0)


def ask_again(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Ask once more about a message that was held back, while nobody has said what it is."""
    held = [one for one in world.case.lines if one.fate is Fate.HELD and one.why in ASKED_ABOUT]
    if not held:
        return ()
    is_over = held[-1].why == ASKED and (not enquiry.is_open or enquiry.waits_since is None)
    return () if is_over else asking.again(held[-1], enquiry, "desk.asked.again", world)
