"""Buttons of the staff group: what each names, and what forged ones name."""

import pytest

from bot.domain.desk.buttons import ABOUT_PEOPLE, ON_HELD, adopted_handle, parse
from bot.domain.offers import DeskAction

GROUP = -100500


ON_NO_CARD = {*ABOUT_PEOPLE, *ON_HELD, DeskAction.SHOW_CARD}


@pytest.mark.parametrize("action", [one for one in DeskAction if one not in ON_NO_CARD])
def test_a_button_of_a_card_names_its_enquiry_and_its_card(action: DeskAction):
    button = parse(f"{action.value}:7:x")
    assert button is not None
    assert (button.action, button.number, button.about) == (action, 7, "x")
    assert adopted_handle(f"{action.value}:7:x", GROUP, 99) == "card:7"


@pytest.mark.parametrize("action", sorted(ON_HELD, key=str))
def test_a_button_under_a_held_message_never_takes_the_cards_name(action: DeskAction):
    assert adopted_handle(f"{action.value}:7:41", GROUP, 99) == "held:relay:-100500:41"
    assert adopted_handle(f"{action.value}:7:zz", GROUP, 99) == "held:relay:-100500:99"


@pytest.mark.parametrize("action", sorted(ABOUT_PEOPLE, key=str))
def test_a_button_about_a_person_names_no_enquiry(action: DeskAction):
    button = parse(f"{action.value}:7")
    assert button is not None
    assert button.number is None
    assert adopted_handle(f"{action.value}:7", GROUP, 99) == "adopted:-100500:99"


@pytest.mark.parametrize("data", ["", "d.claim", "d.claim:", "d.claim:x", "d.claim:-1", "d.claim:" + "9" * 30, "ok:7"])
def test_a_forged_button_names_no_enquiry(data: str):
    button = parse(data)
    assert button is None or button.number is None
    assert adopted_handle(data, GROUP, 99) == "adopted:-100500:99"


def test_a_list_of_several_enquiries_never_takes_a_cards_name():
    assert adopted_handle(f"{DeskAction.SHOW_CARD.value}:7", GROUP, 99) == "adopted:-100500:99"
