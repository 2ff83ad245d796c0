"""The guided tour, gone through as it says, on a phone: each step opens where it happens and sees that it happened."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.sandbox.whole.desk import Desk, answer_newest, fill_form, press, say


def fill_in(tour: Locator, column: Locator) -> None:
    """Let the tour write, and send it; the bot answers."""
    answers = column.locator("article.other")
    before = answers.count()
    tour.get_by_role("button", name="Wpisz za mnie").click()
    box = column.get_by_role("textbox", name="Wiadomość")
    expect(box).to_be_focused()
    expect(box).not_to_have_value("")
    box.press("Enter")
    expect(answers).not_to_have_count(before)


def go_on(tour: Locator, page: Page, heading: str) -> None:
    """Wait until the step is seen to be done, and take the next one."""
    expect(tour.get_by_role("status")).to_contain_text("✓")
    tour.get_by_role("button", name="Dalej").click()
    expect(tour.get_by_role("heading")).to_have_text(heading)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")


def test_the_tour_leads_from_a_question_to_a_cancelled_session(phone_where_nothing_happened: Desk):
    desk, page = phone_where_nothing_happened, phone_where_nothing_happened.page
    desk.live_by_day()
    column = page.locator(".column.active")
    page.get_by_role("button", name="Przewodnik").click()
    tour = page.get_by_role("region", name="Przewodnik")
    column.get_by_role("button", name="Start", exact=True).click()
    fill_in(tour, column)
    go_on(tour, page, "Krok 2 z 6: Napisać z błędami")
    fill_in(tour, column)
    go_on(tour, page, "Krok 3 z 6: Oddać pytanie człowiekowi")
    fill_in(tour, column)
    say(column, "Chcemy założyć klub seniora w remizie")
    press(column, re.compile("^Wyślij$"))
    go_on(tour, page, "Krok 4 z 6: Odpowiedzieć jako pracownik")
    press(column, "Biorę")
    card = column.locator("article.other", has_text="klub seniora").last
    expect(card).to_contain_text("Prowadzi: Koordynatorka")
    card.get_by_role("button", name="Co zrobić z wiadomością").click()
    page.get_by_role("menuitem", name="Odpowiedz").click()
    column.get_by_role("textbox", name="Wiadomość").fill("Zapraszamy we wtorek.")
    page.keyboard.press("Enter")
    go_on(tour, page, "Krok 5 z 6: Zgłosić organizację")
    column.get_by_role("button", name="Start", exact=True).click()
    fill_in(tour, column)
    press(column, re.compile("praca po warsztatach"))
    press(column, "Zgłaszam organizację")
    fill_form(column)
    press(column, "Wysyłam zgłoszenie")
    go_on(tour, page, "Krok 6 z 6: Odwołać sesję")
    fill_in(tour, column)
    press(column, "przyklad_otwarta")
    press(column, "Odwołaj")
    expect(column.locator("article.other").last).to_contain_text("Jaki jest powód?")
    answer_newest(desk, column, "Prowadząca jest chora")
    press(column, "Wyślij 1 osobie")
    go_on(tour, page, "To już cały przewodnik")
