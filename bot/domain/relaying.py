"""What a citizen wrote → a line of the enquiry and its copy in the staff group.

Routing goes by the ids kept with the lines; what staff see has national numbers hidden.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

from bot.domain import promises
from bot.domain.conversation import Attachment, Draft
from bot.domain.desk import cards
from bot.domain.effects import Effect, Recaption, Relay, Say
from bot.domain.enquiries import Enquiry
from bot.domain.events import CitizenSentMedia, CitizenWrote
from bot.domain.keeping import KeepLine
from bot.domain.lines import NO_GROUP, Author, Fate, Line, is_on_card, relay_handle
from bot.domain.protecting import protected
from bot.domain.texts import Text, text
from bot.domain.world import World

# Real time in which the parts of one album arrive.
ALBUM_WAIT = timedelta(seconds=1)


def line_of(event: CitizenWrote | CitizenSentMedia, enquiry: Enquiry, world: World) -> Line:
    """Give the line that a message becomes; the part of an album waits for the others."""
    is_album = isinstance(event, CitizenSentMedia) and event.album_id is not None
    line = Line(
        number=enquiry.number,
        handle=relay_handle(enquiry.number, event.message_id),
        author=Author.CITIZEN,
        fate=Fate.HELD if is_album else Fate.QUEUED,
        at=world.now,
        chat_id=event.chat_id,
        message_id=event.message_id,
        quotes=_quotes(enquiry, world.case.quoted, is_copy=world.case.is_copy_quoted),
    )
    if isinstance(event, CitizenWrote):
        return replace(line, text=protected(event.text))
    caption = protected(event.caption)
    return replace(line, text=caption, media=event.media, part=event.part, album_id=event.album_id)


def _quotes(enquiry: Enquiry, quoted: Line | None, *, is_copy: bool) -> str | int:
    """Give what the copy quotes in the group: what the citizen quoted, if it stands there, otherwise the card."""
    if quoted is None or quoted.number != enquiry.number:
        return enquiry.card
    if is_copy and quoted.author is Author.STAFF and quoted.message_id is not None:
        return quoted.message_id
    return quoted.handle if quoted.author is Author.CITIZEN and not is_on_card(quoted) else enquiry.card


def send(
    enquiry: Enquiry, lines: Sequence[Line], world: World, said: Text | None = None, *, is_silent: bool = False
) -> Sequence[Effect]:
    """Keep lines and put their copies into the group, the parts of an album together; without one they wait for it.

    `said` is the text of the first copy, or its caption; every other file keeps its own.
    """
    if world.case.staff.group is None:
        return kept_back(lines)
    kept = [replace(one, fate=Fate.QUEUED) for one in lines]
    return (*(KeepLine(one) for one in kept), *_copies(enquiry, kept, world, said, is_silent=is_silent))


def kept_back(lines: Sequence[Line]) -> Sequence[Effect]:
    """Keep lines for the next staff group."""
    return [KeepLine(replace(one, fate=Fate.FAILED, why=NO_GROUP)) for one in lines]


def once_more(enquiry: Enquiry, lines: Sequence[Line], world: World) -> Sequence[Effect]:
    """Put copies of what the citizen wrote into a group that has none, without a sound.

    What is on its way comes by itself; messages of another group, which a copy may have quoted, are not there.
    """
    written = [one for one in lines if one.author is Author.CITIZEN and _can_be_shown(one) and not is_on_card(one)]
    quoting = [replace(one, quotes=one.quotes if isinstance(one.quotes, str) else enquiry.card) for one in written]
    return send(enquiry, quoting, world, is_silent=True)


def as_they_are_now(enquiry: Enquiry, lines: Sequence[Line]) -> Sequence[Line]:
    """Leave out what would come twice into a group that has nothing yet: what was changed comes as it is now."""
    latest = {one.message_id: one.handle for one in lines}
    shown = {one.handle for one in lines if _can_be_shown(one)}
    return [one for one in lines if not _comes_with_another(one, enquiry, latest, shown)]


def _comes_with_another(line: Line, enquiry: Enquiry, latest: Mapping[int | None, str], shown: Collection[str]) -> bool:
    """Tell what shows a change, and a message whose file was changed later, from what nothing else shows."""
    if line.message_id is not None:
        return latest[line.message_id] != line.handle
    is_on_the_card = line.quotes == enquiry.card and line.text in enquiry.question
    return is_on_the_card or (line.quotes != enquiry.card and line.quotes in shown)


def aloud(effects: Sequence[Effect]) -> Sequence[Effect]:
    """Let the group hear what somebody in danger writes, at any hour and before everything else."""
    return [replace(one, is_silent=False, is_urgent=True) if isinstance(one, Relay) else one for one in effects]


def _can_be_shown(line: Line) -> bool:
    is_there = line.why not in {"SourceGone", "Uncopyable"}
    return line.fate is Fate.DELIVERED or (line.fate is Fate.FAILED and is_there)


def _copies(
    enquiry: Enquiry, lines: Sequence[Line], world: World, said: Text | None, *, is_silent: bool
) -> Iterator[Effect]:
    for at, together in enumerate(_albums(lines)):
        words = [_words(enquiry, one) for one in together]
        yield Relay(
            cards.group_id(world.case.staff),
            together,
            said if said is not None and at == 0 else words[0],
            captions=words[1:],
            is_silent=is_silent or not promises.is_working_time(world),
            topic=enquiry.topic_handle,
            language=cards.LANGUAGE,
        )


def _albums(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Give the lines in their order, those together that Telegram can send as one album."""
    for album, parts in groupby(lines, lambda one: one.album_id if one.part is not None else None):
        if album is None:
            yield from ([one] for one in parts)
        else:
            yield list(parts)


def _words(enquiry: Enquiry, line: Line) -> Text | None:
    """Give the text of a copy, or its caption; None where there is none to give."""
    is_seen = any(sign.isprintable() for sign in line.text)
    if not line.text or (line.media is not None and not is_seen):
        return None
    is_short = line.media is None and len(line.text) <= _MOST_WITH_NUMBER
    return text("relay.line", number=enquiry.number, text=line.text) if is_short else text("relay.text", text=line.text)


# Characters of a text that leave room for the number before it, however wide they are.
_MOST_WITH_NUMBER = 2000


def question_lines(enquiry: Enquiry, draft: Draft, world: World) -> tuple[Sequence[Line], Sequence[Line]]:
    """Give (lines that the card shows, lines with a copy of their own) of a question that is sent."""
    first = Line(enquiry.number, enquiry.card, Author.CITIZEN, Fate.QUEUED, world.now, enquiry.citizen_chat_id)
    shown = [
        replace(
            first, handle=_handle(enquiry, at, part.message_id), message_id=part.message_id, text=protected(part.text)
        )
        for at, part in enumerate(draft.parts)
    ]
    return shown, [_attached(enquiry, one, world) for one in draft.attachments]


def _handle(enquiry: Enquiry, at: int, message_id: int | None) -> str:
    """Name a part of the question: the first is the card, which tells when it was delivered."""
    return enquiry.card if at == 0 else relay_handle(enquiry.number, message_id or -at)


def with_copy(enquiry: Enquiry, line: Line) -> Line:
    """Give a line of a question a copy of its own: the card shows another question."""
    handle = relay_handle(enquiry.number, line.message_id or 0) if line.handle == enquiry.card else line.handle
    return replace(line, handle=handle, quotes=enquiry.card)


def replacing(line: Line, event: CitizenSentMedia, world: World) -> Line:
    """Give a line whose file was changed as a new one, which quotes the old: no copy can be given another file."""
    return replace(
        line,
        handle=_later_handle(line.number, event.message_id, world),
        fate=Fate.QUEUED,
        at=world.now,
        text=protected(event.caption),
        earlier=line.text,
        media=event.media,
        part=event.part,
        album_id=None,
        quotes=line.handle,
    )


def _attached(enquiry: Enquiry, attachment: Attachment, world: World) -> Line:
    return Line(
        number=enquiry.number,
        handle=relay_handle(enquiry.number, attachment.message_id),
        author=Author.CITIZEN,
        fate=Fate.QUEUED,
        at=world.now,
        chat_id=enquiry.citizen_chat_id,
        message_id=attachment.message_id,
        text=protected(attachment.caption),
        media=attachment.media,
        part=attachment.part,
        album_id=attachment.album_id,
        quotes=enquiry.card,
    )


def changed(enquiry: Enquiry, line: Line, words: str, world: World) -> Sequence[Effect]:
    """Show staff that a line was changed, in its place and with what it said before."""
    earlier = "\n".join(part for part in (line.earlier, line.text) if part)[-_MOST_EARLIER:]
    new = replace(line, text=words, earlier=earlier)
    if line.fate is Fate.HELD:
        return (KeepLine(new),)
    if world.case.staff.group is None:
        # What the group has read already comes to the next one as it is now.
        return (KeepLine(new), *kept_back([_own(enquiry, new, world)] if line.fate is Fate.DELIVERED else []))
    if is_on_card(line):
        return (KeepLine(new), *_change(enquiry, new, "relay.question_changed", line.text, world))
    finds_room = len(words) + len(line.text) <= _FINDS_ROOM
    said = text("relay.text", text=words)
    if finds_room:
        said = text("relay.changed", number=enquiry.number, text=words, earlier=line.text)
    in_place = Recaption(cards.group_id(world.case.staff), new, said, language=cards.LANGUAGE)
    told = () if finds_room else _change(enquiry, new, "relay.changed_from", line.text, world)
    if enquiry.human_wrote_at is not None and enquiry.human_wrote_at >= line.at:
        # Nobody is told of a change in place: who may have answered already must learn of it.
        notice = aside(enquiry, text("relay.changed_after_answer", number=enquiry.number), world)
        told = (*told, replace(notice, quotes=line.handle))
    return (KeepLine(new), in_place, *told)


def _change(enquiry: Enquiry, line: Line, key: str, earlier: str, world: World) -> Sequence[Effect]:
    """Show a change as a line of its own, which is emptied with all others when the citizen wants that."""
    shown = {"text": line.text[:_MOST_WITH_NUMBER], "earlier": earlier[:_MOST_SHOWN_BEFORE]}
    return send(enquiry, [_own(enquiry, line, world)], world, text(key, number=enquiry.number, **shown))


def _own(enquiry: Enquiry, line: Line, world: World) -> Line:
    """Give a line of its own for what another says now."""
    quotes = enquiry.card if is_on_card(line) else line.handle
    handle = _later_handle(line.number, line.message_id or 0, world)
    own = replace(line, handle=handle, fate=Fate.QUEUED, at=world.now, media=None, part=None, quotes=quotes)
    return replace(own, chat_id=None, message_id=None)


def _later_handle(number: int, message_id: int, world: World) -> str:
    """Name what a message becomes once more."""
    return f"{relay_handle(number, message_id)}:{world.now.timestamp():.0f}"


# Characters of what a line said before that are shown beside what it says now.
_MOST_SHOWN_BEFORE = 1500
# Characters of old and new together that find room in a caption (Bot API: 1024 UTF-16 units).
_FINDS_ROOM = 450
# Characters of what a line said before that are kept.
_MOST_EARLIER = 4096


def aside(enquiry: Enquiry, said: Text, world: World) -> Say:
    """Say something in the group about the enquiry."""
    return Say(
        cards.group_id(world.case.staff),
        said,
        language=cards.LANGUAGE,
        quotes=enquiry.card,
        topic=enquiry.topic_handle,
        is_silent=not promises.is_working_time(world),
    )
