"""Comments and threads as the simulated YouTube shows them to somebody."""

from __future__ import annotations

import html

from bot.playground.youtube.calls import Call
from bot.playground.youtube.records import Comment, Status
from bot.playground.youtube.wire import JsonObject, etag, written

MOST_REPLIES = 5


def comment_body(call: Call, comment: Comment, *, status: bool = True) -> JsonObject:
    """A comment resource; its moderation status is for the owner alone, and not shown without `status`."""
    body: JsonObject = {"kind": "youtube#comment", "id": comment.id}
    if "snippet" in call.parts:
        body["snippet"] = _snippet(call, comment, status=status)
    return {"kind": "youtube#comment", "etag": etag(body)} | body


def thread_body(call: Call, thread: Comment, wanted: Status = "published", *, status: bool = True) -> JsonObject:
    """A comment thread resource with at most five of its replies, those that are `wanted`."""
    body: JsonObject = {"kind": "youtube#commentThread", "id": thread.id}
    published = [reply for reply in thread.replies if listed(call, reply, "published")]
    if "snippet" in call.parts:
        body["snippet"] = {
            "channelId": thread.video.channel.id,
            "videoId": thread.video.id,
            "topLevelComment": comment_body(call, thread, status=status),
            "canReply": thread.status == "published",
            "totalReplyCount": len(published),
            "isPublic": thread.status == "published" and thread.video.privacy_at(call.now) != "private",
        }
    if "replies" in call.parts:
        shown = published
        if wanted != "published":
            shown = [reply for reply in thread.replies if listed(call, reply, wanted)]
        if shown:
            newest = reversed(shown[-MOST_REPLIES:])
            body["replies"] = {"comments": [_reply_body(call, reply, status=status) for reply in newest]}
    return {"kind": "youtube#commentThread", "etag": etag(body)} | body


def listed(call: Call, comment: Comment, status: Status) -> bool:
    """Whether a comment has that status and has come to be listed by now."""
    return comment.status == status and not comment.gone and comment.listed_at <= call.now


def _reply_body(call: Call, reply: Comment, *, status: bool) -> JsonObject:
    body: JsonObject = {"kind": "youtube#comment", "id": reply.id, "snippet": _snippet(call, reply, status=status)}
    return {"kind": "youtube#comment", "etag": etag(body)} | body


def _snippet(call: Call, comment: Comment, *, status: bool) -> JsonObject:
    who, owner = comment.who, call.viewer is comment.video.channel
    plain = call.text("textFormat", "html") == "plainText"
    body: JsonObject = {"channelId": comment.video.channel.id, "videoId": comment.video.id}
    body["textDisplay"] = comment.text if plain else _as_html(comment.text)
    if call.world.shows_originals or call.viewer is who:
        body["textOriginal"] = comment.text
    if comment.parent is not None:
        body["parentId"] = comment.parent.id
    if comment.picture is not None:
        body["imageUrl"] = call.world.picture_url(comment)
    body |= {
        "authorDisplayName": f"@{who.handle}",
        "authorProfileImageUrl": f"{call.world.base}/ytc/{who.id}",
        "authorChannelUrl": f"http://www.youtube.com/@{who.handle}",
        "authorChannelId": {"value": who.id},
        "canRate": True,
        "viewerRating": "none",
        "likeCount": comment.likes,
        "publishedAt": written(comment.created),
        "updatedAt": written(comment.updated),
    }
    if status and owner:
        body["moderationStatus"] = comment.status
    return body


def _as_html(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;").replace("'", "&#39;").replace("\n", "<br>")
