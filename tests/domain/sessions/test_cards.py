"""Registrations in the staff group: a card each, one message for many, and how to reach who was not reached."""

from dataclasses import replace

from bot.domain.effects import Revise, Say
from bot.domain.sessions import cards, deciding
from bot.domain.sessions.events import MailingSettled
from bot.domain.sessions.mailings import MailingKind
from bot.knowledge.loading import Loaded
from tests.desks import GROUP
from tests.domain.sessions.test_filing import only
from tests.meetings import SESSION, meeting, registration
from tests.worlds import NOW, labels, renderer

MANY = [registration(number, registered_at=NOW, organisation=f"Gmina {number}") for number in range(1, 9)]


def test_the_first_registrations_of_an_hour_have_a_card_each(base: Loaded):
    (card,) = cards.registered(MANY[4], meeting(base.knowledge, registrations=MANY[:4]))
    assert isinstance(card, Say)
    assert card.handle == "registration:5"


def test_many_registrations_of_one_hour_are_told_in_one_message(base: Loaded):
    (first,) = cards.registered(MANY[5], meeting(base.knowledge, registrations=MANY[:5]))
    (later,) = cards.registered(MANY[7], meeting(base.knowledge, registrations=MANY[:7]))
    assert isinstance(first, Say)
    assert isinstance(later, Revise)
    assert first.handle == later.handle
    words = renderer(base.knowledge).plain(later.text, "pl")
    assert words.startswith("Jeszcze 3 zgłoszenia")
    assert "Numery: 6, 7, 8." in words
    assert "Gmina" not in words
    assert labels(later.offers, base.knowledge) == ["Zgłoszenia"]


def test_registrations_of_another_hour_or_of_staff_make_no_crowd(base: Loaded):
    earlier = [replace(one, registered_at=registration().registered_at) for one in MANY[:4]]
    entered = [replace(one, chat_id=None) for one in MANY[4:7]]
    (card,) = cards.registered(MANY[7], meeting(base.knowledge, registrations=[*earlier, *entered]))
    assert isinstance(card, Say)
    assert card.handle == "registration:8"


def test_how_to_reach_somebody_stands_in_a_message_that_erasure_finds(base: Loaded):
    seen = meeting(base.knowledge, registrations=MANY)
    settled = replace(seen.agenda, mailing=(SESSION.id, MailingKind.CHANGED.value), not_reached=[2, 3, None], reached=6)
    report, *reach = only(Say, deciding.decide(MailingSettled(1), replace(seen, agenda=settled)))
    words = renderer(base.knowledge)
    assert "zgłoszenia nr 2, 3" in words.plain(report.text, "pl")
    assert "+48" not in words.plain(report.text, "pl")
    assert [(one.chat_id, one.handle) for one in reach] == [(GROUP.chat_id, "reach:2"), (GROUP.chat_id, "reach:3")]
    assert "+48 600 700 800" in words.plain(reach[0].text, "pl")
