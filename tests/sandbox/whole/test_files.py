"""Files that the bot sends are saved on the page, and what they are made for opens them."""

import io

import docx
import openpyxl
from playwright.sync_api import Locator, expect

from tests.sandbox.whole.desk import GROUP, Desk, answer_newest, say, write

NEARLY_FULL, HELD = "przyklad_prawie_pelna", "przyklad_odbyta"


def saved(desk: Desk, column: Locator, ending: str) -> io.BytesIO:
    """Press the newest file with that ending; give what the browser has saved."""
    with desk.page.expect_download() as started:
        column.get_by_role("link", name=ending).last.click()
    assert started.value.suggested_filename.endswith(ending)
    return io.BytesIO(started.value.path().read_bytes())


def test_registrations_are_a_workbook(desk: Desk):
    group = desk.column(GROUP)
    write(group, f"/sesja {NEARLY_FULL}")
    card = group.locator("article.other").last
    expect(card).to_contain_text(f"{NEARLY_FULL}, stan")
    card.get_by_role("button", name="Excel").click()
    book = openpyxl.load_workbook(saved(desk, group, ".xlsx"))
    written = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any("Spółdzielnia socjalna (przykład)" in cell for cell in written)


def test_the_report_is_a_document_with_what_staff_answered(desk: Desk):
    group = desk.column(GROUP)
    say(group, f"/sesja {HELD} relacja")
    for number, answer in enumerate(("O zieleni w mieście.", "pomiń", "Nowa spółdzielnia.", "Spotkanie w maju."), 1):
        expect(group.locator("article.other").last).to_contain_text(f"{number}/4")
        answer_newest(desk, group, answer)
    report = docx.Document(saved(desk, group, ".docx"))
    written = "\n".join(one.text for one in report.paragraphs)
    assert "O zieleni w mieście." in written
    assert "To są plany, jeszcze niewykonane" in written
