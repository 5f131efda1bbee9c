"""One HTTP call: every failure of the way becomes one of our errors; what the network answers is for its adapter.

Connect refused means nothing was done; an answer that never came means that perhaps it was. Nothing is called twice.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from inbox.errors import Rejected, Unavailable, Uncertain

TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=15, sock_connect=15, sock_read=60)  # uploads take their time
UNREADABLE: Final = (ValueError, RecursionError)  # no JSON, or more nested than anybody means
MOST_WORDS: Final = 300
LOOKED_AT: Final = 2_000  # characters of what a network says; the rest is not shown, and costs time to look through
MOST_BYTES: Final = 32 * 1024 * 1024  # of one answer, unpacked; files come in other ways
LONGEST_WAIT: Final = 86_400.0  # seconds
UNSENT: Final = (
    "This cannot be sent to {name}: its address or its token has signs in it that it cannot have ({why}). Look into "
    "bot.yaml and the files that it names."
)
_NOT_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_NAMED: Final = re.compile(r"(?:access_token|refresh_token|client_secret|appsecret_proof|code)=[^\s&\"']+")
_LONG: Final = re.compile(r"[\w|%~.-]{32,}+", re.ASCII)  # with a digit in it, it could be a token


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
        """A number of seconds from a header, at most a day; None where there is none."""
        try:
            told = float(self.headers[header])
        except (KeyError, ValueError):
            return None
        return min(max(0.0, told), LONGEST_WAIT) if not math.isnan(told) else None


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

    Raises Unavailable when nothing was sent, and when the answer never came, or has no end, Uncertain, or Unavailable
    where the call has no `effect`. Rejected: there cannot be such an address, or such a token.
    """
    lost, answered = Uncertain if effect else Unavailable, False
    try:
        async with http.request(method, url, timeout=timeout, allow_redirects=False, **parts) as answer:
            answered = True
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status, headers, await whole(answer))
    except _NOT_SENT as error:
        raise Unavailable(f"no connection to {name} ({type(error).__name__})") from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise lost(f"{name}'s answer never came ({type(error).__name__})") from None
    except TooLong:
        raise lost(f"{name}'s answer is longer than any that it has a reason to give.") from None
    except ValueError as error:
        if answered:
            raise
        raise Rejected(UNSENT.format(name=name, why=type(error).__name__)) from None


class TooLong(Exception):
    """An answer of more bytes than anybody means."""


async def whole(answer: aiohttp.ClientResponse) -> bytes:
    """All of an answer, however it was packed; raises TooLong before it fills the memory."""
    body = bytearray()
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > MOST_BYTES:
            raise TooLong
    return bytes(body)


def failed(answer: Answer, *, name: str, effect: bool) -> Unavailable | Uncertain:
    """What an answer means of which nothing but the status can be understood."""
    words = f"{name} answered in words that could not be read (HTTP {answer.status})."
    perhaps = effect and answer.status != 503 and (answer.ok or answer.status >= 500)
    return Uncertain(words) if perhaps else Unavailable(words)


def plain(words: object) -> str:
    """A network's words on one line, not too long, without anything that could be a token or steer a terminal."""
    line = "".join(sign if sign.isprintable() else " " for sign in str(words)[:LOOKED_AT])
    hidden = _LONG.sub(lambda run: "…" if any(map(str.isdecimal, run[0])) else run[0], _NAMED.sub("…", line))
    return " ".join(hidden.split())[:MOST_WORDS]
