"""The brief says who comes, who is missing, what was raised and what is needed, and names no contact person."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.knowledge import Session
from bot.domain.sessions.brief import brief, missing
from bot.domain.sessions.counters import count
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Need, Registration, Sector
from bot.domain.sessions.writing import as_message
from bot.knowledge.loading import Loaded
from tests.papers.gathered import CLUB, EVERYBODY, GONE, LATE, SESSION, TOWN
from tests.worlds import CHAT, NOW, renderer


def told(
    base: Loaded,
    registrations: Sequence[Registration] = EVERYBODY,
    session: Session = SESSION,
    interests: Sequence[Interest] = (),
) -> str:
    words = renderer(base.knowledge)
    return words.whole(as_message(brief(session, registrations, base.knowledge, interests)), "pl")


def part(brief_told: str, heading: str) -> list[str]:
    return brief_told.partition(f"<b>{heading}</b>\n")[2].partition("\n \n")[0].split("\n")


def test_it_says_which_session_it_is_and_who_leads_it(base: Loaded):
    found = told(base)
    assert found.startswith("<b>Przed sesją: Sesja &lt;we Wrześni&gt;</b>\n")
    assert part(found, "Sesja") == [
        "powiat wrzesiński, we wtorek 4 maja, 10:00, sala &amp; hol",
        "Prowadzenie: Anna Giżycka, Osoba z gminy",
    ]


def test_it_says_who_comes_by_sector(base: Loaded):
    assert part(told(base), "Kto przyjdzie") == [
        "Organizacje: 2, osoby: 5, wszystkie miejsca: 20, wolne: 0",
        "Samorząd:",
        "• Gmina Przykładowa, 3 osoby",
        "Organizacja pozarządowa:",
        "• Stowarzyszenie Przykładowe, 2 osoby",
    ]


def test_a_session_without_a_limit_has_no_free_seats_to_tell(base: Loaded):
    told_of = told(base, session=replace(SESSION, capacity=None))
    assert part(told_of, "Kto przyjdzie")[0] == "Organizacje: 2, osoby: 5"


def test_it_says_which_sectors_are_missing(base: Loaded):
    assert part(told(base), "Kogo brakuje") == [
        "Nikt nie zgłosił się z tych środowisk:",
        "• urząd pracy",
        "• pomoc społeczna",
        "• przedsiębiorstwo społeczne",
        "• podmiot reintegracji",
        "• kościół",
        "• szkoła",
        "• firma",
        "• mieszkańcy",
    ]


def test_who_only_waits_or_withdrew_is_missing(base: Loaded):
    waiting = replace(LATE, sector=Sector.SCHOOL)
    withdrawn = replace(GONE, sector=Sector.CHURCH)
    found = part(told(base, (TOWN, waiting, withdrawn)), "Kogo brakuje")
    assert {"• szkoła", "• kościół"} <= set(found)


def test_nothing_is_missing_when_every_sector_comes(base: Loaded):
    everybody = [replace(TOWN, number=at, sector=sector) for at, sector in enumerate(Sector)]
    assert missing(everybody) == []
    assert part(told(base, everybody), "Kogo brakuje") == ["Są wszystkie środowiska."]


def test_the_problems_are_told_by_sector(base: Loaded):
    school = replace(CLUB, number=5, organisation="Szkoła", sector=Sector.SCHOOL, problem="<brak boiska>")
    assert part(told(base, (school, CLUB, TOWN)), "Problemy ze zgłoszeń") == [
        "• Samorząd: «brak autobusów» (Gmina Przykładowa)",
        "• Organizacja pozarządowa: «brak pracy» (Stowarzyszenie Przykładowe)",
        "• Szkoła: «&lt;brak boiska&gt;» (Szkoła)",
    ]


def test_a_problem_of_who_waits_is_told_but_not_of_who_withdrew(base: Loaded):
    found = told(base, (replace(LATE, problem="brak mieszkań"), GONE))
    assert "brak mieszkań" in found
    assert "nieważne" not in found


def test_what_people_of_the_county_wished_is_told_without_their_names(base: Loaded):
    interests = [Interest(CHAT, "wrzesinski", "brak lekarza", NOW), Interest(CHAT + 1, "wrzesinski", "", NOW)]
    found = part(told(base, (), interests=interests), "Problemy ze zgłoszeń")
    assert found == ["• Z próśb o sesję w powiecie: «brak lekarza»"]


def test_needs_are_told_with_the_organisation(base: Loaded):
    assert part(told(base), "Potrzeby") == [
        "• Wejście bez schodów albo winda (Gmina Przykładowa)",
        "• Miejsce z przodu (Gmina Przykładowa)",
        "• Wejście bez schodów albo winda (Stowarzyszenie Przykładowe)",
        "• Wejście bez schodów albo winda (Fundacja Spóźniona)",
    ]


def test_who_waits_is_told_with_the_people_they_would_send(base: Loaded):
    assert part(told(base), "Lista oczekujących") == ["• Fundacja Spóźniona, 4 osoby"]


def test_an_empty_session_has_a_brief_too(base: Loaded):
    found = told(base, (), replace(SESSION, moderators=[]))
    assert "Nie ma jeszcze osoby prowadzącej." in found
    assert part(found, "Lista oczekujących") == ["Nikt nie czeka."]
    assert part(found, "Problemy ze zgłoszeń") == ["W zgłoszeniach nie ma problemów do omówienia."]
    assert part(found, "Potrzeby") == ["Nikt nie zgłasza potrzeb."]


def test_no_contact_person_is_named(base: Loaded):
    found = told(base)
    assert [one for one in (TOWN.contact, TOWN.phone, CLUB.contact, CLUB.email) if one and one in found] == []


@pytest.mark.parametrize("state", RegistrationState)
def test_every_registration_counts_as_seated_waiting_or_not_at_all(state: RegistrationState):
    counted = count([replace(TOWN, state=state)])
    expected = {
        RegistrationState.CONFIRMED: (1, 0),
        RegistrationState.ATTENDED: (1, 0),
        RegistrationState.ABSENT: (1, 0),
        RegistrationState.WAITING: (0, 1),
        RegistrationState.OFFERED: (0, 1),
        RegistrationState.WITHDRAWN: (0, 0),
        RegistrationState.CANCELLED: (0, 0),
    }
    assert (counted.organisations, counted.waiting) == expected[state]


def test_the_counters_add_up():
    counted = count([replace(TOWN, attended=2), CLUB, LATE, GONE])
    assert (counted.seats, counted.people_waiting, counted.people, counted.attended) == (5, 4, 9, 2)
    assert counted.needs == {Need.STEP_FREE: 3, Need.OTHER: 1}
