"""Dialogue sessions as confirmed, and the changes that wait for a tap."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, inspect, select, update

from bot.domain.knowledge import Session
from bot.domain.sessions.confirmed import ConfirmedSession, Proposal, ProposalState
from bot.store.tables import dialogue_sessions, proposals
from bot.store.upsert import insert as upsert


def are_kept(tx: Connection) -> bool:
    """Tell whether the database has a place for sessions: a new or older one has none."""
    return inspect(tx).has_table(dialogue_sessions.name)


def all_confirmed(tx: Connection) -> Mapping[str, ConfirmedSession]:
    """Give every session by its id, in the order they were made."""
    return {row.session_id: _confirmed(row) for row in tx.execute(_ALL)}


_ALL = select(dialogue_sessions).order_by(dialogue_sessions.c.key)


def lock(tx: Connection, session_id: str) -> ConfirmedSession | None:
    """Give a session, and keep other transactions from deciding about its seats until this one ends."""
    found = select(dialogue_sessions).where(dialogue_sessions.c.session_id == session_id).with_for_update()
    row = tx.execute(found).one_or_none()
    return None if row is None else _confirmed(row)


def lock_keyed(tx: Connection, key: int) -> ConfirmedSession | None:
    """Give the session with our own number, locked likewise."""
    row = tx.execute(select(dialogue_sessions).where(dialogue_sessions.c.key == key).with_for_update()).one_or_none()
    return None if row is None else _confirmed(row)


def keep(tx: Connection, confirmed: ConfirmedSession) -> None:
    """Store a session as it is now; its key is given when it is new."""
    row = {
        "content": _dump(confirmed.session),
        "filed": None if confirmed.filed is None else _dump(confirmed.filed),
        "sequence": confirmed.sequence,
        "report": None if confirmed.report is None else _reports().dump_json(dict(confirmed.report)).decode(),
    }
    statement = upsert(tx, dialogue_sessions).values(session_id=confirmed.session.id, **row)
    tx.execute(statement.on_conflict_do_update(index_elements=["session_id"], set_=row))


def _confirmed(row: Any) -> ConfirmedSession:  # noqa: ANN401 - a row of `dialogue_sessions`
    return ConfirmedSession(
        key=row.key,
        session=_session(row.content),
        sequence=row.sequence,
        filed=None if row.filed is None else _session(row.filed),
        report=None if row.report is None else _reports().validate_json(row.report),
    )


def propose(tx: Connection, proposal: Proposal) -> Proposal:
    """Store a proposal that is new; give it with its id."""
    row = {"session_id": proposal.session_id, "state": proposal.state.value, "content": _dump_proposal(proposal)}
    made: int = tx.execute(insert(proposals).values(**row).returning(proposals.c.id)).scalar_one()
    return _with_id(proposal, made)


def lock_proposal(tx: Connection, proposal_id: int) -> Proposal | None:
    """Give a proposal, and keep other transactions from deciding about it until this one ends."""
    row = tx.execute(select(proposals).where(proposals.c.id == proposal_id).with_for_update()).one_or_none()
    return None if row is None else _proposal(row)


def open_proposals(tx: Connection) -> Sequence[Proposal]:
    """Give the proposals that wait for a tap, the oldest first; nobody else settles them before this one ends."""
    waiting = select(proposals).where(proposals.c.state == ProposalState.OPEN.value).order_by(proposals.c.id)
    return [_proposal(row) for row in tx.execute(waiting.with_for_update())]


def settle(tx: Connection, proposal_id: int, state: ProposalState) -> bool:
    """Close an open proposal; False when somebody was faster."""
    is_open = (proposals.c.id == proposal_id, proposals.c.state == ProposalState.OPEN.value)
    return tx.execute(update(proposals).where(*is_open).values(state=state.value)).rowcount == 1


def _proposal(row: Any) -> Proposal:  # noqa: ANN401 - a row of `proposals`
    kept = _proposals().validate_json(row.content)
    before, after = (None if one is None else _as_filed(one) for one in (kept.before, kept.after))
    return _with_id(replace(kept, before=before, after=after), row.id, ProposalState(row.state))


def _with_id(proposal: Proposal, made: int, state: ProposalState | None = None) -> Proposal:
    return replace(proposal, id=made, state=state or proposal.state)


# Read at every turn, changed hardly ever.
@lru_cache(maxsize=512)
def _session(content: str) -> Session:
    return _as_filed(_sessions().validate_json(content))


def _as_filed(session: Session) -> Session:
    """Give a session that equals the same one as the file has it: JSON knows no tuples."""
    return replace(session, moderators=tuple(session.moderators))


def _dump(session: Session) -> str:
    return _sessions().dump_json(session).decode()


def _dump_proposal(proposal: Proposal) -> str:
    return _proposals().dump_json(proposal).decode()


@cache
def _sessions() -> TypeAdapter[Session]:
    return TypeAdapter(Session)


@cache
def _proposals() -> TypeAdapter[Proposal]:
    return TypeAdapter(Proposal)


@cache
def _reports() -> TypeAdapter[dict[str, str]]:
    return TypeAdapter(dict[str, str])
