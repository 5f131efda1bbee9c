"""One call of YouTube's APIs, with every failure in our own terms and all its units on the meter.

Nothing is called twice, with one exception: a call that Google refused because the access token is over did nothing,
so it is made once more with a new one.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from bot.networks._http import TIMEOUT, Answer, call, failed
from bot.networks._oauth import Login
from bot.networks._youtube.errors import NAME, QUOTA, UNAUTHORISED, error_for, reason_of
from bot.networks._youtube.options import Hosts
from inbox.errors import Uncertain
from inbox.network import Meter

DATA: Final = "/youtube/v3/"
UPLOAD: Final = "/upload/youtube/v3/"
REPORTS: Final = "/v2/reports"
LOOK, CHANGE, INSERT = "list", "write", "insert"  # as the tariff names them


class Api:
    """The APIs as one channel sees them; raises NetworkErrors and nothing else. `now` is in unix ms."""

    def __init__(
        self, http: aiohttp.ClientSession, hosts: Hosts, login: Login, meter: Meter, now: Callable[[], int]
    ) -> None:
        """Keep what calls are made of; nothing happens on the wire yet."""
        self._http = http
        self._hosts = hosts
        self._login = login
        self._meter = meter
        self._now = now

    async def get(self, path: str, **query: str | int) -> dict[str, Any]:
        """Look at something, such as "commentThreads"; one unit. A failure is never Uncertain."""
        answer = await self._counted("GET", self._hosts.api + DATA + path, LOOK, effect=False, query=query)
        return _object(answer, effect=False)

    async def send(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, **query: str | int
    ) -> dict[str, Any]:
        """Change something; 50 units. Answers {} where YouTube says nothing but yes."""
        parts: dict[str, Any] = {} if body is None else {"json": dict(body)}
        answer = await self._counted(method, self._hosts.api + DATA + path, CHANGE, effect=True, query=query, **parts)
        return {} if answer.status == 204 else _object(answer, effect=True)

    async def report(self, **query: str | int) -> dict[str, Any]:
        """Figures of YouTube Analytics, which has a quota of its own."""
        answer = await self._counted("GET", self._hosts.analytics + REPORTS, "", effect=False, query=query)
        return _object(answer, effect=False)

    async def thumbnail(self, video: str, data: bytes, mime: str) -> None:
        """Give a video its picture; 50 units, and no harm in doing it again."""
        url = f"{self._hosts.api}{UPLOAD}thumbnails/set"
        await self._counted("POST", url, CHANGE, effect=False, query={"videoId": video}, data=data, mime=mime)

    async def begin_upload(self, body: Mapping[str, Any], size: int, mime: str) -> str:
        """The address that takes the bytes of a new video; one of the uploads of the day."""
        answer = await self._counted(
            "POST",
            f"{self._hosts.api}{UPLOAD}videos",
            INSERT,
            effect=False,  # nothing is there before the last byte is
            query={"uploadType": "resumable", "part": ",".join(body)},
            headers={"X-Upload-Content-Length": str(size), "X-Upload-Content-Type": mime},
            json=dict(body),
        )
        address = answer.headers.get("location", "")
        if not self._is_googles(address):  # our token goes along with every part
            raise failed(answer, name=NAME, effect=False)
        return address

    def _is_googles(self, address: str) -> bool:
        there, api = urlsplit(address), urlsplit(self._hosts.api)
        if (there.scheme, there.netloc) == (api.scheme, api.netloc):
            return True
        return there.scheme == "https" and f".{there.netloc}".endswith(".googleapis.com")

    async def upload(self, address: str, data: bytes, range: str, mime: str, *, last: bool) -> Answer:
        """Bring a part of a video, or with none ask how far it is; `last`: with this part all of it is there.

        Answers 200 and 201 with the video, 308 with what has arrived so far, and 404 where the upload is forgotten.
        """
        headers = {"Content-Range": f"bytes {range}"}
        answer = await self._call("PUT", address, effect=last, headers=headers, data=data, mime=mime)
        if answer.ok or answer.status in (308, 404):
            return answer
        raise error_for(answer, self._now(), effect=last, uploads=True)

    async def _counted(self, method: str, url: str, thing: str, *, effect: bool, **parts: Any) -> Answer:
        """What is refused costs one unit; what may have been done costs all."""
        try:
            answer = await self._call(method, url, effect=effect, **parts)
        except Uncertain:
            await self._count(thing)
            raise
        if answer.ok:
            await self._count(thing)
            return answer
        if reason_of(answer)[0] not in QUOTA:
            await self._count(LOOK if thing else "")
        raise error_for(answer, self._now(), effect=effect, uploads=thing == INSERT)

    async def _count(self, thing: str) -> None:
        if thing:
            await self._meter.spend({thing: 1})

    async def _call(self, method: str, url: str, **parts: Any) -> Answer:
        token = await self._login.token()
        answer = await self._once(method, url, token, **parts)
        if answer.status == UNAUTHORISED:
            renewed = await self._login.renewed(token)
            answer = await self._once(method, url, renewed.access, **parts)
        return answer

    async def _once(
        self,
        method: str,
        url: str,
        token: str,
        *,
        effect: bool,
        query: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        mime: str = "",
        data: bytes | None = None,
        **parts: Any,
    ) -> Answer:
        given = {"Authorization": f"Bearer {token}", **(headers or {}), **({"Content-Type": mime} if mime else {})}
        asked = {name: str(value) for name, value in (query or {}).items()}
        if data is not None:
            parts["data"] = io.BytesIO(data) if data else data  # whatever is large is sent piece by piece
        return await call(
            self._http, method, url, name=NAME, effect=effect, timeout=TIMEOUT, params=asked, headers=given, **parts
        )


def _object(answer: Answer, *, effect: bool) -> dict[str, Any]:
    said = answer.json()
    if not isinstance(said, dict):
        raise failed(answer, name=NAME, effect=effect)
    return said
