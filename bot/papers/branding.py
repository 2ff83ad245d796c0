"""The centre's logo strip: one picture in a folder, put on whatever is printed."""

import hashlib
import struct
from pathlib import Path

FILE = "strip.png"
# PNG (ISO/IEC 15948), 5.2 and 11.2.2: the signature, then the header with width and height.
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = slice(16, 24)


# Of the strip that comes with the program.
_PLACEHOLDER = "0030eb4ff8a43fe602a74c649ecbc91149adb254edbc8ddd5cbd4338434fcd19"


class BadStrip(Exception):
    """The picture cannot be used; the message tells the operator what to do."""


def read_strip(folder: Path) -> bytes:
    """Give the PNG file; empty where there is none, which leaves the strip out. Raises `BadStrip`."""
    file = folder / FILE
    if not file.exists():
        return b""
    content = file.read_bytes()
    if not content.startswith(_SIGNATURE) or len(content) < _HEADER.stop or 0 in size(content):
        raise BadStrip(f"{file}: a PNG picture is needed")
    return content


def warning(strip: bytes, folder: Path) -> str:
    """Say what an operator should know before anything is printed; empty: the centre's own strip is there."""
    if not strip:
        return f"{folder / FILE}: there is no logo strip, so its place stays empty"
    if hashlib.sha256(strip).hexdigest() == _PLACEHOLDER:
        return f"{folder / FILE}: this is still the strip that comes with the program; put the centre's own there"
    return ""


def size(strip: bytes) -> tuple[int, int]:
    """Give width and height in pixels."""
    width, height = struct.unpack(">II", strip[_HEADER])
    return width, height
