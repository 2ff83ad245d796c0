"""The wire to Telegram, replaced below the library: what is asked is kept, what is answered is given."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram.request import BaseRequest, RequestData


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    method: str
    parameters: Mapping[str, Any]
    # Field -> (file name, content, MIME type).
    files: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One response."""

    # HTTP.
    status: int
    # Bytes as they are; anything else as JSON.
    body: Any


def ok(result: Any) -> Answer:
    """Answer that a call succeeded."""
    return Answer(200, {"ok": True, "result": result})


def refused(status: int, description: str, **parameters: int) -> Answer:
    """Answer that a call failed, as the Bot API does."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return Answer(status, body | ({"parameters": parameters} if parameters else {}))


class Unplugged(BaseException):
    """No answer is left, which ends what is tested: nothing in between may catch it."""


class Wire(BaseRequest):
    """Answers in the order given; an exception among the answers is raised."""

    def __init__(self, *answers: Answer | BaseException) -> None:
        self.answers = deque(answers)
        self.calls: list[Call] = []

    @property
    def read_timeout(self) -> float:
        return 5

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - always POST
        request_data: RequestData | None = None,
        *_rest: Any,
        **_options: Any,
    ) -> tuple[int, bytes]:
        parameters = request_data.parameters if request_data else {}
        files = (request_data.multipart_data if request_data else None) or {}
        self.calls.append(Call(url.rsplit("/", 1)[1], parameters, files))
        if not self.answers:
            raise Unplugged(self.calls[-1].method)
        answer = self.answers.popleft()
        if isinstance(answer, BaseException):
            raise answer
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        return answer.status, body


BOT_USER = {"id": 1000000001, "is_bot": True, "first_name": "Bot", "username": "CentreBot"}
