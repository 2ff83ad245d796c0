"""The log of Bot API calls: what was asked, what was answered, when; bounded, and read by `control`."""

import json
import time
from collections import deque
from dataclasses import dataclass, field

from bot.sandbox.signals import Signal
from bot.sandbox.wire import JsonObject

# Calls kept; older ones are forgotten.
KEPT_CALLS = 20_000

# Parameters that a form carries as JSON text.
JSON_PARAMETERS = frozenset(
    [
        "allowed_updates",
        "caption_entities",
        "commands",
        "entities",
        "link_preview_options",
        "media",
        "reaction",
        "reply_markup",
        "reply_parameters",
        "scope",
    ]
)


@dataclass(slots=True)
class LoggedCall:
    """One call; `code` is the HTTP status, 0 when the connection was dropped without an answer."""

    number: int
    bot_id: int
    method: str
    params: JsonObject
    code: int
    chat_id: int | None
    # Monotonic seconds.
    at: float
    # Id of the message that the call sent or edited.
    message_id: int | None = None
    description: str | None = None
    fault: str | None = None

    def to_json(self) -> JsonObject:
        """Return the call with its nested parameters decoded."""
        return {
            "n": self.number,
            "bot": self.bot_id,
            "method": self.method,
            "params": {name: _decoded(name, value) for name, value in self.params.items()},
            "code": self.code,
            "chat": self.chat_id,
            "t": self.at,
            "message_id": self.message_id,
            "description": self.description,
            "fault": self.fault,
        }


@dataclass(slots=True)
class CallLog:
    """Calls in the order they were answered, numbered from 1 for the life of the process."""

    calls: deque[LoggedCall] = field(default_factory=lambda: deque(maxlen=KEPT_CALLS))
    last_number: int = 0
    # Monotonic seconds of the last call that was not getUpdates.
    last_action_at: float = field(default_factory=time.monotonic)
    in_flight: int = 0
    changed: Signal = field(default_factory=Signal)

    def add(self, call: LoggedCall) -> None:
        """Append a call; its number is given here."""
        self.last_number += 1
        call.number = self.last_number
        self.calls.append(call)
        if call.method != "getUpdates":
            self.last_action_at = call.at
        self.changed.send()

    def since(self, number: int) -> list[LoggedCall]:
        """Return the kept calls after that number, oldest first."""
        newer = min(self.last_number - number, len(self.calls))
        if newer <= 0:
            return []
        return [self.calls[index] for index in range(len(self.calls) - newer, len(self.calls))]

    def forget(self) -> None:
        """Drop the calls, keep the numbering."""
        self.calls.clear()
        self.changed.send()


def _decoded(name: str, value: object) -> object:
    if name in JSON_PARAMETERS and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
