"""The card of an enquiry: what stands on it, that it fits, and which buttons it has."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.desk import cards
from bot.domain.enquiries import Enquiry, Move, State
from bot.domain.offers import DeskAction
from bot.knowledge.loading import Loaded
from bot.texts.markup import length
from tests.desks import GROUP, enquiry, staffed
from tests.worlds import labels, renderer

LATE = datetime(2026, 11, 24, 21, tzinfo=UTC)
CLOSINGS = [Move.RATE, Move.EXPIRE, Move.PHONE, Move.WITHDRAW, Move.SPAM, None]


def card(one: Enquiry, base: Loaded) -> str:
    return renderer(base.knowledge).plain(cards.revise(one, staffed(base.knowledge, one)).text, "pl")


def test_a_card_says_everything_that_is_known(base: Loaded):
    known = enquiry(
        State.TAKEN,
        topic="support.grants",
        county="gnieznienski",
        answered="support.grants",
        was_sure=True,
        phone="+48 600",
        phone_when="rano",
    )
    assert card(known, base).splitlines() == [
        "<b>Pytanie nr 12</b>",
        "Prowadzi: <b>Jan Przykład</b>, od wtorku 24 listopada, godz. 10:00",
        "Temat: Dotacje",
        "Powiat: powiat gnieźnieński",
        "Język: polski",
        "Od: Maria",
        "Prosi o telefon: +48 600, kiedy: rano",
        "Bot odpowiada na to: «Dotacje»",
        "Odpowiedź najpóźniej: w środę 25 listopada do 10:00",
        "",
        "«Czy pomożecie nam założyć spółdzielnię?»",
    ]


def test_a_question_without_a_signature_shows_no_name(base: Loaded):
    assert "Od: bez podpisu" in card(enquiry(signature=None), base)


def test_later_messages_are_counted(base: Loaded):
    assert "Dopisane 3 wiadomości, ostatnia" in card(enquiry(added=3, added_at=LATE), base)


def test_a_citizen_out_of_reach_is_reported_on_the_card(base: Loaded):
    assert "Nie można dostarczyć" in card(enquiry(is_unreachable=True), base)


def test_a_reply_taken_back_stands_on_the_card(base: Loaded):
    assert "Ostatnia odpowiedź została cofnięta" in card(enquiry(undone_at=LATE), base)


def test_an_enquiry_without_working_time_ahead_says_so(base: Loaded):
    assert "Bez terminu" in card(enquiry(promised_for=None), base)


def test_an_answered_enquiry_has_no_deadline(base: Loaded):
    assert "Nikt teraz nie czeka na odpowiedź." in card(enquiry(waits_since=None), base)


@pytest.mark.parametrize("closed_by", CLOSINGS)
def test_a_closed_card_says_how(closed_by: Move | None, base: Loaded):
    assert "Zamknięta" in card(enquiry(State.CLOSED, closed_by=closed_by), base)


def test_every_move_that_closes_has_words():
    assert {None, *(move for move in Move if move in cards._CLOSED)} == set(CLOSINGS)


@pytest.mark.parametrize("state", State)
def test_the_longest_card_fits_one_message_with_its_state(state: State, base: Loaded):
    long = enquiry(
        state,
        question="😀" * 5000,
        signature="N" * 200,
        phone="+" * 100,
        phone_when="w" * 200,
        added=999,
        added_at=LATE,
        undone_at=LATE,
        is_unreachable=True,
        answered="support.grants",
    )
    shown = renderer(base.knowledge).markup(cards.revise(long, staffed(base.knowledge, long)).text, "pl")
    assert length(shown) <= 4096
    assert shown.endswith("Dalszy ciąg jest niżej.")


def test_what_does_not_fit_on_the_card_follows_it(base: Loaded):
    question = "".join(f"{number:05}" for number in range(900))
    long = enquiry(State.WAITING, question=question)
    parts = [str(one.text.params["question"]) for one in cards.rest(long, staffed(base.knowledge, long))]
    assert question[: cards.LONGEST_QUESTION] + "".join(parts) == question
    assert all(one.quotes == "card:12" for one in cards.rest(long, staffed(base.knowledge, long)))


def test_a_short_question_has_no_rest(base: Loaded):
    assert cards.rest(enquiry(), staffed(base.knowledge)) == []


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (State.WAITING, ["Biorę", "Przekaż", "Załatwione telefonicznie", "Spam"]),
        (
            State.TAKEN,
            ["Szablon", "Nowy termin", "Przekaż", "Oddaj", "Załatwione telefonicznie", "Zamknij", "Spam"],
        ),
        (State.CLOSING, ["Załatwione telefonicznie"]),
        (State.CLOSED, ["Biorę"]),
    ],
)
def test_the_buttons_follow_the_state(state: State, buttons: list[str], base: Loaded):
    one = enquiry(state)
    assert labels(cards.revise(one, staffed(base.knowledge, one)).offers, base.knowledge) == buttons


def test_the_last_reply_can_be_taken_back_from_the_card(base: Loaded):
    one = enquiry(State.TAKEN, last_reply="relay:-100500:41")
    (undo,), *_ = cards.revise(one, staffed(base.knowledge, one)).offers
    assert (undo.action, undo.about) == (DeskAction.UNDO, "12:41")


def test_a_closed_enquiry_takes_nothing_back(base: Loaded):
    one = enquiry(State.CLOSED, last_reply="relay:-100500:41")
    assert labels(cards.revise(one, staffed(base.knowledge, one)).offers, base.knowledge) == ["Biorę"]


def test_a_card_makes_a_sound_in_working_time(base: Loaded):
    posted = cards.post(enquiry(State.WAITING), staffed(base.knowledge))
    assert (posted.chat_id, posted.handle, posted.is_silent) == (GROUP.chat_id, "card:12", False)


def test_a_card_makes_no_sound_outside_working_time(base: Loaded):
    at_night = replace(staffed(base.knowledge), now=LATE)
    assert cards.post(enquiry(State.WAITING), at_night).is_silent


def test_a_card_is_polish_whoever_caused_it(base: Loaded):
    one = enquiry(State.WAITING, language="uk")
    assert cards.post(one, staffed(base.knowledge)).language == "pl"
    assert cards.revise(one, staffed(base.knowledge)).language == "pl"


def test_there_is_no_card_without_a_group(base: Loaded):
    nowhere = staffed(base.knowledge, group=None)
    with pytest.raises(LookupError):
        cards.revise(enquiry(), nowhere)
