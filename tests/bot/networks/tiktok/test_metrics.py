"""How a post does, by both APIs; what is missing says why."""

from __future__ import annotations

import pytest

from bot.networks._tiktok.metrics import UNGRANTED
from inbox.errors import Rejected, Unavailable
from inbox.models import RemoteId
from tests.tiktok_account import Ours


async def test_the_api_for_business_tells_most(ours: Ours) -> None:
    ours.comment("Nice!")
    ours.server.world.measure(
        ours.video, video_views=1200, likes=80, shares=5, favorites=9, reach=1000, total_time_watched=61.5
    )
    told = await ours.account().metrics(RemoteId(ours.video.id))
    assert {**told.values} == {
        "views": 1200,
        "likes": 80,
        "comments": 1,
        "shares": 5,
        "saves": 9,
        "reach": 1000,
        "watch_ms": 61500,
        "average_watch_ms": 0,
    }
    assert list(told.missing) == ["clicks"]
    assert told.at == ours.now()


async def test_a_permission_that_is_missing_costs_only_its_figures(ours: Ours) -> None:
    ours.server.refuse(40001, "GET /business/video/list/")
    told = await ours.account().metrics(RemoteId(ours.video.id))
    assert "views" in told.values
    assert told.missing["watch_ms"] == UNGRANTED


async def test_the_content_api_tells_four_figures(ours: Ours) -> None:
    ours.server.world.measure(ours.video, video_views=12)
    told = await ours.account(publishing="content").metrics(RemoteId(ours.video.id))
    assert {**told.values} == {"views": 12, "likes": 0, "comments": 0, "shares": 0}
    assert {"reach", "saves", "watch_ms", "clicks"} == told.missing.keys()


async def test_posts_that_are_not_listed(ours: Ours) -> None:
    for account in (ours.account(), ours.account(publishing="content")):
        with pytest.raises(Rejected, match="no public post"):
            await account.metrics(RemoteId("7301303576418569999"))
        with pytest.raises(Rejected, match="no public post"):
            await account.metrics(RemoteId("pub.v_pub_url~v1.75"))
    ours.server.refuse(50002, "GET /business/video/list/")
    with pytest.raises(Unavailable):
        await ours.account().metrics(RemoteId(ours.video.id))
