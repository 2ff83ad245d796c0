"""The report as a document, opened by the library that reads Word's files and looked at as what it is."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document

from bot.domain.sessions.report import report
from bot.domain.sessions.writing import Section, Writing
from bot.domain.texts import text
from bot.knowledge.loading import Loaded
from bot.papers.document import document
from tests.papers.gathered import EVERYBODY, SESSION
from tests.worlds import NOW, renderer


def made(base: Loaded, strip: bytes = b"") -> bytes:
    draft = report(SESSION, EVERYBODY, {"results": "Powstała lista <spraw>."}, base.knowledge)
    return document(draft, renderer(base.knowledge), strip=strip, at=NOW)


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def test_it_has_the_title_and_a_heading_for_each_section(base: Loaded):
    found = opened(made(base))
    styled = [(one.style.name, one.text) for one in found.paragraphs if one.style.name != "Normal"]
    assert styled[:3] == [
        ("Title", "Relacja z sesji dialogowej: Sesja <we Wrześni>"),
        ("Heading 1", "Kiedy i gdzie"),
        ("Heading 1", "Cele"),
    ]
    assert len(styled) == 8


def test_it_says_what_the_report_says(base: Loaded):
    words = [one.text for one in opened(made(base)).paragraphs]
    assert {"Powstała lista <spraw>.", "• Gmina Przykładowa", "wtorek 4 maja 2027, godz. 10:00–13:00"} <= set(words)


def test_it_is_a_page_of_a4_in_polish(base: Loaded):
    found = opened(made(base))
    (layout,) = found.sections
    assert (round(layout.page_width.mm), round(layout.page_height.mm)) == (210, 297)
    assert b'w:val="pl-PL"' in zipfile.ZipFile(io.BytesIO(made(base))).read("word/styles.xml")


def test_the_logo_strip_is_on_every_page(base: Loaded, strip: bytes):
    found = opened(made(base, strip))
    (picture,) = found.sections[0].header.part.related_parts.values()
    assert picture.blob == strip


def test_without_a_strip_there_is_no_picture(base: Loaded):
    assert [one for one in zipfile.ZipFile(io.BytesIO(made(base))).namelist() if "media" in one] == []


def test_the_author_is_the_centre_and_the_moment_is_given(base: Loaded):
    found = opened(made(base)).core_properties
    assert (found.author, found.created) == (base.knowledge.centre.name, NOW)
    assert found.comments == ""


@pytest.mark.parametrize("spoiling", ["\x00", "\x0b", "\ufffe", "\uffff", "\ud800", "\u202e"])
def test_no_character_spoils_the_file(spoiling: str, base: Loaded):
    draft = Writing(
        text("report.results"), [Section(text("report.plans"), [text("report.words", words=f"a{spoiling}b")])]
    )
    found = opened(document(draft, renderer(base.knowledge), strip=b"", at=NOW))
    assert [one.text for one in found.paragraphs] == ["Co z niej wynika", "Plany", "ab"]
