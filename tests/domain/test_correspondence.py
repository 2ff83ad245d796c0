"""An open enquiry: what the bot still answers, what it passes on, what it says, and when it is quiet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import drafts, relaying
from bot.domain.citizen import decide
from bot.domain.conversation import Conversation, Under
from bot.domain.effects import React, Recaption, Relay, Revise, Say, WaitForAlbum
from bot.domain.enquiries import Enquiry, Move, State
from bot.domain.events import AlbumArrived, AlbumKind, AlbumPart, CitizenPressed, CitizenSentMedia, CitizenWrote, Media
from bot.domain.keeping import KeepEnquiry, KeepLine, RemindAt
from bot.domain.lines import NO_GROUP, Author, Fate, Line
from bot.domain.marks import Mark
from bot.domain.staff import Absence, Member
from bot.domain.world import Decision, Rules, World
from bot.knowledge.loading import Loaded
from tests.desks import GONE, GROUP, JAN, PEOPLE, enquiry, line, staffed
from tests.worlds import CHAT, NOW, said, shown

KONIN = "gdzie jest biuro w Koninie"
ANSWERED = {"human_wrote_at": NOW - timedelta(minutes=30), "waits_since": None}
TODAY = NOW.date()
SHELL = enquiry(State.CLOSED, alert="alert:1:2", signature=None, closed_at=NOW, owner_id=None, waits_since=None)


def desk(
    base: Loaded, about: Enquiry | None, *, people: Mapping[int, Member] = PEOPLE, away: bool = False, **case: object
) -> World:
    absences = [Absence(JAN.user_id, TODAY, TODAY)] if away else []
    seen = staffed(base.knowledge, about, people=people, absences=absences)
    known = replace(seen.case, notice_version=drafts.NOTICE_VERSION, **case)  # type: ignore[arg-type]  # the fields that a test names
    return replace(seen, case=known)


def write(words: str, seen: World, conversation: Conversation | None = None, **changes: object) -> Decision:
    event = replace(CitizenWrote(CHAT, 50, words, name="Maria"), **changes)  # type: ignore[arg-type]  # the fields that a test names
    return decide(conversation or Conversation(), event, seen)


def send(media: Media, seen: World, **changes: object) -> Decision:
    event = replace(CitizenSentMedia(CHAT, 50, media, name="Maria"), **changes)  # type: ignore[arg-type]  # the fields that a test names
    return decide(Conversation(), event, seen)


def enquiry_in(done: Decision) -> Enquiry:
    return next(one.enquiry for one in reversed(done.effects) if isinstance(one, KeepEnquiry))


def lines_in(done: Decision) -> list[Line]:
    return [one.line for one in done.effects if isinstance(one, KeepLine)]


def relayed(done: Decision) -> Relay:
    (one,) = (effect for effect in done.effects if isinstance(effect, Relay))
    return one


def outcome(done: Decision) -> Say | Revise | React:
    (one,) = (effect for effect in done.effects if isinstance(effect, Say | Revise | React) and effect.chat_id == CHAT)
    return one


def words_of(done: Decision, base: Loaded) -> str:
    one = outcome(done)
    assert isinstance(one, Say)
    return shown([one], base.knowledge)


# Until a human has written


def test_a_sure_question_is_still_answered_and_both_lines_are_added(base: Loaded):
    done = write(KONIN, desk(base, enquiry()))
    words = words_of(done, base)
    assert "Odpowiada automat" in words
    assert "Wrzosowa 7" in words
    assert [(one.author, one.text) for one in lines_in(done)] == [
        (Author.CITIZEN, KONIN),
        (Author.BOT, base.knowledge.entries["office.konin"].title["pl"]),
    ]
    assert relayed(done).lines[0].quotes == "card:12"


@pytest.mark.parametrize("words", ["a co z dachem nad świetlicą", "niejasne", "wniosek", "1", "pogoda", "довідка", "?"])
def test_what_the_bot_is_not_sure_of_is_added_and_acknowledged_once(words: str, base: Loaded):
    done = write(words, desk(base, enquiry()))
    told = words_of(done, base)
    assert "Dopisane do pytania nr 12" in told
    assert "Odpowiedź przyjdzie tutaj najpóźniej" in told
    assert relayed(done).lines[0].text == words
    kept = enquiry_in(done)
    assert (kept.acknowledged_on, kept.added, kept.added_at) == (TODAY, 1, NOW)
    assert [one for one in done.effects if isinstance(one, Revise) and one.handle == "card:12"]


def test_the_next_line_of_a_day_gets_a_reaction(base: Loaded):
    done = write("i jeszcze okna", desk(base, enquiry(acknowledged_on=TODAY)))
    assert outcome(done) == React(CHAT, 50, Mark.HEARD)
    assert len(relayed(done).lines) == 1


def test_on_the_next_day_a_line_is_acknowledged_in_words_again(base: Loaded):
    done = write("i jeszcze okna", desk(base, enquiry(acknowledged_on=TODAY - timedelta(days=1))))
    assert "Dopisane do pytania nr 12" in words_of(done, base)


def test_a_promise_that_is_over_is_not_repeated(base: Loaded):
    done = write("i okna", desk(base, enquiry(promised_for=NOW - timedelta(hours=1))))
    assert "nie umiem podać terminu" in words_of(done, base)


def test_a_line_at_night_makes_no_sound_in_the_group(base: Loaded):
    seen = replace(desk(base, enquiry()), now=datetime(2026, 11, 24, 22, tzinfo=UTC))
    assert relayed(write("i okna", seen)).is_silent


def test_who_is_in_danger_is_heard_at_night(base: Loaded):
    in_danger = Conversation(crisis_until=datetime(2026, 11, 25, 8, tzinfo=UTC))
    seen = replace(desk(base, enquiry()), now=datetime(2026, 11, 24, 22, tzinfo=UTC))
    assert not relayed(write("proszę, pomóżcie mi", seen, in_danger)).is_silent


def test_national_numbers_do_not_reach_staff_and_the_person_is_told(base: Loaded):
    done = write("mój PESEL to 44051401359", desk(base, enquiry(acknowledged_on=TODAY)))
    assert "44051401359" not in repr(done.effects)
    assert "gwiazdkami" in words_of(done, base)


@pytest.mark.parametrize("media", Media, ids=lambda one: one.value)
@pytest.mark.parametrize("about", [enquiry(), enquiry(State.TAKEN, **ANSWERED)], ids=["waiting", "answered"])
def test_all_kinds_of_messages_are_passed_on(media: Media, about: Enquiry, base: Loaded):
    done = send(media, desk(base, about), caption="" if media is Media.STICKER else "podpis")
    assert relayed(done).lines[0].media is media
    assert outcome(done).chat_id == CHAT


# Once a human has written


@pytest.mark.parametrize("words", [KONIN, "tak", "nie", "1", "niejasne", "wniosek", "dzień dobry", "довідка", "mapa"])
@pytest.mark.parametrize("under", [Under.NOTHING, Under.ANSWER, Under.HUMAN])
def test_the_bot_does_not_talk_over_a_human(words: str, under: Under, base: Loaded):
    known = Conversation(under=under, previous="office.konin", answered="office.konin", question="pytanie")
    done = write(words, desk(base, enquiry(State.TAKEN, **ANSWERED)), known)
    assert outcome(done) == React(CHAT, 50, Mark.HEARD)
    assert relayed(done).lines[0].text == words


def test_the_bot_does_not_fall_silent_before_a_human_has_written(base: Loaded):
    done = write(KONIN, desk(base, enquiry(State.TAKEN)))
    assert "Wrzosowa 7" in words_of(done, base)


def test_a_follow_up_in_an_open_enquiry_makes_the_citizen_wait_again(base: Loaded):
    done = write("a kiedy będzie decyzja", desk(base, enquiry(State.TAKEN, **ANSWERED)))
    kept = enquiry_in(done)
    assert kept.waits_since == NOW
    assert kept.promised_for is not None
    assert kept.promised_for > NOW
    assert [one for one in done.effects if isinstance(one, RemindAt)]


def test_who_writes_on_can_be_reached_again(base: Loaded):
    done = write("jestem z powrotem", desk(base, enquiry(State.TAKEN, is_unreachable=True, **ANSWERED)))
    assert not enquiry_in(done).is_unreachable


@pytest.mark.parametrize("words", ["/biura", "/moje", "/start"])
def test_commands_work_while_a_human_writes(words: str, base: Loaded):
    done = write(words, desk(base, enquiry(State.TAKEN, **ANSWERED)))
    assert isinstance(outcome(done), Say)
    assert not lines_in(done)


def test_the_menu_works_while_a_human_writes(base: Loaded):
    done = decide(
        Conversation(), CitizenPressed(CHAT, "p", "offices", None), desk(base, enquiry(State.TAKEN, **ANSWERED))
    )
    assert "Wrzosowa" in words_of(done, base)


def test_the_next_message_after_ask_the_bot_is_for_the_bot(base: Loaded):
    seen = desk(base, enquiry(State.TAKEN, bot_is_asked=True, **ANSWERED))
    done = write(KONIN, seen)
    assert "Wrzosowa 7" in words_of(done, base)
    assert not lines_in(done)
    assert not enquiry_in(done).bot_is_asked


def test_what_the_asked_bot_does_not_know_can_be_added_with_a_tap(base: Loaded):
    seen = desk(base, enquiry(State.TAKEN, bot_is_asked=True, **ANSWERED))
    asked = write("czy dostaniemy coś na dach świetlicy", seen)
    assert not lines_in(asked)
    later = desk(base, enquiry(State.TAKEN, **ANSWERED))
    done = decide(asked.conversation, CitizenPressed(CHAT, "p", "human", "u1:0"), later)
    assert relayed(done).lines[0].text == "czy dostaniemy coś na dach świetlicy"
    assert "Dołączone do pytania nr 12" in shown(
        [one for one in done.effects if isinstance(one, Say) and one.chat_id == CHAT], base.knowledge
    )


# Thanks

THANKS = [
    "dziękuję",
    "Dziękuję bardzo!",
    "ok",
    "OK dzięki",
    "👍",
    "🙏🙏",
    "super, dziękuję",
    "дякую",
    "thanks",
    "dzieki",
]


@pytest.mark.parametrize("words", THANKS)
def test_thanks_neither_wait_nor_alarm(words: str, base: Loaded):
    done = write(words, desk(base, enquiry(State.TAKEN, **ANSWERED)))
    assert outcome(done) == React(CHAT, 50, Mark.HEARD)
    assert relayed(done).is_silent
    assert not [one for one in done.effects if isinstance(one, KeepEnquiry | RemindAt)]


@pytest.mark.parametrize("words", THANKS)
def test_thanks_do_not_reopen(words: str, base: Loaded):
    done = write(words, desk(base, closed()))
    assert not [one for one in done.effects if isinstance(one, KeepEnquiry | RemindAt)]
    assert isinstance(outcome(done), Say)


@pytest.mark.parametrize("words", ["ok ale kiedy", "dziękuję, a co z oknami", "👍?", "dziękuję?", "ok\nto co teraz"])
def test_what_says_more_than_thanks_is_no_thanks(words: str, base: Loaded):
    done = write(words, desk(base, enquiry(State.TAKEN, **ANSWERED)))
    assert enquiry_in(done).waits_since == NOW


def test_thanks_leave_the_closing_question_open(base: Loaded):
    done = write("dziękuję", desk(base, enquiry(State.CLOSING, **ANSWERED)))
    assert not [one for one in done.effects if isinstance(one, KeepEnquiry)]


def test_writing_on_instead_of_rating_brings_the_matter_back(base: Loaded):
    done = write("a co z oknami", desk(base, enquiry(State.CLOSING, **ANSWERED)))
    assert enquiry_in(done).state is State.TAKEN


# After closing


def closed(days: float = 1, by: Move = Move.RATE, **changes: object) -> Enquiry:
    return enquiry(
        State.CLOSED,
        **{
            "owner_id": JAN.user_id,
            "closed_at": NOW - timedelta(days=days),
            "closed_by": by,
            **ANSWERED,
            **changes,
        },
    )


def test_anything_else_reopens_to_the_same_owner(base: Loaded):
    done = write("a co z oknami", desk(base, closed()))
    kept = enquiry_in(done)
    assert (kept.state, kept.owner_id, kept.waits_since) == (State.TAKEN, JAN.user_id, NOW)
    assert "Sprawa nr 12 jest znów otwarta" in words_of(done, base)
    assert len(relayed(done).lines) == 1


@pytest.mark.parametrize(
    "seen",
    [
        {"away": True},
        {"people": {**PEOPLE, JAN.user_id: replace(JAN, standing=GONE.standing)}},
        {"people": {}},
    ],
    ids=["away", "left", "unknown"],
)
def test_without_its_owner_it_reopens_in_the_queue(seen: dict[str, object], base: Loaded):
    kept = enquiry_in(write("a co z oknami", desk(base, closed(), **seen)))  # type: ignore[arg-type]  # the fields that a test names
    assert (kept.state, kept.owner_id) == (State.WAITING, None)


def test_what_was_to_be_closed_goes_to_the_queue_when_its_owner_is_away(base: Loaded):
    kept = enquiry_in(write("a co z oknami", desk(base, enquiry(State.CLOSING, **ANSWERED), away=True)))
    assert (kept.state, kept.owner_id, kept.former_id) == (State.WAITING, None, JAN.user_id)
    assert kept.waits_since == NOW


def test_a_sure_question_after_closing_is_answered_and_reopens(base: Loaded):
    done = write(KONIN, desk(base, closed()))
    assert "Wrzosowa 7" in words_of(done, base)
    assert enquiry_in(done).state is State.TAKEN


@pytest.mark.parametrize("days", [7, 8, 100])
def test_later_it_is_a_new_question_for_the_bot(days: float, base: Loaded):
    done = write(KONIN, desk(base, closed(days)))
    assert not lines_in(done)
    assert "Odpowiada automat" not in words_of(done, base)


@pytest.mark.parametrize("by", [Move.WITHDRAW, Move.SPAM])
def test_what_was_taken_back_or_spam_does_not_reopen(by: Move, base: Loaded):
    assert not lines_in(write("a co z oknami w gminie", desk(base, closed(by=by))))


def test_how_long_it_reopens_is_configured(base: Loaded):
    seen = replace(desk(base, closed(days=1)), rules=Rules(reopen_days=0))
    assert not lines_in(write(KONIN, seen))


def test_who_is_answered_by_the_bot_after_the_end_reads_that_it_is_open_again(base: Loaded):
    done = write(KONIN, desk(base, closed()))
    assert "Sprawa nr 12 jest znów otwarta." in words_of(done, base)
    assert enquiry_in(done).is_open


# Albums, edits, quotes


def test_an_album_is_one_message(base: Loaded):
    seen = desk(base, enquiry(acknowledged_on=TODAY))
    parts = []
    for message_id in (52, 51):
        part = AlbumPart(AlbumKind.PHOTO, f"file{message_id}")
        done = send(Media.PHOTO, seen, message_id=message_id, album_id="a", part=part)
        assert [type(one) for one in done.effects] == [KeepLine, WaitForAlbum]
        parts += lines_in(done)
    assert {one.fate for one in parts} == {Fate.HELD}
    done = decide(Conversation(), AlbumArrived(CHAT), replace(seen, case=replace(seen.case, lines=parts)))
    assert [one.message_id for one in relayed(done).lines] == [51, 52]
    assert {one.fate for one in lines_in(done)} == {Fate.QUEUED}
    assert isinstance(outcome(done), React)


@pytest.mark.parametrize(
    ("captions", "shown_first"),
    [
        (("a co z dachem", "strona druga"), "a co z dachem"),
        ((KONIN, "strona druga"), f"Do nr 12: {KONIN}\nBot odpowiada na to: «{{title}}»"),
    ],
    ids=["unanswered", "answered by the bot"],
)
def test_every_file_of_an_album_keeps_its_own_caption(captions: tuple[str, str], shown_first: str, base: Loaded):
    parts = [
        line(
            Author.CITIZEN,
            Fate.HELD,
            album_id="a",
            message_id=at,
            media=Media.PHOTO,
            part=AlbumPart(AlbumKind.PHOTO, f"file{at}"),
            text=caption,
        )
        for at, caption in enumerate(captions, start=51)
    ]
    copy = relayed(decide(Conversation(), AlbumArrived(CHAT), desk(base, enquiry(), lines=parts)))
    assert shown_text(copy, base) == shown_first.format(title=base.knowledge.entries["office.konin"].title["pl"])
    assert [shown_text(replace(copy, text=one), base) for one in copy.captions] == ["strona druga"]


def test_an_album_that_arrives_after_withdrawal_is_not_lost_without_a_word(base: Loaded):
    part = line(Author.CITIZEN, Fate.HELD, album_id="a", media=Media.PHOTO)
    done = decide(Conversation(), AlbumArrived(CHAT), desk(base, closed(by=Move.WITHDRAW), lines=[part]))
    assert "nr 12 jest już zamknięta" in words_of(done, base)


def test_an_edit_is_relayed_in_place_and_the_earlier_text_kept(base: Loaded):
    old = line(Author.CITIZEN, message_id=50, text="stare", quotes="card:12", handle="relay:12:50")
    done = write("nowe", desk(base, enquiry(), line=old), is_edit=True)
    (changed,) = (one for one in done.effects if isinstance(one, Recaption))
    assert changed.line.handle == "relay:12:50"
    assert shown_text(changed, base) == "Do nr 12: nowe\nZmienione. Wcześniej: «stare»"
    assert [(one.text, one.earlier) for one in lines_in(done)] == [("nowe", "stare")]
    assert outcome(done).chat_id == CHAT


def shown_text(changed: Recaption | Relay, base: Loaded) -> str:
    assert changed.text is not None
    return shown([Say(changed.chat_id, changed.text)], base.knowledge).replace("<i>", "").replace("</i>", "")


def test_an_edit_does_not_rewrite_what_was_already_answered_without_trace(base: Loaded):
    old = line(Author.CITIZEN, message_id=50, text="stare", quotes="card:12", at=NOW - timedelta(hours=1))
    done = write("nowe", desk(base, enquiry(State.TAKEN, **ANSWERED), line=old), is_edit=True)
    told = [one for one in done.effects if isinstance(one, Say) and one.chat_id == GROUP.chat_id]
    assert [(one.text.key, one.quotes) for one in told] == [("relay.changed_after_answer", old.handle)]
    assert enquiry_in(done).waits_since == NOW


def test_a_changed_question_changes_the_card_and_leaves_a_trace(base: Loaded):
    about = enquiry(question="stare pytanie")
    old = line(Author.CITIZEN, message_id=50, text="stare pytanie", handle="card:12", quotes=None)
    done = write("nowe pytanie", desk(base, about, line=old, lines=[old]), is_edit=True)
    assert enquiry_in(done).question == "nowe pytanie"
    assert "Wcześniej: «stare pytanie»" in shown_text(relayed(done), base)


FIRST = line(Author.CITIZEN, message_id=49, text="mamy kłopot z lokalem", handle="card:12", quotes=None)
SECOND = line(Author.CITIZEN, message_id=50, text="m", handle="relay:12:50", quotes=None)
CAPTION = line(Author.CITIZEN, message_id=51, text="to ten", quotes="card:12", media=Media.PHOTO)
LATER = line(Author.CITIZEN, message_id=50, text="z lokalem", quotes="card:12", at=NOW - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("changed", "question"),
    [(SECOND, "mamy kłopot z lokalem\nma 20 m2\nto ten"), (LATER, "mamy kłopot z lokalem\nm\nto ten")],
    ids=["a line of the question", "a later line with words of it"],
)
def test_a_changed_line_changes_nothing_else_of_the_question(changed: Line, question: str, base: Loaded):
    asked = enquiry(question="mamy kłopot z lokalem\nm\nto ten", opened_at=CAPTION.at)
    seen = desk(base, asked, line=changed, lines=[FIRST, SECOND, CAPTION, LATER])
    assert enquiry_in(write("ma 20 m2", seen, is_edit=True)).question == question


def test_an_answered_question_stays_on_the_card(base: Loaded):
    about = enquiry(State.TAKEN, question="stare pytanie", **ANSWERED)
    old = line(Author.CITIZEN, message_id=50, text="stare pytanie", handle="card:12", quotes=None)
    done = write("nowe pytanie", desk(base, about, line=old), is_edit=True)
    assert enquiry_in(done).question == "stare pytanie"
    assert "«nowe pytanie»" in shown_text(relayed(done), base)


def test_a_change_that_nobody_made_is_silent(base: Loaded):
    old = line(Author.CITIZEN, message_id=50, text="to samo", quotes="card:12")
    done = write("to samo", desk(base, enquiry(), line=old), is_edit=True)
    assert list(done.effects) == []


def test_another_file_in_a_message_goes_to_the_group_anew(base: Loaded):
    part, other = AlbumPart(AlbumKind.PHOTO, "one"), AlbumPart(AlbumKind.PHOTO, "other")
    old = line(Author.CITIZEN, message_id=50, media=Media.PHOTO, part=part, quotes="card:12", handle="relay:12:50")
    done = send(Media.PHOTO, desk(base, enquiry(), line=old), is_edit=True, part=other)
    assert relayed(done).lines[0].quotes == "relay:12:50"
    assert relayed(done).lines[0].handle != "relay:12:50"


@pytest.mark.parametrize(
    ("quoted", "is_copy", "quotes"),
    [
        (line(Author.STAFF, message_id=40), True, 40),
        (line(Author.CITIZEN, message_id=41, handle="relay:12:41", quotes="card:12"), False, "relay:12:41"),
        (line(Author.CITIZEN, message_id=42, handle="card:12", quotes=None), False, "card:12"),
        (replace(line(Author.STAFF, message_id=43), number=3), True, "card:12"),
        (None, False, "card:12"),
    ],
    ids=["staff", "own", "question", "another enquiry", "nothing"],
)
def test_quotes_are_kept(quoted: Line | None, is_copy: bool, quotes: object, base: Loaded):
    seen = desk(base, enquiry(State.TAKEN, **ANSWERED), quoted=quoted, is_copy_quoted=is_copy)
    assert relayed(write("to o tym", seen, reply_to=9)).lines[0].quotes == quotes


# Crisis


def test_a_call_for_help_in_an_open_enquiry_reaches_staff_as_a_message_to_reply_to(base: Loaded):
    seen = replace(desk(base, enquiry(State.TAKEN, **ANSWERED)), now=datetime(2026, 11, 25, 1, tzinfo=UTC))
    done = write("chcę się zabić", seen)
    told = outcome(done)
    assert isinstance(told, Say)
    assert told.text.key == "crisis.answer"
    assert not relayed(done).is_silent
    assert relayed(done).lines[0].message_id == 50
    assert relayed(done).text is not None
    assert "@anna" in shown_text(relayed(done), base)


def test_after_a_call_for_help_the_next_line_is_passed_on_with_the_helplines(base: Loaded):
    called = Conversation(under=Under.CRISIS, crisis_until=NOW + timedelta(hours=1))
    done = write("nie wiem co robić", desk(base, enquiry()), called)
    assert "116 123" in words_of(done, base)
    assert len(relayed(done).lines) == 1


@pytest.mark.parametrize("about", [enquiry(), enquiry(acknowledged_on=TODAY), enquiry(State.TAKEN, **ANSWERED)])
def test_the_subject_of_suicide_gets_the_numbers_beside_an_open_enquiry_too(about: Enquiry, base: Loaded):
    done = write("samobójstwa wśród młodzieży", desk(base, about))
    told = words_of(done, base)
    assert "112" in told
    assert "800 70 2222" in told
    assert relayed(done).lines[0].text == "samobójstwa wśród młodzieży"


def test_what_is_somewhat_like_a_call_gets_the_numbers_until_a_human_has_written(base: Loaded):
    assert "800 70 2222" in words_of(write("gasne", desk(base, enquiry())), base)
    assert isinstance(outcome(write("gasne", desk(base, enquiry(State.TAKEN, **ANSWERED)))), React)


@pytest.mark.parametrize("words", ["mam dosc", "nikt mi nie pomoze"])
def test_who_called_for_help_after_a_human_had_answered_earlier_is_comforted_and_staff_are_called(
    words: str, base: Loaded
):
    night = datetime(2026, 11, 25, 1, tzinfo=UTC)
    seen = replace(desk(base, enquiry(State.TAKEN, **ANSWERED)), now=night)
    called = write("chcę się zabić", seen)
    later = replace(desk(base, enquiry_in(called)), now=night + timedelta(minutes=5))
    done = write(words, later, called.conversation)
    assert "116 123" in words_of(done, base)
    assert not relayed(done).is_silent
    assert f"«{words}»" in shown_text(relayed(done), base)
    assert "@anna" in shown_text(relayed(done), base)


def test_a_human_who_answers_the_call_is_not_talked_over_unless_it_sounds_like_another(base: Loaded):
    called = Conversation(under=Under.CRISIS, crisis_until=NOW + timedelta(hours=11))
    seen = desk(base, enquiry(State.TAKEN, **ANSWERED))
    assert isinstance(outcome(write("proszę zadzwonić", seen, called)), React)
    assert "116 123" in words_of(write("gasne", seen, called), base)


def test_a_long_message_after_a_call_for_help_reaches_staff_whole(base: Loaded):
    called = Conversation(under=Under.CRISIS, crisis_until=NOW + timedelta(hours=11))
    done = write("nie wiem " * 400, desk(base, enquiry()), called)
    assert ("nie wiem " * 400).strip() in shown_text(relayed(done), base)


def test_thanks_after_a_call_for_help_that_nobody_answered_get_one_line_of_numbers(base: Loaded):
    called = Conversation(under=Under.CRISIS, crisis_until=NOW + timedelta(hours=11))
    done = write("dziękuję, już dobrze", desk(base, enquiry()), called)
    told = words_of(done, base)
    assert "112" in told
    assert "116 123" not in told
    assert not any(isinstance(one, KeepEnquiry | RemindAt) for one in done.effects)


def nowhere(seen: World) -> World:
    """The same without a staff group."""
    return replace(seen, case=replace(seen.case, staff=replace(seen.case.staff, group=None)))


def test_with_nobody_paired_any_more_the_bot_answers_as_before(base: Loaded):
    assert "Wrzosowa 7" in shown([said(write(KONIN, nowhere(desk(base, enquiry()))).effects)], base.knowledge)


@pytest.mark.parametrize("one", [enquiry(), enquiry(State.TAKEN, **ANSWERED)], ids=["nobody's", "answered"])
def test_what_is_written_while_no_group_is_paired_waits_for_the_next_one(one: Enquiry, base: Loaded):
    done = write("jeszcze jedno: chodzi o statut", nowhere(desk(base, one)))
    (line,) = lines_in(done)
    assert (line.text, line.fate, line.why) == ("jeszcze jedno: chodzi o statut", Fate.FAILED, NO_GROUP)
    assert enquiry_in(done).added == 1
    assert "nie zginie" in words_of(done, base)


def test_a_photo_sent_while_no_group_is_paired_waits_for_the_next_one(base: Loaded):
    sent = CitizenSentMedia(CHAT, 50, Media.PHOTO)
    done = decide(Conversation(), sent, nowhere(desk(base, enquiry())))
    assert [(one.media, one.why) for one in lines_in(done)] == [(Media.PHOTO, NO_GROUP)]


def test_a_change_of_what_waits_for_the_next_group_is_kept(base: Loaded):
    waiting = line(Author.CITIZEN, Fate.FAILED, 50, why=NO_GROUP, quotes="card:12")
    done = write("zmienione", nowhere(desk(base, enquiry(), line=waiting, lines=[waiting])), is_edit=True)
    (kept,) = lines_in(done)
    assert (kept.text, kept.why) == ("zmienione", NO_GROUP)


def test_a_change_of_what_the_group_has_read_waits_for_it_too(base: Loaded):
    read = line(Author.CITIZEN, Fate.DELIVERED, 50, quotes="card:12")
    done = write("zmienione", nowhere(desk(base, enquiry(), line=read, lines=[read])), is_edit=True)
    changed, anew = lines_in(done)
    assert (changed.text, changed.fate, changed.handle) == ("zmienione", Fate.DELIVERED, read.handle)
    assert (anew.text, anew.fate, anew.why, anew.quotes) == ("zmienione", Fate.FAILED, NO_GROUP, read.handle)


def test_nothing_opens_again_while_no_group_is_paired(base: Loaded):
    closed = enquiry(State.CLOSED, closed_by=Move.RATE, closed_at=NOW, waits_since=None)
    assert lines_in(write("jeszcze jedno: chodzi o statut", nowhere(desk(base, closed)))) == []


def test_a_hidden_number_is_told_though_a_human_has_written(base: Loaded):
    done = write("mój PESEL to 44051401359", desk(base, enquiry(State.TAKEN, **ANSWERED)))
    assert "Specjalista go nie zobaczy" in words_of(done, base)


def test_a_call_for_help_that_nobody_answered_takes_no_later_message(base: Loaded):
    assert lines_in(write("gdzie jest biuro w Koninie", desk(base, SHELL))) == []


def test_the_bot_does_not_talk_over_a_human_who_answered_a_call_for_help(base: Loaded):
    supported = replace(SHELL, human_wrote_at=NOW)
    in_danger = Conversation(crisis_until=NOW + timedelta(hours=11))
    done = write("dobrze, proszę zadzwonić", desk(base, supported), in_danger)
    assert isinstance(outcome(done), React)
    assert (enquiry_in(done).state, len(lines_in(done))) == (State.WAITING, 1)


def test_who_says_twice_that_it_helped_opens_nothing(base: Loaded):
    closed = enquiry(State.CLOSED, closed_by=Move.RATE, closed_at=NOW, owner_id=JAN.user_id, waits_since=None)
    done = write("tak", desk(base, closed))
    assert not any(isinstance(one, KeepEnquiry) for one in done.effects)


def test_thanks_after_a_call_for_help_get_no_pleasantries(base: Loaded):
    in_danger = Conversation(crisis_until=NOW + timedelta(hours=11))
    done = write("dziękuję", desk(base, replace(SHELL, human_wrote_at=NOW)), in_danger)
    assert isinstance(outcome(done), React)


# What comes into a group that has nothing yet

WRITTEN = line(Author.CITIZEN, message_id=41, quotes="card:12", text="jak jest teraz")
CHANGE = replace(WRITTEN, handle="relay:12:41:1", chat_id=None, message_id=None, quotes=WRITTEN.handle)
OTHER_FILE = replace(WRITTEN, handle="relay:12:41:2", quotes=WRITTEN.handle)
OF_QUESTION = replace(CHANGE, quotes="card:12")


@pytest.mark.parametrize(
    ("written", "comes"),
    [
        ([WRITTEN, CHANGE], [WRITTEN]),
        ([WRITTEN, OTHER_FILE], [OTHER_FILE]),
        ([replace(WRITTEN, fate=Fate.FAILED, why="SourceGone"), CHANGE], [CHANGE]),
        ([replace(OF_QUESTION, text=enquiry().question)], []),
        ([OF_QUESTION], [OF_QUESTION]),
    ],
    ids=["changed words", "another file", "the message is gone", "the card says it", "the card says what was before"],
)
def test_what_was_changed_comes_once(written: list[Line], comes: list[Line]):
    came = relaying.as_they_are_now(enquiry(), written)
    assert [one for one in came if one.why != "SourceGone"] == comes
