"""What waits for a staff tap: how it is shown, and what follows from the tap. Each is decided about once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain import promises
from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Revise, Say
from bot.domain.knowledge import Session, SessionStatus
from bot.domain.offers import Offers, SessionAction
from bot.domain.sessions import calendar, mailings, waiting
from bot.domain.sessions.buttons import asking, button, shown_proposal
from bot.domain.sessions.calling_off import cancelled
from bot.domain.sessions.confirmed import (
    ConfirmedSession,
    Origin,
    Proposal,
    ProposalKind,
    ProposalState,
    differences,
    merged,
)
from bot.domain.sessions.counters import count
from bot.domain.sessions.keeping import (
    KeepRegistration,
    KeepSession,
    Letter,
    Propose,
    RegistrationDueAt,
    SendToMany,
    SettleProposal,
)
from bot.domain.sessions.lives import leads_to
from bot.domain.sessions.mailings import MailingKind, kind_of
from bot.domain.sessions.registrations import Registration
from bot.domain.sessions.reminders import RegistrationReminder
from bot.domain.sessions.shown import card
from bot.domain.sessions.telling import changes, warnings
from bot.domain.staff import Member
from bot.domain.texts import Param, Text, text
from bot.domain.world import World

# Before a session that begins so soon, messages go out in the quiet hours, too.
_URGENT = timedelta(hours=24)
# Proposals of which the newer one takes the place of the older one.
_ONE_AT_A_TIME = frozenset({ProposalKind.CHANGE, ProposalKind.VANISHED})


def propose(proposal: Proposal, world: World) -> Sequence[Effect]:
    """Put a proposal before staff, or keep it for when there is a group; an older one about the same gives way."""
    group = world.case.staff.group
    said, offers = _shown(proposal, world, "")
    chat_id = None if group is None else group.chat_id
    return (*give_way(proposal, world), Propose(proposal, chat_id, said, offers))


def propose_change(confirmed: ConfirmedSession, wanted: Session, actor: Member, world: World) -> Sequence[Effect]:
    """Propose what staff changed, together with what waits already; what nobody is told is taken in at once."""
    current, session_id = confirmed.session, confirmed.session.id
    waits = next((one.after for one in pending(session_id, world) if one.kind is ProposalKind.CHANGE), None)
    after = merged(waits or current, current, wanted)
    if differences(current, after):
        change = Proposal(0, session_id, ProposalKind.CHANGE, Origin.GROUP, world.now, current, after, by=actor.user_id)
        return propose(change, world)
    said = text("session.staff.no_change" if after == current else "session.staff.taken_in", title=current.title)
    kept = () if after == current else (KeepSession(replace(confirmed, session=after)),)
    return (*kept, Say(group_id(world.case.staff), said, language=LANGUAGE))


def call_off(proposal: Proposal, actor: Member, world: World) -> Sequence[Effect] | Text:
    """Ask for the reason why a session is cancelled that has vanished from the file."""
    known = world.agenda.confirmed.get(proposal.session_id)
    if proposal.state is not ProposalState.OPEN or known is None:
        return text("session.press.settled")
    said = text("session.proposal.called_off", what=_what(proposal, world), name=actor.name)
    asked = text("session.staff.ask_reason", title=known.session.title)
    return (
        SettleProposal(proposal.id, ProposalState.CONFIRMED),
        *_revised(proposal, said, world),
        Say(group_id(world.case.staff), asked, language=LANGUAGE, handle=asking(known.key, "cancel")),
    )


def give_way(proposal: Proposal, world: World) -> Sequence[Effect]:
    """Take back what is proposed for the same session, where only one change can wait at a time."""
    if proposal.kind not in _ONE_AT_A_TIME:
        return ()
    return take_back_all(proposal.session_id, world)


def take_back_all(session_id: str, world: World) -> Sequence[Effect]:
    """Close what waits for a tap about a session, because it is no longer true."""
    return tuple(effect for one in pending(session_id, world) for effect in take_back(one, world))


def take_back(proposal: Proposal, world: World) -> Sequence[Effect]:
    """Close an open proposal that is no longer true."""
    said = text("session.proposal.superseded", what=_what(proposal, world))
    return (SettleProposal(proposal.id, ProposalState.SUPERSEDED), *_revised(proposal, said, world))


def pending(session_id: str, world: World) -> Sequence[Proposal]:
    """Give the changes of a session that wait for a tap: at most one change, or question whether it vanished."""
    return [one for one in world.agenda.proposals if one.session_id == session_id and one.kind in _ONE_AT_A_TIME]


def show_waiting(chat_id: int, world: World) -> Sequence[Say]:
    """Show in a group that has just been paired everything that waits for a tap."""
    effects = []
    for one in world.agenda.proposals:
        said, offers = _shown(one, world, str(one.id))
        effects.append(Say(chat_id, said, offers, language=LANGUAGE, handle=shown_proposal(one.id)))
    return effects


def shown_anew(session_id: str, world: World) -> Sequence[Effect]:
    """Show what waits for a tap about a session as it concerns those who come now."""
    if world.case.staff.group is None:
        return ()
    shown = [(one, *_shown(one, world, str(one.id))) for one in world.agenda.proposals if one.session_id == session_id]
    chat_id = group_id(world.case.staff)
    return [Revise(chat_id, shown_proposal(one.id), said, offers, language=LANGUAGE) for one, said, offers in shown]


def _shown(proposal: Proposal, world: World, about: str) -> tuple[Text, Offers]:
    """Give a proposal with its buttons; `about` is its number, empty where it gets one only when it is stored."""
    number = int(about) if about else 0
    reject = replace(button(text("button.not_meant"), SessionAction.REJECT, number), about=about)
    if proposal.kind is ProposalKind.VANISHED:
        stays = replace(reject, label=text("button.stays"))
        off = replace(button(text("button.call_off"), SessionAction.CALL_OFF, number), about=about)
        return _what(proposal, world), ((stays,), (off,))
    sent, people = _letters(proposal, world), _people(proposal, world)
    label = text("button.send_to", count=len(sent)) if sent else text("button.confirm_change")
    confirm = replace(button(label, SessionAction.CONFIRM, number), about=about)
    to_call = mailings.without_account(mailings.concerned(proposal, people))
    more = [text("session.proposal.to_call", count=len(to_call), lines=to_call)] if to_call else []
    said = text(
        "session.proposal.all",
        what=_what(proposal, world),
        concerns=text("session.proposal.concerns", count=len(sent)) if sent else text("session.proposal.nobody"),
        more=[*warnings(proposal.before, proposal.after, taken=count(people).seats, now=world.now), *more],
    )
    return said, ((confirm,), (reject,))


def _people(proposal: Proposal, world: World) -> Sequence[Registration]:
    return world.agenda.everybody.get(proposal.session_id, ())


def _what(proposal: Proposal, world: World) -> Text:
    known = proposal.after or proposal.before or _current(proposal, world)
    title = {"pl": proposal.session_id} if known is None else known.title
    match proposal.kind:
        case ProposalKind.NEW if proposal.after is not None:
            facts = card(proposal.after, world.knowledge, world.now, {})
            key = (
                "session.proposal.new" if proposal.session_id not in world.agenda.confirmed else "session.proposal.tell"
            )
            seats = proposal.after.capacity
            capacity: Param = text("session.no_limit") if seats is None else seats
            return text(key, card=facts, capacity=capacity, id=proposal.session_id)
        case ProposalKind.VANISHED:
            return text("session.proposal.vanished", title=title)
        case ProposalKind.MESSAGE:
            return text(f"session.proposal.message_{proposal.audience}", title=title, message=proposal.message)
        case _ if proposal.before is not None and proposal.after is not None:
            lines = [*changes(proposal.before, proposal.after, world.knowledge), *_reason(proposal.after)]
            key = f"session.proposal.change_{proposal.origin.value}"
            return text(key, title=title, start=proposal.before.start, lines=lines)
    return text("session.proposal.vanished", title=title)


def _reason(after: Session) -> Sequence[Text]:
    is_told = after.status is SessionStatus.CANCELLED and after.reason
    return (text("session.diff.reason", reason=after.reason),) if is_told else ()


def _current(proposal: Proposal, world: World) -> Session | None:
    found = world.agenda.confirmed.get(proposal.session_id)
    return None if found is None else found.session


def _letters(proposal: Proposal, world: World) -> Sequence[Letter]:
    return mailings.letters(proposal, _confirmed_by(proposal, world), world)


def _confirmed_by(proposal: Proposal, world: World) -> ConfirmedSession:
    """Give the session as it is once the proposal is confirmed: only what was proposed changes."""
    known = world.agenda.confirmed.get(proposal.session_id)
    if known is None:
        if proposal.after is None:
            raise ValueError(f"proposal {proposal.id} names no session")
        return ConfirmedSession(0, proposal.after)
    if proposal.before is None or proposal.after is None:
        return known
    session = merged(known.session, proposal.before, proposal.after)
    return known if session == known.session else replace(known, session=session, sequence=known.sequence + 1)


def confirm(proposal: Proposal, actor: Member, world: World) -> Sequence[Effect] | Text:
    """Carry a proposal out, once; a text says why that is not possible now."""
    if proposal.state is not ProposalState.OPEN or not _is_possible(proposal, world):
        return text("session.press.settled")
    after, sent = _confirmed_by(proposal, world), _letters(proposal, world)
    if sent and promises.is_quiet(world) and after.session.start > world.now + _URGENT:
        return text("session.press.at_night")
    said = text("session.proposal.confirmed", what=_what(proposal, world), name=actor.name)
    mailing = (SendToMany(proposal.session_id, kind_of(proposal).value, sent),) if sent else ()
    done, offered = _carried_out(proposal, after, world)
    return (
        SettleProposal(proposal.id, ProposalState.CONFIRMED),
        *done,
        *mailing,
        # Behind the letter, which says what has become of the session.
        *offered,
        *_revised(proposal, said, world),
    )


def _is_possible(proposal: Proposal, world: World) -> bool:
    """Tell whether the session may become what is proposed, as it stands now."""
    current = _current(proposal, world)
    return current is None or leads_to(current.status, _confirmed_by(proposal, world).session.status)


def _carried_out(
    proposal: Proposal, after: ConfirmedSession, world: World
) -> tuple[Sequence[Effect], Sequence[Effect]]:
    """Give (what is stored, which seats are offered)."""
    if proposal.kind in {ProposalKind.MESSAGE, ProposalKind.VANISHED}:
        return (), ()
    people, kept = _registrations_after(proposal, after.session, world)
    seen = _seen_after(after, world)
    people, hurried = waiting.hurried(people, after.session.id, seen)
    freed = waiting.offer_freed(seen, after.session.id, people)
    before = _current(proposal, world)
    due = calendar.dues(after.session, world) if before is None else calendar.dues_anew(before, after.session, world)
    return (KeepSession(after), *kept, *due), (*hurried, *freed)


def _seen_after(after: ConfirmedSession, world: World) -> World:
    sessions = {**world.knowledge.sessions, after.session.id: after.session}
    return replace(world, knowledge=replace(world.knowledge, sessions=sessions))


def _registrations_after(
    proposal: Proposal, session: Session, world: World
) -> tuple[Sequence[Registration], Sequence[Effect]]:
    """Give the session's registrations as they are then, and what is stored of that."""
    people, told = _people(proposal, world), mailings.told(proposal, session, world)
    match kind_of(proposal):
        case MailingKind.CANCELLED:
            changed = {one.number: cancelled(one) for one in told}
        case MailingKind.RESTORED:
            changed = {one.number: one for one in told}
        case _:
            return people, ()
    due = [RegistrationDueAt(number, RegistrationReminder.OFFER_LAPSES, None) for number in changed]
    return [changed.get(one.number, one) for one in people], (
        *(KeepRegistration(one) for one in changed.values()),
        *due,
    )


def reject(proposal: Proposal, actor: Member, world: World) -> Sequence[Effect] | Text:
    """Drop a proposal: nothing goes out, and what was shown already for want of a group is taken back."""
    if proposal.state is not ProposalState.OPEN:
        return text("session.press.settled")
    key = "session.proposal.stays" if proposal.kind is ProposalKind.VANISHED else "session.proposal.rejected"
    said = text(key, what=_what(proposal, world), name=actor.name)
    return (
        SettleProposal(proposal.id, ProposalState.REJECTED),
        *_undone(proposal, world),
        *_revised(proposal, said, world),
    )


def _undone(proposal: Proposal, world: World) -> Sequence[Effect]:
    known = world.agenda.confirmed.get(proposal.session_id)
    if known is None or proposal.before is None or proposal.after is None:
        return ()
    session = merged(known.session, proposal.after, proposal.before)
    is_shown = merged(known.session, proposal.before, proposal.after) == known.session
    if not is_shown or session == known.session or not leads_to(known.session.status, session.status):
        return ()
    return (
        KeepSession(replace(known, session=session, sequence=known.sequence + 1)),
        *calendar.dues_anew(known.session, session, world),
    )


def _revised(proposal: Proposal, said: Text, world: World) -> Sequence[Effect]:
    """Show in the place of a proposal what became of it."""
    if world.case.staff.group is None:
        return ()
    return (Revise(group_id(world.case.staff), shown_proposal(proposal.id), said, language=LANGUAGE),)
