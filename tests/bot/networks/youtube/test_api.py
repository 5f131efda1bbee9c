"""One call: who it is made as, what it costs, and what becomes of it when it fails."""

from __future__ import annotations

import pytest

from bot.networks._youtube.api import Api
from bot.playground.faults import Fault, Kind
from inbox.errors import LoginNeeded, RateLimited, Rejected, Unavailable, Uncertain
from tests.youtube_accounts import Ours

CHANNELS, REPLY = "GET /youtube/v3/channels", "POST /youtube/v3/comments"


@pytest.fixture
def api(channel: Ours) -> Api:
    return channel.account()._api


def today(channel: Ours) -> dict[str, int]:
    (counted,) = channel.meter.days.values()
    return {thing: many for thing, many in counted.items() if thing}


async def look(api: Api) -> dict[str, object]:
    return await api.get("channels", part="snippet", mine="true")


async def say(channel: Ours, api: Api) -> object:
    comment = channel.world.comment(channel.person(), channel.video(), "Hello")
    body = {"snippet": {"parentId": comment.id, "textOriginal": "Welcome"}}
    return await api.send("POST", "comments", body, part="snippet")


async def test_a_look_costs_one_unit_and_a_change_fifty(channel: Ours, api: Api) -> None:
    await look(api)
    await say(channel, api)
    assert today(channel) == {"list": 1, "write": 1}
    assert channel.server.billed["units"] == 51


async def test_what_is_refused_costs_one_unit(channel: Ours, api: Api) -> None:
    with pytest.raises(Rejected, match="gone"):
        await api.send("POST", "comments", {"snippet": {"parentId": "UgzNo", "textOriginal": "a"}}, part="snippet")
    assert today(channel) == {"list": 1}
    assert channel.server.billed["units"] == 1


async def test_an_end_of_the_quota_costs_nothing_and_pauses_until_midnight(channel: Ours, api: Api) -> None:
    channel.world.spend(channel.project, 10_000)
    with pytest.raises(RateLimited) as caught:
        await look(api)
    assert caught.value.retry_after == pytest.approx(channel.world.resets_at() - channel.clock.now())
    assert not channel.meter.days


async def test_an_access_token_that_ended_is_renewed_and_the_call_made_once(channel: Ours, api: Api) -> None:
    channel.server.refuse("authError", REPLY)
    await say(channel, api)
    assert (len(channel.server.sent), channel.server.calls["POST /token"]) == (1, 1)


async def test_a_login_that_was_taken_back_needs_a_person(channel: Ours, api: Api) -> None:
    channel.world.withdraw(channel.channel)
    with pytest.raises(LoginNeeded, match="run.py connect youtube"):
        await look(api)


@pytest.mark.parametrize("kind", [Kind.CUT_BEFORE, Kind.CUT_AFTER])
async def test_an_answer_that_never_came_is_uncertain_only_for_changes(channel: Ours, api: Api, kind: Kind) -> None:
    channel.server.faults.next(Fault(kind), CHANNELS, 2)  # aiohttp itself asks once more when a kept line is cut
    channel.server.faults.next(Fault(kind), REPLY)
    with pytest.raises(Unavailable):
        await look(api)
    with pytest.raises(Uncertain):
        await say(channel, api)
    assert today(channel) == {"write": 1}, "what may have been done is counted"


async def test_trouble_of_youtubes_own(channel: Ours, api: Api) -> None:
    channel.server.refuse("backendError", times=2)
    with pytest.raises(Unavailable, match="trouble of its own"):
        await look(api)
    with pytest.raises(Uncertain):
        await say(channel, api)


async def test_analytics_takes_no_units(channel: Ours, api: Api) -> None:
    await api.report(ids="channel==MINE", startDate="2026-11-01", endDate="2026-11-29", metrics="views")
    assert not channel.meter.days


async def test_uploads_have_a_bucket_of_their_own(channel: Ours, api: Api) -> None:
    channel.world.spend(channel.project, 100, "inserts")
    body = {"snippet": {"title": "A film"}, "status": {"privacyStatus": "private"}}
    with pytest.raises(Rejected, match="no further uploads"):
        await api.begin_upload(body, 10, "video/mp4")
    assert await look(api)
