"""The page at `/`: static files, read anew for each request, that may talk to this server only."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

HERE = Path(__file__).parent
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def page_files() -> dict[str, Path]:
    """Return every file of the page by its address; `/` is the first one that a browser reads."""
    files = sorted(path for path in HERE.rglob("*") if path.suffix in TYPES)
    return {"/" if path.name == "index.html" else f"/page/{path.relative_to(HERE).as_posix()}": path for path in files}


def page_routes() -> list[BaseRoute]:
    """Return a route for every file of the page."""
    return [_route(url, path) for url, path in page_files().items()]


def _route(url: str, path: Path) -> Route:
    def serve(_request: Request) -> Response:
        return Response(path.read_bytes(), media_type=TYPES[path.suffix], headers=HEADERS)

    return Route(url, serve)
