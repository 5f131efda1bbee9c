"""The simulated Meta as a real server: both Graph API hosts, the login dialogs, uploads, and the CDN's files.

`python -m bot.playground.meta` runs it alone. Whatever has a host of its own at Meta lies under one address here:
graph.facebook.com and graph.instagram.com are told apart by the token, the rest by the path.
"""

from __future__ import annotations

import json
from collections import Counter

from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.meta import dialog
from bot.playground.meta.calls import Call, read_params
from bot.playground.meta.fetching import Fetcher
from bot.playground.meta.hooks import Hooks
from bot.playground.meta.refusals import Refusal
from bot.playground.meta.routes import uploads
from bot.playground.meta.serving import VERSION, Answering, Asked, asked, asked_in_batch, parts_of
from bot.playground.meta.usage import Usage
from bot.playground.meta.wire import JsonObject, encode
from bot.playground.meta.world import MetaWorld
from bot.playground.serving import Server, fail

LARGEST_BODY = 320 * 1024 * 1024
HAPPENS = frozenset({Kind.CUT_AFTER, Kind.HANG_AFTER, Kind.SLOW})
_USUAL = {401: 190, 403: 200, 404: 100, 429: 4}


class MetaServer(Server):
    """A simulated Meta that apps reach over HTTP and tests through `world`.

    `clock` and `faults` may be shared with other simulated networks. With `limits` calls beyond an allowance are
    answered 4, 32, 80001, 80002 or 80006; without, only where a fault says so.
    """

    def __init__(
        self, *, clock: Clock | None = None, faults: Faults | None = None, limits: bool = False, seed: int = 0
    ) -> None:
        super().__init__(self._answer, LARGEST_BODY)
        self.clock = clock or Clock()
        self.faults = faults or Faults(seed)
        self.world = MetaWorld(self.clock, self.faults, seed, limits=limits)
        self.fetcher = Fetcher(self.world.files)
        self.hooks = Hooks(self.clock, self.faults, self.world.address, self.world.unsubscribe, seed)
        self.world.tell = self.hooks.tell
        self._answering_calls = Answering(self.world, self.hooks, self.fetcher)
        self._errors = 0

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the base URL, such as http://127.0.0.1:40123, without a slash at the end."""
        self.world.files.base = await super().start(host, port)
        return self.url

    async def stop(self) -> None:
        """Stop listening, delivering and fetching; the world stays as it is and `start` may be called again."""
        await self.hooks.close()
        await self.fetcher.close()
        await super().stop()

    @property
    def calls(self) -> Counter[str]:
        """How often each call was made, by its pattern: `POST /{id}/comments`."""
        return self.world.calls

    @property
    def usage(self) -> Usage:
        """The meters behind the usage headers."""
        return self.world.usage

    def refuse(
        self, code: int, subcode: int = 0, message: str = "", match: Match | str = "*", times: int = 1, status: int = 0
    ) -> None:
        """The next `times` calls that fit are answered with this code and subcode, in Meta's words unless given."""
        words = json.dumps({"code": code, "subcode": subcode, "message": message, "status": status})
        self.faults.next(Fault(Kind.REFUSE, status=status or 400, text=words), match, times)

    # ----------------------------------------------------------------------------------------------------- answering

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/cdn/"):
            return self._file(request)
        try:
            if path.endswith("/dialog/oauth") or path == "/oauth/authorize":
                html = dialog.page(self.world, request.query, instagram=path == "/oauth/authorize")
                return web.Response(text=html, content_type="text/html")
            if path.startswith(tuple(uploads.PLACES)):
                return await self._upload(request)
            params, files = await read_params(request)
        except Refusal as refusal:
            return self._refusal(refusal)
        what = asked(request.method, path, params, files, request.headers.get("Authorization", ""))
        if "batch" in params and not what.segments and what.method == "POST":
            return await self._batch(request, what)
        return await self._one(request, what)

    async def _one(self, request: web.BaseRequest, what: Asked) -> web.Response:
        fault = self._count(what)
        if fault is None:
            return await self._perform(what)
        return await fail(
            request, fault, self.clock, lambda: self._perform(what), lambda one: self._refusal(_planned(one), what)
        )

    async def _perform(self, what: Asked) -> web.Response:
        try:
            return _json(await self._answering_calls.answer(what), 200, what.headers)
        except Refusal as refusal:
            return self._refusal(refusal, what)

    async def _batch(self, request: web.BaseRequest, what: Asked) -> web.Response:
        fault = self._count(what)
        if fault is not None:
            return await fail(
                request, fault, self.clock, lambda: self._parts(what), lambda one: self._refusal(_planned(one), what)
            )
        return await self._parts(what)

    async def _parts(self, what: Asked) -> web.Response:
        try:
            self._answering_calls.admitted(what)
            parts = [asked_in_batch(part, what) for part in parts_of(what)]
        except Refusal as refusal:
            return self._refusal(refusal, what)
        answers = [await self._part(part) for part in parts]
        for part in parts:
            what.headers |= part.headers
        return _json(answers, 200, what.headers)

    async def _part(self, part: Asked) -> JsonObject | None:
        """One part of a batch; a part whose answer is lost is null, as one that timed out is at Meta."""
        fault = self._count(part)
        if fault is not None and fault.kind is Kind.REFUSE:
            answer = self._refusal(_planned(fault), part)
        elif fault is not None and fault.kind not in HAPPENS:
            return None
        else:
            answer = await self._perform(part)
        if fault is not None and fault.kind is not Kind.REFUSE:
            return None
        body = answer.body
        headers = [{"name": "Content-Type", "value": "text/javascript; charset=UTF-8"}]
        return {"code": answer.status, "headers": headers, "body": body.decode() if isinstance(body, bytes) else ""}

    def _count(self, what: Asked) -> Fault | None:
        self.world.calls[what.name] += 1
        self.world.bell.ring()
        token = self._answering_calls.caller(what)
        account = token.owner.id if token is not None and token.owner is not None else ""
        subject = what.segments[0] if what.segments else ""
        network = "instagram" if token is not None and token.kind == "instagram" else "facebook"
        return self.faults.for_call(network, account, what.name, subject)

    async def _upload(self, request: web.BaseRequest) -> web.Response:
        path = VERSION.sub("", request.path)
        what = asked("POST", path, {}, {}, request.headers.get("Authorization", ""))
        fault = self._count(what)
        if fault is None:
            return await self._take(request, what)
        return await fail(
            request,
            fault,
            self.clock,
            lambda: self._take(request, what),
            lambda one: self._refusal(_planned(one), what),
        )

    async def _take(self, request: web.BaseRequest, what: Asked) -> web.Response:
        try:
            call = Call(self.world, self.fetcher, self.hooks, what.name, {})
            call.token = self.world.tokens.alive(what.value, self.world.now)
            return _json(await uploads.take(call, request.path, request.headers, await request.read()), 200, {})
        except Refusal as refusal:
            return self._refusal(refusal, what)

    def _file(self, request: web.BaseRequest) -> web.Response:
        name = request.path.removeprefix("/cdn/")
        file = self.world.files.fetch(name, request.query.get("oh", ""), request.query.get("oe", "0"))
        if file is None:
            return web.Response(text="URL signature expired", status=403)
        return web.Response(body=file.data, content_type=file.mime.partition(";")[0])

    def _refusal(self, refusal: Refusal, what: Asked | None = None) -> web.Response:
        self._errors += 1
        if what is not None and what.name == "POST /oauth/access_token":
            body: JsonObject = {"error_type": "OAuthException", "code": 400, "error_message": str(refusal)}
            return _json(body, 400, {})
        of_instagram = what is not None and what.value.startswith("IGAA") and refusal.code != 190
        body = refusal.body(self.world.ids.trace(), "IGApiException" if of_instagram else "")
        challenge = f'OAuth "Facebook Platform" "invalid_token" "{refusal}"'
        headers = {"WWW-Authenticate": challenge} if refusal.code == 190 else {}
        return _json(body, refusal.status(self._errors), (what.headers if what is not None else {}) | headers)


def _json(body: object, status: int, headers: dict[str, str]) -> web.Response:
    kind = {"Content-Type": "application/json; charset=UTF-8", "facebook-api-version": "v26.0"}
    return web.Response(body=encode(body), status=status, headers=kind | headers)


def _planned(fault: Fault) -> Refusal:
    """What a planned fault is answered with: what `refuse` wrote into it, or what is usual for its status."""
    if fault.text.startswith("{"):
        words = json.loads(fault.text)
        return Refusal(words["code"], words["subcode"], words["message"], status=words["status"])
    code = _USUAL.get(fault.status, 2 if fault.status >= 500 else 100)
    return Refusal(code, 0, fault.text, status=fault.status)
