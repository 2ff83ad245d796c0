"""The wire to the Bot API: aiohttp, which takes a third of the processor time of the library's own client.

Only bytes go through here; what an answer means is the library's matter. Decision 0017 has the figures.
"""

from typing import Any

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# Seconds that a connection may take, and that a file may take besides.
CONNECT_S = 5.0
UPLOAD_S = 60.0


class AiohttpRequest(BaseRequest):
    """Connections of their own, kept open and used again."""

    def __init__(self, connections: int, *, timeout_s: float, is_direct: bool) -> None:
        """Wait at most `timeout_s` for an answer, unless a call says otherwise; `is_direct`: past any proxy that the
        environment names.
        """
        self._connections = connections
        self._timeout_s = timeout_s
        self._is_direct = is_direct
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return self._timeout_s

    async def initialize(self) -> None:
        """Be ready; again and again is well, too."""
        if self._session is None:
            # The same authorities as the library trusts, wherever the machine keeps its own.
            trusted = httpx.create_ssl_context(trust_env=not self._is_direct)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ssl=trusted),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=not self._is_direct,
            )

    async def shutdown(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer, but of a message of our own only which it is: the library would take longer to make objects
        of all that it says than sending it took.
        """
        answer = BaseRequest.parse_json_payload(payload)
        match answer:
            case {"result": {"message_id": _} as sent}:
                answer["result"] = {name: value for name, value in sent.items() if name in _NEEDED}
        return answer

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - one time for the whole request
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Give (HTTP status, body). Raises `TimedOut`, `NetworkError`, neither of which quotes the address."""
        if self._session is None:
            raise RuntimeError("not initialised")
        answer_s = read_timeout if isinstance(read_timeout, int | float) else self._timeout_s
        upload_s = UPLOAD_S if request_data is not None and request_data.contains_files else 0.0
        limits = aiohttp.ClientTimeout(total=answer_s + upload_s, sock_connect=CONNECT_S)
        body = None if request_data is None else _body(request_data)
        try:
            async with self._session.request(method, url, data=body, timeout=limits, allow_redirects=False) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error


_FORM = "application/x-www-form-urlencoded"
# Of a message that the bot has sent.
_NEEDED = frozenset({"message_id", "date", "chat"})


def _body(data: RequestData) -> aiohttp.BytesPayload | aiohttp.FormData:
    """Give the parameters as the library sends them: a form, in parts beside files (Bot API, "Making requests")."""
    if not data.contains_files:
        return aiohttp.BytesPayload(data.url_encoded_parameters().encode(), content_type=_FORM)
    # Telegram reads a file's name as plain UTF-8.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, content_type) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=content_type)
    return form
