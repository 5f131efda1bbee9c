"""Posts of a Page: text, links, albums of uploaded photos, now or scheduled; editing and deleting them."""

from __future__ import annotations

from bot.playground.meta.calls import Call
from bot.playground.meta.paging import moment
from bot.playground.meta.records import Page, Photo, Post
from bot.playground.meta.refusals import Refusal, invalid
from bot.playground.meta.wire import JsonObject

LONGEST = 63206
SOONEST, LATEST = 600.0, 30 * 86400.0


async def publish(call: Call, page: Page) -> JsonObject:
    """Publish a text, a link, or photos that were uploaded before."""
    check_rights(page)
    text, link = message(call), call.text("link")
    photos = [_photo(call, page, one) for one in media_given(call)]
    if not text and not link and not photos:
        raise invalid("The post is empty. Please enter a message to share.")
    published, scheduled = when(call)
    post = call.state.keep_post(
        page,
        text,
        link=link,
        pictures=[photo.file for photo in photos],
        shows=[photo.id for photo in photos],
        published=published,
        scheduled=scheduled,
        quiet=not published,
    )
    for photo in photos:
        photo.post, photo.published = post, published
    call.record(page.id, post.id, text, page, link=link, photos=len(photos), published=published)
    return {"id": post.id}


async def edit(call: Call, post: Post) -> JsonObject:
    """Give a post of the Page another text, or publish a scheduled one."""
    if post.author is not None:
        raise Refusal(200, 0, "(#200) Only the author can edit a post")
    if "message" in call.params:
        post.text = message(call)
        post.updated = call.now
    if call.flag("is_published", default=False):
        post.published = True
    call.record(post.id, post.id, post.text, post.owner)
    return {"success": True}


async def delete(call: Call, post: Post) -> JsonObject:
    """Delete a post."""
    call.state.drop_post(post)
    call.record(post.id, "", post.text, post.owner)
    return {"success": True}


def message(call: Call) -> str:
    """The text of a post; raises Refusal when it is too long."""
    text = call.text("message") or call.text("caption")
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise invalid(f"Param message must be at most {LONGEST} characters long")
    return text


def when(call: Call) -> tuple[bool, float]:
    """Whether a post appears at once, and when it appears otherwise (0: never by itself); raises Refusal."""
    published = call.flag("published", default=True)
    given = call.text("scheduled_publish_time")
    if not given:
        return published, 0.0
    at = moment(given, "scheduled_publish_time")
    if published:
        raise invalid("You cannot specify a scheduled publish time on a published post")
    if not call.now + SOONEST <= at <= call.now + LATEST:
        raise invalid("The specified scheduled publish time is invalid: it must be 10 minutes to 30 days from now")
    return False, at


def check_rights(page: Page) -> None:
    """Raise Refusal while the Page may not publish."""
    if page.restricted:
        raise Refusal(368, 0)


def media_given(call: Call) -> list[str]:
    """The ids in `attached_media`, which comes as one list or as attached_media[0], attached_media[1], …"""
    given = call.data("attached_media") or []
    given = list(given.values()) if isinstance(given, dict) else given if isinstance(given, list) else [given]
    numbered = sorted(name for name in call.params if name.startswith("attached_media["))
    given = [*given, *(call.data(name) for name in numbered)]
    if not all(isinstance(one, dict) and "media_fbid" in one for one in given):
        raise invalid("Param attached_media must be an array of {media_fbid}")
    return [str(one["media_fbid"]) for one in given]


def _photo(call: Call, page: Page, photo_id: str) -> Photo:
    photo = page.photos.get(photo_id)
    if photo is None:
        raise invalid(f"Param attached_media: there is no photo {photo_id}")
    if photo.published or photo.post is not None:
        raise Refusal(100, 1366046, f"(#100) The photo {photo_id} is already part of a post.")
    return photo
