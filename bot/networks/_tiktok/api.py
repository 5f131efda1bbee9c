"""One call of one of TikTok's two APIs: with the account's token, renewed once where it is dead, and no more.

HTTP 200 with a code other than 0 is a refusal. A refused token means that nothing was done, so the call is made again
with a new one; nothing else is repeated.
"""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from bot.networks._download import downloading
from bot.networks._http import Answer, call
from bot.networks._oauth import Login
from bot.networks._tiktok.errors import DEAD, NAME, business_error, code_of, content_error
from inbox.errors import NetworkError, Unavailable, Uncertain

PREFIX: Final = "/open_api/v1.3"
Judge = Callable[..., NetworkError | None]
PATIENCE: Final = aiohttp.ClientTimeout(total=None, connect=15, sock_connect=15, sock_read=300)  # a chunk of 64 MB


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along with a call."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Business:
    """The API for Business, as one account; `tell` hears of each call that is made, by its path."""

    http: aiohttp.ClientSession
    url: str
    business_id: str
    login: Login
    tell: Callable[[str], None] = lambda path: None

    async def get(self, path: str, **query: object) -> dict[str, Any]:
        """What a list or an object holds; lists and objects among the parameters are written as JSON."""
        asked = {name: value if isinstance(value, str) else json.dumps(value) for name, value in query.items()}
        return await self._call("GET", path, effect=False, params={"business_id": self.business_id, **asked})

    async def post(self, path: str, body: Mapping[str, object], *, effect: bool = True) -> dict[str, Any]:
        """Do something; raises NetworkErrors."""
        return await self._call("POST", path, effect=effect, json={"business_id": self.business_id, **body})

    async def upload(self, path: str, fields: Mapping[str, str], file: Upload) -> dict[str, Any]:
        """Bring a file there that nobody sees until a message has it."""

        def form() -> aiohttp.FormData:
            made = aiohttp.FormData({"business_id": self.business_id, **fields})
            made.add_field("file", io.BytesIO(file.data), filename=file.name, content_type=file.mime)
            return made

        return await self._call("POST", path, effect=False, form=form)

    async def download(self, url: str) -> AsyncIterator[bytes]:
        """The pieces of a file of a message, which only the account's token opens."""
        headers = {"x-user": await self.login.token()}
        async with downloading(self.http, url, NAME, headers=headers) as pieces:
            async for piece in pieces:
                yield piece

    async def _call(
        self, method: str, path: str, *, effect: bool, form: Callable[[], aiohttp.FormData] | None = None, **parts: Any
    ) -> dict[str, Any]:
        async def make(token: str) -> Answer:
            self.tell(path)
            more = {"data": form()} if form else parts
            headers = {"Access-Token": token}
            url = f"{self.url}{PREFIX}{path}"
            return await call(self.http, method, url, name=NAME, effect=effect, headers=headers, **more)

        answer = await with_token(self.login, make, business_error, effect=effect)
        return data_in(answer, effect=effect)


@dataclass(frozen=True, slots=True)
class Content:
    """The Content Posting and Display API, as one account."""

    http: aiohttp.ClientSession
    url: str
    login: Login

    async def post(
        self, path: str, body: Mapping[str, object] | None = None, *, effect: bool = True, **query: str
    ) -> dict[str, Any]:
        """One call; raises NetworkErrors."""

        async def make(token: str) -> Answer:
            headers = {"Authorization": f"Bearer {token}"}
            parts: dict[str, Any] = {"headers": headers, "json": dict(body or {}), "params": query}
            return await call(self.http, "POST", f"{self.url}{path}", name=NAME, effect=effect, **parts)

        return data_in(await with_token(self.login, make, content_error, effect=effect), effect=effect)

    async def put(self, url: str, chunk: bytes, first: int, total: int, mime: str) -> int:
        """Bring one chunk of an upload there; answers the HTTP status. Raises NetworkErrors of the way."""
        headers = {
            "Content-Type": mime,
            "Content-Length": str(len(chunk)),
            "Content-Range": f"bytes {first}-{first + len(chunk) - 1}/{total}",
        }
        parts: dict[str, Any] = {"headers": headers, "data": io.BytesIO(chunk), "timeout": PATIENCE}
        return (await call(self.http, "PUT", url, name=NAME, effect=False, **parts)).status


async def with_token(login: Login, make: Callable[[str], Awaitable[Answer]], judge: Judge, *, effect: bool) -> Answer:
    """An answer that is no refusal; a dead token is renewed once. Raises NetworkErrors."""
    token = await login.token()
    answer = await make(token)
    error = judge(answer, effect=effect)
    if error is not None and code_of(error) in DEAD:
        answer = await make((await login.renewed(token)).access)
        error = judge(answer, effect=effect)
    if error is not None:
        raise error
    return answer


async def as_app(
    http: aiohttp.ClientSession, url: str, method: str, path: str, given: Mapping[str, str]
) -> dict[str, Any]:
    """A call that the app makes itself, by its secret and without a token."""
    parts: dict[str, Any] = {"params": given} if method == "GET" else {"json": given}
    answer = await call(http, method, f"{url}{PREFIX}{path}", name=NAME, effect=False, **parts)
    if error := business_error(answer, effect=False):
        raise error
    return data_in(answer, effect=False)


def data_in(answer: Answer, *, effect: bool) -> dict[str, Any]:
    """What a good answer holds; raises where there is nothing."""
    data = answer.object().get("data")
    if isinstance(data, dict):
        return data
    if data is None or data == []:  # TikTok writes nothing in many ways
        return {}
    lost = Uncertain if effect else Unavailable
    raise lost(f"{NAME} answered in words that could not be read.")
