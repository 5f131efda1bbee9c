"""The comments of an account's own posts: read, answered, hidden, liked, pinned, deleted.

Sources: business-api.tiktok.com, Accounts API v1.3, from "Get comments on an owned video" on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import islice

from bot.playground.tiktok.bodies import comment_in_list, reply_in_list
from bot.playground.tiktok.calls import Call
from bot.playground.tiktok.limits import MINUTE
from bot.playground.tiktok.records import Comment, JsonObject, Video
from bot.playground.tiktok.refusals import Refusal, wrong

LONGEST = 150
MOST, USUAL = 30, 20
REPLIES_SHOWN = 3
SORTED, AGAIN = 500, 10
ALIKE, LOOKED_AT = 0.85, 50  # how alike words are that count, of how many things done last


async def show(call: Call) -> JsonObject:
    """GET /business/comment/list/: first-level comments, or those asked for by their ids."""
    video = video_of(call)
    found = [one for one in video.comments.values() if one.parent is None]
    if (wanted := call.params.get("comment_ids")) is not None:
        if len(wanted) > MOST:
            raise wrong(f"comment_ids: at most {MOST} ids.")
        found = [one for one in video.comments.values() if one.id in map(str, wanted)]
    answer = _page(call, found)
    if call.params.get("include_replies"):
        for body, comment in zip(answer[1], answer[0], strict=True):
            if comment.parent is None:
                replies = _with_status(call, comment.replies)[:REPLIES_SHOWN]
                body["reply_list"] = [reply_in_list(reply) for reply in replies]
    return answer[2]


async def show_replies(call: Call) -> JsonObject:
    """GET /business/comment/reply/list/: all replies of one comment."""
    return _page(call, comment_of(call).answers)[2]


async def create(call: Call) -> JsonObject:
    """POST /business/comment/create/: a comment of our own."""
    video = video_of(call)
    return _said(call, call.world.keep_comment(video, call.account, _words(call, video)), video.id)


async def reply(call: Call) -> JsonObject:
    """POST /business/comment/reply/create/: a reply of our own; much the same words in a burst are hidden."""
    under = comment_of(call)
    text = _words(call, under.video)
    return _said(call, call.world.keep_comment(under.video, call.account, text, under), under.id)


async def hide(call: Call) -> JsonObject:
    """POST /business/comment/hide/: HIDE or UNHIDE; success is answered even where moderation keeps it hidden."""
    comment = comment_of(call)
    hidden = call.one_of("action", ("HIDE", "UNHIDE")) == "HIDE"
    call.world.show_comment(comment, hidden=hidden)
    call.record(comment.id, hidden=hidden, effective=comment.hidden == hidden)
    return {}


async def like(call: Call) -> JsonObject:
    """POST /business/comment/like/: LIKE or UNLIKE; needs the video, whatever the page says."""
    comment = comment_of(call)
    comment.liked = call.one_of("action", ("LIKE", "UNLIKE")) == "LIKE"
    call.record(comment.id, liked=comment.liked)
    return {}


async def pin(call: Call) -> JsonObject:
    """POST /business/comment/pin/: PIN or UNPIN; one comment is pinned at a time, and no reply."""
    comment = comment_of(call)
    pinned = call.one_of("action", ("PIN", "UNPIN")) == "PIN"
    if comment.parent is not None:
        raise wrong("comment_id: a reply cannot be pinned.")
    if pinned or comment.video.pinned == comment.id:
        comment.video.pinned = comment.id if pinned else ""
    call.record(comment.id, pinned=pinned)
    return {}


async def delete(call: Call) -> JsonObject:
    """POST /business/comment/delete/: only what this account wrote."""
    comment = call.world.comments.get(call.text("comment_id"))
    if comment is None or comment.removed or comment.video.account is not call.account:
        raise wrong("comment_id: the comment does not exist.")
    if comment.who is not call.account:
        raise Refusal(40001, "You can only delete comments that were created by this account.")
    call.world.drop_comment(comment)
    call.record(comment.id, deleted=True)
    return {}


def video_of(call: Call) -> Video:
    """The post that is meant; raises Refusal 40002 for somebody else's, or one that is gone."""
    video = call.account.videos.get(call.text("video_id"))
    if video is None or video.removed:
        raise wrong("video_id: the video does not exist or is not owned by this account.")
    return video


def comment_of(call: Call) -> Comment:
    """The comment that is meant; raises Refusal 40002 when it is not below that post, or gone."""
    comment = video_of(call).comments.get(call.text("comment_id"))
    if comment is None or comment.removed:
        raise wrong("comment_id: the comment does not exist.")
    return comment


def _words(call: Call, video: Video) -> str:
    text = call.text("text")
    if not text.strip():
        raise wrong("text: must not be empty.")
    if len(text) > LONGEST:
        raise wrong(f"text: Longer than maximum length {LONGEST}.")
    if video.comments_off:
        raise Refusal(40001, "Comments are turned off for this video.")
    return text


def _said(call: Call, comment: Comment, object_id: str) -> JsonObject:
    """What was said: shown to all at once, unless it is too much like what was said just before."""
    sent = call.record(object_id, comment.id, comment.text)
    if _too_alike(call, comment):
        comment.hidden = comment.stuck = True
        sent.details["hidden"] = "spam"
    else:
        call.world.tell_of_comment(comment, "set_to_public")
    body: JsonObject = {
        "comment_id": comment.id,
        "video_id": comment.video.id,
        "user_id": call.account.open_id,
        "unique_identifier": call.account.unique_identifier,
        "create_time": str(int(comment.at)),
        "text": comment.text,
    }
    return body | ({"parent_comment_id": comment.parent.id} if comment.parent else {})


def _too_alike(call: Call, comment: Comment) -> bool:
    mine, said = _plain(comment.text), 0
    for sent in islice(reversed(call.world.sent), LOOKED_AT):
        if sent.at <= call.now - MINUTE:
            break
        if sent.call == call.name and sent.account == call.account.open_id:
            said += SequenceMatcher(None, mine, _plain(sent.text)).ratio() >= ALIKE
    return said > call.world.similar


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _with_status(call: Call, comments: list[Comment]) -> list[Comment]:
    public = call.one_of("status", ("ALL", "PUBLIC"), "ALL") == "PUBLIC"
    return [one for one in comments if not (public and one.hidden)]


_SORTS: dict[str, Callable[[Comment], tuple[float, str]]] = {
    "create_time": lambda one: (one.at, one.id),
    "likes": lambda one: (len(one.likes) + one.liked, one.id),
    "replies": lambda one: (len(one.replies), one.id),
}


def _page(call: Call, comments: list[Comment]) -> tuple[list[Comment], list[JsonObject], JsonObject]:
    """One page: the comments, how they are written, and the answer that holds them.

    What was deleted keeps its place, so a page may hold fewer than were asked for while there are more.
    """
    found = _sorted(call, _with_status(call, comments))
    start = call.number("cursor", 0, 0, 10**9)
    count = call.number("max_count", USUAL, 1, MOST)
    page = [one for one in found[start : start + count] if not one.removed]
    written = [comment_in_list(one) for one in page]
    more = len(found) > start + count
    return page, written, {"comments": written, "cursor": min(start + count, len(found)), "has_more": more}


def _sorted(call: Call, comments: list[Comment]) -> list[Comment]:
    """In the order that was asked for, for the first 500; the rest by likes, and some of those come a second time."""
    order = call.one_of("sort_order", ("asc", "desc", "smart"), "smart")
    by = call.one_of("sort_field", tuple(_SORTS), "likes" if order == "smart" else "create_time")
    found = sorted(comments, key=_SORTS[by], reverse=order != "asc")
    rest = sorted(found[SORTED - AGAIN :], key=_SORTS["likes"], reverse=True) if len(found) > SORTED else []
    return found[:SORTED] + rest
