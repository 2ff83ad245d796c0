"""One organisation under two names: the same words in any order, perhaps a slip; other numbers are others."""

import pytest

from bot.domain.forms import FormStep
from bot.domain.registering import hindrances
from bot.knowledge.loading import Loaded
from tests.meetings import filling, meeting, registration
from tests.worlds import CHAT


@pytest.mark.parametrize(
    ("registered", "typed", "is_same"),
    [
        ("Gmina Niechanowo", "gmina niechanowo", True),
        ("Gmina Niechanowo", "Niechanowo, gmina", True),
        ("Gmina Niechanowo", "Gmina Niechanoow", True),
        ("Gmina Niechanowo", "Niechanowo", False),
        ("Szkoła Podstawowa nr 1", "Szkoła Podstawowa nr 2", False),
        ("WTZ Gniezno", "PTZ Gniezno", False),
        ("MOPS Konin", "GOPS Konin", False),
    ],
)
def test_an_organisation_is_known_by_its_name(registered: str, typed: str, is_same: bool, base: Loaded):
    other = registration(7, chat_id=CHAT + 1, organisation=registered)
    form = filling(step=FormStep.SUMMARY, organisation=typed).form
    assert form is not None
    found = hindrances.same_elsewhere(form, meeting(base.knowledge, registrations=[other]), CHAT)
    assert (found is not None) == is_same
