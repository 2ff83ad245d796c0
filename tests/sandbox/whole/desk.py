"""The page as a person uses it: columns, writing, pressing."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

CITIZEN, ORGANISATION, GROUP = "Mieszkanka (przykład)", "Organizacja (przykład)", "Zespół ośrodka (przykład)"
# What an organisation answers, and what the bot asks next.
FORM = [
    ("Fundacja (przykład)", "Jaka to organizacja"),
    ("fundacja", "Z którego powiatu"),
    ("gnieźnieński", "Ile osób"),
    ("2", "osobą do kontaktu"),
    ("Osoba (przykład)", "telefon albo e-mail"),
    ("osoba@example.com", "lokalny problem"),
    ("pomiń", "ktoś czegoś potrzebuje"),
    ("pomiń", "Proszę sprawdzić"),
]


@dataclass
class Desk:
    """The page, and what a person does on it."""

    page: Page

    def column(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def set_clock(self, **wanted: object) -> None:
        """Set the time the bot lives in: `now`, or `ahead_s`."""
        assert self.page.request.put(f"{self.page.url}control/demo/clock", data=wanted).ok

    def live_by_day(self) -> None:
        """Let the bot live in tomorrow's forenoon: at night it writes to nobody unasked."""
        self.set_clock(now=f"{datetime.now(UTC).date() + timedelta(days=1)}T10:00+01:00")

    def begin(self, name: str) -> Locator:
        column = self.column(name)
        column.get_by_role("button", name="Start", exact=True).click()
        expect(column.locator("article.other")).to_have_count(1)
        return column

    def add(self, name: str) -> Locator:
        self.page.get_by_role("button", name="+ Rozmowa").click()
        self.page.get_by_role("menuitem", name="Nowa osoba").click()
        self.page.get_by_label("Imię").fill(name)
        self.page.get_by_role("button", name="Zapisz").click()
        return self.begin(name)


def write(column: Locator, text: str) -> None:
    box = column.get_by_role("textbox", name="Wiadomość")
    box.fill(text)
    box.press("Enter")


def say(column: Locator, text: str) -> None:
    """Write and wait until the bot has said something new."""
    answers = column.locator("article.other")
    before = answers.count()
    write(column, text)
    expect(answers).not_to_have_count(before)


def type_over(file: Locator, old: str, new: str) -> None:
    """Select words in a long text and type others; to fill it as a whole takes the browser very long."""
    select = "(box, old) => box.setSelectionRange(box.value.indexOf(old), box.value.indexOf(old) + old.length)"
    file.focus()
    file.evaluate(select, old)
    file.page.keyboard.insert_text(new)


def press(column: Locator, label: str | re.Pattern[str]) -> None:
    column.get_by_role("group", name="Przyciski").get_by_role("button", name=label).last.click()


def answer_newest(desk: Desk, column: Locator, text: str) -> None:
    """Reply to what the bot said last, and wait until it has said something new."""
    column.locator("article.other").last.get_by_role("button", name="Co zrobić z wiadomością").click()
    desk.page.get_by_role("menuitem", name="Odpowiedz").click()
    say(column, text)


def fill_form(column: Locator) -> None:
    """Answer the questions about an organisation; each waits for the next."""
    for answer, question in FORM:
        write(column, answer)
        expect(column.locator("article.other").last).to_contain_text(question)
