"""Comments and replies: look, reply, edit and delete our own, hold, publish, reject, and ban.

Source: developers.google.com, "Comments: list", "insert", "update", "delete" and "setModerationStatus".
"""

from __future__ import annotations

from typing import cast

from bot.playground.youtube.calls import Call
from bot.playground.youtube.paging import listing, newest_first
from bot.playground.youtube.records import Comment, Status
from bot.playground.youtube.refusals import Refusal
from bot.playground.youtube.speech import comment_body, listed
from bot.playground.youtube.wire import JsonObject

LONGEST = 10_000
_USUAL = 20


def list_comments(call: Call) -> JsonObject:
    """Comments by their ids, without those that are gone; or the replies in a thread, newest first."""
    if call.one_of("id", "parentId") == "id":
        call.none_of("maxResults", "pageToken")
        found = [call.world.comments.get(one) for one in call.ids()]
        shown = [comment_body(call, one, status=False) for one in found if one is not None and _by_id(call, one)]
        return listing("comment", shown, len(shown), "")
    thread = call.world.comments.get(call.text("parentId"))
    if thread is None or thread.parent is not None or not _by_id(call, thread):
        raise Refusal("commentNotFound", location="parentId")
    size = call.number("maxResults", _USUAL)
    page, following = newest_first(
        thread.replies, call.text("pageToken"), size, lambda reply: listed(call, reply, "published")
    )
    return listing("comment", [comment_body(call, reply) for reply in page], size, following)


def insert(call: Call) -> JsonObject:
    """Reply in a thread, as the channel that calls; a reply to a reply goes to the thread of that."""
    parent_id = call.inner_text("snippet", "parentId")
    if not parent_id:
        raise Refusal("parentIdMissing")
    parent = call.world.comments.get(parent_id)
    if parent is None or parent.gone or parent.status == "rejected" or parent.thread.status == "rejected":
        raise Refusal("parentCommentNotFound")
    if not parent.video.talks(call.now):
        raise Refusal("commentsDisabled", location="body.snippet.parentId")
    if parent.thread.status != "published":
        raise Refusal("parentCommentIsPrivate")
    text = our_text(call, "snippet", "textOriginal")
    at = call.now + call.world.settles
    reply = call.world.keep_comment(call.caller, parent.video, text, parent.thread, listed_at=at)
    call.record(parent_id, reply.id, text)
    return comment_body(call, reply)


def update(call: Call) -> JsonObject:
    """Give a comment of our own another text."""
    name = call.inner_text("id")
    comment = _existing(call, name)
    if comment.who is not call.caller:
        raise Refusal("forbidden", "The comment cannot be updated: only its author can edit it.")
    call.world.change_comment(comment, our_text(call, "snippet", "textOriginal"))
    call.record(comment.id, comment.id, comment.text)
    return comment_body(call, comment)


def delete(call: Call) -> None:
    """Delete a comment of our own; those of others are rejected instead."""
    comment = _existing(call, call.text("id"))
    if comment.who is not call.caller:
        raise Refusal("forbidden", "The comment cannot be deleted: only its author can delete it.")
    call.world.drop_comment(comment)
    call.record(comment.id, "", comment.text)


def set_status(call: Call) -> None:
    """Hold, publish or reject comments on our own videos; what was rejected stays so. A ban cannot be undone."""
    status = cast("Status", call.text("moderationStatus"))
    ban = call.flag("banAuthor")
    if ban and status != "rejected":
        raise Refusal("banWithoutReject")
    if status == "likelySpam":
        raise Refusal(
            "operationNotSupported", "A comment cannot be marked as likely spam.", location="moderationStatus"
        )
    comments = [_existing(call, one) for one in call.ids()]
    if any(comment.video.channel is not call.caller for comment in comments):
        raise Refusal("forbidden", "The moderation status of one or more comments cannot be set: they are not yours.")
    if status != "rejected" and any(comment.status == "rejected" for comment in comments):
        raise Refusal("processingFailure", location="id")
    for comment in comments:
        call.world.set_status(comment, status)
        if ban:
            comment.video.channel.banned.add(comment.who.id)
        call.record(comment.id, "", comment.text, status=status, ban=ban, author=comment.who.id)


def our_text(call: Call, *path: str) -> str:
    """The text that we want to say; raises Refusal for none and for more than 10,000 characters."""
    text = call.inner_text(*path)
    place = ".".join(("body", *path))
    if not text.strip():
        raise Refusal("commentTextRequired", location=place)
    if len(text) > LONGEST:
        raise Refusal("commentTextTooLong", location=place)
    return text


def _existing(call: Call, name: str) -> Comment:
    comment = call.world.comments.get(name)
    if comment is None or comment.gone:
        raise Refusal("commentNotFound")
    return comment


def _by_id(call: Call, comment: Comment) -> bool:
    """Whether somebody who knows the id is shown the comment."""
    if comment.gone or not comment.video.talks(call.now):
        return False
    ours = call.viewer is comment.video.channel
    return all(one.status == "published" or (ours and one.status != "rejected") for one in (comment, comment.thread))
