"""The list and the card of sessions, with what can be done from them; wishes to hear of sessions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import citizen
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Say, SendPaper
from bot.domain.events import CitizenPressed, CitizenWrote
from bot.domain.forms import FormStep
from bot.domain.knowledge import SessionStatus
from bot.domain.registering import listing
from bot.domain.sessions.interests import Interest
from bot.domain.sessions.keeping import DropInterest, KeepInterest
from bot.domain.sessions.papers import Paper
from bot.domain.world import Decision, World
from bot.knowledge.integrity import LIVE_ROOM
from bot.knowledge.loading import Loaded
from tests.meetings import SESSION, filling, meeting, registration
from tests.worlds import CHAT, NOW, SUBJECT, labels, said, shown

NOTIFY = "Powiadom mnie o sesjach w powiecie"
WISHING = Conversation(under=Under.WISH, wish="koninski")


def write(words: str, conversation: Conversation, seen: World) -> Decision:
    return citizen.decide(conversation, CitizenWrote(CHAT, 7, words), seen)


def press(data: str, conversation: Conversation, seen: World) -> Decision:
    return citizen.decide(conversation, CitizenPressed(CHAT, "press", data, None), seen)


def kept(done: Decision) -> list[Interest]:
    return [one.interest for one in done.effects if isinstance(one, KeepInterest)]


def test_the_list_opens_each_session_and_offers_to_tell_of_others(base: Loaded):
    done = write("/sesje", Conversation(), meeting(base.knowledge))
    assert "Wolne miejsca: 10" in shown(done.effects, base.knowledge)
    assert labels(said(done.effects).offers, base.knowledge) == ["1. wtorek 8 grudnia: Praca po warsztatach", NOTIFY]


def test_a_session_is_opened_by_its_number(base: Loaded):
    seen = meeting(base.knowledge)
    listed = write("/sesje", Conversation(), seen).conversation
    done = write("pierwsza", listed, seen)
    assert "Prowadzą: Anna Giżycka" in shown(done.effects, base.knowledge)
    assert done.conversation.under is Under.SESSION


@pytest.mark.parametrize(
    ("changes", "buttons"),
    [
        ({}, ["Zgłaszam organizację", "Do kalendarza", NOTIFY]),
        ({"status": SessionStatus.PLANNED}, ["Do kalendarza", NOTIFY]),
        ({"status": SessionStatus.CLOSED}, ["Do kalendarza", NOTIFY]),
        ({"status": SessionStatus.CANCELLED}, [NOTIFY]),
        ({"status": SessionStatus.HELD}, [NOTIFY]),
    ],
    ids=["open", "planned", "closed", "cancelled", "held"],
)
def test_a_card_offers_what_is_possible(changes: dict[str, object], buttons: list[str], base: Loaded):
    seen = meeting(base.knowledge, replace(SESSION, **changes))  # type: ignore[arg-type]  # a table of changes
    done = write(f"/start s_{SESSION.id}", Conversation(), seen)
    assert labels(said(done.effects).offers, base.knowledge) == buttons


def test_who_is_registered_sees_it_on_the_card(base: Loaded):
    seen = meeting(base.knowledge, registrations=[registration(chat_id=CHAT, people=2, seats=2)])
    done = write(f"/start s_{SESSION.id}", Conversation(), seen)
    assert "Zgłoszenie nr 1: 2 miejsca." in shown(done.effects, base.knowledge)
    assert "Zgłaszam organizację" not in labels(said(done.effects).offers, base.knowledge)


@pytest.mark.parametrize("how", [f"ics:{SESSION.id}", "do kalendarza"])
def test_a_session_comes_as_a_calendar_file(how: str, base: Loaded):
    seen, state = meeting(base.knowledge), Conversation(under=Under.SESSION, offered=(SESSION.id,))
    done = press(how, state, seen) if ":" in how else write(how, state, seen)
    (file,) = (one for one in done.effects if isinstance(one, SendPaper))
    assert (file.paper, file.confirmed.session) == (Paper.CALENDAR, SESSION)


ONE_LISTED = Conversation(under=Under.SESSIONS, offered=(SESSION.id,), answered="session.upcoming")
SHOWN = {
    "card": Conversation(under=Under.SESSION, offered=(SESSION.id,)),
    "list of one": ONE_LISTED,
    "form": filling(FormStep.CONTACT),
    "registration": Conversation(under=Under.REGISTRATION, offered=("", "1")),
}
ASKED = {
    "a gdzie to będzie": "Miejsce: Centrum Kultury, ul. Wzorcowa 1, Gniezno",
    "gdzie?": "Miejsce: Centrum Kultury",
    "o ktorej": "Termin: we wtorek 8 grudnia, godz. 10:00–13:00",
    "ile to trwa": "Od 10:00 do 13:00",
    "jak długo potrwa to spotkanie?": "Od 10:00 do 13:00",
    "kto to prowadzi?": "Prowadzą: Anna Giżycka",
}


@pytest.mark.parametrize("state", SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize(("words", "fact"), ASKED.items(), ids=ASKED)
def test_a_short_question_is_about_the_session_that_was_shown_last(
    words: str, fact: str, state: Conversation, base: Loaded
):
    seen = meeting(base.knowledge, registrations=[registration(chat_id=CHAT)])
    done = write(words, state, seen)
    assert shown(done.effects, base.knowledge).startswith(fact)
    assert done.conversation.form == state.form or "Kto jest osobą" in shown(done.effects, base.knowledge)
    assert shown(write("ile to trwa", done.conversation, seen).effects, base.knowledge).startswith("Od 10:00")


@pytest.mark.parametrize("words", ["gdzie jest biuro w koninie", "ile to kosztuje", "kto tam będzie"])
def test_a_question_about_something_else_is_not_about_the_session(words: str, base: Loaded):
    done = write(words, SHOWN["card"], meeting(base.knowledge))
    assert not any(one.text.key == "session.asked" for one in done.effects if isinstance(one, Say))


def test_yes_to_the_answer_that_offers_one_session_begins_the_registration(base: Loaded):
    offered = press("more:session.register", Conversation(), meeting(base.knowledge))
    assert "tutaj" in shown(offered.effects, base.knowledge)
    done = write("tak", offered.conversation, meeting(base.knowledge))
    assert done.conversation.form is not None
    assert done.conversation.form.session_id == SESSION.id


def test_which_of_several_sessions_is_meant_is_asked(base: Loaded):
    several = meeting(base.knowledge)
    sessions = {one.id: one for one in (SESSION, replace(SESSION, id="other"))}
    seen = replace(several, knowledge=replace(several.knowledge, sessions=sessions))
    done = write("a gdzie to będzie", write("/sesje", Conversation(), seen).conversation, seen)
    assert shown(done.effects, base.knowledge).startswith("Której sesji dotyczy pytanie?")


def test_a_cancelled_session_is_no_calendar_entry(base: Loaded):
    seen = meeting(base.knowledge, replace(SESSION, status=SessionStatus.CANCELLED))
    done = press(f"ics:{SESSION.id}", Conversation(), seen)
    assert not [one for one in done.effects if isinstance(one, SendPaper)]


@pytest.mark.parametrize(
    ("words", "county"), [("z Konina, powiat", "koninski"), ("koniński", "koninski"), ("w Turku", "turecki")]
)
def test_a_county_is_kept_as_soon_as_it_is_known(words: str, county: str, base: Loaded):
    seen = meeting(base.knowledge)
    asked = press("tell", Conversation(), seen).conversation
    assert [one.county for one in kept(write(words, asked, seen))] == [county]


@pytest.mark.parametrize("state", [Conversation(), filling(), WISHING], ids=["nothing", "form", "wish"])
def test_one_asks_to_be_told_by_the_words_of_the_button_wherever_one_stands(state: Conversation, base: Loaded):
    done = write("powiadom mnie o sesjach w powiecie", state, meeting(base.knowledge))
    assert shown(done.effects, base.knowledge).startswith("W którym powiecie?")
    assert (done.conversation.under, done.conversation.form) == (Under.WISH, state.form)


def test_an_ambiguous_county_is_asked_and_chosen_by_number(base: Loaded):
    seen = meeting(base.knowledge)
    asked = press("tell", Conversation(), seen).conversation
    several = write("Kalisz albo Konin", asked, seen)
    assert not kept(several)
    assert [one.county for one in kept(write("2", several.conversation, seen))] == ["m_konin"]


def test_the_problem_is_kept_beside_the_county(base: Loaded):
    done = write("mało pracy", WISHING, meeting(base.knowledge))
    assert kept(done) == [Interest(CHAT, "koninski", "mało pracy", NOW)]


def test_violence_as_a_problem_is_kept_with_the_emergency_number_above(base: Loaded):
    done = write(f"{SUBJECT}a młodzieży", WISHING, meeting(base.knowledge))
    assert [one.problem for one in kept(done)] == [f"{SUBJECT}a młodzieży"]
    assert shown(done.effects, base.knowledge).startswith("Jeśli ktoś jest teraz w niebezpieczeństwie")
    assert labels(said(done.effects).offers, base.knowledge) == ["To temat sesji", "Potrzebuję pomocy"]


def test_a_personal_number_is_no_problem_to_keep(base: Loaded):
    done = write("44051401359", WISHING, meeting(base.knowledge))
    assert not kept(done)
    assert "PESEL" in shown(done.effects, base.knowledge)


@pytest.mark.parametrize("how", ["untell:koninski", "nie powiadamiaj mnie"])
def test_it_is_stopped_again(how: str, base: Loaded):
    seen = meeting(base.knowledge, interests=[Interest(CHAT, "koninski", "", NOW)])
    done = press(how, WISHING, seen) if ":" in how else write(how, WISHING, seen)
    assert DropInterest(CHAT, "koninski") in done.effects


def test_stopping_stops_the_wish_for_the_town_and_for_the_county_around_it(base: Loaded):
    wishes = [Interest(CHAT, one, "", NOW) for one in ("koninski", "m_konin", "m_kalisz")]
    done = press("untell:koninski", WISHING, meeting(base.knowledge, interests=wishes))
    assert {one.county for one in done.effects if isinstance(one, DropInterest)} == {"koninski", "m_konin"}
    assert shown(done.effects, base.knowledge) == "Dobrze. Powiadomienia wyłączone: powiat koniński, miasto Konin."


def test_a_question_is_answered_rather_than_kept_as_a_problem(base: Loaded):
    done = write("gdzie jest biuro w koninie?", WISHING, meeting(base.knowledge))
    assert not kept(done)
    assert done.conversation.answered == "office.konin"


def test_looking_at_a_session_keeps_the_form_that_is_begun(base: Loaded):
    done = write("/sesje", filling(), meeting(base.knowledge))
    assert done.conversation.form == filling().form
    assert "Wróć do zgłoszenia" in labels(said(done.effects).offers, base.knowledge)


def test_a_forged_session_leads_to_the_list(base: Loaded):
    for data in ("s:gone", "reg:gone", "reg:"):
        (one,) = (one for one in press(data, Conversation(), meeting(base.knowledge)).effects if isinstance(one, Say))
        assert "Praca po warsztatach" in shown([one], base.knowledge)


def many(base: Loaded, count: int = 31, **changes: object) -> World:
    """A world with so many sessions, a day apart."""
    each = [
        replace(
            SESSION,
            id=f"s{number}",
            title={"pl": f"Spotkanie {number}"},
            start=SESSION.start + timedelta(days=number),
            end=SESSION.end + timedelta(days=number),
            register_until=None,
        )
        for number in range(1, count + 1)
    ]
    each = [replace(one, **changes) for one in each]  # type: ignore[arg-type]  # the fields that a test names
    seen = meeting(base.knowledge)
    return replace(seen, knowledge=replace(seen.knowledge, sessions={one.id: one for one in each}))


MORE = "sessions:6"


def test_a_long_list_is_shown_a_page_at_a_time(base: Loaded):
    done = write("/sesje", Conversation(), many(base))
    words = shown(done.effects, base.knowledge)
    assert words.startswith("Zaplanowanych jest 31 sesji dialogowych:\n1. ")
    assert words.endswith("To nie wszystkie sesje. Następne: „Pokaż więcej”.")
    assert labels(said(done.effects).offers, base.knowledge)[5:] == [
        "6. poniedziałek 14 grudnia: Spotkanie 6",
        "Pokaż więcej",
        NOTIFY,
    ]


@pytest.mark.parametrize("how", [MORE, "Pokaż więcej", "dalej"])
def test_the_next_page_goes_on_where_the_one_before_ended(how: str, base: Loaded):
    listed = write("/sesje", Conversation(), many(base)).conversation
    done = press(how, listed, many(base)) if how == MORE else write(how, listed, many(base))
    assert shown(done.effects, base.knowledge).startswith("Dalsze sesje dialogowe:\n7. ")
    assert shown(write("7", done.conversation, many(base)).effects, base.knowledge).startswith("<b>Spotkanie 7</b>")


def test_the_pages_leave_nothing_out(base: Loaded):
    seen = many(base)
    pages = [
        shown(press(f"sessions:{start}", Conversation(), seen).effects, base.knowledge) for start in range(0, 31, 6)
    ]
    assert [f"Spotkanie {number}." in "\n".join(pages) for number in range(1, 32)] == [True] * 31
    assert "Następne" not in pages[-1]


@pytest.mark.parametrize("number", ["6", "7", "31", "nr 31", "ten 31"])
def test_every_number_of_a_long_list_can_be_typed(number: str, base: Loaded):
    listed = write("/sesje", Conversation(), many(base)).conversation
    done = write(number, listed, many(base))
    assert shown(done.effects, base.knowledge).startswith(f"<b>Spotkanie {number.rsplit(maxsplit=1)[-1]}</b>")


def test_a_page_of_the_longest_names_fits_into_an_answer(base: Loaded):
    long = replace(SESSION, title={"pl": "t" * 200}, place="m" * 200, address="a" * 200)
    seen = many(base, title=long.title, place=long.place, address=long.address)
    assert len(shown(write("/sesje", Conversation(), seen).effects, base.knowledge)) < LIVE_ROOM


def test_cancelled_sessions_come_on_the_pages_behind_the_others(base: Loaded):
    seen = many(base, 12, status=SessionStatus.CANCELLED, reason="Choroba.")
    pages = [shown(press(f"sessions:{start}", Conversation(), seen).effects, base.knowledge) for start in (0, 6)]
    assert ["Spotkanie 12 – odwołana" in page for page in pages] == [False, True]
    assert "„Pokaż więcej”" in pages[0]


def test_the_next_page_is_of_the_county_that_was_asked_for(base: Loaded):
    seen = many(base)
    sessions = {**seen.knowledge.sessions, "far": replace(SESSION, id="far", county="koninski")}
    both = replace(seen, knowledge=replace(seen.knowledge, sessions=sessions))
    listed = write("/sesje gnieźnieński", Conversation(), both)
    assert listed.conversation.next_page == "6:gnieznienski"
    done = write("dalej", listed.conversation, both)
    assert shown(done.effects, base.knowledge).startswith("Dalsze sesje dialogowe:\n7. ")


@pytest.mark.parametrize("about", ["999", "99999999999", "-1", "x", "6:nowhere", "６", ":"])
def test_a_forged_page_is_the_list_from_its_beginning(about: str, base: Loaded):
    done = press(f"sessions:{about}", Conversation(), many(base))
    assert shown(done.effects, base.knowledge).startswith("Zaplanowanych jest 31 sesji")


def test_more_counties_than_a_button_holds_lead_to_all_sessions(base: Loaded):
    counties = tuple(base.knowledge.counties)
    done = listing.ahead(Conversation(), many(base), counties)
    assert done.conversation.next_page == "0"


@pytest.mark.parametrize("asked", ["/sesje powiat kolski", "/sesje w Kole"])
def test_who_asked_for_a_county_need_not_name_it_again_to_be_told_of_it(asked: str, base: Loaded):
    seen = meeting(base.knowledge)
    listed = write(asked, Conversation(), seen).conversation
    assert [one.county for one in kept(write("powiadom mnie", listed, seen))] == ["kolski"]
    everywhere = write("/sesje", listed, seen).conversation
    assert kept(write("powiadom mnie", everywhere, seen)) == []
