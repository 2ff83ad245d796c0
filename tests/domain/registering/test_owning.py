"""One's own registration: number, contact, withdrawing, handing on; after registration has ended staff decide."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import citizen
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import Effect, Revise, Say
from bot.domain.events import CitizenPressed, CitizenWrote, GroupPressed, Person
from bot.domain.keeping import NoteConsent
from bot.domain.knowledge import SessionStatus
from bot.domain.offers import Action, SessionAction
from bot.domain.sessions import taps
from bot.domain.sessions.keeping import DropInvitations, Invite, KeepRegistration, UseInvitation
from bot.domain.sessions.lives import OfferState, RegistrationState
from bot.domain.sessions.registrations import Registration, SeatOffer
from bot.domain.world import Decision, World
from bot.knowledge.loading import Loaded
from tests.desks import GROUP, JAN
from tests.domain.sessions.test_filing import only
from tests.meetings import OTHER_CHAT, SESSION, meeting, registration
from tests.worlds import CHAT, NOW, labels, renderer

MINE = registration(number=7, chat_id=CHAT, people=3, seats=3, organisation="Gmina Niechanowo")
WAITS = registration(number=8, people=2, seats=0, state=RegistrationState.WAITING)
AFTER_THE_DEADLINE = NOW + timedelta(days=11)


def seen_with(base: Loaded, *people: Registration, capacity: int | None = 10) -> World:
    found = meeting(base.knowledge, replace(SESSION, capacity=capacity), people)
    return replace(found, agenda=replace(found.agenda, code="abc"))


def press(action: Action, seen: World, number: int = 7, conversation: Conversation | None = None) -> Decision:
    event = CitizenPressed(CHAT, "press", f"{action.value}:{number}", "card")
    return citizen.decide(conversation or Conversation(), event, seen)


def write(typed: str, after: Decision, seen: World) -> Decision:
    return citizen.decide(after.conversation, CitizenWrote(CHAT, 9, typed), seen)


def changed(effects: Sequence[Effect]) -> dict[int, Registration]:
    return {one.registration.number: one.registration for one in only(KeepRegistration, effects)}


def said_to(chat_id: int, effects: Sequence[Effect]) -> list[str]:
    return [one.text.key for one in effects if isinstance(one, Say | Revise) and one.chat_id == chat_id]


def test_moje_shows_what_one_has_and_what_can_be_done(base: Loaded):
    done = citizen.decide(Conversation(), CitizenWrote(CHAT, 9, "/moje"), seen_with(base, MINE))
    (one,) = only(Say, done.effects)
    shown = renderer(base.knowledge).plain(one.text, "pl")
    assert all(part in shown for part in ("Zgłoszenie nr 7: 3 miejsca", "Praca po warsztatach", "Jan Przykład"))
    assert labels(one.offers, base.knowledge) == [
        "Zmień liczbę",
        "Zmień kontakt",
        "Link dla współpracownika",
        "Rezygnuję",
    ]


def test_moje_has_the_answers_to_an_offer_of_seats(base: Loaded):
    offered = replace(
        WAITS, chat_id=CHAT, state=RegistrationState.OFFERED, offer=SeatOffer(2, NOW + timedelta(hours=5))
    )
    seen = seen_with(base, offered)
    done = citizen.decide(Conversation(), CitizenWrote(CHAT, 9, "/moje"), seen)
    (one,) = only(Say, done.effects)
    shown = labels(one.offers, base.knowledge)
    assert shown[:3] == ["Biorę miejsca", "Nie tym razem", "Zostaję na liście"]
    assert changed(press(Action.TAKE_SEATS, seen, 8).effects)[8].seats == 2


@pytest.mark.parametrize("typed", ["rezygnuję", "0", "nie przyjedziemy"])
@pytest.mark.parametrize("action", [Action.OWN_NUMBER, Action.OWN_CONTACT])
def test_who_means_to_withdraw_while_asked_for_a_number_is_asked_whether_that_is_meant(
    action: Action, typed: str, base: Loaded
):
    seen = seen_with(base, MINE)
    asked = write(typed, press(action, seen), seen)
    is_number = action is Action.OWN_CONTACT and typed == "0"
    assert said_to(CHAT, asked.effects) == ["form.no.contact" if is_number else "registration.ask_resign"]
    assert not changed(asked.effects)


SECOND = replace(MINE, number=9, session_id="konin_1")


def seen_with_two(base: Loaded) -> World:
    seen = seen_with(base, MINE)
    sessions = {**seen.knowledge.sessions, "konin_1": replace(SESSION, id="konin_1")}
    two = replace(seen.agenda, mine=[MINE, SECOND], everybody={**seen.agenda.everybody, "konin_1": [SECOND]})
    return replace(seen, agenda=two, knowledge=replace(seen.knowledge, sessions=sessions))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("zgłoszenie nr 9", "registration.card"),
        ("9", "registration.card"),
        ("rezygnuję", "registration.which_one"),
        ("zmień liczbę", "registration.which_one"),
    ],
)
def test_of_several_registrations_the_one_that_is_meant_is_opened_or_asked_for(typed: str, key: str, base: Loaded):
    seen = seen_with_two(base)
    shown = citizen.decide(Conversation(), CitizenWrote(CHAT, 9, "/moje"), seen)
    done = write(typed, shown, seen)
    assert said_to(CHAT, done.effects) == [key]
    assert not changed(done.effects)


@pytest.mark.parametrize("typed", ["nr 8", "godziny"])
def test_what_names_none_of_several_registrations_is_an_ordinary_message(typed: str, base: Loaded):
    seen = seen_with_two(base)
    shown = citizen.decide(Conversation(), CitizenWrote(CHAT, 9, "/moje"), seen)
    assert not [key for key in said_to(CHAT, write(typed, shown, seen).effects) if key.startswith("registration.")]


def test_who_wants_another_number_reads_that_it_is_changed_here_by_a_button_or_its_words(base: Loaded):
    seen = seen_with(base, MINE)
    asked = citizen.decide(Conversation(), CitizenPressed(CHAT, "press", "more:session.manage", None), seen)
    (one,) = only(Say, asked.effects)
    told = renderer(base.knowledge).plain(one.text, "pl")
    assert told.startswith("Zgłoszenie można zmienić albo wycofać tutaj")
    assert "zadzwonić" not in told
    assert "Zmień liczbę" in labels(one.offers, base.knowledge)
    assert said_to(CHAT, write("Zmień liczbę", asked, seen).effects) == ["registration.ask_number"]
    assert asked.conversation.answered == "session.manage"


@pytest.mark.parametrize("action", sorted(set(Action) & {one for one in Action if one.value.startswith("r.")}, key=str))
def test_nobody_touches_the_registration_of_another_account(action: Action, base: Loaded):
    done = press(action, seen_with(base, replace(MINE, chat_id=OTHER_CHAT)))
    assert said_to(CHAT, done.effects) == ["press.stale"]
    assert not changed(done.effects)


@pytest.mark.parametrize(
    ("capacity", "others", "typed", "seats"),
    [(10, [], "5", 5), (None, [], "40", 40), (5, [], "6", None), (5, [WAITS], "4", None), (3, [WAITS], "1", 1)],
    ids=["free seats", "no limit", "more than there are", "somebody waits for them", "fewer"],
)
def test_a_number_changes_within_the_seats(
    capacity: int | None, others: Sequence[Registration], typed: str, seats: int | None, base: Loaded
):
    seen = seen_with(base, MINE, *others, capacity=capacity)
    done = write(typed, press(Action.OWN_NUMBER, seen), seen)
    if seats is None:
        assert said_to(CHAT, done.effects) == ["registration.too_few"]
        assert done.conversation.under is Under.REGISTRATION
        return
    mine = changed(done.effects)[7]
    assert (mine.people, mine.seats) == (seats, seats)
    assert done.conversation.under is Under.NOTHING


def test_seats_that_are_given_up_are_offered_to_who_waits(base: Loaded):
    seen = seen_with(base, MINE, WAITS, capacity=3)
    fewer = changed(write("1", press(Action.OWN_NUMBER, seen), seen).effects)
    assert fewer[8].offer == SeatOffer(2, NOW + timedelta(days=1), made_at=NOW)
    gone = changed(press(Action.OWN_RESIGN_SURELY, seen).effects)
    assert (gone[7].state, gone[7].held, gone[8].held) == (RegistrationState.WITHDRAWN, 0, 2)


def test_after_registration_has_ended_another_number_is_a_request(base: Loaded):
    seen = replace(seen_with(base, MINE), now=AFTER_THE_DEADLINE)
    done = write("1", press(Action.OWN_NUMBER, seen), seen)
    mine = changed(done.effects)[7]
    assert (mine.people, mine.seats, mine.request) == (3, 3, "1")
    (asked,) = (one for one in only(Say, done.effects) if one.chat_id == GROUP.chat_id)
    assert [offer.about for row in asked.offers for offer in row] == ["1:7:1", "1:7:1"]
    assert asked.quotes == "registration:7"


def test_the_number_as_it_is_takes_a_request_back(base: Loaded):
    seen = replace(seen_with(base, replace(MINE, request="5")), now=AFTER_THE_DEADLINE)
    done = write("3", press(Action.OWN_NUMBER, seen), seen)
    assert changed(done.effects)[7].request == ""
    assert said_to(GROUP.chat_id, done.effects) == []


def test_withdrawing_is_asked_about_once_and_possible_after_the_deadline(base: Loaded):
    seen = replace(seen_with(base, MINE), now=AFTER_THE_DEADLINE)
    asked = press(Action.OWN_RESIGN, seen)
    assert not changed(asked.effects)
    assert changed(write("nie", asked, seen).effects) == {}
    assert changed(write("tak", asked, seen).effects)[7].state is RegistrationState.WITHDRAWN


def test_an_offer_is_answered_before_the_number_changes(base: Loaded):
    offered = replace(MINE, state=RegistrationState.OFFERED, seats=0, offer=SeatOffer(2, NOW + timedelta(days=1)))
    seen = seen_with(base, offered)
    assert said_to(CHAT, press(Action.OWN_NUMBER, seen).effects) == ["registration.offer_first"]
    asked_before = press(Action.OWN_NUMBER, seen_with(base, replace(MINE, state=RegistrationState.WAITING, seats=0)))
    late = write("1", asked_before, seen)
    assert said_to(CHAT, late.effects) == ["registration.offer_first"]
    assert not changed(late.effects)


def test_a_withdrawn_offer_is_void(base: Loaded):
    offered = replace(MINE, state=RegistrationState.OFFERED, seats=0, offer=SeatOffer(2, NOW + timedelta(days=1)))
    gone = changed(press(Action.OWN_RESIGN_SURELY, seen_with(base, offered)).effects)[7]
    assert gone.offer is not None
    assert (gone.offer.state, gone.held) == (OfferState.VOID, 0)


def test_a_contact_changes_in_two_steps(base: Loaded):
    seen = seen_with(base, MINE)
    named = write("Maria Nowa", press(Action.OWN_CONTACT, seen), seen)
    assert not changed(named.effects)
    reached = write("maria@example.com", named, seen)
    mine = changed(reached.effects)[7]
    assert (mine.contact, mine.phone, mine.email) == ("Maria Nowa", None, "maria@example.com")
    told = [renderer(base.knowledge).plain(one.text, "pl") for one in only(Say, reached.effects) if one.chat_id != CHAT]
    assert not [said for said in told if "Maria" in said]


@pytest.mark.parametrize("typed", ["0", "-3", "501", "kilka osób", "44051401359"])
def test_what_is_no_number_changes_nothing(typed: str, base: Loaded):
    seen = seen_with(base, MINE)
    done = write(typed, press(Action.OWN_NUMBER, seen), seen)
    assert not changed(done.effects)


def test_nothing_changes_when_that_is_said(base: Loaded):
    seen = seen_with(base, MINE)
    done = write("bez zmian", press(Action.OWN_NUMBER, seen), seen)
    assert said_to(CHAT, done.effects) == ["registration.stays"]
    assert done.conversation.under is Under.NOTHING


def test_moje_says_which_session_was_called_off(base: Loaded):
    called_off = replace(SESSION, status=SessionStatus.CANCELLED, reason="Prowadząca jest chora.")
    seen = meeting(base.knowledge, called_off, [replace(MINE, state=RegistrationState.CANCELLED, seats=0)])
    done = citizen.decide(Conversation(), CitizenWrote(CHAT, 9, "/moje"), seen)
    (one,) = only(Say, done.effects)
    assert "odwołana. Prowadząca jest chora." in renderer(base.knowledge).plain(one.text, "pl")
    assert one.offers == ()
    later = citizen.decide(Conversation(), CitizenWrote(CHAT, 9, "/moje"), replace(seen, now=called_off.end))
    assert said_to(CHAT, later.effects) == ["own.nothing"]


# Handing on


def test_a_link_is_made_for_a_colleague(base: Loaded):
    done = press(Action.OWN_INVITE, seen_with(base, MINE))
    assert only(Invite, done.effects) == [Invite("abc", 7)]
    assert said_to(CHAT, done.effects) == ["registration.invitation_typed"]


def test_the_link_opens_the_bot_by_its_name_and_says_until_when(base: Loaded):
    done = press(Action.OWN_INVITE, replace(seen_with(base, MINE), username="woes_bot"))
    (said,) = only(Say, done.effects)
    words = renderer(base.knowledge).plain(said.text, "pl")
    assert "https://t.me/woes_bot?start=k_abc" in words
    assert "/start k_abc" in words
    assert "do wtorku 1 grudnia, godz. 10:00" in words


def come_by_link(seen: World, one: Registration | None) -> Decision:
    known = replace(seen, agenda=replace(seen.agenda, invited_to=one))
    return citizen.decide(Conversation(), CitizenWrote(CHAT, 9, "/start k_abc"), known)


def test_who_comes_by_the_link_has_the_registration_and_every_link_is_used_up(base: Loaded):
    theirs = replace(MINE, chat_id=OTHER_CHAT)
    done = come_by_link(seen_with(base, theirs), theirs)
    assert changed(done.effects)[7].chat_id == CHAT
    assert only(UseInvitation, done.effects) == [UseInvitation("abc")]
    assert only(DropInvitations, done.effects) == [DropInvitations(7)]
    assert said_to(OTHER_CHAT, done.effects) == ["registration.handed_over"]


def test_an_open_offer_is_told_anew_to_who_gets_the_registration(base: Loaded):
    offer = SeatOffer(1, NOW + timedelta(days=1), made_at=NOW)
    theirs = replace(MINE, chat_id=OTHER_CHAT, state=RegistrationState.OFFERED, seats=0, offer=offer)
    done = come_by_link(seen_with(base, theirs), theirs)
    (told,) = [
        one for one in only(Say, done.effects) if one.chat_id == CHAT and one.text.key.startswith("waiting.offer")
    ]
    assert Action.TAKE_SEATS in {one.action for row in told.offers for one in row}


def test_nothing_of_the_contact_before_stays_with_a_registration_that_was_handed_on(base: Loaded):
    theirs = replace(MINE, chat_id=OTHER_CHAT, email="osoba@example.com")
    for effects in (
        come_by_link(seen_with(base, theirs), theirs).effects,
        tap(SessionAction.GIVE_ACCESS, f"7:{CHAT}", seen_with(base, theirs)),
    ):
        handed = changed(effects)[7]
        assert (handed.contact, handed.phone, handed.email) == ("", None, None)
        emptied = [one.handle for one in only(Revise, effects) if one.is_emptying]
        assert emptied == ["reach:7", "seats:7"]


def test_the_new_owner_is_asked_for_a_contact_below_the_privacy_notice(base: Loaded):
    theirs = replace(MINE, chat_id=OTHER_CHAT)
    seen = seen_with(base, theirs)
    done = come_by_link(seen, theirs)
    assert only(NoteConsent, done.effects) == [NoteConsent(CHAT, 1)]
    mine = seen_with(base, changed(done.effects)[7])
    named = write("Ewa Przykład", done, mine)
    answered = write("600700801", named, mine)
    assert (changed(answered.effects)[7].contact, changed(answered.effects)[7].phone) == (
        "Ewa Przykład",
        "+48 600 700 801",
    )


def test_a_link_to_nothing_says_so(base: Loaded):
    withdrawn = replace(MINE, chat_id=OTHER_CHAT, state=RegistrationState.WITHDRAWN)
    for one in (None, withdrawn):
        done = come_by_link(seen_with(base), one)
        assert said_to(CHAT, done.effects) == ["registration.link_used"]
        assert not changed(done.effects)


def test_who_has_a_registration_for_the_session_cannot_take_another(base: Loaded):
    theirs = replace(MINE, number=9, chat_id=OTHER_CHAT)
    done = come_by_link(seen_with(base, MINE, theirs), theirs)
    assert said_to(CHAT, done.effects) == ["registration.has_own"]
    assert not changed(done.effects)


# What staff decide


def tap(action: SessionAction, about: str, seen: World) -> Sequence[Effect]:
    actor = Person(JAN.user_id, JAN.name)
    event = GroupPressed(GROUP.chat_id, "press", f"{action.value}:1:{about}", actor, 5, "asked")
    return taps.pressed(event, replace(seen, case=replace(seen.case, actor=JAN)))


def test_staff_agree_to_the_number_that_they_have_read(base: Loaded):
    asked = replace(MINE, request="5")
    given = tap(SessionAction.GRANT, "7:5", seen_with(base, asked))
    assert (changed(given)[7].seats, changed(given)[7].request) == (5, "")
    assert said_to(CHAT, given) == ["registration.number_changed"]
    assert "registration.staff.granted" in said_to(GROUP.chat_id, given)
    assert not changed(tap(SessionAction.GRANT, "7:4", seen_with(base, asked)))
    assert not changed(tap(SessionAction.GRANT, "7:5", seen_with(base, replace(asked, request=""))))


def test_staff_cannot_agree_to_more_people_than_seats(base: Loaded):
    asked = replace(MINE, request="5")
    assert not changed(tap(SessionAction.GRANT, "7:5", seen_with(base, asked, capacity=4)))


def test_staff_refuse_once(base: Loaded):
    refused = tap(SessionAction.REFUSE, "7:5", seen_with(base, replace(MINE, request="5")))
    assert (changed(refused)[7].people, changed(refused)[7].request) == (3, "")
    assert said_to(CHAT, refused) == ["registration.request_refused"]
    assert not changed(tap(SessionAction.REFUSE, "7:5", seen_with(base, MINE)))


def test_staff_give_access_to_who_has_none_there(base: Loaded):
    theirs = replace(MINE, chat_id=OTHER_CHAT)
    given = tap(SessionAction.GIVE_ACCESS, f"7:{CHAT}", seen_with(base, theirs))
    assert changed(given)[7].chat_id == CHAT
    assert said_to(CHAT, given) == ["registration.access_given"]
    own = replace(WAITS, chat_id=CHAT)
    assert not changed(tap(SessionAction.GIVE_ACCESS, f"7:{CHAT}", seen_with(base, theirs, own)))
    refused = tap(SessionAction.REFUSE_ACCESS, f"7:{CHAT}", seen_with(base, theirs))
    assert said_to(CHAT, refused) == ["registration.access_refused"]
    assert not changed(refused)


def test_without_a_group_nobody_is_promised_that_staff_decide(base: Loaded):
    seen = replace(seen_with(base, MINE), now=AFTER_THE_DEADLINE)
    alone = replace(seen, case=replace(seen.case, staff=replace(seen.case.staff, group=None)))
    done = write("1", press(Action.OWN_NUMBER, alone), alone)
    assert said_to(CHAT, done.effects) == ["registration.access_by_phone"]
    assert not changed(done.effects)
