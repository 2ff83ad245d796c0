"""From the key that sends a question to its answer on the sandbox's page, in a real browser with three chats open.

The time is taken inside the page: Enter is pressed, and the answer stands in the chat.
"""

import shutil
import statistics
import sys
from pathlib import Path

import yaml
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.rig import folder, prompt_questions, quick_was_asked, table, trained_model
from bench.sandbox import sandbox, settle
from tests.running import ROOT, with_model

QUESTIONS, QUICK_QUESTIONS = 40, 5
# Telegram's pace for one chat, so that nobody is held up by it.
PAUSE_MS = 1200
# The aim.
ANSWER_MS = 300

ASK = """async (text) => {
    const column = document.querySelector(".column.active");
    const answers = () => column.querySelectorAll("article.other").length;
    const writing = column.querySelector("textarea");
    const before = answers();
    writing.value = text;
    const began = performance.now();
    writing.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    await new Promise((resolve) => {
        const seen = new MutationObserver(() => answers() > before && (seen.disconnect(), resolve()));
        seen.observe(column, { childList: true, subtree: true });
    });
    return performance.now() - began;
}"""


def main() -> None:
    """Measure and print."""
    count = QUICK_QUESTIONS if quick_was_asked(sys.argv[1:], __doc__) else QUESTIONS
    with folder() as made:
        with_model(made, trained_model())
        (made / "config.yaml").write_text(yaml.safe_dump({"knowledge_dir": str(ROOT / "knowledge")}))
        with sandbox(made) as (root, _pid), sync_playwright() as playwright:
            settle(root)
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1400, "height": 860})
            page.goto(root)
            page.get_by_role("button", name="Start", exact=True).first.click()
            page.locator(".column.active article.other").first.wait_for()
            taken = [_asked(page, one) for one in prompt_questions()[:count]]
            browser.close()
    rows = [("typed to answered on the page, ms", f"{statistics.median(taken):.0f}", f"{max(taken):.0f}", ANSWER_MS)]
    table("The page", rows, head=("", "median", "longest", "aim of the median"))


def _asked(page: Page, text: str) -> float:
    page.wait_for_timeout(PAUSE_MS)
    return float(page.evaluate(ASK, text))


if __name__ == "__main__":
    main()
