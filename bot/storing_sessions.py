"""What a decision wants to be stored of sessions → statements."""

from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from bot.domain.sessions import keeping
from bot.domain.sessions.keeping import Propose, SendToMany
from bot.store import due, erasure, registrations, sessions
from bot.store.due import Due


class AlreadySettled(Exception):
    """Somebody else was faster with a proposal or a link; the turn is decided again."""


# What needs words besides a place to be kept: `bot.applying`.
Stored = (
    keeping.KeepSession
    | keeping.SettleProposal
    | keeping.KeepRegistration
    | keeping.ForgetRegistration
    | keeping.ForgetRegistrations
    | keeping.Invite
    | keeping.UseInvitation
    | keeping.DropInvitations
    | keeping.KeepInterest
    | keeping.DropInterest
    | keeping.SessionDueAt
    | keeping.RegistrationDueAt
    | keeping.FormDueAt
)
Worded = Propose | SendToMany


def keep(tx: Connection, wanted: Stored, *, now: datetime) -> None:  # noqa: PLR0912 - one branch for each wish
    """Store one thing. `now` is of the time the bot lives in."""
    match wanted:
        case keeping.KeepSession(confirmed=confirmed):
            sessions.keep(tx, confirmed)
        case keeping.SettleProposal(proposal_id=proposal_id, state=state):
            if not sessions.settle(tx, proposal_id, state):
                raise AlreadySettled
        case keeping.KeepRegistration(registration=registration):
            registrations.keep(tx, registration)
        case keeping.ForgetRegistration(number=number):
            erasure.erase_registration(tx, number)
        case keeping.ForgetRegistrations(session_id=session_id):
            registrations.forget_session(tx, session_id)
        case keeping.Invite(code=code, number=number):
            registrations.invite(tx, code, number, at=now)
        case keeping.UseInvitation(code=code):
            if registrations.use_invitation(tx, code) is None:
                raise AlreadySettled
        case keeping.DropInvitations(number=number):
            registrations.drop_invitations(tx, number)
        case keeping.KeepInterest(interest=interest):
            registrations.keep_interest(tx, interest)
        case keeping.DropInterest(chat_id=chat_id, county=county):
            registrations.drop_interest(tx, chat_id, county)
        case keeping.SessionDueAt(session_id=session_id, reminder=reminder, at=at):
            found = sessions.lock(tx, session_id)
            if found is not None:
                _set(tx, reminder.value, found.key, at)
        case keeping.RegistrationDueAt(number=number, reminder=reminder, at=at):
            _set(tx, reminder.value, number, at)
        case keeping.FormDueAt(chat_id=chat_id, reminder=reminder, at=at):
            _set(tx, reminder.value, chat_id, at)
        case _:
            assert_never(wanted)


def _set(tx: Connection, kind: str, subject: int, at: datetime | None) -> None:
    if at is None:
        due.drop(tx, kind, subject)
    else:
        due.set_due(tx, Due(kind, subject, at=at, real=False))
