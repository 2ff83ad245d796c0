"""What somebody wrote, with what Telegram keeps beside the text: a link's target, who is called without a user name."""

from telegram import Message, MessageEntity
from telegram.constants import MessageEntityType


def words_of(message: Message) -> str:
    """Give the text or caption; a link under other words stands behind them, a person called by name has an "@"."""
    words, entities = message.text or message.caption or "", message.entities or message.caption_entities
    kept_beside = [one for one in entities if one.type in {MessageEntityType.TEXT_LINK, MessageEntityType.TEXT_MENTION}]
    if not kept_beside:
        return words
    # Bot API, MessageEntity: offsets count UTF-16 units.
    units = words.encode("utf-16-le")
    for entity in sorted(kept_beside, key=lambda one: one.offset, reverse=True):
        begin, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        told = _told(entity, units[begin:end].decode("utf-16-le"))
        units = units[:begin] + told.encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le")


def _told(entity: MessageEntity, said: str) -> str:
    """Give the words of an entity with what it keeps beside them."""
    if entity.type == MessageEntityType.TEXT_MENTION:
        return said if said.startswith("@") else f"@{said}"
    url = entity.url or ""
    return said if url.rstrip("/") in {"", said.rstrip("/")} else f"{said} ({url})"
