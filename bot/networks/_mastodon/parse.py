"""What a post tells: pure, so that what streams and what is read later are the same records.

The shapes are those of docs.joinmastodon.org/entities, read 2026-11-27, as far as they are read here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NotRequired, TypedDict

from bot.networks._addressed import without_name
from bot.networks._mastodon.ids import Place
from bot.networks._mastodon.markup import text_of
from inbox.incoming import MessageEdited, NewMessage
from inbox.models import Contact, Media, MediaKind, RemoteId, Subject, Thread


class RawAccount(TypedDict):
    """Somebody."""

    id: str
    acct: str  # the name, with the server unless it is ours
    display_name: str
    created_at: NotRequired[str]
    followers_count: NotRequired[int]


class RawMedia(TypedDict):
    """A file of a post."""

    id: str
    type: str
    url: str | None
    description: NotRequired[str | None]


class RawStatus(TypedDict):
    """A post."""

    id: str
    created_at: str
    edited_at: NotRequired[str | None]
    in_reply_to_id: str | None
    in_reply_to_account_id: str | None
    visibility: str
    language: NotRequired[str | None]
    spoiler_text: str
    content: str
    url: NotRequired[str | None]
    account: RawAccount
    media_attachments: list[RawMedia]
    mentions: list[RawAccount]
    replies_count: NotRequired[int]
    reblogs_count: NotRequired[int]
    favourites_count: NotRequired[int]
    quotes_count: NotRequired[int]


class RawNotification(TypedDict):
    """Something that somebody did towards us."""

    id: str
    type: str
    created_at: str
    account: RawAccount
    status: NotRequired[RawStatus | None]


KINDS: Final[dict[str, MediaKind]] = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}


def at(moment: str) -> int:
    """Unix milliseconds of a time as Mastodon writes it; ValueError for anything else."""
    return int(datetime.fromisoformat(moment).timestamp() * 1000)


def words_of(status: RawStatus, me: str = "") -> str:
    """What a post says, behind its content warning if it has one, and without our name in front."""
    ours = next((one["acct"] for one in status["mentions"] if one["id"] == me), "")
    warning, text = status["spoiler_text"].strip(), without_name(text_of(status["content"]), ours)
    return f"[{warning}] {text}".strip() if warning else text


def contact_of(account: RawAccount) -> Contact:
    """Somebody, by the name that they show."""
    name, since = account["display_name"].strip() or account["acct"], account.get("created_at")
    followers, joined = account.get("followers_count"), at(since) if since else 0
    return Contact(RemoteId(account["id"]), name, account["acct"], followers=followers, joined=joined)


def other_in(status: RawStatus, me: str) -> str:
    """The person whom a post belongs to: who wrote it, or whom we answer or write to; "" when there is nobody."""
    if status["account"]["id"] != me:
        return status["account"]["id"]
    answered = status["in_reply_to_account_id"]
    if answered and answered != me:
        return answered
    return next((one["id"] for one in status["mentions"] if one["id"] != me), "")


def thread_of(status: RawStatus, me: str, root: RawStatus | str) -> Thread | None:
    """Where a post stands; `root` is what its talk hangs on (an id where only that is known). None: nobody is there."""
    person = other_in(status, me)
    if not person:
        return None
    if status["visibility"] == "direct":
        return Thread(Place(person).remote, "direct")
    if isinstance(root, str):
        return Thread(Place(person, root).remote, "comments")
    subject = Subject(RemoteId(root["id"]), words_of(root), root.get("url") or "", _media(root["media_attachments"]))
    return Thread(Place(person, root["id"]).remote, "comments", subject=subject if root["id"] != status["id"] else None)


def message_of(status: RawStatus, me: str, root: RawStatus | str) -> NewMessage | None:
    """What somebody said to us, or we said elsewhere; None for what has no other side."""
    thread = thread_of(status, me, root)
    if thread is None:
        return None
    answered = status["in_reply_to_id"]
    return NewMessage(
        thread,
        RemoteId(status["id"]),
        _author(status, me),
        words_of(status, me),
        at(status["created_at"]),
        _media(status["media_attachments"]),
        RemoteId(answered) if answered else None,
    )


def edit_of(status: RawStatus, me: str, root: RawStatus | str) -> MessageEdited | None:
    """The words that a post has now; None while it was never changed."""
    edited, thread = status.get("edited_at"), thread_of(status, me, root)
    if not edited or thread is None:
        return None
    media = _media(status["media_attachments"])
    return MessageEdited(thread, RemoteId(status["id"]), _author(status, me), words_of(status, me), at(edited), media)


def _author(status: RawStatus, me: str) -> Contact | None:
    return None if status["account"]["id"] == me else contact_of(status["account"])


def _media(found: list[RawMedia]) -> tuple[Media, ...]:
    return tuple(_medium(one) for one in found)


def _medium(one: RawMedia) -> Media:
    kind = KINDS.get(one["type"], "file")
    return Media(kind, one.get("url") or "", alt=one.get("description") or "")
