"""The fields and edges of Pages, their posts, photos, videos and comments.

Source: developers.facebook.com, Graph API reference "Page", "Page Post", "Comment", "Video", v26.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.playground.meta.nodes import ABSENT, Edge, Node, Reading, attribute, plain, read
from bot.playground.meta.nodes_owners import OWNER_EDGES
from bot.playground.meta.records import LATE_WINDOW, App, Comment, Login, Page, Person, Photo, Post, Video
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
        return [{"type": "video_inline", "media": {"source": source}, "url": permalink(post), "title": post.text[:50]}]
    if len(pictures) > 1:
        return [{"type": "album", "subattachments": {"data": pictures}, "url": permalink(post), "title": "Photos"}]
    return pictures or ([{"type": "share", "url": post.link, "title": post.link}] if post.link else [])


def _picture(reading: Reading, post: Post, at: int) -> JsonObject:
    source = reading.state.files.link(post.pictures[at])
    image = {"height": 720, "src": source, "width": 960}
    return {"type": "photo", "media": {"image": image}, "target": {"id": post.number}, "url": permalink(post)}


def _full_picture(reading: Reading, post: Post) -> object:
    return reading.state.files.link(post.pictures[0]) if post.pictures else ABSENT


def _page_picture(reading: Reading, page: Page) -> object:
    if page.picture is None:
        return ABSENT
    return {"data": {"url": reading.state.files.link(page.picture), "is_silhouette": False, "height": 50, "width": 50}}


def _page_token(reading: Reading, page: Page) -> object:
    """A Page token goes to who looks after the Page, with the permissions of the token that asks."""
    token = reading.token
    if not isinstance(token.owner, Login):
        return page.token if token.owner is page else ABSENT
    lasting = token.kind == "system" or not token.expires or token.expires - token.issued > 86400
    lives = 0.0 if lasting else token.expires - reading.now
    return reading.state.tokens.issue("page", token.app, page, token.scopes, reading.now, lives).value


def _posts(published: bool, ads: bool = False) -> Edge:  # noqa: FBT001, FBT002 - which of the three lists
    def items(reading: Reading, page: Page, given: Mapping[str, str]) -> Sequence[Post]:
        found = [post for post in page.posts.values() if not post.removed and post.ad == ads]
        return [post for post in reversed(found) if ads or is_public(post, reading.now) == published]

    return Edge(items)


def is_public(post: Post, now: float) -> bool:
    """Whether people see it: published, or scheduled for a time that has come."""
    return post.published or 0 < post.scheduled <= now


def _blocked(reading: Reading, page: Page, given: Mapping[str, str]) -> Sequence[JsonObject]:
    people = reading.state.people
    return [named(people[one]) if one in people else {"id": one} for one in sorted(page.blocked)]


def _status(reading: Reading, video: Video) -> JsonObject:
    state = video_state(video, reading.now)
    done = {"status": "complete"}
    processing: JsonObject = {"status": {"ready": "complete", "error": "error"}.get(state, "in_progress")}
    if state == "error":
        processing["error"] = {"message": video.problem}
    publishing: JsonObject = {
        "status": "complete" if video.state == "PUBLISHED" and state == "ready" else "not_started"
    }
    if publishing["status"] == "complete":
        publishing |= {"publish_status": "published", "publish_time": int(video.ready_at)}
    uploading = done if video.file is not None else {"status": "not_started"}
    return {
        "video_status": state,
        "uploading_phase": uploading,
        "processing_phase": processing,
        "publishing_phase": publishing,
    }


def video_state(video: Video, now: float) -> str:
    """How far a video is: uploading, upload_complete, processing, ready or error."""
    if video.problem:
        return "error"
    if video.file is None:
        return "uploading"
    if video.ready_at == 0:
        return "upload_complete"
    return "ready" if now >= video.ready_at else "processing"


_COMMENTS = Edge(comments_of, "others", about=_comment_summary)
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
    {"comments": _COMMENTS, "likes": _LIKES, "reactions": _LIKES},
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
    {"comments": _COMMENTS, "likes": _LIKES, "reactions": _LIKES, "attachments": Edge(_attachments)},
)

PAGE = Node(
    "Page",
    ("name",),
    {
        "id": attribute("id"),
        "name": attribute("name"),
        "username": attribute("username"),
        "link": plain(lambda one: f"https://www.facebook.com/{one.id}"),
        "picture": read(_page_picture),
        "access_token": read(_page_token),
        "tasks": plain(lambda one: ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE"]),
        "category": plain(lambda one: "Home Decor"),
        "fan_count": plain(lambda one: 1204),
        "followers_count": plain(lambda one: 1311),
        "instagram_business_account": plain(lambda one: {"id": one.profile.id} if one.profile is not None else ABSENT),
        "has_whatsapp_number": plain(lambda one: False),
    },
    {
        "feed": _posts(published=True),
        "published_posts": _posts(published=True),
        "posts": _posts(published=True),
        "scheduled_posts": _posts(published=False),
        "ads_posts": _posts(published=True, ads=True),
        "blocked": Edge(_blocked, "comments"),
        **OWNER_EDGES,
    },
)

PHOTO = Node(
    "Photo",
    ("created_time",),
    {
        "id": attribute("id"),
        "name": attribute("text"),
        "alt_text": attribute("alt_text"),
        "created_time": plain(lambda one: written(one.post.created) if one.post else ABSENT),
        "page_story_id": plain(lambda one: one.post.id if one.post else ABSENT),
        "images": read(
            lambda reading, one: [{"source": reading.state.files.link(one.file), "height": 720, "width": 960}]
        ),
    },
    {"comments": _COMMENTS},
)

VIDEO = Node(
    "Video",
    ("description",),
    {
        "id": attribute("id"),
        "description": attribute("text"),
        "title": attribute("title"),
        "status": read(_status),
        "published": plain(lambda one: one.state == "PUBLISHED"),
        "post_id": plain(lambda one: one.post.number if one.post else ABSENT),
        "permalink_url": plain(lambda one: f"/reel/{one.id}/" if one.reel else f"/{one.owner.id}/videos/{one.id}/"),
        "source": read(lambda reading, one: reading.state.files.link(one.file) if one.file else ABSENT),
        "created_time": plain(lambda one: written(one.begun)),
    },
    {"comments": _COMMENTS},
)


def _accounts(reading: Reading, login: Login, given: Mapping[str, str]) -> Sequence[Page]:
    return login.pages if "pages_show_list" in reading.token.scopes else []


def _permissions(reading: Reading, thing: Login | App, given: Mapping[str, str]) -> Sequence[JsonObject]:
    if isinstance(thing, App):
        return [{"permission": scope, "status": "live"} for scope in sorted(thing.features)]
    return [{"permission": scope, "status": "granted"} for scope in sorted(reading.token.scopes)]


USER = Node(
    "User",
    ("name",),
    {"id": attribute("id"), "name": attribute("name")},
    {"accounts": Edge(_accounts, None), "permissions": Edge(_permissions, None)},
)
APP = Node(
    "Application",
    ("name", "link"),
    {
        "id": attribute("id"),
        "name": attribute("name"),
        "link": plain(lambda one: f"https://www.facebook.com/games/?app_id={one.id}"),
        "app_domains": plain(lambda one: []),
    },
    {"permissions": Edge(_permissions, None, limit=100)},
)
