"""The simulated X as a real server: the API, the page that lets an app in, and the files.

`python -m bot.playground.x` runs it alone. api.x.com, x.com and the hosts of files lie under one address here.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Callable

from aiohttp import web

from bot.playground.attachments import photo
from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.sent import Sent
from bot.playground.serving import Server, fail
from bot.playground.x import dialog
from bot.playground.x.bills import Bills
from bot.playground.x.calls import Call, read_body
from bot.playground.x.hooks import Hooks
from bot.playground.x.limits import RateLimited
from bot.playground.x.refusals import OF_STATUS, WORDS, NoToken, Refusal, invalid
from bot.playground.x.routes.table import Route
from bot.playground.x.routing import ROUTES, STREAM, find
from bot.playground.x.streams import span
from bot.playground.x.wire import encode
from bot.playground.x.world import XWorld

LARGEST_BODY = 520 * 1024 * 1024


class XServer(Server):
    """A simulated X that apps reach over HTTP and tests through `world`.

    `clock` and `faults` may be shared with other simulated networks. With `limits` calls beyond their window are
    answered 429. `vocabulary`: "asked" answers in the words of the parameter that was used (`tweet.fields` or
    `post.fields`), as X does; "tweet" and "post" insist on one.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        faults: Faults | None = None,
        limits: bool = True,
        seed: int = 0,
        vocabulary: str = "asked",
    ) -> None:
        super().__init__(self._answer, LARGEST_BODY)
        self.clock = clock or Clock()
        self.faults = faults or Faults(seed)
        self.world = XWorld(self.clock, seed, limits=limits, vocabulary=vocabulary)
        self.hooks = Hooks(self.clock, self.faults, self.world.ids, self.world.delivered, seed)
        self.world.tell = self.hooks.tell

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the base URL, such as http://127.0.0.1:40123, without a slash at the end."""
        self.world.base = await super().start(host, port)
        return self.url

    async def stop(self) -> None:
        """Stop listening and delivering; the world stays as it is and `start` may be called again."""
        await self.hooks.close()
        await super().stop()

    @property
    def calls(self) -> Counter[str]:
        """How often each call was made, by its pattern: `GET /2/users/{id}/mentions`."""
        return self.world.calls

    @property
    def sent(self) -> list[Sent]:
        """Everything that apps did to the world."""
        return self.world.sent

    @property
    def billed(self) -> Bills:
        """What the first app owes."""
        return next(iter(self.world.bills.values()), None) or Bills()

    async def wait_sent(self, wanted: Callable[[Sent], bool], seconds: float = 5.0, after: int = 0) -> Sent:
        """The first thing an app did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.world.wait_sent(wanted, seconds, after)

    def refuse(self, name: str, detail: str = "", match: Match | str = "*", times: int = 1) -> None:
        """The next `times` calls that fit are answered with this refusal, by its name in `refusals.WORDS`."""
        words = json.dumps({"name": name, "detail": detail})
        self.faults.next(Fault(Kind.REFUSE, status=WORDS[name].status, text=words), match, times)

    # ----------------------------------------------------------------------------------------------------- answering

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        try:
            if path == "/i/oauth2/authorize" and request.method == "GET":
                return web.Response(text=dialog.page(self.world, request.query), content_type="text/html")
            if path.startswith("/profile_images/"):
                return web.Response(body=photo("bowl").data, content_type="image/png")
            if path.startswith("/media/"):
                return self._file(path.removeprefix("/media/"))
            found = find(request.method, path)
            if not found or not found[0]:
                raise Refusal("unknown-path" if found is None else "method")
            call = await self._read(request, *found)
        except Refusal as refusal:
            return _refusal(refusal)
        self.world.calls[call.name] += 1
        self.world.bell.ring()
        account = call.token.account.id if call.token is not None else ""
        fault = self.faults.for_call("x", account, call.name, _subject(call))
        if fault is None and call.name == STREAM:
            return await self._stream(request, call)
        if fault is None:
            return await self._perform(call)
        return await fail(
            request, fault, self.clock, lambda: self._perform(call), lambda one: _refusal(_planned(one, self.clock))
        )

    async def _read(self, request: web.BaseRequest, name: str, ids: list[str]) -> Call:
        body, files = await read_body(request)
        call = Call(self.world, self.hooks, name, ids, dict(request.query), body, files)
        kind, _, value = request.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            call.basic = _basic(value)
        elif kind == "Bearer":
            call.bearer = value.strip()
            call.token = self.world.tokens.alive(call.bearer, call.now)
            call.of_app = next((app for app in self.world.apps.values() if app.bearer == call.bearer), None)
        return call

    async def _perform(self, call: Call) -> web.Response:
        route = ROUTES[call.name]
        headers: dict[str, str] = {}
        try:
            self._admit(call, route)
            headers = self._count(call, route)
            _check_params(call, route)
            answer = await route.work(call)
            if "includes" in answer:
                self.world.charge_included(call.app, answer)
            return _json(answer, route.status, headers)
        except RateLimited as refusal:
            return _refusal(refusal, refusal.headers)
        except Refusal as refusal:
            return _refusal(refusal, headers)
        except NoToken as refusal:
            return _json(refusal.body(), refusal.status, {})

    async def _stream(self, request: web.BaseRequest, call: Call) -> web.StreamResponse:
        """The activity stream, which begins with what was missed where the caller asks for it."""
        headers: dict[str, str] = {}
        try:
            self._admit(call, ROUTES[STREAM])
            headers = self._count(call, ROUTES[STREAM])
            _check_params(call, ROUTES[STREAM])
            missed = self.hooks.missed(call.app, *span(call.query, call.now))
            return await self.hooks.streams.serve(request, call.app.id, headers, missed)
        except Refusal as refusal:
            return _refusal(refusal, headers)

    def _admit(self, call: Call, route: Route) -> None:
        """Raise Refusal unless the caller is whom this call is for, may do it, and has paid."""
        if route.auth == "none":
            return
        if call.token is None and call.of_app is None:
            raise Refusal("unauthorized")
        if route.auth == "app" and call.of_app is None:
            raise Refusal("app-only")
        if route.auth == "user" and call.token is None:
            raise Refusal("user-context")
        if call.token is not None and route.scopes - call.token.scopes:
            raise Refusal("scope")
        credit = call.app.credit
        if credit is not None and self.world.bills[call.app.id].total >= credit:
            raise Refusal("credits")

    def _count(self, call: Call, route: Route) -> dict[str, str]:
        if route.auth == "none":
            return {}
        headers: dict[str, str] = {}
        if call.token is None or route.auth == "user":
            headers |= self.world.limits.count(call.name, call.app.id, route.app, call.now, per="app")
        if call.token is not None:
            headers |= self.world.limits.count(call.name, call.account.id, route.user, call.now, per="user")
        return headers

    def _file(self, name: str) -> web.Response:
        media = self.world.media.get(name)
        if media is None or not media.data:
            return web.Response(status=404)
        return web.Response(body=media.data, content_type=media.mime)


def _subject(call: Call) -> str:
    """What a call is about, for planned failures: the last id of its path, or the post that is answered."""
    reply = call.body.get("reply")
    answered = str(reply.get("in_reply_to_tweet_id", "")) if isinstance(reply, dict) else ""
    return call.ids[-1] if call.ids else answered


def _check_params(call: Call, route: Route) -> None:
    for name in call.query:
        if name not in route.params:
            raise invalid(name, call.query[name], f"The query parameter [{name}] is not one of {sorted(route.params)}")


def _basic(value: str) -> tuple[str, str] | None:
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return name, secret


def _planned(fault: Fault, clock: Clock) -> Refusal:
    """What a planned fault is answered with: what `refuse` wrote into it, or what is usual for its status."""
    words = json.loads(fault.text) if fault.text.startswith("{") else {}
    name = words.get("name") or OF_STATUS.get(fault.status, "internal" if fault.status >= 500 else "invalid")
    if name != "rate-limit":
        return Refusal(name, words.get("detail", fault.text))
    reset = str(int(clock.now()) + (fault.retry_after or 60))
    return RateLimited({"x-rate-limit-limit": "15", "x-rate-limit-remaining": "0", "x-rate-limit-reset": reset})


def _refusal(refusal: Refusal, headers: dict[str, str] | None = None) -> web.Response:
    if isinstance(refusal, RateLimited):
        headers = refusal.headers
    return _json(refusal.body(), refusal.status, headers or {})


def _json(body: object, status: int, headers: dict[str, str]) -> web.Response:
    kind = {"Content-Type": "application/json; charset=utf-8"}
    return web.Response(body=encode(body), status=status, headers=kind | headers)
