"""What `run.py check` says: what was tried, whether it passed, and the fix where it did not."""

from __future__ import annotations

from dataclasses import replace

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.checking import Checked, check_accounts, check_part, check_public_url, check_redis, told
from inbox.network import Health
from tests.postbox import Postbox
from tests.world import ACCOUNT, CAPABILITIES


async def reach(url: str, *boxes: Postbox) -> list[Health]:
    """What is found about a public address."""
    async with aiohttp.ClientSession() as http:
        return [found.health async for found in check_public_url(http, boxes, url)]


async def answering(body: object, status: int = 200) -> TestServer:
    """A server whose /health says this."""

    async def health(request: web.Request) -> web.Response:
        return web.json_response(body, status=status)

    app = web.Application()
    app.add_routes([web.get("/health", health)])
    server = TestServer(app)
    await server.start_server()
    return server


async def test_an_address_that_leads_here_passes() -> None:
    server = await answering({"alive": True})

    (health,) = await reach(str(server.make_url("")))

    assert health.ok
    await server.close()


async def test_an_address_that_leads_elsewhere_fails_with_a_fix() -> None:
    for body, status in (({"alive": True}, 404), ("hello", 200), ({}, 200)):
        server = await answering(body, status)

        (health,) = await reach(str(server.make_url("")))

        assert not health.ok
        assert "reverse proxy" in health.fix
        await server.close()


async def test_an_address_where_nobody_listens_fails_with_a_fix() -> None:
    server = await answering({})
    url = str(server.make_url(""))
    await server.close()

    (health,) = await reach(url)

    assert not health.ok
    assert "cannot be reached" in health.words


async def test_no_address_is_fine_until_a_network_needs_one() -> None:
    needy = Postbox(capabilities=replace(CAPABILITIES, needs_public_url=True))

    assert await reach("", Postbox()) == []
    (health,) = await reach("", needy)
    assert "web.public_url" in health.fix


async def test_every_account_is_asked() -> None:
    box = Postbox()
    box.health = (Health(True, "logged in"), Health(False, "sees no groups", "turn privacy off"))

    found = [checked async for checked in check_accounts([box])]

    assert [(c.about, c.health.ok) for c in found] == [(ACCOUNT, True), (ACCOUNT, False)]


async def test_redis_is_said_to_be_fine_or_what_is_wrong_with_it() -> None:
    assert [c.health.ok async for c in check_redis([])] == [True]
    assert [c.health.words async for c in check_redis(["no AOF"])] == ["no AOF"]


def test_a_failure_is_told_with_its_fix_below() -> None:
    lines: list[str] = []

    assert not told(Checked("Redis", Health(False, "no AOF", "set appendonly yes")), lines.append)
    assert told(Checked("Redis", Health(True, "keeps what it is given")), lines.append)
    assert lines == ["FAIL  Redis: no AOF", "      set appendonly yes", "pass  Redis: keeps what it is given"]


def test_what_works_but_could_be_better_is_told_with_its_fix_too() -> None:
    lines: list[str] = []

    assert told(Checked("telegram:main", Health(True, "sees only commands", "turn privacy off")), lines.append)
    assert lines[1] == "      turn privacy off"


async def test_what_checks_itself_is_told_under_its_name() -> None:
    async def check() -> list[Health]:
        return [Health(ok=True, words="there"), Health(ok=False, words="closed", fix="open it")]

    assert [found async for found in check_part("control channel", check)] == [
        Checked("control channel", Health(ok=True, words="there")),
        Checked("control channel", Health(ok=False, words="closed", fix="open it")),
    ]
