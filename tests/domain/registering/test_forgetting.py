"""`/usun` and `/moje_dane` cover registrations, forms, wishes; freed seats go on; attendance stays without a name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import citizen
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Effect, ForgetCitizen, Revise, Say, SendFile
from bot.domain.events import CitizenPressed, CitizenWrote
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.keeping import KeepRegistration
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Need, Registration, SeatOffer, Sector
from bot.domain.texts import text
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP
from tests.domain.sessions.test_filing import only
from tests.meetings import FILLED, SESSION, filling, meeting, registration
from tests.worlds import CHAT, NOW, renderer, shown

MINE = registration(
    number=7,
    chat_id=CHAT,
    people=3,
    seats=3,
    organisation="Gmina Niechanowo",
    problem="dojazd do pracy",
    needs=(Need.STEP_FREE, Need.OTHER),
    need_in_words="miejsce dla psa",
    email="osoba@example.com",
)
ATTENDED = replace(MINE, number=5, state=RegistrationState.ATTENDED, attended=2)
WAITS = registration(number=8, people=2, seats=0, state=RegistrationState.WAITING)


def seen_with(base: Loaded, *people: Registration, interests: Sequence[Interest] = ()) -> World:
    return meeting(base.knowledge, replace(SESSION, capacity=3), people, interests=interests)


def ask(base: Loaded, seen: World, conversation: Conversation | None = None) -> str:
    done = citizen.decide(conversation or Conversation(), CitizenWrote(CHAT, 9, "/usun"), seen)
    return shown(done.effects, base.knowledge)


def erase(seen: World) -> Sequence[Effect]:
    asked = Conversation(under=Under.ERASURE, erasure_asked_at=NOW)
    return citizen.decide(asked, CitizenPressed(CHAT, "press", "erase", "asked"), seen).effects


def kept(effects: Sequence[Effect]) -> dict[int, Registration]:
    return {one.registration.number: one.registration for one in only(KeepRegistration, effects)}


def test_what_is_erased_at_once_is_named(base: Loaded):
    words = ask(base, seen_with(base, MINE, interests=[Interest(CHAT, "gnieznienski", "", NOW)]), filling())
    for part in ("1 zgłoszenie na sesję: nr 7", "zajęte miejsca", "formularz zgłoszenia", "prośby", "Nic nie zostaje"):
        assert part in words


def test_who_waits_gives_up_no_seats(base: Loaded):
    words = ask(base, seen_with(base, replace(WAITS, chat_id=CHAT)))
    assert "nr 8" in words
    assert "zajęte miejsca" not in words


def test_attendance_is_named_with_its_date(base: Loaded):
    words = ask(base, seen_with(base, ATTENDED))
    # SESSION ends on 8 December 2026; 180 days later is 6 June 2027.
    assert "nr 5 na sesję «Praca po warsztatach»" in words
    assert "do 6 czerwca 2027" in words
    assert "Nic nie zostaje" not in words


def test_a_freed_seat_goes_to_who_waits_next(base: Loaded):
    effects = erase(seen_with(base, MINE, WAITS))
    assert kept(effects)[8].offer == SeatOffer(2, NOW + timedelta(days=1), made_at=NOW)
    assert [one.chat_id for one in only(Say, effects) if one.handle == "seats:8"] == [WAITS.chat_id]


@pytest.mark.parametrize("state", [RegistrationState.WAITING, RegistrationState.WITHDRAWN, RegistrationState.ABSENT])
def test_who_has_no_seats_frees_none(state: RegistrationState, base: Loaded):
    taken = registration(number=6, people=3, seats=3)
    assert not kept(erase(seen_with(base, taken, replace(MINE, state=state, seats=0), WAITS)))


def test_the_card_in_the_group_is_emptied_and_staff_are_told(base: Loaded):
    effects = erase(seen_with(base, MINE))
    emptied = [one for one in only(Revise, effects) if one.chat_id == GROUP.chat_id]
    assert [one.handle for one in emptied] == ["registration:7", "reach:7", "seats:7"]
    assert all(one.is_emptying for one in emptied)
    assert {renderer(base.knowledge).plain(one.text, "pl") for one in emptied} == {"Usunięto na żądanie."}
    (told,) = (one for one in only(Say, effects) if one.chat_id == GROUP.chat_id)
    assert renderer(base.knowledge).plain(told.text, "pl").startswith("Zgłoszenie nr 7: usunięto na żądanie")


def test_attendance_stays_without_anything_that_leads_to_a_person(base: Loaded):
    effects = erase(seen_with(base, ATTENDED))
    left = kept(effects)[5]
    assert (left.organisation, left.attended, left.state) == ("Gmina Niechanowo", 2, RegistrationState.ATTENDED)
    assert (left.chat_id, left.contact, left.phone, left.email) == (None, "", None, None)
    assert (left.problem, left.needs, left.need_in_words) == ("", (), "")
    # Before the rest is deleted: what is deleted is found by the chat.
    kinds = [type(one) for one in effects]
    assert kinds.index(KeepRegistration) < kinds.index(ForgetCitizen)


def test_a_resident_who_was_there_loses_the_name_too(base: Loaded):
    resident = replace(ATTENDED, sector=Sector.RESIDENTS, organisation="Jan Przykład")
    assert "Jan" not in kept(erase(seen_with(base, resident)))[5].organisation


def test_residents_are_told_that_the_name_goes_too(base: Loaded):
    words = ask(base, seen_with(base, replace(ATTENDED, sector=Sector.RESIDENTS)))
    assert "sama liczba obecnych osób, bez nazwy i kontaktu" in words
    assert "organizacji" not in words


@pytest.mark.parametrize(("language", "said"), [("pl", "organizacji"), ("uk", "організації"), ("en", "organisation")])
def test_no_name_is_said_to_stay_after_residents_erased_it(language: str, said: str, base: Loaded):
    assert said not in renderer(base.knowledge).plain(text("command.erased_but"), language)


def my_data(seen: World, conversation: Conversation, base: Loaded) -> tuple[str, str]:
    done = citizen.decide(conversation, CitizenWrote(CHAT, 9, "/moje_dane"), seen)
    (file,) = only(SendFile, done.effects)
    (summary,) = only(Say, done.effects)
    words = renderer(base.knowledge)
    return words.plain(summary.text, "pl"), words.plain(file.content, "pl")


def test_the_data_of_a_registration_are_told_completely(base: Loaded):
    summary, file = my_data(seen_with(base, MINE), Conversation(), base)
    assert "numery: 7" in summary
    answers = (MINE.organisation, MINE.contact, MINE.phone, MINE.email, MINE.problem, MINE.need_in_words)
    for part in ("nr 7", "Praca po warsztatach", "gnieźnieński", "organizacja pozarządowa", "ma miejsca", *answers):
        assert (part or "?") in file


def test_a_form_that_was_not_sent_is_told(base: Loaded):
    _, file = my_data(seen_with(base), filling(), base)
    for part in ("nie jest jeszcze wysłane", FILLED.organisation, FILLED.contact, FILLED.phone, FILLED.problem):
        assert part in file


def test_wishes_are_told_with_and_without_a_problem(base: Loaded):
    wishes = [Interest(CHAT, "gnieznienski", "", NOW), Interest(CHAT, "koninski", "brak żłobka", NOW)]
    summary, file = my_data(seen_with(base, interests=wishes), Conversation(), base)
    for part in ("gnieźnieński", "koniński"):
        assert part in summary
        assert part in file
    assert "brak żłobka" in file
