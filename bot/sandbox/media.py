"""Files and the media objects made of them: PhotoSize, Document, Voice and the others."""

import re
import struct
from dataclasses import dataclass

from bot.sandbox.state import StoredFile
from bot.sandbox.wire import JsonObject, bad_request
from bot.sandbox.world import World

# Kind → its name in Telegram's refusals, folder of its path, usual suffix and type.
KINDS = {
    "photo": ("Photo", "photos", ".jpg", "image/jpeg"),
    "document": ("Document", "documents", "", "application/octet-stream"),
    "video": ("Video", "videos", ".mp4", "video/mp4"),
    "audio": ("Audio", "music", ".mp3", "audio/mpeg"),
    "voice": ("VoiceNote", "voice", ".oga", "audio/ogg"),
    "animation": ("Animation", "animations", ".mp4", "video/mp4"),
    "video_note": ("VideoNote", "video_notes", ".mp4", "video/mp4"),
    "sticker": ("Sticker", "stickers", ".webp", "image/webp"),
}

# What a media object says besides its file, when nobody says otherwise.
DETAILS: dict[str, JsonObject] = {
    "document": {},
    "video": {"width": 640, "height": 360, "duration": 5},
    "audio": {"duration": 60},
    "voice": {"duration": 3},
    "animation": {"width": 320, "height": 240, "duration": 3},
    "video_note": {"length": 240, "duration": 5},
    "sticker": {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular", "emoji": "👍"},
}
OPTIONAL = {"audio": ("title", "performer"), "sticker": ("set_name",)}
NAMED = frozenset({"document", "video", "audio", "animation"})

# The small copy that comes with every photo.
THUMBNAIL_SIDE = 90
PHOTO_SIDES = (800, 600)

_IMAGE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8|BM|RIFF....WEBP", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Blob:
    """What a file is made of; `size` in bytes may be claimed without content."""

    content: bytes
    name: str | None = None
    mime_type: str | None = None
    size: int | None = None


def new_media(world: World, kind: str, blob: Blob, details: JsonObject) -> object:
    """Store a file and return the media object of that kind: for a photo a list of sizes, smallest first."""
    file = _store(world, kind, blob)
    if kind == "photo":
        small = _store(world, kind, Blob(blob.content, size=min(file.size, 1000)))
        file.info = small.info = _sizes(small, file)
    else:
        file.info = _object(kind, file, details)
    return file.info


def known_media(world: World, kind: str, file_id: str) -> object:
    """Return the media object for a file that was sent before; raises 400 for one unknown or of another kind."""
    file = world.files.get(file_id)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if (file.kind == "photo") != (kind == "photo"):
        raise bad_request(f"can't use file of type {KINDS[file.kind][0]} as {KINDS[kind][0]}")
    return file.info if file.kind == kind else _object(kind, file, {})


def check_image(content: bytes) -> None:
    """Raise the 400 for a photo that is no image."""
    if not _IMAGE.match(content):
        raise bad_request("IMAGE_PROCESS_FAILED")


def _store(world: World, kind: str, blob: Blob) -> StoredFile:
    _, folder, suffix, usual_type = KINDS[kind]
    number = next(world.serial)
    if blob.name and "." in blob.name:
        suffix = "." + re.sub(r"[^A-Za-z0-9]", "", blob.name.rpartition(".")[2])
    file = StoredFile(
        file_id=f"{kind}-file-id-{number:012d}",
        unique_id=f"unique{number:09d}",
        path=f"{folder}/file_{number}{suffix}",
        content=blob.content,
        size=len(blob.content) if blob.size is None else blob.size,
        kind=kind,
        name=blob.name,
        mime_type=blob.mime_type or usual_type,
    )
    world.files[file.file_id] = file
    return file


def _object(kind: str, file: StoredFile, details: JsonObject) -> JsonObject:
    shown: JsonObject = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    if kind not in {"sticker", "video_note"}:
        shown["mime_type"] = file.mime_type
    if kind in NAMED and file.name:
        shown["file_name"] = file.name
    names = (*DETAILS[kind], *OPTIONAL.get(kind, ()))
    return shown | DETAILS[kind] | {name: details[name] for name in names if details.get(name) not in (None, "")}


def _sizes(small: StoredFile, full: StoredFile) -> list[JsonObject]:
    width, height = _dimensions(full.content)
    scale = THUMBNAIL_SIDE / max(width, height)
    return [
        _size(small, max(1, round(width * scale)), max(1, round(height * scale))),
        _size(full, width, height),
    ]


def _size(file: StoredFile, width: int, height: int) -> JsonObject:
    identity: JsonObject = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    return identity | {"width": width, "height": height}


def _dimensions(content: bytes) -> tuple[int, int]:
    """Return a PNG's width and height; any other image counts as 800 × 600."""
    if content.startswith(b"\x89PNG") and len(content) >= len(b"\x89PNG\r\n\x1a\n....IHDR") + 8:
        width, height = struct.unpack(">II", content[16:24])
        return (width, height) if width and height else PHOTO_SIDES
    return PHOTO_SIDES
