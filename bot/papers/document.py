"""A longer text as a Word document: the report, a draft that staff edit before it is published, and the brief."""

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Page
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bot.domain.sessions.writing import Writing
from bot.domain.texts import Text
from bot.papers.branding import size
from bot.papers.characters import printable
from bot.texts.texts import DEFAULT, Renderer

_WIDTH, _HEIGHT, _MARGIN = Mm(210), Mm(297), Mm(20)
# The strip fills the width, but never a page.
_STRIP_WIDTH_MM, _STRIP_HEIGHT_MM = 170, 30


def document(writing: Writing, words: Renderer, *, strip: bytes, at: datetime) -> bytes:
    """Give a DOCX file made at the aware moment `at`. `strip` is a PNG file for the head of each page; empty: none."""

    def said(one: Text) -> str:
        return printable(words.plain(one, DEFAULT))

    made = Document()
    _lay_out(made, strip)
    made.core_properties.title = said(writing.title)
    made.core_properties.author = printable(words.knowledge.centre.name)
    made.core_properties.created = made.core_properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    made.core_properties.comments = ""
    made.core_properties.language = "pl-PL"
    made.add_heading(said(writing.title), level=0)
    for section in writing.sections:
        made.add_heading(said(section.heading), level=1)
        for one in section.body:
            made.add_paragraph(said(one))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _lay_out(made: Page, strip: bytes) -> None:
    """Make pages of A4 with the strip on top, in Polish for the spelling checker."""
    layout = made.sections[0]
    layout.page_width, layout.page_height = _WIDTH, _HEIGHT
    layout.left_margin = layout.right_margin = _MARGIN
    normal = made.styles["Normal"]
    normal.font.size = Pt(11)
    language = made.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "pl-PL")
    if strip:
        across, down = size(strip)
        width = min(_STRIP_WIDTH_MM, _STRIP_HEIGHT_MM * across / down)
        layout.header.paragraphs[0].add_run().add_picture(io.BytesIO(strip), width=Mm(width))
