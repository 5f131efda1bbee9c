"""Comment threads: look at those of a channel or a video, newest first, and begin one.

Source: developers.google.com, "CommentThreads: list" and "CommentThreads: insert".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from bot.playground.youtube.calls import Call
from bot.playground.youtube.comments import our_text
from bot.playground.youtube.paging import by_offset, listing, newest_first
from bot.playground.youtube.records import Channel, Comment, Status, Video
from bot.playground.youtube.refusals import Refusal
from bot.playground.youtube.speech import listed, thread_body
from bot.playground.youtube.wire import JsonObject

_USUAL = 20
_NOT_YOURS = "One or more of the requested comment threads cannot be retrieved due to insufficient permissions."


def list_threads(call: Call) -> JsonObject:
    """A page of threads; a reply does not move its thread, whose place is when it was begun."""
    by = call.one_of("allThreadsRelatedToChannelId", "channelId", "id", "videoId")
    if by == "id":
        call.none_of("maxResults", "moderationStatus", "order", "pageToken", "searchTerms")
        found = _by_id(call)
        return listing("commentThread", found, len(found), "")
    status = cast("Status", call.text("moderationStatus", "published"))
    channel, video = _place(call, by)
    if status != "published":
        call.none_of("searchTerms")
        if call.viewer is not channel:
            raise Refusal("forbidden", f"{_NOT_YOURS} The request might not be properly authorized.")
    if by == "channelId":
        return listing("commentThread", [], _USUAL, "")  # what was said about a channel itself is long gone
    threads = _threads(channel, video, status)
    size = call.number("maxResults", _USUAL)
    wanted = _wanted(call, video, status)
    if call.text("order", "time") == "relevance":
        best = sorted(filter(wanted, threads), key=lambda thread: (-thread.likes, *thread.place()))
        page, following = by_offset(best, call.text("pageToken"), size)
    else:
        page, following = newest_first(threads, call.text("pageToken"), size, wanted)
    return listing("commentThread", [thread_body(call, thread, status) for thread in page], size, following)


def insert(call: Call) -> JsonObject:
    """Begin a thread under a video, as the channel that calls."""
    video_id = call.inner_text("snippet", "videoId")
    if not video_id:
        raise Refusal("channelOrVideoIdMissing")
    video = call.world.videos.get(video_id)
    if video is None or not video.seen_by(call.caller, call.now):
        raise Refusal("videoNotFound", location="body.snippet.videoId")
    if call.inner_text("snippet", "channelId") not in ("", video.channel.id):
        raise Refusal("channelNotFound", location="body.snippet.channelId")
    if not video.talks(call.now):
        raise Refusal("commentsDisabled", location="body.snippet.videoId")
    text = our_text(call, "snippet", "topLevelComment", "snippet", "textOriginal")
    comment = call.world.keep_comment(call.caller, video, text, listed_at=call.now + call.world.settles)
    call.record(video.id, comment.id, text)
    return thread_body(call, comment)


def _by_id(call: Call) -> list[JsonObject]:
    found = [call.world.comments.get(one) for one in call.ids()]
    return [
        thread_body(call, one, status=False)
        for one in found
        if one is not None and one.parent is None and _shown_by_id(call, one)
    ]


def _shown_by_id(call: Call, comment: Comment) -> bool:
    if comment.gone or not comment.video.talks(call.now) or comment.status == "rejected":
        return False
    return comment.status == "published" or call.viewer is comment.video.channel


def _place(call: Call, by: str) -> tuple[Channel, Video | None]:
    """The channel or video that is asked for; raises Refusal when there is none, or it has no comments."""
    if by != "videoId":
        channel = call.world.channels.get(call.text(by))
        if channel is None:
            raise Refusal("channelNotFound", location=by)
        return channel, None
    video = call.world.videos.get(call.text("videoId"))
    if video is None or not video.seen_by(call.viewer, call.now):
        raise Refusal("videoNotFound")
    if not video.talks(call.now):
        raise Refusal("commentsDisabled")
    return video.channel, video


def _threads(channel: Channel, video: Video | None, status: Status) -> list[Comment]:
    if status == "published":
        return channel.threads if video is None else video.threads
    return sorted(channel.flagged.values(), key=Comment.place)


def _wanted(call: Call, video: Video | None, status: Status) -> Callable[[Comment], bool]:
    terms = call.text("searchTerms").lower()

    def wanted(thread: Comment) -> bool:
        if video is not None and thread.video is not video:
            return False
        if not thread.video.talks(call.now) or terms not in thread.text.lower():
            return False
        if listed(call, thread, status):
            return True
        return status != "published" and any(listed(call, reply, status) for reply in thread.replies)

    return wanted
