"""Every staff message gets one mark: of an album the first part, unless another part alone did not arrive."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.desk import deciding as desk
from bot.domain.effects import Effect, Notify, React, Revise, Say, TakeBack
from bot.domain.enquiries import Enquiry, State
from bot.domain.events import LineSettled, Media
from bot.domain.keeping import KeepEnquiry, KeepLine
from bot.domain.lines import Author, Fate, Line
from bot.domain.marks import Mark
from bot.knowledge.loading import Loaded
from tests.desks import GROUP, enquiry, line, staffed
from tests.worlds import CHAT, NOW, renderer

ANSWERED = enquiry(State.TAKEN, waits_since=None)


def settled(one: Line, base: Loaded, *album: Line, about: Enquiry = ANSWERED) -> Sequence[Effect]:
    seen = staffed(base.knowledge, about, lines=[*album, one])
    return desk.decide(LineSettled(1), replace(seen, case=replace(seen.case, line=one)))


def part(message_id: int, fate: Fate) -> Line:
    return line(Author.STAFF, fate, message_id, album_id="a", why="Uncopyable" if fate is Fate.FAILED else "")


def refusals(effects: Sequence[Effect], base: Loaded) -> list[str]:
    said = [one for one in effects if isinstance(one, Say) and one.text.key == "mark.not_delivered"]
    return [renderer(base.knowledge).plain(one.text, "pl") for one in said]


def kept(effects: Sequence[Effect]) -> Enquiry:
    (one,) = (one.enquiry for one in effects if isinstance(one, KeepEnquiry))
    return one


def test_a_delivered_reply_is_marked_where_it_was_written(base: Loaded):
    assert settled(line(Author.STAFF), base) == (React(GROUP.chat_id, 40, Mark.DELIVERED),)


@pytest.mark.parametrize("order", [(40, 41), (41, 40)], ids=["first part first", "first part last"])
def test_the_first_part_of_an_album_is_marked_and_no_other(order: tuple[int, int], base: Loaded):
    parts = [part(one, Fate.DELIVERED) for one in order]
    marks = [one for settling in parts for one in settled(settling, base, *(p for p in parts if p is not settling))]
    assert marks == [React(GROUP.chat_id, 40, Mark.DELIVERED)]


def test_an_album_that_failed_is_told_once(base: Loaded):
    first, second = part(40, Fate.FAILED), part(41, Fate.FAILED)
    assert len(refusals(settled(first, base, second), base)) == 1
    assert settled(second, base, first) == ()


def test_a_part_that_alone_failed_is_told(base: Loaded):
    effects = settled(part(41, Fate.FAILED), base, part(40, Fate.DELIVERED))
    assert len(refusals(effects, base)) == 1
    assert [one.reply_to for one in effects if isinstance(one, Say)] == [41]


def test_who_writes_is_taken_back_where_a_sticker_did_not_follow(base: Loaded):
    sticker = line(Author.STAFF, Fate.FAILED, media=Media.STICKER, why="Uncopyable")
    assert TakeBack(CHAT, f"signature:{sticker.handle}") in settled(sticker, base)
    assert not [one for one in settled(replace(sticker, media=None), base) if isinstance(one, TakeBack)]


@pytest.mark.parametrize("fate", [Fate.DELIVERED, Fate.FAILED])
def test_the_parts_of_a_question_share_what_became_of_the_card(fate: Fate, base: Loaded):
    first = line(Author.CITIZEN, fate, 40, handle=ANSWERED.card, quotes=None)
    second = line(Author.CITIZEN, Fate.QUEUED, 41, quotes=None)
    added = line(Author.CITIZEN, Fate.QUEUED, 42, quotes=ANSWERED.card)
    done = settled(first, base, second, added)
    assert [(one.line.handle, one.line.fate) for one in done if isinstance(one, KeepLine)] == [(second.handle, fate)]


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("Gone", "blokuje bota"),
        ("SourceGone", "zniknęła"),
        ("Uncopyable", "nie pozwala przekazać"),
        ("VoiceForbidden", "nagrań głosowych"),
        ("NetworkError", "nie przyjął"),
    ],
)
def test_why_a_reply_was_not_delivered_is_said_in_plain_words(why: str, words: str, base: Loaded):
    (said,) = refusals(settled(line(Author.STAFF, Fate.FAILED, why=why), base), base)
    assert said.startswith("Nie dostarczono")
    assert words in said


@pytest.mark.parametrize(("why", "is_unreachable"), [("Gone", True), ("Uncopyable", False)])
def test_only_a_blocked_bot_makes_the_citizen_unreachable(*, why: str, is_unreachable: bool, base: Loaded):
    effects = settled(line(Author.STAFF, Fate.FAILED, why=why), base)
    assert kept(effects).is_unreachable is is_unreachable
    assert [one.handle for one in effects if isinstance(one, Revise)] == ["card:12"]


def test_after_a_failed_reply_the_citizen_waits_again_and_nothing_is_left_to_take_back(base: Loaded):
    failed = line(Author.STAFF, Fate.FAILED)
    after = kept(settled(failed, base, about=replace(ANSWERED, last_reply=failed.handle)))
    assert after.waits_since == failed.at
    assert after.last_reply == ""


def test_the_bot_is_quiet_only_once_a_reply_has_arrived(base: Loaded):
    failed, answered = line(Author.STAFF, Fate.FAILED), replace(ANSWERED, human_wrote_at=NOW)
    assert kept(settled(failed, base, about=answered)).human_wrote_at is None
    earlier = line(Author.STAFF, Fate.DELIVERED, 39)
    assert kept(settled(failed, base, earlier, about=answered)).human_wrote_at == NOW


def test_a_failure_in_a_closed_enquiry_lets_nobody_wait(base: Loaded):
    closed = enquiry(State.CLOSED, waits_since=None, closed_at=NOW)
    assert kept(settled(line(Author.STAFF, Fate.FAILED), base, about=closed)).waits_since is None


def test_the_operator_learns_of_a_citizens_message_that_failed_by_its_number_alone(base: Loaded):
    effects = settled(line(Author.CITIZEN, Fate.FAILED), base)
    (notice,) = (one for one in effects if isinstance(one, Notify))
    assert dict(notice.text.params) == {"number": 12}


def test_an_album_of_a_citizen_that_failed_is_told_once(base: Loaded):
    first, second = (line(Author.CITIZEN, Fate.FAILED, one, album_id="a", why="Uncopyable") for one in (40, 41))
    told = [one for one in settled(first, base, second) if isinstance(one, Say)]
    assert [one.text.key for one in told] == ["desk.not_shown"]
    assert settled(second, base, first) == ()


def test_a_citizens_message_that_arrived_gets_no_mark(base: Loaded):
    assert settled(line(Author.CITIZEN), base) == ()


@pytest.mark.parametrize("is_reached", [True, False])
def test_the_card_and_a_line_tell_who_blocks_the_bot_or_is_back(*, is_reached: bool, base: Loaded):
    effects = desk.reached(staffed(base.knowledge, ANSWERED), is_reached=is_reached)
    assert kept(effects).is_unreachable is not is_reached
    assert [one.handle for one in effects if isinstance(one, Revise)] == ["card:12"]
    (told,) = (one for one in effects if isinstance(one, Say))
    assert ("już nie blokuje" in renderer(base.knowledge).plain(told.text, "pl")) is is_reached


def test_a_ready_reply_has_no_message_to_mark_and_its_failure_is_told_at_the_card(base: Loaded):
    ready = line(Author.STAFF, message_id=0, chat_id=None)
    assert settled(replace(ready, message_id=None), base) == ()
    effects = settled(replace(ready, message_id=None, fate=Fate.FAILED, why="Gone"), base)
    assert [(one.reply_to, one.quotes) for one in effects if isinstance(one, Say)] == [(None, "card:12")]


def test_a_citizens_message_that_cannot_be_shown_is_told_to_the_staff(base: Loaded):
    effects = settled(line(Author.CITIZEN, Fate.FAILED, why="Uncopyable"), base)
    (said,) = (renderer(base.knowledge).plain(one.text, "pl") for one in effects if isinstance(one, Say))
    assert "nie pozwala jej przekazać" in said


def test_a_card_that_cannot_be_shown_is_told_to_the_operator_alone(base: Loaded):
    effects = settled(line(Author.CITIZEN, Fate.FAILED, handle="card:12"), base)
    assert [type(one) for one in effects] == [Notify]


@pytest.mark.parametrize("fate", Fate)
@pytest.mark.parametrize("author", Author)
def test_without_a_group_nothing_is_said_in_one(author: Author, fate: Fate, base: Loaded):
    one = line(author, fate)
    seen = staffed(base.knowledge, ANSWERED, lines=[one], group=None, line=one)
    assert not any(isinstance(effect, Say | React) for effect in desk.decide(LineSettled(1), seen))


def test_a_reply_that_failed_while_there_is_no_group_lets_its_citizen_wait_again(base: Loaded):
    seen = staffed(base.knowledge, ANSWERED, group=None)
    failed = line(Author.STAFF, Fate.FAILED, why="Gone")
    done = desk.decide(LineSettled(1), replace(seen, case=replace(seen.case, line=failed, lines=[failed])))
    assert (kept(done).is_unreachable, kept(done).waits_since) == (True, failed.at)
    assert not [one for one in done if isinstance(one, Say)]


@pytest.mark.parametrize("is_reached", [True, False], ids=["is back", "has gone"])
def test_who_goes_or_comes_back_while_there_is_no_group_is_known_to_the_next(is_reached: bool, base: Loaded):
    seen = staffed(base.knowledge, replace(ANSWERED, is_unreachable=is_reached), group=None)
    assert kept(desk.reached(seen, is_reached=is_reached)).is_unreachable is not is_reached
