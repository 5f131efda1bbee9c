"""One HTTP call: every failure of the way becomes one of our errors; what the network answers is for its adapter.

Connect refused means nothing was done; an answer that never came means that perhaps it was. Nothing is called twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from inbox.errors import Unavailable, Uncertain

TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=15, sock_connect=15, sock_read=60)  # uploads take their time
UNREADABLE: Final = (ValueError, RecursionError)  # no JSON, or more nested than anybody means
MOST_WORDS: Final = 300
_NOT_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_SECRET: Final = re.compile(
    r"(?:access_token|refresh_token|client_secret|code)=[^\s&\"']+|\b(?=[\w|%~.-]*\d)[\w|%~.-]{32,}", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether the status says yes."""
        return 200 <= self.status < 300

    def json(self) -> object:
        """What the body holds; None where it is no JSON."""
        try:
            return json.loads(self.body)
        except UNREADABLE:
            return None

    def object(self) -> dict[str, Any]:
        """The JSON object that the body holds; empty where it is none."""
        said = self.json()
        return said if isinstance(said, dict) else {}

    def seconds(self, header: str = "retry-after") -> float | None:
        """A number of seconds from a header; None where there is none."""
        try:
            return max(0.0, float(self.headers[header]))
        except (KeyError, ValueError):
            return None


async def call(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    name: str,
    effect: bool,
    timeout: aiohttp.ClientTimeout = TIMEOUT,
    **parts: Any,
) -> Answer:
    """Make one call to the network called `name`; redirects are not followed.

    Raises Unavailable when nothing was sent, and when the answer never came Uncertain, or Unavailable where the call
    has no `effect`.
    """
    try:
        async with http.request(method, url, timeout=timeout, allow_redirects=False, **parts) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status, headers, await answer.read())
    except _NOT_SENT as error:
        raise Unavailable(f"no connection to {name} ({type(error).__name__})") from None
    except (aiohttp.ClientError, TimeoutError) as error:
        lost = Uncertain if effect else Unavailable
        raise lost(f"{name}'s answer never came ({type(error).__name__})") from None


def failed(answer: Answer, *, name: str, effect: bool) -> Unavailable | Uncertain:
    """What an answer means of which nothing but the status can be understood."""
    words = f"{name} answered in words that could not be read (HTTP {answer.status})."
    perhaps = effect and answer.status != 503 and (answer.ok or answer.status >= 500)
    return Uncertain(words) if perhaps else Unavailable(words)


def plain(words: object) -> str:
    """A network's words on one line, not too long, and without anything that could be a token."""
    return _SECRET.sub("…", " ".join(str(words).split()))[:MOST_WORDS]
