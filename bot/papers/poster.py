"""A poster of a session: a QR code that opens it in the bot, on a page to print with a phone number beside it."""

import io
import re

import segno

from bot.domain.knowledge import Session
from bot.domain.sessions.hosts import contacts
from bot.domain.texts import text
from bot.papers.pages import escaped, image, lines, page
from bot.texts.texts import DEFAULT, Renderer

# Bot API, User.username; Telegram: 5 to 32 characters, bots' names end with "bot".
USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}")
# A quarter of the code may be lost to a pin or a fold.
_CORRECTION = "Q"
# Pixels a module: about 60 mm at 300 dpi.
_SCALE = 18
# ISO/IEC 18004: four modules of white around the code.
_BORDER = 4


def link(session: Session, username: str) -> str:
    """Give the address that opens the session in the bot (contract: `?start=s_<session id>`)."""
    return f"https://t.me/{username}?start=s_{session.id}"


def code(session: Session, username: str) -> bytes:
    """Give the QR code of the link as a PNG file."""
    file = io.BytesIO()
    segno.make_qr(link(session, username), error=_CORRECTION).save(file, kind="png", scale=_SCALE, border=_BORDER)
    return file.getvalue()


def poster(session: Session, username: str, words: Renderer, *, strip: bytes) -> str:
    """Give the page, on one sheet of A4. `strip` is a PNG file; empty: none."""
    title = words.plain(session.title, DEFAULT)
    when = text("paper.when", start=session.start, end=session.end)
    where = text("paper.place", place=session.place, address=session.address)
    parts = {
        "strip": image(strip, "image/png", words.plain(text("paper.strip"), DEFAULT)),
        "title": escaped(title),
        "when": lines([when], words),
        "where": lines([where], words),
        "topic": lines([text("paper.poster.topic", topic=session.topic)], words),
        "code": image(code(session, username), "image/png", words.plain(text("paper.poster.code"), DEFAULT)),
        "scan": lines([text("paper.poster.scan")], words),
        "call": lines([text("paper.poster.call")], words),
        "contacts": lines(contacts(session, words.knowledge), words),
        "link": escaped(f"t.me/{username}"),
    }
    return page("poster", title, parts)
