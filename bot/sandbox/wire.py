"""The JSON of the Bot API: its objects, its refusals and its measure of text.

Objects stay plain dictionaries on purpose: what is kept is exactly what was or will be on the wire.
"""

import json
from typing import Any

# One JSON object of the Bot API or of the control API.
JsonObject = dict[str, Any]

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class ApiError(Exception):
    """A refusal: HTTP status, Telegram's text and, for some, `parameters` (migrate_to_chat_id, retry_after)."""

    def __init__(self, code: int, description: str, parameters: JsonObject | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> ApiError:
    """Return the 400 with Telegram's prefix; `reason` is worded as Telegram words it."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """Return the 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def encode(value: object) -> bytes:
    """Return compact UTF-8 JSON; a lone surrogate is replaced, as no UTF-8 text can hold it."""
    return _ENCODER.encode(value).encode("utf-8", "replace")


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, the unit of every Bot API text limit and entity offset."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)
