"""An app that Meta took off a Page is put on again, told of everything, and nothing else is changed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.networks._meta.place import Place
from bot.networks._meta.subscriptions import FIELDS, fields_of, keep_subscribed, subscribed
from bot.playground.meta.state import FIELDS as OFFERED
from inbox.errors import LoginNeeded, Unavailable
from inbox.store.embedded import Server
from tests.meta_ear import Ear, ear
from tests.world import ACCOUNT


@pytest.fixture(
    params=[("facebook", True), ("instagram", True), ("instagram", False)], ids=["page", "by page", "alone"]
)
async def account(request: pytest.FixtureRequest, redis_server: Server, brand: str) -> AsyncIterator[Ear]:
    network, page = request.param
    async with ear(redis_server.url, brand, network, page=page) as listening:
        yield listening


def told(account: Ear) -> set[str]:
    """What the app is told of, at the node that counts."""
    node = account.server.world.things[account.place.node]
    return set(getattr(node, "subscribed", {}).get(account.app.id, set()))


async def mend(account: Ear) -> bool:
    return await keep_subscribed(account.graph, account.place, ACCOUNT, set())


async def test_while_all_is_well_it_is_one_look(account: Ear) -> None:
    before = account.server.world.calls.copy()
    assert not await mend(account)
    assert dict(account.server.world.calls - before) == {"GET /{id}/subscribed_apps": 1}


async def test_an_app_that_was_taken_off_is_put_on_again_and_that_is_said(account: Ear) -> None:
    account.server.world.unsubscribe(account.app.id, account.place.node)
    with capture_logs() as logs:
        assert await mend(account)
        assert not await mend(account)
    assert told(account) == set(fields_of(account.place))
    (line,) = logs
    assert line["event"] == f"{account.place.network}.resubscribed"
    assert line["log_level"] == "warning"
    assert line["fields"] == ",".join(fields_of(account.place))


async def test_one_missing_field_is_added_and_what_else_there_is_stays(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand) as account:
        account.owner.subscribed[account.app.id] = {*fields_of(account.place), "ratings"} - {"feed"}
        assert await mend(account)
        assert told(account) == {*fields_of(account.place), "ratings"}


@pytest.mark.parametrize(("code", "error"), [(2, Unavailable), (190, LoginNeeded)], ids=str)
async def test_a_refusal_is_an_error_of_ours(account: Ear, code: int, error: type[Exception]) -> None:
    account.server.world.unsubscribe(account.app.id, account.place.node)
    account.server.refuse(code, match="POST /{id}/subscribed_apps")
    with pytest.raises(error):
        await mend(account)


async def test_a_field_that_is_refused_costs_no_other(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand) as account:
        account.owner.subscribed.clear()
        account.server.refuse(200, match="POST /{id}/subscribed_apps", times=2)  # all at once, then the first alone
        refused: set[str] = set()
        with capture_logs() as logs:
            assert await keep_subscribed(account.graph, account.place, ACCOUNT, refused)
            assert not await keep_subscribed(account.graph, account.place, ACCOUNT, refused)
        assert told(account) == set(fields_of(account.place)) - {"feed"}
        assert refused == {"feed"}
        assert [line["event"] for line in logs] == ["facebook.not_told", "facebook.resubscribed"]
        assert logs[0]["fields"] == "feed"


def test_every_field_is_one_that_meta_offers() -> None:
    for (network, page), fields in FIELDS.items():
        offered = OFFERED["page" if page else network]
        assert set(fields) <= offered


def test_other_apps_of_a_page_do_not_count() -> None:
    apps: list[dict[str, object]] = [
        {"id": "1", "subscribed_fields": ["feed"]},
        {"id": "2", "subscribed_fields": ["messages"]},
        {"subscribed_fields": ["mention"]},
        {"id": "2"},
    ]
    assert subscribed(apps, Place("facebook", "9", "2", "9")) == {"messages", "mention"}
