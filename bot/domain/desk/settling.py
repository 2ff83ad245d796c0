"""What became of a message to the other side: the mark that staff see, and a card about a citizen out of reach."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.desk import cards, reminders, replying
from bot.domain.effects import Effect, Notify, React, Say
from bot.domain.enquiries import Enquiry
from bot.domain.keeping import KeepEnquiry, KeepLine
from bot.domain.lines import Author, Fate, Line, is_on_card
from bot.domain.marks import Mark
from bot.domain.texts import Text, text
from bot.domain.world import World

# Why a line failed -> the key of how that is said.
_WHY = {
    "Gone": "mark.why.gone",
    "SourceGone": "mark.why.source_gone",
    "Uncopyable": "mark.why.uncopyable",
    "VoiceForbidden": "mark.why.voice_forbidden",
}


def settled(world: World) -> Sequence[Effect]:
    """Mark a staff message as delivered, or say why it was not; for a citizen's message only a failure matters."""
    line, enquiry = world.case.line, world.case.enquiry
    if line is None or enquiry is None:
        return ()
    if line.author is not Author.STAFF:
        with_it = _with_card(line, world.case.lines) if line.handle == enquiry.card else ()
        is_told = line.fate is Fate.FAILED and not _is_later_part(line, world.case.lines)
        return (*with_it, *(_not_shown(line, enquiry, world) if is_told else ()))
    if _is_later_part(line, world.case.lines):
        return ()
    if line.fate is Fate.FAILED:
        return _failed(line, enquiry, world)
    can_be_marked = line.fate is Fate.DELIVERED and line.message_id is not None and world.case.staff.group is not None
    return (React(line.chat_id or 0, line.message_id or 0, Mark.DELIVERED),) if can_be_marked else ()


def _with_card(card: Line, lines: Sequence[Line]) -> Sequence[Effect]:
    """Settle the other parts of the question, which the card shows: what became of it became of them."""
    parts = (one for one in lines if one.author is Author.CITIZEN and is_on_card(one) and one.fate is Fate.QUEUED)
    return [KeepLine(replace(one, fate=card.fate, why=card.why)) for one in parts]


def _not_shown(line: Line, enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Tell the operator, and the staff where they can be told, that a citizen's message did not reach the group."""
    notice = Notify(text("notice.line_failed", number=line.number))
    if world.case.staff.group is None or line.handle == enquiry.card:
        return (notice,)
    said = text(
        "desk.not_shown", number=line.number, why=text(_WHY_NOT_SHOWN.get(line.why, "desk.not_shown_why.other"))
    )
    told = Say(cards.group_id(world.case.staff), said, language=cards.LANGUAGE, quotes=enquiry.card)
    return (notice, replace(told, topic=enquiry.topic_handle))


_WHY_NOT_SHOWN = {"SourceGone": "desk.not_shown_why.source_gone", "Uncopyable": "desk.not_shown_why.uncopyable"}


def _is_later_part(line: Line, lines: Sequence[Line]) -> bool:
    """Tell a part of an album whose first part says it all: an album is one message and gets one mark.

    A part that cannot stand in an album goes for itself: where it fails and the first one does not, that is told.
    """
    album = [one for one in lines if line.album_id is not None and one.album_id == line.album_id]
    first = min(album, key=lambda one: one.message_id or 0, default=line)
    return first.handle != line.handle and (line.fate is not Fate.FAILED or first.fate is Fate.FAILED)


def _failed(line: Line, enquiry: Enquiry, world: World) -> Sequence[Effect]:
    """Say why it was not delivered; while there is no group, its card tells the next one that somebody waits."""
    last = "" if enquiry.last_reply == line.handle else enquiry.last_reply
    changed = replace(
        enquiry,
        is_unreachable=enquiry.is_unreachable or line.why == "Gone",
        last_reply=last,
        human_wrote_at=enquiry.human_wrote_at if _has_any_arrived(world.case.lines) else None,
        waits_since=enquiry.waits_since or (line.at if enquiry.is_open else None),
    )
    due = reminders.begin(changed, world) if changed.waits_since != enquiry.waits_since else ()
    alone = () if changed.is_unreachable else replying.unsigned(line, enquiry)
    return (*_told_failure(line, enquiry, world), *alone, KeepEnquiry(changed), *cards.revised(changed, world), *due)


def _told_failure(line: Line, enquiry: Enquiry, world: World) -> Sequence[Effect]:
    group = world.case.staff.group
    if group is None:
        return ()
    said = text("mark.not_delivered", why=text(_WHY.get(line.why, "mark.why.other")))
    quotes = enquiry.card if line.message_id is None else ""
    return (Say(group.chat_id, said, reply_to=line.message_id, language=cards.LANGUAGE, quotes=quotes),)


def _has_any_arrived(lines: Sequence[Line]) -> bool:
    """Tell whether the citizen has read a human, or is about to: otherwise the bot must not be quiet yet."""
    arrived = {Fate.QUEUED, Fate.DELIVERED, Fate.UNDONE}
    return any(one.author is Author.STAFF and one.fate in arrived for one in lines)


def reached(world: World, *, is_reached: bool) -> Sequence[Effect]:
    """Show on the card of `world.case.enquiry` that its citizen has blocked the bot, or is back."""
    enquiry, group = world.case.enquiry, world.case.staff.group
    if enquiry is None:
        return ()
    changed = replace(enquiry, is_unreachable=not is_reached)
    if group is None:
        return (KeepEnquiry(changed),)
    return (KeepEnquiry(changed), cards.revise(changed, world), _told(changed, group.chat_id, is_reached=is_reached))


def _told(enquiry: Enquiry, chat_id: int, *, is_reached: bool) -> Say:
    said: Text = text("desk.reached" if is_reached else "desk.blocked", number=enquiry.number)
    return Say(
        chat_id,
        said,
        language=cards.LANGUAGE,
        quotes=enquiry.card,
        topic=enquiry.topic_handle,
        is_silent=True,
    )
