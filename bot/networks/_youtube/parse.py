"""What YouTube's lists of comments say, as records of ours: pure.

Sources: developers.google.com/youtube/v3/docs, "CommentThreads" and "Comments", read 2026-11-27.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.networks._addressed import without_name
from bot.networks._payloads import MALFORMED
from bot.networks._youtube.ids import picture_of, thread_of, top_of, watch
from inbox.incoming import UNKNOWN, Incoming, MessageEdited, MessageHidden, NewMessage, Unreadable
from inbox.models import Contact, Media, RemoteId, Subject, Thread

Raw = Mapping[str, Any]
HELD: Final = frozenset({"heldForReview", "likelySpam"})
WORDLESS: Final = "(something that only YouTube itself shows)"
NOBODY: Final = "somebody who left"


@dataclass(frozen=True, slots=True)
class Said:
    """One comment or reply as a list tells it now; times in unix ms.

    `author` is None when our channel wrote it. `held`: YouTube shows it to nobody until we publish it.
    """

    id: str
    video: str
    author: Contact | None
    text: str
    at: int
    changed: int
    held: bool = False
    picture: bool = False

    @property
    def top(self) -> str:
        """The top-level comment of its conversation."""
        return top_of(self.id)


@dataclass(frozen=True, slots=True)
class Listed:
    """A top-level comment with those replies that came along; `total` is how many replies it has."""

    top: Said
    replies: tuple[Said, ...]
    total: int

    @property
    def newest(self) -> int:
        """When the last of them was said, as far as they came along."""
        return max(said.at for said in (self.top, *self.replies))


def listed(raw: Any, channel: str) -> Listed:
    """A commentThread of a list; raises one of MALFORMED. `channel` is the id of ours."""
    snippet = raw["snippet"]
    video = str(snippet.get("videoId") or snippet["topLevelComment"]["snippet"].get("videoId") or "")
    top = said(snippet["topLevelComment"], channel, video)
    answers = (raw.get("replies") or {}).get("comments") or ()
    return Listed(top, tuple(said(one, channel, video) for one in answers), int(snippet.get("totalReplyCount") or 0))


def said(raw: Any, channel: str, video: str = "") -> Said:
    """A comment of a list, below `video`; raises one of MALFORMED."""
    snippet, id = raw["snippet"], raw["id"]
    under = video or str(snippet["videoId"])
    if not isinstance(id, str) or not id or not under:
        raise ValueError("it has no id, or no video")
    at = moment(snippet["publishedAt"])
    text = str(snippet.get("textOriginal") or snippet.get("textDisplay") or "")
    picture = bool(snippet.get("imageUrl"))
    status = str(snippet.get("moderationStatus", ""))
    author = _author(snippet, id)
    return Said(
        id,
        under,
        None if author.remote == channel else author,
        text or ("" if picture else WORDLESS),
        at,
        _changed(snippet, at),
        held=status in HELD,
        picture=picture,
    )


def moment(text: Any) -> int:
    """A time of YouTube's in unix ms; raises one of MALFORMED."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"{text} names no zone")
    return round(read.timestamp() * 1000)


def where(one: Said, titles: Mapping[str, str]) -> Thread:
    """The conversation that something stands in, below its video with the title that is known."""
    subject = Subject(RemoteId(one.video), titles.get(one.video, ""), watch(one.video))
    return Thread(thread_of(one.video, one.id), "comments", subject=subject)


def files(one: Said) -> tuple[Media, ...]:
    """What hangs on it."""
    return (picture_of(one.id),) if one.picture else ()


def new(one: Said, titles: Mapping[str, str], handle: str = "") -> list[Incoming]:
    """What is told of something that nobody here knows: it was said, and perhaps changed meanwhile.

    `handle` is what people call us, which is no part of what they say.
    """
    thread, id = where(one, titles), RemoteId(one.id)
    above = RemoteId(one.top) if one.id != one.top else None
    told: list[Incoming] = [
        NewMessage(thread, id, one.author, _words(one, handle), one.at, files(one), above, held=one.held),
    ]
    return [*told, edited(one, titles, handle)] if one.changed > one.at else told


def edited(one: Said, titles: Mapping[str, str], handle: str = "") -> Incoming:
    """That its text is another now."""
    text = _words(one, handle)
    return MessageEdited(where(one, titles), RemoteId(one.id), one.author, text, one.changed, files(one))


def _words(one: Said, handle: str) -> str:
    return one.text if one.author is None else without_name(one.text, handle)


def shown(one: Said, titles: Mapping[str, str], now: int) -> Incoming:
    """Whether it is seen by all, or waits for our review."""
    return MessageHidden(where(one, titles), RemoteId(one.id), now, hidden=one.held, held=one.held)


def unreadable(raw: object, why: Exception, now: int) -> Unreadable:
    """What could not be understood, kept for a person to look at."""
    text = json.dumps(raw, ensure_ascii=False, sort_keys=True)
    return Unreadable(
        hashlib.sha256(text.encode()).hexdigest()[:32], text[:20_000], f"{type(why).__name__}: {why}", now
    )


def parse(payload: Any, channel: str, titles: Mapping[str, str] | None = None, now: int = 0) -> list[Incoming]:
    """Everything on a page of commentThreads or of comments, as if none of it was known, oldest first.

    Nothing raises: what cannot be read is Unreadable, at `now` (unix ms).
    """
    told: list[Incoming] = []
    for raw in reversed(items(payload)):
        try:
            threaded = isinstance(raw["snippet"].get("topLevelComment"), dict)
            one = listed(raw, channel) if threaded else Listed(said(raw, channel), (), 0)
        except MALFORMED as error:
            told.append(unreadable(raw, error, now))
            continue
        for each in (one.top, *sorted(one.replies, key=lambda reply: reply.at)):
            told += new(each, titles or {})
    return told


def items(payload: Any) -> Sequence[Any]:
    """The items of a page; none where it has no such thing."""
    found = payload.get("items") if isinstance(payload, dict) else None
    return found if isinstance(found, list) else ()


def newest_first(page: Sequence[Said]) -> bool:
    """Whether a page of replies shows that it comes newest first; YouTube promises no order of them."""
    return len(page) > 1 and page[0].at > page[-1].at


def _author(snippet: Raw, id: str) -> Contact:
    """Who said it; of somebody whose channel is gone nothing is told, and nobody knows who else they are."""
    name = str(snippet.get("authorDisplayName") or "").strip()
    channel = snippet.get("authorChannelId")
    value = str(channel.get("value") or "") if isinstance(channel, dict) else ""
    username = name.removeprefix("@") if name.startswith("@") else ""
    return Contact(RemoteId(value or f"{UNKNOWN}{id}"), name or NOBODY, username)


def _changed(snippet: Raw, at: int) -> int:
    updated = snippet.get("updatedAt")
    return max(at, moment(updated)) if updated else at
