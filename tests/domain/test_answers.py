"""What is said for each outcome, and which buttons stand under it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.answers import Answers, Reply
from bot.domain.knowledge import Knowledge, Live, Location, Provenance
from bot.domain.offers import Action
from bot.knowledge.loading import Loaded
from bot.shaping import callback_data
from bot.texts.texts import LANGUAGES
from tests.worlds import NOW, labels, renderer, without

CONTRACT = ["Pomogło", "To nie to", "Napisz do specjalisty"]


def answers(knowledge: Knowledge) -> Answers:
    return Answers(knowledge, NOW)


def answered(base: Loaded | Knowledge, *entry_ids: str, unanswered: tuple[str, ...] = ()) -> Reply:
    knowledge = base.knowledge if isinstance(base, Loaded) else base
    return answers(knowledge).answer([knowledge.entries[one] for one in entry_ids], None, unanswered)


def words(reply: Reply, base: Loaded | Knowledge, language: str = "pl") -> str:
    knowledge = base.knowledge if isinstance(base, Loaded) else base
    return renderer(knowledge).plain(reply.text, language)


def verified(knowledge: Knowledge, entry_id: str, on: date) -> Knowledge:
    """The base with an entry checked on a day, and everything it leans on checked just now."""
    now = Provenance("checked", NOW.date())
    offices = {one.id: replace(one, provenance=now) for one in knowledge.offices.values()}
    people = {one.id: replace(one, provenance=now) for one in knowledge.specialists.values()}
    entry = replace(knowledge.entries[entry_id], provenance=Provenance("checked", on))
    entries = {**knowledge.entries, entry_id: entry}
    return replace(knowledge, offices=offices, specialists=people, entries=entries)


def test_an_answer_has_the_buttons_of_the_contract_first(base: Loaded):
    assert labels(answered(base, "office.konin").offers, base.knowledge)[:3] == CONTRACT


def test_an_answer_offers_at_most_two_related_topics(base: Loaded):
    entry = replace(base.knowledge.entries["office.konin"], related=["office.all", "office.hours", "office.poznan"])
    knowledge = replace(base.knowledge, entries={**base.knowledge.entries, entry.id: entry})
    reply = answered(knowledge, entry.id)
    related = [one for row in reply.offers for one in row if one.action is Action.RELATED]
    assert [one.about for one in related] == ["office.all", "office.hours"]


def test_two_answers_stand_under_their_titles_in_order(base: Loaded):
    reply = answered(base, "office.poznan", "office.konin")
    markup = renderer(base.knowledge).markup(reply.text, "pl")
    assert markup.index("<b>Biuro w Poznaniu</b>") < markup.index("Górecka") < markup.index("<b>Biuro w Koninie</b>")


def test_two_answers_offer_no_related_topics(base: Loaded):
    reply = answered(base, "office.poznan", "office.konin")
    assert Action.RELATED not in {one.action for row in reply.offers for one in row}


def test_a_part_without_an_answer_is_named(base: Loaded):
    told = words(answered(base, "office.konin", unanswered=("ile to kosztuje",)), base)
    assert told.index("Wrzosowa 7") < told.index("«ile to kosztuje»")


def test_of_a_very_long_part_the_beginning_is_named(base: Loaded):
    told = words(answered(base, "office.konin", unanswered=("słowo " * 600,)), base)
    assert "…»" in told
    assert len(told) < 1000


@pytest.mark.parametrize(
    ("age", "key"),
    [(0, "answer.entry"), (365, "answer.entry"), (366, "answer.stale"), (4000, "answer.stale")],
)
def test_an_old_fact_is_worded_as_such(age: int, key: str, base: Loaded):
    knowledge = verified(base.knowledge, "office.konin", NOW.date() - timedelta(days=age))
    assert answered(knowledge, "office.konin").text.key == key


def with_office_checked(knowledge: Knowledge, on: date) -> Knowledge:
    """The base with one office checked on a day, and everything else just now."""
    fresh = verified(knowledge, "office.konin", NOW.date())
    konin = replace(fresh.offices["konin"], provenance=Provenance("checked", on))
    return replace(fresh, offices={**fresh.offices, "konin": konin})


@pytest.mark.parametrize(("age", "key"), [(365, "human.reach"), (366, "answer.stale_contacts")])
def test_old_contacts_on_the_way_to_a_human_are_worded_as_such(age: int, key: str, base: Loaded):
    knowledge = with_office_checked(base.knowledge, NOW.date() - timedelta(days=age))
    assert answers(knowledge).reach().key == key


@pytest.mark.parametrize("language", LANGUAGES)
def test_old_contacts_on_the_way_to_a_human_are_told_with_their_year(language: str, base: Loaded):
    knowledge = with_office_checked(base.knowledge, date(2019, 3, 1))
    told = renderer(knowledge).plain(answers(knowledge).reach(), language)
    assert "2019" in told
    assert knowledge.offices["konin"].phone in told


def test_the_wording_names_the_year_of_an_old_fact(base: Loaded):
    knowledge = verified(base.knowledge, "office.konin", date(2019, 3, 1))
    told = words(answered(knowledge, "office.konin"), knowledge)
    assert told.startswith("Według danych z 2019 roku: ")
    assert told.endswith("Przed wizytą proszę zadzwonić.")


def test_an_old_telephone_in_a_fresh_answer_is_worded_as_such(base: Loaded):
    knowledge = verified(base.knowledge, "office.konin", NOW.date())
    old = replace(knowledge.offices["konin"], provenance=Provenance("report", date(2016, 2, 26)))
    knowledge = replace(knowledge, offices={**knowledge.offices, "konin": old})
    told = words(answered(knowledge, "office.konin"), knowledge)
    assert "są z 2016 roku" in told


def test_availability_worked_out_from_old_hours_is_worded_as_such(base: Loaded):
    fresh = replace(
        base.knowledge.entries["specialist.hours"],
        answer={"pl": "{live}"},
        live=Live.REACHABLE,
        live_about=None,
        provenance=Provenance("checked", NOW.date()),
    )
    knowledge = replace(base.knowledge, entries={**base.knowledge.entries, fresh.id: fresh})
    assert "są z 2016 roku" in words(answered(knowledge, fresh.id), knowledge)


def test_a_map_is_offered_for_an_address_with_a_known_place(base: Loaded):
    reply = answered(located(base.knowledge), "office.konin")
    assert "Mapa" in labels(reply.offers, base.knowledge)


def test_several_maps_are_told_apart(base: Loaded):
    for entries in (["office.all"], ["office.konin", "office.poznan"]):
        shown = labels(answered(located(base.knowledge), *entries).offers, base.knowledge)
        assert {"Mapa: Konin", "Mapa: Poznań"} <= set(shown)
        assert "Mapa" not in shown


def test_without_a_known_place_no_map_is_offered(base: Loaded):
    assert "Mapa" not in labels(answered(base, "office.konin").offers, base.knowledge)


def test_a_contact_is_offered_for_a_persons_telephone(base: Loaded):
    assert "Zapisz kontakt" in labels(answered(base, "specialist.gizycka").offers, base.knowledge)


def test_several_contacts_are_told_apart(base: Loaded):
    shown = labels(answered(base, "specialist.gizycka", "specialist.wypyszynski").offers, base.knowledge)
    assert {"Zapisz kontakt: Anna Giżycka", "Zapisz kontakt: Jarosław Wypyszyński"} <= set(shown)
    assert "Zapisz kontakt" not in shown


def test_no_button_stands_twice_under_a_message(base: Loaded):
    reply = answered(base, "specialist.all", "specialist.hours", "contact.phone_email")
    data = [callback_data(one.action, one.about) for row in reply.offers for one in row]
    assert len(data) == len(set(data))


def test_a_choice_numbers_its_entries_and_ends_with_none_of_these(base: Loaded):
    entries = [base.knowledge.entries[one] for one in ("office.konin", "support.grants")]
    reply = answers(base.knowledge).choice(entries, again=False)
    assert "1. Biuro w Koninie\n2. " in words(reply, base)
    shown = labels(reply.offers, base.knowledge)
    assert [shown[0], shown[-1]] == ["Biuro w Koninie", "Żadne z tych"]


def test_a_second_choice_says_that_it_is_another_attempt(base: Loaded):
    entries = [base.knowledge.entries[one] for one in ("office.konin", "support.grants")]
    first = words(answers(base.knowledge).choice(entries, again=False), base)
    assert first != words(answers(base.knowledge).choice(entries, again=True), base)


def test_where_nothing_fits_a_human_is_offered(base: Loaded):
    reply = answers(base.knowledge).human("human.nothing_fits")
    assert labels(reply.offers, base.knowledge) == ["Napisz do specjalisty"]


def test_a_foreign_message_is_offered_a_human_and_polish(base: Loaded):
    reply = answers(base.knowledge).foreign("foreign.answer", "en")
    assert [one.action for row in reply.offers for one in row] == [Action.HUMAN, Action.LANGUAGE]
    assert all(one.phone in words(reply, base, "en") for one in base.knowledge.offices.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_fits_telegram(language: str, base: Loaded):
    # Bot API: callback data of 1-64 bytes; a label of 64 characters still shows on a phone.
    knowledge = located(base.knowledge)
    offers = [one for entry in knowledge.entries for row in answered(knowledge, entry).offers for one in row]
    offers += [
        one
        for entry in knowledge.entries.values()
        for row in answers(knowledge).choice([entry, entry], again=False).offers
        for one in row
    ]
    for one in offers:
        assert 1 <= len(callback_data(one.action, one.about).encode()) <= 64
        assert 1 <= len(renderer(knowledge).plain(one.label, language)) <= 64


@pytest.mark.parametrize("action", Action, ids=lambda one: one.value)
def test_the_data_of_the_longest_id_fits_telegram(action: Action):
    assert len(callback_data(action, "x" * 40).encode()) <= 64


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_of_the_base_fits_one_message(language: str, base: Loaded):
    # Bot API: 4096 UTF-16 units.
    for entry in base.knowledge.entries:
        told = words(answered(base, entry), base, language)
        assert 1 <= len(told.encode("utf-16-le")) // 2 <= 4096
        assert "{" not in told


def test_an_answer_about_what_the_base_lost_still_stands(base: Loaded):
    knowledge = without(base.knowledge, "office.hours")
    assert answered(knowledge, "office.konin").offers


def located(knowledge: Knowledge) -> Knowledge:
    offices = {one.id: replace(one, location=Location(52.2, 18.25)) for one in knowledge.offices.values()}
    return replace(knowledge, offices=offices)


def test_the_ids_of_the_base_are_short_enough_for_buttons(base: Loaded):
    known = base.knowledge
    ids = [*known.entries, *known.offices, *known.specialists, *known.sessions]
    assert all(len(one) <= 40 and one.isascii() for one in ids)
