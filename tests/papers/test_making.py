"""Every kind of file is made, under a name that every file system takes."""

import re

import pytest

from bot.domain.sessions.papers import Paper
from bot.knowledge.loading import Loaded
from bot.papers.making import Printer
from tests.papers.gathered import CONFIRMED, EVERYBODY
from tests.worlds import NOW, renderer

BEGINS = {
    Paper.CALENDAR: b"BEGIN:VCALENDAR\r\n",
    Paper.WORKBOOK: b"PK",
    Paper.SEPARATED: b"\xef\xbb\xbf",
    Paper.ATTENDANCE_LIST: b"<!doctype html>",
    Paper.REPORT: b"PK",
    Paper.BRIEF: b"PK",
}
NAMES = {
    Paper.CALENDAR: "sesja-wrzesnia.ics",
    Paper.WORKBOOK: "zgloszenia-wrzesnia.xlsx",
    Paper.SEPARATED: "zgloszenia-wrzesnia.csv",
    Paper.ATTENDANCE_LIST: "lista-obecnosci-wrzesnia.html",
    Paper.REPORT: "relacja-wrzesnia.docx",
    Paper.BRIEF: "przed-sesja-wrzesnia.docx",
}


@pytest.mark.parametrize("paper", Paper)
def test_every_paper_is_made(paper: Paper, base: Loaded, strip: bytes):
    file = Printer(renderer(base.knowledge), strip).make(paper, CONFIRMED, EVERYBODY, at=NOW)
    assert file.content.startswith(BEGINS[paper])
    assert file.name == NAMES[paper]
    assert re.fullmatch(r"[a-z0-9_.-]+", file.name)


def test_only_the_calendar_entry_is_in_the_readers_language(base: Loaded):
    printer = Printer(renderer(base.knowledge))
    entry, listed = (
        printer.make(one, CONFIRMED, EVERYBODY, at=NOW, language="en").content.decode()
        for one in (Paper.CALENDAR, Paper.ATTENDANCE_LIST)
    )
    assert "Dialogue session: " in entry
    assert "Lista obecności: " in listed


def test_a_report_of_a_session_without_answers_is_made(base: Loaded):
    assert Printer(renderer(base.knowledge)).make(Paper.REPORT, CONFIRMED, at=NOW).content
