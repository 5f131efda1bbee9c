"""The activity stream: one connection that X keeps open, a line for each event, an empty one to show that it lives."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp

from bot.networks._payloads import MALFORMED
from bot.networks._x.api import Api
from bot.networks._x.errors import error_for
from bot.networks._x.shapes import Raw, table, unreadable
from inbox.errors import Unavailable
from inbox.incoming import Unreadable

PATH: Final = "/2/activity/stream"
ALIVE: Final = 20.0  # seconds in which X says something, were it an empty line
MOST_BACKFILL: Final = 5  # minutes that X tells again
LONGEST: Final = 4 * 1024 * 1024
TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=15, sock_connect=15, sock_read=2 * ALIVE + 5)

Hear = Callable[[Raw], Awaitable[None]]


class Ended(Exception):
    """X ended the stream, or the line broke; it is opened again."""


async def listen(
    http: aiohttp.ClientSession,
    api: Api,
    backfill: int,
    now: Callable[[], int],
    alive: Callable[[], None],
    hear: Hear,
    unread: Callable[[Unreadable], Awaitable[None]],
) -> None:
    """Hear what is told until the stream ends, which raises Ended; `backfill` minutes are told again first.

    `alive` is called when X has begun, and whenever it says something. Raises a NetworkError when X lets us not in.
    """
    params = {"backfill_minutes": str(min(backfill, MOST_BACKFILL))} if backfill else {}
    try:
        async with http.get(
            api.url(PATH), params=params, headers=api.app_headers(), timeout=TIMEOUT, allow_redirects=False
        ) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            if answer.status != 200:
                raise error_for(answer.status, await answer.read(), headers, effect=False, app=True, now=now())
            alive()
            await _lines(answer.content, now, alive, hear, unread)
    except aiohttp.ClientConnectorError as error:
        raise Unavailable(f"no connection to X ({type(error).__name__})") from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Ended(type(error).__name__) from None
    raise Ended("X ended it")


async def _lines(
    content: aiohttp.StreamReader,
    now: Callable[[], int],
    alive: Callable[[], None],
    hear: Hear,
    unread: Callable[[Unreadable], Awaitable[None]],
) -> None:
    rest = b""
    async for piece in content.iter_any():
        *lines, rest = (rest + piece).split(b"\n")
        if len(rest) > LONGEST:
            raise Ended("a line without an end")
        for line in filter(None, map(bytes.strip, lines)):
            try:
                told = table(json.loads(line))
            except MALFORMED as error:
                await unread(unreadable(line.decode("utf-8", "replace"), error, now()))
                continue
            if "errors" in told and "data" not in told:
                raise Ended("X has to close it for a moment")
            await hear(told)
        alive()  # once all of it is stored
