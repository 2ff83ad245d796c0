"""What the file says against what is confirmed: new sessions are listed, changes proposed, gaps asked about.

The file is compared with what it said when it was last looked at, so that each edit has its effect once, and a change
that staff made in the group is not taken back by a file that does not know of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.domain.counties import around
from bot.domain.desk.cards import LANGUAGE, group_id
from bot.domain.effects import Effect, Notify, Say
from bot.domain.knowledge import Session, SessionStatus
from bot.domain.sessions import calendar, proposing
from bot.domain.sessions.confirmed import (
    ConfirmedSession,
    Origin,
    Proposal,
    ProposalKind,
    differences,
    merged,
)
from bot.domain.sessions.events import SessionsFiled
from bot.domain.sessions.keeping import KeepSession
from bot.domain.sessions.lives import leads_to
from bot.domain.texts import text
from bot.domain.world import World


def filed(event: SessionsFiled, world: World) -> Sequence[Effect]:
    """Give what follows from reading the file; the same file again leads to nothing."""
    return tuple(_effects(event, world))


def _effects(event: SessionsFiled, world: World) -> Iterator[Effect]:
    known = world.agenda.confirmed
    for name, session in event.sessions.items():
        confirmed = known.get(name)
        if confirmed is None:
            yield from _new(session, world)
        elif session != confirmed.filed:
            yield from _edited(session, confirmed, world)
    for name, confirmed in known.items():
        if confirmed.filed is not None and name not in event.sessions:
            yield from _vanished(confirmed, world)


def _new(session: Session, world: World) -> Iterator[Effect]:
    """List a session at once; who wants to hear of sessions in its county hears when staff say so."""
    yield KeepSession(ConfirmedSession(0, session, filed=session))
    yield from calendar.dues(session, world)
    wanted = around([session.county], world.knowledge)
    is_news = _is_ahead(session, world) and any(one.county in wanted for one in world.agenda.interests)
    if is_news:
        listed = {**world.agenda.confirmed, session.id: ConfirmedSession(0, session, filed=session)}
        seen = replace(world, agenda=replace(world.agenda, confirmed=listed))
        yield from proposing.propose(_proposal(ProposalKind.NEW, session.id, world, after=session), seen)


def _edited(session: Session, confirmed: ConfirmedSession, world: World) -> Iterator[Effect]:
    """Propose what authors changed that people are told; take in the rest."""
    waiting = next((one for one in proposing.pending(session.id, world) if one.kind is ProposalKind.CHANGE), None)
    before = confirmed.session if waiting is None or waiting.before is None else waiting.before
    wanted = confirmed.session if waiting is None or waiting.after is None else waiting.after
    after = merged(wanted, confirmed.filed or wanted, session)
    if not _may_become(confirmed.session, after, world):
        yield _kept_as_it_is(confirmed.session, after, world)
        after = replace(after, status=wanted.status, reason=wanted.reason)
    is_told = bool(differences(before, after)) and before.end > world.now
    shown = _untold(confirmed.session, after) if is_told and world.case.staff.group is not None else after
    changed = replace(confirmed, filed=session, session=shown)
    if differences(confirmed.session, shown):
        changed = replace(changed, sequence=confirmed.sequence + 1)
    yield KeepSession(changed)
    yield from calendar.dues_anew(confirmed.session, shown, world)
    if is_told:
        seen = _with(changed, world)
        yield from proposing.propose(_proposal(ProposalKind.CHANGE, session.id, seen, before=before, after=after), seen)
    else:
        for one in proposing.pending(session.id, world):
            yield from proposing.take_back(one, world)


def _may_become(current: Session, after: Session, world: World) -> bool:
    """Tell whether a session may come to stand as the file has it: what lies ahead has not been held."""
    is_now_held = after.status is SessionStatus.HELD and current.status is not SessionStatus.HELD
    return leads_to(current.status, after.status) and not (is_now_held and after.start > world.now)


def _kept_as_it_is(current: Session, after: Session, world: World) -> Effect:
    """Tell staff, or where there is no group the operators, that the state in the file cannot be."""
    if world.case.staff.group is None:
        return Notify(text("notice.session_status", session=current.id))
    said = text(
        "session.staff.no_such_move",
        title=current.title,
        start=after.start,
        filed=text(f"session.status.{after.status.value}"),
        status=text(f"session.status.{current.status.value}"),
        id=current.id,
    )
    return Say(group_id(world.case.staff), said, language=LANGUAGE)


def _untold(current: Session, after: Session) -> Session:
    """Give the current session with everything of the new one that nobody needs to be told."""
    told = {name: getattr(current, name) for name in differences(current, after)}
    return replace(after, **told, reason=current.reason)


def _vanished(confirmed: ConfirmedSession, world: World) -> Iterator[Effect]:
    """Ask whether a session that is no longer in the file takes place; it does until somebody says otherwise."""
    session, forgotten = confirmed.session, replace(confirmed, filed=None)
    yield KeepSession(forgotten)
    if _is_ahead(session, world):
        seen = _with(forgotten, world)
        yield from proposing.propose(_proposal(ProposalKind.VANISHED, session.id, seen, before=session), seen)


def _with(confirmed: ConfirmedSession, world: World) -> World:
    known = {**world.agenda.confirmed, confirmed.session.id: confirmed}
    return replace(world, agenda=replace(world.agenda, confirmed=known))


def _proposal(
    kind: ProposalKind, session_id: str, world: World, *, before: Session | None = None, after: Session | None = None
) -> Proposal:
    return Proposal(0, session_id, kind, Origin.FILE, world.now, before, after)


def _is_ahead(session: Session, world: World) -> bool:
    return session.end > world.now and session.status not in {SessionStatus.CANCELLED, SessionStatus.HELD}
