"""What the Bot API asks of what is sent: limits of notes, topics, albums and buttons' data, and whose turn it is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, repeat

from bot.domain.effects import Relay, Say
from bot.domain.lines import Line
from bot.domain.offers import Action, DeskAction, SessionAction
from bot.store.outbox import Priority
from bot.store.outgoing import AlbumItem, CopyMessage, SendText


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


def relayed(effect: Relay, line: Line, html: str | None) -> SendText | CopyMessage:
    """Give one line as it goes to the other side: text as text, anything else as Telegram's own copy."""
    reply_to, quotes = quoted(line)
    message: SendText | CopyMessage
    if line.media is None or line.chat_id is None or line.message_id is None:
        message = SendText(effect.chat_id, html or "")
    else:
        message = CopyMessage(effect.chat_id, line.chat_id, line.message_id, caption=html)
    placed = replace(message, reply_to=reply_to, quotes=quotes, topic=effect.topic, silent=effect.is_silent)
    return replace(placed, urgent=effect.is_urgent)


def album(lines: Sequence[Line], captions: Iterable[str]) -> tuple[AlbumItem, ...]:
    """Give an album's files with their captions, the first ones' where there are fewer.

    Telegram shows a lone caption under all of them, several under each file alone.
    """
    return tuple(
        AlbumItem(line.part.kind.value, line.part.file_id, line.handle, caption)
        for line, caption in zip(lines, chain(captions, repeat("")), strict=False)
        if line.part is not None
    )


def callback_data(action: Action | DeskAction | SessionAction, about: str) -> str:
    """Give a button's data. Bot API: 1-64 bytes; entry, office and session ids are ASCII and at most 40 long."""
    return f"{action.value}:{about}" if about else action.value


def urgency(effect: Say | Relay) -> Priority:
    """Tell who goes first: a call for help, then what people wait for, then reminders."""
    if effect.is_urgent:
        return Priority.AT_ONCE
    return Priority.NOTICE if isinstance(effect, Say) and effect.is_patient else Priority.ANSWER
