"""Enquiries, their lines and the people of the desk, on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from bot.cases import Cases
from bot.domain.conversation import Conversation
from bot.domain.enquiries import Enquiry, Move, State, moved, owned
from bot.domain.events import AlbumKind, AlbumPart, CitizenWrote, Media
from bot.domain.lines import Author, Fate, Line, relay_handle
from bot.domain.staff import Absence, AbsenceState, Member, StaffGroup, Standing
from bot.store import citizens, dealings, due, enquiries, lines, messages, outbox, staff, tallies
from bot.store.citizens import Citizen
from bot.store.due import Due
from bot.store.erasure import erase
from bot.store.outbox import Priority
from bot.store.outgoing import AlbumItem, CreateTopic, EditText, SendAlbum, SendText
from bot.store.tables import outbox as outbox_table

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CITIZEN, ANOTHER, GROUP = 5, 6, -100
ENQUIRY = Enquiry(1, CITIZEN, NOW, "Pytanie", promised_for=NOW + timedelta(days=2), waits_since=NOW)
TAKEN = owned(ENQUIRY, Move.CLAIM, 71, at=NOW)
LINE = Line(1, relay_handle(1, 40), Author.CITIZEN, Fate.QUEUED, NOW, CITIZEN, 40, text="tekst")
PHOTO = replace(
    LINE,
    handle=relay_handle(1, 41),
    message_id=41,
    fate=Fate.HELD,
    media=Media.PHOTO,
    album_id="album",
    part=AlbumPart(AlbumKind.PHOTO, "file"),
)


def test_an_enquiry_is_given_back_as_it_was_kept(tx: Connection):
    enquiries.keep(tx, TAKEN)
    assert enquiries.lock(tx, 1) == TAKEN
    assert enquiries.lock(tx, 2) is None


def test_numbers_count_from_one_and_are_never_given_twice(tx: Connection):
    assert enquiries.next_number(tx) == 1
    enquiries.keep(tx, ENQUIRY)
    assert enquiries.next_number(tx) == 2
    enquiries.forget(tx, 1)
    assert enquiries.next_number(tx) == 2


def test_a_citizen_has_one_open_enquiry(tx: Connection):
    enquiries.keep(tx, moved(TAKEN, Move.WITHDRAW, at=NOW))
    enquiries.keep(tx, replace(ENQUIRY, number=2))
    with pytest.raises(IntegrityError):
        enquiries.keep(tx, replace(ENQUIRY, number=3))


def test_the_newest_enquiry_of_a_citizen_is_found(tx: Connection):
    enquiries.keep(tx, moved(TAKEN, Move.WITHDRAW, at=NOW))
    enquiries.keep(tx, replace(ENQUIRY, number=2))
    newest = enquiries.lock_newest(tx, CITIZEN)
    assert newest is not None
    assert newest.number == 2
    assert [one.number for one in enquiries.of_citizen(tx, CITIZEN)] == [2, 1]
    assert enquiries.lock_newest(tx, ANOTHER) is None


def test_the_open_enquiry_comes_before_a_newer_closed_one(tx: Connection):
    enquiries.keep(tx, TAKEN)
    enquiries.keep(tx, replace(ENQUIRY, number=2, state=State.CLOSED))
    newest = enquiries.lock_newest(tx, CITIZEN)
    assert newest is not None
    assert newest.number == 1
    assert [one.number for one in enquiries.of_citizen(tx, CITIZEN)] == [1, 2]


def test_a_call_for_help_that_nobody_answered_hides_no_enquiry(tx: Connection):
    closed = moved(TAKEN, Move.PHONE, at=NOW)
    shell = Enquiry(2, CITIZEN, NOW, "pomocy", state=State.CLOSED, closed_at=NOW, alert="alert:1:2")
    enquiries.keep(tx, closed)
    enquiries.keep(tx, shell)
    cases = Cases(lambda: NOW, lambda: "")
    event, known = CitizenWrote(CITIZEN, 50, "jeszcze jedno"), Citizen(CITIZEN, None, Conversation())
    assert cases.of_citizen(tx, known, event, dealings.of_citizen(tx, CITIZEN)).enquiry == closed


def test_the_queue_is_in_the_order_of_promises(tx: Connection):
    promised = {1: NOW + timedelta(days=2), 2: None, 3: NOW + timedelta(days=1)}
    for number, at in promised.items():
        enquiries.keep(tx, replace(ENQUIRY, number=number, citizen_chat_id=number, promised_for=at))
    enquiries.keep(tx, replace(ENQUIRY, number=4, citizen_chat_id=9, state=State.CLOSED))
    assert [one.number for one in enquiries.all_open(tx)] == [3, 1, 2]


def test_what_a_member_has_is_found(tx: Connection):
    enquiries.keep(tx, TAKEN)
    enquiries.keep(tx, replace(TAKEN, number=2, citizen_chat_id=ANOTHER, owner_id=72))
    assert [one.number for one in enquiries.owned_by(tx, 71)] == [1]


def test_what_was_closed_long_ago_is_found_and_forgotten_with_its_lines(tx: Connection):
    enquiries.keep(tx, moved(TAKEN, Move.WITHDRAW, at=NOW))
    lines.keep(tx, LINE)
    assert [one.number for one in enquiries.closed_before(tx, NOW + timedelta(seconds=1))] == [1]
    assert list(enquiries.closed_before(tx, NOW)) == []
    enquiries.forget(tx, 1)
    assert (enquiries.lock(tx, 1), lines.of_enquiry(tx, 1)) == (None, [])


def test_a_line_is_found_by_its_copy_by_what_was_written_and_with_its_enquiry(tx: Connection):
    enquiries.keep(tx, ENQUIRY)
    lines.keep(tx, LINE)
    assert lines.named(tx, LINE.handle) == LINE
    assert lines.written(tx, CITIZEN, 40) == LINE
    assert lines.of_enquiry(tx, 1) == [LINE]
    assert (lines.named(tx, "other"), lines.written(tx, CITIZEN, 99)) == (None, None)


def test_a_line_kept_again_replaces_what_was_kept(tx: Connection):
    enquiries.keep(tx, ENQUIRY)
    lines.keep(tx, LINE)
    changed = replace(LINE, text="nowy", earlier="tekst")
    lines.keep(tx, changed)
    assert lines.of_enquiry(tx, 1) == [changed]


def test_the_parts_of_an_album_wait_until_it_goes_on(tx: Connection):
    enquiries.keep(tx, ENQUIRY)
    for line in (LINE, PHOTO):
        lines.keep(tx, line)
    assert lines.held_album(tx, CITIZEN) == [PHOTO]
    lines.keep(tx, replace(PHOTO, fate=Fate.QUEUED))
    assert list(lines.held_album(tx, CITIZEN)) == []


def test_what_staff_wrote_in_a_group_that_has_lost_its_ids_is_found_by_its_copy_only(tx: Connection):
    enquiries.keep(tx, TAKEN)
    held = replace(LINE, handle="relay:-100:7", author=Author.STAFF, fate=Fate.HELD, chat_id=GROUP, message_id=7)
    for one in (held, LINE, PHOTO):
        lines.keep(tx, one)
    assert lines.held_by_staff(tx) == [held]
    lines.forget_sources(tx, GROUP)
    assert lines.written(tx, GROUP, 7) is None
    assert lines.named(tx, "relay:-100:7") == replace(held, chat_id=None, message_id=None)
    assert lines.written(tx, CITIZEN, 40) == LINE


def test_a_line_settles_once(tx: Connection):
    enquiries.keep(tx, ENQUIRY)
    lines.keep(tx, LINE)
    line_id = lines.settle(tx, LINE.handle, Fate.FAILED, "Forbidden")
    assert line_id is not None
    settled = lines.numbered(tx, line_id)
    assert settled == replace(LINE, fate=Fate.FAILED, why="Forbidden")
    assert lines.settle(tx, LINE.handle, Fate.DELIVERED) is None
    assert lines.settle(tx, "card:1", Fate.DELIVERED) is None


def test_the_desk_is_given_back_as_it_was_kept(tx: Connection):
    member = Member(71, "Anna", Standing.ADMINISTRATOR, "anna", is_confirmed=True, seen_at=NOW)
    absence = Absence(71, date(2026, 3, 2), date(2026, 3, 4), 72, AbsenceState.CURRENT)
    group = StaffGroup(GROUP, is_complete=True, is_forum=True)
    staff.pair(tx, group)
    staff.keep_member(tx, member)
    staff.keep_absence(tx, absence)
    found = staff.load(tx)
    assert (found.group, found.members, found.absences) == (group, {71: member}, [absence])


def test_one_group_is_paired_and_another_takes_its_place(tx: Connection):
    staff.pair(tx, StaffGroup(GROUP, is_complete=True))
    staff.pair(tx, StaffGroup(-200, is_complete=False))
    assert staff.group(tx) == StaffGroup(-200, is_complete=False)


def test_who_was_in_a_group_that_is_gone_has_no_rights(tx: Connection):
    staff.pair(tx, StaffGroup(GROUP, is_complete=True))
    staff.keep_member(tx, Member(71, "Anna", Standing.ADMINISTRATOR, is_confirmed=True))
    staff.unpair(tx, GROUP)
    assert staff.group(tx) is None
    member = staff.member(tx, 71)
    assert member is not None
    assert not member.may_work


def test_what_telegram_said_of_a_person_grows_old(tx: Connection):
    staff.keep_member(tx, Member(71, "Anna", Standing.MEMBER, seen_at=NOW))
    assert not staff.is_stale(tx, 71, since=NOW)
    assert staff.is_stale(tx, 71, since=NOW + timedelta(seconds=1))
    assert staff.is_stale(tx, 72, since=NOW)


def test_an_absence_that_is_over_is_forgotten_later(tx: Connection):
    staff.keep_absence(tx, Absence(71, date(2026, 3, 2), date(2026, 3, 4)))
    assert staff.forget_absences_before(tx, date(2026, 3, 4)) == 0
    assert staff.forget_absences_before(tx, date(2026, 3, 5)) == 1


def test_counts_add_up_over_days_and_topics(tx: Connection):
    for day, topic in ((1, "a"), (1, "a"), (2, "b")):
        tallies.count(tx, "rated.yes", day=date(2026, 3, day), topic=topic)
    assert tallies.totals(tx, since=date(2026, 3, 1)) == {"rated.yes": 3}
    assert tallies.totals(tx, since=date(2026, 3, 2)) == {"rated.yes": 1}


def put(tx: Connection, message: SendText | EditText | SendAlbum | CreateTopic, handle: str | None = None) -> None:
    outbox.put(tx, message, priority=Priority.ANSWER, created_at=NOW, handle=handle)


def test_erasure_takes_back_what_waits_for_the_group_about_the_citizen_only(tx: Connection):
    enquiries.keep(tx, ENQUIRY)
    enquiries.keep(tx, replace(ENQUIRY, number=11, citizen_chat_id=ANOTHER))
    item = AlbumItem("photo", "file", relay_handle(1, 41))
    put(tx, SendText(GROUP, "karta 1"), "card:1")
    put(tx, EditText(GROUP, "card:1", "karta 1"))
    put(tx, CreateTopic(GROUP, "nr 1"), "topic:1")
    put(tx, CreateTopic(GROUP, "nr 1"), "topic:1")
    put(tx, SendText(GROUP, "kopia"), relay_handle(1, 40))
    put(tx, SendAlbum(GROUP, (item, item)))
    put(tx, SendText(GROUP, "karta 11"), "card:11")
    put(tx, SendText(GROUP, "kopia 11"), relay_handle(11, 40))
    erase(tx, CITIZEN)
    left = tx.execute(select(outbox_table.c.handle).order_by(outbox_table.c.id)).scalars()
    assert list(left) == ["card:11", relay_handle(11, 40)]


def test_erasure_takes_the_reminders_about_the_citizen_only(tx: Connection):
    enquiries.keep(tx, ENQUIRY)
    for kind, number in (("enquiry.untaken", 1), ("enquiry.untaken", 11), ("lines", CITIZEN)):
        due.set_due(tx, Due(kind, number, at=NOW, real=False))
    erase(tx, CITIZEN)
    assert [one.subject for one in due.ripe(tx, now=NOW, real_now=NOW)] == [11]


def test_the_names_that_a_kept_enquiry_needs_outlive_the_others(tx: Connection):
    staff.pair(tx, StaffGroup(GROUP, is_complete=True))
    enquiries.keep(tx, ENQUIRY)
    lines.keep(tx, LINE)
    for number, handle in enumerate(("card:1", "topic:1", LINE.handle, "card:2", "u1:0"), start=1):
        messages.record(tx, chat_id=GROUP, message_id=number, handle=handle, at=NOW)
    assert messages.forget_before(tx, NOW + timedelta(days=1)) == 2
    assert messages.find(tx, "card:1") == (GROUP, 1)
    assert messages.find(tx, "card:2") is None


NEEDED = ("question:1", "question:1:1500", f"held:{LINE.handle}", "alert:1:2", "alert:3:4")


@pytest.mark.parametrize("handle", NEEDED)
def test_what_an_enquiry_open_for_long_or_a_call_for_help_shows_can_still_be_emptied(handle: str, tx: Connection):
    staff.pair(tx, StaffGroup(GROUP, is_complete=True))
    enquiries.keep(tx, replace(ENQUIRY, alert="alert:1:2"))
    lines.keep(tx, LINE)
    called = citizens.lock(tx, CITIZEN, now=NOW)
    citizens.save(tx, replace(called, conversation=Conversation(crisis_alerts=("alert:3:4",))), now=NOW)
    messages.record(tx, chat_id=GROUP, message_id=1, handle=handle, at=NOW - timedelta(days=91))
    assert messages.forget_before(tx, NOW) == 0


@pytest.mark.parametrize("handle", ["question:11", "question:11:1500", "held:relay:9:9", "alert:1:20", "alert:3:40"])
def test_what_no_kept_enquiry_or_call_for_help_shows_is_forgotten(handle: str, tx: Connection):
    staff.pair(tx, StaffGroup(GROUP, is_complete=True))
    enquiries.keep(tx, replace(ENQUIRY, alert="alert:1:2"))
    messages.record(tx, chat_id=GROUP, message_id=1, handle=handle, at=NOW - timedelta(days=91))
    assert messages.forget_before(tx, NOW) == 1
