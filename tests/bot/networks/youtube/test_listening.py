"""The loop: looks as the plan says, people who are told of it, failures, and a day's quota that lasts the day."""

from __future__ import annotations

import statistics

import pytest

from bot.networks._youtube.planner import for_reading
from bot.playground.youtube import Comment
from inbox.errors import LoginNeeded, Rejected, StoreRestarted, Unavailable
from tests.youtube_accounts import Ours, Store, Tally, ours

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
THREADS = "GET /youtube/v3/commentThreads"
MIDNIGHT = 1_795_939_200  # in California, 2026-11-29


async def test_people_are_told_of_the_plan(channel: Ours) -> None:
    await channel.hear(channel.account(), MINUTE)
    words, at, budget = channel.meter.plans[0]
    assert words == "the comments next"
    assert (at, budget) == (channel.now(), 10_000_000_000)


async def test_a_quiet_channel_is_looked_at_less_often(channel: Ours) -> None:
    channel.world.comment(channel.person(), channel.video(age=30 * DAY), "Hello")
    account = channel.account()
    await channel.hear(account, HOUR)
    lively = channel.server.calls[THREADS]
    channel.clock.advance(3 * DAY)
    channel.server.calls.clear()
    await channel.hear(account, HOUR)
    assert channel.server.calls[THREADS] < lively / 2


async def test_single_videos_are_watched_and_named(channel: Ours) -> None:
    watched, other = channel.video("Watched"), channel.video("Other")
    comment = channel.world.comment(channel.person(), watched, "Here")
    channel.world.comment(channel.person(), other, "Not here")
    store = await channel.hear(channel.account(videos=[watched.id]), 5 * MINUTE)
    assert store.texts.keys() == {comment.id}
    assert any("“Watched”" in words for words, _, _ in channel.meter.plans)


async def test_a_video_without_comments_keeps_no_other_from_being_watched(channel: Ours) -> None:
    shut, open = channel.video("Shut"), channel.video("Open")
    channel.world.comments_off(shut)
    comment = channel.world.comment(channel.person(), open, "Here")
    store = await channel.hear(channel.account(videos=[shut.id, open.id]), 5 * MINUTE)
    assert store.texts.keys() == {comment.id}


async def test_reading_leaves_the_reserve_and_goes_on_when_the_quota_is_full_again(channel: Ours) -> None:
    await channel.meter.spend({"list": 7_990})
    account = channel.account(reserve=2_000)
    await channel.hear(account, 6 * HOUR)
    used = await channel.meter.used()
    assert for_reading(used, 10_000, 2_000) <= 3
    assert any("times slower" in words for words, _, _ in channel.meter.plans)
    await channel.meter.spend({"list": 3})
    await channel.hear(account, 60)
    assert "2,000 kept for replies" in channel.meter.plans[-1][0]
    comment = channel.world.comment(channel.person(), channel.video(), "After midnight there")
    store = await channel.hear(account, 1.5 * HOUR)
    assert comment.id in store.texts


async def test_a_small_quota_is_spread_over_the_day() -> None:
    async with ours(MIDNIGHT) as small:
        small.world.comment(small.person(), small.video(), "Hello")
        await small.hear(small.account(units_a_day=400, reserve=100), DAY - 1)
        (used,) = (await small.meter.used(),)
        assert 150 <= used.things["list"] <= 300
        assert any("times slower than usual" in words for words, _, _ in small.meter.plans)
        late = [at for _, at, _ in small.meter.plans if at > (MIDNIGHT + 20 * HOUR) * 1000]
        assert late, "the last hours are watched, too"


async def test_being_too_fast_is_waited_for(channel: Ours) -> None:
    comment = channel.world.comment(channel.person(), channel.video(), "Hello")
    channel.server.refuse("rateLimitExceeded", THREADS, times=2)
    store = await channel.hear(channel.account(), 5 * MINUTE)
    assert comment.id in store.texts


async def test_trouble_that_stays_is_for_the_supervisor(channel: Ours) -> None:
    channel.server.refuse("backendError", THREADS, times=100)
    assert isinstance(await channel.fail(channel.account(), HOUR), Unavailable)
    assert channel.server.calls[THREADS] == 3


async def test_a_dead_login_stops_it(channel: Ours) -> None:
    channel.world.withdraw(channel.channel)
    assert isinstance(await channel.fail(channel.account()), LoginNeeded)


async def test_a_channel_that_may_not_be_read_is_an_error(channel: Ours) -> None:
    channel.server.refuse("forbidden", THREADS)
    assert isinstance(await channel.fail(channel.account()), Rejected)


async def test_where_only_what_is_held_is_refused_the_rest_comes_in(channel: Ours) -> None:
    other = channel.world.create_channel("Of a friend", channel.project)
    video = channel.world.video(other, "Not ours")
    comment = channel.world.comment(channel.person(), video, "Hello")
    await channel.connect(whose="")  # a login that does not tell whose it is
    store = await channel.hear(channel.account(channel=other.id), 10 * MINUTE)
    assert store.texts.keys() == {comment.id}


async def test_what_a_restarted_store_has_lost_is_told_again(channel: Ours) -> None:
    video = channel.video()
    comments = [channel.world.comment(channel.person(), video, text) for text in ("One", "Two")]
    account = channel.account()
    await channel.hear(account)
    channel.store = Store(channel.now)

    async def away(events: object, cursor: object) -> int:
        raise StoreRestarted("Redis was restarted")

    with pytest.raises(StoreRestarted):
        await channel.listen(account, away, None)
    store = await channel.hear(account)
    assert store.texts.keys() == {comment.id for comment in comments}


async def test_a_day_of_bursts_costs_less_than_the_quota_and_nothing_waits_long() -> None:
    async with ours(MIDNIGHT) as busy:
        video, posted = busy.video(), list[Comment]()
        account = busy.account()
        for burst in range(4):
            busy.clock.advance(MIDNIGHT + burst * 6 * HOUR - busy.clock.now())
            for _ in range(4):
                busy.clock.advance(60)
                posted += busy.world.crowd(video, 60, over=60, replies=0.3, text=f"{burst} {{number}}")
                await busy.hear(account, 60)
            await busy.hear(account, 900)
        store, delays = busy.store, list[float]()
        assert {one.id for one in posted} == store.texts.keys()
        delays = sorted(store.at[one.id] / 1000 - one.created for one in posted)
        assert delays[int(0.95 * len(delays))] <= 10 * MINUTE, f"median {statistics.median(delays)}"
        assert busy.world.used(busy.project) <= 10_000
        assert isinstance(busy.meter, Tally)
        assert busy.world.used(busy.project) == (await busy.meter.used()).today // 1_000_000
