"""How a group becomes the staff group, and how people in it get and lose the right to work."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import commands, relaying
from bot.domain.desk import asking, cards, clearing, reminders
from bot.domain.effects import Effect, Notify, Revise, Say
from bot.domain.enquiries import Enquiry, Move, State, may, moved
from bot.domain.events import AlbumArrived, BotMoved, GroupMigrated, GroupPressed, GroupSpoke, MemberChanged, Person
from bot.domain.keeping import KeepEnquiry, KeepMember, MoveGroup, PairGroup, UnpairGroup
from bot.domain.lexicon import starts_with
from bot.domain.lines import Fate
from bot.domain.matching import tokenise
from bot.domain.offers import DeskAction, Offer
from bot.domain.sessions import proposing
from bot.domain.staff import Member, Staff, StaffGroup, Standing
from bot.domain.texts import Text, text
from bot.domain.world import World


def is_pairing(event: GroupSpoke | GroupPressed | AlbumArrived) -> bool:
    """Tell whether somebody tries to make their group the staff group: `/polacz <code>`, or a `startgroup` link."""
    if not isinstance(event, GroupSpoke) or event.is_edit or not event.is_addressed:
        return False
    command, argument = commands.parse(event.text) if event.text.startswith("/") else ("", "")
    return command == "polacz" or (command == "start" and bool(argument))


def pair(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Pair a group by its one-time code; in the staff group itself, say how far that is."""
    staff, (_, code) = world.case.staff, commands.parse(event.text)
    if staff.group is not None and staff.group.chat_id == event.chat_id:
        return _paired_already(event, staff.group, world)
    if not code or code != world.case.group_code:
        return (_say(event.chat_id, text("desk.pairing.wrong_code"), event.message_id),)
    group = StaffGroup(event.chat_id, is_complete=event.bot_is_administrator, is_forum=event.is_forum)
    shown = _in(group, world)
    due = [effect for one in world.case.queue if one.state is State.WAITING for effect in reminders.begin(one, shown)]
    due += proposing.show_waiting(group.chat_id, shown)
    if not group.is_complete:
        told = _say(event.chat_id, text("desk.pairing.incomplete"))
        return (PairGroup(group, code), *_first_coordinator(event, world), told, *due)
    return (PairGroup(group, code), *_first_coordinator(event, world), *_completed(shown), *due)


def _paired_already(event: GroupSpoke, group: StaffGroup, world: World) -> Sequence[Effect]:
    """Say that nothing is left to do, or what is; the bot may have missed that it was made an administrator."""
    if group.is_complete:
        return (_say(event.chat_id, text("desk.pairing.already"), event.message_id),)
    if not event.bot_is_administrator:
        return (_say(event.chat_id, text("desk.pairing.incomplete"), event.message_id),)
    now = replace(group, is_complete=True)
    return (PairGroup(now), *_completed(_in(now, world)))


def _first_coordinator(event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Know whoever paired the group as a coordinator at once, if they are its administrator."""
    person = event.author
    if person.is_anonymous or not event.author_is_administrator:
        return ()
    seen_at = world.case.real_now
    return (KeepMember(Member(person.user_id, person.name, Standing.ADMINISTRATOR, person.username, seen_at=seen_at)),)


def _in(group: StaffGroup, world: World) -> World:
    """Give the world as it is with this staff group."""
    return replace(world, case=replace(world.case, staff=replace(world.case.staff, group=group)))


def _completed(world: World) -> Sequence[Effect]:
    """Say in the group that questions come there from now on, and show those that wait."""
    said = text("desk.pairing.complete")
    told = _say(cards.group_id(world.case.staff), said)
    return (told, *_missing_cards(world), *asking.anew(world), *_caught_up(world), *clearing.left_over(world))


def _caught_up(world: World) -> Sequence[Effect]:
    """Make the cards that stand in the group show what has changed meanwhile, and what has ended."""
    known = [one for one in world.case.queue if one.number in world.case.carded]
    ended = [replace(one, is_card_behind=False) for one in world.case.behind]
    return (*(KeepEnquiry(one) for one in ended), *(cards.revise(one, world) for one in (*known, *ended)))


def _missing_cards(world: World) -> Sequence[Effect]:
    """Put into the group a card for every open enquiry that has none there, and what its citizen wrote since.

    Below a card that is there comes what has not reached the group.
    """
    return [effect for one in world.case.queue for effect in _shown(one, world)]


def _shown(enquiry: Enquiry, world: World) -> Sequence[Effect]:
    lines = [one for one in world.case.lines if one.number == enquiry.number]
    if enquiry.number in world.case.carded:
        return relaying.once_more(enquiry, [one for one in lines if one.fate is Fate.FAILED], world)
    new = relaying.as_they_are_now(enquiry, lines)
    return (cards.post(enquiry, world), *cards.rest(enquiry, world), *relaying.once_more(enquiry, new, world))


def _say(chat_id: int, said: Text, reply_to: int | None = None) -> Say:
    return Say(chat_id, said, reply_to=reply_to, language=cards.LANGUAGE)


def bot_moved(event: BotMoved, world: World) -> Sequence[Effect]:
    """Complete the pairing when the bot becomes an administrator; say so when it is one no more, or is out."""
    group = world.case.staff.group
    if group is None or group.chat_id != event.chat_id:
        return ()
    if not event.is_present:
        return (UnpairGroup(event.chat_id), *_all_free(world), Notify(text("notice.group_lost")))
    now = StaffGroup(event.chat_id, is_complete=event.is_administrator, is_forum=event.is_forum or group.is_forum)
    if now == group:
        return ()
    if now.is_complete and not group.is_complete:
        return (PairGroup(now), *_completed(_in(now, world)))
    if group.is_complete and not now.is_complete:
        told = _say(event.chat_id, text("desk.pairing.incomplete"))
        return (PairGroup(now), told, Notify(text("notice.group_incomplete")))
    return (PairGroup(now),)


def _all_free(world: World) -> Sequence[Effect]:
    """Bring everything that somebody has back to the queue: nobody may work where there is no group."""
    free = [moved(one, Move.RETURN, at=world.now) if may(one, Move.RETURN) else one for one in world.case.queue]
    return [KeepEnquiry(replace(one, has_topic=False)) for one in free]


def migrated(event: GroupMigrated, world: World) -> Sequence[Effect]:
    """Follow the group to its new id, with a new card for every open enquiry; told more than once, once."""
    group = world.case.staff.group
    if group is None or group.chat_id != event.chat_id:
        return ()
    shown = _in(replace(group, chat_id=event.new_chat_id), world)
    told = _say(event.new_chat_id, text("desk.pairing.migrated"))
    moved = MoveGroup(event.chat_id, event.new_chat_id)
    waiting = proposing.show_waiting(event.new_chat_id, shown)
    return (moved, told, *_missing_cards(shown), *asking.anew(shown), *waiting, *_asked_anew(shown))


def _asked_anew(world: World) -> Sequence[Say]:
    """Ask again to let somebody work: the buttons of the other group are gone."""
    people = world.case.staff.members.values()
    waiting = [
        one for one in people if one.is_asked_about and not one.may_work and one.standing is not Standing.OUTSIDE
    ]
    return [_asked_to_confirm(Person(one.user_id, one.name, one.username), world) for one in waiting]


def member_changed(event: MemberChanged, world: World) -> Sequence[Effect]:
    """Give or take rights as somebody comes, leaves, or becomes or ceases to be an administrator."""
    staff = world.case.staff
    if staff.group is None or staff.group.chat_id != event.chat_id:
        return ()
    before = staff.members.get(event.user.user_id)
    member = _member(event, before, world)
    if member.may_work:
        return (KeepMember(member),)
    return (KeepMember(member), *_return_all(member, staff, world))


def _member(event: MemberChanged, before: Member | None, world: World) -> Member:
    standing = Standing.MEMBER if event.is_present else Standing.OUTSIDE
    if event.is_present and event.is_administrator:
        standing = Standing.ADMINISTRATOR
    return Member(
        user_id=event.user.user_id,
        name=event.user.name,
        standing=standing,
        username=event.user.username,
        is_confirmed=event.is_present and before is not None and before.is_confirmed,
        is_asked_about=event.is_present and before is not None and before.is_asked_about,
        seen_at=world.case.real_now,
    )


def _return_all(member: Member, staff: Staff, world: World) -> Sequence[Effect]:
    """Give what somebody had who has left, or may work no more, back to the queue, where everybody sees it."""
    mine = [one for one in world.case.queue if one.owner_id == member.user_id and may(one, Move.RETURN)]
    if not mine or staff.group is None:
        return ()
    effects: list[Effect] = []
    for enquiry in mine:
        free: Enquiry = moved(enquiry, Move.RETURN, at=world.now)
        effects += [KeepEnquiry(free), cards.revise(free, world), *reminders.begin(free, world)]
    numbers = ", ".join(str(one.number) for one in mine)
    key = "desk.pairing.left" if member.standing is Standing.OUTSIDE else "desk.pairing.no_right_now"
    told = _say(staff.group.chat_id, text(key, name=member.name, numbers=numbers))
    return (*effects, told)


def ask_once(person: Person, world: World) -> Sequence[Effect]:
    """Ask the coordinators to let somebody work at the desk who has just tried to; once for each person."""
    member = world.case.staff.members.get(person.user_id)
    if member is None or member.standing is Standing.OUTSIDE or member.may_work or member.is_asked_about:
        return ()
    return (_asked_to_confirm(person, world), KeepMember(replace(member, is_asked_about=True)))


def _asked_to_confirm(person: Person, world: World) -> Say:
    offer = Offer(text("button.confirm", name=person.name), DeskAction.CONFIRM, str(person.user_id))
    said = text("desk.pairing.may_work", name=person.name)
    handle = f"{_ADMITS}{person.user_id}"
    return Say(cards.group_id(world.case.staff), said, [[offer]], language=cards.LANGUAGE, handle=handle)


_ADMITS = "admits:"


def asks_about(handle: str | None) -> int | None:
    """Give the person whom a question with this name asks to let work; None for any other name."""
    user_id = (handle or "").removeprefix(_ADMITS) if (handle or "").startswith(_ADMITS) else ""
    return int(user_id) if user_id.isdecimal() else None


def answered(user_id: int, event: GroupSpoke, world: World) -> Sequence[Effect]:
    """Obey a coordinator who lets somebody work by writing it; any other answer is for people to read."""
    words, known = tokenise(event.text), tokenise(world.case.staff.name_of(user_id))
    said = starts_with(words, world.interpreter.lexicon.typed["desk_admit"])
    if not said or not set(words[said:]) <= set(known):
        return ()
    done = _confirmed_by(event, user_id, world)
    return (_say(event.chat_id, done, event.message_id),) if isinstance(done, Text) else done


def _confirmed_by(event: GroupSpoke, user_id: int, world: World) -> Sequence[Effect] | Text:
    if event.author.is_anonymous:
        return text("mark.why.anonymous")
    if world.case.is_actor_uncertain or world.case.actor is None:
        return text("mark.why.uncertain")
    return confirmed(user_id, world.case.actor, world.case.quoted_handle, world)


def confirmed(user_id: int, actor: Member, handle: str | None, world: World) -> Sequence[Effect] | Text:
    """Let a person work at the desk; a text says why that is not possible. `handle`: the question whether they may."""
    member = world.case.staff.members.get(user_id)
    if not actor.is_coordinator:
        return text("desk.pairing.coordinators_only")
    if member is None or member.standing is Standing.OUTSIDE:
        return text("desk.pairing.not_here")
    if member.may_work:
        return text("desk.pairing.confirmed_already")
    chat_id, said = cards.group_id(world.case.staff), text("desk.pairing.confirmed", name=member.name, by=actor.name)
    told: Effect = _say(chat_id, said) if handle is None else Revise(chat_id, handle, said, language=cards.LANGUAGE)
    return (KeepMember(replace(member, is_confirmed=True)), told)
