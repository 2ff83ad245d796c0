"""An update without the details that the library may trip over, although nothing here depends on them.

The library insists on fields that older and other servers do not send, of a poll for example: its reader would lose
the whole message for them. What a message carries is copied by its id, so that it is there is enough.
"""

from collections.abc import Mapping

from bot.domain.events import AlbumKind
from bot.telegram.contents import MEDIA

# What is sent again by the id of its file must be read.
_NEEDED = {kind.value for kind in AlbumKind}
_DETAILS = (MEDIA.keys() - _NEEDED) | {"external_reply"}
_INNER = ("callback_query", "message", "edited_message", "reply_to_message", "pinned_message")


def without_details(raw: Mapping[str, object]) -> Mapping[str, object] | None:
    """Give an update whose messages carry nothing that need not be read; None where it has nothing of that kind."""
    simple = _simple(raw)
    return None if simple == raw else simple


def _simple(part: Mapping[str, object]) -> Mapping[str, object]:
    kept = {name: value for name, value in part.items() if name not in _DETAILS}
    inner = {name: _simple(value) for name in _INNER if isinstance(value := kept.get(name), Mapping)}
    return {**kept, **inner}
