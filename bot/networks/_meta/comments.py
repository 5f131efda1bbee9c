"""Comments and posts as hooks tell of them: the `feed` of a Page, the `comments` of an Instagram account, mentions.

A comment stands in the thread of its top-level comment: itself, or what `known.tops` says of a reply (see tops).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.networks._meta.attached import WORDLESS, titled
from bot.networks._meta.ids import comments_below, padded
from bot.networks._meta.messaging import reaction_emoji
from bot.networks._meta.people import commenter, reacting
from bot.networks._meta.place import Known, Place
from bot.networks._meta.shapes import Raw, address, ident, ident_or_none, lines, media_of, moment, rows
from bot.networks._meta.shapes import table_or_none as part
from bot.networks._payloads import clean
from inbox.incoming import Incoming, MessageEdited, MessageHidden, MessageRemoved, NewMessage, Reacted
from inbox.models import Contact, Media, RemoteId, Subject, Thread

POSTS: Final = frozenset(
    {"post", "status", "photo", "video", "share", "link", "album", "note", "reel", "story", "event"}
)
REACTIONS: Final = frozenset({"reaction", "like"})
EDITS: Final = frozenset({"edit", "edited", "update", "updated"})
REMOVALS: Final = frozenset({"remove", "removed", "delete", "deleted"})
HIDES: Final = {"hide": True, "unhide": False}


@dataclass(frozen=True, slots=True)
class Where:
    """A comment by its own id, what it answers ("" at the top), and its thread."""

    id: str
    answers: str
    thread: Thread

    @property
    def name(self) -> RemoteId:
        """The comment as the inbox names it."""
        return padded(self.id)

    @property
    def reply_to(self) -> RemoteId | None:
        """The comment that it answers."""
        return padded(self.answers) if self.answers else None


def where(id: str, answers: str, post: str, known: Known, told: Subject | None = None) -> Where:
    """Place a comment below its top-level comment, under its post; a post that is not known is to be looked up.

    Until then it is as much as is `told` of it. Only a hook tells that it is an advertisement.
    """
    subject = known.posts.get(post) or told or (Subject(padded(post), "") if post else None)
    if subject and told and told.ad:
        subject = replace(subject, ad=True)
    top = known.tops.get(id) or (known.tops.get(answers, answers) if answers else id)
    thread = Thread(comments_below(top), "comments", subject=subject)
    known.keep_thread(thread)
    known.want_post(post)
    return Where(id, answers, thread)


# ---------------------------------------------------------------------------------------------------- Page: feed


def feed(value: Raw, at: int, place: Place, known: Known, now: int) -> list[Incoming]:
    """What a change of a Page's feed tells; items that are none of an inbox's business give an empty list."""
    item = value.get("item")
    if item == "comment":
        return _comment(value, at, place, known, now)
    if item in REACTIONS:
        return _reaction(value, at, place, known)
    if item in POSTS:
        return _post(value, at, place, known, now)
    return []


def _comment(value: Raw, at: int, place: Place, known: Known, now: int) -> list[Incoming]:
    found = _where(value, place, known)
    verb, told = value.get("verb"), moment(now, value.get("created_time"), at)
    thread, id = found.thread, found.name
    if verb in REMOVALS:
        return [MessageRemoved(thread, id, at)]
    if verb in HIDES:
        return [MessageHidden(thread, id, at, HIDES[verb])]
    text, media = _said(value, f"comment:{found.id}")
    author = author_of(_who(value), found.id, place, known)
    if verb in EDITS:
        return [MessageEdited(thread, id, author, text, at, media)]
    if verb != "add":
        raise ValueError(f"{verb!r} was done to a comment, and it is not known what that is")
    new = NewMessage(thread, id, author, text, told, media, found.reply_to)
    return [new, MessageHidden(thread, id, told)] if value.get("is_hidden") is True else [new]


def stands(value: Raw, place: Place) -> tuple[str, str, str]:
    """A comment's own id, the comment that it answers ("" at the top), and its post."""
    id, parent = ident(value.get("comment_id")), ident_or_none(value.get("parent_id"))
    post = ident_or_none(value.get("post_id")) or post_of(id, place.id)
    return id, answered(id, parent, post, place.id), post


def _where(value: Raw, place: Place, known: Known) -> Where:
    id, above, post = stands(value, place)
    promoted = part(value.get("post")).get("promotion_status") == "active"
    told = Subject(padded(post), "", _link(value), ad=promoted) if post else None
    return where(id, above, post, known, told)


def answered(comment: str, parent: str, post: str, page: str) -> str:
    """The comment that a comment answers; "" when what stands as its parent is the post itself."""
    if parent in ("", comment, post) or parent == post.rpartition("_")[2]:
        return ""
    return "" if parent.count("_") == 1 and parent.startswith(f"{page}_") else parent


def post_of(comment: str, page: str) -> str:
    """The post under which a Page's comment stands, as its id tells."""
    before, _, _ = comment.rpartition("_")
    return before if before.startswith(f"{page}_") or not before else f"{page}_{before}"


def author_of(who: Raw, comment: str, place: Place, known: Known) -> Contact | None:
    """Who wrote a comment; None for the Page or the account itself."""
    return None if ident_or_none(who.get("id")) == place.id else commenter(who, comment, known)


def _who(value: Raw) -> Raw:
    """Who did it; mentions, and whatever is very old, say so in two fields of their own."""
    return part(value.get("from")) or {"id": value.get("sender_id"), "name": value.get("sender_name")}


def _link(value: Raw) -> str:
    return address(part(value.get("post")).get("permalink_url"))


def _said(value: Raw, holder: str) -> tuple[str, tuple[Media, ...]]:
    text = clean(value.get("message"))
    media = media_of("image", value.get("photo"), holder) or media_of("video", value.get("video"), holder)
    return text or ("" if media else WORDLESS), media


def _reaction(value: Raw, at: int, place: Place, known: Known) -> list[Incoming]:
    """A reaction to a comment; those to a post are counted with its figures, and ours are no news."""
    who = ident_or_none(_who(value).get("id"))
    if not value.get("comment_id") or not who or who == place.id:
        return []
    found = _where(value, place, known)
    given = reaction_emoji({"reaction": value.get("reaction_type", "like")})
    emoji = "" if value.get("verb") in REMOVALS else given
    return [Reacted(found.thread, found.name, reacting(who, known), emoji, at)]


def _post(value: Raw, at: int, place: Place, known: Known, now: int) -> list[Incoming]:
    """A post: one of ours is described anew below its comments, one that somebody left on our Page is their word."""
    id, verb = ident(value.get("post_id")), value.get("verb")
    who = _who(value)
    theirs = ident_or_none(who.get("id")) not in ("", place.id)
    thread, name = Thread(comments_below(id), "comments"), padded(id)
    if verb in REMOVALS:
        known.wanted_posts.pop(id, None)  # Meta no longer tells of it; what was told stands
        return [MessageRemoved(thread, name, at)] if theirs else []
    known.want_post_again(id)
    if not theirs:
        return []
    if verb in HIDES:
        return [MessageHidden(thread, name, at, HIDES[verb])]
    text, media = _posted(value, id)
    author = commenter(who, id, known)
    if verb in EDITS:
        return [MessageEdited(thread, name, author, text, at, media)]
    return [NewMessage(thread, name, author, text, moment(now, value.get("created_time"), at), media)]


def _posted(value: Raw, id: str) -> tuple[str, tuple[Media, ...]]:
    pictures = rows(value.get("photos")) or ([value.get("link")] if value.get("item") == "photo" else [])
    media = tuple(one for n, url in enumerate(pictures) for one in media_of("image", url, f"post:{id}", n))
    if value.get("item") in ("video", "reel"):
        media = media_of("video", value.get("link"), f"post:{id}")
    link, text = address(value.get("link")), clean(value.get("message"))
    shown = "" if media or link in text else link
    return lines((text, shown)) or ("" if media else titled("a post", "", _link(value))), media


def page_mention(value: Raw, at: int, place: Place, known: Known, now: int) -> list[Incoming]:
    """Somebody mentioned our Page in a post or a comment of their own; the answer goes below it."""
    post, comment = ident_or_none(value.get("post_id")), ident_or_none(value.get("comment_id"))
    who = _who(value)
    id = ident(comment or post)
    if ident_or_none(who.get("id")) == place.id:
        return []
    link = address(value.get("permalink_url")) or _link(value)
    subject = Subject(padded(post), "", link) if comment and post else None
    thread = Thread(comments_below(id), "comments", subject=subject)
    if value.get("verb") in REMOVALS:
        return [MessageRemoved(thread, padded(id), at)]
    text = clean(value.get("message")) or titled("mentioned you", "", link)
    author = commenter(who, id, known)
    if value.get("verb") in EDITS:
        return [MessageEdited(thread, padded(id), author, text, at)]
    return [NewMessage(thread, padded(id), author, text, moment(now, value.get("created_time"), at))]


# ------------------------------------------------------------------------------------------------------ Instagram


def instagram_comment(value: Raw, at: int, place: Place, known: Known, now: int) -> list[Incoming]:
    """A comment under our media, an advertisement or a live video; the hook has no time of its own."""
    id, parent = ident(value.get("id") or value.get("comment_id")), ident_or_none(value.get("parent_id"))
    media = part(value.get("media"))
    post = ident_or_none(media.get("id"))
    promoted = media.get("media_product_type") == "AD" or bool(media.get("ad_id"))
    told = Subject(padded(post), clean(media.get("ad_title")), ad=promoted) if post else None
    found = where(id, "" if parent in (id, post) else parent, post, known, told)
    author = author_of(part(value.get("from")), id, place, known)
    text = clean(value.get("text")) or WORDLESS
    said_at = moment(now, value.get("timestamp"), value.get("created_time"), at)
    return [NewMessage(found.thread, found.name, author, text, said_at, reply_to=found.reply_to)]
