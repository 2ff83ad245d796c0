"""The form as a citizen meets it: steps, interruptions, the summary, sending once, and what changes meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import citizen
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import AnswerPress, Effect, Revise, Say, TakeBack
from bot.domain.events import CitizenPressed, CitizenSentMedia, CitizenWrote, Media
from bot.domain.forms import Form, FormStep
from bot.domain.keeping import NoteConsent
from bot.domain.knowledge import SessionStatus
from bot.domain.offers import Action
from bot.domain.registering import filling as form_of
from bot.domain.sessions.events import FormFellDue
from bot.domain.sessions.keeping import FormDueAt, KeepRegistration
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Need, Registration, Sector
from bot.domain.sessions.reminders import FormReminder
from bot.domain.world import Decision, World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP
from tests.meetings import FILLED, OTHER_CHAT, SESSION, filling, meeting, registration, taken
from tests.worlds import CHAT, NOW, SUBJECT, labels, renderer

PESEL = "44051401359"


def write(words: str, conversation: Conversation, seen: World, **changes: object) -> Decision:
    event = replace(CitizenWrote(CHAT, 7, words), **changes)  # type: ignore[arg-type]  # the fields that a test names
    return citizen.decide(conversation, event, seen)


def press(data: str, conversation: Conversation, seen: World, handle: str | None = "form:1") -> Decision:
    return citizen.decide(conversation, CitizenPressed(CHAT, "press", data, handle), seen)


def told(effects: Sequence[Effect]) -> Say | Revise:
    (one,) = (one for one in effects if isinstance(one, Say | Revise) and one.chat_id == CHAT)
    return one


def words(done: Decision, base: Loaded) -> str:
    return renderer(base.knowledge).plain(told(done.effects).text, "pl")


def form(done: Decision) -> Form:
    assert done.conversation.form is not None
    return done.conversation.form


def made(done: Decision) -> Registration:
    (one,) = (one.registration for one in done.effects if isinstance(one, KeepRegistration))
    return one


# Beginning


def test_the_privacy_line_comes_before_the_first_personal_datum(base: Loaded):
    done = press(f"reg:{SESSION.id}", Conversation(), meeting(base.knowledge))
    assert "Dane zobaczą tylko organizatorzy" in words(done, base)
    assert "1/6" in words(done, base)
    assert [one.chat_id for one in done.effects if isinstance(one, NoteConsent)] == [CHAT]


def test_the_first_question_has_no_empty_row_of_buttons(base: Loaded):
    done = press(f"reg:{SESSION.id}", Conversation(), meeting(base.knowledge))
    assert [len(row) for row in told(done.effects).offers] == [1]


def test_a_form_that_waits_goes_on_where_it_was(base: Loaded):
    waiting = replace(filling(FormStep.CONTACT, is_paused=True), under=Under.NOTHING)
    done = press(f"reg:{SESSION.id}", waiting, meeting(base.knowledge))
    assert form(done).step is FormStep.CONTACT
    assert not form(done).is_paused


def test_who_begins_again_reads_what_is_kept_and_may_begin_anew(base: Loaded):
    waiting = replace(filling(FormStep.SECTOR, is_paused=True, phone=""), under=Under.NOTHING)
    seen = meeting(base.knowledge)
    done = press(f"reg:{SESSION.id}", waiting, seen)
    assert "organizacja: Gmina Niechanowo" in words(done, base)
    assert "kontakt: Jan Przykład" in words(done, base)
    assert "Zacznij od nowa" in labels(told(done.effects).offers, base.knowledge)
    for anew in (press("f.anew", done.conversation, seen), write("zacznij od nowa", done.conversation, seen)):
        assert (form(anew).step, form(anew).organisation, form(anew).contact) == (FormStep.ORGANISATION, "", "")
        assert "Dane zobaczą tylko organizatorzy" in words(anew, base)
        assert "Gmina Niechanowo" not in words(anew, base)
    # One message shows a form: the older one goes where the new one stands below.
    typed = write("zacznij od nowa", done.conversation, seen)
    assert [one.handle for one in typed.effects if isinstance(one, TakeBack)] == [form(done).handle]


def test_the_privacy_line_stands_above_the_question_for_the_contact(base: Loaded):
    done = write("3", filling(FormStep.PEOPLE), meeting(base.knowledge))
    assert "Dane zobaczą tylko organizatorzy" in words(done, base)
    after = write("Jan Przykład", done.conversation, meeting(base.knowledge))
    assert "Dane zobaczą tylko organizatorzy" not in words(after, base)


def test_that_there_are_fewer_seats_than_people_is_said_once_with_what_follows(base: Loaded):
    seen = meeting(base.knowledge, registrations=[taken(6)])
    done = write("5", filling(FormStep.PEOPLE), seen)
    assert "wolne są tylko 4 miejsca" in words(done, base)
    assert "Przed wysłaniem zapytam" in words(done, base)
    assert "wolne są tylko" not in words(write("Jan Przykład", done.conversation, seen), base)


@pytest.mark.parametrize(
    ("step", "typed", "key"),
    [
        (FormStep.REACH, "nie mam meila w koninie", "Wystarczy jedno z nich"),
        (FormStep.CONTACT, "nie mam meila", "Proszę napisać imię i nazwisko"),
        (FormStep.SECTOR, "godziny i grant", "Nie wiem, który to rodzaj"),
    ],
    ids=["reach", "contact", "kind"],
)
def test_an_attempt_to_answer_is_no_question(step: FormStep, typed: str, key: str, base: Loaded):
    done = write(typed, filling(step), meeting(base.knowledge))
    assert key in words(done, base)
    assert form(done).step is step


def test_a_kind_with_more_words_beside_it_is_the_kind(base: Loaded):
    done = write("Spółdzielnia socjalna (przykład)", filling(FormStep.SECTOR), meeting(base.knowledge))
    assert form(done).sector is Sector.SOCIAL_ENTERPRISE


def test_an_own_case_in_the_form_takes_no_lines_of_it(base: Loaded):
    seen = meeting(base.knowledge)
    asked = write("kiedy będzie odpowiedź na wniosek?", filling(), seen)
    assert asked.conversation.draft is None
    assert "Napisz do specjalisty" in labels(told(asked.effects).offers, base.knowledge)
    assert form(write("3", asked.conversation, seen)).step is FormStep.PEOPLE
    assert write("Napisz do specjalisty", asked.conversation, seen).conversation.draft is not None


def test_an_account_that_is_registered_reads_what_it_has(base: Loaded):
    mine = registration(chat_id=CHAT, people=3, seats=3)
    done = press(f"reg:{SESSION.id}", Conversation(), meeting(base.knowledge, registrations=[mine]))
    assert "Zgłoszenie nr 1: 3 miejsca." in words(done, base)
    assert done.conversation.form is None


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"status": SessionStatus.CANCELLED}, "form.ended_cancelled"),
        ({"status": SessionStatus.CLOSED}, "form.ended_closed"),
        ({"status": SessionStatus.PLANNED}, "form.ended_not_yet"),
        ({"status": SessionStatus.HELD}, "form.ended_over"),
        ({"register_until": NOW}, "form.ended_closed"),
    ],
    ids=["cancelled", "closed", "not yet", "over", "deadline"],
)
def test_why_nobody_can_register_is_said_at_once(changes: dict[str, object], key: str, base: Loaded):
    session = replace(SESSION, **changes)  # type: ignore[arg-type]  # a table of changes
    done = press(f"reg:{SESSION.id}", Conversation(), meeting(base.knowledge, session))
    assert told(done.effects).text.key == key
    assert labels(told(done.effects).offers, base.knowledge) == ["Powiadom mnie o sesjach w powiecie"]


# Steps


def test_everything_can_be_typed_from_the_first_question_to_the_sending(base: Loaded):
    seen = meeting(base.knowledge)
    state = press(f"reg:{SESSION.id}", Conversation(), seen).conversation
    answers = ["Urząd Gminy Niechanowo", "gmina", "tak", "3 osoby", "Anna Przykład", "600 700 800", "pomiń", "winda"]
    for answer in answers:
        state = write(answer, state, seen).conversation
    done = made(write("wysyłam zgłoszenie", state, seen))
    assert (done.organisation, done.sector, done.county) == (
        "Urząd Gminy Niechanowo",
        Sector.LOCAL_GOVERNMENT,
        "gnieznienski",
    )
    assert (done.people, done.seats, done.contact, done.phone) == (3, 3, "Anna Przykład", "+48 600 700 800")
    assert (done.problem, done.needs, done.state) == ("", (Need.STEP_FREE,), RegistrationState.CONFIRMED)
    assert done.number == 45


def test_a_typed_answer_brings_the_form_down_below_it_and_takes_the_older_one_away(base: Loaded):
    done = write("Jan Przykład", filling(FormStep.CONTACT), meeting(base.knowledge))
    assert TakeBack(CHAT, "form:1") in done.effects
    assert isinstance(told(done.effects), Say)
    assert form(done).handle == told(done.effects).handle


def test_a_press_changes_the_form_in_place(base: Loaded):
    done = press("f.sector:ngo", filling(FormStep.SECTOR), meeting(base.knowledge))
    assert isinstance(told(done.effects), Revise)
    assert form(done).step is FormStep.COUNTY


def test_the_same_button_pressed_twice_does_not_skip_two_questions(base: Loaded):
    once = press("f.skip:problem", filling(FormStep.PROBLEM), meeting(base.knowledge)).conversation
    twice = press("f.skip:problem", once, meeting(base.knowledge))
    assert form(twice).step is FormStep.NEEDS


def test_a_need_marked_twice_is_marked(base: Loaded):
    once = press("f.need:step_free:1", filling(FormStep.NEEDS), meeting(base.knowledge)).conversation
    twice = press("f.need:step_free:1", once, meeting(base.knowledge))
    assert form(twice).needs == (Need.STEP_FREE,)


def test_as_last_time_takes_the_same_accounts_registration_only(base: Loaded):
    mine = registration(chat_id=CHAT, session_id="another", organisation="Gmina Moja", county="koninski")
    alone = press("f.last:organisation", filling(FormStep.ORGANISATION), meeting(base.knowledge))
    done = press("f.last:organisation", filling(FormStep.ORGANISATION), meeting(base.knowledge, registrations=[mine]))
    assert form(alone).step is FormStep.ORGANISATION
    assert (form(done).organisation, form(done).county, form(done).step) == ("Gmina Moja", "koninski", FormStep.PEOPLE)


def test_as_last_time_is_offered_to_the_same_account_only(base: Loaded):
    def offered(chat_id: int) -> list[str]:
        seen = meeting(base.knowledge, registrations=[registration(chat_id=chat_id, session_id="another")])
        done = write("dzień dobry", filling(FormStep.CONTACT), seen)
        return labels(told(done.effects).offers, base.knowledge)

    assert "Jak ostatnio" in offered(CHAT)
    assert "Jak ostatnio" not in offered(OTHER_CHAT)


def test_a_greeting_answers_nothing(base: Loaded):
    done = write("dzień dobry", filling(FormStep.ORGANISATION), meeting(base.knowledge))
    assert form(done).step is FormStep.ORGANISATION


def test_a_personal_number_is_refused_and_not_kept(base: Loaded):
    done = write(PESEL, filling(FormStep.CONTACT, contact=""), meeting(base.knowledge))
    assert "PESEL" in words(done, base)
    assert PESEL not in repr(done)


# Interruptions


@pytest.mark.parametrize("step", list(FormStep), ids=lambda one: one.value)
def test_a_question_in_the_middle_is_answered_and_the_form_stands_below(step: FormStep, base: Loaded):
    done = write("gdzie jest biuro w koninie?", filling(step), meeting(base.knowledge))
    assert told(done.effects).text.key == "form.between"
    assert form(done).step is step
    assert done.conversation.under is Under.FORM


@pytest.mark.parametrize("words_of_it", ["grant", "anna@grant"])
def test_a_slip_is_refused_rather_than_answered(words_of_it: str, base: Loaded):
    done = write(words_of_it, filling(FormStep.REACH), meeting(base.knowledge))
    assert told(done.effects).text.key == "form.message"


def test_a_problem_worded_as_a_question_is_the_problem(base: Loaded):
    done = write("Jak zatrzymać młodych w gminie?", filling(FormStep.PROBLEM), meeting(base.knowledge))
    assert form(done).problem == "Jak zatrzymać młodych w gminie?"


def test_what_has_to_be_chosen_first_keeps_the_way_back(base: Loaded):
    done = write("niejasne?", filling(FormStep.CONTACT), meeting(base.knowledge))
    assert done.conversation.under is Under.CHOICE
    assert "Wróć do zgłoszenia" in labels(told(done.effects).offers, base.knowledge)


@pytest.mark.parametrize("step", list(FormStep), ids=lambda one: one.value)
def test_a_call_for_help_breaks_in_at_every_step(step: FormStep, base: Loaded):
    done = write("chcę się zabić", filling(step), meeting(base.knowledge))
    assert told(done.effects).text.key == "crisis.answer"
    assert done.conversation.under is Under.CRISIS
    assert form(done).is_paused


def test_after_a_call_for_help_what_is_typed_is_not_for_the_form(base: Loaded):
    called = write("chcę się zabić", filling(FormStep.CONTACT), meeting(base.knowledge)).conversation
    done = write("mam na imię Jan", called, meeting(base.knowledge))
    assert form(done).contact == FILLED.contact
    assert done.conversation.under is Under.CRISIS


@pytest.mark.parametrize("how", ["mistake", "to pomyłka"])
def test_after_a_mistaken_call_for_help_the_form_comes_back_and_staff_are_told(how: str, base: Loaded):
    seen = meeting(base.knowledge)
    called = write("chcę się zabić", filling(FormStep.CONTACT), seen).conversation
    done = press(how, called, seen) if how == "mistake" else write(how, called, seen)
    to_citizen = [one for one in done.effects if isinstance(one, Say) and one.chat_id != GROUP.chat_id]
    assert told(to_citizen).text.key == "form.between"
    assert done.conversation.under is Under.FORM
    assert (form(done).step, form(done).is_paused) == (FormStep.CONTACT, False)
    assert [one.text.key for one in done.effects if isinstance(one, Say) and one.chat_id == GROUP.chat_id] == [
        "crisis.alert_was_mistake"
    ]


def test_a_call_is_taken_back_also_when_the_form_was_gone_back_to_before(base: Loaded):
    seen = meeting(base.knowledge)
    called = write("chcę się zabić", filling(FormStep.PROBLEM, problem=""), seen).conversation
    back = write("wróć do zgłoszenia", called, seen).conversation
    done = write("to pomyłka", back, seen)
    assert (form(done).step, form(done).problem) == (FormStep.PROBLEM, "")
    assert done.conversation.crisis_until is None


def test_a_form_that_a_call_for_help_broke_into_is_sent_by_the_words_of_its_button(base: Loaded):
    called = write("chcę się zabić", filling(), meeting(base.knowledge)).conversation
    assert made(write("wysyłam zgłoszenie", called, meeting(base.knowledge))).organisation == FILLED.organisation
    assert form(write("tak", called, meeting(base.knowledge))).is_paused


def test_a_contact_card_is_the_telephone_that_is_asked_for(base: Loaded):
    card = CitizenSentMedia(CHAT, 7, Media.CONTACT, phone="600700801")
    done = citizen.decide(filling(FormStep.REACH), card, meeting(base.knowledge))
    assert form(done).phone == "+48 600 700 801"
    elsewhere = citizen.decide(filling(FormStep.PEOPLE), card, meeting(base.knowledge))
    assert (form(elsewhere).phone, form(elsewhere).step) == (FILLED.phone, FormStep.PEOPLE)


def test_a_form_that_was_stopped_before_a_mistaken_call_stays_stopped(base: Loaded):
    seen = meeting(base.knowledge)
    stopped = write("przerwij", filling(FormStep.CONTACT), seen).conversation
    called = write("chcę się zabić", stopped, seen).conversation
    assert form(write("to pomyłka", called, seen)).is_paused


def test_violence_as_a_problem_keeps_the_text_with_the_emergency_number_above(base: Loaded):
    problem = f"{SUBJECT}a młodzieży w gminie"
    done = write(problem, filling(FormStep.PROBLEM), meeting(base.knowledge))
    assert form(done).problem == problem
    assert words(done, base).startswith("Jeśli ktoś jest teraz w niebezpieczeństwie, proszę dzwonić: 112.")
    assert labels(told(done.effects).offers, base.knowledge)[:2] == ["To temat sesji", "Potrzebuję pomocy"]
    assert not [one for one in done.effects if isinstance(one, Say) and one.chat_id == GROUP.chat_id]


@pytest.mark.parametrize("how", ["f.topic", "to temat sesji"])
def test_a_topic_of_the_session_lets_the_form_go_on(how: str, base: Loaded):
    state = filling(FormStep.NEEDS, is_delicate=True)
    seen = meeting(base.knowledge)
    done = press(how, state, seen) if how.startswith("f.") else write(how, state, seen)
    assert form(done).step is FormStep.NEEDS
    assert not form(done).is_delicate


@pytest.mark.parametrize("how", ["f.help", "potrzebuję pomocy"])
def test_who_needs_help_gets_it_and_the_form_waits(how: str, base: Loaded):
    state = filling(FormStep.NEEDS, is_delicate=True)
    seen = meeting(base.knowledge)
    done = press(how, state, seen) if how.startswith("f.") else write(how, state, seen)
    assert told(done.effects).text.key == "crisis.answer"
    assert form(done).is_paused


@pytest.mark.parametrize("words_of_it", ["/anuluj", "anuluj", "przerwij"])
def test_a_form_is_stopped_by_its_command_or_words(words_of_it: str, base: Loaded):
    done = write(words_of_it, filling(FormStep.CONTACT), meeting(base.knowledge))
    assert told(done.effects).text.key == "form.stopped"
    assert form(done).is_paused


def test_a_stopped_form_waits_and_what_is_typed_is_not_for_it(base: Loaded):
    seen = meeting(base.knowledge)
    stopped = write("przerwij", filling(FormStep.CONTACT), seen).conversation
    done = write("gdzie jest biuro w koninie", stopped, seen)
    assert told(done.effects).text.key != "form.between"
    assert form(done).step is FormStep.CONTACT
    assert form(write("wróć do zgłoszenia", done.conversation, seen)).is_paused is False


# Summary


@pytest.mark.parametrize(("line", "step"), [("1", FormStep.ORGANISATION), ("ósma", None), ("3", FormStep.PEOPLE)])
def test_a_line_of_the_summary_is_changed_by_its_number(line: str, step: FormStep | None, base: Loaded):
    done = write(line, filling(), meeting(base.knowledge))
    assert form(done).step is (step or FormStep.SUMMARY)


def test_a_changed_line_leads_back_to_the_summary(base: Loaded):
    seen = meeting(base.knowledge)
    state = write("3", filling(), seen).conversation
    done = write("5", state, seen)
    assert (form(done).step, form(done).people) == (FormStep.SUMMARY, 5)


def test_nothing_is_a_registration_before_it_is_sent(base: Loaded):
    done = write("gotowe", filling(FormStep.NEEDS), meeting(base.knowledge))
    assert "Zgłoszenie nie jest jeszcze wysłane" in words(done, base)
    assert not [one for one in done.effects if isinstance(one, KeepRegistration)]


@pytest.mark.parametrize("how", ["nie wysyłam", "nie"])
def test_not_sending_forgets_the_answers(how: str, base: Loaded):
    done = write(how, filling(), meeting(base.knowledge))
    assert done.conversation.form is None
    assert not [one for one in done.effects if isinstance(one, KeepRegistration)]


# Sending


def test_a_registration_is_confirmed_with_its_number_and_told_to_staff(base: Loaded):
    done = press(f"f.send:{SESSION.id}", filling(), meeting(base.knowledge))
    assert made(done).chat_id == CHAT
    assert "Zgłoszenie nr 45 przyjęte: 3 miejsca." in words(done, base)
    (staff,) = (one for one in done.effects if isinstance(one, Say) and one.chat_id == GROUP.chat_id)
    assert staff.handle == "registration:45"
    assert "Jan Przykład" not in renderer(base.knowledge).plain(staff.text, "pl")


def test_pressed_twice_it_is_one_registration(base: Loaded):
    first = press(f"f.send:{SESSION.id}", filling(), meeting(base.knowledge))
    after = meeting(base.knowledge, registrations=[made(first)])
    second = press(f"f.send:{SESSION.id}", first.conversation, after)
    assert not [one for one in second.effects if isinstance(one, KeepRegistration)]
    assert "Zgłoszenie nr 45: 3 miejsca." in words(second, base)


def test_a_full_session_has_a_waiting_list(base: Loaded):
    seen = meeting(base.knowledge, registrations=[taken(10)])
    done = press(f"f.send:{SESSION.id}", filling(was_full=True), seen)
    assert (made(done).state, made(done).seats) == (RegistrationState.WAITING, 0)
    assert "na liście oczekujących, miejsce 1" in words(done, base)


def test_nobody_is_put_on_the_waiting_list_unasked(base: Loaded):
    seen = meeting(base.knowledge, registrations=[taken(10)])
    asked = press(f"f.send:{SESSION.id}", filling(), seen)
    assert told(asked.effects).text.key == "form.no_seats_now"
    assert made(press("f.wait", asked.conversation, seen)).state is RegistrationState.WAITING


def test_who_asks_for_the_waiting_list_twice_reads_what_they_have(base: Loaded):
    mine = registration(45, chat_id=CHAT, state=RegistrationState.WAITING, seats=0)
    done = press(f"f.wait:{SESSION.id}", Conversation(), meeting(base.knowledge, registrations=[taken(10), mine]))
    assert words(done, base).startswith(
        "To zgłoszenie jest już wysłane. Zgłoszenie nr 45: lista oczekujących, miejsce 1."
    )


def test_fewer_seats_than_people_are_offered(base: Loaded):
    seen = meeting(base.knowledge, registrations=[taken(8)])
    asked = press(f"f.send:{SESSION.id}", filling(), seen)
    assert labels(told(asked.effects).offers, base.knowledge)[:2] == ["Zgłaszam mniej osób: 2", "Na listę oczekujących"]
    done = made(press("f.fewer:2", asked.conversation, seen))
    assert (done.people, done.seats, done.state) == (2, 2, RegistrationState.CONFIRMED)


def test_who_would_rather_wait_is_not_offered_the_same_seats_again(base: Loaded):
    seen = meeting(base.knowledge, registrations=[taken(8)])
    asked = press(f"f.send:{SESSION.id}", filling(), seen)
    done = press("f.wait", asked.conversation, seen)
    assert made(done).state is RegistrationState.WAITING
    assert made(done).held == 0


def test_seats_that_went_while_they_were_offered_are_not_given_twice(base: Loaded):
    asked = press(f"f.send:{SESSION.id}", filling(), meeting(base.knowledge, registrations=[taken(8)]))
    later = meeting(base.knowledge, registrations=[taken(9)])
    assert made(press("f.fewer:2", asked.conversation, later)).seats == 1


def test_the_same_organisation_of_another_account_is_not_registered_twice_by_mistake(base: Loaded):
    seen = meeting(base.knowledge, registrations=[registration(organisation="NIECHANOWO gmina")])
    asked = press(f"f.send:{SESSION.id}", filling(), seen)
    assert words(asked, base).startswith("Ta organizacja jest już zgłoszona")
    assert labels(told(asked.effects).offers, base.knowledge) == ["Zgłoś kolejne osoby", "Poproś o dostęp"]
    assert made(press("f.more", asked.conversation, seen)).people == FILLED.people


def test_access_to_the_registration_of_another_account_can_be_asked_for_in_words(base: Loaded):
    seen = meeting(base.knowledge, registrations=[registration(organisation="NIECHANOWO gmina")])
    asked = press(f"f.send:{SESSION.id}", filling(), seen)
    done = write("Poproś o dostęp", asked.conversation, seen)
    assert words(done, base).startswith("Prośba o dostęp jest u organizatorów")
    assert done.conversation.form is None


@pytest.mark.parametrize("step", FormStep)
def test_the_button_that_began_the_form_leads_back_to_it_when_it_is_typed(step: FormStep, base: Loaded):
    waiting = filling(step)
    for begun in (waiting, replace(waiting, under=Under.NOTHING, form=replace(waiting.form or FILLED, is_paused=True))):
        done = write("Zgłaszam organizację", begun, meeting(base.knowledge))
        assert (form(done).step, form(done).is_paused) == (step, False)
        assert form(done).organisation == FILLED.organisation


def test_a_similar_name_is_another_organisation(base: Loaded):
    seen = meeting(base.knowledge, registrations=[registration(organisation="Gmina Niechanowo, szkoła podstawowa")])
    assert made(press(f"f.send:{SESSION.id}", filling(), seen)).number == 45


# What changes meanwhile


@pytest.mark.parametrize("how", ["send", "answer"])
@pytest.mark.parametrize("status", [SessionStatus.CANCELLED, SessionStatus.CLOSED, SessionStatus.HELD])
def test_a_session_that_takes_nobody_any_more_ends_the_form(status: SessionStatus, how: str, base: Loaded):
    seen = meeting(base.knowledge, replace(SESSION, status=status, reason="Prowadząca jest chora."))
    step = FormStep.SUMMARY if how == "send" else FormStep.CONTACT
    done = press(f"f.send:{SESSION.id}", filling(), seen) if how == "send" else write("Jan Nowy", filling(step), seen)
    assert told(done.effects).text.key == "form.ended"
    assert done.conversation.form is None


def test_that_the_session_filled_up_is_said_at_the_next_step(base: Loaded):
    seen = meeting(base.knowledge, registrations=[taken(10)])
    done = write("Jan Nowy", filling(FormStep.CONTACT), seen)
    assert "W tym czasie zajęto ostatnie miejsca." in words(done, base)
    again = write("600 700 801", done.conversation, seen)
    assert "zajęto ostatnie miejsca" not in words(again, base)


# How long it lasts


def test_every_answer_puts_the_nudge_and_the_end_off(base: Loaded):
    done = write("Jan Nowy", filling(FormStep.CONTACT), meeting(base.knowledge))
    assert FormDueAt(CHAT, FormReminder.NUDGE, NOW + timedelta(hours=24)) in done.effects
    assert FormDueAt(CHAT, FormReminder.FORGET, NOW + timedelta(hours=72)) in done.effects


def test_a_form_is_remembered_once_in_daytime(base: Loaded):
    seen = meeting(base.knowledge, now=NOW + timedelta(hours=24))
    event = FormFellDue(CHAT, FormReminder.NUDGE)
    done = citizen.decide(filling(FormStep.CONTACT), event, seen)
    assert told(done.effects).text.key == "form.nudge"
    assert not citizen.decide(done.conversation, event, seen).effects


def test_a_nudge_at_night_waits_for_the_day(base: Loaded):
    seen = meeting(base.knowledge, now=NOW + timedelta(hours=14))
    (later,) = citizen.decide(filling(FormStep.CONTACT), FormFellDue(CHAT, FormReminder.NUDGE), seen).effects
    assert isinstance(later, FormDueAt)
    assert later.at is not None
    assert later.at > seen.now


def test_a_form_is_forgotten_after_its_time(base: Loaded):
    seen = meeting(base.knowledge, now=NOW + timedelta(hours=72))
    done = citizen.decide(filling(FormStep.CONTACT), FormFellDue(CHAT, FormReminder.FORGET), seen)
    assert (done.conversation.form, list(done.effects)) == (None, [])


def test_nobody_who_called_for_help_is_nudged(base: Loaded):
    state = replace(filling(FormStep.CONTACT), crisis_until=NOW - timedelta(hours=12))
    assert not citizen.decide(state, FormFellDue(CHAT, FormReminder.NUDGE), meeting(base.knowledge)).effects


# Totality

MESSAGES = [
    "",
    "?",
    "1",
    "tak",
    "nie",
    "wstecz",
    "pomiń",
    "przerwij",
    "popraw",
    "gdzie jest biuro w koninie?",
    "<b>",
    "x" * 5000,
]
BUTTONS = [
    f"{one.value}{about}"
    for one in sorted(form_of.ACTIONS, key=lambda one: one.value)
    for about in ("", ":0", ":ngo", ":x:y")
]


@pytest.mark.parametrize("step", FormStep, ids=lambda one: one.value)
@pytest.mark.parametrize("status", SessionStatus, ids=lambda one: one.value)
@pytest.mark.parametrize("is_paused", [False, True])
def test_every_message_and_press_has_one_outcome_at_every_step(
    step: FormStep, status: SessionStatus, is_paused: bool, base: Loaded
):
    seen = meeting(base.knowledge, replace(SESSION, status=status))
    state = filling(step, is_paused=is_paused)
    for typed in MESSAGES:
        effects = write(typed or "\u200b", state, seen).effects
        assert sum(isinstance(one, Say | Revise) and one.chat_id == CHAT for one in effects) <= 1
    for data in BUTTONS:
        effects = press(data, state, seen).effects
        assert effects[0] == AnswerPress("press")
        assert sum(isinstance(one, Say | Revise) and one.chat_id == CHAT for one in effects) == 1


def test_the_buttons_of_the_form_are_its_own():
    assert {Action.FORM_SEND, Action.FORM_BACK} <= form_of.ACTIONS
    assert Action.SEND not in form_of.ACTIONS
