"""Comments: looking at threads and replies, paging, replying, editing, deleting."""

from __future__ import annotations

import aiohttp
import pytest

from bot.playground.attachments import photo
from bot.playground.faults import Fault, Kind, Match
from bot.playground.youtube import Channel, Person, Video, YouTubeServer, YouTubeWorld
from tests.bot.playground.youtube.calls import Api

PARTS = "snippet,replies"


async def test_threads_of_a_channel_come_newest_first_and_in_pages(
    api: Api, world: YouTubeWorld, channel: Channel, video: Video
) -> None:
    said = world.crowd(video, 250, over=3600)
    seen: list[str] = []
    token: dict[str, str] = {}
    while True:
        page = await api.get(
            "commentThreads", part="snippet", allThreadsRelatedToChannelId=channel.id, maxResults=100, **token
        )
        seen += [thread["id"] for thread in page["items"]]
        if "nextPageToken" not in page:
            break
        world.crowd(video, 1)  # what is new does not shift the pages behind
        token = {"pageToken": page["nextPageToken"]}
    assert seen == [comment.id for comment in reversed(said)]


async def test_a_comment_is_shown_as_youtube_shows_it(
    api: Api, world: YouTubeWorld, channel: Channel, video: Video, asha: Person
) -> None:
    comment = world.comment(asha, video, 'Is "blue" <left>?\nAsha')
    [thread] = await api.items("commentThreads", part=PARTS, videoId=video.id)
    assert "replies" not in thread
    snippet = thread["snippet"]
    assert (snippet["totalReplyCount"], snippet["canReply"], snippet["isPublic"]) == (0, True, True)
    top = snippet["topLevelComment"]
    assert top["id"] == thread["id"] == comment.id
    assert top["snippet"]["textDisplay"] == "Is &quot;blue&quot; &lt;left&gt;?<br>Asha"
    assert top["snippet"]["authorDisplayName"] == "@asha"
    assert top["snippet"]["authorChannelId"] == {"value": asha.id}
    assert top["snippet"]["publishedAt"] == top["snippet"]["updatedAt"] == "2027-01-15T08:00:00Z"
    [plain] = await api.items("comments", part="snippet", id=comment.id, textFormat="plainText")
    assert plain["snippet"]["textDisplay"] == comment.text
    assert plain["snippet"]["channelId"] == channel.id


async def test_a_thread_holds_at_most_five_replies_and_tells_how_many_there_are(
    api: Api, world: YouTubeWorld, video: Video, asha: Person, bhavin: Person
) -> None:
    comment = world.comment(asha, video, "Which clay?")
    replies = [world.reply(bhavin, comment, f"Answer {number}") for number in range(7)]
    [thread] = await api.items("commentThreads", part=PARTS, videoId=video.id)
    assert thread["snippet"]["totalReplyCount"] == 7
    assert len(thread["replies"]["comments"]) == 5
    page = await api.get("comments", part="snippet", parentId=comment.id, maxResults=4)
    rest = await api.get("comments", part="snippet", parentId=comment.id, maxResults=4, pageToken=page["nextPageToken"])
    ids = [one["id"] for one in page["items"] + rest["items"]]
    assert sorted(ids) == sorted(reply.id for reply in replies)
    assert all(one.startswith(f"{comment.id}.") for one in ids)


async def test_a_reply_of_ours_is_there_at_once_and_listed_a_little_later(
    api: Api, server: YouTubeServer, world: YouTubeWorld, channel: Channel, video: Video, asha: Person
) -> None:
    comment = world.comment(asha, video, "Which clay?")
    body = {"snippet": {"parentId": comment.id, "textOriginal": "Stoneware."}}
    made = await api.do("POST", "comments", body, part="snippet")
    assert made["snippet"]["parentId"] == comment.id
    assert await api.items("comments", part="id", id=made["id"]) != []
    assert await api.items("comments", part="id", parentId=comment.id) == []
    server.clock.advance(world.settles)
    assert [one["id"] for one in await api.items("comments", part="id", parentId=comment.id)] == [made["id"]]
    [sent] = server.sent
    assert (sent.call, sent.object_id, sent.result_id) == ("POST /youtube/v3/comments", comment.id, made["id"])
    assert (sent.text, sent.account) == ("Stoneware.", channel.id)


async def test_a_reply_to_a_reply_goes_to_the_thread(
    api: Api, world: YouTubeWorld, video: Video, asha: Person, bhavin: Person
) -> None:
    comment = world.comment(asha, video, "Which clay?")
    reply = world.reply(bhavin, comment, "Mine is porcelain.")
    body = {"snippet": {"parentId": reply.id, "textOriginal": "Ours is not."}}
    made = await api.do("POST", "comments", body, part="snippet")
    assert made["snippet"]["parentId"] == comment.id
    assert made["id"].startswith(f"{comment.id}.")


async def test_an_edit_shows_in_updated_and_what_is_removed_is_absent(
    api: Api, server: YouTubeServer, world: YouTubeWorld, video: Video, asha: Person
) -> None:
    kept, gone = world.comment(asha, video, "Lovly"), world.comment(asha, video, "Never mind")
    server.clock.advance(60)
    world.edit_comment(kept, "Lovely")
    world.remove_comment(gone)
    [shown] = await api.items("comments", part="snippet", id=f"{kept.id},{gone.id}")
    assert shown["snippet"]["textOriginal"] == "Lovely"
    assert shown["snippet"]["updatedAt"] == "2027-01-15T08:01:00Z"
    assert shown["snippet"]["publishedAt"] == "2027-01-15T08:00:00Z"
    assert len(await api.items("commentThreads", part="id", videoId=video.id)) == 1


async def test_we_edit_and_delete_only_what_is_ours(
    api: Api, stranger: Api, world: YouTubeWorld, channel: Channel, video: Video, asha: Person
) -> None:
    theirs = world.comment(asha, video, "Hello")
    body = {"snippet": {"videoId": video.id, "topLevelComment": {"snippet": {"textOriginal": "Welcome!"}}}}
    ours = (await api.do("POST", "commentThreads", body, part="snippet"))["id"]
    text = {"textOriginal": "Welcome, all!"}
    edited = await api.do("PUT", "comments", {"id": ours, "snippet": text}, part="snippet")
    assert edited["snippet"]["textOriginal"] == "Welcome, all!"
    assert await api.refused("PUT", "comments", {"id": theirs.id, "snippet": text}, part="snippet") == (
        403,
        "forbidden",
    )
    assert await stranger.refused("DELETE", "comments", id=ours) == (403, "forbidden")
    assert await api.do("DELETE", "comments", id=ours) is None
    assert await api.refused("DELETE", "comments", id=ours) == (404, "commentNotFound")


async def test_bad_comments_are_refused_with_their_reason(api: Api, video: Video, world: YouTubeWorld) -> None:
    async def refused(snippet: object) -> tuple[int, str]:
        return await api.refused("POST", "comments", {"snippet": snippet}, part="snippet")

    [comment] = world.crowd(video, 1)
    assert await refused({"textOriginal": "Hello"}) == (400, "parentIdMissing")
    assert await refused({"parentId": "UgxNo", "textOriginal": "Hello"}) == (404, "parentCommentNotFound")
    assert await refused({"parentId": comment.id, "textOriginal": "  "}) == (400, "commentTextRequired")
    assert await refused({"parentId": comment.id, "textOriginal": "a" * 10_001}) == (400, "commentTextTooLong")
    assert await api.refused("POST", "commentThreads", {"snippet": {}}, part="snippet") == (
        400,
        "channelOrVideoIdMissing",
    )


async def test_pictures_of_people_and_comments_are_there_those_of_comments_for_six_hours(
    api: Api, server: YouTubeServer, world: YouTubeWorld, video: Video, asha: Person
) -> None:
    picture = photo("broken vase")
    world.comment(asha, video, "Look!", picture=picture)
    [thread] = await api.items("commentThreads", part="snippet", videoId=video.id)
    snippet = thread["snippet"]["topLevelComment"]["snippet"]
    async with api.http.get(snippet["authorProfileImageUrl"]) as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
    async with api.http.get(snippet["imageUrl"]) as answer:
        assert await answer.read() == picture.data
    server.clock.advance(6 * 3600 + 1)
    async with api.http.get(snippet["imageUrl"]) as answer:
        assert answer.status == 403


async def test_threads_are_found_by_words_by_likes_and_by_id(
    api: Api, stranger: Api, world: YouTubeWorld, video: Video
) -> None:
    first, second, third = world.crowd(video, 3)
    world.like_comment(second, 5)
    look = {"part": "snippet", "videoId": video.id}
    page = await api.get("commentThreads", order="relevance", maxResults=1, **look)
    assert [one["id"] for one in page["items"]] == [second.id]
    page = await api.get("commentThreads", order="relevance", maxResults=1, pageToken=page["nextPageToken"], **look)
    assert [one["id"] for one in page["items"]] == [first.id]
    [found] = await api.items("commentThreads", searchTerms="comment 3", **look)
    assert found["id"] == third.id
    world.moderate(third, "heldForReview")
    for caller, ids in ((api, [first.id, third.id]), (stranger, [first.id])):
        by_id = await caller.items("commentThreads", part="id", id=f"{first.id},{third.id}")
        assert [one["id"] for one in by_id] == ids


async def test_a_lost_answer_leaves_the_reply_there(
    api: Api, server: YouTubeServer, world: YouTubeWorld, video: Video
) -> None:
    first, second = world.crowd(video, 2)
    server.faults.next(Fault(Kind.CUT_AFTER), Match(call="POST /youtube/v3/comments", subject=second.id))
    for comment in (first, second):
        body = {"snippet": {"parentId": comment.id, "textOriginal": "Thank you!"}}
        if comment is second:
            with pytest.raises(aiohttp.ClientError):
                await api.do("POST", "comments", body, part="snippet")
        else:
            await api.do("POST", "comments", body, part="snippet")
    sent = await server.wait_sent(lambda sent: sent.object_id == second.id)
    assert [reply.id for reply in second.replies] == [sent.result_id]
