"""The simulated Discord as a real server: REST under /api/v10, the gateway under /gateway, files under /attachments.

A page under /client lets a person use it in a browser.

`python -m bot.playground.discord --bot nadi` runs it alone. discord.py finds it when `discord.http.Route.BASE` is
`server.api` and `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY` is `server.gateway`.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.discord.calls import Call, Seen, read_body
from bot.playground.discord.connections import Connection
from bot.playground.discord.failing import refused
from bot.playground.discord.limits import RateLimits, TooFast
from bot.playground.discord.records import BotAccount
from bot.playground.discord.refusals import NoSuchRoute, Refusal
from bot.playground.discord.routes import WITHOUT_TOKEN, Found, find
from bot.playground.discord.viewer import Viewer
from bot.playground.discord.wire import encode
from bot.playground.discord.world import World
from bot.playground.faults import Faults
from bot.playground.serving import Server, fail

API = "/api/v10"
LARGEST_BODY = 64 * 1024 * 1024


class DiscordServer(Server):
    """A simulated Discord that bots reach over HTTP and WebSocket, and tests through `world`.

    `clock` and `faults` may be shared with other simulated networks. Without `limits` nothing is ever answered 429
    unless a fault says so. `calls` holds every REST call; `inspect`, if set, is shown each before it is answered, and
    `inspect_answer` each that was done, with what is answered.
    """

    def __init__(
        self, *, clock: Clock | None = None, faults: Faults | None = None, limits: bool = True, seed: int = 0
    ) -> None:
        super().__init__(self._answer, LARGEST_BODY)
        self.clock = clock or Clock()
        self.faults = faults or Faults(seed)
        self.world = World(self.clock, self.faults, seed)
        self.calls: list[Seen] = []
        self.inspect: Callable[[Call], None] | None = None
        self.inspect_answer: Callable[[Call, object], None] | None = None
        self._viewer = Viewer(self.world)
        self._limits = RateLimits() if limits else None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the base URL, such as http://127.0.0.1:40123, without a slash at the end."""
        self.world.files.base = await super().start(host, port)
        self.world.gateway_url = self.gateway
        return self.url

    async def stop(self) -> None:
        """Stop listening and cut every connection; the world stays as it is and `start` may be called again."""
        for bot in set(self.world.bots.values()):
            self.drop(bot, code=None)
        await super().stop()

    @property
    def api(self) -> str:
        """What discord.py wants as Route.BASE."""
        return f"{self.url}{API}"

    @property
    def gateway(self) -> str:
        """The gateway's address."""
        return f"{self.url.replace('http', 'ws', 1)}/gateway"

    def connections(self, bot: BotAccount) -> list[Connection]:
        """The gateway connections of a bot that have identified or resumed."""
        wires = [session.wire for session in self.world.sessions.of(bot)]
        return [wire for wire in wires if isinstance(wire, Connection) and wire.ready]

    async def connected(self, bot: BotAccount, count: int = 1, timeout: float = 10.0) -> None:
        """Return once a bot has that many connections that were told READY or RESUMED; raises TimeoutError."""
        await self.world.bell.until(lambda: len(self.connections(bot)) >= count, timeout)

    def drop(self, bot: BotAccount, *, code: int | None = 4000) -> int:
        """Close all gateway connections of a bot with this code, or cut them without one; returns how many."""
        connections = self.connections(bot)
        for connection in connections:
            if code is None:
                connection.cut()
            else:
                connection.close(code)
        return len(connections)

    def drop_during(self, bot: BotAccount, event: str = "MESSAGE_CREATE") -> None:
        """Cut the connections of a bot in the middle of the next event of this name."""
        for connection in self.connections(bot):
            connection.breaks_during = event

    def ask_to_reconnect(self, bot: BotAccount) -> None:
        """Send op 7 to a bot: it is to reconnect and resume."""
        for connection in self.connections(bot):
            connection.ask_to_reconnect()

    def invalidate(self, bot: BotAccount, *, resumable: bool = False) -> None:
        """Send op 9 to a bot; unless `resumable`, its sessions are gone."""
        for connection in self.connections(bot):
            connection.invalidate(resumable=resumable)
        if not resumable:
            self.forget_sessions(bot)

    def forget_sessions(self, bot: BotAccount) -> None:
        """The next attempt of a bot to resume is answered with op 9: what happens until then is lost to it."""
        self.world.sessions.forget(bot)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/gateway"):
            return await Connection(self.world, request, request.query).serve()
        if path.startswith("/attachments/"):
            return self._file(request)
        if path.startswith("/client"):
            return await self._viewer.answer(request)
        if not path.startswith(f"{API}/"):
            return _refusal(NoSuchRoute())
        seen = Seen(request.method, "", path.removeprefix(API), self.clock.now())
        self.calls.append(seen)
        try:
            response = await self._rest(request, seen)
        except Refusal as refusal:
            response = _refusal(refusal)
        seen.status = response.status
        self.world.bell.ring()
        return response

    async def _rest(self, request: web.BaseRequest, seen: Seen) -> web.StreamResponse:
        # Decoded part by part: an emoji in the path may hold anything.
        parts = request.rel_url.raw_path.removeprefix(API).strip("/").split("/")
        found = find(request.method, "/".join(unquote(part).replace("/", "%2F") for part in parts))
        caller = self._caller(request, seen, found)
        if found is None:
            raise NoSuchRoute()
        seen.route = found.name
        headers = self._count(caller, found)
        body, uploads = await read_body(request)
        reason = unquote(request.headers.get("X-Audit-Log-Reason", ""))
        call = Call(
            self.world,
            request.method,
            found.name,
            seen.path,
            found.names,
            request.query,
            body,
            uploads,
            caller,
            reason,
            self._limits,
        )
        if self.inspect is not None:
            self.inspect(call)
        subject = next(iter(found.names.values()), "")
        fault = self.faults.for_call("discord", seen.bot, found.name, subject)
        if fault is not None:
            return await fail(request, fault, self.clock, lambda: self._perform(found, call, headers), refused)
        return await self._perform(found, call, headers)

    async def _perform(self, found: Found, call: Call, headers: dict[str, str]) -> web.Response:
        answer = found.answer(call)
        if self.inspect_answer is not None:
            self.inspect_answer(call, answer)
        if answer is None:
            return web.Response(status=204, headers=headers)
        return _json(answer, 200, headers)

    def _caller(self, request: web.BaseRequest, seen: Seen, found: Found | None) -> BotAccount | None:
        token = request.headers.get("Authorization", "").removeprefix("Bot ")
        bot = self.world.bots.get(token)
        if seen.path.startswith(WITHOUT_TOKEN):
            names = found.names if found is not None else {}
            interaction = self.world.interactions.get(names.get("interaction_token") or names.get("webhook_token", ""))
            bot = interaction.bot if interaction is not None else bot
        elif bot is None:
            raise Refusal(0)
        seen.bot = bot.username if bot is not None else ""
        return bot

    def _count(self, caller: BotAccount | None, found: Found) -> dict[str, str]:
        if self._limits is None:
            return {}
        return self._limits.take(caller.id if caller else 0, found.name, found.names, self.clock.now())

    def _file(self, request: web.BaseRequest) -> web.Response:
        stored = self.world.files.fetch(request.path, request.query)
        if stored is None:
            return web.Response(text="This content is no longer available.", status=404)
        data = stored.file.data.ljust(stored.file.size, b"\0")
        kind = stored.file.mime.partition(";")[0]
        return web.Response(body=data, content_type=kind)


def _json(body: object, status: int, headers: dict[str, str]) -> web.Response:
    # discord.py reads JSON only where the content type is exactly this, without a charset.
    return web.Response(
        body=encode(body).encode(), status=status, headers={"Content-Type": "application/json"} | headers
    )


def _refusal(refusal: Refusal) -> web.Response:
    if isinstance(refusal, TooFast):
        return _json(refusal.body(), 429, refusal.headers)
    if refusal.status == 429:
        return _json({"retry_after": 5.0, "global": False} | refusal.body(), 429, {"Via": "1.1 google"})
    return _json(refusal.body(), refusal.status, {})
