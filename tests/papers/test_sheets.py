"""The sheets are opened and read as a spreadsheet reads them; what people wrote stays text."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from bot.domain.sessions.registrations import Registration
from bot.knowledge.loading import Loaded
from bot.papers.sheets import separated, workbook
from tests.papers.gathered import EVERYBODY, SESSION, TOWN
from tests.worlds import NOW, renderer

HOSTILE = [
    "=1+1",
    "+48 600 000 001",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =cmd|' /C calc'!A0",
    "\u200b=1",
    "＝1+1",
    '=HYPERLINK("http://example.org")',
    '";=1+1;"',
]
SPREADSHEET = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def lines(base: Loaded, registrations: Sequence[Registration] = EVERYBODY) -> list[list[str]]:
    content = separated(SESSION, registrations, renderer(base.knowledge))
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def opened(base: Loaded, registrations: Sequence[Registration] = EVERYBODY) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(workbook(SESSION, registrations, renderer(base.knowledge), at=NOW)))


def part(file: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(file.read(f"xl/{name}"))  # noqa: S314 - made by us, one line above


def cells(file: zipfile.ZipFile, sheet: int) -> list[list[str]]:
    shared = [
        "".join(one.itertext()) for one in part(file, "sharedStrings.xml").iterfind("m:si", namespaces=SPREADSHEET)
    ]
    return [
        [
            shared[int(cell.findtext("m:v", "", SPREADSHEET))]
            if cell.get("t") == "s"
            else cell.findtext("m:v", "", SPREADSHEET)
            for cell in row.iterfind("m:c", SPREADSHEET)
        ]
        for row in part(file, f"worksheets/sheet{sheet}.xml").iterfind("m:sheetData/m:row", SPREADSHEET)
    ]


ROW = [
    "1",
    "Gmina Przykładowa",
    "samorząd",
    "powiat wrzesiński",
    "ma miejsca",
    "3",
    "3",
    "",
    "Osoba A",
    "+48 600 000 001",
    "",
    "brak autobusów",
    "wejście bez schodów albo winda, miejsce z przodu",
    "",
    "2026-11-24 10:00",
]
COUNTERS = {
    "Organizacje z miejscami": "2",
    "Zajęte miejsca": "5",
    "Organizacje na liście oczekujących": "1",
    "Osoby na liście oczekujących": "4",
    "Zgłoszone osoby razem": "9",
    "Obecne osoby": "0",
    "wejście bez schodów albo winda": "3",
    "inna potrzeba": "1",
    "Wszystkie miejsca": "20",
    "Wolne miejsca": "0",
}


def test_a_workbook_has_a_row_for_each_registration(base: Loaded):
    heading, first, *others = cells(opened(base), 1)
    assert heading[:4] == ["Nr", "Organizacja", "Rodzaj", "Powiat"]
    assert first == ROW
    assert [one[1] for one in others] == ["Stowarzyszenie Przykładowe", "Fundacja Spóźniona", "Klub Dawny"]


def test_a_workbook_has_a_sheet_of_counters(base: Loaded):
    assert dict(cells(opened(base), 2)) == COUNTERS


def test_figures_of_a_workbook_are_numbers(base: Loaded):
    kinds = [one.get("t") for one in part(opened(base), "worksheets/sheet1.xml").iterfind(".//m:c", SPREADSHEET)]
    columns = len(ROW)
    assert [kinds[columns + at] for at in (0, 5, 6)] == [None, None, None]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_workbook_has_no_formula_and_no_link(words: str, base: Loaded):
    hostile = replace(TOWN, organisation=words, contact=words, problem=words, need_in_words=words, request=words)
    file = opened(base, [hostile])
    content = b"".join(file.read(name) for name in file.namelist() if "sheet" in name.lower())
    assert b"<f>" not in content
    assert b"<hyperlink" not in content
    assert part(file, "worksheets/sheet1.xml").find(".//m:c/m:f", SPREADSHEET) is None


def test_words_of_a_workbook_stay_words_when_they_are_edited(base: Loaded):
    file = opened(base)
    formats = [one.get("numFmtId") for one in part(file, "styles.xml").iterfind("m:cellXfs/m:xf", SPREADSHEET)]
    words = [one for one in part(file, "worksheets/sheet1.xml").iterfind(".//m:c", SPREADSHEET) if one.get("t") == "s"]
    # ECMA-376, part 1, 18.8.30: format 49 is text.
    assert {formats[int(one.get("s", "0"))] for one in words} == {"49"}


def test_a_workbook_shows_what_was_written(base: Loaded):
    _, row = cells(opened(base, [replace(TOWN, organisation="=1+1 <b>&")]), 1)
    assert row[1] == "=1+1 <b>&"


def test_a_workbook_holds_a_text_that_is_too_long_for_a_cell(base: Loaded):
    _, row = cells(opened(base, [replace(TOWN, problem="ż" * 40_000)]), 1)
    assert row[11] == "ż" * 32_767


def test_a_csv_file_begins_with_the_mark_that_excel_needs(base: Loaded):
    assert separated(SESSION, (), renderer(base.knowledge)).startswith(b"\xef\xbb\xbf")


def test_a_csv_file_has_the_same_rows_and_counters(base: Loaded):
    found = lines(base)
    assert found[1] == ["'+48 600 000 001" if one == TOWN.phone else one for one in ROW]
    assert {one[0]: one[1] for one in found[found.index([]) + 1 :]} == COUNTERS


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_of_a_csv_file_begins_like_a_formula(words: str, base: Loaded):
    hostile = replace(TOWN, organisation=words, contact=words, problem=words, need_in_words=words, request=words)
    _, row, *_ = lines(base, [hostile])
    assert len(row) == len(ROW)
    assert not any(one.lstrip().startswith(("=", "+", "-", "@", "＝", "\t", "\r", "\n")) for one in row)


@pytest.mark.parametrize("words", ["", "Gmina = powiat", "a;b", 'Klub "Razem"', "dwie\nlinie"])
def test_ordinary_words_stay_as_they_are(words: str, base: Loaded):
    assert lines(base, [replace(TOWN, organisation=words)])[1][1] == words


def test_a_session_without_a_limit_counts_no_free_seats(base: Loaded):
    content = separated(replace(SESSION, capacity=None), EVERYBODY, renderer(base.knowledge)).decode("utf-8-sig")
    assert "Wolne miejsca" not in content


@pytest.mark.parametrize("spoiling", ["\x00", "\x0b", "\ufffe", "\uffff", "\ud800", "\u202e"])
def test_no_character_spoils_a_sheet(spoiling: str, base: Loaded):
    spoilt = [replace(TOWN, organisation=f"a{spoiling}b")]
    assert cells(opened(base, spoilt), 1)[1][1] == lines(base, spoilt)[1][1] == "ab"
