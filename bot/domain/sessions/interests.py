"""Who wants to hear of sessions in a county, and what they would like to raise there: how a session is asked for."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Interest:
    """Somebody wants to hear of sessions in a county."""

    chat_id: int
    # County id.
    county: str
    # The problem that they would like to raise; empty: none.
    problem: str
    since: datetime
