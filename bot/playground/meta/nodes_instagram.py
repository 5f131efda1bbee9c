"""The fields and edges of Instagram profiles, media, comments and containers.

Source: developers.facebook.com, Instagram Platform reference "IG User", "IG Media", "IG Comment", "IG Container".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.playground.meta.fields import Field
from bot.playground.meta.nodes import ABSENT, Edge, Node, Reading, attribute, plain, read
from bot.playground.meta.nodes_owners import OWNER_EDGES
from bot.playground.meta.records import Comment, Container, Person, Post, Profile
from bot.playground.meta.refusals import Refusal, missing
from bot.playground.meta.speech import handled, permalink, shortcode
from bot.playground.meta.wire import written

CONTAINER_LIVES = 24 * 3600.0


def _media(reading: Reading, profile: Profile, given: Mapping[str, str]) -> Sequence[Post]:
    found = [post for post in profile.posts.values() if not post.removed and post.author is None]
    return [post for post in reversed(found) if not post.ad and post.product != "STORY"]


def _stories(reading: Reading, profile: Profile, given: Mapping[str, str]) -> Sequence[Post]:
    fresh = reading.now - 86400
    return [one for one in profile.posts.values() if one.product == "STORY" and one.created > fresh and not one.removed]


def _tags(reading: Reading, profile: Profile, given: Mapping[str, str]) -> Sequence[Post]:
    return [post for post in reversed(profile.tags) if not post.removed]


def _comments(reading: Reading, post: Post, given: Mapping[str, str]) -> Sequence[Comment]:
    return [one for one in reversed(post.comments.values()) if not one.removed and one.under is None]


def _replies(reading: Reading, comment: Comment, given: Mapping[str, str]) -> Sequence[Comment]:
    return [one for one in comment.replies if not one.removed]


def _from(reading: Reading, comment: Comment) -> object:
    return handled(comment.who)


def _of_owner(reading: Reading, comment: Comment) -> object:
    """`user` is told of the owner's own comments only."""
    return {"id": comment.who.id} if not isinstance(comment.who, Person) else ABSENT


def _media_url(reading: Reading, post: Post) -> object:
    if post.ad and reading.token.kind == "instagram":
        return ABSENT
    file = post.video or (post.pictures[0] if post.pictures else None)
    return reading.state.files.link(file) if file is not None else ABSENT


def media_type(post: Post) -> str:
    """IMAGE, VIDEO or CAROUSEL_ALBUM."""
    if post.children:
        return "CAROUSEL_ALBUM"
    return "VIDEO" if post.video is not None else "IMAGE"


def _mentioned_comment(reading: Reading, profile: Profile, one: Field) -> object:
    comment = reading.state.things.get(one.modifiers.get("comment_id", ""))
    if not isinstance(comment, Comment) or comment.removed or comment.post not in profile.tags:
        raise missing(one.modifiers.get("comment_id", ""))
    return comment


def _mentioned_media(reading: Reading, profile: Profile, one: Field) -> object:
    media = reading.state.things.get(one.modifiers.get("media_id", ""))
    if not isinstance(media, Post) or media.removed or media not in profile.tags:
        raise missing(one.modifiers.get("media_id", ""))
    return media


def status_of(container: Container, now: float) -> str:
    """EXPIRED, ERROR, FINISHED, IN_PROGRESS or PUBLISHED."""
    if container.post is not None:
        return "PUBLISHED"
    if now >= container.created + CONTAINER_LIVES:
        return "EXPIRED"
    if container.subcode:
        return "ERROR"
    parts = [status_of(one, now) for one in container.children]
    if "ERROR" in parts:
        return "ERROR"
    ready = container.fetched and now >= container.ready_at and all(part == "FINISHED" for part in parts)
    return "FINISHED" if ready else "IN_PROGRESS"


def _status_words(reading: Reading, container: Container) -> str:
    status = status_of(container, reading.now)
    if status == "ERROR":
        told = Refusal(container.code, container.subcode).told
        return f"Error: {told} ({container.subcode})"
    return {"FINISHED": "Finished: Media has been uploaded and it is ready to be published."}.get(
        status, status.title().replace("_", " ")
    )


def _username(reading: Reading, post: Post) -> str:
    return (post.author or post.owner).username


IG_COMMENT = Node(
    "IGCommentFromIGMedia",
    ("timestamp", "text"),
    {
        "id": attribute("id"),
        "text": plain(lambda one: one.text),
        "timestamp": plain(lambda one: written(one.created)),
        "username": plain(lambda one: one.who.username),
        "from": read(_from),
        "user": read(_of_owner),
        "hidden": attribute("hidden"),
        "like_count": plain(lambda one: len(one.likes)),
        "media": plain(lambda one: one.post),
        "parent_id": plain(lambda one: one.under.id if one.under is not None else ABSENT),
        "legacy_instagram_comment_id": attribute("id"),
    },
    {"replies": Edge(_replies, "comments", 50, 50)},
)

IG_MEDIA = Node(
    "IGMedia",
    (),
    {
        "id": attribute("id"),
        "ig_id": attribute("id"),
        "caption": attribute("text"),
        "alt_text": attribute("alt_text"),
        "comments_count": plain(lambda one: len([comment for comment in one.comments.values() if not comment.removed])),
        "is_comment_enabled": attribute("comment_enabled"),
        "like_count": plain(lambda one: len(one.likes)),
        "media_type": plain(media_type),
        "media_product_type": attribute("product"),
        "media_url": read(_media_url),
        "thumbnail_url": read(lambda reading, one: _media_url(reading, one) if one.video is not None else ABSENT),
        "owner": plain(lambda one: {"id": (one.author or one.owner).id}),
        "permalink": plain(permalink),
        "shortcode": plain(shortcode),
        "timestamp": plain(lambda one: written(one.created)),
        "username": read(_username),
        "view_count": plain(lambda one: one.figures.get("views", 0)),
        "is_shared_to_feed": plain(lambda one: one.product != "STORY"),
    },
    {
        "comments": Edge(_comments, "comments", 50, 50),
        "children": Edge(lambda reading, post, given: post.children),
    },
)

IG_USER = Node(
    "IGUser",
    (),
    {
        "user_id": attribute("id"),
        "username": attribute("username"),
        "name": attribute("name"),
        "account_type": plain(lambda one: "BUSINESS"),
        "biography": plain(lambda one: "Pots and bowls."),
        "followers_count": plain(lambda one: 5402),
        "follows_count": plain(lambda one: 120),
        "media_count": plain(lambda one: len(one.posts)),
        "profile_picture_url": read(
            lambda reading, one: reading.state.files.link(one.picture) if one.picture is not None else ABSENT
        ),
        "website": plain(lambda one: "https://pots.example"),
        "mentioned_comment": _mentioned_comment,
        "mentioned_media": _mentioned_media,
        # With Instagram Login an app sees an id that is its own; the account's is `user_id`.
        "id": read(lambda reading, one: one.scoped_id if reading.token.kind == "instagram" else one.id),
    },
    {
        "media": Edge(_media),
        "stories": Edge(_stories),
        "tags": Edge(_tags, "others"),
        **OWNER_EDGES,
    },
)

IG_CONTAINER = Node(
    "IGContainer",
    (),
    {
        "id": attribute("id"),
        "status_code": read(lambda reading, one: status_of(one, reading.now)),
        "status": read(_status_words),
        "copyright_check_status": plain(lambda one: ABSENT),
    },
)
