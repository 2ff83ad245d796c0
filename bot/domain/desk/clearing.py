"""Takes what a citizen wrote out of the staff group again: by changing the bot's own messages there."""

from collections.abc import Mapping, Sequence

from bot.domain.desk import buttons, cards
from bot.domain.effects import Effect, Revise, Say
from bot.domain.emptying import Empty, Way
from bot.domain.enquiries import Enquiry
from bot.domain.events import AlbumKind, Media
from bot.domain.lines import ASKED_ABOUT, Author, Fate, Line, is_on_card
from bot.domain.staff import StaffGroup
from bot.domain.texts import Text, text
from bot.domain.world import World


def emptied(
    enquiry: Enquiry, lines: Sequence[Line], group: StaffGroup, why: Text, *, on_card: Text | None = None
) -> Sequence[Effect]:
    """Leave nothing on the card but its number and why; empty the copies of what the citizen wrote.

    `on_card` says why in other words there.
    What staff wrote in the group themselves is theirs: the bot can neither change nor delete it, but says of what has
    not gone out that it never will.
    """
    copies = [
        line for line in lines if line.author is Author.CITIZEN and line.fate is not Fate.HELD and not is_on_card(line)
    ]
    return (
        *_shown(enquiry, group, text("desk.emptied", number=enquiry.number, why=on_card or why)),
        *(
            Empty(group.chat_id, handle, why, (Way.DELETE, Way.TEXT))
            for handle in (enquiry.question_handle, *cards.rest_handles(enquiry))
        ),
        *(_emptied(line, group, why) for line in copies),
        *(_not_delivered(line, group, why) for line in _firsts(lines) if _is_to_go(line)),
        *(_unasked(line, group, why) for line in _firsts(lines) if line.fate is Fate.HELD and line.why in ASKED_ABOUT),
    )


def left_over(world: World) -> Sequence[Empty]:
    """Empty in the group of now what was to be emptied while there was none."""
    chat_id, why = cards.group_id(world.case.staff), text("desk.left_over")
    return [Empty(chat_id, name, why, _OF_WHATEVER_KIND) for name in world.case.left_over]


_OF_WHATEVER_KIND = (Way.DELETE, Way.TEXT, Way.DOCUMENT, Way.PHOTO)


def _shown(enquiry: Enquiry, group: StaffGroup, said: Text) -> Sequence[Effect]:
    """Empty the card; a call for help that staff answered stands in an alert, too."""
    handles = [one for one in (enquiry.alert, enquiry.card) if one]
    return [_empty(group, handle, said) for handle in handles]


def _empty(group: StaffGroup, handle: str, said: Text) -> Revise:
    return Revise(group.chat_id, handle, said, language=cards.LANGUAGE, is_emptying=True)


def _emptied(line: Line, group: StaffGroup, why: Text) -> Effect:
    """A text is replaced; a file is deleted, or replaced where it is too old for that."""
    if line.media is None:
        return _empty(group, line.handle, why)
    return Empty(group.chat_id, line.handle, why, (Way.DELETE, *_replacing(line)))


def _replacing(line: Line) -> Sequence[Way]:
    """Give what can stand in the place of a copy (Bot API, editMessageMedia: no voice, sticker, place or contact)."""
    if line.album_id is not None and line.part is not None:
        return _IN_ALBUM[line.part.kind]
    return (Way.DOCUMENT,) if line.media in _REPLACEABLE else ()


# An album takes documents among documents, pictures among pictures and films, music among music. What was too long to
# stand below music is a text of the same name.
_IN_ALBUM: Mapping[AlbumKind, Sequence[Way]] = {
    AlbumKind.PHOTO: (Way.PHOTO,),
    AlbumKind.VIDEO: (Way.PHOTO,),
    AlbumKind.DOCUMENT: (Way.DOCUMENT,),
    AlbumKind.AUDIO: (Way.TEXT,),
}
# Music is among what is heard, and round films among films: what cannot be replaced is told to staff.
_REPLACEABLE = frozenset({Media.PHOTO, Media.DOCUMENT, Media.VIDEO, Media.VOICE})


def _firsts(lines: Sequence[Line]) -> Sequence[Line]:
    """Give what staff wrote as messages of their own: of an album the first part, which has the mark of all."""
    written = sorted((one for one in lines if one.author is Author.STAFF), key=lambda one: one.message_id or 0)
    messages = {one.album_id or one.handle: one for one in reversed(written)}
    return list(messages.values())


def _is_to_go(line: Line) -> bool:
    """Tell what stands in the group and has not gone out."""
    return line.message_id is not None and line.fate in {Fate.HELD, Fate.QUEUED}


def _not_delivered(line: Line, group: StaffGroup, why: Text) -> Effect:
    said = text("mark.not_delivered", why=why)
    return Say(group.chat_id, said, reply_to=line.message_id, language=cards.LANGUAGE)


def _unasked(line: Line, group: StaffGroup, why: Text) -> Effect:
    """Take the buttons away from the question what a message is, now that it can go to nobody."""
    return _empty(group, buttons.held_handle(line.handle), why)
