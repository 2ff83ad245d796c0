"""What somebody needs who does not see the page well: contrast, names of controls, languages, announcements."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.sandbox.whole.desk import GROUP, Desk, say

# WCAG 2.1, 1.4.3 (AA): contrast of text and what is behind it.
LEAST_CONTRAST = 4.5

# Every piece of visible text with its contrast, colours that let others through laid over what is behind them.
CONTRASTS = """() => {
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const over = ([r, g, b, a = 1], under) => [r, g, b].map((one, at) => one * a + under[at] * (1 - a));
    const light = (colour) => colour.map((one) => one / 255)
        .map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
        .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const behind = (element) => {
        const layers = [];
        for (let one = element; one; one = one.parentElement) {
            layers.push(channels(getComputedStyle(one).backgroundColor));
        }
        return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
        const { textContent, parentElement: element } = texts.currentNode;
        const isColoured = !/^[\\p{Emoji}\\s]+$/u.test(textContent) || /\\d/.test(textContent);
        const isShown = element.checkVisibility() && !element.closest("script, noscript, :disabled");
        if (textContent.trim() && isColoured && isShown) {
            const under = behind(element);
            const [a, b] = [light(over(channels(getComputedStyle(element).color), under)), light(under)];
            found.push([textContent.trim().slice(0, 60), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]);
        }
    }
    return found;
}"""

NAMELESS = """() => [...document.querySelectorAll("button, a, input, select, textarea, [role=button]")]
    .filter((one) => one.checkVisibility())
    .filter((one) => !(one.ariaLabel || one.textContent.trim() || one.labels?.length || one.title))
    .map((one) => one.outerHTML)"""


def faint(page: Page) -> list[Any]:
    """Give the texts that stand out too little, and prove that there were texts."""
    found = page.evaluate(CONTRASTS)
    assert len(found) > 20
    return [(text, round(ratio, 2)) for text, ratio in found if ratio < LEAST_CONTRAST]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_and_every_control_has_a_name(desk: Desk, scheme: Any):
    page = desk.page
    page.emulate_media(color_scheme=scheme)
    person = desk.add(f"Wzrok {scheme}")
    say(person, "gdzie jest biuro w Koninie")
    page.get_by_role("button", name="Przewodnik").click()
    for tool in (re.compile("^Zegar"), re.compile("^Awarie"), re.compile("^Wiedza")):
        page.get_by_role("button", name=tool).first.click()
        expect(page.get_by_role("complementary")).not_to_contain_text("Czytam")
        assert faint(page) == []
        assert page.evaluate(NAMELESS) == []
        page.keyboard.press("Escape")
    person.get_by_role("button", name="dlaczego?").last.click()
    expect(page.get_by_role("region", name="Pewność a progi")).to_be_visible()
    assert faint(page) == []
    page.get_by_role("button", name="Zakończ").click()


def test_what_is_said_in_another_language_is_marked_as_such(desk: Desk):
    desk.page.get_by_role("button", name="+ Rozmowa").click()
    desk.page.get_by_role("menuitem", name="Мешканець").click()
    person = desk.begin("Мешканець (приклад)")
    expect(person.get_by_role("heading", level=2)).to_have_attribute("lang", "uk")
    say(person, "де ваш офіс?")
    expect(person.locator("article.own .text").last).to_have_attribute("lang", "uk")
    expect(person.locator("article.other .text[lang=uk]").last).to_be_visible()
    expect(desk.column(GROUP).locator("article.other .text").first).not_to_have_attribute("lang", re.compile("."))


def test_announcements_come_into_regions_that_were_there_before(desk: Desk):
    page = desk.page
    region = page.get_by_role("status").and_(page.locator("#toast"))
    expect(region).to_be_attached()
    expect(page.get_by_role("alert")).to_have_text("")
    page.get_by_role("button", name="Awarie", exact=True).click()
    page.get_by_role("button", name="Odwołaj wszystkie awarie").click()
    expect(region).to_have_text("Awarie odwołane.")
