"""Reads posts of our own back: as far as it takes to know whether something that we said is there."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._x.api import FIELDS, Api
from bot.networks._x.ids import NUMBER, first_at, said_at
from inbox.errors import Uncertain

ASKED: Final = "created_at,entities,referenced_tweets,edit_history_tweet_ids,note_tweet,attachments"
MOST_PAGES: Final = 3
CLOCKS_DIFFER: Final = 60_000  # ms between our clock and X's
FOUND_FOR: Final = 7 * 86_400_000 - 600_000  # ms in which X finds a post by what it answers
_LEADING: Final = re.compile(r"^(?:@\w{1,15}\s+)+(?=\S)")
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_OF_FILES: Final = re.compile(r"/(?:photo|video)/\d+$")


@dataclass(frozen=True, slots=True)
class Ours:
    """One post of ours: what it says, evened out, and which post it answers ("" for none)."""

    id: str
    looks: str
    answers: str
    at: int


async def posted_since(api: Api, me: str, since: int) -> list[Ours]:
    """What this account posted since a moment (unix ms), without answers; Uncertain when that is too much to read."""
    query: dict[str, str | int] = {
        FIELDS: ASKED,
        "since_id": first_at(since - CLOCKS_DIFFER),
        "max_results": 100,
        "exclude": "replies,retweets",
    }
    return await _all(api, f"/2/users/{me}/tweets", query)


async def answers_since(api: Api, me: str, posts: Iterable[str], since: int, now: int) -> list[Ours]:
    """What this account answered to these posts since a moment; only that is read. Times in unix ms.

    Raises Uncertain when that is too much to read, or so long ago that X does not find it.
    """
    if now - since > FOUND_FOR:
        raise Uncertain("X finds answers of the last seven days only")
    places = " OR ".join(f"in_reply_to_tweet_id:{post}" for post in sorted(set(posts)))
    query: dict[str, str | int] = {"query": f"from:{me} ({places})", FIELDS: ASKED, "max_results": 100}
    found = await _all(api, "/2/tweets/search/recent", query)
    return [one for one in found if one.at >= since - CLOCKS_DIFFER]


async def _all(api: Api, path: str, query: dict[str, str | int]) -> list[Ours]:
    found: list[Ours] = []
    for _ in range(MOST_PAGES):
        page = await api.get(path, query)
        found += [ours(raw) for raw in rows(page)]
        if not (token := next_token(page)):
            return found
        query["pagination_token"] = token
    raise Uncertain("this account has posted too much since")


def ours(raw: Mapping[str, Any]) -> Ours:
    """A post as X tells it, in either vocabulary."""
    id = str(raw["id"])
    return Ours(id, even(text_of(raw)), _answered(raw), said_at(id))


def text_of(raw: Mapping[str, Any]) -> str:
    """The words of a post as they were typed: whole, with the addresses that its short links stand for."""
    note = raw.get("note_tweet") or raw.get("note_post")
    whole = note if isinstance(note, dict) and note.get("text") else raw
    text = str(whole.get("text") or "")
    for link in _links(whole):
        short, long = str(link.get("url") or ""), str(link.get("expanded_url") or "")
        if short and long:
            text = text.replace(short, "" if _OF_FILES.search(long) else long)
    return html.unescape(text)


def even(text: str) -> str:
    """A text without what is changed on its way: whom it answers, blanks, the beginnings of addresses."""
    bare = _SCHEME.sub("", _LEADING.sub("", unicodedata.normalize("NFC", text).strip()))
    return " ".join(word.rstrip("/") for word in bare.split())


def rows(page: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The things on a page that have an id, which is a number; an empty page has no `data`."""
    data = page.get("data")
    found = [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []
    return [one for one in found if NUMBER.fullmatch(str(one.get("id")))]


def next_token(page: Mapping[str, Any]) -> str:
    """What asks for the page after this one; "" when this is the last."""
    meta = page.get("meta")
    return str(meta.get("next_token") or "") if isinstance(meta, dict) else ""


def _links(raw: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    entities = raw.get("entities")
    links = entities.get("urls") if isinstance(entities, dict) else None
    yield from (one for one in links or () if isinstance(one, dict))


def _answered(raw: Mapping[str, Any]) -> str:
    references = raw.get("referenced_tweets") or raw.get("referenced_posts") or ()
    told = (one for one in references if isinstance(one, dict) and one.get("type") == "replied_to")
    return str(next(told, {}).get("id") or "")
