"""What somebody has with the centre besides a conversation, in one statement: most people have nothing to load."""

from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, bindparam, exists, select

from bot.store import outbox
from bot.store.lanes import chat_lane
from bot.store.prepared import Prepared
from bot.store.tables import dialogue_sessions, enquiries, interests, registrations, staff_groups


@dataclass(frozen=True, slots=True)
class Dealings:
    """What there is to be loaded for a citizen's turn."""

    has_enquiries: bool
    has_registrations: bool
    has_interests: bool
    # Whether something less urgent than an answer waits to be sent to them.
    has_patient_lane: bool
    # Of everybody.
    is_desk_paired: bool
    is_any_session_confirmed: bool


def of_citizen(tx: Connection, chat_id: int) -> Dealings:
    """Tell what a citizen has. Lock the citizen first: what their other turns made is seen only afterwards."""
    return Dealings(*_DEALINGS.one(tx, {"chat_id": chat_id, "lane": chat_lane(chat_id)}))


_WHOSE: BindParameter[int] = bindparam("chat_id")
_DEALINGS = Prepared(
    select(
        exists().where(enquiries.c.citizen_chat_id == _WHOSE),
        exists().where(registrations.c.chat_id == _WHOSE),
        exists().where(interests.c.chat_id == _WHOSE),
        outbox.has_patient("lane"),
        exists(select(staff_groups.c.id)),
        exists(select(dialogue_sessions.c.key)),
    )
)
