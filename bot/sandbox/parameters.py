"""Parameters of a request: query string, JSON, form or multipart, read the way Telegram reads them."""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from bot.sandbox.wire import JsonObject, bad_request

_FIELD_NAME = re.compile(rb'\bname="([^"]*)"')
_FILE_NAME = re.compile(rb'\bfilename="([^"]*)"')
_BOUNDARY = re.compile(r'boundary="?([^";,]+)"?')


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file."""

    name: str
    mime_type: str
    content: bytes


@dataclass(slots=True)
class Parameters:
    """Named values, as text or as JSON gave them, and uploads."""

    values: JsonObject = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the value as text; "" when it is not given."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str) -> int:
        """Return the leading whole number of the value, 0 when there is none, as Telegram's `to_integer` does."""
        value = self.values.get(name)
        if isinstance(value, int):
            return int(value)
        match = re.match(r"\s*[+-]?\d+", self.text(name))
        return int(match[0]) if match else 0

    def number(self, name: str) -> float:
        """Return the value as a number; raises 400 when it is empty."""
        try:
            return float(self.text(name))
        except ValueError:
            raise bad_request(f"{name} is empty") from None

    def boolean(self, name: str) -> bool:
        """Say whether the value is one of Telegram's words for true."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def nested(self, name: str, kind: str) -> object:
        """Return the parsed JSON value, `None` when it is not given; raises 400 "can't parse <kind> JSON object"."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {kind} JSON object") from None


def parse(query: bytes, content_type: str, body: bytes) -> Parameters:
    """Return what a request carries; raises 400 for a body that cannot be read."""
    parameters = Parameters(dict(parse_qsl(query.decode(), keep_blank_values=True)) if query else {})
    if not body:
        return parameters
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        parameters.values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    elif kind == "application/json":
        parameters.values.update(_json_object(body))
    elif kind == "multipart/form-data":
        _read_multipart(content_type, body, parameters)
    return parameters


def _json_object(body: bytes) -> JsonObject:
    try:
        value = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("object expected")
    return value


def _read_multipart(content_type: str, body: bytes, parameters: Parameters) -> None:
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise bad_request("boundary is not specified")
    for part in body.split(b"--" + boundary[1].encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        name = _FIELD_NAME.search(head)
        if name is None:
            continue
        filename = _FILE_NAME.search(head)
        if filename is None:
            parameters.values[name[1].decode()] = content.decode("utf-8", "replace")
        else:
            parameters.uploads[name[1].decode()] = Upload(
                filename[1].decode("utf-8", "replace"), _part_type(head), content
            )


def _part_type(head: bytes) -> str:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-type:"):
            return line.partition(b":")[2].strip().decode("latin-1")
    return "application/octet-stream"
