"""Reads the comments below our posts: what no hook told, what was hidden or shown, and what is gone.

Newest first and only as far as something may be new; to the end when TikTok counts another number of comments than we
know of. What is not listed any more is asked for by its id before it counts as removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import structlog

from bot.networks._payloads import MALFORMED
from bot.networks._tiktok.errors import code_of
from bot.networks._tiktok.ids import video_of
from bot.networks._tiktok.parse import learn_post, listed
from bot.networks._tiktok.place import Known
from bot.networks._tiktok.reading import MOST_IDS, Reading
from bot.networks._tiktok.resume import HOUR, OVERLAP, Place, Remark, Watch
from bot.networks._tiktok.shapes import moment, number, rows
from inbox.errors import Rejected
from inbox.incoming import ContactDescribed, Incoming, MessageHidden, MessageRemoved, NewMessage, Receive, Unreadable
from inbox.models import AccountId, RemoteId

log = structlog.get_logger("sangam")

MOST_POSTS: Final = 200  # that are read; hooks tell of all
MOST_PAGES: Final = 200  # of one post: six thousand comments
IN_ORDER: Final = 16  # pages that TikTok sorts by time; those behind them come by likes, and some of it twice
MOST_LISTS: Final = 20  # of replies, of one post in one round
MOST_ABSENT: Final = 60
NO_PERMISSION: Final = 40001
LIST_EVERY: Final = HOUR  # ms between two looks at all posts; the newest are listed in each round


@dataclass(slots=True)
class Gap:
    """The reader of one account's comments; `place` is where the last run ended."""

    account: AccountId
    known: Known
    reading: Reading
    place: Place = field(default_factory=lambda: Place(0))
    hooks: bool = False  # whether they flow, so that reading may be rare
    watches: dict[str, Watch] = field(default_factory=dict)
    late: int = 0  # how many comments of this round no hook told in time
    _begun: bool = False
    _listed_at: int = 0
    _refused: dict[str, str] = field(default_factory=dict)

    def begin(self, place: Place) -> None:
        """Go on from there; hooks may have told of some posts before."""
        self.place = place
        for watch in self.watches.values():
            if watch.have < 0 and (have := place.counts.get(watch.video, -1)) >= 0:
                watch.counted_at = place.at
                watch.have = have + sum(one.at > place.at for one in watch.said.values())

    def hear(self, events: Sequence[Incoming], new: int = 0) -> None:
        """Remember what was stored, and that so many messages of it were new."""
        said: defaultdict[str, list[Remark]] = defaultdict(list)
        for event in events:
            if isinstance(event, NewMessage) and event.thread.kind == "comments":
                said[video_of(event.thread.remote)].append(Remark(event.thread, event.id, event.at))
        for video, remarks in said.items():
            if video in self.watches or video not in self._refused:
                self._watch(video).keep(remarks, new)
        for event in events:
            match event:
                case MessageHidden(thread=thread, id=id, hidden=hidden):
                    if (watch := self.watches.get(video_of(thread.remote))) and (kept := watch.said.get(id)):
                        kept.hidden = hidden
                case MessageRemoved(thread=thread, id=id):
                    if watch := self.watches.get(video_of(thread.remote)):
                        watch.drop(id)

    async def close(self, receive: Receive, now: int) -> int:
        """One round; answers how many comments were new. Raises a NetworkError when it was cut short."""
        self.late, found = 0, 0
        await self._list_posts(receive, now)
        if self.place.first and not self._begun:  # whoever goes on after a crash knows what was there at the start
            self._begun = True
            counts = {one.video: one.count for one in self.watches.values() if one.count >= 0}
            await receive([], replace(self.place, counts=counts, at=now).cursor)
        due = sorted((one for one in self.watches.values() if one.due <= now), key=lambda one: -one.at)[:MOST_POSTS]
        refused: list[tuple[Watch, Rejected]] = []
        for watch in due:
            try:
                found += await self._post(receive, watch, now)
            except Rejected as error:
                refused.append((watch, error))
        if refused and len(refused) == len(due) and code_of(refused[0][1]) == NO_PERMISSION:
            raise refused[0][1]  # a permission is missing, and not a post
        for watch, refusal in refused:  # deleted or hidden meanwhile
            self._give_up(watch, refusal)
        return found

    def reached(self, now: int) -> Place:
        """Where the next run goes on: up to when every post has been read, and what we know of each."""
        watches = sorted(self.watches.values(), key=lambda one: one.at)
        since = max(self.place.since, min((one.read_at for one in watches), default=now))
        counts = {one.video: one.have for one in watches if one.have >= 0}
        unsure = frozenset(one.video for one in watches if one.unsure)
        counts = {**self.place.counts, **counts}
        return replace(self.place, since=since, counts=counts, first=False, at=now, unsure=unsure)

    # ------------------------------------------------------------------------------------------------------- posts

    async def _list_posts(self, receive: Receive, now: int) -> None:
        whole = now - self._listed_at >= LIST_EVERY
        self._listed_at = now if whole else self._listed_at
        told: list[Incoming] = []
        async for page in self.reading.videos():
            for raw in page.rows:
                told += self._learn(raw, now)
            if not whole or len(self.watches) >= MOST_POSTS:
                break
        if told:
            await receive(told, None)

    def _learn(self, raw: dict[str, Any], now: int) -> list[Incoming]:
        try:
            told, video = learn_post(raw, self.known, now), number(raw.get("item_id"))
        except MALFORMED:  # what is said below it comes by hooks all the same
            return []
        watch = self._watch(video)
        watch.at = moment(now, raw.get("create_time"))
        watch.counted(raw.get("comments"))
        return told

    def _watch(self, video: str) -> Watch:
        have = self.place.counts.get(video, -1)
        unsure = video in self.place.unsure
        return self.watches.setdefault(video, Watch(video, 0, have=have, counted_at=self.place.at, unsure=unsure))

    def _give_up(self, watch: Watch, error: Rejected) -> None:
        if self._refused.get(watch.video) != str(error):
            log.warning("tiktok.post_not_read", account=self.account, post=watch.video, words=str(error))
        self._refused[watch.video] = str(error)
        del self.watches[watch.video]

    # ---------------------------------------------------------------------------------------------------- comments

    async def _post(self, receive: Receive, watch: Watch, now: int) -> int:
        look, told_of = _Look(watch, receive, now, deep=watch.unsure and watch.uneven(now)), watch.behind
        found = await self._read(look)
        if watch.behind and not look.deep and watch.uneven(now):
            look = _Look(watch, receive, now, deep=True, lists=look.lists)
            found += await self._read(look)
        watch.done(now, found=found > 0, hooks=self.hooks, whole=look.lists > 0)
        watch.unsure = watch.unsure or (told_of and found > 0)
        return found

    async def _read(self, look: _Look) -> int:
        """Read as far as something may be new, or to the end; answers what was new."""
        watch, now, found, pages = look.watch, look.now, 0, 0
        horizon = max(self.place.floor, (watch.read_at or self.place.since) - OVERLAP)
        async for page in self.reading.comments(watch.video):
            pages += 1
            inline = [dict(one) for raw in page.rows for one in _objects(raw.get("reply_list"))]
            found += await self._store(look, [*page.rows, *inline])
            for raw in page.rows:
                found += await self._below(look, raw, horizon)
            oldest = min((moment(now, raw.get("create_time")) for raw in page.rows), default=0)
            if pages >= MOST_PAGES or (not look.deep and pages <= IN_ORDER and page.rows and oldest < horizon):
                break
        else:
            if look.deep:
                await self._absent(look)
        if look.deep and look.lists > 0:
            watch.deep_at, watch.pages = now, pages
            watch.settle(now)
        return found

    async def _below(self, look: _Look, raw: dict[str, Any], horizon: int) -> int:
        """What was answered to a comment and did not come along with it."""
        watch, count, id = look.watch, raw.get("replies"), str(raw.get("comment_id"))
        if type(count) is not int:
            return 0
        look.tops[id] = count
        before, recent = watch.replies.get(id), moment(look.now, raw.get("create_time")) >= horizon
        if before == count:
            return 0
        if count <= max(len(_objects(raw.get("reply_list"))), watch.below[id]):
            watch.replies[id] = count
            return 0
        if look.lists <= 0 or (before is None and not watch.behind and not recent):  # the next round goes on here
            return 0
        look.lists -= 1
        found = 0
        async for page in self.reading.replies(watch.video, id):
            known = all(str(raw.get("comment_id")) in watch.said for raw in page.rows)
            found += await self._store(look, page.rows)
            oldest = min((moment(look.now, raw.get("create_time")) for raw in page.rows), default=0)
            if page.rows and (known or oldest < self.place.floor):
                break
        watch.replies[id] = count
        return found

    async def _store(self, look: _Look, raws: Sequence[dict[str, Any]]) -> int:
        """Hand over what is not stored yet, and what changed; answers how much of what was said was new."""
        watch, now = look.watch, look.now
        told = listed(raws, self.known, watch.video, now)
        look.read |= {one.id for one in told if isinstance(one, NewMessage)}
        fresh = [one for one in told if self._is_fresh(one, watch)]
        new = await look.receive(fresh, None) if fresh else 0
        self.hear(fresh, new)
        self.late += sum(isinstance(one, NewMessage) and now - one.at > OVERLAP for one in fresh) if new else 0
        changes: list[Incoming] = [ContactDescribed(who, now) for who in self.known.met]
        self.known.met.clear()
        changes += [one for one in told if self._is_turned(one, watch)]
        if changes:
            await look.receive(changes, None)
            self.hear(changes)
        return new

    def _is_fresh(self, one: Incoming, watch: Watch) -> bool:
        if isinstance(one, NewMessage):
            return one.at >= self.place.floor and one.id not in watch.said
        return isinstance(one, Unreadable)

    def _is_turned(self, one: Incoming, watch: Watch) -> bool:
        kept = watch.said.get(one.id) if isinstance(one, MessageHidden) else None
        return isinstance(one, MessageHidden) and kept is not None and kept.hidden != one.hidden

    async def _absent(self, look: _Look) -> None:
        """What is stored and was not listed: asked for by its id, and told as removed when it is not there either."""
        watch, lost = look.watch, list(_lost(look))[-MOST_ABSENT:]
        for start in range(0, len(lost), MOST_IDS):
            some = lost[start : start + MOST_IDS]
            raws = await self.reading.by_ids(watch.video, [one.id for one in some])
            there = {str(raw.get("comment_id")) for raw in raws}
            gone: list[Incoming] = [MessageRemoved(one.thread, one.id, look.now) for one in some if one.id not in there]
            if gone:
                await look.receive(gone, None)
                self.hear(gone)


@dataclass(slots=True)
class _Look:
    """One look at a post: what it has read by now, and how many lists of replies it may still read."""

    watch: Watch
    receive: Receive
    now: int
    deep: bool = False
    lists: int = MOST_LISTS
    read: set[RemoteId] = field(default_factory=set)
    tops: dict[str, int] = field(default_factory=dict)  # comments, with how many replies TikTok counts


def _lost(look: _Look) -> Iterator[Remark]:
    """What may be gone: comments that were not listed, what answered them, and where fewer replies are counted."""
    for one in look.watch.said.values():
        gone = one.top not in look.tops or look.tops[one.top] < look.watch.below[one.top]
        if gone and one.id not in look.read:
            yield one


def _objects(value: object) -> list[Any]:
    return list(rows(value)) if isinstance(value, list) else []
