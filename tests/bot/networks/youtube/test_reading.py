"""What YouTube is asked for, and what comes back."""

from __future__ import annotations

import pytest

from bot.networks._youtube.reading import CHANNEL, Reading, pieces
from inbox.errors import LoginNeeded, NetworkError, Rejected
from tests.youtube_accounts import Ours

THREADS = "GET /youtube/v3/commentThreads"


@pytest.fixture
def reading(channel: Ours) -> Reading:
    return Reading(channel.account()._api, channel.channel.id)


async def test_a_place_is_the_channel_or_one_video(channel: Ours, reading: Reading) -> None:
    one, other = channel.video("One"), channel.video("Other")
    for video in (one, other):
        channel.world.comment(channel.person(), video, video.title)
    everything = await reading.threads(CHANNEL, "published")
    alone = await reading.threads(other.id, "published")
    assert (len(everything.items), len(alone.items), reading.calls) == (2, 1, 2)


async def test_pages_lead_to_the_next_one(channel: Ours, reading: Reading) -> None:
    channel.world.crowd(channel.video(), 101)
    first = await reading.threads(CHANNEL, "published")
    second = await reading.threads(CHANNEL, "published", first.following)
    assert (len(first.items), len(second.items), second.following) == (100, 1, "")


async def test_comments_by_id_are_those_that_can_be_seen(channel: Ours, reading: Reading) -> None:
    crowd = channel.world.crowd(channel.video(), 60)
    channel.world.remove_comment(crowd[0])
    found = await reading.there(comment.id for comment in crowd)
    assert found.keys() == {comment.id for comment in crowd[1:]}
    assert reading.calls == 2


async def test_a_video_can_be_seen_or_is_shut_or_gone(channel: Ours, reading: Reading) -> None:
    video = channel.video()
    assert await reading.talk(video.id) == "open"
    channel.world.comments_off(video)
    assert await reading.talk(video.id) == "shut"
    channel.world.remove_video(video)
    assert await reading.talk(video.id) == "gone"


async def test_trouble_is_no_answer_about_a_video(channel: Ours, reading: Reading) -> None:
    channel.server.refuse("processingFailure", THREADS)
    with pytest.raises(Rejected):
        await reading.talk(channel.video().id)
    channel.world.withdraw(channel.channel)
    with pytest.raises(LoginNeeded):
        await reading.talk(channel.video().id)


async def test_titles_are_asked_for_once_and_fifty_at_a_time(channel: Ours, reading: Reading) -> None:
    videos = [channel.video(f"Film {number}") for number in range(51)]
    await reading.learn([video.id for video in videos] + ["gonegonegon"])
    assert (reading.titles[videos[50].id], reading.titles["gonegonegon"], reading.calls) == ("Film 50", "", 2)
    assert reading.published[videos[0].id] == channel.now()
    await reading.learn([videos[0].id])
    assert reading.calls == 2


async def test_what_is_no_page_is_an_error_of_ours(channel: Ours, reading: Reading) -> None:
    channel.server.refuse("backendError", THREADS, status=502)
    with pytest.raises(NetworkError):
        await reading.threads(CHANNEL, "published")


def test_pieces_are_as_long_as_asked() -> None:
    assert list(pieces([1, 2, 3], 2)) == [[1, 2], [3]]
