"""Reads the comments below our posts: what no hook told, what was hidden or shown, and what is gone.

Newest first and only as far as something may be new; to the end when TikTok counts another number of comments than we
know of. What is not listed any more is asked for by its id before it counts as removed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from bot.networks._tiktok.ids import video_of
from bot.networks._tiktok.parse import learn_post, listed
from bot.networks._tiktok.place import Known
from bot.networks._tiktok.reading import MOST_IDS, Reading
from bot.networks._tiktok.resume import HOUR, OVERLAP, Place, Remark, Watch
from bot.networks._tiktok.shapes import MALFORMED, moment, number, rows
from inbox.errors import Rejected
from inbox.incoming import ContactDescribed, Incoming, MessageHidden, MessageRemoved, NewMessage, Receive, Unreadable
from inbox.models import AccountId, RemoteId

log = structlog.get_logger("sangam")

MOST_POSTS: Final = 200  # that are read; hooks tell of all
MOST_PAGES: Final = 200  # of one post: six thousand comments
IN_ORDER: Final = 16  # pages that TikTok sorts by time; those behind them come by likes, and some of it twice
MOST_LISTS: Final = 20  # of replies, of one post in one round
MOST_ABSENT: Final = 60
LIST_EVERY: Final = HOUR  # ms between two looks at all posts; the newest are listed in each round


@dataclass(slots=True)
class Gap:
    """The reader of one account's comments; `floor` (unix ms): what is older is none of ours to bring in."""

    account: AccountId
    known: Known
    reading: Reading
    floor: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)  # of comments, when the last run ended
    hooks: bool = False  # whether they flow, so that reading may be rare
    watches: dict[str, Watch] = field(default_factory=dict)
    late: int = 0  # how many comments of this round no hook told in time
    _listed_at: int = 0
    _refused: dict[str, str] = field(default_factory=dict)

    def hear(self, events: Sequence[Incoming]) -> None:
        """Remember what was stored."""
        for event in events:
            match event:
                case NewMessage(thread=thread, id=id, at=at) if thread.kind == "comments":
                    self._watch(video_of(thread.remote)).keep(Remark(thread, id, at))
                case MessageHidden(thread=thread, id=id, hidden=hidden):
                    if (watch := self.watches.get(video_of(thread.remote))) and (said := watch.said.get(id)):
                        said.hidden = hidden
                case MessageRemoved(thread=thread, id=id):
                    if watch := self.watches.get(video_of(thread.remote)):
                        watch.drop(id)

    def wake(self) -> None:
        """Somebody may have said something anywhere: every post is due."""
        for watch in self.watches.values():
            watch.due = 0

    async def close(self, receive: Receive, now: int) -> int:
        """One round; answers how many comments were new. Raises a NetworkError when it was cut short."""
        self.late, found = 0, 0
        await self._list_posts(receive, now)
        due = sorted((one for one in self.watches.values() if one.due <= now), key=lambda one: -one.at)
        for watch in due[:MOST_POSTS]:
            try:
                found += await self._post(receive, watch, now)
            except Rejected as error:  # it was deleted or hidden meanwhile; the others go on
                self._give_up(watch, error, now)
        return found

    def place(self, place: Place) -> Place:
        """Where the next run goes on: every post has been read up to there."""
        read = [one for one in self.watches.values() if one.read_at]
        since = min((one.read_at for one in read), default=place.since)
        counts = {one.video: one.have for one in sorted(read, key=lambda one: one.at) if one.have >= 0}
        return Place(max(place.since, since), {**place.counts, **counts})

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
        if video not in self._refused:
            watch = self._watch(video)
            watch.at = moment(now, raw.get("create_time"))
            watch.counted(raw.get("comments"))
        return told

    def _watch(self, video: str) -> Watch:
        return self.watches.setdefault(video, Watch(video, 0, have=self.counts.get(video, -1)))

    def _give_up(self, watch: Watch, error: Rejected, now: int) -> None:
        log.warning("tiktok.post_not_read", account=self.account, post=watch.video, words=str(error))
        self._refused[watch.video] = str(error)
        del self.watches[watch.video]

    # ---------------------------------------------------------------------------------------------------- comments

    async def _post(self, receive: Receive, watch: Watch, now: int) -> int:
        over, lists = watch.have > watch.count, MOST_LISTS
        found, lists = await self._read(receive, watch, now, lists, deep=over and watch.uneven(now))
        if watch.behind and watch.uneven(now):
            more, lists = await self._read(receive, watch, now, lists, deep=True)
            found += more
        watch.done(now, found=found > 0, hooks=self.hooks)
        watch.due = watch.due if lists else 0
        return found

    async def _read(self, receive: Receive, watch: Watch, now: int, lists: int, *, deep: bool) -> tuple[int, int]:
        """Read as far as something may be new, or to the end; answers what was new, and how many lists are left."""
        horizon, found, pages = max(self.floor, watch.read_at - OVERLAP), 0, 0
        read: set[RemoteId] = set()
        async for page in self.reading.comments(watch.video):
            pages += 1
            inline = [dict(one) for raw in page.rows for one in _objects(raw.get("reply_list"))]
            found += await self._store(receive, watch, [*page.rows, *inline], read, now)
            for top in self._unread(page.rows, watch, now)[:lists]:
                lists -= 1
                found += await self._replies(receive, watch, top, read, now)
            oldest = min((moment(now, raw.get("create_time")) for raw in page.rows), default=0)
            if pages >= MOST_PAGES or (not deep and pages <= IN_ORDER and page.rows and oldest < horizon):
                break
        else:
            if deep:
                await self._absent(receive, watch, read, now)
        if deep:
            watch.deep_at, watch.have = now, watch.count
        return found, lists

    def _unread(self, raws: Sequence[dict[str, Any]], watch: Watch, now: int) -> list[str]:
        """Below which comments something was answered that did not come along with them."""
        wanted: list[str] = []
        for raw in raws:
            count, id = raw.get("replies"), str(raw.get("comment_id"))
            if type(count) is not int:
                continue
            before, recent = watch.replies.get(id), moment(now, raw.get("create_time")) >= self.floor
            news = watch.behind or recent if before is None else before != count
            if news and count > len(_objects(raw.get("reply_list"))):
                wanted.append(id)
            watch.replies[id] = count
        return wanted

    async def _replies(self, receive: Receive, watch: Watch, top: str, read: set[RemoteId], now: int) -> int:
        """What was answered to a comment, newest first, as far as it is not stored."""
        found = 0
        async for page in self.reading.replies(watch.video, top):
            known = any(str(raw.get("comment_id")) in watch.said for raw in page.rows)
            found += await self._store(receive, watch, page.rows, read, now)
            if known or min((moment(now, raw.get("create_time")) for raw in page.rows), default=0) < self.floor:
                break
        return found

    async def _store(
        self, receive: Receive, watch: Watch, raws: Sequence[dict[str, Any]], read: set[RemoteId], now: int
    ) -> int:
        """Hand over what is not stored yet, and what changed; answers how much of what was said was new."""
        told = listed(raws, self.known, watch.video, now)
        read |= {one.id for one in told if isinstance(one, NewMessage)}
        fresh = [one for one in told if self._is_fresh(one, watch)]
        new = await receive(fresh, None) if fresh else 0
        self.hear(fresh)
        self.late += sum(isinstance(one, NewMessage) and now - one.at > OVERLAP for one in fresh) if new else 0
        changes: list[Incoming] = [ContactDescribed(who, now) for who in self.known.met]
        self.known.met.clear()
        changes += [one for one in told if self._is_turned(one, watch)]
        if changes:
            await receive(changes, None)
            self.hear(changes)
        return new

    def _is_fresh(self, one: Incoming, watch: Watch) -> bool:
        if isinstance(one, NewMessage):
            return one.at >= self.floor and one.id not in watch.said
        return isinstance(one, Unreadable)

    def _is_turned(self, one: Incoming, watch: Watch) -> bool:
        kept = watch.said.get(one.id) if isinstance(one, MessageHidden) else None
        return isinstance(one, MessageHidden) and kept is not None and kept.hidden != one.hidden

    async def _absent(self, receive: Receive, watch: Watch, read: set[RemoteId], now: int) -> None:
        """What is stored and was not listed: asked for by its id, and told as removed when it is not there either."""
        lost = [said for said in reversed(watch.said.values()) if said.id not in read][:MOST_ABSENT]
        for start in range(0, len(lost), MOST_IDS):
            some = lost[start : start + MOST_IDS]
            there = {
                str(raw.get("comment_id")) for raw in await self.reading.by_ids(watch.video, [one.id for one in some])
            }
            gone: list[Incoming] = [MessageRemoved(one.thread, one.id, now) for one in some if one.id not in there]
            if gone:
                await receive(gone, None)
                self.hear(gone)


def _objects(value: object) -> list[Any]:
    return list(rows(value)) if isinstance(value, list) else []
