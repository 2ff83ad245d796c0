"""Names that resemble one another are shown to staff by their numbers; nothing is merged."""

import pytest

from bot.domain.effects import Revise, Say
from bot.domain.sessions import board, cards
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.similar import are_alike, similar
from bot.knowledge.loading import Loaded
from tests.domain.sessions.test_filing import only
from tests.meetings import SESSION, meeting, registration
from tests.worlds import renderer

OLD = registration(3, organisation="Urząd Gminy Niechanowo")
NEW = registration(7, organisation="Gmina Niechanowo")
HINT = "Podobna nazwa: zgłoszenie nr 3."


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Gmina Niechanowo", "Urząd Gminy Niechanowo", True),
        ("Gmina Niechanowo", "niechanowo", True),
        ("Stowarzyszenie Razem", "Stowarzyszenie Razem dla Gniezna", True),
        ("MOPS Konin", "GOPS Konin", True),
        ("Gmina Niechanowo", "Gmina Kłecko", False),
        ("Szkoła Podstawowa nr 1", "Szkoła Podstawowa nr 2", False),
        ("Spółdzielnia Socjalna Kruk", "Spółdzielnia Socjalna Wrona", False),
        ("Fundacja Przykład", "Fundacja Nadzieja", False),
        ("Gmina", "Gmina Niechanowo", False),
    ],
)
def test_names_are_alike_in_whatever_order_but_not_with_another_number(one: str, other: str, alike: bool):
    assert are_alike(one, other) is are_alike(other, one) is alike


def test_the_card_of_a_new_registration_names_similar_ones_by_number(base: Loaded):
    (card,) = only(Say, cards.registered(NEW, meeting(base.knowledge, registrations=[OLD])))
    said = renderer(base.knowledge).plain(card.text, "pl")
    assert HINT in said
    assert "Urząd" not in said


def test_the_card_names_them_still_after_a_change(base: Loaded):
    told = cards.told_staff("registration.staff.number", NEW, meeting(base.knowledge, registrations=[OLD, NEW]))
    words = [renderer(base.knowledge).plain(one.text, "pl") for one in told if isinstance(one, Say | Revise)]
    assert sum(HINT in one for one in words) == 1


def test_the_list_of_registrations_shows_it_too(base: Loaded):
    said, _ = board.people(ConfirmedSession(1, SESSION), meeting(base.knowledge, registrations=[OLD, NEW]))
    assert renderer(base.knowledge).plain(said, "pl").count("Podobna nazwa") == 2


def test_who_withdrew_resembles_nobody():
    gone = registration(3, organisation=NEW.organisation, state=RegistrationState.WITHDRAWN, seats=0)
    assert similar(NEW, [gone, NEW]) == []
