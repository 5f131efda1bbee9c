"""The simulated TikTok as a real server: the API for Business, open.tiktokapis.com, uploads, and the login page.

`python -m bot.playground.tiktok` runs it alone. Whatever has a host of its own at TikTok lies under one address here:
business-api.tiktok.com below /open_api/, open.tiktokapis.com and www.tiktok.com below /v2/, open-upload.tiktokapis.com
at /video/, the files of messages below /media/.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.sent import Sent
from bot.playground.serving import Server, fail
from bot.playground.tiktok.hooks import Hooks
from bot.playground.tiktok.records import JsonObject
from bot.playground.tiktok.refusals import BUSINESS as CODES
from bot.playground.tiktok.refusals import OPEN as NAMES
from bot.playground.tiktok.refusals import Refusal
from bot.playground.tiktok.routes import uploads
from bot.playground.tiktok.routes.open_table import OPEN
from bot.playground.tiktok.routes.table import BUSINESS
from bot.playground.tiktok.serving import PREFIX, business_call
from bot.playground.tiktok.serving_open import OAUTH, authorize, open_call
from bot.playground.tiktok.world import TikTokWorld

LARGEST_BODY = 140 * 1024 * 1024
_USUAL = {
    401: (40105, "access_token_invalid"),
    403: (40001, "scope_not_authorized"),
    429: (40100, "rate_limit_exceeded"),
}


class TikTokServer(Server):
    """A simulated TikTok that apps reach over HTTP and tests through `world`.

    `clock` and `faults` may be shared with other simulated networks. Without `limits` no call is too many.
    """

    def __init__(
        self, *, clock: Clock | None = None, faults: Faults | None = None, limits: bool = True, seed: int = 0
    ) -> None:
        super().__init__(self._answer, LARGEST_BODY)
        self.clock = clock or Clock()
        self.faults = faults or Faults(seed)
        self.world = TikTokWorld(self.clock, self.faults, seed, limits=limits)
        self.hooks = Hooks(self.clock, self.faults, self.world.address, seed)
        self.world.tell = self.hooks.tell
        self._asked = 0

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the base URL, such as http://127.0.0.1:40123, without a slash at the end."""
        self.world.base = await super().start(host, port)
        return self.url

    async def stop(self) -> None:
        """Stop listening, delivering and fetching; the world stays as it is and `start` may be called again."""
        await self.hooks.close()
        await self.world.fetcher.close()
        self.world.tasks.cancel()
        await super().stop()

    @property
    def calls(self) -> Counter[str]:
        """How often each call was made, by its name: `POST /business/comment/hide/`."""
        return self.world.calls

    @property
    def sent(self) -> list[Sent]:
        """Everything that apps did to the world."""
        return self.world.sent

    async def wait_sent(self, wanted: Callable[[Sent], bool], seconds: float = 5.0, after: int = 0) -> Sent:
        """The first thing an app did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.world.wait_sent(wanted, seconds, after)

    def refuse(self, code: int | str, match: Match | str = "*", times: int = 1, message: str = "") -> None:
        """The next `times` calls that fit are refused with this number or name, in TikTok's words unless given.

        Raises ValueError for a number or name that the catalogue in refusals.py lacks.
        """
        if code not in CODES and code not in NAMES:
            raise ValueError(f"TikTok has no error {code!r}: see bot/playground/tiktok/refusals.py")
        words = json.dumps({"code": code, "message": message})
        self.faults.next(Fault(Kind.REFUSE, status=200, text=words), match, times)

    # ----------------------------------------------------------------------------------------------------- answering

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path == "/v2/auth/authorize/":
            return authorize(self.world, request)
        if path.startswith("/media/"):
            return self._file(request)
        if path == "/video/" and request.method == "PUT":
            return await self._upload(request)
        business = path.startswith(PREFIX)
        known = {path for _, path in (BUSINESS if business else OPEN)}
        short = path.removeprefix(PREFIX)
        if short not in known:
            return web.Response(text="404 page not found", status=404)
        name = f"{request.method} {short}"
        route = (BUSINESS if business else OPEN).get((request.method, short))
        if route is None:
            return web.Response(text="405 method not allowed", status=405)

        async def perform() -> web.Response:
            try:
                if business:
                    return self._said(0, "OK", await business_call(self.world, route, name, request))
                return self._open(await open_call(self.world, route, name, request), short)
            except Refusal as refusal:
                return self._refusal(refusal, short, business=business)

        fault = await self._count(name, request)
        if fault is None:
            return await perform()
        return await fail(
            request,
            fault,
            self.clock,
            perform,
            lambda one: self._refusal(_planned(one, business=business), short, business=business),
        )

    async def _upload(self, request: web.BaseRequest) -> web.Response:
        fault = await self._count("PUT /video/", request)
        if fault is None:
            return await uploads.take(self.world, request)

        async def perform() -> web.Response:
            return await uploads.take(self.world, request)

        return await fail(request, fault, self.clock, perform, lambda one: web.Response(status=one.status))

    def _file(self, request: web.BaseRequest) -> web.Response:
        """A file of a message, for who brings the token that asked for its address."""
        token = self.world.tokens.all.get(request.headers.get("x-user", ""))
        held = self.world.media.get(request.path.removeprefix("/media/"))
        expires = request.query.get("x-expires", "0")
        if token is None or token.dead or held is None or not expires.isdigit() or self.clock.now() > int(expires):
            return web.Response(text="access denied", status=403)
        return web.Response(body=held[0], content_type=held[1])

    async def _count(self, name: str, request: web.BaseRequest) -> Fault | None:
        self.world.calls[name] += 1
        self.world.bell.ring()
        given = request.headers.get("Access-Token") or request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = self.world.tokens.all.get(given)
        account = token.account.open_id if token is not None else ""
        return self.faults.for_call("tiktok", account, name, await _subject(request))

    def _said(self, code: int, message: str, data: JsonObject, status: int = 200) -> web.Response:
        log = self._log()
        body = {"code": code, "message": message, "request_id": log, "data": data}
        return _json(body, status, log)

    def _open(self, data: JsonObject, path: str) -> web.Response:
        log = self._log()
        if path in OAUTH:
            return _json(data, 200, log)
        return _json({"data": data, "error": {"code": "ok", "message": "", "log_id": log}}, 200, log)

    def _refusal(self, refusal: Refusal, path: str, *, business: bool) -> web.Response:
        if business:
            number = refusal.code if isinstance(refusal.code, int) else 40002
            return self._said(number, str(refusal), {}, refusal.status if refusal.status >= 500 else 200)
        log = self._log()
        if path in OAUTH:
            error = OAUTH_ERRORS.get(refusal.code, "invalid_request")
            body = {"error": error, "error_description": str(refusal), "log_id": log}
            return _json(body, max(400, refusal.status), log)
        if isinstance(refusal.code, int):
            refusal = Refusal(OPEN_NAMES.get(refusal.code, "invalid_params"))
        error_body = {"code": refusal.code, "message": str(refusal), "log_id": log}
        return _json({"data": {}, "error": error_body}, refusal.status, log)

    def _log(self) -> str:
        self._asked += 1
        return f"20260827{self._asked:012d}0102450310"


OAUTH_ERRORS: dict[int | str, str] = {
    40103: "invalid_grant",
    40107: "invalid_grant",
    40110: "invalid_grant",
    40113: "invalid_client",
    40108: "unsupported_grant_type",
}
OPEN_NAMES = {
    40102: "access_token_invalid",
    40104: "access_token_invalid",
    40105: "access_token_invalid",
    40001: "scope_not_authorized",
    40100: "rate_limit_exceeded",
    50002: "internal_error",
}


async def _subject(request: web.BaseRequest) -> str:
    """Whom or what a call is about, for planned failures: a comment, a conversation, a publication, or a post."""
    params: object = dict(request.query)
    if request.content_type == "application/json" and request.can_read_body:
        try:
            params = json.loads(await request.read())
        except ValueError:
            return ""
    if not isinstance(params, dict):
        return ""
    names = ("comment_id", "recipient", "conversation_id", "publish_id", "video_id")
    return next((str(params[name]) for name in names if name in params), "")


def _planned(fault: Fault, *, business: bool) -> Refusal:
    """What a planned fault is answered with: what `refuse` wrote into it, or what is usual for its status."""
    if fault.text.startswith("{"):
        words = json.loads(fault.text)
        return Refusal(words["code"], words["message"])
    number, name = _USUAL.get(
        fault.status, (50002, "internal_error") if fault.status >= 500 else (40002, "invalid_params")
    )
    return Refusal(number if business else name, fault.text, fault.status)


def _json(body: object, status: int, log: str) -> web.Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    headers = {"X-Tt-Logid": log}
    return web.Response(text=text, status=status, content_type="application/json", headers=headers)
