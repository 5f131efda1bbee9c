"""The lists of X that are read for what is new: what each is asked, page by page, as far as money and X let us.

Lists are told newest first. What was read before something stopped us is handed over all the same: it was paid for.

Sources: docs.x.com, "Mentions", "Search Posts", "Build a query" and "Direct Messages lookup", read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from bot.networks._payloads import MALFORMED
from bot.networks._x.api import FIELDS, Api
from bot.networks._x.ids import said_at
from bot.networks._x.posts import next_token, rows
from bot.networks._x.resume import SEARCHED, Place
from bot.networks._x.shapes import People, Raw, part, people_in, unreadable
from bot.networks._x.tariff import PRICES
from bot.networks._x.told import Letter, Post, letter_of, post_of
from inbox.errors import NetworkError
from inbox.incoming import Incoming

ASKED: Final = (
    "author_id,conversation_id,in_reply_to_user_id,referenced_tweets,edit_history_tweet_ids,display_text_range,"
    "entities,note_tweet,attachments"
)
ALONG: Final[Mapping[str, str]] = {
    "expansions": "author_id,attachments.media_keys",
    "user.fields": "created_at,name,public_metrics,username",
    "media.fields": "type,url,preview_image_url,alt_text,variants",
}
SEARCH: Final = "/2/tweets/search/recent"
LETTERS: Final = "/2/dm_events"
LEAST: Final = 10  # posts on a page, the fewest that X's search takes
LISTED: Final = 700  # mentions; X lists the newest 800 only, the rest is searched
FEW: Final = 2  # messages on a first page: the newest ones are read again on each day
MORE: Final = 50
POST: Final = PRICES["post.read"] + PRICES["user.read"]  # what a post costs at most, files aside
LETTER: Final = PRICES["dm.read"] + PRICES["user.read"]
FILE: Final = PRICES["media.read"]
MOST_FILES: Final = 4  # that hang on a post; whoever writes to us decides how many
FILES: Final = ",attachments.media_keys"
LONGEST: Final = 512  # characters of a search

T = TypeVar("T")
Room = Callable[[int, int], Awaitable[int]]  # how many things at a price may be read now: none, or so many at least


@dataclass(slots=True)
class Read:
    """What was read; `whole` when nothing is left, else `error` says what X refused, if it was X who stopped us."""

    pages: list[tuple[Sequence[Raw], Raw]] = field(default_factory=list)  # each with what was told along with it
    whole: bool = False
    error: NetworkError | None = None

    @property
    def raws(self) -> list[Raw]:
        """Everything, as X told it."""
        return [raw for page, _ in self.pages for raw in page]

    @property
    def ids(self) -> list[str]:
        """The ids of everything."""
        return [str(raw["id"]) for raw in self.raws]

    def posts(self, now: int) -> tuple[list[Post], list[Incoming]]:
        """The posts in it, and what could not be read."""
        return self._each(post_of, now)

    def letters(self, me: str, now: int) -> tuple[list[Letter], list[Incoming]]:
        """The private messages in it, and what could not be read."""
        return self._each(lambda raw, includes, people: letter_of(raw, includes, me, people), now)

    def _each(self, make: Callable[[Raw, Raw, People], T | None], now: int) -> tuple[list[T], list[Incoming]]:
        found: list[T] = []
        unread: list[Incoming] = []
        for page, includes in self.pages:
            people = people_in(includes)
            for raw in page:
                try:
                    made = make(raw, includes, people)
                    found += [made] if made else []
                except MALFORMED as error:
                    unread.append(unreadable(raw, error, now, f"read.{raw.get('id')}"))
        return found, unread


@dataclass(frozen=True, slots=True)
class Lists:
    """Reads as one account; `room` says what the budget allows, `now` is in unix ms."""

    me: str
    api: Api
    room: Room
    now: Callable[[], int]

    async def mentions(self, place: Place) -> Read:
        """Who mentions us, answers to us among them; X lists the newest 800."""
        return await self._pages(f"/2/users/{self.me}/mentions", {**ALONG, **_span(place)}, POST)

    async def mentions_searched(self, place: Place, name: str) -> Read:
        """The same by searching, which has no end before seven days."""
        span = _span(place)
        if self.now() - said_at(place.since) > SEARCHED:
            del span["since_id"]
        return await self._pages(SEARCH, {**ALONG, **span, "query": f"@{name} -from:{self.me} -is:retweet"}, POST)

    async def own(self, place: Place, name: str) -> Read:
        """What we posted ourselves; the name that X has for us only where it is not known."""
        along = {} if name else {"expansions": "author_id", "user.fields": "name,username"}
        query = {**along, **_span(place), "exclude": "retweets"}
        return await self._pages(f"/2/users/{self.me}/tweets", query, POST)

    async def below(self, roots: Sequence[str], since: str, name: str) -> Read:
        """What others say below these posts, or when they quote them, without mentioning us."""
        query = {**ALONG, "query": search_below(roots, self.me, name), "since_id": since}
        return await self._pages(SEARCH, query, POST)

    async def letters(self, since: str) -> Read:
        """Private messages newer than one."""
        read, token = Read(), ""
        while not read.whole:
            many, files = await self._many(LETTER, FILE, 1)
            many = min(MORE if token else FEW, many)
            if many < 1 or self.api.limits.wait("GET", LETTERS):
                return read
            query: dict[str, str | int] = {
                "event_types": "MessageCreate",
                "dm_event.fields": "created_at,sender_id,dm_conversation_id,text,attachments,entities",
                **ALONG,
                "expansions": f"sender_id{files}",
                "max_results": many,
                **({"pagination_token": token} if token else {}),
            }
            page = await self._page(LETTERS, query, read)
            new = [raw for raw in rows(page) if int(raw["id"]) > int(since)]
            if read.error:
                return read
            read.pages.append((new, part(page.get("includes"))))
            token = next_token(page)
            read.whole = not token or len(new) < len(rows(page))
        return read

    def wait(self, name: str) -> float:
        """Seconds until X lets a list be read again."""
        limits, paths = (
            self.api.limits,
            {"letters": (LETTERS,), "own": (f"/2/users/{self.me}/tweets",), "below": (SEARCH,)},
        )
        return max(limits.wait("GET", path) for path in paths.get(name, (f"/2/users/{self.me}/mentions", SEARCH)))

    async def named(self, ids: Sequence[str], *, whole: bool) -> Raw:
        """Posts by their ids, at most 100: as they are shown, or only whether they are there."""
        asked: Mapping[str, str | int] = {FIELDS: "edit_history_tweet_ids"}
        if whole:
            dear = not await self.room(POST + MOST_FILES * FILE, len(ids))
            asked = {FIELDS: ASKED, **(_without_files(ALONG) if dear else ALONG)}
        return await self.api.get("/2/tweets", {"ids": ",".join(ids), **asked})

    async def _pages(self, path: str, query: Mapping[str, str | int], price: int) -> Read:
        read, token = Read(), ""
        while not read.whole:
            many, files = await self._many(price, MOST_FILES * FILE, LEAST)
            if not many or self.api.limits.wait("GET", path):
                return read
            turned = {"pagination_token": token} if token else {}
            asked = query if files else _without_files(query)
            page = await self._page(path, {FIELDS: ASKED, **asked, "max_results": many, **turned}, read)
            if read.error:
                return read
            read.pages.append((rows(page), part(page.get("includes"))))
            token = next_token(page)
            read.whole = not token
        return read

    async def _many(self, price: int, files: int, least: int) -> tuple[int, str]:
        """How many things may be read now, and what asks for their files: "" where there is no money for those."""
        if many := await self.room(price + files, least):
            return many, FILES
        return await self.room(price, least), ""

    async def _page(self, path: str, query: Mapping[str, str | int], read: Read) -> Raw:
        try:
            return await self.api.get(path, query)
        except NetworkError as error:
            read.error = error
            return {}


def chunks(roots: Mapping[str, str], me: str, name: str) -> list[tuple[list[str], str]]:
    """Posts of ours in as few searches as X takes, each with the id from which it goes on: those alike together."""
    found: list[tuple[list[str], str]] = []
    for root in sorted(roots, key=lambda root: int(roots[root]), reverse=True):
        if not found or len(search_below([*found[-1][0], root], me, name)) > LONGEST:
            found.append(([], roots[root]))
        found[-1] = ([*found[-1][0], root], roots[root])
    return found


def search_below(roots: Sequence[str], me: str, name: str) -> str:
    """The search for what others say below these posts, or quoting them, but for what mentions us: that is listed."""
    either = " OR ".join(f"conversation_id:{root} OR quotes_of_tweet_id:{root}" for root in roots)
    return f"({either}) -from:{me}" + (f" -@{name}" if name else "")


def _without_files(query: Mapping[str, str | int]) -> Mapping[str, str | int]:
    return {name: value.removesuffix(FILES) if isinstance(value, str) else value for name, value in query.items()}


def _span(place: Place) -> dict[str, str | int]:
    return {"since_id": place.since, **({"until_id": place.until} if place.until else {})}
