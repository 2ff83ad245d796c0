"""sendPhoto and the other methods that send one file, sendMediaGroup, getFile."""

from bot.sandbox.entities import formatted
from bot.sandbox.media import Blob, check_image, known_media, new_media
from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import caption_content, caption_fields, deliver
from bot.sandbox.wire import JsonObject, bad_request

# Bot API: files up to 20 MB can be downloaded, photos up to 10 MB sent; an album has at most 10 items.
LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
MOST_IN_ALBUM = 10

LABELS = {"video_note": "video note"}
WITHOUT_CAPTION = frozenset({"video_note", "sticker"})
ALBUM_KINDS = frozenset({"photo", "video", "audio", "document"})
# Kinds that form albums only with their like.
UNMIXED = ("document", "audio")


def send_photo(call: Call) -> JsonObject:
    """Send a photo."""
    return _send(call, "photo", "photos")


def send_document(call: Call) -> JsonObject:
    """Send a file."""
    return _send(call, "document", "documents")


def send_video(call: Call) -> JsonObject:
    """Send a video."""
    return _send(call, "video", "videos")


def send_audio(call: Call) -> JsonObject:
    """Send music."""
    return _send(call, "audio", "music")


def send_voice(call: Call) -> JsonObject:
    """Send a voice message."""
    return _send(call, "voice", "voice messages")


def send_video_note(call: Call) -> JsonObject:
    """Send a round video."""
    return _send(call, "video_note", "video notes")


def send_animation(call: Call) -> JsonObject:
    """Send a silent moving picture."""
    return _send(call, "animation", "animations")


def send_sticker(call: Call) -> JsonObject:
    """Send a sticker."""
    return _send(call, "sticker", "stickers")


def send_media_group(call: Call) -> list[JsonObject]:
    """Send an album of up to 10 items; the messages share a media_group_id."""
    value = call.parameters.nested("media", "media")
    if not isinstance(value, list):
        raise bad_request("expected an Array of InputMedia")
    if not value:
        raise bad_request("there are no messages to send")
    if len(value) > MOST_IN_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = [str(item.get("type")) if isinstance(item, dict) else "" for item in value]
    for kind in UNMIXED:
        if kind in kinds and len(set(kinds)) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
    contents = [input_media(call, item) for item in value]
    group = {"media_group_id": str(13_000_000_000_000_000 + next(call.world.serial))}
    call.parameters.values.pop("reply_markup", None)
    return [deliver(call, content | group, right="photos").message for content in contents]


def get_file(call: Call) -> JsonObject:
    """Return where a file can be downloaded."""
    file_id = call.parameters.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = call.world.files.get(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    shown: JsonObject = {"file_id": file.file_id, "file_unique_id": file.unique_id}
    return shown | {"file_size": file.size, "file_path": file.path}


def input_media(call: Call, value: object) -> JsonObject:
    """Return the media and caption of an InputMedia; raises 400 for one that is not allowed or not there."""
    if not isinstance(value, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = str(value.get("type"))
    if kind not in ALBUM_KINDS:
        problem = "can't be used in sendMediaGroup" if kind == "animation" else "is unsupported"
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" {problem}')
    media = _media(call, kind, reference=str(value.get("media", "")), field="", details=value)
    if media is None:
        raise bad_request("can't parse InputMedia: media not found")
    source, mode = str(value.get("caption") or ""), str(value.get("parse_mode") or "")
    text, entities = formatted(source, mode, value.get("caption_entities"))
    return {kind: media} | caption_fields(text, entities, above=bool(value.get("show_caption_above_media")))


def _send(call: Call, kind: str, right: str) -> JsonObject:
    caption = {} if kind in WITHOUT_CAPTION else caption_content(call)
    media = _media(call, kind, reference=call.parameters.text(kind), field=kind, details=_details(call))
    if media is None:
        raise bad_request(f"there is no {LABELS.get(kind, kind)} in the request")
    return deliver(call, {kind: media} | caption, right=right).message


def _details(call: Call) -> JsonObject:
    numbers = {name: call.parameters.integer(name) or None for name in ("width", "height", "duration", "length")}
    return numbers | {name: call.parameters.text(name) for name in ("title", "performer", "emoji")}


def _media(call: Call, kind: str, *, reference: str, field: str, details: JsonObject) -> object | None:
    """Return the media object of an upload, `attach://` name or file id; `None` when nothing is there."""
    if reference.startswith("attach://"):
        field, reference = reference.removeprefix("attach://"), ""
    if reference:
        if reference.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        return known_media(call.world, kind, reference)
    upload = call.parameters.uploads.get(field)
    if upload is None:
        return None
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        if len(upload.content) > LARGEST_PHOTO:
            raise bad_request(f"file of size {len(upload.content)} bytes is too big for a photo")
        check_image(upload.content)
    return new_media(call.world, kind, Blob(upload.content, upload.name, upload.mime_type), details)
