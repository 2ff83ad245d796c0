"""Every button that breaks something: what the bot does about it happens, and is shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from tests.running import eventually
from tests.sandbox.whole.desk import Desk, write


@dataclass
class Faults:
    """The tool whose buttons break something, and a person who writes to the bot meanwhile."""

    tool: Locator
    citizen: Locator

    def press(self, name: str) -> None:
        """Press the button of a fault; what the bot does is counted from then."""
        self.tool.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).click()
        expect(self.tool.get_by_role("heading", name=f"Co zrobił bot: {name}", exact=True)).to_be_visible()

    def said(self, words: str) -> None:
        """Wait until the sentence about what the bot did says so."""
        expect(self.tool.get_by_role("status").last).to_contain_text(words)

    def done(self, outcome: str, *, times: int = 1) -> None:
        """Wait until the table shows so many calls with that outcome."""
        expect(self.tool.get_by_role("row").filter(has_text=outcome)).to_have_count(times)

    def process(self) -> dict[str, int]:
        """Give how often the bot was started and killed, as the tool says."""
        words = self.tool.get_by_role("status").first.inner_text()
        return {name: int(number) for name, number in re.findall(r"(Uruchomień|zabić): (\d+)", words)}

    def is_answered(self, text: str, *, answers: int) -> None:
        """Write, and wait until there are so many answers."""
        write(self.citizen, text)
        expect(self.citizen.locator("article.other")).to_have_count(answers)


@pytest.fixture
def faults(desk: Desk, request: pytest.FixtureRequest) -> Iterator[Faults]:
    """The tool, open, and a new person to whom the bot has said one thing; everything works again afterwards."""
    citizen = desk.add(request.node.name.removeprefix("test_")[:60])
    desk.page.get_by_role("button", name="Awarie", exact=True).click()
    tool = desk.page.get_by_role("complementary", name="Awarie")
    yield Faults(tool, citizen)
    tool.get_by_role("button", name="Odwołaj wszystkie awarie").click()
    tool.get_by_role("button", name=re.compile("^Uruchom bota")).click()
    expect(desk.page.get_by_text("bot działa")).to_be_visible()


QUESTION = "gdzie jest biuro w Koninie"


def test_while_telegram_is_down_the_bot_tries_to_connect_and_answers_when_it_is_back(faults: Faults):
    faults.press("Telegram nie działa")
    write(faults.citizen, QUESTION)
    faults.said("Czeka na bota: 1. Próby połączenia bez odpowiedzi:")
    faults.press("Telegram znów działa")
    expect(faults.citizen.locator("article.other")).to_have_count(2)
    faults.said("Wszystkie wywołania udane: 1.")


def test_a_slow_telegram_delays_the_answer(faults: Faults):
    faults.press("Powolny Telegram")
    faults.is_answered(QUESTION, answers=2)
    faults.done("doszło z opóźnieniem")
    faults.said("Wszystkie wywołania udane: 1. Z opóźnieniem: 1.")


def test_a_bot_that_is_too_fast_waits_and_sends_again(faults: Faults):
    faults.press("Za szybko (429)")
    faults.is_answered(QUESTION, answers=2)
    faults.done("429: Too Many Requests: retry after 3")
    faults.done("udane")
    faults.said("Nieudane wywołania: 1. Bot powtórzył i po 3,")


def test_a_broken_telegram_is_tried_until_it_works(faults: Faults):
    faults.press("Błąd serwera (500)")
    faults.is_answered(QUESTION, answers=2)
    faults.done("500: Internal Server Error", times=2)
    faults.said("Nieudane wywołania: 2. Bot powtórzył")


def test_a_lost_reply_may_double_an_answer_and_never_loses_it(faults: Faults):
    faults.press("Zgubiona odpowiedź")
    write(faults.citizen, QUESTION)
    faults.done("doszło, potwierdzenie zginęło")
    faults.said("Bez potwierdzenia: 1.")
    expect(faults.citizen.locator("article.other").nth(1)).to_contain_text("Wrzosowa")


def test_what_comes_twice_is_done_once(faults: Faults):
    faults.is_answered(QUESTION, answers=2)
    faults.press("To samo dwa razy")
    faults.said("Bot odebrał wszystko, co przyszło, i nic nie wysłał.")
    expect(faults.citizen.locator("article.other")).to_have_count(2)


def test_a_bot_that_is_killed_and_started_answers_as_before(faults: Faults):
    before = faults.process()
    faults.press("Zabij bota i uruchom")
    after = {"Uruchomień": before["Uruchomień"] + 1, "zabić": before["zabić"] + 1}
    eventually(lambda: faults.process() == after)
    faults.is_answered(QUESTION, answers=2)
    faults.tool.get_by_text("Dziennik programu", exact=True).click()
    expect(faults.tool.get_by_label("Dziennik programu")).to_contain_text("bot: polling")
    faults.said("Wszystkie wywołania udane: 1.")


@pytest.mark.parametrize(("button", "state"), [("Zabij bota", "nie żyje"), ("Zatrzymaj bota", "zatrzymany")])
def test_a_bot_that_is_not_there_answers_what_came_when_it_is_started(button: str, state: str, faults: Faults):
    faults.tool.get_by_role("button", name=re.compile(f"^{button} (Nie|Grzecznie)")).click()
    expect(faults.tool.get_by_role("status").first).to_contain_text(f"Program bota: {state}.")
    write(faults.citizen, QUESTION)
    faults.said("Czeka na bota: 1.")
    faults.press("Uruchom bota")
    expect(faults.citizen.locator("article.other")).to_have_count(2)
    faults.said("Wszystkie wywołania udane: 1.")
    expect(faults.tool.get_by_role("status").first).to_contain_text("Program bota: działa.")
