"""The fields and edges of what is published on Pages and of the comments below it.

Source: developers.facebook.com, Graph API reference "Page Post", "Comment", v26.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.playground.meta.nodes import ABSENT, Edge, Node, Reading, attribute, plain, read
from bot.playground.meta.records import LATE_WINDOW, Comment, Page, Person, Photo, Post, Video
from bot.playground.meta.speech import named, permalink, status_type
from bot.playground.meta.wire import JsonObject, written


def comments_of(reading: Reading, thing: Post | Comment | Photo | Video, given: Mapping[str, str]) -> Sequence[Comment]:
    """`filter=stream` is all levels, else those directly below; oldest first unless the order is reversed."""
    post = thing if isinstance(thing, Post | Comment) else thing.post
    if post is None:
        return []
    if isinstance(post, Comment):
        found = [one for one in post.replies if not one.removed]
    else:
        stream = given.get("filter") == "stream"
        found = [one for one in post.comments.values() if not one.removed and (stream or one.under is None)]
    return found[::-1] if given.get("order") == "reverse_chronological" else found


def _comment_summary(reading: Reading, thing: Post | Comment, given: Mapping[str, str]) -> JsonObject:
    if given.get("summary") not in ("true", "1", "total_count"):
        return {}
    everything = {**given, "filter": "stream"}
    total = len(comments_of(reading, thing, everything))
    return {"summary": {"order": given.get("order", "chronological"), "total_count": total, "can_comment": True}}


def _likes(reading: Reading, thing: Post | Comment, given: Mapping[str, str]) -> Sequence[JsonObject]:
    return []  # who liked is not told any more; the count stands in the summary


def _like_summary(reading: Reading, thing: Post | Comment, given: Mapping[str, str]) -> JsonObject:
    if given.get("summary") not in ("true", "1", "total_count"):
        return {}
    mine = _self(reading) in thing.likes
    return {
        "summary": {"total_count": len(thing.likes), "can_like": True, "has_liked": mine, "viewer_reaction": "NONE"}
    }


def _self(reading: Reading) -> str:
    owner = reading.token.owner
    return owner.id if owner is not None else ""


def _from(reading: Reading, thing: Comment) -> object:
    owner = thing.post.owner
    if not isinstance(thing.who, Person):
        return named(thing.who)
    shown = isinstance(owner, Page) and owner.shows_names and reading.permits("others", owner)
    return named(thing.who) if shown else ABSENT


def _attachment(reading: Reading, comment: Comment) -> object:
    if comment.picture is not None:
        source = reading.state.files.link(comment.picture)
        media = {"image": {"height": 720, "src": source, "width": 960}}
        return {"media": media, "target": {"id": comment.id, "url": permalink(comment)}, "type": "photo", "url": source}
    return {**comment.attachment, "url": permalink(comment)} if comment.attachment else ABSENT


def _can_reply_privately(reading: Reading, comment: Comment) -> bool:
    young = reading.now <= comment.created + LATE_WINDOW
    return isinstance(comment.who, Person) and young and not comment.privately


def _theirs(comment: Comment) -> bool:
    return isinstance(comment.who, Person)


def _attachments(reading: Reading, post: Post, given: Mapping[str, str]) -> Sequence[JsonObject]:
    pictures = [_picture(reading, post, at) for at in range(len(post.pictures))]
    if post.video is not None:
        source = reading.state.files.link(post.video)
        target = {"id": post.shows[0] if post.shows else post.number}
        return [{"type": "video_inline", "media": {"source": source}, "target": target, "url": permalink(post)}]
    if len(pictures) > 1:
        return [{"type": "album", "subattachments": {"data": pictures}, "url": permalink(post), "title": "Photos"}]
    return pictures or ([{"type": "share", "url": post.link, "title": post.link}] if post.link else [])


def _picture(reading: Reading, post: Post, at: int) -> JsonObject:
    source = reading.state.files.link(post.pictures[at])
    image = {"height": 720, "src": source, "width": 960}
    target = post.shows[at] if at < len(post.shows) else post.number
    return {"type": "photo", "media": {"image": image}, "target": {"id": target}, "url": permalink(post)}


def _full_picture(reading: Reading, post: Post) -> object:
    return reading.state.files.link(post.pictures[0]) if post.pictures else ABSENT


def is_public(post: Post, now: float) -> bool:
    """Whether people see it: published, or scheduled for a time that has come."""
    return post.published or 0 < post.scheduled <= now


COMMENTS = Edge(comments_of, "others", about=_comment_summary)
_LIKES = Edge(_likes, about=_like_summary)


FB_COMMENT = Node(
    "Comment",
    ("created_time", "from", "message"),
    {
        "id": attribute("id"),
        "message": plain(lambda one: one.text),
        "created_time": plain(lambda one: written(one.created)),
        "from": read(_from),
        "parent": plain(lambda one: one.under if one.under is not None else ABSENT),
        "object": plain(lambda one: one.post),
        "attachment": read(_attachment),
        "permalink_url": plain(permalink),
        "like_count": plain(lambda one: len(one.likes)),
        "comment_count": plain(lambda one: len([reply for reply in one.replies if not reply.removed])),
        "user_likes": read(lambda reading, one: _self(reading) in one.likes),
        "is_hidden": attribute("hidden"),
        "is_private": attribute("hidden"),
        "can_hide": plain(_theirs),
        "can_remove": plain(lambda one: True),
        "can_comment": plain(lambda one: True),
        "can_like": plain(lambda one: True),
        "can_reply_privately": read(_can_reply_privately),
        "message_tags": plain(lambda one: ABSENT),
    },
    {"comments": COMMENTS, "likes": _LIKES, "reactions": _LIKES},
)


FB_POST = Node(
    "Post",
    ("created_time", "message"),
    {
        "id": attribute("id"),
        "message": attribute("text"),
        "created_time": plain(lambda one: written(one.created)),
        "updated_time": plain(lambda one: written(one.updated or one.created)),
        "from": plain(lambda one: named(one.author or one.owner)),
        "permalink_url": plain(permalink),
        "full_picture": read(_full_picture),
        "picture": read(_full_picture),
        "status_type": plain(status_type),
        "link": attribute("link"),
        "story": plain(lambda one: ABSENT),
        "is_published": read(lambda reading, one: is_public(one, reading.now)),
        "is_hidden": plain(lambda one: False),
        "scheduled_publish_time": plain(lambda one: int(one.scheduled) if one.scheduled else ABSENT),
        "shares": plain(lambda one: {"count": one.shares} if one.shares else ABSENT),
        "promotable_id": attribute("id"),
        "promotion_status": plain(lambda one: "active" if one.ad else "inactive"),
    },
    {"comments": COMMENTS, "likes": _LIKES, "reactions": _LIKES, "attachments": Edge(_attachments)},
)
