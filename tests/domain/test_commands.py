"""Commands in private, deep links, and the operator's code."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.commands import STAFF, obey, parse
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import BecomeOperator, Say, UseLanguage
from bot.domain.events import CitizenWrote
from bot.domain.offers import Action
from bot.domain.world import Decision, Rules, World
from bot.knowledge.loading import Loaded, load
from tests.running import ROOT
from tests.worlds import CHAT, NOW, after_answer, labels, renderer, said, shown, without, world

CONVERSATION = after_answer("office.konin")


def send(text: str, base: Loaded, conversation: Conversation = CONVERSATION, seen: World | None = None) -> Decision:
    return obey(conversation, CitizenWrote(CHAT, 1, text), seen or world(base.knowledge))


@pytest.mark.parametrize(
    ("message", "parsed"),
    [
        ("/start", ("start", "")),
        ("/START", ("start", "")),
        ("/sesje@some_bot", ("sesje", "")),
        ("/start  t_office-konin ", ("start", "t_office-konin")),
        ("/start\nt_office-konin", ("start", "t_office-konin")),
        ("/operator@some_bot abc def", ("operator", "abc def")),
        ("/", ("", "")),
        ("/ start", ("", "start")),
        ("//", ("/", "")),
    ],
)
def test_a_command_is_read_with_what_follows_it(message: str, parsed: tuple[str, str]):
    assert parse(message) == parsed


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/start", "To automat"),
        ("/pomoc", "To automat"),
        ("/sesje", "sesja dialogowa"),
        ("/moje", "Nie mam nic do pokazania"),
        ("/czlowiek", "+48 512 212 242"),
        ("/prywatnosc", "/usun"),
        ("/biura", "Wrzosowa 7"),
        ("/specjalisci", "Giżycka"),
        ("/jezyk", "W jakim języku"),
        ("/usun", "Usunę od razu"),
        ("/moje_dane", "gdzie jest biuro w Koninie"),
        ("/anuluj", "Nic nie jest teraz w toku"),
        ("/operator", "Ten kod nie działa"),
        ("/nie_ma_takiego", "Nie znam tego polecenia"),
        ("/", "Nie znam tego polecenia"),
    ],
)
def test_every_command_has_one_message(command: str, words: str, base: Loaded):
    done = send(command, base)
    assert words in shown(done.effects, base.knowledge)


@pytest.mark.parametrize("command", sorted(STAFF))
def test_a_command_of_staff_names_its_place(command: str, base: Loaded):
    assert said(send(f"/{command}", base).effects).text.key == "command.staff_only"


@pytest.mark.parametrize("command", ["/start", "/pomoc"])
def test_the_greeting_has_four_buttons(command: str, base: Loaded):
    offers = said(send(command, base).effects).offers
    assert labels(offers, base.knowledge) == [
        "Napisz do specjalisty",
        "Biura i telefony",
        "Spotkania w powiatach",
        "Українською",
    ]


def test_the_greeting_carries_the_telephones(base: Loaded):
    words = shown(send("/start", base).effects, base.knowledge)
    assert all(one.phone in words for one in base.knowledge.offices.values())


@pytest.mark.parametrize(("command", "entry"), [("sesje", "session.upcoming"), ("biura", "office.all")])
def test_a_command_that_answers_is_what_a_follow_up_leans_on(command: str, entry: str, base: Loaded):
    assert send(f"/{command}", base).conversation.previous == entry


@pytest.mark.parametrize("entry", ["office.konin", "out_of_scope", "session.upcoming"])
def test_a_deep_link_opens_its_entry(entry: str, base: Loaded):
    done = send(f"/start t_{entry.replace('.', '-')}", base)
    assert done.conversation.answered == entry


def test_every_entry_has_a_deep_link_that_telegram_takes(base: Loaded):
    # Bot API: A-Z, a-z, 0-9, _ and -, at most 64 characters.
    for entry in base.knowledge.entries:
        payload = f"t_{entry.replace('.', '-')}"
        assert len(payload) <= 64
        assert send(f"/start {payload}", base).conversation.answered == entry


@pytest.mark.parametrize("payload", ["t_gone", "t_", "x", "🙂", "t_office.konin.x", "_", "t"])
def test_a_link_that_leads_nowhere_says_so_and_greets(payload: str, base: Loaded):
    one = said(send(f"/start {payload}", base).effects)
    assert one.text.key == "start.unknown_link"
    assert len(one.offers) == 4


def test_a_deep_link_opens_its_session():
    meeting = load(ROOT / "tests" / "knowledge" / "base")
    assert isinstance(meeting, Loaded)
    done = send("/start s_wrzesnia_2027", meeting)
    words = shown(done.effects, meeting.knowledge)
    assert "Sesja we Wrześni" in words
    assert "we wtorek 4 maja, 10:00–13:00" in words
    assert done.conversation.under is Under.SESSION


@pytest.mark.parametrize("payload", ["s_gone", "s_"])
def test_a_link_to_a_session_that_is_gone_says_so_and_lists_the_others(payload: str):
    meeting = load(ROOT / "tests" / "knowledge" / "base")
    assert isinstance(meeting, Loaded)
    words = shown(send(f"/start {payload}", meeting).effects, meeting.knowledge)
    assert words.startswith("Tej sesji nie ma na liście.")
    assert "Sesja we Wrześni" in words


def test_my_data_shows_all_that_is_kept(base: Loaded):
    words = shown(send("/moje_dane", base).effects, base.knowledge)
    assert str(CHAT) in words
    assert base.knowledge.entries["office.konin"].title["pl"] in words


def test_my_data_of_a_very_long_question_keep_the_way_to_erase_them(base: Loaded):
    asked = replace(CONVERSATION, question="<&>🙂" * 1024)
    markup = renderer(base.knowledge).markup(said(send("/moje_dane", base, asked).effects).text, "pl")
    assert markup.endswith("/usun.")


def test_my_data_of_somebody_new_is_nothing(base: Loaded):
    words = shown(send("/moje_dane", base, Conversation()).effects, base.knowledge)
    assert words.count(": brak") == 7


@pytest.mark.parametrize(("hours", "shown_as"), [(1, "tak"), (-1, "brak")])
def test_my_data_tell_whether_a_call_for_help_is_kept(hours: int, shown_as: str, base: Loaded):
    called = replace(CONVERSATION, crisis_until=NOW + timedelta(hours=hours))
    words = shown(send("/moje_dane", base, called).effects, base.knowledge)
    assert f"w kryzysie: {shown_as}" in words


def test_privacy_names_the_retention_and_who_is_responsible(base: Loaded):
    words = shown(send("/prywatnosc", base).effects, base.knowledge)
    assert "30 dni" in words
    assert base.knowledge.centre.operator in words


def test_privacy_tells_how_long_what_was_set_aside_is_kept(base: Loaded):
    seen = world(base.knowledge, rules=Rules(conversation_days=7, set_aside_days=45))
    words = shown(send("/prywatnosc", base, seen=seen).effects, base.knowledge)
    assert "7 dni po ostatniej" in words
    assert "osobno 45 dni" in words


def test_each_language_is_offered_in_its_own_name(base: Loaded):
    offers = said(send("/jezyk", base).effects).offers
    assert labels(offers, base.knowledge) == ["Po polsku", "Українською", "English"]
    assert [one.about for row in offers for one in row] == ["pl", "uk", "en"]


@pytest.mark.parametrize("typed", ["/operator code", "/OPERATOR code", "/operator@bot code", "/operator\ncode"])
def test_the_code_makes_an_operator(typed: str, base: Loaded):
    seen = replace(world(base.knowledge), operator_code="code")
    assert BecomeOperator(CHAT, "code") in send(typed, base, seen=seen).effects


@pytest.mark.parametrize("typed", ["/operator", "/operator CODE", "/operator None", "/operator code code"])
def test_another_code_makes_none(typed: str, base: Loaded):
    seen = replace(world(base.knowledge), operator_code="code")
    done = send(typed, base, seen=seen)
    assert said(done.effects).text.key == "operator.wrong_code"
    assert len(done.effects) == 1


@pytest.mark.parametrize("typed", ["/operator", "/operator code", "/operator None"])
def test_without_a_code_nobody_becomes_operator(typed: str, base: Loaded):
    assert said(send(typed, base).effects).text.key == "operator.wrong_code"


def test_an_operator_needs_no_code(base: Loaded):
    seen = replace(world(base.knowledge), operator_code="code", is_operator=True)
    done = send("/operator code", base, seen=seen)
    assert [type(one) for one in done.effects] == [Say]
    assert said(done.effects).text.key == "operator.already"


@pytest.mark.parametrize("command", ["/start", "/pomoc", "/start gone"])
def test_no_greeting_with_a_menu_comes_after_a_call_for_help(command: str, base: Loaded):
    called = Conversation(under=Under.CRISIS, crisis_until=NOW + timedelta(hours=1))
    one = said(send(command, base, called).effects)
    assert one.text.key == "crisis.next"
    assert {offer.action for row in one.offers for offer in row} <= {Action.NOT_A_CRISIS}


@pytest.mark.parametrize(
    ("command", "entry", "key"),
    [
        ("/sesje", "session.upcoming", "live.sessions.none"),
        ("/biura", "office.all", "human.reach_now"),
        ("/specjalisci", "specialist.all", "human.reach_now"),
    ],
)
def test_a_command_survives_an_edit_that_took_its_entry_away(command: str, entry: str, key: str, base: Loaded):
    done = send(command, base, seen=world(without(base.knowledge, entry)))
    assert said(done.effects).text.key == key


def test_my_data_shows_the_questions_that_were_failed_as_far_as_there_is_room(base: Loaded):
    seen = replace(world(base.knowledge), missed_questions=[f"pytanie {number} {'x' * 900}" for number in range(100)])
    words = shown(
        send("/moje_dane", base, after_answer("office.konin", question="ż" * 4000), seen=seen).effects, base.knowledge
    )
    assert "– pytanie 0 x" in words
    assert "i jeszcze 90 pytań" in words
    assert words.endswith("/usun.")
    assert len(words) <= 4096


@pytest.mark.parametrize(
    ("code", "chosen", "begins", "other"),
    [
        (None, None, "Dzień dobry", "Українською"),
        ("pl", None, "Dzień dobry", "Українською"),
        ("uk", None, "Добрий день", "Po polsku"),
        ("uk-UA", None, "Добрий день", "Po polsku"),
        ("ru", None, "Добрий день", "Po polsku"),
        ("uk", "pl", "Dzień dobry", "Українською"),
        ("pl", "uk", "Добрий день", "Po polsku"),
        ("en", None, "Dzień dobry", "English"),
        ("pl", "en", "Hello", "Po polsku"),
    ],
)
def test_the_greeting_speaks_the_language_that_was_chosen_or_ukrainian_with_who_has_it_on_the_phone(
    code: str | None, chosen: str | None, begins: str, other: str, base: Loaded
):
    seen = world(base.knowledge)
    known = replace(seen, case=replace(seen.case, language=chosen))
    *used, greeting = obey(Conversation(), CitizenWrote(CHAT, 1, "/start", language_code=code), known).effects
    assert isinstance(greeting, Say)
    assert used == ([UseLanguage("uk")] if greeting.language else [])
    language = greeting.language or chosen or "pl"
    words = renderer(base.knowledge)
    assert words.plain(greeting.text, language).startswith(begins)
    assert labels(greeting.offers, base.knowledge, language)[-1] == other


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_foreign_greeting_says_that_answers_are_in_polish(language: str, base: Loaded):
    seen = world(base.knowledge)
    known = replace(seen, case=replace(seen.case, language=language))
    (greeting,) = obey(Conversation(), CitizenWrote(CHAT, 1, "/start"), known).effects
    assert isinstance(greeting, Say)
    words = renderer(base.knowledge).plain(greeting.text, language)
    assert ("польською" if language == "uk" else "in Polish") in words
