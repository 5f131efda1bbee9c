"""The simulated YouTube as a real server: Data API, Analytics, uploads, and Google's login.

`python -m bot.playground.youtube` runs it alone. Whatever has a host of its own at Google lies under one address
here: www.googleapis.com, youtubeanalytics.googleapis.com, accounts.google.com and oauth2.googleapis.com do not share
a path.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable

from aiohttp import web

from bot.playground.attachments import photo
from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.sent import Sent
from bot.playground.serving import Server, fail
from bot.playground.youtube import oauth, uploads
from bot.playground.youtube.calls import request_of
from bot.playground.youtube.records import Request
from bot.playground.youtube.refusals import WORDS, OAuthRefusal, Refusal
from bot.playground.youtube.serving import Asked, answer, caller_id, refused
from bot.playground.youtube.wire import encode
from bot.playground.youtube.world import YouTubeWorld

LARGEST_BODY = 64 * 1024 * 1024
_KIND = {"Content-Type": "application/json; charset=UTF-8"}
_USUAL = {401: "authError", 403: "forbidden", 404: "notFound", 429: "rateLimitExceeded"}
_OAUTH_CALLS = {
    f"POST {oauth.TOKEN_PATH}": oauth.token,
    f"POST {oauth.REVOKE_PATH}": oauth.revoke,
    f"GET {oauth.INFO_PATH}": oauth.info,
}


class YouTubeServer(Server):
    """A simulated YouTube that apps reach over HTTP and tests through `world`.

    `clock` and `faults` may be shared with other simulated networks. `inspect` is given each request and the JSON of
    its answer (None when there is none or it is an error).
    """

    def __init__(self, *, clock: Clock | None = None, faults: Faults | None = None, seed: int = 0) -> None:
        super().__init__(self._answer, LARGEST_BODY)
        self.clock = clock or Clock()
        self.faults = faults or Faults(seed)
        self.world = YouTubeWorld(self.clock, seed)
        self.inspect: Callable[[Request, object], None] = _nothing

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the base URL, such as http://127.0.0.1:40123, without a slash at the end."""
        self.world.base = await super().start(host, port)
        return self.url

    @property
    def calls(self) -> Counter[str]:
        """How often each call was made, by method and path: `POST /youtube/v3/comments`."""
        return self.world.calls

    @property
    def billed(self) -> Counter[str]:
        """What all projects have used today: `units`, `inserts`, `searches`, `reports`."""
        return self.world.quota.today(self.world.now)

    @property
    def sent(self) -> list[Sent]:
        """Everything we did by the API."""
        return self.world.sent

    @property
    def requests(self) -> deque[Request]:
        """The latest 20,000 calls of the two APIs as they came in."""
        return self.world.requests

    async def wait_sent(self, wanted: Callable[[Sent], bool], timeout: float = 5.0, after: int = 0) -> Sent:
        """The first thing we did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.world.wait_sent(wanted, timeout, after)

    def refuse(
        self, reason: str, match: Match | str = "*", times: int = 1, *, message: str = "", status: int = 0
    ) -> None:
        """The next `times` calls that fit are refused for this reason, in YouTube's words unless given.

        Of the token endpoint the reason is an error code of OAuth, such as invalid_grant.
        """
        words = json.dumps({"reason": reason, "message": message, "status": status})
        usual = WORDS[reason].status if reason in WORDS else 400
        self.faults.next(Fault(Kind.REFUSE, status=status or usual, text=words), match, times)

    # ----------------------------------------------------------------------------------------------------- answering

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == oauth.PAGE_PATH:
            return self._page(request)
        if request.path.startswith(("/ytc/", "/vi/", "/comment-image/")):
            return self._picture(request)
        name = f"{request.method} {request.path}"
        if name in _OAUTH_CALLS:
            return await self._token(request, name)
        if request.path in uploads.PATHS and request.method in ("PUT", "DELETE"):
            return await self._upload(request)
        query = list(request.query.items())
        asked = Asked(request.method, request.path, query, request.headers, await request.read())
        self._count(asked.name)
        fault = self.faults.for_call("youtube", caller_id(self.world, asked), asked.name, _subject(asked))
        if fault is None:
            return await self._perform(asked)
        return await fail(request, fault, self.clock, lambda: self._perform(asked), lambda one: refused(_planned(one)))

    async def _perform(self, asked: Asked) -> web.Response:
        given = request_of(asked.method, asked.path, asked.query, _body_of(asked))
        self.world.requests.append(given)
        try:
            response, found = answer(self.world, asked)
        except Refusal as refusal:
            self.inspect(given, None)
            return refused(refusal)
        self.inspect(given, found)
        return response

    async def _upload(self, request: web.BaseRequest) -> web.StreamResponse:
        """Bytes of an upload, which are not read before it is known whether they are wanted; they cost nothing."""
        name = request.query.get("upload_id", "")
        upload = self.world.uploads.get(name)
        call = f"{request.method} {uploads.PATHS[0]}"
        self._count(call)
        fault = self.faults.for_call("youtube", upload.channel.id if upload is not None else "", call, name)
        if fault is None:
            return await self._bytes(request, name)
        return await fail(
            request, fault, self.clock, lambda: self._bytes(request, name), lambda one: refused(_planned(one))
        )

    async def _bytes(self, request: web.BaseRequest, name: str) -> web.Response:
        try:
            kind, _, value = request.headers.get("Authorization", "").partition(" ")
            if kind == "Bearer":
                self.world.tokens.alive(value.strip(), self.world.now)
            upload = uploads.found(self.world, name)
            if request.method == "DELETE":
                upload.cancelled = True
                return web.Response(status=499)
            chunk = uploads.chunk_of(request.headers)
            if not chunk.asks and upload.video is None:
                await uploads.take(self.world, upload, chunk, request.content)
        except Refusal as refusal:
            return refused(refusal)
        except uploads.Cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        status, headers, found = uploads.state_of(self.world, upload)
        if found is None:
            return web.Response(status=status, headers=headers)
        return _json(found, 201 if not chunk.asks else status)

    def _page(self, request: web.BaseRequest) -> web.Response:
        try:
            return web.Response(text=oauth.page(self.world, request.query), content_type="text/html")
        except oauth.CannotLogIn as problem:
            return web.Response(text=f"<h1>Access blocked</h1><p>{problem}</p>", content_type="text/html", status=400)

    async def _token(self, request: web.BaseRequest, name: str) -> web.StreamResponse:
        form = {**request.query, **await request.post()}
        given = {key: str(value) for key, value in form.items()}
        self._count(name)
        fault = self.faults.for_call("youtube", "", name, "")

        async def happen() -> web.Response:
            try:
                return _json(_OAUTH_CALLS[name](self.world, given), 200)
            except OAuthRefusal as refusal:
                return _json(refusal.body(), refusal.status)

        if fault is None:
            return await happen()
        return await fail(request, fault, self.clock, happen, _planned_by_oauth)

    def _picture(self, request: web.BaseRequest) -> web.Response:
        """Every profile has one picture, and every video another; that of a comment is what was put there."""
        kind, _, name = request.path.removeprefix("/").partition("/")
        comment = self.world.comments.get(name)
        if kind != "comment-image":
            shown = photo("cup" if kind == "ytc" else "bowl")
            return web.Response(body=shown.data, content_type=shown.mime)
        if comment is None or comment.picture is None or self.world.now > float(request.query.get("expire", 0)):
            return web.Response(text="Forbidden", status=403)
        return web.Response(body=comment.picture.data, content_type=comment.picture.mime)

    def _count(self, name: str) -> None:
        self.world.calls[name] += 1
        self.world.bell.ring()


def _nothing(request: Request, answer: object) -> None:
    """What looks at requests until a test does."""


def _json(body: object, status: int) -> web.Response:
    return web.Response(body=encode(body), status=status, headers=_KIND)


def _body_of(asked: Asked) -> object:
    try:
        return asked.body()
    except ValueError:
        return None


def _subject(asked: Asked) -> str:
    """Whom or what a call is about, as far as its parameters and its body tell."""
    params, body = asked.params, _body_of(asked)
    if isinstance(body, dict):
        snippet = body.get("snippet")
        params |= {"id": body.get("id", "")} | (snippet if isinstance(snippet, dict) else {})
    names = ("allThreadsRelatedToChannelId", "videoId", "parentId", "id", "playlistId")
    return next((str(params[name]) for name in names if params.get(name)), "")


def _words(fault: Fault) -> dict[str, str]:
    return dict(json.loads(fault.text)) if fault.text.startswith("{") else {}


def _planned(fault: Fault) -> Refusal:
    """What a planned fault is answered with: what `refuse` wrote into it, or what is usual for its status."""
    words = _words(fault)
    usual = _USUAL.get(fault.status, "backendError" if fault.status >= 500 else "badRequest")
    return Refusal(words.get("reason", usual), words.get("message", "" if words else fault.text), status=fault.status)


def _planned_by_oauth(fault: Fault) -> web.Response:
    words = _words(fault)
    refusal = OAuthRefusal(words.get("reason", "internal_failure"), words.get("message", fault.text), fault.status)
    return _json(refusal.body(), refusal.status)
