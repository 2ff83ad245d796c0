"""The steering words as they come with the program."""

from importlib import resources
from itertools import combinations

import pytest
import yaml

from bot.domain.matching import tokenise
from bot.domain.sessions.registrations import Need, Sector
from bot.texts.lexicon import TYPED, load_lexicon

FILE = resources.files("bot.texts").joinpath("lexicon.yaml")
CONTENT = yaml.load(FILE.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - all scalars stay strings
# Labels of the contract and of the catalogue -> what they press when typed.
LABELS = {
    "Pomogło": "helped",
    "To nie to": "not_it",
    "Napisz do specjalisty": "human",
    "Mapa": "map",
    "Zapisz kontakt": "card",
    "Żadne z tych": "none_of_these",
    "Biura i telefony": "offices",
    "Spotkania w powiatach": "sessions",
    "Po polsku": "polish",
    "Українською": "ukrainian",
    "English": "english",
    "To pomyłka": "mistake",
    "Zgłaszam organizację": "register",
    "Do kalendarza": "calendar",
    "Powiadom mnie o sesjach w powiecie": "notify",
    "Nie powiadamiaj mnie": "do_not_notify",
    "Wstecz": "back",
    "Pomiń": "skip",
    "Przerwij": "stop_form",
    "Jak ostatnio": "as_last",
    "Gotowe": "done",
    "Wysyłam zgłoszenie": "send_form",
    "Nie wysyłam": "do_not_send",
    "Wróć do zgłoszenia": "resume_form",
    "Usuń odpowiedzi": "forget_form",
    "Na listę oczekujących": "wait_for_seats",
    "Zgłoś kolejne osoby": "more_people",
    "Poproś o dostęp": "ask_access",
    "Wyślij": "send",
    "Wyślij bez podpisu": "unsigned",
    "Nie wysyłaj": "do_not_send",
    "Popraw": "fix",
    "Proszę o telefon": "call_me",
    "Dopisz": "add",
    "Zamknij": "end",
    "Wycofaj": "withdraw",
    "Zapytaj bota": "ask_bot",
    "Tak": "it_helped",
    "Częściowo": "partly",
    "Nie – wróć do sprawy": "not_yet",
}


def test_every_section_is_read():
    read = {*TYPED, "padding", "thanks", "conjunctions", "contrasts", "negations", "denials", "conditions"}
    assert set(CONTENT) <= read | {
        *("question_words", "requests", "followups", "ordinals", "counts", "pointing", "around_moment"),
        *("closing", "closing_signs", "sectors", "needs", "session_fields", "session_buttons"),
    }
    assert read <= set(CONTENT)


@pytest.mark.parametrize("section", TYPED)
def test_every_button_has_words(section: str):
    assert load_lexicon().typed[section]


@pytest.mark.parametrize(("label", "section"), LABELS.items())
def test_every_label_can_be_typed(label: str, section: str):
    assert tuple(tokenise(label)) in load_lexicon().typed[section]


@pytest.mark.parametrize("group", [("none_of_these", "yes"), ("no", "yes"), ("helped", "not_it"), ("map", "card")])
def test_words_for_buttons_that_stand_together_differ(group: tuple[str, ...]):
    typed = load_lexicon().typed
    assert all(not typed[one] & typed[other] for one, other in combinations(group, 2))


def test_words_that_work_anywhere_mean_nothing_else():
    typed = load_lexicon().typed
    anywhere = typed["human"] | typed["offices"] | typed["sessions"]
    others = frozenset().union(*(typed[one] for one in TYPED if one not in {"human", "offices", "sessions"}))
    assert not anywhere & others


def test_ordinals_reach_as_far_as_the_longest_list():
    ordinals = load_lexicon().ordinals
    assert sorted(ordinals) == list(range(1, len(Sector) + 1))
    assert all(not ordinals[one] & ordinals[other] for one, other in combinations(ordinals, 2))


def test_every_kind_of_organisation_and_every_need_has_words():
    lexicon = load_lexicon()
    assert set(lexicon.sectors) == {one.value for one in Sector}
    assert set(lexicon.needs) == {one.value for one in Need}


def test_no_entry_of_the_lexicon_is_empty():
    lexicon = load_lexicon()
    groups = (lexicon.padding, lexicon.thanks, lexicon.denials, lexicon.requests, lexicon.followups)
    assert all(tokens for group in (*groups, *lexicon.typed.values()) for tokens in group)


def test_thanks_are_padding_too():
    lexicon = load_lexicon()
    assert {one for one in lexicon.thanks if one not in lexicon.padding} <= {
        ("bardzo", "dziekuje"),
        ("dziekuje", "bardzo"),
    }
