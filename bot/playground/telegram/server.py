"""The simulated Telegram Bot API as a real HTTP server, with a control API for other processes beside it.

`python -m bot.playground.telegram --port 8081` runs it alone; point a bot at `http://127.0.0.1:8081/bot` for calls
and `http://127.0.0.1:8081/file/bot` for files.
"""

from __future__ import annotations

import contextlib
import re

from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults
from bot.playground.serving import Server, fail
from bot.playground.tasks import Tasks
from bot.playground.telegram.control import answer_control
from bot.playground.telegram.files import DOWNLOAD_LIMIT, UPLOAD_LIMIT
from bot.playground.telegram.limits import FloodLimits
from bot.playground.telegram.methods import Call, method_named, perform
from bot.playground.telegram.params import Params, read_params
from bot.playground.telegram.records import BotAccount
from bot.playground.telegram.refusals import Refusal
from bot.playground.telegram.updates import OTHER_POLLER
from bot.playground.telegram.wire import JsonObject, encode
from bot.playground.telegram.world import World

_TOKEN = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{1,64}")
_USUAL = {403: "bot was blocked by the user", 409: OTHER_POLLER}


class TelegramServer(Server):
    """A simulated Telegram that bots reach over HTTP and tests through `world`.

    `clock` and `faults` may be shared with other simulated networks. Without `flood_limits` nothing is ever
    answered 429 unless a fault says so.
    """

    def __init__(
        self, *, clock: Clock | None = None, faults: Faults | None = None, flood_limits: bool = True, seed: int = 0
    ) -> None:
        super().__init__(self._answer, UPLOAD_LIMIT + 1024 * 1024)
        self.clock = clock or Clock()
        self.faults = faults or Faults(seed)
        self.world = World(self.clock, self.faults, FloodLimits() if flood_limits else None, seed)
        self._after = Tasks()

    async def stop(self) -> None:
        """Stop listening and end every webhook; the world stays as it is and `start` may be called again."""
        for bot in self.world.bots.values():
            await bot.webhook.close()
        self._after.cancel()
        await super().stop()

    @property
    def bot_url(self) -> str:
        """What python-telegram-bot wants as base_url."""
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        """What python-telegram-bot wants as base_file_url."""
        return f"{self.url}/file/bot"

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        try:
            if path.startswith("/bot"):
                token, _, name = path[4:].partition("/")
                return await self._call(request, self._bot(token), name)
            if path.startswith("/file/bot"):
                token, _, file_path = path[9:].partition("/")
                return self._file(self._bot(token), file_path)
            if path.startswith("/control/"):
                return await answer_control(self.world, path[9:], request)
        except Refusal as refusal:
            return _json(refusal.body(), refusal.code)
        return _json(Refusal(404).body(), 404)

    async def _call(self, request: web.BaseRequest, bot: BotAccount, name: str) -> web.StreamResponse:
        method = method_named(name)
        try:
            params = await read_params(request)
        except web.HTTPRequestEntityTooLarge:
            raise Refusal(413) from None
        bot.calls[method.name] += 1
        self.world.bell.ring()
        call = Call(self.world, bot, method.name, params)
        if method.name == "setWebhook":
            bot.webhook.execute = lambda given: self._call_from_answer(bot, given)
        fault = self.faults.for_call("telegram", bot.username, method.name, params.text("chat_id"))
        if fault is None:
            return await _done(call)
        return await fail(request, fault, self.clock, lambda: _done(call), _refused)

    def _call_from_answer(self, bot: BotAccount, given: JsonObject) -> None:
        self._after.start(self._perform_unheard(bot, given), name="call from a webhook answer")

    async def _perform_unheard(self, bot: BotAccount, given: JsonObject) -> None:
        # Telegram tells nobody how a call inside a webhook answer went.
        with contextlib.suppress(Refusal):
            method = method_named(str(given.pop("method")))
            bot.calls[method.name] += 1
            await perform(method, Call(self.world, bot, method.name, Params(given)))

    def _bot(self, token: str) -> BotAccount:
        bot = self.world.bots.get(token)
        if bot is None:
            raise Refusal(401 if _TOKEN.fullmatch(token) else 404)
        return bot

    def _file(self, bot: BotAccount, path: str) -> web.Response:
        bot.calls["download"] += 1
        stored = self.world.files.by_path(path)
        if stored is None or stored.size > DOWNLOAD_LIMIT:
            raise Refusal(404)
        data = stored.media.data.ljust(stored.size, b"\0")
        return web.Response(body=data, content_type=stored.media.mime or "application/octet-stream")


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(body=encode(body).encode(), status=status, content_type="application/json")


async def _done(call: Call) -> web.Response:
    return _json({"ok": True, "result": await perform(method_named(call.name), call)})


def _refused(fault: Fault) -> web.Response:
    if fault.status == 429:
        seconds = fault.retry_after or 1
        refusal = Refusal(429, fault.text or f"retry after {seconds}", retry_after=seconds)
    else:
        refusal = Refusal(fault.status, fault.text or _USUAL.get(fault.status, ""))
    return _json(refusal.body(), fault.status)
