"""What YouTube counts of a video: now, and two days late; and what is missing, with the reason."""

from __future__ import annotations

import pytest

from bot.networks._youtube.metrics import counted, reported
from inbox.errors import Rejected
from inbox.models import RemoteId
from tests.youtube_accounts import Ours

REPORTS = "GET /v2/reports"


async def test_figures_of_both_sources_stand_together(channel: Ours) -> None:
    video = channel.video(age=5 * 86_400)
    channel.world.figures(video, "2026-11-25", views=10, likes=3, shares=2, estimatedMinutesWatched=7)
    channel.world.comment(channel.person(), video, "Hello")
    found = await channel.account().metrics(RemoteId(video.id))
    assert (found.values["views"], found.values["likes"], found.values["comments"]) == (10, 3, 1)
    assert (found.values["shares"], found.values["watch_ms"]) == (2, 420_000)
    assert found.at == channel.now()


async def test_what_is_hidden_or_late_is_missing_with_the_reason(channel: Ours) -> None:
    video = channel.video()
    video.shows_likes = False
    channel.world.comments_off(video)
    found = await channel.account().metrics(RemoteId(video.id))
    assert "hidden" in found.missing["likes"]
    assert "two days late" in found.missing["shares"]
    assert found.values["views"] == 0


async def test_no_permission_for_analytics_takes_nothing_else_away(channel: Ours) -> None:
    video = channel.video()
    channel.server.refuse("insufficientPermissions", REPORTS)
    found = await channel.account().metrics(RemoteId(video.id))
    assert "tick every box" in found.missing["shares"]
    assert found.values["likes"] == 0


async def test_a_video_that_is_gone_has_no_figures(channel: Ours) -> None:
    with pytest.raises(Rejected, match="gone"):
        await channel.account().metrics(RemoteId("dQw4w9WgXcQ"))


def test_numbers_come_as_text_and_anything_else_is_missing() -> None:
    values, missing = counted({"viewCount": "9007199254740993", "likeCount": None, "commentCount": "x"})
    assert values == {"views": 9_007_199_254_740_993}
    assert missing.keys() == {"likes", "comments"}


@pytest.mark.parametrize("answer", [{}, {"columnHeaders": []}, {"columnHeaders": [{"name": "shares"}], "rows": []}])
def test_a_report_without_rows_tells_nothing(answer: dict[str, object]) -> None:
    assert reported(answer) == {}


def test_a_report_is_read_by_its_headers() -> None:
    headers = [{"name": "averageViewPercentage"}, {"name": "averageViewDuration"}, {"name": "unheard"}]
    assert reported({"columnHeaders": headers, "rows": [[41.6, 75, 1]]}) == {
        "watched_percent": 42,
        "average_watch_ms": 75_000,
    }
