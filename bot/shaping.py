"""Shapes and limits that the Bot API sets for what is sent: notes over the chat, topics, albums, buttons' data."""

from collections.abc import Sequence

from bot.domain.lines import Line
from bot.domain.offers import Action, DeskAction, SessionAction
from bot.store.outgoing import AlbumItem


def shortened_note(note: str) -> str:
    """Cut a note over the chat. Bot API, answerCallbackQuery: 0-200 characters; a name may be of wide ones."""
    return note if len(note.encode("utf-16-le")) // 2 <= _NOTE else f"{note[: _NOTE // 2]}…"


_NOTE = 200
# Bot API: createForumTopic takes at most 128 characters.
TOPIC_NAME = 128


def quoted(line: Line) -> tuple[int | None, str]:
    """Give what a line quotes as (message id, our name): at most one of the two."""
    if isinstance(line.quotes, int):
        return line.quotes, ""
    return None, line.quotes or ""


def album(lines: Sequence[Line], caption: str) -> tuple[AlbumItem, ...]:
    """Give an album's files; Telegram shows the first one's caption under all of them."""
    files = [(line.part, line.handle) for line in lines if line.part is not None]
    return tuple(
        AlbumItem(part.kind.value, part.file_id, handle, caption if at == 0 else "")
        for at, (part, handle) in enumerate(files)
    )


def callback_data(action: Action | DeskAction | SessionAction, about: str) -> str:
    """Give a button's data. Bot API: 1-64 bytes; entry, office and session ids are ASCII and at most 40 long."""
    return f"{action.value}:{about}" if about else action.value
