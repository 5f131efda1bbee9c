"""One call of X's API, with every failure in our own terms and everything that it costs on the meter.

Nothing is called twice, with one exception: a call that X refused because the access token is over did nothing, so it
is made once more with a new one.
"""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import aiohttp

from bot.networks._http import TIMEOUT, Answer, call
from bot.networks._x.errors import UNAUTHORISED, error_for, refused
from bot.networks._x.limits import Limits
from bot.networks._x.seen import seen
from inbox.errors import NetworkError, Rejected, Uncertain
from inbox.network import NONE_SEEN, Meter

FIELDS: Final = "tweet.fields"  # what X's manual calls the query parameter; its newest description says "post.fields"
NAME: Final = "X"
Query = Mapping[str, str | int]
NO_QUERY: Final[Query] = {}


class Api:
    """The API as one account, and one app, see it; raises NetworkErrors and nothing else.

    `token` is asked before each call; `renewed` gets a token that X refused, and makes `token` give another one.
    `bearer` is the app's own token, "" where there is none; `me` the account's id, of which reading is cheaper where
    the app is its own (`owned`). `now` is in unix ms.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        base_url: str,
        token: Callable[[], Awaitable[str]],
        renewed: Callable[[str], Awaitable[object]],
        bearer: str,
        meter: Meter,
        now: Callable[[], int],
        *,
        me: str = "",
        owned: bool = False,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        """Keep what calls are made of; nothing happens on the wire yet."""
        self.limits = Limits(now)
        self._http = http
        self._base = base_url.rstrip("/")
        self._token = token
        self._renewed = renewed
        self._bearer = bearer
        self._meter = meter
        self._now = now
        self._me = me
        self._owned = owned
        self._timeout = timeout

    async def get(self, path: str, query: Query = NO_QUERY, *, app: bool = False) -> dict[str, Any]:
        """Read something, such as "/2/tweets", as the account or with `app` as the app itself; counts what was read.

        What X could not show stays in the answer's `errors`. A failure is never Uncertain.
        """
        params = {name: str(value) for name, value in query.items()}
        answer = await self._call("GET", path, app=app, effect=False, params=params)
        told = self._object(answer, effect=False)
        if things := seen(path, told, me=self._me, owned=self._owned):
            await self._meter.spend({}, things)
        return told

    async def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        effect: bool = True,
        thing: str = "",
        app: bool = False,
    ) -> dict[str, Any]:
        """Change or make something; `thing` is what the tariff calls it, and is counted when it is, or may be, done.

        With `effect` false a failure is never Uncertain: a repeat would do no harm.
        """
        parts: dict[str, Any] = {} if body is None else {"json": dict(body)}
        return await self._effect(method, path, effect=effect, thing=thing, app=app, **parts)

    async def upload(self, path: str, fields: Mapping[str, str], data: bytes) -> dict[str, Any]:
        """Bring a file, or a part of one, to X; nothing is public by that."""

        def form() -> aiohttp.FormData:
            parts = aiohttp.FormData()
            for name, value in fields.items():
                parts.add_field(name, value)
            parts.add_field("media", io.BytesIO(data), filename="media", content_type="application/octet-stream")
            return parts

        return await self._effect("POST", path, effect=False, thing="", app=False, form=form)

    def url(self, path: str) -> str:
        """The address of a path, for a stream that is kept open."""
        return self._base + path

    def app_headers(self) -> dict[str, str]:
        """What a call carries as the app itself; raises Rejected where bot.yaml has no bearer token."""
        if not self._bearer:
            raise Rejected("This needs the app's own token: set `bearer_env` or `bearer_file` of this account.")
        return {"Authorization": f"Bearer {self._bearer}"}

    async def _effect(
        self, method: str, path: str, *, effect: bool, thing: str, app: bool, **parts: Any
    ) -> dict[str, Any]:
        try:
            answer = await self._call(method, path, app=app, effect=effect, **parts)
            told = self._object(answer, effect=effect) if answer.body.strip() else {}
        except Uncertain:
            await self._count(thing)
            raise
        if "data" not in told and told.get("errors"):
            raise refused(told)
        await self._count(thing)
        return told

    async def _count(self, thing: str) -> None:
        if thing:
            await self._meter.spend({thing: 1}, NONE_SEEN)

    async def _call(self, method: str, path: str, *, app: bool, effect: bool, **parts: Any) -> Answer:
        token = "" if app else await self._token()
        answer = await self._once(method, path, token, effect=effect, **parts)
        if answer.status == UNAUTHORISED and not app:
            await self._renewed(token)
            answer = await self._once(method, path, await self._token(), effect=effect, **parts)
        if not answer.ok:
            raise self._error(answer, app=app, effect=effect)
        return answer

    async def _once(
        self,
        method: str,
        path: str,
        token: str,
        *,
        effect: bool,
        form: Callable[[], aiohttp.FormData] | None = None,
        **parts: Any,
    ) -> Answer:
        headers = {"Authorization": f"Bearer {token}"} if token else self.app_headers()
        if form is not None:  # a form can be sent once only
            parts["data"] = form()
        answer = await call(
            self._http,
            method,
            self._base + path,
            name=NAME,
            effect=effect,
            timeout=self._timeout,
            headers=headers,
            **parts,
        )
        self.limits.learn(method, path, answer.headers)
        return answer

    def _object(self, answer: Answer, *, effect: bool) -> dict[str, Any]:
        told = answer.json()
        if isinstance(told, dict):
            return told
        raise self._error(answer, app=False, effect=effect)

    def _error(self, answer: Answer, *, app: bool, effect: bool) -> NetworkError:
        return error_for(answer.status, answer.body, answer.headers, effect=effect, app=app, now=self._now())
