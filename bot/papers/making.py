"""Makes the file of a kind: its name and its content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.domain.sessions.brief import brief
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.papers import Paper
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.report import feedback, report
from bot.domain.sessions.writing import Writing
from bot.domain.texts import text
from bot.papers.attendance_list import attendance_list
from bot.papers.calendar import entry
from bot.papers.document import document
from bot.papers.sheets import separated, workbook
from bot.texts.texts import DEFAULT, Renderer

_SUFFIX = {
    Paper.CALENDAR: "ics",
    Paper.WORKBOOK: "xlsx",
    Paper.SEPARATED: "csv",
    Paper.ATTENDANCE_LIST: "html",
    Paper.REPORT: "docx",
    Paper.BRIEF: "docx",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to give out."""

    # In Polish, without letters that a file system may spoil.
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Printer:
    """Makes files with the words of one version of the base."""

    words: Renderer
    # The centre's logo strip, a PNG file; empty: none.
    strip: bytes = b""

    def make(
        self,
        paper: Paper,
        confirmed: ConfirmedSession,
        registrations: Sequence[Registration] = (),
        *,
        at: datetime,
        language: str = DEFAULT,
        writing: Writing | None = None,
    ) -> File:
        """Give the file as of the aware moment `at`; only a calendar entry is in the reader's language.

        `registrations` are all of the session; `writing` is what a report or a brief says, where it is more than
        follows from them.
        """
        session, words = confirmed.session, self.words
        match paper:
            case Paper.CALENDAR:
                content = entry(confirmed, words, language, at=at).encode()
            case Paper.WORKBOOK:
                content = workbook(session, registrations, words, at=at)
            case Paper.SEPARATED:
                content = separated(session, registrations, words)
            case Paper.ATTENDANCE_LIST:
                content = attendance_list(session, registrations, words, strip=self.strip).encode()
            case Paper.REPORT:
                told = confirmed.report or {}
                draft = writing or report(session, registrations, told, words.knowledge, feedback(told))
                content = document(draft, words, strip=self.strip, at=at)
            case Paper.BRIEF:
                known = writing or brief(session, registrations, words.knowledge)
                content = document(known, words, strip=self.strip, at=at)
            case _:
                assert_never(paper)
        name = words.plain(text(f"paper.file.{paper.value}"), DEFAULT)
        return File(f"{name}-{session.id}.{_SUFFIX[paper]}", content)
