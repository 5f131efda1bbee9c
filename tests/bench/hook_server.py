"""A process with two web servers: Sangam's, with a bot and a Page, and a bare one. Prints their ports.

python -m tests.bench.hook_server REDIS_URL
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
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
from bot.networks.facebook import Facebook
from bot.networks.telegram import Telegram
from bot.web import application, serving
from inbox.brand import Brand
from inbox.models import AccountId, account_id
from inbox.store import opened
from inbox.store.blobs import Blobs
from tests.bench.hook_words import APP, APP_SECRET, BARE, BARE_SIGNED, PAGE, SECRET, SIGNATURE, TOKEN, signature
from tests.tree import ROOT
from tests.world import ACCOUNT

PAGES = account_id("facebook", "main")
KEEP = "return redis.call('XADD', KEYS[1], '*', 'b', ARGV[1])"


@contextlib.asynccontextmanager
async def sangam(url: str) -> AsyncIterator[web.Application]:
    """The application as `run.py` makes it, without a desk and without loops that would answer."""
    async with opened(url, "bench") as store, aiohttp.ClientSession() as http:
        can = {ACCOUNT: Telegram.capabilities, PAGES: Facebook.capabilities}
        brand = Brand("bench", store, can, lambda *_: "draft", _now)

        def outside(account: AccountId) -> Outside:
            return Outside(http, store.mailboxes.of(account), Blobs(ROOT / "data"), "https://bench.invalid", _now)

        bot = Telegram.Options(token=SecretStr(TOKEN), webhook=True, webhook_secret=SecretStr(SECRET))
        page = Facebook.Options(app_id=APP, app_secret=SecretStr(APP_SECRET), page=PAGE, token=SecretStr("benchmark"))
        accounts = [Telegram(ACCOUNT, bot, outside(ACCOUNT)), Facebook(PAGES, page, outside(PAGES))]
        yield application(brand, accounts, [], Metrics(brand))


@contextlib.asynccontextmanager
async def bare(url: str) -> AsyncIterator[web.Application]:
    """The least that keeps a request before it answers: read it, check what proves it, one EVALSHA, 200."""
    redis: Redis = Redis.from_url(url)
    keep = redis.register_script(KEEP)

    async def answer(request: web.Request) -> web.Response:
        await keep(keys=["bare"], args=[await request.read()])
        return web.Response()

    async def answer_signed(request: web.Request) -> web.Response:
        body = await request.read()
        if not hmac.compare_digest(request.headers.get(SIGNATURE, ""), signature(body)):
            return web.Response(status=401)
        await keep(keys=["bare"], args=[body])
        return web.Response()

    app = web.Application()
    app.router.add_post(BARE, answer)
    app.router.add_post(BARE_SIGNED, answer_signed)
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
