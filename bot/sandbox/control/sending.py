"""What a person's message carries besides text: photos, files, voice, places, contacts, albums."""

import base64
import binascii

from bot.sandbox.control.body import Body, ControlError
from bot.sandbox.entities import formatted
from bot.sandbox.media import KINDS, Blob, new_media
from bot.sandbox.wire import ApiError, JsonObject, utf16_length

LONGEST = {"text": 4096, "caption": 1024}
WITHOUT_CAPTION = frozenset({"video_note", "sticker"})
POINT = ("latitude", "longitude")
# Telegram's apps: what stands together in an album.
ALBUMS = ({"photo", "video"}, {"audio"}, {"document"})
MOST_IN_ALBUM = 10


def content(body: Body) -> JsonObject:
    """Return what the message says: `text`, or one of the media kinds with a `caption`, or a place or contact."""
    for kind in KINDS:
        if body.values.get(kind):
            media = {kind: _media(body, kind)}
            return media if kind in WITHOUT_CAPTION or not body.has("caption") else media | written(body, "caption")
    if body.has("location"):
        return {"location": _object(body, "location", POINT)}
    if body.has("venue"):
        venue = _object(body, "venue", ("title", "address", "location"))
        return {"venue": venue, "location": venue["location"]}
    if body.has("contact"):
        return {"contact": _object(body, "contact", ("phone_number", "first_name"))}
    return written(body, "text")


def written(body: Body, name: str) -> JsonObject:
    """Return `text` or `caption` with its entities."""
    entities = "entities" if name == "text" else "caption_entities"
    try:
        text, found = formatted(body.text(name), body.text("parse_mode", ""), body.values.get("entities"))
    except ApiError as error:
        raise ControlError(f"{name}: {error.description}") from None
    if not text or utf16_length(text) > LONGEST[name]:
        raise ControlError(f"{name}: give 1 to {LONGEST[name]} UTF-16 units")
    return {name: text, entities: found} if found else {name: text}


def album(body: Body) -> list[JsonObject]:
    """Return what each message of an `album` carries; they share a media_group_id."""
    group = {"media_group_id": str(13_000_000_000_000_000 + next(body.world.serial))}
    items = body.objects("album")
    kinds = [next((kind for kind in KINDS if item.get(kind)), "") for item in items]
    if not 1 < len(items) <= MOST_IN_ALBUM or not any(set(kinds) <= together for together in ALBUMS):
        raise ControlError(
            f"album: give 2 to {MOST_IN_ALBUM} photos and videos, or as many audios, or as many documents"
        )
    return [content(Body(body.world, item)) | group for item in items]


def _media(body: Body, kind: str) -> object:
    """Return the media object; the field is `true` or says file_name, mime_type, size, content_base64 and details."""
    given = body.values[kind]
    details: JsonObject = given if isinstance(given, dict) else {}
    try:
        data = base64.b64decode(details.get("content_base64", ""), validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise ControlError(f"{kind}.content_base64: give Base64") from None
    size = details.get("size", len(data) or 1000)
    return new_media(body.world, kind, Blob(data, details.get("file_name"), details.get("mime_type"), size), details)


def _object(body: Body, name: str, fields: tuple[str, ...]) -> JsonObject:
    value = body.values[name]
    if not isinstance(value, dict) or not all(field in value for field in fields):
        raise ControlError(f"{name}: give an object with {', '.join(fields)}")
    return value
