"""The report: its questions in order, its words true, its plans told as plans."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration, Sector
from bot.domain.sessions.report import (
    Answers,
    Feedback,
    ReportPart,
    next_part,
    outcome,
    question,
    report,
)
from bot.domain.sessions.writing import as_message
from bot.knowledge.loading import Loaded
from tests.papers.gathered import CLUB, EVERYBODY, GONE, LATE, SESSION, TOWN
from tests.worlds import renderer

ANSWERS = {
    "discussed": "O dojazdach i o pracy.",
    "results": "Powstała lista spraw.",
    "plans": "Spółdzielnia socjalna.",
    "next_steps": "Spotkanie w czerwcu.",
}
THERE = replace(TOWN, state=RegistrationState.ATTENDED, attended=2)
NOT_THERE = replace(CLUB, state=RegistrationState.ABSENT, attended=0)


def told(
    base: Loaded,
    registrations: Sequence[Registration] = (THERE, NOT_THERE, GONE),
    answers: Answers = ANSWERS,
    feedback: Feedback | None = None,
) -> str:
    made = report(SESSION, registrations, answers, base.knowledge, feedback)
    return renderer(base.knowledge).whole(as_message(made), "pl")


def section(told_of: str, heading: str) -> list[str]:
    return told_of.partition(f"<b>{heading}</b>\n")[2].partition("\n \n")[0].split("\n")


def test_the_moderator_is_asked_part_after_part():
    answers: dict[str, str] = {}
    asked = []
    while (part := next_part(answers)) is not None:
        asked.append(part)
        answers[part.value] = ""
    assert asked == [ReportPart.DISCUSSED, ReportPart.RESULTS, ReportPart.PLANS, ReportPart.NEXT_STEPS]


@pytest.mark.parametrize("part", ReportPart)
def test_every_question_says_how_many_there_are(part: ReportPart, base: Loaded):
    asked = renderer(base.knowledge).plain(question(part), "pl")
    assert asked.startswith(f"{list(ReportPart).index(part) + 1}/4. ")
    assert "?" in asked


def test_it_says_when_where_and_who_led(base: Loaded):
    assert section(told(base), "Kiedy i gdzie") == [
        "wtorek 4 maja 2027, godz. 10:00–13:00",
        "sala &amp; hol, ul. Przykładowa 10, Września, powiat wrzesiński",
        "Prowadzenie: Anna Giżycka, Osoba z gminy",
    ]


def test_it_names_the_organisations_that_were_there_and_no_others(base: Loaded):
    assert section(told(base), "Organizacje obecne na sesji") == ["• Gmina Przykładowa"]


def test_while_attendance_is_not_noted_it_says_that_they_were_only_registered(base: Loaded):
    found = told(base, EVERYBODY)
    assert "Organizacje obecne na sesji" not in found
    assert section(found, "Organizacje zgłoszone (obecność nie jest jeszcze zaznaczona)") == [
        "• Gmina Przykładowa",
        "• Stowarzyszenie Przykładowe",
    ]


def test_when_nobody_came_it_says_so(base: Loaded):
    assert section(told(base, (NOT_THERE,)), "Organizacje obecne na sesji") == ["Nie ma żadnej organizacji."]


def test_an_organisation_of_several_registrations_is_named_once(base: Loaded):
    assert told(base, (THERE, replace(THERE, number=9))).count("Gmina Przykładowa") == 1


def test_residents_are_counted_and_not_named(base: Loaded):
    resident = replace(THERE, number=8, organisation="Osoba C", sector=Sector.RESIDENTS, attended=2)
    found = told(base, (THERE, resident))
    assert "• mieszkańcy: 2 osoby" in found
    assert "Osoba C" not in found


def test_no_contact_person_is_named(base: Loaded):
    found = told(base, EVERYBODY)
    assert [one for one in (TOWN.contact, TOWN.phone, CLUB.contact, CLUB.email) if one and one in found] == []


def test_the_moderators_words_stand_where_they_belong(base: Loaded):
    found = told(base)
    assert section(found, "O czym była rozmowa") == ["O dojazdach i o pracy."]
    assert section(found, "Co z niej wynika") == ["Powstała lista spraw."]


def test_plans_are_told_as_plans(base: Loaded):
    assert section(told(base), "Plany") == [
        "To są plany, jeszcze niewykonane: Spółdzielnia socjalna.",
        "Planowany następny krok: Spotkanie w czerwcu.",
    ]


@pytest.mark.parametrize("answers", [{}, dict.fromkeys(ANSWERS, "")], ids=["not asked", "skipped"])
def test_what_was_not_told_is_not_invented(answers: Answers, base: Loaded):
    found = told(base, (THERE, NOT_THERE), answers)
    assert section(found, "Co z niej wynika") == section(found, "Plany") == ["Nie ma jeszcze informacji."]


def test_without_the_moderators_words_the_problems_raised_beforehand_are_told_as_such(base: Loaded):
    found = told(base, (THERE, replace(CLUB, number=6, problem="brak autobusów"), LATE, GONE), {})
    assert section(found, "O czym była rozmowa") == [
        "Przed sesją zgłoszone zostały takie problemy:",
        "• brak autobusów",
    ]


def test_opinions_are_told_when_there_are_some(base: Loaded):
    found = told(base, feedback=Feedback(yes=5, partly=2, no=1))
    assert section(found, "Opinie uczestników") == ["Czy sesja była przydatna? Tak: 5, częściowo: 2, nie: 1."]


@pytest.mark.parametrize("feedback", [None, Feedback()])
def test_without_opinions_there_is_nothing_of_them(feedback: Feedback | None, base: Loaded):
    assert "Opinie" not in told(base, feedback=feedback)


def test_it_ends_with_whom_to_ask(base: Loaded):
    assert section(told(base), "Kontakt")[0].startswith("Anna Giżycka, +48 ")


def test_what_people_wrote_never_becomes_markup(base: Loaded):
    found = told(base, (replace(THERE, organisation="<b>Klub</b>"),), {"results": "<i>{plans}</i>"})
    assert "• &lt;b&gt;Klub&lt;/b&gt;" in found
    assert "&lt;i&gt;{plans}&lt;/i&gt;" in found


def test_the_outcome_keeps_results_and_plans_as_plans(base: Loaded):
    assert renderer(base.knowledge).plain(outcome(ANSWERS), "pl").split("\n") == [
        "Wyniki: Powstała lista spraw.",
        "To są plany, jeszcze niewykonane: Spółdzielnia socjalna.",
        "Planowany następny krok: Spotkanie w czerwcu.",
    ]


def test_the_outcome_of_no_answers_is_empty(base: Loaded):
    assert renderer(base.knowledge).plain(outcome({}), "pl") == ""
