"""The simulated Mastodon server: its API, its stream of server-sent events, its files, and the login of programs.

`python -m bot.playground.mastodon` runs it alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.mastodon.records import Account, App, Sent
from bot.playground.mastodon.routes import ROUTES, Call, Refusal
from bot.playground.mastodon.world import MastodonWorld
from bot.playground.serving import Server, fail

LARGEST_BODY = 100 * 1024 * 1024
ALLOWED, SPAN = 300, 300.0  # calls of an account in five minutes
HEARTBEAT = 15.0
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


class MastodonServer(Server):
    """One simulated server; tests reach what is on it through `world`. With `limits` the 301st call is answered 429."""

    def __init__(
        self, *, clock: Clock | None = None, faults: Faults | None = None, seed: int = 0, limits: bool = False
    ) -> None:
        super().__init__(self._answer, LARGEST_BODY)
        self.clock = clock or Clock()
        self.faults = faults or Faults(seed)
        self.world = MastodonWorld(self.clock, seed)
        self.calls: Counter[str] = Counter()
        self._limits = limits
        self._made: dict[tuple[str, int], int] = {}

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the base URL without a slash at the end."""
        self.world.base = await super().start(host, port)
        return self.url

    async def stop(self) -> None:
        """Stop listening; the world stays as it is and `start` may be called again."""
        self.world.cut_streams()
        await super().stop()

    @property
    def sent(self) -> list[Sent]:
        """Everything that programs did."""
        return self.world.sent

    async def wait_sent(self, wanted: Callable[[Sent], bool], timeout: float = 5.0, after: int = 0) -> Sent:
        """The first thing that a program did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.world.wait_sent(wanted, timeout, after)

    def refuse(self, status: int, words: str, match: Match | str = "*", times: int = 1) -> None:
        """The next `times` calls that fit are refused in these words."""
        self.faults.next(Fault(Kind.REFUSE, status=status, text=words), match, times)

    # ----------------------------------------------------------------------------------------------------- answering

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        match request.method, request.path:
            case "POST", "/api/v1/apps":
                return self._register(await request.post())
            case "GET", "/oauth/authorize":
                return self._consent(request)
            case "POST", "/oauth/token":
                return self._grant(await request.post())
            case "GET", path if path.startswith("/media/"):
                made = self.world.files.get(path.removeprefix("/media/"))
                return web.Response(body=made.data) if made else web.Response(status=404)
        name, id = _pattern(request.method, request.path)
        self.calls[name] += 1
        me = self.world.by_token(request.headers.get("Authorization", "").removeprefix("Bearer "))
        fault = self.faults.for_call("mastodon", me.id if me else "", name, id)
        if fault is not None and name != "GET /api/v1/streaming/user":
            return await fail(request, fault, self.clock, lambda: self._perform(request, name, id, me), _refused)
        if fault is not None:
            return _refused(fault)
        if name == "GET /api/v1/streaming/user" and me is not None:
            return await self._stream(request, me)
        return await self._perform(request, name, id, me)

    async def _perform(self, request: web.BaseRequest, name: str, id: str, me: Account | None) -> web.Response:
        found = ROUTES.get(name)
        if found is None:
            return _error(404, "Not Found")
        done, scope = found
        if me is None:
            return _error(401, "The access token is invalid")
        if scope not in ("", *me.scopes.split()):
            return _error(403, "This action is outside the authorized scopes")
        headers = self._spend(me)
        if headers["X-RateLimit-Remaining"] == "-1":
            return _error(429, "Too many requests", headers)
        try:
            call = await self._call(request, id, me)
            said = done(call)
        except Refusal as refusal:
            return _error(refusal.status, refusal.words, headers)
        return web.json_response(said, status=call.status, headers=headers)

    async def _call(self, request: web.BaseRequest, id: str, me: Account) -> Call:
        call = Call(self.world, me, id, list(request.query.items()), {}, request.headers.get("Idempotency-Key", ""))
        if request.content_type == "multipart/form-data":
            form = await request.post()
            call.body = {name: value for name, value in form.items() if isinstance(value, str)}
            call.files = [
                (one.filename, one.content_type, one.file.read())
                for one in form.values()
                if isinstance(one, web.FileField)
            ]
        elif request.can_read_body:
            call.body = json.loads(await request.read())
        return call

    def _spend(self, me: Account) -> dict[str, str]:
        span = int(self.clock.now() // SPAN)
        self._made[me.id, span] = made = self._made.get((me.id, span), 0) + 1
        reset = datetime.fromtimestamp((span + 1) * SPAN, UTC).isoformat().replace("+00:00", "Z")
        left = max(ALLOWED - made, -1) if self._limits else ALLOWED
        return {"X-RateLimit-Limit": str(ALLOWED), "X-RateLimit-Remaining": str(left), "X-RateLimit-Reset": reset}

    async def _stream(self, request: web.BaseRequest, me: Account) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue = self.world.open_stream(me)
        try:
            await response.write(b":)\n")
            while (event := await self._next(queue, response)) is not None:
                name, data = event
                await response.write(f"event: {name}\ndata: {data}\n\n".encode())
        finally:
            self.world.close_stream(me, queue)
        return response

    async def _next(
        self, queue: asyncio.Queue[tuple[str, str] | None], response: web.StreamResponse
    ) -> tuple[str, str] | None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT):
                    return await queue.get()
            await response.write(b":thump\n")

    # ------------------------------------------------------------------------------------------------------ logging in

    def _register(self, form: Any) -> web.Response:
        if not form.get("client_name") or not form.get("redirect_uris"):
            return _error(422, "Validation failed: Name can't be blank")
        app = App(f"app-{len(self.world.apps) + 1}", f"secret-{self.world.next_id()}", form["client_name"], "", "")
        app.redirect, app.scopes = str(form["redirect_uris"]), str(form.get("scopes", "read"))
        self.world.apps[app.id] = app
        return web.json_response({"client_id": app.id, "client_secret": app.secret, "name": app.name})

    def _consent(self, request: web.BaseRequest) -> web.Response:
        """Whoever opens the page lets the program in, as the first account that has a token."""
        app = self.world.apps.get(request.query.get("client_id", ""))
        if app is None or request.query.get("redirect_uri") != app.redirect:
            return web.Response(status=400, text="The client is not known, or the redirect URI is not its own.")
        me = next(one for one in self.world.accounts.values() if one.token)
        code = f"code-{self.world.next_id()}"
        self.world.codes[code] = app, me
        if app.redirect == OUT_OF_BAND:
            return web.Response(text=f"<p>Your code: <code>{html.escape(code)}</code></p>", content_type="text/html")
        back = f"{app.redirect}?{urlencode({'code': code, 'state': request.query.get('state', '')})}"
        return web.Response(status=302, headers={"Location": back})

    def _grant(self, form: Any) -> web.Response:
        app, me = self.world.codes.pop(str(form.get("code")), (None, None))
        if app is None or me is None or form.get("client_secret") != app.secret or form.get("client_id") != app.id:
            words = "The provided authorization grant is invalid, expired, revoked, or was issued to another client."
            return web.json_response({"error": "invalid_grant", "error_description": words}, status=400)
        me.scopes = app.scopes
        return web.json_response({"access_token": me.token, "token_type": "Bearer", "scope": app.scopes})


def _pattern(method: str, path: str) -> tuple[str, str]:
    """The call's name, with {id} for an id, and the id."""
    parts = path.strip("/").split("/")
    ids = [part for part in parts if part.isdigit()]
    shown = "/".join("{id}" if part.isdigit() else part for part in parts)
    return f"{method} /{shown}", ids[0] if ids else ""


def _error(status: int, words: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": words}, status=status, headers=headers)


def _refused(fault: Fault) -> web.Response:
    return _error(fault.status, fault.text or "Something went wrong")
