"""One look at a place: what is new there, changed, held or gone is told, stored, and only then remembered.

Pages come newest first. The cursor moves over what is stored and over nothing else: when the quota ends, or the
process, in the middle of a burst, the next look goes on at the page where this one broke off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.networks._payloads import MALFORMED
from bot.networks._youtube.errors import GONE, STALE_PAGE, UNSEEN, refusal
from bot.networks._youtube.parse import Listed, Said, edited, listed, new, newest_first, said, shown, unreadable, where
from bot.networks._youtube.reading import CHANNEL, Reading
from bot.networks._youtube.resume import Head, Resume
from bot.networks._youtube.seen import Seen
from inbox.errors import LoginNeeded, NetworkError, Rejected
from inbox.incoming import ContactDescribed, GapClosed, Incoming, MessageRemoved, Receive, ThreadDescribed
from inbox.models import RemoteId, Thread

OVERLAP: Final = 120_000  # ms that are read again: YouTube lists some things late
OUT_OF_TURN: Final = 5  # comments at the end of a page that must all be old, for YouTube promises no order
MOST_NEW: Final = 400  # pages of new conversations in one look; then the next look goes on
MOST_REPLIES: Final = 60  # pages below one comment
MOST_HELD: Final = 10  # pages of what waits for review
REVIEWS: Final = ("heldForReview", "likelySpam")


@dataclass(slots=True)
class Watching:
    """The eyes of one channel; outlives the runs of listening. `now` is in unix ms."""

    reading: Reading
    now: Callable[[], int]
    seen: Seen = field(default_factory=Seen)
    resume: Resume = field(default_factory=lambda: Resume(0))
    catching_up: bool = False  # until all that was said while nobody listened is stored
    begun: int = 0  # of what is older another run may know more
    heard_at: int = 0  # when the run before this one heard somebody last
    _bare: set[str] = field(default_factory=set)  # videos under which something was stored without a title

    def forget(self) -> None:
        """The store may have lost what it had: everything is told anew."""
        self.seen, self.begun = Seen(), 0

    # ------------------------------------------------------------------------------------------- what everybody sees

    async def look(self, place: str, receive: Receive, floor: int, pages: int, *, again: bool = False) -> int:
        """Bring in what is new at a place, then look at what is known down to `floor` (unix ms), so many `pages`.

        With `again` what was out of sight is asked for once more. Answers how far back all was looked at, in unix ms.
        """
        head = self.resume.head(place)
        if head.token:
            try:
                await self._down(place, head, receive, head.done, MOST_NEW)
            except Rejected as error:
                if refusal(error) not in STALE_PAGE:
                    raise
                head.token, head.newest = "", 0
        ids, oldest = await self._down(place, head, receive, floor, pages)
        lost = [one for one in self._tops_of(place) if one.at > oldest and one.id not in ids and not one.held]
        await self._lost([one for one in lost if again or one.id not in self.seen.away], receive)
        return oldest

    async def _down(self, place: str, head: Head, receive: Receive, floor: int, pages: int) -> tuple[set[str], int]:
        """Page by page: first to what is known already, then to the floor; answers what is there, and how far back."""
        token, newest, ids, count, reached = head.token, head.newest, set[str](), 0, False
        while True:
            page = await self.reading.threads(place, "published", token)
            found, odd = self._read(page.items)
            count += 1
            ids |= {one.top.id for one in found}
            newest = newest or max((one.top.at for one in found), default=0)
            oldest = (last(found) or head.done) if page.following else 0
            arrived = oldest < head.done - OVERLAP
            await self._store(found, odd, receive)
            if not reached and arrived:
                head.done, head.newest, head.token = max(head.done, newest), 0, ""
            elif not reached:
                head.newest, head.token = newest, page.following
                await receive([], self.resume.cursor)
            reached = reached or arrived
            if not page.following or (reached and (oldest < floor or count >= pages)) or count >= MOST_NEW:
                return ids, oldest
            token = page.following

    def _read(self, raws: Sequence[Any]) -> tuple[list[Listed], list[Incoming]]:
        """A page, oldest first, and what of it nobody can read."""
        found, odd = list[Listed](), list[Incoming]()
        for raw in reversed(raws):
            try:
                found.append(listed(raw, self.reading.channel))
            except MALFORMED as error:
                odd.append(unreadable(raw, error, self.now()))
        return found, odd

    async def _store(self, found: Sequence[Listed], odd: Sequence[Incoming], receive: Receive) -> None:
        ours = [one for one in found if one.newest >= self.resume.since or self.seen.get(one.top.id)]
        behind = [one for one in ours if self._behind(one)]
        each = [one for thread in ours for one in (thread.top, *sorted(thread.replies, key=lambda reply: reply.at))]
        await self._learn(each)
        await self._tell(each, receive, odd)
        for thread in ours:
            if thread in behind:
                await self._replies(thread, receive)
            self.seen.totals[thread.top.id] = thread.total

    def _behind(self, thread: Listed) -> bool:
        """Whether there are other replies than those that came along, or fewer than there were."""
        before = self.seen.totals.get(thread.top.id)
        if before is None:
            return thread.total > len(thread.replies)
        return thread.total - before != sum(self.seen.get(reply.id) is None for reply in thread.replies)

    async def _replies(self, thread: Listed, receive: Receive) -> None:
        """All replies to a comment or, where they only became more, those down to what is known."""
        top, token, ids = thread.top, "", set[str]()
        before = self.seen.totals.get(top.id)
        grew = before is not None and thread.total > before
        for _ in range(MOST_REPLIES):
            try:
                page = await self.reading.replies(top.id, token)
            except Rejected as error:
                if refusal(error) in GONE | UNSEEN:  # meanwhile; the next look at the place tells more
                    return
                raise
            found, odd = self._read_replies(page.items, top.video)
            ids |= {one.id for one in found}
            known = all(self.seen.get(one.id) for one in found)
            await self._tell(found, receive, odd)
            if not page.following:
                there = [one for one in self.seen.below(top.id) if one.id != top.id and not one.held]
                await self._lost([one for one in there if one.id not in ids | self.seen.away], receive, video=top.video)
                return
            if grew and known and newest_first([*reversed(found)]):
                return
            token = page.following

    def _read_replies(self, raws: Sequence[Any], video: str) -> tuple[list[Said], list[Incoming]]:
        found, odd = list[Said](), list[Incoming]()
        for raw in reversed(raws):
            try:
                found.append(said(raw, self.reading.channel, video))
            except MALFORMED as error:
                odd.append(unreadable(raw, error, self.now()))
        return found, odd

    # ------------------------------------------------------------------------------------------------ what is held

    async def review(self, place: str, receive: Receive) -> None:
        """Bring in what waits for our review, and see what became of what waited before."""
        ids, whole = set[str](), True
        for status in REVIEWS:
            token = ""
            for _ in range(MOST_HELD):
                page = await self.reading.threads(place, status, token)
                held = self._held(page.items, old=status == REVIEWS[0])
                ids |= {one.id for one in held}
                await self._learn(held)
                await self._tell(held, receive)
                token = page.following
                if not token:
                    break
            whole = whole and not token
        if whole:
            waited = [one for one in self.seen.held() if place in (CHANNEL, one.video) and one.id not in ids]
            await self._decided([one for one in waited if one.id not in self.seen.away], receive)

    def _held(self, raws: Sequence[Any], *, old: bool) -> list[Said]:
        """What is held of a page, oldest first; likely spam from before our time is left alone."""
        found, _ = self._read(raws)
        each = [one for thread in found for one in (thread.top, *thread.replies) if one.held]
        return [one for one in each if old or one.at >= self.resume.since]

    async def _decided(self, waited: Sequence[Said], receive: Receive) -> None:
        """What waits no more was published in YouTube Studio, or rejected."""
        there = await self.reading.there(one.id for one in waited) if waited else {}
        published = [replace(one, held=False) for one in waited if one.id in there]
        await self._tell(published, receive)
        await self._lost([one for one in waited if one.id not in there], receive, looked=True)

    # ---------------------------------------------------------------------------------------------------- what is gone

    async def _lost(self, lost: Sequence[Said], receive: Receive, *, video: str = "", looked: bool = False) -> None:
        """What is not listed any more may be gone, or held, or out of sight with its whole video.

        `video` is one whose comments were just listed; `looked`: nobody is shown these by their ids either.
        """
        if not lost:
            return
        there = {} if looked else await self.reading.there(one.id for one in lost)
        self.seen.away |= {one.id for one in lost if one.id in there}
        gone = list[Said]()
        for under in dict.fromkeys(one.video for one in lost if one.id not in there):
            those = [one for one in lost if one.video == under and one.id not in there]
            if under != video and await self.reading.talk(under) == "shut":
                self.seen.away |= {one.id for one in those}
            else:
                gone += those
        await self._gone(gone, receive)

    async def _gone(self, gone: Iterable[Said], receive: Receive) -> None:
        """With a comment its replies are gone."""
        each = {below.id: below for one in gone for below in (self.seen.below(one.id) or [one])}
        events = [MessageRemoved(self._where(one), RemoteId(one.id), self.now()) for one in each.values()]
        if events:
            await receive(events, None)
        for id in each:
            self.seen.forget(id)

    # ----------------------------------------------------------------------------------------------------- the telling

    async def _tell(self, found: Sequence[Said], receive: Receive, odd: Sequence[Incoming] = ()) -> None:
        events: list[Incoming] = [*odd]
        for one in found:
            events += self._told(one)
        if events and self.catching_up:
            events.append(GapClosed(0, self.heard_at, self.now(), whole=False))
        if events:
            await receive(events, None)
        self.seen.keep(found)

    def _told(self, one: Said) -> list[Incoming]:
        """What is news of something that a list tells."""
        known, titles = self.seen.get(one.id), self.reading.titles
        if known is None:
            if one.at < self.resume.since and one.id != one.top and not one.held:
                return []
            told = new(one, titles, self.reading.handle)
            perhaps_stored = one.at < self.begun and not self.resume.fresh
            return [*told, shown(one, titles, self.now())] if perhaps_stored else told
        told = [edited(one, titles, self.reading.handle)] if known.changed != one.changed else []
        if known.held != one.held:
            told.append(shown(one, titles, self.now()))
        if one.author and known.author and known.author.name != one.author.name:
            told.append(ContactDescribed(one.author, self.now()))
        return told

    async def _learn(self, found: Sequence[Said]) -> None:
        """Titles of the videos; what is said is stored all the same when they cannot be had now."""
        fresh = {one.video for one in found if self.seen.get(one.id) is None or one.video in self._bare}
        try:
            if found:
                await self.reading.introduce()
            await self.reading.learn(fresh)
        except LoginNeeded:
            raise
        except NetworkError:
            self._bare |= {video for video in fresh if video not in self.reading.titles}

    async def describe(self, receive: Receive) -> None:
        """Tell the titles of videos under which something was stored without one."""
        if not self._bare:
            return
        try:
            await self.reading.learn(self._bare)
        except LoginNeeded:
            raise
        except NetworkError:  # the next look tries again
            return
        those = {one.top: one for one in self.seen.said.values() if one.video in self._bare}
        await receive([ThreadDescribed(self._where(one), self.now()) for one in those.values()], None)
        self._bare.clear()

    def _where(self, one: Said) -> Thread:
        return where(one, self.reading.titles)

    def _tops_of(self, place: str) -> list[Said]:
        return [one for one in self.seen.tops() if place in (CHANNEL, one.video)]


def last(page: Sequence[Listed]) -> int:
    """How far back a page goes, in unix ms; single comments that stand out of their turn are passed over."""
    return max((one.top.at for one in page[:OUT_OF_TURN]), default=0)
