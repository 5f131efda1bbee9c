"""The pages and scripts of a web chat: the loader that sites include, the window inside its frame, and a demo shop."""

from __future__ import annotations

import hashlib
import html
import json
from functools import cache
from pathlib import Path

from aiohttp import web

from bot.networks._webchat_files import ACCEPT
from bot.networks._webchat_options import MOST_TEXT, WebChatOptions
from bot.networks._webchat_said import MOST_FILES
from bot.networks._webchat_visitors import may_show, sites

STATIC = Path(__file__).with_name("webchat_static")
TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src blob:; connect-src 'self'"
)
LOCKED = "base-uri 'none'; form-action 'none'"
TRUSTED = "require-trusted-types-for 'script'; trusted-types 'none'"


class Pages:
    """What a browser loads before anybody says anything."""

    def __init__(self, options: WebChatOptions, public_url: str, name: str) -> None:
        """Serve the chat called `name` in bot.yaml."""
        self.options, self.public_url, self.name = options, public_url, name

    def routes(self) -> list[web.RouteDef]:
        """Each path with the method that answers it."""
        return [
            web.get("/chat.js", self.loader),
            web.get("/window", self.window),
            web.get("/demo", self.demo),
            web.get("/static/{file}", self.static),
        ]

    async def loader(self, request: web.Request) -> web.StreamResponse:
        """The one script of the tag; it carries its settings, because a site's policy may allow no second request."""
        shown = {"color": self.options.color, "title": self.options.title, "origins": self.options.origins}
        script = text_of("chat.js").replace("/* settings */ {}", json.dumps(shown))
        headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=300"}
        return _answer(request, script.encode(), ".js", headers)

    async def window(self, request: web.Request) -> web.StreamResponse:
        """The chat window; its frame is shown by the allowed sites only, which the browser enforces."""
        origin = request.query.get("origin", "")
        if origin and not may_show(self.options, self.public_url, request.host, origin):
            words = f"This chat is not open to {origin}. Its operator can add that origin to `origins` in bot.yaml."
            return web.Response(status=403, text=words, headers=_headers("frame-ancestors 'none'; default-src 'none'"))
        ancestors = " ".join(("'self'", *sites(self.options, self.public_url)))
        page = text_of("window.html").replace("{settings}", html.escape(json.dumps(self.settings(origin))))
        headers = _headers(f"{POLICY}; {LOCKED}; {TRUSTED}; frame-ancestors {ancestors}")
        return _answer(request, page.encode(), ".html", {**headers, "Cache-Control": "no-store"})

    async def demo(self, request: web.Request) -> web.StreamResponse:
        """An example shop with the script tag in it."""
        headers = _headers(f"{POLICY}; {LOCKED}; frame-src 'self'; frame-ancestors 'self'")
        return _answer(request, text_of("demo.html").encode(), ".html", headers)

    async def static(self, request: web.Request) -> web.StreamResponse:
        """One of the files that lie in the folder; nothing else has a name here."""
        name = request.match_info["file"]
        if name not in file_names():
            raise web.HTTPNotFound
        return _answer(request, text_of(name).encode(), Path(name).suffix, {"Cache-Control": "no-cache"})

    def settings(self, origin: str) -> dict[str, object]:
        """What the window has to know."""
        options = self.options
        return {
            "name": self.name,
            "title": options.title,
            "greeting": options.greeting,
            "color": options.color,
            "closed": options.closed_text,
            "hours": bool(options.hours),
            "ask_name": options.ask_name,
            "max_text": MOST_TEXT,
            "max_upload": options.max_upload,
            "max_files": MOST_FILES,
            "accept": ACCEPT,
            "parent": origin,
        }


@cache
def text_of(name: str) -> str:
    """A file of the folder, read once."""
    return (STATIC / name).read_text(encoding="utf-8")


@cache
def file_names() -> frozenset[str]:
    """The files that may be asked for by name."""
    return frozenset(path.name for path in STATIC.iterdir() if path.suffix in TYPES)


def _headers(policy: str) -> dict[str, str]:
    return {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"}


def _answer(request: web.Request, body: bytes, suffix: str, headers: dict[str, str]) -> web.Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {**headers, "ETag": tag, "X-Content-Type-Options": "nosniff"}
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=TYPES[suffix], charset="utf-8", headers=headers)
