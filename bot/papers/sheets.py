"""Registrations as sheets for Excel and LibreOffice; what people wrote in them is never a formula or a link."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from bot.domain.knowledge import Session
from bot.domain.sessions.registrations import Registration
from bot.domain.texts import text
from bot.papers.characters import printable
from bot.papers.registrations import Cell, table
from bot.texts.texts import DEFAULT, Renderer

# OWASP, "CSV Injection": a cell that begins so may be taken for a formula; the wide forms count in some locales.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Excel's limit on the characters of a cell.
_LONGEST_CELL = 32_767
_WIDTH = 22


def workbook(session: Session, registrations: Sequence[Registration], words: Renderer, *, at: datetime) -> bytes:
    """Give an XLSX file made at the aware moment `at`: a sheet of registrations, another of what they add up to."""
    made, file = table(session, registrations, words), io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties(
            {
                "title": words.plain(session.title, DEFAULT),
                "author": words.knowledge.centre.name,
                "created": at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        listed = book.add_worksheet(words.plain(text("paper.sheet.registrations"), DEFAULT))
        _write(listed, [made.headings, *made.rows])
        listed.set_row(0, None, bold)
        listed.freeze_panes(1, 2)
        listed.autofilter(0, 0, len(made.rows), len(made.headings) - 1)
        listed.set_column(0, len(made.headings) - 1, _WIDTH)
        added_up = book.add_worksheet(words.plain(text("paper.sheet.counters"), DEFAULT))
        _write(added_up, made.counters)
        added_up.set_column(0, 0, 2 * _WIDTH)
    return file.getvalue()


def _write(sheet: Worksheet, rows: Sequence[Sequence[Cell]]) -> None:
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(at, column, cell)
            else:
                sheet.write_string(at, column, printable(cell)[:_LONGEST_CELL])


def separated(session: Session, registrations: Sequence[Registration], words: Renderer) -> bytes:
    """Give a CSV file that Excel in Polish opens as it is: UTF-8 with a mark, semicolons; the counters stand below."""
    made, file = table(session, registrations, words), io.StringIO()
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in row] for row in (made.headings, *made.rows))
    writer.writerow([])
    writer.writerows([_safe(cell) for cell in row] for row in made.counters)
    return file.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    """Give a cell that no program takes for a formula: an apostrophe before it says that it is text."""
    if isinstance(cell, int):
        return cell
    shown = printable(cell)
    return f"'{shown}" if cell.startswith(_DANGEROUS) or shown.lstrip().startswith(_DANGEROUS) else shown
