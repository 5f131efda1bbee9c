"""Reads lists that show the newest first, back to what is known: notifications, and our own posts."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.networks._bluesky.api import Api
from bot.networks._bluesky.parse import Raw, at
from bot.networks._payloads import MALFORMED
from inbox.errors import Unavailable

PAGE: Final = 100
FEW: Final = 30  # of the first page, which is all there is as a rule
FIRST: Final = 24 * 3_600_000  # ms; the past of an old account does not flood the inbox
OVERLAP: Final = 600_000  # ms; what reaches Bluesky late stands by the time at which it was written
MOST_KNOWN: Final = 60_000
MOST_EMPTY: Final = 20  # pages, one behind the other: those of whom we mute are left out
SAID: Final = frozenset({"reply", "mention", "quote"})


@dataclass(frozen=True, slots=True)
class List:
    """One list: the method that reads it, what it is asked with, and where in the answer it stands."""

    method: str
    params: tuple[tuple[str, str], ...]
    name: str
    post: Callable[[Raw], Raw | None]  # the post of an entry; None for one that is of no interest
    told: Callable[[Raw], Raw]  # the part of an entry that says when it came


def notifications() -> List:
    """Answers to us, and posts that name or quote us.

    Likes and the like come along: only so the answer tells how far it reads.
    """
    return List("app.bsky.notification.listNotifications", (), "notifications", _said_to_us, dict)


def own_posts(me: str) -> List:
    """What this account posts, answers among it, by whatever program."""
    params = (("actor", me), ("filter", "posts_with_replies"))
    return List("app.bsky.feed.getAuthorFeed", params, "feed", _said_by_us, _passed_on)


@dataclass(slots=True)
class Known:
    """The uris of posts that were stored by this process."""

    uris: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def add(self, uri: str) -> None:
        """Remember one, and forget the oldest when they are many."""
        self.uris[uri] = None
        if len(self.uris) > MOST_KNOWN:
            self.uris.popitem(last=False)


async def unread(api: Api, what: List, known: Known, since: int, now: int, *, deep: bool) -> tuple[list[Raw], int]:
    """The posts of a list that are not known, the oldest first, and how new the newest entry of any kind is (unix ms).

    Reads back to `since` (unix ms; 0: the last day) or, where that is `deep`, some minutes beyond.
    """
    floor = since - OVERLAP if since else now - FIRST
    found, newest, cursor, empty = list[Raw](), since, "", 0
    while True:
        limit = ("limit", str(PAGE if cursor or deep else FEW))
        params = [*what.params, limit, *([("cursor", cursor)] if cursor else [])]
        said = await api.get(what.method, params)
        page = said.get(what.name)
        if not isinstance(page, list):
            raise Unavailable(f"Bluesky answered {what.method} in words that could not be read.")
        posts = [post for post in map(what.post, page) if post is not None]
        new = [post for post in posts if uri_of(post) not in known.uris and moment(post, now) > floor]
        found += new
        times = [time for entry in page for time in _times(what, entry)]
        newest, until = max([newest, *times]), min(times, default=now)
        asked, cursor = cursor, str(said.get("cursor") or "")
        empty = 0 if page else empty + 1
        if cursor in ("", asked) or empty > MOST_EMPTY or until <= floor or (not new and until <= since and not deep):
            return found[::-1], newest


def _times(what: List, entry: Raw) -> list[int]:
    """When an entry came, where it tells."""
    try:
        return [at(str(what.told(entry)["indexedAt"]))]
    except MALFORMED:
        return []


def uri_of(post: Raw) -> str:
    """A post's at-uri; a digest of what has none."""
    uri = post.get("uri")
    return uri if isinstance(uri, str) else hashlib.sha256(json.dumps(post).encode()).hexdigest()[:32]


def moment(post: Raw, now: int) -> int:
    """When Bluesky took a post in; now, for one that does not say so."""
    try:
        return at(str(post["indexedAt"]))
    except MALFORMED:
        return now


def _said_to_us(entry: Any) -> Raw | None:
    if not isinstance(entry, Mapping):
        return {"record": entry}
    return entry if entry.get("reason") in SAID else None


def _said_by_us(entry: Any) -> Raw | None:
    """Not what we only passed on."""
    post = entry.get("post") if isinstance(entry, Mapping) else None
    return post if isinstance(post, Mapping) and "reason" not in entry else None


def _passed_on(entry: Raw) -> Raw:
    """What says when a post came to stand in our list: that we passed it on, or the post itself."""
    part: Raw = entry.get("reason") or entry["post"]
    return part
