"""One account listening: gaps are closed and told, hooks are looked after, and trouble is said once."""

from __future__ import annotations

import asyncio

import pytest

from inbox.errors import LoginNeeded, Unavailable
from inbox.incoming import GapClosed, Unreadable
from tests.tiktok_account import DAY, Ours


async def listening(ours: Ours, **options: object) -> None:
    """Listen until something was said, or it ends by itself."""
    account = ours.account(**options)

    async def heard() -> None:
        while not ours.heard.texts:
            await asyncio.sleep(0.005)

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        task = group.create_task(account.listen(ours.heard.receive, ours.heard.cursor))
        await heard()
        task.cancel()


async def test_a_gap_is_told_after_a_restart_and_not_at_the_first_start(ours: Ours) -> None:
    first = ours.account()
    ours.comment("before")
    await ours.round(first)
    assert ours.heard.of(GapClosed) == []
    since = ours.now()
    ours.server.clock.advance(3600)
    ours.comment("meanwhile")
    again = ours.account()
    await ours.round(again)
    assert ours.heard.of(GapClosed) == [GapClosed(1, since, ours.now())]
    ours.server.clock.advance(60)
    ours.comment("now")
    await ours.round(again)
    assert len(ours.heard.of(GapClosed)) == 1


async def test_it_has_tiktok_tell_us_and_mends_what_somebody_changed(ours: Ours) -> None:
    ours.public_url = "https://sangam.example"
    ours.comment("Hm")
    await listening(ours)
    url = f"https://sangam.example/hooks/tiktok/{ours.app.client_key}"
    assert {kind: one.url for kind, one in ours.app.subscriptions.items()} == {"COMMENT": url, "DIRECT_MESSAGE": url}


async def test_hooks_that_are_missing_are_counted(ours: Ours) -> None:
    ours.public_url = "https://sangam.example"
    account = ours.account()
    await ours.round(account)
    ours.comment("no hook told this")
    ours.server.clock.advance(1800)
    await ours.round(account)
    assert account._listening.missed == 1
    assert ours.heard.of(GapClosed)[-1].messages == 1
    ours.comment("this one is told")
    await ours.hook(account)
    assert account._listening.missed == 0


async def test_a_dead_login_ends_it(ours: Ours) -> None:
    ours.server.world.withdraw(ours.us)
    with pytest.raises(LoginNeeded):
        await ours.account().listen(ours.heard.receive, None)


async def test_an_outage_is_passed_on_after_some_tries(ours: Ours) -> None:
    ours.server.refuse(60001, "GET /business/video/list/", times=3)
    with pytest.raises(Unavailable):
        await ours.account().listen(ours.heard.receive, None)
    assert len(ours.rested) == 2


async def test_too_many_calls_are_waited_out(ours: Ours) -> None:
    ours.server.refuse(40100, "GET /business/video/list/")
    ours.comment("Hm")
    await listening(ours)
    assert ours.rested[0] == 300


@pytest.mark.parametrize("call", ["GET /business/comment/list/", "GET /business/video/list/"])
async def test_a_missing_permission_stops_only_its_part_and_is_made_up_for(ours: Ours, call: str) -> None:
    await ours.round(ours.account())
    for _ in range(2):
        ours.server.clock.advance(12 * 3600)
        ours.comment("Hm")
        ours.write("Hello")
        ours.server.refuse(40001, call)
        await ours.round(ours.account())
    assert ours.heard.texts == ["Hello", "Hello"]
    assert await ours.round(ours.account()) == 2  # the permission was given


async def test_messages_that_could_not_be_read_are_made_up_for(ours: Ours) -> None:
    await ours.round(ours.account())
    ours.write("Hello")
    for _ in range(2):
        ours.server.clock.advance(12 * 3600)
        ours.server.refuse(40001, "GET /business/message/conversation/list/")
        await ours.round(ours.account())
    assert ours.heard.texts == []
    assert await ours.round(ours.account()) == 1


async def test_somebody_in_europe_whose_words_no_list_shows(ours: Ours) -> None:
    account = ours.account(messaging=False)
    account.somebody_in_europe(5)
    await account._listening.look_up(ours.heard.receive)
    (told,) = ours.heard.of(Unreadable)
    assert (told.id, "TikTok app" in told.why) == ("europe.5", True)


async def test_it_can_be_cancelled_at_any_moment_and_loses_nothing(ours: Ours) -> None:
    for number in range(30):
        ours.comment(f"comment {number}")
    for steps in range(1, 30, 3):
        async with asyncio.TaskGroup() as group:
            task = group.create_task(ours.account().listen(ours.heard.receive, ours.heard.cursor))
            for _ in range(steps):
                await asyncio.sleep(0.001)  # no race: whatever it has come to, it is cancelled there
            task.cancel()
        assert task.cancelled()
    ours.server.clock.advance(DAY / 24)
    await ours.round(ours.account())
    assert len(ours.heard.texts) == 30
