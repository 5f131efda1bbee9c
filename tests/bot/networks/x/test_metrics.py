"""Holds the figures of a post to a simulated X: what is told, what no longer is, and what reading them costs."""

from __future__ import annotations

import pytest

from inbox.actions import Edit
from inbox.errors import Rejected
from tests.x_account import Ours


async def test_figures_by_our_names(ours: Ours) -> None:
    world = ours.server.world
    world.see(ours.post, impressions=120, url_clicks=4, user_profile_clicks=2, engagements=9, bookmarks=3)
    world.like(ours.asha, ours.post)
    world.reply(ours.asha, ours.post, "Lovely")
    world.repost(ours.asha, ours.post)
    measured = await ours.account().metrics(ours.id(ours.post))
    assert measured.values == {
        "views": 120,
        "likes": 1,
        "comments": 1,
        "shares": 1,
        "quotes": 0,
        "saves": 3,
        "clicks": 4,
        "profile_visits": 2,
        "engagements": 9,
    }
    assert set(measured.missing) == {"reach"}
    assert measured.at == ours.now()
    assert +ours.meter.things == {"post.read": 1}


async def test_where_the_app_is_ours_a_look_costs_a_fifth(ours: Ours) -> None:
    account = ours.account(owns_app=True)
    assert (await account.metrics(ours.id(ours.post))).values["views"] == 0
    assert +ours.meter.things == {"owned.read": 1}
    assert ours.server.billed.total == 1_000


async def test_clicks_are_told_for_a_month(ours: Ours) -> None:
    ours.server.clock.advance(31 * 86_400)
    ours.log_in(ends_at=ours.now() + 1)
    measured = await ours.account().metrics(ours.id(ours.post))
    assert measured.values["views"] == 0
    assert measured.missing["clicks"] == "X tells this for 30 days after the post."


async def test_of_a_changed_post_the_newest_version_is_read(large: Ours) -> None:
    await large.account().perform(Edit(large.below(large.post), large.id(large.post), "New cups and bowls"), "1")
    large.server.world.see(large.ours()[0], impressions=7)
    assert (await large.account().metrics(large.id(large.post))).values["views"] == 7


async def test_a_post_that_is_gone_has_none(ours: Ours) -> None:
    ours.server.world.remove(ours.post)
    with pytest.raises(Rejected, match="does not show this post"):
        await ours.account().metrics(ours.id(ours.post))


async def test_the_newer_words_are_understood() -> None:
    from tests.x_account import x_account

    async with x_account(vocabulary="post") as ours:
        ours.server.world.repost(ours.asha, ours.post)
        assert (await ours.account().metrics(ours.id(ours.post))).values["shares"] == 1
