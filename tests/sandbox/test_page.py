"""The page: what it is made of, and a person with it on a phone, in a real browser where one is installed.

Here the test is the bot; the whole product on the page is in `whole`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.sandbox.page import TYPES, page_files

BOT = "/bot123456789:" + "a" * 35
FILES = page_files()
LONGEST_MODULE = 300
KEYBOARD = {"inline_keyboard": [[{"text": "Biura i telefony", "callback_data": "b"}]]}


async def test_every_file_is_served_and_asks_nothing_of_other_sites(client, control):
    for url, path in FILES.items():
        response = await client.get(url)
        assert response.headers["content-type"] == TYPES[path.suffix]
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "unsafe" not in response.headers["content-security-policy"]
        outside = re.findall(r"https?://[\w.-]+", response.text)
        assert set(outside) <= {"http://www.w3.org"}, url


@pytest.mark.parametrize("path", FILES.values(), ids=lambda path: path.name)
def test_data_never_becomes_markup_or_code(path):
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|<script>|<style| style=\""
    code = r"eval\(|new Function| on\w+=\""
    assert re.findall(f"{markup}|{code}", path.read_text()) == []


@pytest.mark.parametrize("path", FILES.values(), ids=lambda path: path.name)
def test_every_module_is_short_and_says_first_what_it_is_for(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < LONGEST_MODULE
    assert path.suffix != ".js" or lines[0].startswith("// ")


@pytest.fixture
def server(root: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=root, trust_env=False) as client:
        client.post("/control/reset")
        yield client


@pytest.fixture
def call(server: httpx.Client) -> Callable[..., Any]:
    """Do something as the bot."""

    def call(method: str, **parameters: object) -> Any:
        answer = server.post(f"{BOT}/{method}", json=parameters).json()
        assert answer["ok"], answer
        return answer["result"]

    call("setMyDescription", description="Dzień dobry! To automat.")
    call(
        "setMyCommands",
        commands=[{"command": "sesje", "description": "Sesje"}, {"command": "moje", "description": "Moje"}],
    )
    return call


@pytest.fixture
def page(browser: Browser, root: str, call: Callable[..., Any]) -> Iterator[Page]:
    """The page on a phone; any error in it fails the test."""
    page = browser.new_page(viewport={"width": 390, "height": 780})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(root)
    yield page
    page.close()
    assert errors == []


def updates(call: Callable[..., Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call("getUpdates", timeout=5)
    call("getUpdates", offset=found[-1]["update_id"] + 1)
    return found


def say(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Wiadomość")
    box.fill(text)
    box.press("Enter")


def test_the_description_stands_before_start(page, call):
    expect(page.get_by_text("Dzień dobry! To automat.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Wiadomość")).to_be_hidden()
    page.get_by_role("button", name="Start", exact=True).click()
    assert updates(call)[0]["message"]["text"] == "/start"
    expect(page.get_by_role("textbox", name="Wiadomość")).to_be_focused()


def test_what_the_bot_says_and_changes_appears_at_once(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    person = updates(call)[0]["message"]["from"]["id"]
    sent = call(
        "sendMessage", chat_id=person, text="<b>Konin</b>: +48 63 245 58 29", parse_mode="HTML", reply_markup=KEYBOARD
    )
    expect(page.locator("strong", has_text="Konin")).to_be_visible()
    assert page.get_by_role("link", name="+48 63 245 58 29").get_attribute("href") == "tel:+48632455829"
    page.get_by_role("button", name="Biura i telefony").click()
    press = updates(call)[0]["callback_query"]
    assert press["data"] == "b"
    call("answerCallbackQuery", callback_query_id=press["id"], text="Gotowe")
    expect(page.locator("#toast")).to_have_text("Gotowe")
    call("editMessageText", chat_id=person, message_id=sent["message_id"], text="Nowa treść")
    expect(page.get_by_text("Nowa treść")).to_be_visible()
    expect(page.get_by_role("button", name="Biura i telefony")).to_have_count(0)
    call("sendVenue", chat_id=person, latitude=52.2, longitude=18.2, title="Biuro", address="Konin")
    call("sendContact", chat_id=person, phone_number="+48632455829", first_name="WOES")
    expect(page.get_by_role("link", name="Biuro")).to_be_visible()
    expect(page.get_by_text("WOES")).to_be_visible()
    call("deleteMessage", chat_id=person, message_id=sent["message_id"])
    expect(page.get_by_text("Nowa treść")).to_have_count(0)
    expect(page.get_by_text("Wiadomość usunięta")).to_be_visible()


def test_what_people_type_is_never_markup(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    hostile = '<img src=x onerror="document.title=1"> <b>x</b> javascript:alert(1)'
    say(page, hostile)
    expect(page.get_by_text(hostile)).to_be_visible()
    person = updates(call)[0]["message"]["from"]["id"]
    call(
        "sendMessage",
        chat_id=person,
        text="x",
        entities=[{"type": "text_link", "offset": 0, "length": 1, "url": "javascript:alert(1)"}],
    )
    expect(page.locator("article.other")).to_have_count(1)
    assert page.locator("article img, article a[href^=javascript]").count() == 0


def test_commands_are_chosen_by_keyboard(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    updates(call)
    page.get_by_role("textbox", name="Wiadomość").press_sequentially("/")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert updates(call)[0]["message"]["text"] == "/moje"


def test_commands_are_offered_when_they_come_after_the_slash(page, call):
    call("deleteMyCommands")
    page.get_by_role("button", name="Start", exact=True).click()
    person = updates(call)[0]["message"]["from"]["id"]
    expect(page.get_by_role("button", name="Polecenia bota")).to_be_hidden()
    page.get_by_role("textbox", name="Wiadomość").press_sequentially("/")
    call("setMyCommands", commands=[{"command": "biura", "description": "Biura"}])
    call("sendMessage", chat_id=person, text="Dzień dobry!")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_text("/biuraBiura")


def test_a_command_is_chosen_by_a_press_and_the_list_closes_when_left(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    menu = page.get_by_role("button", name="Polecenia bota")
    options = page.get_by_role("listbox").get_by_role("option")
    menu.click()
    expect(options).to_have_count(2)
    menu.click()
    expect(options).to_have_count(0)
    menu.click()
    page.get_by_role("button", name="Co zrobić: Gość").focus()
    expect(options).to_have_count(0)
    menu.click()
    options.filter(has_text="/moje").click()
    expect(page.locator("article.own", has_text="/moje")).to_be_visible()


def test_lines_sent_quickly_one_after_the_other_all_go_in_order(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    lines = [f"linia {number}" for number in range(5)]
    page.get_by_role("textbox", name="Wiadomość").wait_for()
    page.evaluate(
        """lines => lines.forEach(line => {
            const text = document.querySelector("textarea");
            text.value = line;
            text.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}));
        })""",
        lines,
    )
    expect(page.locator("article.own")).to_have_count(6)
    assert [update["message"]["text"] for update in updates(call)] == ["/start", *lines]


def test_a_text_that_was_refused_stands_there_again(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    box = page.get_by_role("textbox", name="Wiadomość")
    box.wait_for()
    page.route("**/control/messages", lambda route: route.abort())
    say(page, "nie dojdzie")
    expect(page.get_by_role("alert")).to_have_text("Serwer nie odpowiada.")
    expect(box).to_have_value("nie dojdzie")


def test_a_second_person_is_added_and_switched_to(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    say(page, "od pierwszej osoby")
    expect(page.get_by_text("od pierwszej osoby")).to_be_visible()
    updates(call)
    page.get_by_role("button", name="+ Rozmowa").click()
    page.get_by_role("menuitem", name="Nowa osoba").click()
    page.get_by_label("Imię").fill("Ola")
    page.get_by_label("Język Telegrama").select_option("uk")
    page.get_by_role("button", name="Zapisz").click()
    page.get_by_role("button", name="Start", exact=True).click()
    message = updates(call)[0]["message"]
    assert (message["from"]["first_name"], message["from"]["language_code"]) == ("Ola", "uk")
    expect(page.get_by_text("od pierwszej osoby")).to_be_hidden()
    page.get_by_role("navigation", name="Otwarte rozmowy").get_by_role("button", name="Gość").click()
    expect(page.get_by_text("od pierwszej osoby")).to_be_visible()


def test_a_message_is_answered_edited_and_reacted_to(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    say(page, "pytanie")
    page.locator("article", has_text="pytanie").get_by_role("button", name="Co zrobić").click()
    page.get_by_role("menuitem", name="Edytuj").click()
    say(page, "pytanie poprawione")
    expect(page.get_by_text("edytowano")).to_be_visible()
    person = updates(call)[-1]["edited_message"]["from"]["id"]
    call("sendMessage", chat_id=person, text="odpowiedź")
    answer = page.locator("article.other", has_text="odpowiedź")
    answer.get_by_role("button", name="Co zrobić").click()
    page.get_by_role("menuitem", name="Odpowiedz").click()
    say(page, "dziękuję")
    assert updates(call)[0]["message"]["reply_to_message"]["text"] == "odpowiedź"
    answer.get_by_role("button", name="Co zrobić").click()
    page.get_by_role("menuitemcheckbox", name="👍").click()
    expect(answer.get_by_text("👍")).to_be_visible()


def test_the_bot_is_blocked_and_unblocked(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    updates(call)
    page.get_by_role("button", name="Co zrobić: Gość").click()
    page.get_by_role("menuitem", name="Zablokuj bota").click()
    expect(page.get_by_text("zablokowała bota")).to_be_visible()
    page.get_by_role("button", name="Odblokuj bota").click()
    expect(page.get_by_role("textbox", name="Wiadomość")).to_be_visible()
    assert len(updates(call)) == 2


def test_the_staff_group_shows_marks_topics_pins_and_its_own_commands(page, call, server):
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    for user_id, name in ((1, "Ola"), (2, "Jan")):
        server.post("/control/users", json={"id": user_id, "first_name": name, "started": True})
    place = {"title": "Zespół", "kind": "forum", "owner": 1, "members": [2], "bot_status": "administrator"}
    group = server.post("/control/groups", json=place).json()["chat"]["id"]
    scope = {"type": "chat", "chat_id": group}
    call("setMyCommands", commands=[{"command": "otwarte", "description": "x"}], scope=scope)
    topic = call("createForumTopic", chat_id=group, name="Nr 12")["message_thread_id"]
    card = call("sendMessage", chat_id=group, text="karta sprawy", message_thread_id=topic)["message_id"]
    call("pinChatMessage", chat_id=group, message_id=card)
    page.get_by_role("button", name="+ Rozmowa").click()
    page.get_by_role("menuitem", name="Grupa: Zespół").click()
    page.get_by_label("Pisze:").select_option("Jan")
    shown = page.locator("article.other", has_text="karta sprawy")
    expect(shown.get_by_text("Temat: Nr 12")).to_be_visible()
    expect(shown.get_by_label("przypięta")).to_be_visible()
    shown.get_by_role("button", name="Co zrobić").click()
    page.get_by_role("menuitem", name="Odpowiedz").click()
    say(page, "odpowiedź z grupy")
    own = page.locator("article.own", has_text="odpowiedź z grupy")
    said = updates(call)[-1]["message"]
    assert (said["message_thread_id"], said["reply_to_message"]["message_id"]) == (topic, card)
    mark = [{"type": "emoji", "emoji": "👌"}]
    call("setMessageReaction", chat_id=group, message_id=said["message_id"], reaction=mark)
    expect(own.get_by_text("👌")).to_be_visible()
    expect(own.get_by_text("Temat: Nr 12")).to_be_visible()
    page.get_by_role("button", name="Polecenia bota").click()
    offered = page.get_by_role("listbox", name="Polecenia").get_by_role("option")
    expect(offered).to_have_count(1)
    expect(offered).to_contain_text("/otwarte")


def test_a_reply_keyboard_is_pressed_and_put_away(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    person = updates(call)[0]["message"]["from"]["id"]
    rows = [["Sesje", {"text": "Mój numer", "request_contact": True}]]
    call("sendMessage", chat_id=person, text="Co dalej?", reply_markup={"keyboard": rows})
    keyboard = page.get_by_role("group", name="Klawiatura bota")
    keyboard.get_by_role("button", name="Sesje").click()
    keyboard.get_by_role("button", name="Mój numer").click()
    expect(page.locator("article.own")).to_have_count(3)
    said, given = (update["message"] for update in updates(call))
    assert said["text"] == "Sesje"
    assert given["contact"]["user_id"] == person
    call("sendMessage", chat_id=person, text="Dziękuję", reply_markup={"remove_keyboard": True})
    expect(keyboard).to_be_hidden()


def test_an_album_is_one_message_and_several_files_are_an_album(page, call):
    page.get_by_role("button", name="Start", exact=True).click()
    updates(call)
    page.get_by_role("textbox", name="Wiadomość").fill("plany")
    files = [{"name": f"plan{n}.txt", "mimeType": "text/plain", "buffer": b"x"} for n in (1, 2)]
    page.get_by_label("Pliki").set_input_files(files)
    album = page.locator("article.own", has_text="plan1.txt")
    expect(album.get_by_role("link", name="plan2.txt")).to_be_visible()
    expect(album.get_by_text("plany", exact=True)).to_be_visible()
    said = updates(call)
    assert [update["message"]["document"]["file_name"] for update in said] == ["plan1.txt", "plan2.txt"]
    picture = {"name": "zdjęcie.png", "mimeType": "image/png", "buffer": b"x"}
    page.get_by_label("Pliki").set_input_files([{**files[0], "name": "osobno.txt"}, picture])
    expect(page.locator("article.own")).to_have_count(4)
    assert ["media_group_id" in update["message"] for update in updates(call)] == [False, False]
    album.get_by_role("button", name="Co zrobić").click()
    page.get_by_role("menuitem", name="Usuń").click()
    expect(page.get_by_text("Wiadomość usunięta")).to_have_count(1)


def test_a_group_gets_topics_loses_one_and_is_left(page, call, server):
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    server.post("/control/users", json={"id": 1, "first_name": "Ola", "started": True})
    page.get_by_role("button", name="+ Rozmowa").click()
    page.get_by_role("menuitem", name="Nowa grupa").click()
    page.get_by_label("Nazwa").fill("Zespół")
    page.get_by_label("Rodzaj").select_option("group")
    page.get_by_label("Ola").check()
    page.get_by_role("button", name="Utwórz").click()
    of_group = page.get_by_role("button", name="Co zrobić: Zespół")
    of_group.click()
    page.get_by_role("menuitem", name="Zamień grupę w supergrupę").click()
    expect(page.get_by_text("Supergrupa powstała z grupy")).to_be_visible()
    of_group.click()
    page.get_by_role("menuitem", name="Włącz tematy").click()
    topics = page.get_by_role("navigation", name="Tematy")
    topics.get_by_role("button", name="Zmień tematy").click()
    page.get_by_role("menuitem", name="Nowy temat").click()
    page.get_by_label("Nazwa").fill("Nr 7")
    page.get_by_role("button", name="Zapisz").click()
    topics.get_by_role("button", name="Nr 7").click()
    say(page, "w temacie")
    expect(page.locator("article.own", has_text="w temacie")).to_be_visible()
    assert updates(call)[-1]["message"]["is_topic_message"]
    topics.get_by_role("button", name="Zmień tematy").click()
    page.get_by_role("menuitem", name="Usuń temat").click()
    expect(topics.get_by_role("button", name="Nr 7")).to_have_count(0)
    of_group.click()
    page.get_by_role("menuitem", name="Wyjdź z grupy").click()
    expect(page.get_by_text("Ta osoba nie jest w grupie")).to_be_visible()


def test_nothing_slips_away_under_the_pointer_when_another_chat_is_gone_to(page, call):
    page.set_viewport_size({"width": 1000, "height": 700})
    page.get_by_role("button", name="Start", exact=True).click()
    person = updates(call)[0]["message"]["from"]["id"]
    for number in range(12):
        call("sendMessage", chat_id=person, text=f"wiersz {number}", reply_markup=KEYBOARD)
    expect(page.get_by_text("wiersz 11", exact=True)).to_be_visible()
    first = page.locator(".column.active").get_attribute("id")
    page.get_by_role("button", name="+ Rozmowa").click()
    page.get_by_role("menuitem", name="Nowa osoba").click()
    page.get_by_label("Imię").fill("Ola")
    page.get_by_role("button", name="Zapisz").click()
    expect(page.locator(f"#{first}")).not_to_have_class(re.compile("active"))
    log = page.locator(f"#{first}").get_by_role("log")
    log.evaluate("element => element.scrollTo(0, element.scrollHeight - element.clientHeight - 60)")
    page.wait_for_function("id => document.querySelector(`#${id} .messages`).scrollTop > 0", arg=first)
    before = log.evaluate("element => element.scrollTop")
    log.get_by_text("wiersz 11", exact=True).click()
    expect(page.locator(f"#{first}")).to_have_class(re.compile("active"))
    assert log.evaluate("element => element.scrollTop") == before
