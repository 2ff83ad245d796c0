"""People talk with the bot and with each other: by mouse, by keyboard, on a phone."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.sandbox.whole.desk import CITIZEN, GROUP, ORGANISATION, Desk, fill_form, press, say, type_over, write


def test_a_citizen_asks_misspells_presses_and_edits_what_the_bot_knows(desk: Desk):
    expect(desk.page.get_by_text("dane przykładowe")).to_be_visible()
    citizen = desk.add("Ktoś")
    say(citizen, "gdzie jest biuro w Koninie")
    press(citizen, "Mapa")
    expect(citizen.get_by_role("link", name="WOES Konin")).to_be_visible()
    say(citizen, "gdzei jest bióro w Konine")
    citizen.get_by_role("button", name="dlaczego?").last.click()
    tools = desk.page.get_by_role("complementary", name="Dlaczego ta odpowiedź?")
    expect(tools.get_by_role("row", name="bioro biuro")).to_be_visible()
    expect(tools.get_by_role("region", name="Pewność a progi")).to_contain_text("✓ tak")
    tools.get_by_role("button", name=re.compile(r"^topics.office\.yaml:\d+$")).click()
    file = tools.get_by_label("Treść pliku (YAML)")
    expect(file).to_have_value(re.compile("Biuro w Koninie ma"))
    type_over(file, "  title: Biuro w Koninie", "  titel: Biuro w Koninie")
    tools.get_by_role("button", name="Zapisz i zapytaj").click()
    expect(tools.get_by_text("odpowiada dalej z poprzedniej wersji")).to_be_visible()
    expect(tools.get_by_role("button", name=re.compile(r"^topics.office\.yaml:\d+$")).last).to_be_visible()
    type_over(file, "  titel: Biuro w Koninie", "  title: Biuro w Koninie")
    type_over(file, "Biuro w Koninie ma", "Biuro na próbę ma")
    tools.get_by_role("button", name="Zapisz i zapytaj").click()
    expect(citizen.locator("article.other").last).to_contain_text("Biuro na próbę")
    expect(tools.get_by_text("Odpowiedź teraz")).to_be_visible()
    type_over(file, "Biuro na próbę ma", "Biuro bez zapisu ma")
    asked: list[str] = []
    desk.page.on("dialog", lambda dialog: asked.append(dialog.message))
    desk.page.once("dialog", lambda dialog: dialog.dismiss())
    file.press("Escape")
    expect(file).to_have_value(re.compile("Biuro bez zapisu ma"))
    desk.page.once("dialog", lambda dialog: dialog.accept())
    file.press("Escape")
    expect(file).to_be_hidden()
    assert asked == ["Zmiany w pliku topics/office.yaml nie są zapisane. Porzucić je?"] * 2


def test_staff_and_citizen_talk_side_by_side(desk: Desk):
    citizen, group = desk.begin(CITIZEN), desk.column(GROUP)
    say(citizen, "Czy pomożecie nam założyć klub seniora w remizie?")
    say(citizen, "człowiek")
    press(citizen, re.compile("^Wyślij$"))
    card = group.locator("article.other", has_text="klub seniora w remizie").last
    card.get_by_role("button", name="Biorę").click()
    expect(card).to_contain_text("Prowadzi: Koordynatorka")
    card.get_by_role("button", name="Co zrobić z wiadomością").click()
    desk.page.get_by_role("menuitem", name="Odpowiedz").click()
    write(group, "Dzień dobry, zapraszamy w środę.")
    expect(citizen.locator("article.other").last).to_contain_text("zapraszamy w środę")
    mark = group.locator("article.own", has_text="zapraszamy w środę").get_by_role("img", name="Reakcja 👌")
    expect(mark).to_be_visible()
    group.get_by_label("Pisze:").select_option("Pracownik B (przykład)")
    expect(group.locator("article.own", has_text="zapraszamy w środę")).to_have_count(0)
    write(citizen, "Będę o dziewiątej")
    expect(group.locator("article.other").last).to_contain_text("Będę o dziewiątej")


@pytest.mark.usefixtures("by_day")
def test_an_organisation_registers_downloads_the_calendar_file_and_reads_of_the_cancellation(desk: Desk):
    desk.page.get_by_role("button", name="Przewodnik").click()
    tour = desk.page.get_by_role("region", name="Przewodnik")
    for step in range(1, 5):
        expect(tour.get_by_role("heading")).to_contain_text(f"Krok {step} z 6")
        tour.get_by_role("button", name="Pomiń krok").click()
    organisation, group = desk.begin(ORGANISATION), desk.column(GROUP)
    say(organisation, "/start s_przyklad_otwarta")
    press(organisation, "Zgłaszam organizację")
    expect(organisation.get_by_text("Zgłoszenie:").last).to_be_visible()
    fill_form(organisation)
    press(organisation, "Wysyłam zgłoszenie")
    expect(tour.get_by_role("status")).to_contain_text("✓ Zgłoszenie przyjęte")
    press(organisation, "Do kalendarza")
    with desk.page.expect_download() as started:
        organisation.get_by_role("link", name=".ics").last.click()
    assert "BEGIN:VCALENDAR" in started.value.path().read_text(encoding="utf-8")
    tour.get_by_role("button", name="Dalej").click()
    expect(tour.get_by_role("heading")).to_contain_text("Krok 6 z 6")
    say(organisation, "/sesje")
    say(group, "/sesja przyklad_otwarta odwołaj")
    group.locator("article.other").last.get_by_role("button", name="Co zrobić z wiadomością").click()
    desk.page.get_by_role("menuitem", name="Odpowiedz").click()
    say(group, "Prowadząca jest chora")
    expect(group.get_by_role("button", name="Wyślij 1 osobie")).to_be_visible()
    expect(tour.get_by_role("status")).not_to_contain_text("✓")
    press(group, "Wyślij 1 osobie")
    expect(organisation.get_by_text("Prowadząca jest chora")).to_be_visible()
    expect(tour.get_by_role("status")).to_contain_text("✓")


def test_the_clock_is_moved_and_messages_show_the_time_that_the_bot_lives_in(desk: Desk):
    citizen, page = desk.add("Inna osoba"), desk.page
    page.get_by_role("button", name=re.compile("^Zegar")).click()
    clock = page.get_by_role("complementary", name="Zegar bota")
    clock.get_by_label("Dokładny dzień i godzina").fill("2028-07-01T12:00")
    clock.get_by_role("button", name="Ustaw zegar").click()
    expect(clock.get_by_text("sobota, 1 lipca 2028")).to_be_visible()
    say(citizen, "kiedy można zadzwonić")
    expect(citizen.locator("article.other").last).to_contain_text("poniedziałek")
    clock.get_by_role("button", name="Wróć do prawdziwego czasu").click()
    expect(clock.get_by_text("To jest prawdziwy czas.")).to_be_visible()
    expect(citizen.locator("p.service", has_text="sobota, 1 lipca 2028")).to_be_visible()
    expect(citizen.locator("article time").last).to_have_text(re.compile("^12:0"))
    write(citizen, "dziękuję")
    expect(citizen.locator("article.own time").last).to_have_attribute(
        "datetime", re.compile(f"^{datetime.now(UTC).year}")
    )


@pytest.mark.parametrize("desk", [(360, 740)], indirect=True)
def test_on_a_phone_one_chat_is_shown_at_a_time_and_nothing_is_wider_than_the_window(desk: Desk):
    page = desk.page
    expect(desk.column(CITIZEN)).to_be_visible()
    expect(desk.column(GROUP)).to_be_hidden()
    page.get_by_role("navigation", name="Otwarte rozmowy").get_by_role("button", name=GROUP).click()
    expect(desk.column(GROUP)).to_be_visible()
    expect(desk.column(CITIZEN)).to_be_hidden()
    for tool in ("Przewodnik", re.compile("^Zegar"), "Awarie", "Wiedza"):
        page.get_by_role("button", name=tool, exact=True).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate("document.querySelector('#toolbar').scrollWidth") <= 360
        page.keyboard.press("Escape")


def test_everything_is_reached_by_keyboard(desk: Desk):
    page, keyboard = desk.page, desk.page.keyboard

    def reach(name: str) -> None:
        """Press Tab until the focus stands on what has this name."""
        for _ in range(60):
            keyboard.press("Tab")
            focused = "document.activeElement.ariaLabel || document.activeElement.textContent"
            if page.evaluate(focused).startswith(name):
                return
        pytest.fail(f"{name} is not reached")

    reach("Przejdź do rozmów")
    reach("Przewodnik")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Krok 1 z 6: Zapytać")).to_be_focused()
    reach("Zakończ")
    keyboard.press("Enter")
    reach("Awarie")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Awarie")).to_be_focused()
    keyboard.press("Escape")
    expect(page.get_by_role("button", name="Awarie")).to_be_focused()
    reach("+ Rozmowa")
    keyboard.press("Enter")
    expect(page.get_by_role("menu").get_by_role("menuitem").first).to_be_focused()
    keyboard.press("ArrowUp")
    keyboard.press("ArrowUp")
    keyboard.press("Enter")
    expect(page.get_by_label("Imię")).to_be_focused()
    keyboard.type("Klawiatura")
    keyboard.press("Enter")
    expect(desk.column("Klawiatura")).to_be_visible()
    expect(desk.column("Klawiatura").get_by_role("button", name="Start", exact=True)).to_be_focused()
    keyboard.press("Enter")
    box = desk.column("Klawiatura").get_by_role("textbox", name="Wiadomość")
    expect(box).to_be_focused()
    keyboard.type("gdzie jest biuro w Koninie")
    keyboard.press("Enter")
    answer = desk.column("Klawiatura").locator("article.other").last
    expect(answer).to_contain_text("Wrzosowa")
    for _ in range(8):
        keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "Pomogło":
            break
    keyboard.press("Enter")
    expect(answer.get_by_role("button", name="Pomogło")).to_have_count(0)
