"""What many are told: who gets which letter, and what is said of it to staff afterwards."""

from collections.abc import Iterator, Sequence
from enum import Enum

from bot.domain.counties import around
from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Say
from bot.domain.knowledge import Session, SessionStatus
from bot.domain.offers import Action, Offer, Offers
from bot.domain.sessions.calling_off import restored, to_restore
from bot.domain.sessions.cards import reach, reach_handle
from bot.domain.sessions.confirmed import ConfirmedSession, Proposal, ProposalKind, differences
from bot.domain.sessions.keeping import Letter, SendToMany
from bot.domain.sessions.lives import RegistrationState
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.shown import card
from bot.domain.sessions.telling import OF_INTEREST, changes
from bot.domain.texts import Param, Text, text
from bot.domain.world import World


class MailingKind(Enum):
    """What a mailing is."""

    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    MESSAGE = "message"
    REMINDER = "reminder"
    FEEDBACK = "feedback"


class Audience(Enum):
    """Whom a message of staff is for."""

    # Everybody with seats or on the waiting list.
    ALL = "all"
    SEATED = "seated"
    WAITING = "waiting"
    # Who was there.
    PRESENT = "present"


def kind_of(proposal: Proposal) -> MailingKind:
    """Tell what is sent when a proposal is confirmed."""
    if proposal.kind is ProposalKind.MESSAGE:
        return MailingKind.MESSAGE
    if proposal.before is None or proposal.after is None:
        return MailingKind.NEW
    was, is_now = (one.status is SessionStatus.CANCELLED for one in (proposal.before, proposal.after))
    if was is is_now:
        return MailingKind.CHANGED
    return MailingKind.CANCELLED if is_now else MailingKind.RESTORED


def concerned(proposal: Proposal, people: Sequence[Registration]) -> Sequence[Registration]:
    """Give whose registrations a proposal is about, with and without an account; `people` are all of the session."""
    match kind_of(proposal):
        case MailingKind.MESSAGE:
            states = _STATES[Audience(proposal.audience)]
        case MailingKind.RESTORED:
            return to_restore(people)
        case MailingKind.CANCELLED:
            states = _STATES[Audience.ALL]
        case _:
            states = _STATES[Audience.ALL] if _before_and_after(proposal) else frozenset()
    return [one for one in people if one.state in states]


_S = RegistrationState
_STATES = {
    Audience.ALL: frozenset({_S.CONFIRMED, _S.WAITING, _S.OFFERED}),
    Audience.SEATED: frozenset({_S.CONFIRMED}),
    Audience.WAITING: frozenset({_S.WAITING, _S.OFFERED}),
    Audience.PRESENT: frozenset({_S.ATTENDED}),
}


def of_audience(audience: Audience, people: Sequence[Registration]) -> Sequence[Registration]:
    """Give those of an audience whom a message can reach."""
    return [one for one in people if one.state in _STATES[audience] and one.chat_id is not None]


def _before_and_after(proposal: Proposal) -> Sequence[str]:
    """Give the changed fields of which somebody who comes wants to know."""
    if proposal.before is None or proposal.after is None:
        return ()
    return [name for name in differences(proposal.before, proposal.after) if name in OF_INTEREST]


def letters(proposal: Proposal, confirmed: ConfirmedSession, world: World) -> Sequence[Letter]:
    """Give what goes out when a proposal is confirmed, a letter a person; `confirmed` is the session as it is then."""
    people = told(proposal, confirmed.session, world)
    made = {one.chat_id: one for one in _to_registered(proposal, confirmed, people, world)}
    if _is_news(proposal):
        known = {one.chat_id for one in world.agenda.everybody.get(proposal.session_id, ()) if one.is_active}
        made = {**{one.chat_id: one for one in _to_interested(confirmed.session, world, known)}, **made}
    return list(made.values())


def told(proposal: Proposal, session: Session, world: World) -> Sequence[Registration]:
    """Give whose registrations a proposal is about, as they stand when they are told; `session` as it is then."""
    people = world.agenda.everybody.get(proposal.session_id, ())
    if kind_of(proposal) is MailingKind.RESTORED:
        return restored(people, session)
    return concerned(proposal, people)


def _is_news(proposal: Proposal) -> bool:
    """Tell whether those who want to hear of sessions in the county hear of it: it is new, or registration begins."""
    before, after = proposal.before, proposal.after
    if proposal.kind is ProposalKind.NEW or before is None or after is None:
        return proposal.kind is ProposalKind.NEW
    return before.status is SessionStatus.PLANNED and after.status is SessionStatus.OPEN


def _to_registered(
    proposal: Proposal, confirmed: ConfirmedSession, people: Sequence[Registration], world: World
) -> Iterator[Letter]:
    session, kind = confirmed.session, kind_of(proposal)
    has_entry = kind is not MailingKind.MESSAGE
    for one in people:
        if one.chat_id is not None:
            said, offers = _said(proposal, one, session, world)
            entry = confirmed if has_entry and one.seats else None
            yield Letter(one.chat_id, said, one.language, offers, entry, one.number)


def _said(proposal: Proposal, one: Registration, session: Session, world: World) -> tuple[Text, Offers]:
    about: dict[str, Param] = {
        "title": session.title,
        "start": session.start,
        "number": one.number,
        "phones": world.answers.phones(),
    }
    match kind_of(proposal):
        case MailingKind.CANCELLED:
            tell = Offer(text("button.notify"), Action.NOTIFY, session.county)
            return text("session.letter.cancelled", reason=session.reason, **about), ((tell,),)
        case MailingKind.RESTORED:
            when = text("session.when", start=session.start, end=session.end)
            where = text("session.where", place=session.place, address=session.address)
            key = "session.letter.restored" if one.seats else "session.letter.restored_waiting"
            return text(key, when=when, where=where, **about), ()
        case MailingKind.MESSAGE:
            return text("session.letter.message", message=proposal.message, **about), ()
    before, after = proposal.before or session, proposal.after or session
    lines = changes(before, after, world.knowledge, _before_and_after(proposal))
    return text("session.letter.changed", lines=lines, **about), ()


def _to_interested(session: Session, world: World, known: set[int | None]) -> Iterator[Letter]:
    county = world.knowledge.counties[session.county].name
    register = Offer(text("button.register"), Action.REGISTER, session.id)
    can_register = session.status is SessionStatus.OPEN
    wanted = around([session.county], world.knowledge)
    said = text("session.letter.new", county=county, card=card(session, world.knowledge, world.now, world.agenda.seats))
    for one in world.agenda.interests:
        if one.county in wanted and one.chat_id not in known:
            stop = (Offer(text("button.do_not_notify"), Action.DO_NOT_NOTIFY, one.county),)
            yield Letter(one.chat_id, said, "pl", ((register,), stop) if can_register else (stop,))


def reminder(confirmed: ConfirmedSession, people: Sequence[Registration], world: World) -> Sequence[Effect]:
    """Remind who has seats of a session that is near."""
    session = confirmed.session
    sent = [
        Letter(
            one.chat_id,
            text(
                "session.letter.reminder",
                title=session.title,
                when=text("session.when", start=session.start, end=session.end),
                where=text("session.where", place=session.place, address=session.address),
                number=one.number,
                count=one.seats,
                phones=world.answers.phones(),
            ),
            one.language,
            ((Offer(text("button.calendar"), Action.CALENDAR, session.id),),),
            number=one.number,
        )
        for one in people
        if one.chat_id is not None and one.state is RegistrationState.CONFIRMED
    ]
    return (SendToMany(session.id, MailingKind.REMINDER.value, sent),) if sent else ()


def settled(world: World) -> Sequence[Effect]:
    """Tell staff how many were reached, and who was not, now that the last message has gone out."""
    agenda = world.agenda
    if world.case.staff.group is None or agenda.mailing is None:
        return ()
    session_id, kind = agenda.mailing
    confirmed, failed = agenda.confirmed.get(session_id), agenda.not_reached
    if confirmed is None or (kind in _QUIET and not failed):
        return ()
    people = [one for one in agenda.everybody.get(session_id, ()) if one.number in failed]
    interested = sum(number is None for number in failed)
    lines = [text("session.staff.not_reached", numbers=", ".join(str(one.number) for one in people))] if people else []
    if interested:
        lines.append(text("session.staff.not_reached_interested", count=interested))
    said = text(
        "session.staff.delivered" if not failed else "session.staff.not_all_delivered",
        title=confirmed.session.title,
        what=text(f"session.mailing.{kind}"),
        reached=agenda.reached,
        of=agenda.reached + len(failed),
        lines=lines,
    )
    group = group_id(world.case.staff)
    return (Say(group, said, language=LANGUAGE, is_silent=not failed), *(_to_call(one, group) for one in people))


def _to_call(one: Registration, chat_id: int) -> Effect:
    """Say how to reach somebody in a message of its own, which is emptied when they erase everything."""
    handle = reach_handle(one.number)
    return Say(chat_id, _not_reached(one), language=LANGUAGE, handle=handle, is_silent=True)


# Of these staff hear only where somebody was not reached.
_QUIET = frozenset({MailingKind.REMINDER.value, MailingKind.FEEDBACK.value})


def _not_reached(one: Registration) -> Text:
    known: Param = reach(one) or text("registration.no_contact")
    return text("session.staff.to_call", number=one.number, organisation=one.organisation, reach=known)


def without_account(people: Sequence[Registration]) -> Sequence[Text]:
    """Give a line for each registration that staff entered: no message can reach it, but a call can."""
    return [_not_reached(one) for one in people if one.chat_id is None and (one.phone or one.email)]
