"""What a message carries besides text, and how it is sent again within an album."""

from dataclasses import dataclass
from typing import Any

from telegram import Message

from bot.domain.events import AlbumKind, AlbumPart, Media


@dataclass(frozen=True, slots=True)
class Content:
    """What a message carries."""

    media: Media
    # None for what Telegram lets stand in no album.
    part: AlbumPart | None


# Attributes of a message; an animation is a document, too, and a venue a location: the narrower one stands first.
MEDIA = {
    "photo": Media.PHOTO,
    "live_photo": Media.PHOTO,
    "animation": Media.VIDEO,
    "document": Media.DOCUMENT,
    "voice": Media.VOICE,
    "audio": Media.VOICE,
    "video": Media.VIDEO,
    "video_note": Media.VIDEO,
    "sticker": Media.STICKER,
    "venue": Media.LOCATION,
    "location": Media.LOCATION,
    "contact": Media.CONTACT,
    "poll": Media.OTHER,
    "dice": Media.OTHER,
    "game": Media.OTHER,
    "story": Media.OTHER,
    "paid_media": Media.OTHER,
    "checklist": Media.OTHER,
    "invoice": Media.OTHER,
    # Posts of channels, which people pass on.
    "giveaway": Media.OTHER,
    "giveaway_winners": Media.OTHER,
}

_ALBUMS = {kind.value: kind for kind in AlbumKind}


def content_of(message: Message) -> Content | None:
    """Give what a message carries; None for text alone and for what Telegram itself says."""
    name = next((one for one in MEDIA if getattr(message, one, None)), None)
    if name is None:
        return None
    part = AlbumPart(_ALBUMS[name], _file_id(getattr(message, name))) if name in _ALBUMS else None
    return Content(MEDIA[name], part)


def _file_id(carried: Any) -> str:  # noqa: ANN401 - one of the library's kinds of file
    """Give the id of a file; the last size of a photo is the largest (Bot API, Message)."""
    file_id: str = (carried[-1] if isinstance(carried, tuple) else carried).file_id
    file_id.encode()  # half of a surrogate pair could not be stored
    return file_id
