"""Counties are told by name, seat and municipality, in any case and with slips; what is no place is none."""

import pytest

from bot.domain import counties
from bot.knowledge.loading import Loaded
from bot.texts.lexicon import load_lexicon

LEXICON = load_lexicon()

NAMED = {
    "w gnieźnieńskim": "gnieznienski",
    "powiat Gniezno": "gnieznienski",
    "z Gniezna": "gnieznienski",
    "Urząd Gminy Niechanowo": "gnieznienski",
    "gnieznienskiego": "gnieznienski",
    "GNIEŹNIE": "gnieznienski",
    "gniezieński": "gnieznienski",
    "wongrowiecki": "wagrowiecki",
    "z Wągrowca": "wagrowiecki",
    "koniński": "koninski",
    "powiat Konin": "koninski",
    "Konin": "m_konin",
    "Starostwo Powiatowe w Kaliszu": "kaliski",
    "Środa": "sredzki",
    "Gmina Nowe Miasto nad Wartą": "sredzki",
    "w Nowym Tomyślu": "nowotomyski",
    "w Turku": "turecki",
    "w Kole": "kolski",
    "w Trzciance": "czarnkowsko_trzcianecki",
    "Ostrów Wlkp.": "ostrowski",
}


@pytest.mark.parametrize(("words", "county"), NAMED.items(), ids=lambda one: one)
def test_an_answer_names_a_county_in_any_form(words: str, county: str, base: Loaded):
    assert counties.answered(words, base.knowledge) == [county]


@pytest.mark.parametrize("words", ["Warszawa", "nie wiem", "12", "koniec", "", "???"])
def test_an_answer_that_is_no_place_of_the_region_names_none(words: str, base: Loaded):
    assert counties.answered(words, base.knowledge) == []


def test_an_answer_that_fits_several_counties_names_them_all(base: Loaded):
    assert counties.answered("Kalisz i Konin", base.knowledge) == ["m_kalisz", "m_konin"]


@pytest.mark.parametrize(
    ("question", "county"),
    [
        ("czy jest sesja w gnieźnieńskim", "gnieznienski"),
        ("kiedy spotkanie w koninie", "m_konin"),
        ("sesja kolski", "kolski"),
        ("Czy będzie coś we Wrześni?", "wrzesinski"),
    ],
)
def test_a_question_names_a_county_among_other_words(question: str, county: str, base: Loaded):
    assert counties.named_in(question, base.knowledge, LEXICON) == county


@pytest.mark.parametrize(
    "question",
    [
        "Czy 15 września jest sesja?",
        "Dobra, to kiedy jest sesja?",
        "koło południa",
        "w środę ktoś będzie?",
        "wysokie koszty",
        "koniec roku",
        "nowe miejsca pracy",
    ],
)
def test_everyday_words_name_no_county(question: str, base: Loaded):
    assert counties.all_named_in(question, base.knowledge, LEXICON) == []


def test_every_county_is_found_by_its_own_name_its_seat_and_its_municipalities(base: Loaded):
    for one in base.knowledge.counties.values():
        assert counties.answered(one.name, base.knowledge) == [one.id]
        for place in (one.seat, *one.municipalities):
            assert counties.answered(place, base.knowledge), place


@pytest.mark.parametrize(
    ("question", "county"),
    [
        ("jesteśmy z Gniezna", "gnieznienski"),
        ("w powiecie gnieźnieńskim", "gnieznienski"),
        ("gmina Kłecko prosi o pomoc", "gnieznienski"),
        ("w klecku", "gnieznienski"),
        ("gmina klecko", "gnieznienski"),
        ("jestem z gminy klecko i mam pytanie", "gnieznienski"),
        ("wieś kolo", "kolski"),
        ("miasto turek", "turecki"),
        ("spółdzielnia we Wrześni", "wrzesinski"),
        ("WRZEŚNIA", "wrzesinski"),
        ("chcemy dotację na dach", None),
        ("Gniezno czy Września", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_a_question_names_the_county_it_comes_from(question: str, county: str | None, base: Loaded):
    assert counties.named_in(question, base.knowledge, LEXICON) == county
