"""The simulated Bluesky as a real server: XRPC over HTTP, and the pictures of posts.

`python -m bot.playground.bluesky` runs it alone. Accounts log in at the server's address and live below /pds, as on
bsky.social and its account servers; the DID document that a login answers tells so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

from aiohttp import web

from bot.playground.bluesky.calls import Call, Route
from bot.playground.bluesky.limits import Limits
from bot.playground.bluesky.records import Account, JsonObject, Sent
from bot.playground.bluesky.refusals import OF_STATUS, Refusal, invalid
from bot.playground.bluesky.repo import HOME
from bot.playground.bluesky.routing import ROUTES
from bot.playground.bluesky.sessions import Sessions
from bot.playground.bluesky.world import BlueskyWorld
from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.serving import Server, fail

LARGEST_BODY = 64 * 1024 * 1024
CHAT = "did:web:api.bsky.chat#bsky_chat"
ENTRY = ("com.atproto.server.createSession", "com.atproto.server.refreshSession")


class BlueskyServer(Server):
    """A simulated Bluesky that programs reach over HTTP and tests through `world`.

    `clock` and `faults` may be shared with other simulated networks. Without `limits` no call is too many.
    """

    def __init__(
        self, *, clock: Clock | None = None, faults: Faults | None = None, limits: bool = True, seed: int = 0
    ) -> None:
        super().__init__(self._answer, LARGEST_BODY)
        self.clock = clock or Clock()
        self.faults = faults or Faults(seed)
        self.world = BlueskyWorld(self.clock, seed)
        self.sessions = Sessions(self.world.ids)
        self.limits = Limits() if limits else None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the base URL, such as http://127.0.0.1:40123, without a slash at the end."""
        self.world.base = await super().start(host, port)
        return self.url

    @property
    def calls(self) -> Counter[str]:
        """How often each call was made, by its name: `POST com.atproto.repo.createRecord`."""
        return self.world.calls

    @property
    def sent(self) -> list[Sent]:
        """Everything we did by the API."""
        return self.world.sent

    async def wait_sent(self, wanted: Callable[[Sent], bool], timeout: float = 5.0, after: int = 0) -> Sent:
        """The first thing we did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.world.wait_sent(wanted, timeout, after)

    def refuse(self, name: str, match: Match | str = "*", times: int = 1, *, message: str = "") -> None:
        """The next `times` calls that fit are refused by this name, in Bluesky's words unless given."""
        status = Refusal(name).status
        self.faults.next(Fault(Kind.REFUSE, status=status, text=json.dumps([name, message])), match, times)

    # ----------------------------------------------------------------------------------------------------- answering

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith("/img/"):
            return self._picture(request)
        home, _, method = request.path.partition("/xrpc/")
        if home not in ("", HOME) or not method:
            return web.Response(text="Cannot be found", status=404)
        raw, name = await request.read(), f"{request.method} {method}"
        self.world.calls[name] += 1
        self.world.bell.ring()

        async def perform() -> web.Response:
            try:
                return self._done(self._perform(request, home, method, raw))
            except Refusal as refusal:
                return self._refused(refusal)

        token = self.sessions.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        fault = self.faults.for_call("bluesky", token.account.did if token else "", name, _subject(request, raw))
        if fault is None:
            return await perform()
        return await fail(request, fault, self.clock, perform, lambda one: self._refused(_planned(one)))

    def _perform(self, request: web.BaseRequest, home: str, method: str, raw: bytes) -> JsonObject | None:
        if self.limits:
            self.limits.call(self.world.now)
        route = ROUTES.get(method)
        if route is None or (not home and method not in ENTRY):
            raise Refusal("MethodNotImplemented")
        if request.method != route.verb:
            raise Refusal("InvalidRequest", f"Incorrect HTTP method ({request.method}) expected {route.verb}", 405)
        if method.startswith("chat.") and request.headers.get("atproto-proxy") != CHAT:
            raise invalid(f"No service configured for {method}")
        call = self._call(request, route, method, raw)
        if self.limits and route.points:
            self.limits.write(call.account, route.points, self.world.now)
        if self.limits and method == ENTRY[0]:
            self.limits.login(str(call.body["identifier"]), self.world.now)
        return route.answer(call)

    def _call(self, request: web.BaseRequest, route: Route, method: str, raw: bytes) -> Call:
        params = {name: request.query.getall(name) for name in request.query}
        mime = request.headers.get("Content-Type", "")
        is_json = route.verb == "POST" and (route.needs or route.takes)
        call = Call(self.world, self.sessions, method, params, _object(raw, mime) if is_json else {}, raw, mime)
        if route.login:
            call.caller = self._who(request, method)
        route.check(call.body if is_json else params, "Input" if is_json else "Params")
        return call

    def _who(self, request: web.BaseRequest, method: str) -> Account:
        header, now = request.headers.get("Authorization", ""), self.world.now
        token = self.sessions.alive(header, now, refreshes=method == ENTRY[1])
        if method.startswith("chat.") and not token.account.privileged:
            raise Refusal("NoChat")
        return token.account

    def _done(self, said: JsonObject | None) -> web.Response:
        headers = self.limits.headers if self.limits else {}
        if said is None:
            return web.Response(headers=headers)
        return web.Response(body=json.dumps(said).encode(), content_type="application/json", headers=headers)

    def _refused(self, refusal: Refusal) -> web.Response:
        headers = dict(self.limits.headers) if self.limits else {}
        if refusal.name == "RateLimitExceeded" and headers.get("RateLimit-Remaining") != "0":
            headers |= {"RateLimit-Remaining": "0", "RateLimit-Reset": str(int(self.world.now) + 60)}
        return web.json_response(refusal.body(), status=refusal.status, headers=headers)

    def _picture(self, request: web.BaseRequest) -> web.Response:
        found = self.world.pictures.get(request.path.rpartition("/")[2])
        if found is None:
            return web.Response(text="Not Found", status=404)
        return web.Response(body=found[0], content_type=found[1])


def _object(raw: bytes, mime: str) -> JsonObject:
    if not mime.startswith("application/json"):
        raise invalid("Wrong request encoding (Content-Type): " + (mime or "none"))
    try:
        said = json.loads(raw)
    except ValueError:
        raise invalid("Unable to parse the body") from None
    if not isinstance(said, dict):
        raise invalid("Error: Input must be an object")
    return said


def _subject(request: web.BaseRequest, raw: bytes) -> str:
    """Whom or what a call is about, as far as it tells."""
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        body = {}
    told = dict(request.query) | (body if isinstance(body, dict) else {})
    return next((str(told[name]) for name in ("convoId", "collection", "uris", "actor", "members") if name in told), "")


def _planned(fault: Fault) -> Refusal:
    """What a planned fault is answered with: what `refuse` wrote into it, or what is usual for its status."""
    if fault.text.startswith("["):
        name, words = json.loads(fault.text)
        return Refusal(name, words)
    return Refusal(OF_STATUS.get(fault.status, "InvalidRequest"), fault.text, fault.status)
