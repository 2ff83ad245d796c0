"""Takes the pictures of the README from the sandbox's page: `python -m tests.pictures docs/pictures`.

Needs Debian's chromium, and fonts-noto-color-emoji for the signs on them.
"""

import io
import re
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.knowledge.lessons import learn, lessons_of
from bot.knowledge.loading import Loaded, load
from tests.running import PATIENCE_S, ROOT, with_model
from tests.test_demonstration import start

CITIZEN, GROUP = "Mieszkanka (przykład)", "Zespół ośrodka (przykład)"
# Few enough to keep a picture under 100 kB.
COLOURS = 200


def main(folder: Path) -> None:
    """Start a sandbox, play a short scene and take three pictures of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, start(_learnt(Path(place)), "--port", "0") as process:
        assert process.stdout is not None
        address = next(word for word in process.stdout.readline().split() if word.startswith("http://"))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                _take(browser, address, folder)
        finally:
            process.terminate()


def _learnt(place: Path) -> Path:
    """Spare the bot its learning: it is kept between runs in `data/`."""
    base = load(ROOT / "knowledge")
    assert isinstance(base, Loaded), base
    learn(lessons_of(base.knowledge), ROOT / "data")
    return with_model(place, ROOT / "data")


def _take(browser: Browser, address: str, folder: Path) -> None:
    expect.set_options(timeout=PATIENCE_S * 10_000)
    page = _open(browser, address, width=1280, height=800)
    citizen, group = _column(page, CITIZEN), _column(page, GROUP)
    citizen.get_by_role("button", name="Start", exact=True).click()
    _say(citizen, "gdzei jest bióro w Konine")
    citizen.get_by_role("button", name="dlaczego?").click()
    tools = page.get_by_role("complementary", name="Dlaczego ta odpowiedź?")
    expect(tools.get_by_role("region", name="Pewność a progi")).to_be_visible()
    page.get_by_role("button", name="Zamknij kolumnę: Organizacja (przykład)").click()
    _save(page, folder / "why.png")
    page.keyboard.press("Escape")
    tools.get_by_role("button", name="Zamknij narzędzie").click()
    _say(citizen, "Czy pomożecie nam założyć klub seniora w remizie?")
    _say(citizen, "człowiek")
    citizen.get_by_role("group", name="Przyciski").get_by_role("button", name=re.compile("^Wyślij$")).last.click()
    card = group.locator("article.other", has_text="klub seniora").last
    card.get_by_role("button", name="Biorę").click()
    expect(card).to_contain_text("Prowadzi")
    card.get_by_role("button", name="Co zrobić z wiadomością").click()
    page.get_by_role("menuitem", name="Odpowiedz").click()
    group.get_by_role("textbox").fill("Dzień dobry! Tak, zapraszamy na rozmowę w środę o 10:00.")
    page.keyboard.press("Enter")
    expect(group.get_by_role("img", name="Reakcja 👌")).to_be_visible()
    expect(citizen.get_by_text("w środę o 10:00")).to_be_visible()
    _save(page, folder / "side_by_side.png")
    page.close()
    phone = _open(browser, address, width=360, height=740)
    phone.get_by_role("button", name="Przewodnik").click()
    expect(phone.get_by_role("region", name="Przewodnik").get_by_role("heading")).to_be_focused()
    _save(phone, folder / "phone.png")
    phone.close()


def _open(browser: Browser, address: str, *, width: int, height: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height}, locale="pl-PL", timezone_id="Europe/Warsaw")
    page.goto(address)
    expect(page.get_by_role("navigation", name="Otwarte rozmowy").get_by_role("button", name=GROUP)).to_be_visible()
    return page


def _column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def _say(column: Locator, text: str) -> None:
    answers = column.locator("article.other")
    before = answers.count()
    box = column.get_by_role("textbox")
    box.fill(text)
    box.press("Enter")
    expect(answers).not_to_have_count(before)


def _save(page: Page, file: Path) -> None:
    """Write a small PNG: what moves stands still, few colours, those of small signs among them."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))
    picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(file, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
