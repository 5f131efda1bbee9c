"""Comments on Pages and on Instagram: reply, edit, hide, delete, like, and answer mentions."""

from __future__ import annotations

from bot.playground.meta.calls import Call
from bot.playground.meta.fetching import CannotFetch
from bot.playground.meta.files import File
from bot.playground.meta.nodes import kind_of
from bot.playground.meta.records import Comment, Owner, Page, Person, Photo, Post, Profile, Video
from bot.playground.meta.refusals import Refusal, invalid, missing
from bot.playground.meta.wire import JsonObject

LONGEST_ON_PAGES = 8000
LONGEST_ON_INSTAGRAM = 2200
MOST_HASHTAGS = 30
DONE: JsonObject = {"success": True}


async def add(call: Call, thing: Post | Comment | Photo | Video) -> JsonObject:
    """Comment on a post, or reply to a comment, as the Page or the profile."""
    post, under = _place(thing)
    _check(call, post, under)
    picture = await _picture(call)
    link = call.text("attachment_share_url")
    text = _text(call, post, required=picture is None and not link)
    shared: JsonObject = {"type": "share", "title": link} if link else {}
    comment = call.state.keep_comment(post.owner, post, text, under, picture, shared)
    call.record(thing.id, comment.id, text, post.owner)
    return {"id": comment.id}


async def change(call: Call, comment: Comment) -> JsonObject:
    """Hide or show a comment on a Page, or give our own another text."""
    if "is_hidden" in call.params:
        hidden = call.flag("is_hidden", default=False)
        if not isinstance(comment.who, Person):
            raise Refusal(200, 0, "(#200) This comment can't be hidden")
        return _set_hidden(call, comment, hidden=hidden)
    if comment.who is not comment.post.owner:
        raise Refusal(200, 0, "(#200) Permissions error: only the author can edit a comment")
    call.state.change_comment(comment, _text(call, comment.post, required=True))
    call.record(comment.id, comment.id, comment.text, comment.post.owner)
    return DONE


async def hide(call: Call, comment: Comment) -> JsonObject:
    """Hide or show a comment on Instagram; our own cannot be hidden, and none can be edited."""
    if "hide" not in call.params:
        raise invalid("The parameter hide is required")
    hidden = call.flag("hide", default=True)
    if not isinstance(comment.who, Person):
        raise Refusal(200, 0, "(#200) Comments by the owner of the media cannot be hidden")
    return _set_hidden(call, comment, hidden=hidden)


async def delete(call: Call, comment: Comment) -> JsonObject:
    """Delete any comment under a post of ours."""
    call.state.drop_comment(comment)
    call.record(comment.id, "", comment.text, comment.post.owner)
    return DONE


async def like(call: Call, thing: Post | Comment) -> JsonObject:
    """Like a post or a comment as the Page."""
    owner = _owner(thing)
    thing.likes.add(owner.id)
    call.record(thing.id, "", "", owner)
    return DONE


async def unlike(call: Call, thing: Post | Comment) -> JsonObject:
    """Take the like back."""
    owner = _owner(thing)
    thing.likes.discard(owner.id)
    call.record(thing.id, "", "", owner)
    return DONE


async def switch(call: Call, media: Post) -> JsonObject:
    """Switch the comments under a piece of Instagram media on or off."""
    if "comment_enabled" not in call.params:
        raise invalid("The parameter comment_enabled is required")
    media.comment_enabled = call.flag("comment_enabled", default=True)
    call.record(media.id, "", "", media.owner, comment_enabled=media.comment_enabled)
    return DONE


async def answer_mention(call: Call, profile: Profile) -> JsonObject:
    """Comment under the media of others in which somebody mentioned us."""
    media = call.state.things.get(call.needed("media_id"))
    if not isinstance(media, Post) or media not in profile.tags or media.removed:
        raise missing(call.text("media_id"), "post")
    under = call.state.things.get(call.text("comment_id")) if call.text("comment_id") else None
    if under is not None and (not isinstance(under, Comment) or under.removed):
        raise missing(call.text("comment_id"), "post")
    text = _text(call, media, required=True)
    comment = call.state.keep_comment(profile, media, text, under)
    call.record(under.id if under is not None else media.id, comment.id, text, profile)
    return {"id": comment.id}


def _set_hidden(call: Call, comment: Comment, *, hidden: bool) -> JsonObject:
    call.state.show_comment(comment, hidden=hidden)
    call.record(comment.id, "", comment.text, comment.post.owner, hidden=hidden)
    return DONE


def _owner(thing: Post | Comment) -> Owner:
    return thing.owner if isinstance(thing, Post) else thing.post.owner


def _place(thing: Post | Comment | Photo | Video) -> tuple[Post, Comment | None]:
    if isinstance(thing, Comment):
        return thing.post, thing
    post = thing if isinstance(thing, Post) else thing.post
    if post is None:
        raise missing(thing.id, "post")
    return post, None


def _check(call: Call, post: Post, under: Comment | None) -> None:
    if not post.comment_enabled:
        raise Refusal(10, 0, "(#10) Comments are disabled for this media.")
    if under is not None and kind_of(under) == "ig comment" and under.hidden:
        raise Refusal(10, 0, "(#10) A hidden comment cannot be replied to.")


def _text(call: Call, post: Post, *, required: bool) -> str:
    text = call.text("message")
    if required and not text.strip():
        raise invalid("The parameter message is required")
    on_page = isinstance(post.owner, Page)
    longest = LONGEST_ON_PAGES if on_page else LONGEST_ON_INSTAGRAM
    if len(text.encode("utf-16-le")) // 2 > longest:
        raise invalid(f"Param message must be at most {longest} characters long")
    if not on_page and text.count("#") > MOST_HASHTAGS:
        raise invalid(f"Param message has more than {MOST_HASHTAGS} hashtags")
    return text


async def _picture(call: Call) -> File | None:
    if upload := call.uploads.get("source"):
        return call.state.files.keep(upload.data, upload.mime, upload.name)
    if attachment := call.text("attachment_id"):
        photo = call.state.things.get(attachment)
        if not isinstance(photo, Photo):
            raise missing(attachment, "post")
        return photo.file
    url = call.text("attachment_url")
    if not url:
        return None
    try:
        return await call.fetcher.fetch(url)
    except CannotFetch:
        raise Refusal(100, 1609008, "(#100) The attachment URL could not be fetched.") from None
