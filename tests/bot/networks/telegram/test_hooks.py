"""Updates by webhook: only with the secret, answered only when stored, and a broken body blocks nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from aiohttp import web

from bot.networks.telegram import HEARD, Telegram
from bot.playground.faults import Fault, Kind
from bot.playground.telegram import Person
from inbox.errors import StoreAway
from inbox.incoming import Cursor, Incoming, NewMessage, Receive, Unreadable
from inbox.network import Hook
from tests.bot.networks.telegram.conftest import Desk, Heard

SECRET = "a-secret_of-ours"
UPDATE = {
    "update_id": 5,
    "message": {"message_id": 1, "date": 1, "chat": {"id": 101, "type": "private"}, "text": "hi"},
}


def account(desk: Desk, **more: Any) -> Telegram:
    """Our account with its webhook on."""
    return desk.account(webhook=True, webhook_secret=SECRET, **more)


def posted(body: object, secret: str | None = SECRET) -> Hook:
    """What Telegram posts."""
    headers = {} if secret is None else {"x-telegram-bot-api-secret-token": secret}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Hook("POST", {}, headers, raw)


async def answer(account: Telegram, receive: Receive, answers: list[int], request: web.BaseRequest) -> web.Response:
    """What the web server does with a request for this account."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    given = await account.hook(Hook("POST", {}, headers, await request.read()), receive)
    answers.append(given.status)
    return web.Response(status=given.status, text=given.body)


@asynccontextmanager
async def reachable(account: Telegram, receive: Receive) -> AsyncIterator[tuple[str, list[int]]]:
    """A web server that hands every request to the account; its address, and what it answered."""
    answers: list[int] = []
    runner = web.ServerRunner(web.Server(partial(answer, account, receive, answers)))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", answers
    await runner.cleanup()


async def test_an_update_is_stored_and_then_answered(desk: Desk, heard: Heard) -> None:
    assert (await account(desk).hook(posted(UPDATE), heard.receive)).status == 200
    [(page, cursor)] = heard.pages
    assert isinstance(page[0], NewMessage)
    assert cursor is None


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "\udcff"])
async def test_without_the_secret_nothing_is_stored(desk: Desk, heard: Heard, secret: str | None) -> None:
    assert (await account(desk).hook(posted(UPDATE, secret), heard.receive)).status == 401
    assert heard.all == []


async def test_an_account_without_webhook_takes_none(desk: Desk, heard: Heard) -> None:
    assert (await desk.account().hook(posted(UPDATE, ""), heard.receive)).status == 401


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null", b"[]", b'{"update_id": 1, "message": 5}']
)
async def test_a_malformed_body_is_kept_and_answered_so_that_it_blocks_nothing(
    desk: Desk, heard: Heard, body: bytes
) -> None:
    assert (await account(desk).hook(posted(body), heard.receive)).status == 200
    assert isinstance(heard.all[0], Unreadable)


async def test_what_tells_nothing_is_answered_without_storing(desk: Desk, heard: Heard) -> None:
    assert (await account(desk).hook(posted({"update_id": 6, "poll": {}}), heard.receive)).status == 200
    assert heard.pages == []


async def test_what_cannot_be_stored_is_not_answered(desk: Desk) -> None:
    async def away(events: Sequence[Incoming], cursor: Cursor | None) -> None:
        raise StoreAway("no Redis")

    with pytest.raises(StoreAway):
        await account(desk).hook(posted(UPDATE), away)


async def test_telegram_itself_delivers_and_a_forger_does_not(desk: Desk, asha: Person, heard: Heard) -> None:
    taker = account(desk)
    async with reachable(taker, heard.receive) as (url, answers):
        desk.shop.updates.allow(HEARD)
        desk.shop.webhook.point_to(url, SECRET, 40)
        desk.server.faults.next(Fault(Kind.FORGED), "message")
        desk.world.say(asha, desk.shop, "hello")
        await heard.until(1)
    assert answers[0] == 401
    assert len(heard.all) == 1


async def test_listening_tells_telegram_where_to_call(desk: Desk, heard: Heard) -> None:
    address = "https://desk.example"
    given: dict[str, Any] = {"public_url": address, "webhook": True, "webhook_secret": SECRET}
    async with desk.listening(heard.receive, waits_for="setWebhook", **given):
        assert desk.shop.webhook.url == f"{address}/hooks/telegram/main"
    assert (desk.shop.webhook.secret, desk.shop.updates.allowed) == (SECRET, frozenset(HEARD))
    assert desk.shop.calls["getUpdates"] == 0


async def test_without_a_public_address_it_polls(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive, webhook=True, webhook_secret=SECRET):
        desk.world.say(asha, desk.shop, "hello")
        await heard.until(1)
    assert desk.shop.webhook.url == ""
