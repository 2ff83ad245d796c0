"""Faults on order: which of the next calls fail, and how."""

import itertools
from dataclasses import dataclass, field
from enum import StrEnum

from bot.sandbox.wire import JsonObject


class FaultKind(StrEnum):
    """What goes wrong; all but `lost_reply` and `slow` happen instead of the call."""

    FLOOD = "429"
    SERVER_ERROR = "500"
    BAD_GATEWAY = "502"
    FORBIDDEN = "403"
    BAD_REQUEST = "400"
    UNAUTHORIZED = "401"
    CONFLICT = "409"
    # No answer until `delay_s` has passed, then the connection is dropped.
    TIMEOUT = "timeout"
    # The connection is dropped at once.
    DROP = "drop"
    # The call is carried out, then the connection is dropped without an answer.
    LOST_REPLY = "lost_reply"
    # The call is carried out after `delay_s`.
    SLOW = "slow"
    # A body that is not JSON, as a proxy sends.
    HTML = "html"


# Telegram's own words for the refusals.
DESCRIPTIONS = {
    FaultKind.FLOOD: "Too Many Requests: retry after {retry_after}",
    FaultKind.SERVER_ERROR: "Internal Server Error",
    FaultKind.BAD_GATEWAY: "Bad Gateway",
    FaultKind.FORBIDDEN: "Forbidden: bot was blocked by the user",
    FaultKind.BAD_REQUEST: "Bad Request: chat not found",
    FaultKind.UNAUTHORIZED: "Unauthorized",
    FaultKind.CONFLICT: "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
}


@dataclass(slots=True)
class Fault:
    """One order; `methods` in lower case, empty means every method but getUpdates."""

    number: int
    kind: FaultKind
    methods: frozenset[str]
    # Calls left to fail; negative means for ever.
    times: int
    # Matching calls to let through first.
    skip: int = 0
    chat_id: int | None = None
    retry_after: int = 1
    delay_s: float = 60.0
    description: str | None = None
    hits: int = 0

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Say whether the call is one that this order is about."""
        if self.times == 0 or (self.chat_id is not None and self.chat_id != chat_id):
            return False
        return method in self.methods if self.methods else method != "getupdates"

    def text(self) -> str:
        """Return the description of the refusal."""
        return self.description or DESCRIPTIONS.get(self.kind, "").format(retry_after=self.retry_after)

    def to_json(self) -> JsonObject:
        """Return the order and how often it struck."""
        methods = sorted(self.methods) or ["*"]
        return {"id": self.number, "kind": str(self.kind), "methods": methods, "left": self.times, "hits": self.hits}


@dataclass(slots=True)
class Faults:
    """The orders in force, first come first served."""

    orders: list[Fault] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the order that this call falls under and count it; `method` in lower case."""
        for fault in self.orders:
            if not fault.matches(method, chat_id):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= fault.times > 0
            fault.hits += 1
            return fault
        return None
