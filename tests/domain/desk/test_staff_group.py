"""How a group becomes the staff group and stops being it, and how people in it get and lose the right to work."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from bot.domain.desk import deciding as desk
from bot.domain.desk.cards import LONGEST_QUESTION
from bot.domain.effects import AnswerPress, Effect, Notify, React, Relay, Revise, Say
from bot.domain.enquiries import Enquiry, State
from bot.domain.events import BotMoved, GroupMigrated, GroupPressed, GroupSpoke, Media, MemberChanged, Person, Reminder
from bot.domain.keeping import KeepEnquiry, KeepLine, KeepMember, MoveGroup, PairGroup, RemindAt, UnpairGroup
from bot.domain.lines import ASKED, NO_GROUP, Author, Fate
from bot.domain.offers import DeskAction
from bot.domain.sessions.buttons import shown_proposal
from bot.domain.sessions.confirmed import Origin, Proposal, ProposalKind
from bot.domain.staff import Member, StaffGroup, Standing
from bot.domain.world import World
from bot.knowledge.loading import Loaded
from tests.desks import ANNA, EWA, GONE, GROUP, JAN, NEWCOMER, enquiry, line, staffed
from tests.meetings import SESSION
from tests.worlds import NOW, renderer

Kind = TypeVar("Kind")
CODE = "group-code"
INCOMPLETE = replace(GROUP, is_complete=False)
OPERATOR = Person(99, "Operator")
OTHER_GROUP = -100900


def only(kind: type[Kind], effects: Sequence[Effect]) -> list[Kind]:
    return [one for one in effects if isinstance(one, kind)]


def words(effects: Sequence[Effect], base: Loaded) -> list[str]:
    """What is said, cards left out."""
    plain = [one for one in only(Say, effects) if not one.handle.startswith("card:")]
    return [renderer(base.knowledge).plain(one.text, "pl") for one in plain]


def cards(effects: Sequence[Effect]) -> list[tuple[int, str]]:
    return [(one.chat_id, one.handle) for one in only(Say, effects) if one.handle.startswith("card:")]


def unpaired(base: Loaded, *queue: Enquiry, group: StaffGroup | None = None, carded: Sequence[int] = ()) -> World:
    seen = staffed(base.knowledge, people={}, group=group, queue=queue)
    return replace(seen, case=replace(seen.case, group_code=CODE, carded=frozenset(carded)))


def asks_to_pair(text: str = f"/polacz {CODE}", **circumstances: Any) -> GroupSpoke:
    spoken = GroupSpoke(GROUP.chat_id, 5, text, is_addressed=True, author=OPERATOR, bot_is_administrator=True)
    return replace(spoken, **circumstances)


@pytest.mark.parametrize("text", [f"/polacz {CODE}", f"/start {CODE}", f"/POLACZ  {CODE} "])
def test_the_code_pairs_a_group(base: Loaded, text: str):
    effects = desk.decide(asks_to_pair(text, is_forum=True), unpaired(base))
    assert only(PairGroup, effects) == [PairGroup(replace(GROUP, is_forum=True), CODE)]
    (said,) = words(effects, base)
    assert said.startswith("Gotowe")


@pytest.mark.parametrize("text", ["/polacz", "/polacz other-code", f"/polacz {CODE}x", "/start other"])
def test_a_wrong_code_pairs_nothing_and_gives_nothing_away(base: Loaded, text: str):
    effects = desk.decide(asks_to_pair(text), unpaired(base))
    assert only(PairGroup, effects) == []
    (said,) = words(effects, base)
    assert "nie działa" in said
    assert CODE not in said


def test_a_used_code_pairs_nothing(base: Loaded):
    used = unpaired(base)
    used = replace(used, case=replace(used.case, group_code=None))
    assert only(PairGroup, desk.decide(asks_to_pair(), used)) == []


@pytest.mark.parametrize(
    "event",
    [asks_to_pair(is_edit=True), asks_to_pair(is_addressed=False), asks_to_pair("/start"), asks_to_pair("polacz")],
    ids=["an edit", "to another bot", "no code in the link", "no command"],
)
def test_other_messages_pair_nothing(event: GroupSpoke):
    assert not desk.is_pairing(event)


def test_a_group_whose_bot_is_no_administrator_learns_what_is_missing(base: Loaded):
    effects = desk.decide(asks_to_pair(bot_is_administrator=False), unpaired(base, enquiry()))
    assert [one.group.is_complete for one in only(PairGroup, effects)] == [False]
    assert cards(effects) == []
    (said,) = words(effects, base)
    assert "zrobić bota administratorem" in said
    assert "Telegram nie pokazuje" in said


def test_an_administrator_who_pairs_is_a_coordinator_at_once(base: Loaded):
    effects = desk.decide(asks_to_pair(author_is_administrator=True), unpaired(base))
    (kept,) = only(KeepMember, effects)
    assert (kept.member.user_id, kept.member.is_coordinator) == (OPERATOR.user_id, True)


@pytest.mark.parametrize(
    "event",
    [asks_to_pair(), asks_to_pair(author_is_administrator=True, author=replace(OPERATOR, is_anonymous=True))],
    ids=["a member", "an anonymous administrator"],
)
def test_anybody_else_may_pair_and_gets_no_rights_by_it(base: Loaded, event: GroupSpoke):
    effects = desk.decide(event, unpaired(base))
    assert len(only(PairGroup, effects)) == 1
    assert only(KeepMember, effects) == []


def test_what_waits_is_shown_in_a_new_group_and_looked_after_again(base: Loaded):
    effects = desk.decide(asks_to_pair(), unpaired(base, enquiry(), enquiry(number=13)))
    assert cards(effects) == [(GROUP.chat_id, "card:12"), (GROUP.chat_id, "card:13")]
    assert {one.number for one in only(RemindAt, effects) if one.reminder is Reminder.PROMISE_BROKEN} == {12, 13}


def test_a_group_that_has_the_card_already_gets_no_second_one(base: Loaded):
    effects = desk.decide(asks_to_pair(), unpaired(base, enquiry(), enquiry(number=13), carded=[12]))
    assert cards(effects) == [(GROUP.chat_id, "card:13")]
    assert [one.handle for one in only(Revise, effects)] == ["card:12"]


@pytest.mark.parametrize("carded", [[12], []], ids=["the same group", "another"])
def test_what_was_written_while_there_was_no_group_comes_into_the_next_one(carded: Sequence[int], base: Loaded):
    waiting = line(Author.CITIZEN, Fate.FAILED, 50, why=NO_GROUP, quotes="card:12", text="chodzi o statut")
    seen = unpaired(base, enquiry(), carded=carded)
    effects = desk.decide(asks_to_pair(), replace(seen, case=replace(seen.case, lines=[waiting])))
    (copy,) = only(Relay, effects)
    assert [one.text for one in copy.lines] == ["chodzi o statut"]
    assert [one.line.fate for one in only(KeepLine, effects)] == [Fate.QUEUED]


def test_the_rest_of_a_long_question_follows_its_new_card(base: Loaded):
    effects = desk.decide(asks_to_pair(), unpaired(base, enquiry(question="a" * (LONGEST_QUESTION + 1))))
    assert [one.quotes for one in only(Say, effects) if one.quotes] == ["card:12"]


def test_the_staff_group_is_not_paired_twice(base: Loaded):
    effects = desk.decide(asks_to_pair(), unpaired(base, enquiry(), group=GROUP))
    assert words(effects, base) == ["Ta grupa już jest połączona."]
    assert only(PairGroup, effects) == []


@pytest.mark.parametrize(("is_administrator", "paired"), [(True, [PairGroup(GROUP)]), (False, [])])
def test_asking_again_completes_what_was_missed(base: Loaded, is_administrator: bool, paired: list[PairGroup]):
    event = asks_to_pair(bot_is_administrator=is_administrator)
    assert only(PairGroup, desk.decide(event, unpaired(base, group=INCOMPLETE))) == paired


def bot_is(*, present: bool = True, administrator: bool = True, chat_id: int = GROUP.chat_id) -> BotMoved:
    return BotMoved(chat_id, is_present=present, is_administrator=administrator, is_forum=False, by=OPERATOR)


def test_the_bot_that_becomes_administrator_completes_the_pairing(base: Loaded):
    effects = desk.decide(bot_is(), unpaired(base, enquiry(), enquiry(number=13), group=INCOMPLETE, carded=[13]))
    assert only(PairGroup, effects) == [PairGroup(GROUP)]
    assert cards(effects) == [(GROUP.chat_id, "card:12")]
    assert words(effects, base)[0].startswith("Gotowe")


def test_the_bot_that_is_no_longer_administrator_says_so_to_all(base: Loaded):
    effects = desk.decide(bot_is(administrator=False), staffed(base.knowledge))
    assert only(PairGroup, effects) == [PairGroup(INCOMPLETE)]
    assert "zrobić bota administratorem" in words(effects, base)[0]
    assert [one.text.key for one in only(Notify, effects)] == ["notice.group_incomplete"]


def test_the_bot_that_is_out_unpairs_and_tells_the_operator_how_to_pair_again(base: Loaded):
    effects = desk.decide(bot_is(present=False, administrator=False), staffed(base.knowledge, queue=[enquiry()]))
    assert only(UnpairGroup, effects) == [UnpairGroup(GROUP.chat_id)]
    (notice,) = only(Notify, effects)
    told = renderer(base.knowledge).plain(notice.text, "pl")
    assert "/operator" in told
    assert "nie zginą" in told
    assert only(Say, effects) == []


@pytest.mark.parametrize("group", [GROUP, None], ids=["another is paired", "none is paired"])
@pytest.mark.parametrize("event", [bot_is(chat_id=OTHER_GROUP), bot_is(present=False, chat_id=OTHER_GROUP)])
def test_moves_in_any_other_group_are_nobodys_business(base: Loaded, group: StaffGroup | None, event: BotMoved):
    assert desk.decide(event, unpaired(base, enquiry(), group=group)) == ()


def test_the_same_news_of_the_bot_is_not_told_again(base: Loaded):
    assert desk.decide(bot_is(), staffed(base.knowledge)) == ()


def test_a_group_that_becomes_a_supergroup_gets_new_cards(base: Loaded):
    event = GroupMigrated(GROUP.chat_id, OTHER_GROUP)
    effects = desk.decide(event, staffed(base.knowledge, queue=[enquiry(), enquiry(number=13)]))
    assert only(MoveGroup, effects) == [MoveGroup(GROUP.chat_id, OTHER_GROUP)]
    assert cards(effects) == [(OTHER_GROUP, "card:12"), (OTHER_GROUP, "card:13")]
    assert ["supergrupę" in one for one in words(effects, base)] == [True]


def test_what_waits_for_a_tap_is_asked_again_in_the_supergroup(base: Loaded):
    people = {one.user_id: replace(one, is_asked_about=True) for one in (EWA, GONE, NEWCOMER)}
    off = Proposal(7, SESSION.id, ProposalKind.VANISHED, Origin.FILE, NOW, SESSION)
    seen = staffed(base.knowledge, people=people)
    seen = replace(seen, agenda=replace(seen.agenda, proposals=[off]))
    asked = [one for one in only(Say, desk.decide(GroupMigrated(GROUP.chat_id, OTHER_GROUP), seen)) if one.offers]
    assert {one.chat_id for one in asked} == {OTHER_GROUP}
    assert [one.text.key for one in asked][1:] == ["desk.pairing.may_work"]
    assert (asked[0].handle, NEWCOMER.name in repr(asked[1])) == (shown_proposal(7), True)


def test_a_migration_told_again_changes_nothing(base: Loaded):
    seen = staffed(base.knowledge, group=replace(GROUP, chat_id=OTHER_GROUP), queue=[enquiry()])
    assert desk.decide(GroupMigrated(GROUP.chat_id, OTHER_GROUP), seen) == ()


def in_other_group(base: Loaded, **seen: object) -> Sequence[Effect]:
    """What follows when the group gets another id."""
    world = staffed(base.knowledge, **seen)  # type: ignore[arg-type]  # fields of the case
    return desk.decide(GroupMigrated(GROUP.chat_id, OTHER_GROUP), world)


def test_what_its_citizen_wrote_stands_below_the_new_card(base: Loaded):
    added = line(Author.CITIZEN, handle="relay:12:40", quotes=31)
    photo = replace(added, handle="relay:12:41", message_id=41, media=Media.PHOTO)
    gone = replace(added, handle="relay:12:42", message_id=42, fate=Fate.FAILED, why="SourceGone")
    answer = line(Author.STAFF, message_id=43)
    done = in_other_group(base, queue=[enquiry()], lines=[added, photo, gone, answer])
    copies = only(Relay, done)
    assert [(one.chat_id, one.lines[0].handle, one.lines[0].quotes) for one in copies] == [
        (OTHER_GROUP, "relay:12:40", "card:12"),
        (OTHER_GROUP, "relay:12:41", "card:12"),
    ]
    assert all(one.is_silent for one in copies)


def test_a_held_reply_is_asked_about_in_the_group_of_now(base: Loaded):
    held = line(Author.STAFF, Fate.HELD, why=ASKED)
    done = in_other_group(base, queue=[enquiry()], held=[(held, enquiry())])
    (asked,) = (one for one in only(Say, done) if one.handle == "held:relay:-100500:40")
    assert (asked.chat_id, asked.reply_to) == (OTHER_GROUP, None)
    assert "«Tak, jest.»" in renderer(base.knowledge).plain(asked.text, "pl")
    (kept_line,) = (one.line for one in only(KeepLine, done))
    assert (kept_line.fate, kept_line.chat_id, kept_line.message_id) == (Fate.HELD, None, None)


def test_a_held_file_of_another_group_is_to_be_sent_again(base: Loaded):
    first = line(Author.STAFF, Fate.HELD, why=ASKED, media=Media.PHOTO, album_id="a")
    second = replace(first, handle="relay:-100500:41", message_id=41)
    done = in_other_group(base, queue=[enquiry()], held=[(first, enquiry()), (second, enquiry())])
    assert [one.line.fate for one in only(KeepLine, done)] == [Fate.FAILED, Fate.FAILED]
    assert [one.text.key for one in only(Say, done)].count("mark.not_delivered") == 1


def test_what_is_held_in_the_same_group_is_not_asked_about_twice(base: Loaded):
    held = line(Author.STAFF, Fate.HELD, why=ASKED)
    seen = staffed(base.knowledge, group=INCOMPLETE, held=[(held, enquiry())])
    moved = BotMoved(GROUP.chat_id, is_present=True, is_administrator=True, is_forum=False, by=OPERATOR)
    assert only(KeepLine, desk.decide(moved, seen)) == []


def test_a_held_reply_that_was_moved_goes_out_and_is_marked_by_its_question(base: Loaded):
    held = replace(line(Author.STAFF, Fate.HELD, why=ASKED), chat_id=None, message_id=None)
    world = staffed(base.knowledge, enquiry(), actor=JAN, line=held, lines=[held])
    press = GroupPressed(GROUP.chat_id, "p", "d.sendtake:12:40", Person(JAN.user_id, JAN.name), 9, "held:relay:-1:40")
    done = desk.decide(press, world)
    assert [one.lines[0].handle for one in only(Relay, done)] == [held.handle]
    assert "held:relay:-100500:40" in [one.handle for one in only(Revise, done)]
    noted = desk.decide(replace(press, data="d.note:12:40"), world)
    assert only(React, noted) == []


def changes(member: Member, *, present: bool = True, administrator: bool = False) -> MemberChanged:
    person = Person(member.user_id, member.name, member.username)
    return MemberChanged(GROUP.chat_id, person, is_present=present, is_administrator=administrator)


def kept(event: MemberChanged, base: Loaded) -> Member:
    (keep,) = only(KeepMember, desk.decide(event, staffed(base.knowledge, now=NOW + timedelta(hours=1))))
    return keep.member


def test_an_administrator_is_a_coordinator_without_asking(base: Loaded):
    member = kept(changes(NEWCOMER, administrator=True), base)
    assert member.is_coordinator
    assert member.seen_at == NOW + timedelta(hours=1)


def test_whoever_comes_may_not_work_yet(base: Loaded):
    stranger = Member(80, "Ktoś Nowy", Standing.MEMBER)
    assert not kept(changes(stranger), base).may_work


def test_a_confirmed_member_stays_confirmed(base: Loaded):
    assert kept(changes(JAN), base).may_work


def test_an_administrator_who_is_one_no_more_needs_to_be_confirmed(base: Loaded):
    assert not kept(changes(ANNA), base).may_work


def test_whoever_leaves_loses_every_right(base: Loaded):
    gone = kept(changes(JAN, present=False), base)
    assert (gone.standing, gone.is_confirmed) == (Standing.OUTSIDE, False)


def test_whoever_comes_back_needs_to_be_confirmed_again(base: Loaded):
    seen = staffed(base.knowledge, people={GONE.user_id: replace(GONE, is_confirmed=False)})
    (keep,) = only(KeepMember, desk.decide(changes(GONE), seen))
    assert not keep.member.may_work


def test_what_somebody_had_who_leaves_comes_back_to_the_queue(base: Loaded):
    queue = [enquiry(State.TAKEN), enquiry(State.CLOSING, number=13)]
    effects = desk.decide(changes(JAN, present=False), staffed(base.knowledge, queue=queue))
    assert [(one.enquiry.number, one.enquiry.state, one.enquiry.owner_id) for one in only(KeepEnquiry, effects)] == [
        (12, State.WAITING, None),
        (13, State.WAITING, None),
    ]
    assert [one.handle for one in only(Revise, effects)] == ["card:12", "card:13"]
    assert {one.number for one in only(RemindAt, effects) if one.reminder is Reminder.UNTAKEN} == {12, 13}
    (said,) = words(effects, base)
    assert JAN.name in said
    assert "12, 13" in said


def test_somebody_who_leaves_with_nothing_leaves_without_a_word(base: Loaded):
    effects = desk.decide(changes(EWA, present=False), staffed(base.knowledge, queue=[]))
    assert words(effects, base) == []


@pytest.mark.parametrize("group", [replace(GROUP, chat_id=OTHER_GROUP), None], ids=["another group", "no group"])
def test_people_of_other_groups_are_not_kept(base: Loaded, group: StaffGroup | None):
    assert desk.decide(changes(JAN, present=False), staffed(base.knowledge, group=group)) == ()


def wants_to_work(who: Member) -> GroupSpoke:
    return GroupSpoke(GROUP.chat_id, 9, "/otwarte", is_addressed=True, author=Person(who.user_id, who.name))


def test_a_member_who_wants_to_work_is_put_to_the_coordinators(base: Loaded):
    effects = desk.decide(wants_to_work(NEWCOMER), staffed(base.knowledge, actor=NEWCOMER))
    (offer,) = (offer for one in only(Say, effects) for row in one.offers for offer in row)
    assert (offer.action, offer.about) == (DeskAction.CONFIRM, str(NEWCOMER.user_id))
    assert NEWCOMER.name in renderer(base.knowledge).plain(offer.label, "pl")


def confirms(actor: Member, whom: Member, base: Loaded) -> Sequence[Effect]:
    person = Person(actor.user_id, actor.name)
    event = GroupPressed(GROUP.chat_id, "press", f"d.confirm:{whom.user_id}", person, message_id=50)
    return desk.decide(event, staffed(base.knowledge, actor=actor))


def test_a_coordinator_confirms_a_member_by_a_tap(base: Loaded):
    effects = confirms(ANNA, NEWCOMER, base)
    assert [one.member for one in only(KeepMember, effects)] == [replace(NEWCOMER, is_confirmed=True)]
    (said,) = words(effects, base)
    assert NEWCOMER.name in said
    assert ANNA.name in said


@pytest.mark.parametrize(
    ("actor", "whom", "why"),
    [
        (JAN, NEWCOMER, "desk.pairing.coordinators_only"),
        (NEWCOMER, NEWCOMER, "desk.no_right"),
        (GONE, NEWCOMER, "desk.no_right"),
        (ANNA, GONE, "desk.pairing.not_here"),
        (ANNA, Member(80, "Ktoś", Standing.MEMBER), "desk.pairing.not_here"),
        (ANNA, JAN, "desk.pairing.confirmed_already"),
    ],
    ids=["a member", "oneself", "a former member", "who has left", "who was never here", "who may work already"],
)
def test_nobody_else_is_let_in_or_lets_in(base: Loaded, actor: Member, whom: Member, why: str):
    effects = confirms(actor, whom, base)
    assert not any(one.member.may_work for one in only(KeepMember, effects))
    assert [one.text.key for one in only(AnswerPress, effects) if one.text is not None] == [why]
