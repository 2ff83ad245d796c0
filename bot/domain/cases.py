"""What a decision may look at of the desk: the people there, and the enquiry that the event concerns.

Loaded in the transaction of the decision, locked where it may change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.enquiries import Enquiry
from bot.domain.lines import Line
from bot.domain.staff import Member, Staff


@dataclass(frozen=True, slots=True)
class Alarm:
    """A call for help as staff were told of it, from somebody who had no open enquiry."""

    # Our name of the message in the staff group.
    handle: str
    citizen_chat_id: int
    # What the person wrote, with personal numbers hidden.
    words: str
    # Of the citizen.
    language: str


@dataclass(frozen=True, slots=True)
class Case:
    """The desk as one event finds it. What an event does not need is left empty."""

    staff: Staff = field(default_factory=Staff)
    # A citizen's open enquiry, else the newest, or the one whose button they press; in the group the one that the
    # message, press or reminder is about.
    enquiry: Enquiry | None = None
    # Another enquiry of the same citizen that is open, where `enquiry` is closed; None: there is none.
    other_open: Enquiry | None = None
    # Who wrote what the quoted alert shows, where nobody has answered it yet; None: no such alert is quoted.
    alarm: Alarm | None = None
    # The number that the next enquiry gets; 0 where none can be opened.
    next_number: int = 0
    # The line that the event is about: the one edited, held back or settled.
    line: Line | None = None
    # The line that a message quotes, and whether it quotes the bot's copy of it rather than the message as written.
    quoted: Line | None = None
    is_copy_quoted: bool = False
    # Our name of the message that a group's message quotes; None when it is nobody's or not known.
    quoted_handle: str | None = None
    # A part of the same album as a message of the group, which waits for the others.
    album: Line | None = None
    # It was said already that the album which a message of the group is part of went to nobody.
    is_album_refused: bool = False
    # The lines of the enquiry in their order; for `AlbumArrived` the parts that wait.
    lines: Sequence[Line] = ()
    # Every open enquiry, the most urgent first; only for what concerns the whole queue or one of its owners.
    queue: Sequence[Enquiry] = ()
    # Numbers of those of `queue` that have a card in the group; only where the group is paired or moves, or the bot
    # moved in it. `lines` are those of all of them then.
    carded: frozenset[int] = frozenset()
    # Closed enquiries whose card in the group still shows them open; loaded with `carded`.
    behind: Sequence[Enquiry] = ()
    # Our names of what the group shows of people who were erased while there was none; loaded with `carded`.
    left_over: Sequence[str] = ()
    # Messages of staff that were held back and not decided about, each with its enquiry; loaded with `carded`.
    held: Sequence[tuple[Line, Enquiry]] = ()
    # All enquiries of a citizen, the open one first, then the newest; only for what concerns all of them, which then
    # fills `lines`, too.
    own: Sequence[Enquiry] = ()
    # Those of `lines` whose fate is known and not told yet; loaded with `own`.
    unsettled: Sequence[Line] = ()
    # The language that the citizen chose; None: none.
    language: str | None = None
    # Version of the privacy notice that the citizen was shown last; 0: none.
    notice_version: int = 0
    # The one-time code that pairs a group; loaded for whoever may see or use it.
    group_code: str | None = None
    # Who acts in the group, as far as it is known; None: a stranger, or Telegram has not said for too long.
    actor: Member | None = None
    # Telegram could not be asked lately what the actor is in the group: nothing may be done for them now.
    is_actor_uncertain: bool = False
    # Real time: decides nothing but the age of what Telegram said.
    real_now: datetime | None = None
