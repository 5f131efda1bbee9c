"""Looks for what is new: mentions, private messages, our own posts, what is said below them, and what is gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.networks._troubles import Troubles
from bot.networks._x.errors import missing
from bot.networks._x.intake import Intake
from bot.networks._x.lists import LISTED, POST, Lists, Read, chunks
from bot.networks._x.pace import DAY, Purse
from bot.networks._x.posts import rows
from bot.networks._x.resume import Place, Resume
from bot.networks._x.shapes import part
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Unavailable
from inbox.incoming import Incoming, MessageRemoved, Receive
from inbox.models import RemoteId, Thread
from inbox.network import Meter

Name = Literal["mentions", "letters", "own", "below", "again"]
EVERY: Final[tuple[Name, ...]] = ("own", "mentions", "letters", "below", "again")
AT_ONCE: Final = 100  # posts that X shows by their ids
WINDOW: Final = 900.0  # seconds in which X counts calls
A_FEW: Final = 10  # of those for which that costs something


@dataclass(slots=True)
class Looked:
    """What a look came to: how much was new, and what is still to be read, in so many seconds at the earliest.

    `words` are X's, where it stops us for longer than a window of calls lasts: the credits are used up.
    """

    found: int = 0
    words: str = ""
    left: dict[Name, float] = field(default_factory=dict)


@dataclass(slots=True)
class Polling:
    """Looks as one account and lives as long as the process; `budget` is in millionths of a dollar, 0 for none."""

    lists: Lists
    intake: Intake
    meter: Meter
    budget: int
    now: Callable[[], int]
    resume: Resume
    troubles: Troubles
    owned: bool = False  # reading our lists is cheaper; then reading what they told in another way is not free
    _stored: str = ""

    async def purse(self) -> Purse:
        """The budget as it stands."""
        return Purse(self.budget, (await self.meter.used()).today, self.now())

    async def look(self, names: Collection[Name], receive: Receive, *, gap: bool = False) -> Looked:
        """Read these lists; what is stored is not read again, what was cut short goes on at the next look.

        Raises LoginNeeded and StoreAway. Out of reach: Unavailable, when what was read so far is stored.
        """
        looked = Looked()
        for name in EVERY:
            if name in names:
                await self._one(name, receive, looked, gap=gap)
        return looked

    async def keep(self, receive: Receive, *told: Incoming) -> None:
        """Write down how far everything is read, when that has changed."""
        self._search_below()
        self.resume.name = self.intake.name or self.resume.name
        self.resume.tidy(self.now())
        if told or self.resume.cursor != self._stored:
            await receive(list(told), self.resume.cursor)
            self._stored = self.resume.cursor

    def _search_below(self) -> None:
        """Our newest posts are searched below, each from itself on."""
        for root in self.intake.posted - self.resume.roots.keys():
            self.resume.roots[root] = root
        self.intake.posted.clear()

    async def _one(self, name: Name, receive: Receive, looked: Looked, *, gap: bool) -> None:
        read = {
            "mentions": self._mentions,
            "letters": self._letters,
            "own": self._own,
            "below": self._below,
            "again": self._again,
        }[name]
        try:
            error = await read(receive, looked, gap=gap)
        except NetworkError as refused:
            error = refused
        await self.keep(receive)
        if error is None:
            self.troubles.over("not_read", part=name)
            return
        if isinstance(error, LoginNeeded | Unavailable):
            raise error
        if isinstance(error, RateLimited):
            looked.left[name] = error.retry_after
            if error.retry_after > WINDOW:
                looked.words = str(error)
        else:  # such as a right that the login lacks; the other lists go on
            self.troubles.say("not_read", error, part=name)

    async def _mentions(self, receive: Receive, looked: Looked, *, gap: bool) -> NetworkError | None:
        return await self._newest_first("mentions", self._read_mentions, receive, looked, gap=gap)

    async def _own(self, receive: Receive, looked: Looked, *, gap: bool) -> NetworkError | None:
        return await self._newest_first("own", self._read_own, receive, looked, gap=gap)

    async def _newest_first(
        self,
        name: Literal["mentions", "own"],
        read: Callable[[Place], Awaitable[Read]],
        receive: Receive,
        looked: Looked,
        *,
        gap: bool,
    ) -> NetworkError | None:
        """What is new, then what earlier looks left, until something stops us: what is fresh can still be answered."""
        place: Place = getattr(self.resume, name).newest
        while True:
            self.resume = self.resume.with_place(name, place)
            error = await self._took(name, await read(place), receive, looked, gap=gap)
            place = getattr(self.resume, name)
            if error or place.until or not place.older:
                return error
            place = place.below

    async def _read_mentions(self, place: Place) -> Read:
        """By the list, and what lies below that by searching: of several pages the last may have ended before it.

        X lists the newest 800, and what is said while pages are read pushes others off the list.
        """
        read = await self.lists.mentions(place) if place.many < LISTED else Read(whole=True)
        if read.whole and (place.until or len(read.pages) != 1):
            below = place.after(read.ids, whole=False, fresh=False)
            rest = await self.lists.mentions_searched(below, await self._name())
            read = Read([*read.pages, *rest.pages], rest.whole, rest.error)
        return read

    async def _read_own(self, place: Place) -> Read:
        return await self.lists.own(place, self.resume.name)

    async def _took(
        self, name: Literal["mentions", "own"], read: Read, receive: Receive, looked: Looked, *, gap: bool
    ) -> NetworkError | None:
        """Store what was read of a list of posts, and go on behind it."""
        fresh = await self._store(read, receive, gap=gap)
        place: Place = getattr(self.resume, name)
        self.resume = self.resume.with_place(name, place.after(read.ids, whole=read.whole, fresh=fresh > 0))
        self._note(looked, name, read, fresh)
        return read.error

    async def _store(self, read: Read, receive: Receive, *, gap: bool) -> int:
        now = self.now()
        posts, unread = read.posts(now)
        fresh = await self.intake.read(posts, [], receive, self.resume.at, now, gap=gap, more=unread)
        paid = set(read.ids)  # what was told as an event was not read
        for id, (thread, first) in self.intake.met.items():
            self.resume.watched[id] = (thread, first, now // DAY if id in paid else 0)
        for post in posts:
            for older in post.history[:-1]:
                self.resume.watched.pop(older, None)
        self.intake.met.clear()
        return fresh

    async def _letters(self, receive: Receive, looked: Looked, *, gap: bool) -> NetworkError | None:
        place, now = self.resume.letters, self.now()
        read = await self.lists.letters(place.since)
        letters, unread = read.letters(self.lists.me, now)
        fresh = await self.intake.read([], letters, receive, self.resume.at, now, gap=gap, more=unread)
        if read.whole:
            newest = max([int(place.since), *map(int, read.ids)])
            self.resume = self.resume.with_place("letters", Place(str(newest)))
        self._note(looked, "letters", read, fresh)
        return read.error

    async def _below(self, receive: Receive, looked: Looked, *, gap: bool) -> NetworkError | None:
        self._search_below()
        for roots, since in chunks(self.resume.roots, self.lists.me, self.resume.name):
            read = await self.lists.below(roots, since, self.resume.name)
            fresh = await self._store(read, receive, gap=gap)
            newest = max([int(since), *map(int, read.ids)])
            for root in roots if read.whole else ():
                self.resume.roots[root] = str(max(newest, int(self.resume.roots[root])))
            self._note(looked, "below", read, fresh)
            if read.error:
                return read.error
        return None

    async def _again(self, receive: Receive, looked: Looked, *, gap: bool) -> NetworkError | None:
        """Posts of others that are gone, or have a newer version: free for what was read today, else only a few."""
        now, rich = self.now(), (await self.purse()).rich
        today = now // DAY
        free = [id for id, (_, _, day) in self.resume.watched.items() if day == today and not self.owned]
        others = sorted(self.resume.watched.keys() - set(free), key=int, reverse=True)
        due = free + (others[:A_FEW] if rich else [])
        for begin in range(0, len(due), AT_ONCE):
            ids = due[begin : begin + AT_ONCE]
            try:
                answer = await self.lists.named(ids, whole=False)
            except NetworkError as error:
                return error
            await self._compare(ids, answer, receive, looked, gap=gap)
        return None

    async def _compare(self, ids: list[str], answer: object, receive: Receive, looked: Looked, *, gap: bool) -> None:
        told, now, newer = part(answer), self.now(), list[str]()
        gone = [id for id in missing(told) if id in ids]
        removed: list[Incoming] = []
        for id in gone:
            thread, first, _ = self.resume.watched[id]
            removed.append(MessageRemoved(Thread(RemoteId(thread), "comments"), RemoteId(first), now))
        if removed:
            looked.found += await receive(removed, None)
        for id in gone:
            del self.resume.watched[id]
        for raw in rows(told):
            id = str(raw["id"])
            history = raw.get("edit_history_tweet_ids") or raw.get("edit_history_post_ids") or [id]
            if id in self.resume.watched:
                thread, first, _ = self.resume.watched[id]
                self.resume.watched[id] = (thread, first, now // DAY)
            if str(history[-1]) != id:
                newer.append(str(history[-1]))
        if newer and await self.lists.room(POST, len(newer)):
            page = await self.lists.named(newer, whole=True)
            read = Read([(rows(page), part(page.get("includes")))], whole=True)
            looked.found += await self._store(read, receive, gap=gap)

    def _note(self, looked: Looked, name: Name, read: Read, fresh: int) -> None:
        looked.found += fresh
        if not read.whole:
            looked.left[name] = self.lists.wait(name)

    async def _name(self) -> str:
        """Our username; asked for, at the price of a person, when nothing told it."""
        name = self.intake.name or self.resume.name
        if not name:
            me = part((await self.lists.api.get("/2/users/me")).get("data"))
            name = self.resume.name = str(me.get("username") or "")
        return name
