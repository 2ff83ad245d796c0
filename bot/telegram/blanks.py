"""Files that say nothing, to stand in the place of files that may not stay."""

import struct
import zlib
from functools import cache

# Pixels of each side: Telegram refuses pictures that are very small.
_SIDE = 160
_GREY = b"\xdd"


@cache
def picture() -> bytes:
    """Give an empty grey picture, a PNG file (PNG specification, 5.3: length, type, data and CRC of each chunk)."""
    # Sides, 8 bits of grey for each pixel, the only compression and filtering there are, not interlaced.
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 0, 0, 0, 0)
    # Each line begins with its filter: none.
    lines = (b"\x00" + _GREY * _SIDE) * _SIDE
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
