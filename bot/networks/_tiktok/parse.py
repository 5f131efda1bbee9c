"""What TikTok's hooks tell and its lists show, as records of ours; what cannot be read is kept for a person to see.

business-api.tiktok.com, "Subscribe to comment updates", "Webhook schema" and "Get comments on an owned video", read
2026-11-23. In a hook `content` is JSON written as text, in which ids are numbers of 19 digits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from bot.networks._addressed import without_name
from bot.networks._payloads import MALFORMED, clean
from bot.networks._tiktok import talk
from bot.networks._tiktok.ids import address, below, ours
from bot.networks._tiktok.place import Known, put
from bot.networks._tiktok.shapes import Raw, moment, number, number_or_none, opaque, table, unreadable
from inbox.incoming import AccountRevoked, Incoming, MessageHidden, MessageRemoved, NewMessage, ThreadDescribed
from inbox.models import Contact, RemoteId, Subject, Thread

COMMENT: Final = "comment.update"
SECOND: Final = 1_000  # ms
WITHOUT_WORDS: Final = "im_receive_msg_eu"  # somebody in Europe wrote; TikTok tells only that
REVOKED: Final = "authorization.removed"
# Told of, and nothing of it is for the inbox: posts on their way are asked for, and comments come by comment.update.
PASSED_OVER: Final = (
    "post.publish.",
    "im_auto_message_",
    "im_receive_high_intent_comment",
    "brand_mention.",
    WITHOUT_WORDS,
)
HIDING: Final = {"set_to_hidden": True, "set_to_friends_only": True, "set_to_public": False}
UNKNOWN: Final = (
    "TikTok tells us of `{event}`, which Sangam does not read. Nothing is lost that people wrote. This is said once."
)
WITHDRAWN: Final = "The owner of the account, or TikTok, has taken the app's permission back."


def parse(body: Raw, known: Known, now: int) -> list[Incoming]:
    """What one hook tells (the envelope, as an object); `now` in unix ms. Never raises for what it holds."""
    try:
        event = str(body["event"])
        content = table(json.loads(body["content"]) if isinstance(body["content"], str) else body["content"])
        return known.in_order(_told(event, content, moment(now, body.get("create_time")), known, now))
    except MALFORMED as error:
        return [unreadable(body, error, now)]


def _told(event: str, content: Raw, told_at: int, known: Known, now: int) -> list[Incoming]:
    match event:
        case "comment.update":
            return comment_of_hook(content, known, told_at, now)
        case "im_receive_msg" | "im_send_msg":
            return talk.message(content, known, now)
        case "im_mark_read_msg":
            return talk.read(content, now)
        case "im_referral_msg":
            return talk.referral(content, known, now)
        case "authorization.removed":
            return [AccountRevoked(WITHDRAWN, told_at)]
    if event.startswith(PASSED_OVER):
        return []
    return [unreadable(content, UNKNOWN.format(event=clean(event)[:60]), now, f"event.{clean(event)[:60]}")]


def comment_of_hook(content: Raw, known: Known, told_at: int, now: int) -> list[Incoming]:
    """One change of a comment; raises one of MALFORMED where it is none."""
    id, video, action = (
        number(content.get("comment_id")),
        number(content.get("video_id")),
        content.get("comment_action"),
    )
    parent = number_or_none(content.get("parent_comment_id"))
    top = parent if parent and content.get("comment_type") != "comment" else id
    thread = Thread(below(video, top), "comments", subject=known.subject(video))
    at = moment(now, content.get("timestamp"), told_at)
    if action == "delete":
        return [MessageRemoved(thread, RemoteId(id), at)]
    if action in HIDING:
        return [MessageHidden(thread, RemoteId(id), at, HIDING[str(action)])]
    if action != "insert":
        raise ValueError(f"TikTok did {clean(action)[:40]!r} to a comment, which Sangam does not know")
    if video not in known.posts:
        known.bare.setdefault(video, set()).add(thread.remote)
    person = opaque(content.get("unique_identifier"))
    author = None if person == known.self_id else contact(person, known)
    if author is not None and not author.name:
        put(known.nameless, author.remote, (video, RemoteId(id)))
    to = RemoteId(top) if top != id else None
    whole = at // SECOND * SECOND  # as lists tell it: whichever way two comments come, they stand in one order
    return [NewMessage(thread, RemoteId(id), author, _words(content, author, known), whole, reply_to=to)]


def _words(raw: Raw, author: Contact | None, known: Known) -> str:
    """What a comment says; what others say, without our name in front."""
    text = clean(raw.get("text"))
    return text if author is None else without_name(text, known.username)


def learn_post(raw: Raw, known: Known, now: int) -> list[Incoming]:
    """A post as a list shows it: what is known of it, and told to the threads that were stored without it."""
    video = number(raw.get("item_id"))
    link = clean(raw.get("share_url")) or address(video, known.username)
    put(known.posts, video, Subject(RemoteId(video), clean(raw.get("caption")), link))
    threads = known.bare.pop(video, set())
    return [ThreadDescribed(Thread(one, "comments", subject=known.posts[video]), now) for one in sorted(threads)]


def contact(person: str, known: Known) -> Contact:
    """Somebody by their identifier, by the name that is known."""
    return known.people.get(ours(person)) or Contact(ours(person), "")


def comment_of_list(raw: Raw, known: Known, video: str, now: int) -> list[Incoming]:
    """A comment as lists show it, and whether it is hidden; our own ones tell who we are. Raises one of MALFORMED."""
    id, parent = number(raw.get("comment_id")), number_or_none(raw.get("parent_comment_id"))
    top = parent or id
    thread = Thread(below(video, top), "comments", subject=known.subject(video))
    at = moment(now, raw.get("create_time"))
    author = author_of(raw, known)
    to = RemoteId(top) if parent else None
    said = NewMessage(thread, RemoteId(id), author, _words(raw, author, known), at, reply_to=to)
    hidden = str(raw.get("status", "")).upper() not in ("", "PUBLIC")
    return [said, MessageHidden(thread, RemoteId(id), now, hidden)]


def author_of(raw: Raw, known: Known) -> Contact | None:
    """Who wrote a listed comment, None when it was us; what is learned about either is kept."""
    person = opaque(raw.get("unique_identifier"))
    if raw.get("owner") is True:
        known.self_id = person
        return None
    username = clean(raw.get("username"))
    who = Contact(ours(person), clean(raw.get("display_name")) or username, username)
    put(known.people, who.remote, who)
    if known.nameless.pop(who.remote, None):
        known.met.append(who)
    return who


def listed(raws: Sequence[dict[str, Any]], known: Known, video: str, now: int) -> list[Incoming]:
    """Comments as a list shows them; one that cannot be read keeps nobody from reading the others."""
    told: list[Incoming] = []
    for raw in raws:
        try:
            told += comment_of_list(raw, known, video, now)
        except MALFORMED as error:
            told.append(unreadable(raw, error, now))
    return told
