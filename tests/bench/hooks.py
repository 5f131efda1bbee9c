"""One webhook request, end to end, beside a bare aiohttp handler that does one EVALSHA: both in one other process."""

from __future__ import annotations

import asyncio
import itertools
import json
import tempfile
from functools import partial
from pathlib import Path

import aiohttp

from inbox.store.embedded import embedded
from tests.bench.figures import Figure, in_turn, remark, show
from tests.bench.hook_words import BARE, HOOK, SECRET, SECRET_HEADER, update
from tests.bench.processes import child

HEADERS = {"Content-Type": "application/json", SECRET_HEADER: SECRET}


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
            ways = [f"http://127.0.0.1:{ports['bare']}{BARE}", f"http://127.0.0.1:{ports['sangam']}{HOOK}"]
            steps = [partial(_call, http, url, numbers, requests, at_once) for url in ways]
            for step in steps:
                await step()  # opens the connections, loads the scripts
            took = await in_turn(rounds, *steps)
    bare, ours = (requests / seconds for seconds in took)
    return [Figure("webhook requests, of bare EVALSHA", ours / bare, remark(ours, bare), least=0.5)]


async def _call(
    http: aiohttp.ClientSession, url: str, numbers: itertools.count[int], requests: int, at_once: int
) -> None:
    """So many requests, each a message of its own."""
    bodies = iter([json.dumps(update(number)).encode() for number in itertools.islice(numbers, requests)])

    async def caller() -> None:
        for body in bodies:
            async with http.post(url, data=body, headers=HEADERS) as answer:
                assert answer.status == 200, await answer.text()

    await asyncio.gather(*(caller() for _ in range(at_once)))


if __name__ == "__main__":
    show(measure())
