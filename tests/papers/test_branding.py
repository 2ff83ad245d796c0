"""The logo strip: the shipped one says that it is to be replaced; another is checked before it is used."""

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.papers.branding import BadStrip, read_strip, size, warning


def test_the_shipped_strip_is_wide_enough_to_be_printed(strip: bytes):
    assert Image.open(io.BytesIO(strip)).size == size(strip)
    assert size(strip)[0] >= 1500


def test_the_shipped_strip_is_warned_about_and_another_is_not(strip: bytes):
    assert "put the centre's own there" in warning(strip, Path("branding"))
    assert "there is no logo strip" in warning(b"", Path("branding"))
    assert warning(strip + b"\n", Path("branding")) == ""


def test_no_strip_leaves_its_place_empty(tmp_path: Path):
    assert read_strip(tmp_path) == b""


@pytest.mark.parametrize(
    "content", [b"", b"<svg/>", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + bytes(16)]
)
def test_what_is_no_picture_is_refused_by_name(content: bytes, tmp_path: Path):
    (tmp_path / "strip.png").write_bytes(content)
    with pytest.raises(BadStrip, match=r"strip\.png: a PNG picture is needed"):
        read_strip(tmp_path)
