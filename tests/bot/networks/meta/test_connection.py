"""A connected account: its token is kept, Meta is told to call us, and what is missing is said."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio
from aiohttp import web
from ruamel.yaml import YAML

from bot.networks._meta.connection import Connection, lines_of, steps_of
from bot.networks._meta.needs import NEEDS, Way
from bot.networks._meta.options import FacebookOptions, InstagramOptions
from bot.networks._meta.signature import verify_token
from bot.networks._meta.tokens import read_token
from bot.playground.serving import Server
from inbox.network import Health
from tests.bot.networks.meta.logging_in import Meta, Shelf, meta


@pytest_asyncio.fixture
async def world() -> AsyncIterator[Meta]:
    """A simulated Meta."""
    async with meta() as it:
        yield it


@contextlib.asynccontextmanager
async def sangam(secret: str, *, known: bool = True) -> AsyncIterator[str]:
    """What Meta and we see of a running Sangam: that it lives, and its answer to the handshake."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/health":
            return web.json_response({"alive": True})
        if known and request.query.get("hub.verify_token") == verify_token(secret):
            return web.Response(text=request.query["hub.challenge"])
        return web.Response(status=403)

    server = Server(answer, 1 << 20)
    try:
        yield await server.start()
    finally:
        await server.stop()


def connection(world: Meta, way: Way = "page", public_url: str = "", *, present: bool = False) -> Connection:
    """A login whose token goes into an empty vault."""
    return Connection(world.login(way), "main", Shelf(), public_url, present)


async def connected(world: Meta, it: Connection, choice: str = "Continue as") -> str:
    """Log in, and keep the first of what is found."""
    found = await it.by_address(await world.click(await it.address(), choice))
    await it.keep(found[0].id)
    return found[0].id


def words(found: Sequence[Health], *, ok: bool) -> list[str]:
    """What is well, or not."""
    return [health.words for health in found if health.ok is ok]


async def test_the_token_is_kept_and_everything_is_told_by_meta_from_then_on(world: Meta) -> None:
    async with sangam(world.app.secret) as url:
        it = connection(world, public_url=url)
        id = await connected(world, it)
        hook = f"{url}/hooks/meta/{world.app.id}"

        assert await it.subscribe(id) == [Health(ok=True, words=f"Meta calls {hook} from now on.")]
        report = await it.report(id)

    kept = await read_token(it.vault)
    assert kept is not None
    assert world.server.world.tokens.all[kept.token].owner is world.page
    assert world.app.subscriptions["page"].callback_url == hook
    assert {"feed", "messages"} <= world.page.subscribed[world.app.id]
    assert words(report, ok=False) == []
    assert f"Meta calls {hook}." in words(report, ok=True)
    assert any("Human Agent" in said for said in words(report, ok=True))


async def test_instagram_by_its_page_subscribes_the_page_and_the_app_for_instagram(world: Meta) -> None:
    async with sangam(world.app.secret) as url:
        it = connection(world, "instagram by page", url)
        id = await connected(world, it)
        await it.subscribe(id)
        report = await it.report(id)

    assert id == world.linked.id
    assert world.app.id in world.page.subscribed
    assert "comments" in world.app.subscriptions["instagram"].fields
    assert words(report, ok=False) == []


async def test_instagram_s_own_login_works_the_same(world: Meta) -> None:
    async with sangam(world.app.secret) as url:
        it = connection(world, "instagram", url)
        id = await connected(world, it, "Continue as patola.lab")
        await it.subscribe(id)
        report = await it.report(id)

    assert "mentions" in world.alone.subscribed[world.app.id]
    assert words(report, ok=False) == []


async def test_a_sangam_that_does_not_run_is_named_and_the_way_by_hand_with_it(world: Meta) -> None:
    it = connection(world, public_url="http://127.0.0.1:9")
    (health,) = await it.subscribe(await connected(world, it))

    assert health.words.startswith("Sangam does not answer at http://127.0.0.1:9")
    assert f"verify token {verify_token(world.app.secret)}, fields feed, mention, messages" in health.fix
    assert world.app.secret not in health.fix


async def test_a_sangam_that_does_not_know_the_app_yet_says_what_comes_first(world: Meta) -> None:
    async with sangam(world.app.secret, known=False) as url:
        it = connection(world, public_url=url)
        (health,) = await it.subscribe(await connected(world, it))

    assert "did not take our address as a webhook" in health.words
    assert "once the lines below stand in bot.yaml" in health.words


async def test_a_page_that_may_not_be_subscribed_is_said(world: Meta) -> None:
    it = connection(world)
    id = await connected(world, it)
    world.server.world.withdraw(world.page, "pages_manage_metadata")
    (health,) = await it.subscribe(id)

    assert not health.ok
    assert "pages_manage_metadata" in health.words


@pytest.mark.parametrize("way", list(NEEDS))
async def test_the_lines_for_bot_yaml_are_read_as_they_stand(world: Meta, way: Way) -> None:
    it = connection(world, way)
    id = await connected(world, it)
    (account,) = YAML(typ="safe").load(it.lines(id))

    assert (account.pop("network"), account.pop("name")) == ("facebook" if way == "page" else "instagram", "main")
    assert account.pop("app_secret_file")
    options = (FacebookOptions if way == "page" else InstagramOptions)(**account, app_secret="a" * 32)
    assert options.app_id == world.app.id
    assert connection(world, way, present=True).lines(id) == ""
    assert lines_of(it.login, "shop", it.found[id]).splitlines()[1] == "    name: shop"


@pytest.mark.parametrize("way", list(NEEDS))
def test_the_steps_name_the_address_that_the_login_leads_to(way: Way) -> None:
    steps = steps_of(way, "https://localhost/")
    assert 4 <= len(steps) <= 5
    assert sum("https://localhost/" in step for step in steps) == 1
    assert not any("\n" in step or "  " in step for step in steps)
