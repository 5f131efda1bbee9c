"""What `check` says of an account, in words that mend it, and that no text of ours ever holds the token."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.networks.telegram import Telegram
from bot.playground.faults import Fault, Kind
from inbox.actions import Reply
from inbox.errors import NetworkError, Uncertain
from inbox.models import RemoteId
from inbox.network import FetchesMedia, FindsSent, Health, Listens, Network, TakesHooks
from tests.bot.networks.telegram.conftest import START, TOKEN, Desk

HOOK = {"webhook": True, "webhook_secret": "s"}


async def checked(desk: Desk, **options: Any) -> list[Health]:
    """What check says."""
    return list(await desk.account(**options).check())


def test_the_abilities_are_those_that_telegram_has(desk: Desk) -> None:
    account = desk.account()
    assert all(isinstance(account, ability) for ability in (Network, Listens, TakesHooks, FetchesMedia))
    assert not isinstance(account, FindsSent)


async def test_a_good_account_says_who_it_is(desk: Desk) -> None:
    found = await checked(desk)
    assert all(health.ok for health in found)
    assert "@shop_bot" in found[0].words


async def test_privacy_mode_is_explained(desk: Desk) -> None:
    desk.shop.reads_all = False
    deaf = (await checked(desk))[1]
    assert deaf.ok
    assert "Privacy mode" in deaf.words
    assert "/setprivacy" in deaf.fix


async def test_a_revoked_a_wrong_and_an_unreachable_account_are_told_apart(desk: Desk) -> None:
    [malformed] = await checked(desk, token="900:" + "x" * 100)
    desk.world.revoke(desk.shop)
    [revoked] = await checked(desk)
    account = desk.account()
    await desk.server.stop()
    [away] = await account.check()
    assert [health.ok for health in (malformed, revoked, away)] == [False] * 3
    assert "Not Found" in malformed.words
    assert "Unauthorized" in revoked.words
    assert "@BotFather" in malformed.fix
    assert "@BotFather" in revoked.fix
    assert "firewall" in away.fix


async def test_a_webhook_that_cannot_be_reached_says_so(desk: Desk) -> None:
    url = "https://desk.example/hooks/telegram/main"
    desk.shop.webhook.point_to(url, "s", 40)
    desk.shop.webhook.last_error = START - 60, "Connection refused"
    [*_, broken] = await checked(desk, public_url="https://desk.example", **HOOK)
    assert not broken.ok
    assert "Connection refused" in broken.words
    desk.shop.webhook.last_error = START - 86400, "Connection refused"
    [*_, healed] = await checked(desk, public_url="https://desk.example", **HOOK)
    assert healed.ok


async def test_a_webhook_without_a_public_address_says_so(desk: Desk) -> None:
    [*_, lonely] = await checked(desk, **HOOK)
    assert (lonely.ok, "public_url" in lonely.fix) == (False, True)


async def test_a_webhook_not_yet_set_is_announced(desk: Desk) -> None:
    [*_, soon] = await checked(desk, public_url="https://desk.example", **HOOK)
    assert (soon.ok, "will be told" in soon.words) == (True, True)


async def test_somebody_elses_webhook_is_named(desk: Desk) -> None:
    desk.shop.webhook.point_to("https://other.example/", "", 40)
    [*_, foreign] = await checked(desk)
    assert "https://other.example/" in foreign.words


@asynccontextmanager
async def stranger(body: str, status: int = 200) -> AsyncIterator[str]:
    """Somebody who answers everything alike and is not Telegram."""

    async def speak(request: web.BaseRequest) -> web.Response:
        return web.Response(text=body, status=status)

    runner = web.ServerRunner(web.Server(speak))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize(
    "body", ["<html>", "[]", "{}", '{"ok": true}', '{"ok": true, "result": null}', '{"ok":true,"result":{"id":"x"}}']
)
async def test_a_stranger_at_the_address_is_no_telegram(desk: Desk, body: str) -> None:
    async with stranger(body) as url:
        [found] = await checked(desk, url=url)
        with pytest.raises(Uncertain):
            await desk.account(url=url).perform(Reply(RemoteId("0000000101"), "hello"), "key")
    assert (found.ok, "firewall" in found.fix) == (False, True)


async def test_a_poll_answered_by_a_stranger_ends_listening(desk: Desk) -> None:
    async with stranger(json.dumps({"ok": True, "result": True})) as url:
        with pytest.raises(NetworkError, match="Somebody else"):
            await desk.account(url=url).listen(nobody, None)


async def nobody(events: object, cursor: object) -> None:
    """Nothing arrives here."""
    raise AssertionError("a stranger's word was taken")


FAILINGS = [
    Fault(Kind.CUT_BEFORE),
    *(Fault(Kind.REFUSE, status=status) for status in (302, 400, 401, 403, 404, 500, 502)),
]


@pytest.mark.parametrize("fault", FAILINGS, ids=[f"{fault.kind} {fault.status}" for fault in FAILINGS])
async def test_no_error_and_no_log_holds_the_token(desk: Desk, fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    desk.server.faults.next(fault, "sendMessage")
    with pytest.raises(NetworkError) as failed:
        await desk.account().perform(Reply(RemoteId("0000000101"), "hello"), "key")
    secret = TOKEN.partition(":")[2]
    assert secret not in repr(failed.getrepr(chain=True, showlocals=False)) + str(failed.value) + caplog.text


def test_the_account_does_not_show_its_token(desk: Desk) -> None:
    account: Telegram = desk.account()
    assert TOKEN not in repr(account) + str(account)
