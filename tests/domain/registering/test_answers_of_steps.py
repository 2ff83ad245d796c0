"""What each step of the form takes as typed, and what it refuses, clearly."""

import pytest

from bot.domain.forms import Form, FormStep
from bot.domain.registering.accepting import MOST_PEOPLE, NotTaken, Taken, cleaned, is_email, take
from bot.domain.sessions.registrations import Need, Sector
from bot.knowledge.loading import Loaded
from tests.meetings import SESSION, meeting

PESEL = "44051401359"
IBAN = "PL61109010140000071219812874"


def typed(step: FormStep, words: str, base: Loaded, **known: object) -> Taken:
    return take(Form(SESSION.id, step, **known), words, meeting(base.knowledge))  # type: ignore[arg-type]  # what is known


def why(taken: Taken) -> str:
    assert isinstance(taken, NotTaken)
    return taken.why.key


def kept(taken: Taken) -> Form:
    assert isinstance(taken, Form)
    return taken


@pytest.mark.parametrize("step", [one for one in FormStep if one is not FormStep.SUMMARY], ids=lambda one: one.value)
@pytest.mark.parametrize("number", [PESEL, IBAN, f"mój numer to {PESEL}"])
def test_a_personal_number_is_refused_at_every_step(step: FormStep, number: str, base: Loaded):
    assert why(typed(step, number, base)) == "form.no.personal_number"


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Urząd Gminy Niechanowo", ("gnieznienski",)),
        ("Gmina Kłecko", ("gnieznienski",)),
        ("gmina klecko", ("gnieznienski",)),
        ("Stowarzyszenie Razem", ()),
    ],
)
def test_a_municipality_or_town_proposes_its_county(name: str, proposed: tuple[str, ...], base: Loaded):
    form = kept(typed(FormStep.ORGANISATION, name, base))
    assert (form.organisation, form.proposed, form.step) == (name, proposed, FormStep.SECTOR)


@pytest.mark.parametrize("name", ["<b>Firma</b>", "=HYPERLINK(1)", "+48 Klub", "O'Hara & Syn", "@SUM(A1) Klub"])
def test_a_name_is_data_whatever_it_looks_like(name: str, base: Loaded):
    assert kept(typed(FormStep.ORGANISATION, name, base)).organisation == name


@pytest.mark.parametrize("name", ["", "1", "..", "\u200b", "A"])
def test_a_name_without_letters_is_refused(name: str, base: Loaded):
    assert why(typed(FormStep.ORGANISATION, name, base)) == "form.no.organisation"


def test_what_is_too_long_is_refused_with_its_length(base: Loaded):
    for step in (FormStep.ORGANISATION, FormStep.CONTACT, FormStep.PROBLEM, FormStep.NEED_IN_WORDS):
        assert why(typed(step, "ab " * 400, base)) == "form.no.too_long"


def test_signs_that_turn_text_around_and_line_breaks_are_cleaned_away():
    assert cleaned("Gmina\u202e Nie\nchanowo \x00") == "Gmina Nie chanowo"


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("1", Sector.LOCAL_GOVERNMENT),
        ("11", Sector.OTHER),
        ("gmina", Sector.LOCAL_GOVERNMENT),
        ("Powiatowy Urząd Pracy", Sector.LABOUR_OFFICE),
        ("spółdzielnia socjalna", Sector.SOCIAL_ENTERPRISE),
        ("przedsiębiorstwo społeczne", Sector.SOCIAL_ENTERPRISE),
        ("jesteśmy fundacją, fundacja", Sector.NGO),
        ("WTZ", Sector.REINTEGRATION),
        ("szkola", Sector.SCHOOL),
    ],
)
def test_a_kind_is_a_number_or_a_word(words: str, sector: Sector, base: Loaded):
    assert kept(typed(FormStep.SECTOR, words, base)).sector is sector


@pytest.mark.parametrize("words", ["12", "0", "nie wiem", "xyz"])
def test_an_unknown_kind_is_refused(words: str, base: Loaded):
    assert why(typed(FormStep.SECTOR, words, base)) == "form.no.sector"


@pytest.mark.parametrize("words", ["tak", "1", "gnieźnieński", "powiat Gniezno", "z Gniezna"])
def test_the_proposed_county_is_confirmed_or_named(words: str, base: Loaded):
    form = kept(typed(FormStep.COUNTY, words, base, proposed=("gnieznienski",)))
    assert (form.county, form.proposed) == ("gnieznienski", ())


def test_an_ambiguous_county_is_asked(base: Loaded):
    form = kept(typed(FormStep.COUNTY, "Kalisz albo Konin", base))
    assert (form.step, form.proposed) == (FormStep.COUNTY, ("m_kalisz", "m_konin"))


@pytest.mark.parametrize("words", ["Warszawa", "tak", "3", "nie wiem"])
def test_a_county_that_does_not_exist_is_refused(words: str, base: Loaded):
    assert why(typed(FormStep.COUNTY, words, base)) == "form.no.county"


@pytest.mark.parametrize(
    ("words", "people"),
    [
        *(("3", 3), ("3 osoby", 3), ("będzie nas 12", 12), ("trzy", 3), ("50", MOST_PEOPLE), ("01", 1)),
        *(("jedna osoba", 1), ("dwie osoby", 2), ("dwoje", 2), ("w trojke", 3), ("będzie nas pięcioro", 5)),
        *(("dziesięciu uczestników", 10), ("pietnascie osob", 15), ("tylko ja", 1), ("sama", 1)),
        *(("tylko jedna osoba", 1), ("zgłaszam jedną osobę", 1), ("jedna", 1), ("dwie osoby, z jednej gminy", 2)),
    ],
)
def test_a_number_of_people_is_read(words: str, people: int, base: Loaded):
    assert kept(typed(FormStep.PEOPLE, words, base)).people == people


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("0", "form.no.people_none"),
        ("51", "form.no.people_too_many"),
        ("9" * 5000, "form.no.people_too_many"),
        ("-3", "form.no.people_unclear"),
        ("2-3", "form.no.people_unclear"),
        ("2,5", "form.no.people_unclear"),
        ("kilka", "form.no.people_unclear"),
        ("dwie albo trzy osoby", "form.no.people_unclear"),
        ("ja i kolega", "form.no.people_unclear"),
        ("jedna z koleżanek da znać", "form.no.people_unclear"),
        ("z jednej organizacji", "form.no.people_unclear"),
        ("dwie kobiety i dwie dziewczyny", "form.no.people_unclear"),
        ("٣", "form.no.people_unclear"),
    ],
)
def test_a_number_of_people_that_cannot_be_is_refused(words: str, key: str, base: Loaded):
    assert why(typed(FormStep.PEOPLE, words, base)) == key


@pytest.mark.parametrize("words", ["jan@example.com", "Jan 600 700 800"])
def test_a_contact_is_a_name_only(words: str, base: Loaded):
    assert why(typed(FormStep.CONTACT, words, base)) == "form.no.contact_only_name"


@pytest.mark.parametrize(
    ("words", "phone", "email"),
    [
        ("600 700 800", "+48 600 700 800", ""),
        ("biuro@example.com", "", "biuro@example.com"),
        ("600700800, biuro@example.com", "+48 600 700 800", "biuro@example.com"),
        ("jan.kowalski+ops@poczta.example.com", "", "jan.kowalski+ops@poczta.example.com"),
    ],
)
def test_a_telephone_or_an_email_or_both_are_taken(words: str, phone: str, email: str, base: Loaded):
    form = kept(typed(FormStep.REACH, words, base))
    assert (form.phone, form.email) == (phone, email)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("12345", "form.no.reach"),
        ("brak", "form.no.reach"),
        ("jan@", "form.no.email"),
        ("jan@localhost", "form.no.email"),
        ("jan..kowalski@example.com", "form.no.email"),
    ],
)
def test_a_faulty_telephone_or_email_is_refused(words: str, key: str, base: Loaded):
    assert why(typed(FormStep.REACH, words, base)) == key


@pytest.mark.parametrize("address", ["a@b", "a@b..pl", ".a@b.pl", "a.@b.pl", "a b@c.pl", "a@" + "b" * 300 + ".pl"])
def test_the_shape_of_an_email_is_checked(address: str):
    assert not is_email(address)


@pytest.mark.parametrize(
    ("words", "needs", "in_words", "step"),
    [
        ("1", (Need.STEP_FREE,), "", FormStep.SUMMARY),
        ("1 i 3", (Need.STEP_FREE, Need.SIGN_LANGUAGE), "", FormStep.SUMMARY),
        ("winda i pętla", (Need.STEP_FREE, Need.INDUCTION_LOOP), "", FormStep.SUMMARY),
        ("4", (Need.OTHER,), "", FormStep.NEED_IN_WORDS),
        ("miejsce dla psa przewodnika", (Need.OTHER,), "miejsce dla psa przewodnika", FormStep.SUMMARY),
        ("gotowe", (), "", FormStep.SUMMARY),
    ],
)
def test_needs_are_numbers_or_words(words: str, needs: tuple[Need, ...], in_words: str, step: FormStep, base: Loaded):
    form = kept(typed(FormStep.NEEDS, words, base))
    assert (form.needs, form.need_in_words, form.step) == (needs, in_words, step)
