"""`connect` at simulated networks of every kind, as a person types it, on a real Redis."""

from __future__ import annotations

import json
import signal
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import aiohttp
import pytest_asyncio

from bot.networks import connectable
from bot.networks._oauth import Grant, keep_grant, read_grant
from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind
from bot.playground.mastodon import MastodonServer
from bot.playground.x import XServer
from bot.playground.x.records import Account, App
from inbox.store.embedded import Server
from tests.bot.connecting_desk import DONE, NOT_FOUND, NOT_SET_UP, NOT_UNDERSTOOD, REFUSED, AnyDesk
from tests.logging_in import click

YES = "Authorize app as @nadipots"


@pytest_asyncio.fixture
async def desk(redis_server: Server, brand: str, tmp_path: Path) -> AsyncIterator[AnyDesk]:
    """A desk with nothing on it, at no network."""
    async with aiohttp.ClientSession() as http:
        yield AnyDesk(redis_server.url, brand, tmp_path, partial(click, http), "")


@pytest_asyncio.fixture
async def x() -> AsyncIterator[tuple[XServer, App, Account]]:
    """A simulated X with our app and two accounts, in the time that it is."""
    async with XServer(clock=Clock()) as server:
        app = server.world.create_app()
        us = server.world.create_account("nadipots", "Nadi Pots", app)
        server.world.create_account("another", "Another", app)
        yield server, app, us


def at_x(server: XServer) -> tuple[str, ...]:
    """Options that lead to the simulated X."""
    return ("--base-url", server.url, "--login-url", server.url)


async def grant(desk: AnyDesk, account: str) -> Grant | None:
    """The login in the vault."""
    async with desk.vault(account) as vault:
        return await read_grant(vault)


async def test_somebody_with_nothing_but_an_app_is_walked_to_a_connected_account_on_x(
    desk: AnyDesk, x: tuple[XServer, App, Account]
) -> None:
    server, app, us = x
    told = await desk.talk("connect", "x", *at_x(server), before=(app.client_id, app.client_secret), choice=YES)

    assert told.code == DONE, told.err
    assert "1. At https://console.x.com make a developer account" in told.out
    assert f"Connected x:main: @nadipots ({us.id}). The token is kept encrypted." in told.out
    assert "ok    X knows this account as @nadipots (Nadi Pots)." in told.out
    assert "ok    The login may do all that Sangam needs." in told.out
    assert f'    id: "{us.id}"\n    client_id: "{app.client_id}"' in told.out
    assert "Then start Sangam." in told.out
    kept = await grant(desk, "x:main")
    assert kept is not None
    assert (kept.refresh, kept.whose) == (us.refresh_token, us.id)
    for secret in (app.client_secret, us.access_token, us.refresh_token):
        assert secret not in told.out + told.err


async def test_an_account_on_x_from_bot_yaml_is_asked_nothing_and_no_other_takes_its_place(
    desk: AnyDesk, x: tuple[XServer, App, Account]
) -> None:
    server, app, us = x
    options = {"id": us.id, "client_id": app.client_id, "client_secret": app.client_secret}
    desk.configure(x_shop={**options, "base_url": server.url, "login_url": server.url})
    wrong = await desk.talk("connect", "x", "--name", "shop", choice="Authorize app as @another")
    assert wrong.code == REFUSED
    assert f"gives no access to {us.id}, only to: @another" in wrong.err
    assert await grant(desk, "x:shop") is None

    right = await desk.talk("connect", "x", choice=YES)  # the only account on X that bot.yaml has
    assert right.code == DONE, right.err
    assert "bot.yaml still lacks" not in right.out
    kept = await grant(desk, "x:shop")
    assert kept is not None
    assert kept.refresh == us.refresh_token


async def test_mastodon_takes_a_server_and_a_code(desk: AnyDesk) -> None:
    async with MastodonServer(clock=Clock()) as server:
        shop = server.world.create_account("nadi", "Nadi Pottery")
        told = await desk.talk("connect", "mastodon", before=(server.url,))

        assert told.code == DONE, told.err
        assert f"Connected mastodon:main: @nadi ({shop.id})." in told.out
        assert "ok    Mastodon knows us as @nadi" in told.out
        assert f'    base_url: "{server.url}"' in told.out
        kept = await grant(desk, "mastodon:main")
        assert kept is not None
        assert kept.access == shop.token
        assert shop.token not in told.out + told.err

        by_hand = await desk(
            "connect", "mastodon", "--name", "b", "--base-url", server.url, "--token-file", "-", stdin=f"{shop.token}\n"
        )
        assert by_hand.code == DONE, by_hand.err
        assert await grant(desk, "mastodon:b") is not None


async def test_a_crash_between_the_login_and_its_keeping_leaves_the_login_before(
    desk: AnyDesk, x: tuple[XServer, App, Account]
) -> None:
    server, app, us = x
    options = {"id": us.id, "client_id": app.client_id, "client_secret": app.client_secret}
    desk.configure(x_main={**options, "base_url": server.url, "login_url": server.url})
    before = Grant("access-before", "refresh-before")
    async with desk.vault("x:main") as vault:
        await keep_grant(vault, before)
    server.faults.next(Fault(Kind.HANG_BEFORE), "GET /2/users/me", times=9)  # the code was traded, and it waits there
    calls = server.world.calls
    killed = await desk.talk("connect", "x", choice=YES, killed_when=lambda: calls["GET /2/users/me"] > 0)
    server.faults.clear()

    assert killed.code == -signal.SIGKILL
    assert await grant(desk, "x:main") == before
    told = await desk.talk("connect", "x", choice=YES)
    assert told.code == DONE, told.err
    after = await grant(desk, "x:main")
    assert after is not None
    assert after.refresh == us.refresh_token


async def test_what_is_pasted_wrong_is_said_and_keeps_nothing(desk: AnyDesk, x: tuple[XServer, App, Account]) -> None:
    server, app, _ = x
    secret = desk.write("secret", app.client_secret)
    words = ("connect", "x", *at_x(server), "--client-id", app.client_id, "--client-secret-file", secret)
    for pasted in ("hello", "http://127.0.0.1/?code=A&state=B", "http://127.0.0.1/?error=access_denied"):
        told = await desk(*words, stdin=f"{pasted}\n")
        assert (told.code, bool(told.err.strip())) == (NOT_SET_UP, True), told.err
    assert await grant(desk, "x:main") is None


async def test_of_several_accounts_one_has_to_be_named(desk: AnyDesk) -> None:
    server = "http://127.0.0.1:9"
    desk.configure(mastodon_shop={"base_url": server}, mastodon_lab={"base_url": server})
    told = await desk("connect", "mastodon")
    assert told.code == NOT_SET_UP
    assert "bot.yaml has several accounts of mastodon. Say which, with --name: shop, lab." in told.err


async def test_without_a_name_the_networks_are_listed(desk: AnyDesk) -> None:
    told = await desk("connect")
    assert told.code == DONE
    assert [line.split()[0] for line in told.out.splitlines()] == list(connectable())
    assert "run.py connect NETWORK" in told.err
    assert (await desk("connect", "telegram")).code == NOT_UNDERSTOOD


async def test_a_choice_that_there_is_not_is_refused(desk: AnyDesk) -> None:
    assert (await desk("connect", "x", "--plan", "free")).code == NOT_UNDERSTOOD


async def test_tokens_tell_both_ends_of_every_login(desk: AnyDesk) -> None:
    async with desk.vault("x:main") as vault:
        await keep_grant(vault, Grant("a", "r", 1_790_007_200_000, 0, 1_790_000_000_000))
        await vault.write("upload_1", "{}")
    async with desk.vault("tiktok:main") as vault:
        await keep_grant(vault, Grant("a", "r", 1_790_086_400_000, 1_821_536_000_000, 1_790_000_000_000))
    async with desk.vault("mastodon:main") as vault:
        await keep_grant(vault, Grant("a", obtained_at=1_790_000_000_000))
    told, as_json = await desk("tokens"), await desk("tokens", "--json")

    assert [line.split("\t")[:5] for line in told.out.splitlines()] == [
        ["mastodon:main", "grant", "2026-09-21", "never", "-"],
        ["tiktok:main", "grant", "2026-09-21", "2026-09-22", "2027-09-21"],
        ["x:main", "grant", "2026-09-21", "2026-09-21", "no end"],
    ]
    listed = json.loads(as_json.out)["tokens"]
    assert [(one["renews"], one["renews_until"]) for one in listed] == [
        (False, None),
        (True, "2027-09-21T14:13:20.000Z"),
        (True, None),
    ]
    forgotten = await desk("tokens", "forget", "x:main")
    assert forgotten.out.startswith("Forgotten. To end it at x too")
    assert (await desk("tokens", "forget", "x:main")).code == NOT_FOUND
