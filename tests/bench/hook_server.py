"""A process with two web servers: Sangam's, with one Telegram account by webhook, and a bare one. Prints their ports.

python -m tests.bench.hook_server REDIS_URL
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from redis.asyncio import Redis

from bot.metrics import Metrics
from bot.networks._outside import Outside
from bot.networks.telegram import Telegram
from bot.web import application, serving
from inbox.brand import Brand
from inbox.store import opened
from inbox.store.blobs import Blobs
from tests.bench.hook_words import BARE, SECRET, TOKEN
from tests.tree import ROOT
from tests.world import ACCOUNT

KEEP = "return redis.call('XADD', KEYS[1], '*', 'b', ARGV[1])"


@contextlib.asynccontextmanager
async def sangam(url: str) -> AsyncIterator[web.Application]:
    """The application as `run.py` makes it, without a desk and without loops that would answer."""
    async with opened(url, "bench") as store, aiohttp.ClientSession() as http:
        brand = Brand("bench", store, {ACCOUNT: Telegram.capabilities}, lambda *_: "draft", _now)
        outside = Outside(http, store.mailboxes.of(ACCOUNT), Blobs(ROOT / "data"), "https://bench.invalid", _now)
        options = Telegram.Options(token=SecretStr(TOKEN), webhook=True, webhook_secret=SecretStr(SECRET))
        yield application(brand, [Telegram(ACCOUNT, options, outside)], [], Metrics(brand))


@contextlib.asynccontextmanager
async def bare(url: str) -> AsyncIterator[web.Application]:
    """The least that keeps a request before it answers: read it, one EVALSHA, 200."""
    redis: Redis = Redis.from_url(url)
    keep = redis.register_script(KEEP)

    async def answer(request: web.Request) -> web.Response:
        await keep(keys=["bare"], args=[await request.read()])
        return web.Response()

    app = web.Application()
    app.router.add_post(BARE, answer)
    yield app
    await redis.aclose()


def _now() -> int:
    return time.time_ns() // 1_000_000


async def main(url: str) -> None:
    """Serve both until ended."""
    async with (
        sangam(url) as ours,
        bare(url) as theirs,
        serving(ours, "127.0.0.1", 0) as port,
        serving(theirs, "127.0.0.1", 0) as bare_port,
    ):
        print(json.dumps({"sangam": port, "bare": bare_port}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
