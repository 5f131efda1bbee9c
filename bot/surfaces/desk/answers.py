"""How the desk answers: pages and data with the headers that keep a browser safe, and errors that a person can read."""

from __future__ import annotations

from json import dumps

from aiohttp import web

from inbox.errors import NotAllowed, NotFound, Refused

# One policy makes DOM from HTML that the desk itself has rendered (static/pieces.js); no script may do it otherwise.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types desk"
)
SAFE = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def html(text: str, status: int = 200) -> web.Response:
    """A page."""
    return web.Response(text=text, status=status, content_type="text/html")


def json(body: object, status: int = 200) -> web.Response:
    """Data for the desk's own scripts."""
    return web.Response(text=dumps(body, ensure_ascii=False), status=status, content_type="application/json")


def go(place: str) -> web.Response:
    """Go on to a place of ours."""
    return web.Response(status=303, headers={"Location": place})


def status_of(refused: Refused) -> int:
    """With which status a refusal is told."""
    return 404 if isinstance(refused, NotFound) else 403 if isinstance(refused, NotAllowed) else 409


def wants_json(request: web.Request) -> bool:
    """Whether the desk's own script asks; pages that work without scripts get pages."""
    return request.headers.get("X-Desk") == "1"


def safe(response: web.StreamResponse) -> web.StreamResponse:
    """The same answer with the safe headers, where it has none of its own."""
    if not response.prepared:
        for name, value in SAFE.items():
            response.headers.setdefault(name, value)
    return response
