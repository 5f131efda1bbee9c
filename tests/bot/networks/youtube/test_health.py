"""What check says: of the login, the channel, the permissions, the quota and the videos, each with the next step."""

from __future__ import annotations

from typing import Any

import pytest

from bot.networks._youtube.oauth import COMMENTS, FIGURES, UPLOADS
from bot.playground.faults import Fault, Kind
from inbox.network import Health
from tests.youtube_accounts import Ours, ours

CHANNELS = "GET /youtube/v3/channels"


async def check(ours: Ours, /, **options: Any) -> list[Health]:
    found = list(await ours.account(**options).check())
    assert all(one.ok or one.fix for one in found), "what is wrong says how to mend it"
    return found


def wrong(found: list[Health]) -> list[str]:
    return [one.words for one in found if not one.ok]


async def test_a_channel_in_order_is_said_to_be(channel: Ours) -> None:
    found = await check(channel)
    assert not wrong(found)
    words = " ".join(one.words for one in found)
    assert "“Sangam Pottery”" in words
    assert "9,999 of 10,000 units are left today; all are there again in 7 h 06 min" in words


async def test_a_login_that_is_missing_or_was_taken_back_needs_a_person(channel: Ours) -> None:
    channel.world.withdraw(channel.channel)
    (one,) = await check(channel)
    assert (one.ok, one.minor, "run.py connect youtube" in one.fix) == (False, False, True)
    channel.vault.kept.clear()
    (one,) = await check(channel)
    assert "not connected yet" in one.words


async def test_another_channel_than_that_of_bot_yaml(channel: Ours) -> None:
    other = channel.world.create_channel("Another", channel.project)
    found = await check(channel, channel=other.id)
    assert f"and bot.yaml says {other.id}" in wrong(found)[0]


@pytest.mark.parametrize(
    ("scopes", "words", "minor"),
    [
        ((UPLOADS, FIGURES), "read and answer comments", False),
        ((COMMENTS,), "YouTube Analytics", True),
    ],
)
async def test_a_permission_that_was_not_given(channel: Ours, scopes: tuple[str, ...], words: str, minor: bool) -> None:
    await channel.connect(scopes=scopes)
    (lack,) = [one for one in await check(channel) if "tick every box" in one.fix]
    assert words in lack.words
    assert (lack.minor, lack.ok) == (minor, minor), "only what nothing works without is an error"


async def test_a_login_of_an_app_in_testing_is_said_to_end(channel: Ours) -> None:
    await channel.connect(refresh_ends_at=channel.now() + 6 * 86_400_000)
    (soon,) = [one for one in await check(channel) if "Testing" in one.words]
    assert soon.ok
    assert "In production" in soon.fix


async def test_an_end_of_the_quota_is_said_with_when_it_is_over(channel: Ours) -> None:
    await channel.meter.spend({"list": 9_980})
    (short,) = [one for one in await check(channel) if not one.ok]
    assert (short.minor, "units are left" in short.words) == (True, True)


async def test_videos_that_cannot_be_watched(channel: Ours) -> None:
    shut, gone = channel.video("Shut"), channel.video("Gone")
    channel.world.comments_off(shut)
    channel.world.remove_video(gone)
    words = wrong(await check(channel, videos=[shut.id, gone.id]))
    assert "Comments of “Shut” are switched off" in words[0]
    assert "is gone" in words[1]


async def test_nobody_answers(channel: Ours) -> None:
    channel.server.faults.next(Fault(Kind.CUT_BEFORE), CHANNELS, 2)
    (one,) = await check(channel)
    assert "base_url" in one.fix


async def test_a_project_without_the_api_switched_on(channel: Ours) -> None:
    channel.server.refuse("accessNotConfigured", CHANNELS)
    (one,) = await check(channel)
    assert "not switched on" in one.words


async def test_a_login_without_a_refresh_token_is_no_login() -> None:
    async with ours() as channel:
        channel.channel.refresh_token = ""
        await channel.connect()
        assert any("no refresh token" in words for words in wrong(await check(channel)))
