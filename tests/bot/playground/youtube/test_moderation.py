"""What the owner sees and does: held comments, publishing, rejecting, banning; comments off; private videos."""

from __future__ import annotations

import pytest

from bot.playground.youtube import CannotAct, Channel, Person, Video, YouTubeServer, YouTubeWorld
from tests.bot.playground.youtube.calls import Api


async def ids(api: Api, video: Video, **params: object) -> list[str]:
    """The threads under a video."""
    return [one["id"] for one in await api.items("commentThreads", part="id", videoId=video.id, **params)]


async def test_held_comments_are_a_list_of_their_own_for_the_owner(
    api: Api, stranger: Api, world: YouTubeWorld, channel: Channel, video: Video, asha: Person
) -> None:
    shown = world.comment(asha, video, "Hello")
    held, spam = world.comment(asha, video, "Hm", held="held"), world.comment(asha, video, "Buy!", held="spam")
    assert await ids(api, video) == [shown.id]
    assert await ids(api, video, moderationStatus="heldForReview") == [held.id]
    assert await ids(api, video, moderationStatus="likelySpam") == [spam.id]
    whole = {"part": "id", "allThreadsRelatedToChannelId": channel.id, "moderationStatus": "heldForReview"}
    assert [one["id"] for one in await api.items("commentThreads", **whole)] == [held.id]
    assert await stranger.refused("GET", "commentThreads", **whole) == (403, "forbidden")
    searching = whole | {"searchTerms": "Hm"}
    assert await api.refused("GET", "commentThreads", **searching) == (400, "incompatibleParameters")


async def test_a_held_reply_shows_in_its_thread_among_the_held(
    api: Api, world: YouTubeWorld, video: Video, asha: Person, bhavin: Person
) -> None:
    comment = world.comment(asha, video, "Which clay?")
    reply = world.reply(bhavin, comment, "The bad one", held="held")
    [thread] = await api.items("commentThreads", part="snippet,replies", videoId=video.id)
    assert thread["snippet"]["totalReplyCount"] == 0
    [thread] = await api.items(
        "commentThreads", part="snippet,replies", videoId=video.id, moderationStatus="heldForReview"
    )
    assert [one["id"] for one in thread["replies"]["comments"]] == [reply.id]
    assert thread["replies"]["comments"][0]["snippet"]["moderationStatus"] == "heldForReview"


async def test_the_moderation_status_is_for_the_owner_and_not_told_by_id(
    api: Api, stranger: Api, video: Video, world: YouTubeWorld
) -> None:
    [comment] = world.crowd(video, 1)
    for caller, told in ((api, "published"), (stranger, None)):
        [thread] = await caller.items("commentThreads", part="snippet", videoId=video.id)
        assert thread["snippet"]["topLevelComment"]["snippet"].get("moderationStatus") == told
        [by_id] = await caller.items("comments", part="snippet", id=comment.id)
        assert "moderationStatus" not in by_id["snippet"]


async def test_what_was_rejected_is_gone_and_stays_so(
    api: Api, server: YouTubeServer, world: YouTubeWorld, video: Video, asha: Person, bhavin: Person
) -> None:
    comment = world.comment(asha, video, "Rubbish")
    reply = world.reply(bhavin, comment, "Indeed")
    moderate = "comments/setModerationStatus"
    assert await api.do("POST", moderate, id=comment.id, moderationStatus="rejected") is None
    assert await ids(api, video) == []
    assert await api.items("comments", part="id", id=f"{comment.id},{reply.id}") == []
    assert await ids(api, video, moderationStatus="rejected") == [comment.id]
    assert await api.refused("POST", moderate, id=comment.id, moderationStatus="published") == (
        400,
        "processingFailure",
    )
    [sent] = server.sent
    assert (sent.object_id, sent.details["status"], sent.details["ban"]) == (comment.id, "rejected", False)


async def test_a_comment_is_held_and_published_again(api: Api, video: Video, world: YouTubeWorld) -> None:
    first, second = world.crowd(video, 2)
    both = f"{first.id},{second.id}"
    await api.do("POST", "comments/setModerationStatus", id=both, moderationStatus="heldForReview")
    assert await ids(api, video) == []
    await api.do("POST", "comments/setModerationStatus", id=first.id, moderationStatus="published")
    assert await ids(api, video) == [first.id]


async def test_a_ban_goes_with_a_rejection_and_rejects_what_comes_after(
    api: Api, stranger: Api, world: YouTubeWorld, channel: Channel, video: Video, asha: Person
) -> None:
    comment = world.comment(asha, video, "Rubbish")
    moderate = "comments/setModerationStatus"
    ban = {"id": comment.id, "banAuthor": True}
    assert await api.refused("POST", moderate, moderationStatus="heldForReview", **ban) == (400, "banWithoutReject")
    assert await stranger.refused("POST", moderate, moderationStatus="rejected", **ban) == (403, "forbidden")
    await api.do("POST", moderate, moderationStatus="rejected", **ban)
    assert channel.banned == {asha.id}
    assert world.comment(asha, video, "More rubbish").status == "rejected"


async def test_comments_off_is_a_refusal_by_video_and_an_absence_by_channel(
    api: Api, world: YouTubeWorld, channel: Channel, video: Video, asha: Person
) -> None:
    [comment] = world.crowd(video, 1)
    world.comments_off(video)
    assert await api.refused("GET", "commentThreads", part="id", videoId=video.id) == (403, "commentsDisabled")
    assert await api.items("commentThreads", part="id", allThreadsRelatedToChannelId=channel.id) == []
    assert await api.items("comments", part="id", id=comment.id) == []
    body = {"snippet": {"parentId": comment.id, "textOriginal": "Hello"}}
    assert await api.refused("POST", "comments", body, part="snippet") == (403, "commentsDisabled")
    with pytest.raises(CannotAct):
        world.comment(asha, video, "Hello?")
    world.comments_off(video, off=False)
    assert await ids(api, video) == [comment.id]


async def test_a_private_video_is_hidden_from_others(
    api: Api, stranger: Api, world: YouTubeWorld, channel: Channel, video: Video
) -> None:
    world.crowd(video, 1)
    world.make_private(video)
    assert await stranger.items("videos", part="id", id=video.id) == []
    assert await stranger.refused("GET", "commentThreads", part="id", videoId=video.id) == (404, "videoNotFound")
    assert await stranger.items("playlistItems", part="id", playlistId=channel.uploads) == []
    [own] = await api.items("videos", part="status,statistics", id=video.id)
    assert own["status"]["privacyStatus"] == "private"
    assert "commentCount" not in own["statistics"]
    assert await api.refused("GET", "commentThreads", part="id", videoId=video.id) == (403, "commentsDisabled")
