"""Which hosts and origins are this machine's own."""

import ipaddress
import re

from starlette.types import Scope

_HOST = re.compile(r"(?:\[([0-9a-fA-F:]+)\]|([^:\[\]]+))(?::\d{1,5})?")
# What a browser says of a request by our own page, or by a person who typed the address.
_OWN_SITES = frozenset({b"same-origin", b"none"})


def is_local(scope: Scope) -> bool:
    """Say whether the Host is a loopback one, and what a browser says of the origin, when it does, is the same.

    This refuses DNS rebinding and requests that other sites make through a visitor's browser; one for a picture has no
    Origin, but says that it is from another site.
    """
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1")
    origin = headers.get(b"origin")
    is_own = origin is None or origin.decode("latin-1") == f"http://{host}"
    return is_loopback(host) and is_own and headers.get(b"sec-fetch-site", b"none") in _OWN_SITES


def is_loopback(host: str) -> bool:
    """Say whether `host`, with or without a port, names this machine's loopback."""
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    name = match[1] or match[2]
    if name.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
