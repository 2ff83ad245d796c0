"""What staff write: what goes to the citizen, what stays a note, what is asked about, what is refused and why."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from bot.domain.cases import Alarm
from bot.domain.desk import presses, speech
from bot.domain.effects import Effect, React, Recaption, Relay, Revise, Say, WaitForAlbum
from bot.domain.enquiries import Enquiry, State
from bot.domain.events import AlbumArrived, AlbumKind, AlbumPart, GroupPressed, GroupSpoke, Media, Person, Reminder
from bot.domain.keeping import KeepEnquiry, KeepLine, KeepMember, RemindAt
from bot.domain.lines import ASKED, WHICH, Author, Fate, Line
from bot.domain.marks import Mark
from bot.domain.offers import DeskAction
from bot.domain.staff import Member
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import ANNA, EWA, GONE, GROUP, JAN, NEWCOMER, enquiry, line, reply, staffed, who
from tests.desks import speech as said_in_group
from tests.worlds import CHAT, NOW, labels

TAKEN = enquiry(State.TAKEN)
PHOTO = AlbumPart(AlbumKind.PHOTO, "file")
ANSWER = "Dzień dobry, pomożemy założyć spółdzielnię."
COPY = line(Author.CITIZEN, message_id=77)


def on_card(base: Loaded, about: Enquiry = TAKEN, actor: Member | None = JAN, **seen: object) -> World:
    return staffed(base.knowledge, about, actor=actor, **{"quoted_handle": about.card, **seen})  # type: ignore[arg-type]


def on_copy(base: Loaded, about: Enquiry = TAKEN, actor: Member | None = JAN) -> World:
    return on_card(base, about, actor, quoted=COPY, is_copy_quoted=True, quoted_handle=COPY.handle)


def relays(effects: Sequence[Effect]) -> list[Relay]:
    return [one for one in effects if isinstance(one, Relay)]


def kept(effects: Sequence[Effect]) -> list[Line]:
    return [one.line for one in effects if isinstance(one, KeepLine)]


def keys(effects: Sequence[Effect]) -> list[str]:
    return [one.text.key for one in effects if isinstance(one, Say)]


def why(effects: Sequence[Effect]) -> str:
    """The reason that stands under a message that went nowhere."""
    (told,) = (one for one in effects if isinstance(one, Say) and one.text.key == "mark.not_delivered")
    return str(getattr(told.text.params["why"], "key", ""))


def enquiry_in(effects: Sequence[Effect]) -> Enquiry:
    (found,) = (one.enquiry for one in effects if isinstance(one, KeepEnquiry))
    return found


def test_the_owners_reply_to_the_card_goes_to_the_citizen_at_once(base: Loaded):
    done = speech.spoke(reply(ANSWER), on_card(base))
    (sent,) = relays(done)
    assert (sent.chat_id, sent.language) == (CHAT, "pl")
    assert sent.text is not None
    assert dict(sent.text.params)["name"] == JAN.name
    assert [one.fate for one in kept(done)] == [Fate.QUEUED]


def test_the_owners_reply_ends_the_wait_and_says_that_a_human_has_written(base: Loaded):
    now = enquiry_in(speech.spoke(reply(ANSWER), on_card(base)))
    assert (now.waits_since, now.human_wrote_at) == (None, NOW)
    assert now.last_reply == f"relay:{GROUP.chat_id}:50"


def test_a_reply_to_a_relayed_message_quotes_what_the_citizen_wrote(base: Loaded):
    (sent,) = relays(speech.spoke(reply(ANSWER), on_copy(base)))
    assert sent.lines[0].quotes == 77


def test_writing_on_takes_back_the_question_whether_it_helped(base: Loaded):
    asked = enquiry(State.CLOSING)
    assert enquiry_in(speech.spoke(reply(ANSWER), on_card(base, asked))).state is State.TAKEN


@pytest.mark.parametrize("words", ["// zadzwonię do niej jutro", "//"])
def test_a_note_never_goes_to_the_citizen(words: str, base: Loaded):
    done = speech.spoke(reply(words), on_card(base))
    assert relays(done) == []
    assert [one.fate for one in kept(done)] == [Fate.NOTE]
    assert [one.mark for one in done if isinstance(one, React)] == [Mark.NOTE]


HELD = [
    pytest.param(enquiry(State.WAITING), JAN, ANSWER, "desk.asked.nobodys", id="nobody has it"),
    pytest.param(TAKEN, EWA, ANSWER, "desk.asked.somebody_elses", id="somebody else has it"),
    pytest.param(TAKEN, ANNA, ANSWER, "desk.asked.somebody_elses", id="a coordinator, too"),
    pytest.param(TAKEN, JAN, "@ania weź to", "desk.asked.mention", id="it calls a colleague"),
    pytest.param(enquiry(State.CLOSED, owner_id=JAN.user_id), JAN, ANSWER, "desk.asked.closed", id="it is closed"),
    pytest.param(enquiry(State.WAITING), JAN, "Ania, weź to", "desk.asked.nobodys", id="Ania, take it"),
]


@pytest.mark.parametrize(("about", "author", "words", "key"), HELD)
def test_a_reply_that_may_mean_something_else_is_asked_about(
    about: Enquiry, author: Member, words: str, key: str, base: Loaded
):
    done = speech.spoke(reply(words, author), on_card(base, about, author))
    assert relays(done) == []
    (asked,) = (one for one in done if isinstance(one, Say))
    assert asked.text.key == key
    assert [offer.action for row in asked.offers for offer in row] == [
        DeskAction.SEND_AND_TAKE,
        DeskAction.SEND_AS_SUPPORT,
        DeskAction.IS_NOTE,
    ]
    assert [(one.fate, one.why) for one in kept(done)] == [(Fate.HELD, ASKED)]


def test_an_e_mail_address_calls_nobody(base: Loaded):
    assert relays(speech.spoke(reply("Proszę pisać na biuro@spoldzielnie.org"), on_card(base)))


def test_what_was_held_back_is_asked_about_again(base: Loaded):
    done = speech.spoke(reply(ANSWER, EWA), on_card(base, actor=EWA))
    assert [one.reminder for one in done if isinstance(one, RemindAt)] == [Reminder.FORGOTTEN_SWIPE]
    held = replace(line(Author.STAFF, Fate.HELD), why=ASKED)
    assert keys(speech.ask_again(TAKEN, staffed(base.knowledge, TAKEN, lines=[held]))) == ["desk.asked.again"]


@pytest.mark.parametrize("about", [replace(TAKEN, waits_since=None), enquiry(State.CLOSED)], ids=["answered", "closed"])
def test_what_needs_no_answer_any_more_is_not_asked_about_again(about: Enquiry, base: Loaded):
    held = replace(line(Author.STAFF, Fate.HELD), why=ASKED)
    assert speech.ask_again(about, staffed(base.knowledge, about, lines=[held])) == ()


ALARM = Alarm("alert:1:2", CHAT, "nie chcę żyć", "pl")


def on_alert(base: Loaded, actor: Member = JAN) -> World:
    return staffed(base.knowledge, actor=actor, alarm=ALARM, quoted_handle=ALARM.handle, next_number=13)


def test_a_reply_to_an_alert_reaches_the_person_once_its_writer_says_so(base: Loaded):
    done = speech.spoke(reply(ANSWER), on_alert(base))
    made, (held,) = enquiry_in(done), kept(done)
    assert (relays(done), keys(done)) == ([], ["desk.asked.alert"])
    assert (made.number, made.is_open, made.question) == (13, False, ALARM.words)
    sent = presses.pressed(
        GroupPressed(GROUP.chat_id, "p", "d.sendtake:13:50", who(JAN), 60, "held:relay:-100500:50"),
        staffed(base.knowledge, made, actor=JAN, line=held, lines=[held]),
    )
    assert [one.chat_id for one in relays(sent)] == [CHAT]
    assert (enquiry_in(sent).state, enquiry_in(sent).owner_id) == (State.TAKEN, JAN.user_id)


def test_an_answered_alert_shows_no_name(base: Loaded):
    assert enquiry_in(speech.spoke(reply(ANSWER), on_alert(base))).signature is None


def test_an_answer_to_an_alert_is_answered_again_like_any_enquiry(base: Loaded):
    about = replace(TAKEN, alert=ALARM.handle)
    assert relays(speech.spoke(reply(ANSWER), on_card(base, about, quoted_handle=ALARM.handle)))


def test_who_has_no_right_makes_no_enquiry_of_an_alert(base: Loaded):
    done = speech.spoke(reply(ANSWER, NEWCOMER), on_alert(base, NEWCOMER))
    assert why(done) == "mark.why.no_right"
    assert not any(isinstance(one, KeepEnquiry) for one in done)


def test_an_anonymous_administrator_is_asked_to_write_as_themselves(base: Loaded):
    hidden = reply(ANSWER, author=replace(ANNA, user_id=GROUP.chat_id))
    event = replace(hidden, author=replace(hidden.author, is_anonymous=True))
    assert why(speech.spoke(event, on_card(base, actor=None))) == "mark.why.anonymous"


def test_somebody_whose_rights_nobody_knows_now_is_asked_to_try_again(base: Loaded):
    assert why(speech.spoke(reply(ANSWER), on_card(base, is_actor_uncertain=True))) == "mark.why.uncertain"


@pytest.mark.parametrize("author", [NEWCOMER, GONE], ids=["unconfirmed", "former"])
def test_who_has_no_right_writes_to_nobody(author: Member, base: Loaded):
    done = speech.spoke(reply(ANSWER, author), on_card(base, actor=author))
    assert relays(done) == []
    assert why(done) == "mark.why.no_right"


def test_the_coordinators_are_asked_once_about_a_newcomer(base: Loaded):
    done = speech.spoke(reply(ANSWER, NEWCOMER), on_card(base, actor=NEWCOMER))
    assert keys(done) == ["mark.not_delivered", "desk.pairing.may_work"]
    (known,) = (one.member for one in done if isinstance(one, KeepMember))
    again = speech.spoke(reply(ANSWER, known), on_card(base, actor=known, people={known.user_id: known}))
    assert keys(again) == ["mark.not_delivered"]


def test_a_reply_to_an_unknown_message_is_never_guessed(base: Loaded):
    assert why(speech.spoke(reply(ANSWER), staffed(base.knowledge, actor=JAN, queue=[TAKEN]))) == (
        "mark.why.unknown_message"
    )


def test_a_reply_to_another_message_of_the_bot_in_a_topic_is_a_note(base: Loaded):
    done = speech.spoke(reply(ANSWER, thread_id=9), on_card(base, quoted_handle="u5:0"))
    assert relays(done) == []
    assert [one.fate for one in kept(done)] == [Fate.NOTE]


def test_a_reply_to_a_colleague_that_calls_the_bot_goes_to_no_citizen(base: Loaded):
    colleagues = on_card(base, quoted=line(Author.STAFF, Fate.NOTE), quoted_handle=None)
    assert relays(speech.spoke(reply(ANSWER), colleagues)) == []


def test_what_the_owner_writes_under_a_reply_of_their_own_goes_to_the_citizen_too(base: Loaded):
    mine = on_card(base, quoted=line(Author.STAFF), quoted_handle=None)
    (sent,) = relays(speech.spoke(reply("I jeszcze jedno: proszę przynieść umowę."), mine))
    assert sent.lines[0].quotes == line(Author.STAFF).handle
    assert relays(speech.spoke(reply("// zobaczymy"), mine)) == []


@pytest.mark.parametrize(
    ("author", "wrote"), [(EWA, JAN), (JAN, EWA)], ids=["to the owner's reply", "by the owner to a colleague's reply"]
)
def test_what_stands_under_a_colleagues_reply_is_asked_about(author: Member, wrote: Member, base: Loaded):
    quoted = line(Author.STAFF, staff_id=wrote.user_id)
    done = speech.spoke(reply(ANSWER, author), on_card(base, actor=author, quoted=quoted, quoted_handle=None))
    assert relays(done) == []
    assert keys(done)[0].startswith("desk.asked.")


def test_a_reply_to_a_reminder_is_about_its_enquiry_and_asked_about(base: Loaded):
    done = speech.spoke(reply(ANSWER), on_card(base, quoted_handle="reminder:12:1764000000:desk.owner_silent"))
    assert relays(done) == []
    assert keys(done) == ["desk.asked.beside"]


def test_what_looks_like_a_command_is_not_lost(base: Loaded):
    for words in ("/start proszę nacisnąć", "/dotacja to dobry pomysł"):
        assert why(speech.spoke(reply(words), on_card(base))) == "mark.why.command"


def test_talk_in_a_topic_is_a_note(base: Loaded):
    done = speech.spoke(
        said_in_group("ktoś zna tę gminę?", EWA, thread_id=9), staffed(base.knowledge, TAKEN, actor=EWA)
    )
    assert [one.mark for one in done if isinstance(one, React)] == [Mark.NOTE]


def test_other_talk_is_not_marked(base: Loaded):
    assert speech.spoke(said_in_group("kto idzie na obiad?"), staffed(base.knowledge, actor=JAN, queue=[TAKEN])) == ()


def test_the_forgotten_swipe_is_noticed(base: Loaded):
    done = speech.spoke(said_in_group(ANSWER), staffed(base.knowledge, actor=JAN, queue=[TAKEN]))
    assert keys(done) == ["desk.asked.beside"]
    assert [one.reminder for one in done if isinstance(one, RemindAt)] == [Reminder.FORGOTTEN_SWIPE]


def test_no_reply_goes_to_the_last_of_several_enquiries(base: Loaded):
    both = [TAKEN, replace(TAKEN, number=13)]
    done = speech.spoke(said_in_group(ANSWER), staffed(base.knowledge, actor=JAN, queue=both))
    assert keys(done) == ["desk.asked.which"]
    assert relays(done) == []
    assert [one.fate for one in kept(done)] == [Fate.HELD]


BOTH = [TAKEN, replace(TAKEN, number=13, citizen_chat_id=CHAT + 1, question="Jak napisać statut?")]


def of_two(base: Loaded, about: Enquiry, **seen: object) -> World:
    """The desk after Jan wrote beside the thread while two citizens wait for him."""
    (held,) = kept(speech.spoke(said_in_group(ANSWER), staffed(base.knowledge, actor=JAN, queue=BOTH)))
    known = {"line": held, "lines": [held], "queue": BOTH, "actor": JAN, **seen}
    return staffed(base.knowledge, about, **known)  # type: ignore[arg-type]  # fields of the case


def choose(world: World, data: str) -> Sequence[Effect]:
    actor = world.case.actor or JAN
    return presses.pressed(GroupPressed(GROUP.chat_id, "p", data, who(actor), 60, "held:relay:-100500:50"), world)


def test_where_several_wait_there_is_a_button_for_each_without_a_word_of_theirs(base: Loaded):
    (asked,) = (
        one
        for one in speech.spoke(said_in_group(ANSWER), staffed(base.knowledge, actor=JAN, queue=BOTH))
        if isinstance(one, Say)
    )
    assert labels(asked.offers, base.knowledge) == [
        "Wyślij do nr 12 · Jak założyć spółdzielnię socjalną",
        "Wyślij do nr 13 · Jak założyć spółdzielnię socjalną",
        "To notatka",
    ]


def test_the_chosen_one_of_several_gets_the_message(base: Loaded):
    done = choose(of_two(base, BOTH[1]), "d.for:13:50")
    assert [one.chat_id for one in relays(done)] == [CHAT + 1]
    assert [(one.number, one.fate) for one in kept(done)] == [(13, Fate.QUEUED)]


def test_the_chosen_one_can_be_typed(base: Loaded):
    world = of_two(base, BOTH[0])
    held = world.case.line
    quoting = replace(world.case, quoted=held, is_copy_quoted=True, quoted_handle="held:relay:-100500:50", line=None)
    done = speech.spoke(reply("nr 13", message_id=61), replace(world, case=quoting))
    assert [one.chat_id for one in relays(done)] == [CHAT + 1]


@pytest.mark.parametrize("data", ["d.sendtake:12:50", "d.support:12:50"])
def test_what_is_for_one_of_several_goes_to_none_unchosen(data: str, base: Loaded):
    assert relays(choose(of_two(base, BOTH[0]), data)) == []


@pytest.mark.parametrize("actor", [ANNA, EWA])
def test_only_its_writer_says_whom_a_message_beside_the_thread_is_for(actor: Member, base: Loaded):
    assert relays(choose(of_two(base, BOTH[1], actor=actor), "d.for:13:50")) == []


def test_what_nobody_has_chosen_is_asked_about_again(base: Loaded):
    assert keys(speech.ask_again(BOTH[0], of_two(base, BOTH[0]))) == ["desk.asked.which"]
    assert speech.ask_again(BOTH[0], of_two(base, BOTH[0], queue=[])) == ()


def test_an_album_beside_the_thread_stays_together(base: Loaded):
    first, second = (
        said_in_group(words, message_id=at, media=Media.PHOTO, album_id="a1", part=PHOTO)
        for at, words in ((50, ANSWER), (51, ""))
    )
    waiting = staffed(base.knowledge, actor=JAN, queue=BOTH)
    (begun,) = kept(speech.spoke(first, waiting))
    (joined,) = kept(speech.spoke(second, replace(waiting, case=replace(waiting.case, enquiry=TAKEN, album=begun))))
    arrived = speech.album_arrived(ARRIVED, staffed(base.knowledge, TAKEN, lines=[begun, joined], queue=BOTH))
    assert keys(arrived) == ["desk.asked.which"]
    assert [(one.why, one.fate) for one in kept(arrived)] == [(WHICH, Fate.HELD)] * 2


@pytest.mark.parametrize(
    "about",
    [replace(TAKEN, waits_since=None), replace(TAKEN, owner_id=EWA.user_id)],
    ids=["nobody waits", "somebody else's"],
)
def test_an_answer_beside_the_thread_needs_somebody_who_waits_for_its_writer(about: Enquiry, base: Loaded):
    assert speech.spoke(said_in_group(ANSWER), staffed(base.knowledge, actor=JAN, queue=[about])) == ()


@pytest.mark.parametrize("media", Media)
def test_every_kind_of_message_goes_to_the_citizen_with_who_sends_it(media: Media, base: Loaded):
    done = speech.spoke(reply("", media=media), on_card(base))
    (sent,) = relays(done)
    by = [one for one in done if isinstance(one, Say) and one.chat_id == CHAT]
    assert (sent.text is not None) != bool(by)
    assert sent.lines[0].media is media


def part(number: int, words: str = "", album: str = "a1", author: Member = JAN) -> GroupSpoke:
    return reply(words, author, message_id=number, media=Media.PHOTO, album_id=album, part=PHOTO)


def album(base: Loaded, *parts: GroupSpoke, about: Enquiry = TAKEN, actor: Member = JAN) -> World:
    """The world when the parts of an album are there."""
    lines = [one for event in parts for one in kept(speech.spoke(event, on_card(base, about, actor)))]
    return staffed(base.knowledge, about, lines=lines)


ARRIVED = AlbumArrived(GROUP.chat_id)


def test_an_album_in_a_topic_that_reads_like_an_answer_is_asked_about(base: Loaded):
    first, second = (
        said_in_group(words, message_id=at, thread_id=9, media=Media.PHOTO, album_id="a1", part=PHOTO)
        for at, words in ((50, ANSWER), (51, ""))
    )
    (begun,) = kept(speech.spoke(first, staffed(base.knowledge, TAKEN, actor=JAN)))
    (joined,) = kept(speech.spoke(second, staffed(base.knowledge, TAKEN, actor=JAN, album=begun)))
    assert keys(speech.album_arrived(ARRIVED, staffed(base.knowledge, TAKEN, lines=[begun, joined]))) == [
        "desk.asked.beside"
    ]


def test_the_parts_of_an_album_wait_for_each_other(base: Loaded):
    done = speech.spoke(part(50), on_card(base))
    assert [type(one) for one in done] == [KeepLine, WaitForAlbum]


def album_part(base: Loaded, number: int) -> Line:
    (waiting,) = kept(speech.spoke(part(number), on_card(base)))
    return waiting


def test_an_album_is_one_message(base: Loaded):
    (sent,) = relays(speech.album_arrived(ARRIVED, album(base, part(51), part(50, "Plan"))))
    assert [one.message_id for one in sent.lines] == [50, 51]
    assert sent.text is not None
    assert dict(sent.text.params)["text"] == "Plan"


def test_an_album_with_a_note_in_it_goes_to_nobody(base: Loaded):
    done = speech.album_arrived(ARRIVED, album(base, part(50), part(51, "// tylko dla nas")))
    assert relays(done) == []
    assert [one.mark for one in done if isinstance(one, React)] == [Mark.NOTE]


def test_an_album_to_somebody_elses_enquiry_is_asked_about_once(base: Loaded):
    done = speech.album_arrived(ARRIVED, album(base, part(50, "", author=EWA), part(51, "", author=EWA), actor=EWA))
    assert keys(done) == ["desk.asked.somebody_elses"]


def test_an_album_of_somebody_without_rights_is_refused_once(base: Loaded):
    parts = [part(50, author=NEWCOMER), part(51, author=NEWCOMER)]
    done = speech.album_arrived(ARRIVED, album(base, *parts, actor=NEWCOMER))
    assert why(done) == "mark.why.no_right"
    assert [one.fate for one in kept(done)] == [Fate.FAILED, Fate.FAILED]


@pytest.mark.parametrize(("is_told", "said"), [(False, ["mark.not_delivered"]), (True, [])], ids=["first", "second"])
def test_an_album_that_replies_to_an_unknown_message_is_told_of_once(is_told: bool, said: list[str], base: Loaded):
    seen = staffed(base.knowledge, None, actor=JAN, is_album_refused=is_told)
    assert keys(speech.spoke(part(50), seen)) == said


def test_an_album_with_a_command_under_it_stays_together(base: Loaded):
    (waiting,) = kept(speech.spoke(part(50, "/rozdział 3"), on_card(base)))
    done = speech.album_arrived(ARRIVED, staffed(base.knowledge, TAKEN, lines=[waiting, album_part(base, 51)]))
    assert why(done) == "mark.why.command"
    assert relays(done) == []


def test_of_two_albums_one_goes_on_and_the_other_waits_its_turn(base: Loaded):
    done = speech.album_arrived(ARRIVED, album(base, part(50), part(51), part(60, album="a2")))
    (sent,) = relays(done)
    assert len(sent.lines) == 2
    assert any(isinstance(one, WaitForAlbum) for one in done)


def edit(words: str, before: Line, base: Loaded, about: Enquiry = TAKEN, **seen: object) -> Sequence[Effect]:
    seen = {"line": before, "lines": [before], **seen}
    event = said_in_group(words, message_id=before.message_id or 0, is_edit=True)
    return speech.spoke(event, staffed(base.knowledge, about, actor=JAN, **seen))  # type: ignore[arg-type]


@pytest.mark.parametrize("fate", [Fate.QUEUED, Fate.DELIVERED])
def test_an_edit_is_relayed_in_place_and_the_earlier_text_kept(fate: Fate, base: Loaded):
    before = line(Author.STAFF, fate)
    done = edit("Tak, jest, do 30 listopada.", before, base)
    (changed,) = (one for one in done if isinstance(one, Recaption))
    assert (changed.chat_id, changed.line.handle) == (CHAT, before.handle)
    assert [(one.text, one.earlier) for one in kept(done)] == [("Tak, jest, do 30 listopada.", "Tak, jest.")]


@pytest.mark.parametrize("fate", [Fate.NOTE, Fate.HELD, Fate.FAILED, Fate.UNDONE])
def test_an_edit_of_what_went_to_nobody_goes_to_nobody(fate: Fate, base: Loaded):
    done = edit("Nowa treść", line(Author.STAFF, fate), base)
    assert [(type(one), one.line.fate) for one in done if isinstance(one, KeepLine)] == [(KeepLine, fate)]
    assert len(done) == 1


@pytest.mark.parametrize("words", ["// to tylko dla nas", "@anna zobacz to"])
def test_an_edit_that_becomes_internal_does_not_reach_the_citizen(words: str, base: Loaded):
    done = edit(words, line(Author.STAFF), base)
    assert not any(isinstance(one, Recaption) for one in done)
    assert keys(done) == ["mark.not_delivered"]


def test_what_becomes_a_note_while_it_is_asked_about_can_no_longer_be_sent(base: Loaded):
    held = line(Author.STAFF, Fate.HELD, why=ASKED)
    done = edit("// to tylko dla nas", held, base)
    assert [(one.fate, one.why) for one in kept(done)] == [(Fate.NOTE, "")]
    assert [one.handle for one in done if isinstance(one, Revise)] == [f"held:{held.handle}"]
    assert [one.mark for one in done if isinstance(one, React)] == [Mark.NOTE]


def test_a_part_of_an_album_that_becomes_a_note_before_the_others_came_makes_it_one(base: Loaded):
    part = line(Author.STAFF, Fate.HELD, why="send", album_id="a", media=Media.PHOTO, part=PHOTO)
    assert [(one.fate, one.why) for one in kept(edit("// nie", part, base))] == [(Fate.HELD, "note")]


@pytest.mark.parametrize("words", ["Tak, jest.", "Tak, jest, poprawione."])
def test_a_file_changed_after_it_went_is_said_not_to_have_gone(words: str, base: Loaded):
    before = line(Author.STAFF, media=Media.PHOTO, part=PHOTO)
    event = said_in_group(
        words, message_id=40, is_edit=True, media=Media.PHOTO, part=AlbumPart(AlbumKind.PHOTO, "another")
    )
    done = speech.spoke(event, staffed(base.knowledge, TAKEN, actor=JAN, line=before, lines=[before]))
    assert why(done) == "mark.why.changed_file"
    assert len([one for one in done if isinstance(one, Recaption)]) == (words != before.text)


def test_a_file_changed_before_it_went_is_the_one_that_goes(base: Loaded):
    before, other = line(Author.STAFF, Fate.HELD, why=ASKED, part=PHOTO), AlbumPart(AlbumKind.PHOTO, "another")
    event = said_in_group(before.text, message_id=40, is_edit=True, media=Media.PHOTO, part=other)
    done = speech.spoke(event, staffed(base.knowledge, TAKEN, actor=JAN, line=before, lines=[before]))
    assert [one.part for one in kept(done)] == [other]


def test_an_edit_that_changes_nothing_does_nothing(base: Loaded):
    assert edit("Tak, jest.", line(Author.STAFF), base) == ()


def test_the_words_of_an_album_are_changed_under_its_first_file(base: Loaded):
    first = line(Author.STAFF, media=Media.PHOTO, part=PHOTO, album_id="a", message_id=40, text="")
    second = replace(first, handle="relay:-100500:41", message_id=41, text="Plan")
    done = edit("Nowy plan", second, base, lines=[first, second])
    (changed,) = (one for one in done if isinstance(one, Recaption))
    assert changed.line.handle == first.handle


AUTHORS = [ANNA, JAN, EWA, NEWCOMER, GONE]
WORDS = [ANSWER, "// notatka", "@anna weź to", "ok", "/otwarte", "/nieznane", "biorę", "zamknij", "cofnij", ""]
PLACES: list[dict[str, object]] = [
    {"quoted_handle": "card:12"},
    {"quoted": COPY, "is_copy_quoted": True, "quoted_handle": COPY.handle},
    {"quoted": line(Author.STAFF), "quoted_handle": None},
    {"quoted": line(Author.STAFF, Fate.HELD), "is_copy_quoted": True, "quoted_handle": "held:relay:-100500:40"},
    {"quoted_handle": "u5:0"},
]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("place", PLACES, ids=["card", "copy", "colleague", "question", "other"])
def test_whatever_staff_reply_gets_at_most_one_outcome(state: State, place: dict[str, object], base: Loaded):
    about = enquiry(state)
    for author, words in product(AUTHORS, WORDS):
        world = staffed(base.knowledge, about, actor=author, **place)  # type: ignore[arg-type]
        done = speech.spoke(reply(words, author), world)
        refused = [one for one in done if isinstance(one, Say) and one.text.key == "mark.not_delivered"]
        asked = [one for one in done if isinstance(one, Say) and one.text.key.startswith("desk.asked.")]
        marks = [one for one in done if isinstance(one, React) and one.message_id == 50]
        is_command = words.startswith("/") and not words.startswith("//")
        outcomes = len(relays(done)) + len(refused) + len(asked) + len(marks)
        assert outcomes == (0 if is_command and not refused else 1), (author, words)
        assert not relays(done) or (author.may_work and who(author).user_id == about.owner_id)


@pytest.mark.parametrize("words", ["dopuść", "Dopuszczam.", "tak", "Dopuść: Nowa Osoba"])
def test_a_coordinator_lets_somebody_work_by_typing(words: str, base: Loaded):
    seen = staffed(base.knowledge, actor=ANNA, quoted_handle=f"admits:{NEWCOMER.user_id}")
    effects = speech.spoke(reply(words, ANNA), seen)
    (kept,) = (one.member for one in effects if isinstance(one, KeepMember))
    assert kept == replace(NEWCOMER, is_confirmed=True)
    assert [one.handle for one in effects if isinstance(one, Revise)] == [f"admits:{NEWCOMER.user_id}"]


@pytest.mark.parametrize(
    ("circumstances", "author"),
    [
        ({"actor": JAN}, who(JAN)),
        ({"actor": ANNA, "is_actor_uncertain": True}, who(ANNA)),
        ({"actor": ANNA}, replace(who(ANNA), is_anonymous=True)),
    ],
    ids=["no coordinator", "uncertain", "anonymous"],
)
def test_nobody_else_lets_anybody_work_by_typing(circumstances: dict[str, Any], author: Person, base: Loaded):
    seen = staffed(base.knowledge, quoted_handle=f"admits:{NEWCOMER.user_id}", **circumstances)
    (said,) = speech.spoke(replace(reply("dopuść"), author=author), seen)
    assert isinstance(said, Say)


@pytest.mark.parametrize("words", ["jeszcze nie, zapytam", "dopuść Ewę"])
def test_talk_under_the_question_whether_somebody_may_work_is_for_people(words: str, base: Loaded):
    seen = staffed(base.knowledge, actor=ANNA, quoted_handle=f"admits:{NEWCOMER.user_id}")
    assert list(speech.spoke(reply(words, ANNA), seen)) == []
