"""Maps and contact cards below an answer, asked for by typing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import citizen
from bot.domain.conversation import Conversation
from bot.domain.effects import Say, ShareContact, ShowPin
from bot.domain.events import CitizenWrote
from bot.domain.knowledge import Knowledge, Location
from bot.domain.world import Decision, Rules, World
from bot.knowledge.loading import Loaded
from tests.worlds import CHAT, after_answer, labels, said, shown, world

OFFICES = after_answer("office.all")
PEOPLE = after_answer("specialist.all")
BOTH_ASKED = after_answer("office.poznan", also_answered=("specialist.gizycka",))


def located(base: Loaded) -> Knowledge:
    """The base with places of the offices, so that there are maps."""
    offices = {one.id: replace(one, location=Location(52.2, 18.25)) for one in base.knowledge.offices.values()}
    return replace(base.knowledge, offices=offices)


def write(words: str, conversation: Conversation, seen: World) -> Decision:
    return citizen.decide(conversation, CitizenWrote(CHAT, 7, words), seen)


@pytest.mark.parametrize(
    ("words", "city"),
    [
        ("Mapa: Konin", "Konin"),
        ("mapa konina", "Konin"),
        ("mapę poznania poproszę", "Poznań"),
        ("Mapa: Poznań", "Poznań"),
    ],
)
def test_the_map_of_one_of_several_offices_is_named(words: str, city: str, base: Loaded):
    done = write(words, OFFICES, world(located(base)))
    assert f"Tu jest biuro: {city}" in " ".join(
        shown([one], base.knowledge) for one in done.effects if isinstance(one, Say)
    )
    assert [city in one.title for one in done.effects if isinstance(one, ShowPin)] == [True]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Zapisz kontakt: Anna Giżycka", "Anna Giżycka"),
        ("zapisz kontakt gizycka", "Anna Giżycka"),
        ("wizytówka Wypyszyńskiego", "Jarosław Wypyszyński"),
    ],
)
def test_the_contact_of_one_of_several_people_is_named(words: str, name: str, base: Loaded):
    done = write(words, PEOPLE, world(base.knowledge))
    assert [one.name for one in done.effects if isinstance(one, ShareContact)] == [name]


@pytest.mark.parametrize("words", ["mapa", "pokaż na mapie", "mapę"])
def test_the_only_place_of_an_answer_needs_no_name(words: str, base: Loaded):
    done = write(words, after_answer("office.konin"), world(base.knowledge))
    assert shown(done.effects, base.knowledge).startswith("Tu jest biuro: Konin")


def test_which_map_is_meant_is_asked(base: Loaded):
    done = write("mapa", OFFICES, world(base.knowledge))
    assert shown(done.effects, base.knowledge) == "Którego biura mapę pokazać?"
    assert labels(said(done.effects).offers, base.knowledge) == ["Mapa: Konin", "Mapa: Poznań"]


def test_whose_contact_is_meant_is_asked(base: Loaded):
    done = write("zapisz kontakt", PEOPLE, world(base.knowledge))
    assert shown(done.effects, base.knowledge) == "Czyj kontakt zapisać?"
    assert labels(said(done.effects).offers, base.knowledge) == [
        "Zapisz kontakt: Jarosław Wypyszyński",
        "Zapisz kontakt: Anna Giżycka",
    ]


def test_what_the_second_of_two_answers_names_can_be_typed(base: Loaded):
    done = write("zapisz kontakt", BOTH_ASKED, world(base.knowledge))
    assert [one.name for one in done.effects if isinstance(one, ShareContact)] == ["Anna Giżycka"]


@pytest.mark.parametrize("words", ["mapa Wrocławia", "mapa sesji", "zapisz kontakt do Kowalskiego"])
def test_what_the_answer_does_not_name_is_an_ordinary_message(words: str, base: Loaded):
    done = write(words, OFFICES, world(base.knowledge, rules=Rules(join_lines=timedelta(0))))
    assert said(done.effects).text.key.startswith("human.")


@pytest.mark.parametrize("label", ["Mapa: Konin", "Mapa: Poznań"])
def test_the_label_of_a_button_does_what_the_button_does(label: str, base: Loaded):
    seen = world(located(base))
    answered = citizen.decide(Conversation(), CitizenWrote(CHAT, 7, "/biura"), seen)
    assert label in labels(said(answered.effects).offers, base.knowledge)
    assert any(isinstance(one, ShowPin) for one in write(label, answered.conversation, seen).effects)
