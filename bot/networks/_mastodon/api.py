"""One call of a Mastodon server, with every failure in our own terms; nothing is called twice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

import aiohttp

from bot.networks._http import Answer, call, failed, plain
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain

NAME: Final = "Mastodon"
ODD: Final = f"{NAME} answered in words that could not be read."
FIX: Final = "Run: .venv/bin/python run.py connect mastodon"
LONGEST_WAIT: Final = 3600.0
STREAM: Final = aiohttp.ClientTimeout(total=None, connect=15, sock_read=60)  # the server says something every 15 s
Params = Sequence[tuple[str, str]]


class Gone(Rejected):
    """The server has no such thing, or none that it shows to us."""


class Api:
    """The API as one account sees it; raises NetworkErrors and nothing else. `now` is in unix ms."""

    def __init__(
        self, http: aiohttp.ClientSession, base_url: str, token: Callable[[], Awaitable[str]], now: Callable[[], int]
    ) -> None:
        """Keep what calls are made of; nothing happens on the wire yet."""
        self._http = http
        self._base = base_url
        self._token = token
        self._now = now

    async def get(self, path: str, params: Params = ()) -> Any:
        """Read something: the JSON that was answered; a failure is never Uncertain."""
        return (await self.ask("GET", path, effect=False, params=params))[0]

    async def one(self, path: str) -> dict[str, Any]:
        """The same, of something that is one object."""
        said = await self.get(path)
        if isinstance(said, dict):
            return said
        raise Unavailable(ODD)

    async def post(self, path: str, body: Mapping[str, object] | None = None, *, key: str = "") -> dict[str, Any]:
        """Change or make something; with `key` a repetition within the hour does nothing."""
        headers = {"Idempotency-Key": key} if key else {}
        return self._object((await self.ask("POST", path, effect=True, json=dict(body or {}), headers=headers))[0])

    async def put(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        """Change something of ours."""
        return self._object((await self.ask("PUT", path, effect=True, json=dict(body)))[0])

    async def delete(self, path: str) -> dict[str, Any]:
        """Delete something of ours."""
        return self._object((await self.ask("DELETE", path, effect=True))[0])

    async def ask(self, method: str, path: str, *, effect: bool, **parts: Any) -> tuple[Any, int]:
        """What was answered, and its status."""
        headers = {**parts.pop("headers", {}), "Authorization": f"Bearer {await self._token()}"}
        url = f"{self._base}{path}"
        answer = await call(self._http, method, url, name=NAME, effect=effect, headers=headers, **parts)
        if not answer.ok:
            raise error_for(answer, effect=effect, now=self._now())
        said = answer.json()
        if said is None:
            raise failed(answer, name=NAME, effect=effect)
        return said, answer.status

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[AsyncIterator[tuple[str, str]]]:
        """The events that concern us as they happen, each with its name and its data; ends by a NetworkError."""
        headers = {"Authorization": f"Bearer {await self._token()}", "Accept": "text/event-stream"}
        try:
            async with self._http.get(
                f"{self._base}/api/v1/streaming/user", headers=headers, timeout=STREAM, allow_redirects=False
            ) as answer:
                if answer.status != 200:
                    low = {name.lower(): value for name, value in answer.headers.items()}
                    raise error_for(Answer(answer.status, low, await answer.read()), effect=False, now=self._now())
                yield _events(answer.content)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:  # ValueError: a line without end
            raise Unavailable(f"{NAME}'s stream broke off ({type(error).__name__})") from None

    def _object(self, said: object) -> dict[str, Any]:
        if isinstance(said, dict):
            return said
        raise Uncertain(ODD)


async def _events(lines: aiohttp.StreamReader) -> AsyncIterator[tuple[str, str]]:
    """Server-sent events; a line that begins with a colon only keeps the line open."""
    name, data = "", list[str]()
    async for raw in lines:
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        field, _, value = line.partition(":")
        match field:
            case "event":
                name = value.strip()
            case "data":
                data.append(value.removeprefix(" "))
            case "" if not line:
                if name:
                    yield name, "\n".join(data)
                name, data = "", []
    raise Unavailable(f"{NAME} ended the stream.")


def error_for(answer: Answer, *, effect: bool, now: int) -> NetworkError:
    """What a refusal means: by its status, in the server's words (docs.joinmastodon.org/entities/Error)."""
    said = answer.object()
    words = plain(said.get("error_description") or said.get("error") or "")
    match answer.status:
        case 401:
            return LoginNeeded(f"{NAME} no longer takes the token: {words or 'no reason is given'}. {FIX}")
        case 403 if "scope" in words.lower():
            return Rejected(f"The token lacks a permission for this ({words}). {FIX}, and allow what is asked for.")
        case 429:
            return RateLimited(f"{NAME}: {words or 'too many calls'}", _until(answer, now))
        case 503:
            return Unavailable(f"{NAME} says that it is down.")
        case 404 | 410:
            return Gone(f"{NAME} no longer has this, or shows it to nobody like us.")
        case status if 400 <= status < 500:
            return Rejected(f"{NAME}: {words or f'refused (HTTP {status})'}")
    return failed(answer, name=NAME, effect=effect)


def _until(answer: Answer, now: int) -> float:
    """How many seconds until the limit is over; the header holds a time, not a span."""
    try:
        reset = datetime.fromisoformat(answer.headers["x-ratelimit-reset"]).timestamp()
    except (KeyError, ValueError):
        return 300.0
    return min(max(1.0, reset - now / 1000), LONGEST_WAIT)
