"""Registrations as sheets for Excel and LibreOffice; what people wrote in them is never a formula or a link."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.domain.knowledge import Session
from bot.domain.sessions.registrations import Registration
from bot.domain.texts import text
from bot.papers.characters import printable
from bot.papers.registrations import Cell, Table, table
from bot.texts.texts import DEFAULT, Renderer

# OWASP, "CSV Injection": a cell that begins so may be taken for a formula; the wide forms count in some locales.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Excel's limit on the characters of a cell.
_LONGEST_CELL = 32_767
_WIDTH = 22
# ECMA-376, part 1, 18.8.30: the format of text. A cell that is edited by hand is not taken for a formula then, either.
_TEXT = 49


def workbook(session: Session, registrations: Sequence[Registration], words: Renderer, *, at: datetime) -> bytes:
    """Give an XLSX file made at the aware moment `at`: a sheet of registrations, another of what they add up to."""
    made, file = table(session, registrations, words), io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        title, author = printable(words.plain(session.title, DEFAULT)), words.knowledge.centre.name
        created = at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "author": author, "created": created})
        shape: dict[str, object] = {"num_format": _TEXT, "text_wrap": True, "valign": "top"}
        plain, bold = book.add_format(shape), book.add_format({**shape, "bold": True})
        listed = book.add_worksheet(words.plain(text("paper.sheet.registrations"), DEFAULT))
        _list(listed, made, plain, bold)
        added_up = book.add_worksheet(words.plain(text("paper.sheet.counters"), DEFAULT))
        _write(added_up, made.counters, plain)
        added_up.set_column(0, 0, 2 * _WIDTH)
    return file.getvalue()


def _list(sheet: Worksheet, made: Table, plain: Format, bold: Format) -> None:
    """Write the rows under headings that stay in view and sort."""
    _write(sheet, [made.headings], bold)
    _write(sheet, made.rows, plain, below=1)
    last = len(made.headings) - 1
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(made.rows), last)
    sheet.set_column(0, last, _WIDTH)


def _write(sheet: Worksheet, rows: Sequence[Sequence[Cell]], text_format: Format, *, below: int = 0) -> None:
    for at, row in enumerate(rows, start=below):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(at, column, cell)
            else:
                sheet.write_string(at, column, printable(cell)[:_LONGEST_CELL], text_format)


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
