"""What is to be left of messages of ours in the staff group that may not stay: nothing, by whatever way there is.

Bot API: a text or caption of a bot's own can be changed at any time, and a file replaced by another (editMessageMedia);
a message is deleted for 48 hours only, and TDLib holds an administrator to that, too (`can_delete_channel_message`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.domain.texts import Text


class Way(Enum):
    """How a message can be emptied."""

    DELETE = "delete"
    # Another text in its place.
    TEXT = "text"
    # An empty file in its place; in an album only where that is of documents.
    DOCUMENT = "document"
    # An empty picture in its place: what an album of pictures and films takes.
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Empty:
    """Empty a message; where no way is left, staff are asked to delete it themselves."""

    chat_id: int
    handle: str
    # What stands in its place where it cannot be deleted.
    instead: Text
    # In the order in which they are tried; not empty.
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class ClearAll:
    """Empty every message of a group whose name begins so, whether it has gone out or waits."""

    chat_id: int
    names: str
    # What stands in their place.
    instead: Text
    # They are files, which are deleted where Telegram still allows that; texts are changed.
    are_files: bool = False


@dataclass(frozen=True, slots=True)
class EmptyLater:
    """Empty messages of a group that the bot is out of when that group is paired again."""

    handles: Sequence[str] = ()
    # How the names of others begin.
    names: Sequence[str] = ()
