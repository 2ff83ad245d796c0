"""Attendance is noted organisation by organisation, with as many people as came."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.effects import Effect, Revise
from bot.domain.sessions import attendance
from bot.domain.sessions.confirmed import ConfirmedSession
from bot.domain.sessions.keeping import KeepRegistration
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.texts import Text, text
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.domain.sessions.test_filing import only
from tests.meetings import SESSION, meeting, registration
from tests.worlds import NOW, labels

BEGUN = replace(SESSION, start=NOW - timedelta(hours=1), end=NOW + timedelta(hours=2), register_until=None)
CONFIRMED = ConfirmedSession(1, BEGUN)
TOWN = registration(1, people=3, seats=3, organisation="Gmina")
CLUB = registration(2, organisation="Klub")


def seen(base: Loaded, *people: Registration) -> World:
    return meeting(base.knowledge, BEGUN, people)


def tapped(about: str, world: World) -> Sequence[Effect]:
    done = attendance.tapped(CONFIRMED, about, "list", world)
    assert not isinstance(done, Text), done
    return done


def noted(effects: Sequence[Effect]) -> tuple[RegistrationState, int | None]:
    (kept,) = only(KeepRegistration, effects)
    return kept.registration.state, kept.registration.attended


def test_one_organisation_is_noted_and_taken_back(base: Loaded):
    there = tapped("1", seen(base, TOWN, CLUB))
    assert noted(there) == (RegistrationState.ATTENDED, 3)
    town = only(KeepRegistration, there)[0].registration
    assert noted(tapped("1", seen(base, town, CLUB))) == (RegistrationState.ABSENT, 0)


def test_of_an_organisation_fewer_people_may_have_come(base: Loaded):
    there = tapped("1", seen(base, TOWN, CLUB))
    (shown,) = only(Revise, there)
    assert labels(shown.offers, base.knowledge) == [
        "✔ Gmina (nr 1)",
        "Osoby: 3 (zmień)",
        "Klub (nr 2)",
        "To wszyscy obecni",
    ]
    town = only(KeepRegistration, there)[0].registration
    fewer = tapped("1:2", seen(base, town, CLUB))
    assert noted(fewer) == (RegistrationState.ATTENDED, 2)
    (shown,) = only(Revise, fewer)
    assert "Osoby: 2 (zmień)" in labels(shown.offers, base.knowledge)


def test_after_one_person_all_are_offered_again(base: Loaded):
    one = replace(TOWN, state=RegistrationState.ATTENDED, attended=1)
    (shown,) = only(Revise, tapped("2", seen(base, one, CLUB)))
    (again,) = (offer.about for row in shown.offers for offer in row if offer.about.startswith("1:1:"))
    assert again == "1:1:3"


@pytest.mark.parametrize("about", ["1:0", "1:4", "1:x", "2:1", "9"])
def test_no_more_people_came_than_had_seats_and_only_of_who_was_there(about: str, base: Loaded):
    there = replace(TOWN, state=RegistrationState.ATTENDED, attended=3)
    assert attendance.tapped(CONFIRMED, about, "list", seen(base, there, CLUB)) == text("desk.press.stale")


def test_nobody_is_absent_by_a_press_before_anybody_is_marked(base: Loaded):
    assert attendance.counted(CONFIRMED, seen(base, TOWN, CLUB)) == text("session.press.nobody_marked")
