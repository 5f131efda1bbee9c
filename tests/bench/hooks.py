"""One webhook request, end to end, beside a bare aiohttp handler that does one EVALSHA: both in one other process.

Once as Telegram calls, with a secret in a header, and once as Meta does, signed; the bare handler checks the same.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import aiohttp

from inbox.store.embedded import embedded
from tests.bench.figures import Figure, in_turn, remark, show
from tests.bench.hook_words import (
    BARE,
    BARE_SIGNED,
    HOOK,
    SECRET,
    SECRET_HEADER,
    SHARED_HOOK,
    SIGNATURE,
    comment,
    signature,
    update,
)
from tests.bench.processes import child

JSON = {"Content-Type": "application/json"}
Request = tuple[bytes, dict[str, str]]


def of_telegram(number: int) -> Request:
    """A request as Telegram makes it."""
    return json.dumps(update(number)).encode(), {**JSON, SECRET_HEADER: SECRET}


def of_meta(number: int) -> Request:
    """A request as Meta makes it."""
    body = comment(number)
    return body, {**JSON, SIGNATURE: signature(body)}


async def measure(rounds: int = 9, requests: int = 1_500, at_once: int = 32) -> list[Figure]:
    """Requests per second over connections that are kept open, as a share of the bare handler's."""
    numbers = itertools.count(1)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            embedded(Path(folder)) as server,
            child("-m", "tests.bench.hook_server", server.url) as servers,
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=at_once)) as http,
        ):
            ports = await servers.said()
            bare, ours = (f"http://127.0.0.1:{ports[name]}" for name in ("bare", "sangam"))
            calls = [
                (bare + BARE, of_telegram), (ours + HOOK, of_telegram),
                (bare + BARE_SIGNED, of_meta), (ours + SHARED_HOOK, of_meta),
            ]  # fmt: skip
            steps = [partial(_call, http, url, made, numbers, requests, at_once) for url, made in calls]
            for step in steps:
                await step()  # opens the connections, loads the scripts
            took = await in_turn(rounds, *steps)
    rates = [requests / seconds for seconds in took]
    return [
        _figure("webhook requests, of bare EVALSHA", *rates[:2], least=0.5),
        _figure("signed webhook requests, of bare HMAC and EVALSHA", *rates[2:], least=0.4),
    ]


def _figure(name: str, bare: float, ours: float, least: float) -> Figure:
    return Figure(name, ours / bare, remark(ours, bare), least=least)


async def _call(
    http: aiohttp.ClientSession,
    url: str,
    made: Callable[[int], Request],
    numbers: itertools.count[int],
    requests: int,
    at_once: int,
) -> None:
    """So many requests, each a message of its own."""
    bodies = iter([made(number) for number in itertools.islice(numbers, requests)])

    async def caller() -> None:
        for body, headers in bodies:
            async with http.post(url, data=body, headers=headers) as answer:
                assert answer.status == 200, await answer.text()

    await asyncio.gather(*(caller() for _ in range(at_once)))


if __name__ == "__main__":
    show(measure())
