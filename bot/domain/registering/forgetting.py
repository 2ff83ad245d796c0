"""Erasure of registrations: seats go to who waits, the group's cards are emptied, and attendance stays without a name.

How many people an organisation sent to a session that was held is part of the account of public money: that is kept
until retention ends, without contact, telephone, e-mail, problem or needs, and leads to no chat.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Say
from bot.domain.knowledge import Session
from bot.domain.sessions import clearing, waiting
from bot.domain.sessions.keeping import KeepRegistration
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration, Sector
from bot.domain.texts import Text, text
from bot.domain.world import World

# In the place of a name that may be a person's own.
_NAMELESS = "\u2013"


def _attended(world: World) -> Sequence[Registration]:
    known = world.knowledge.sessions
    return [one for one in world.agenda.mine if one.state is RegistrationState.ATTENDED and one.session_id in known]


def erased_lines(world: World) -> Sequence[Text]:
    """Name the registrations and wishes that are deleted at once."""
    mine = [one for one in world.agenda.mine if one not in _attended(world)]
    numbers = ", ".join(str(one.number) for one in mine)
    lines = [text("erasing.registrations", count=len(mine), numbers=numbers)] if mine else []
    if any(one.held for one in mine):
        lines.append(text("erasing.seats"))
    if world.agenda.interests:
        lines.append(text("erasing.interests"))
    return lines


def kept_lines(world: World) -> Sequence[Text]:
    """Name what is kept by duty, until when, and why."""
    return [kept_line(one, world.knowledge.sessions[one.session_id], world) for one in _attended(world)]


def kept_line(one: Registration, session: Session, world: World) -> Text:
    """Name what is kept of one registration: of residents not even the name."""
    key = "erasing.attendance_of_residents" if one.sector is Sector.RESIDENTS else "erasing.attendance"
    until = session.end + timedelta(days=world.rules.registration_days)
    return text(key, number=one.number, title=session.title, until=until)


def kept(world: World) -> Sequence[Effect]:
    """Keep attendance without a person, before everything else of theirs is deleted."""
    return tuple(KeepRegistration(without_person(one)) for one in _attended(world))


def without_person(one: Registration) -> Registration:
    """Give what the account of public money needs of attendance: the organisation, and how many came."""
    return replace(
        one,
        chat_id=None,
        organisation=_NAMELESS if one.sector is Sector.RESIDENTS else one.organisation,
        contact="",
        phone=None,
        email=None,
        problem="",
        needs=(),
        need_in_words="",
        request="",
    )


def freed(world: World) -> Sequence[Effect]:
    """Give the seats to who waits, empty the cards in the group, and tell staff."""
    effects: list[Effect] = []
    gone = {one.number for one in world.agenda.mine}
    for name in sorted({one.session_id for one in world.agenda.mine if one.is_active}):
        others = [one for one in world.agenda.everybody.get(name, ()) if one.number not in gone]
        effects += waiting.offer_freed(_about(world, others), name, others)
    return (*effects, *_emptied(world))


def _about(world: World, people: Sequence[Registration]) -> World:
    return replace(world, agenda=replace(world.agenda, registrations=people))


def _emptied(world: World) -> Sequence[Effect]:
    mine, why = world.agenda.mine, text("erasing.on_request")
    if not mine:
        return ()
    emptied = [*clearing.emptied(mine, why, world)]
    for name in sorted({one.session_id for one in mine} & set(world.agenda.confirmed)):
        emptied += clearing.cleared(world.agenda.confirmed[name], why, world)
    if world.case.staff.group is None:
        return emptied
    numbers = ", ".join(str(one.number) for one in mine)
    said = text("erasing.staff_told_registrations", count=len(mine), numbers=numbers)
    return (*emptied, Say(group_id(world.case.staff), said, language=LANGUAGE, is_silent=True))
