"""One Bluesky account listening: it asks every few seconds, more often while people speak.

Bluesky tells what is said to us in a list, what we say elsewhere in another, and direct messages in a log. Nobody
tells of deletions, nor of what is hidden: what was said lately is looked at again from time to time.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final

from bot.networks._bluesky.api import Api
from bot.networks._bluesky.ids import POST, place_of, rkey_of, uri_of, whose
from bot.networks._bluesky.parse import Raw, has_files, hidden_in, message_of, quoted_in, root_of
from bot.networks._bluesky.place import Place
from bot.networks._bluesky.reading import Known, List, moment, notifications, own_posts, unread
from bot.networks._bluesky.reading import uri_of as uri_in
from bot.networks._bluesky.records import Records
from bot.networks._bluesky.talks import Talks
from bot.networks._payloads import MALFORMED
from inbox.errors import Rejected
from inbox.incoming import Cursor, GapClosed, Incoming, MessageHidden, MessageRemoved, NewMessage, Receive, Unreadable
from inbox.models import RemoteId, Thread

QUICK: Final = 10.0  # seconds between two looks while people speak
SLOW: Final = 30.0  # and when nobody does
SLOWER: Final = 1.25  # times longer after each look that found nothing
OWN: Final = 60_000  # ms between two looks at our own posts
AGAIN: Final = 300_000  # ms between two looks at what was said lately
CHUNK: Final = 50  # posts that are stored at once
MOST_VIEWS: Final = 2_000  # of posts that something is said below


class Listening:
    """Listens for one account; `rest` waits seconds, `now` is in unix ms."""

    def __init__(
        self, api: Api, records: Records, now: Callable[[], int], rest: Callable[[float], Awaitable[None]]
    ) -> None:
        """Nothing is read yet."""
        self._api = api
        self._records = records
        self._now = now
        self._rest = rest
        self._me = ""
        self._place = Place()
        self._known = Known()
        self._views: OrderedDict[str, Raw] = OrderedDict()
        self._hidden: set[str] = set()  # of the answers that were told of
        self._talks = Talks(api, now)

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Bring in what is said, for ever; raises NetworkErrors, and StoreAway."""
        self._place = Place.read(cursor)
        self._me = await self._api.me()
        own_at = again_at = await self._catch_up(receive)
        pause = QUICK
        while True:
            await self._rest(pause)
            now = self._now()
            deep = now >= again_at + AGAIN
            new = await self._hear(receive, notifications(), deep=deep) + await self._talk(receive)
            if now >= own_at + OWN:
                new += await self._hear(receive, own_posts(self._me), deep=deep)
                own_at = now
            if deep:
                await self._look_again(receive)
                again_at = now
            pause = QUICK if new else min(SLOW, pause * SLOWER)

    async def _catch_up(self, receive: Receive) -> int:
        """Read what was said since the cursor; when that was begun (unix ms). The store counts how much it was."""
        since, began = self._place.at, self._now()
        gap: list[Incoming] = [GapClosed(0, since, began, whole=False)] if since else []
        await self._hear(receive, notifications(), deep=True, gap=gap)
        await self._talk(receive, gap)
        await self._hear(receive, own_posts(self._me), deep=True)
        self._place = replace(self._place, at=began)
        await receive([GapClosed(0, since, began)] if since else [], self._place.cursor)
        await self._look_again(receive)
        return began

    # ----------------------------------------------------------------------------------------------- what is posted

    async def _hear(self, receive: Receive, what: List, *, deep: bool, gap: Sequence[Incoming] = ()) -> int:
        """Store what is new in a list, the oldest first, so that each cursor tells what is stored; how much it was.

        `gap` marks what was missed.
        """
        ours = what.name == "feed"
        since, began, new = self._place.own if ours else self._place.heard, self._now(), 0
        posts, newest = await unread(self._api, what, self._known, since, began, deep=deep)
        for start in range(0, len(posts), CHUNK):
            chunk = posts[start : start + CHUNK]
            told = await self._told(chunk)
            until = max(since, moment(chunk[-1], began))
            self._place = replace(self._place, own=until) if ours else replace(self._place, heard=until, at=began)
            new += await receive([*told, *gap], self._place.cursor)
            for post in chunk:
                self._known.add(uri_in(post))
        self._place = replace(self._place, own=newest) if ours else replace(self._place, heard=newest, at=began)
        return new

    async def _told(self, posts: Sequence[Raw]) -> list[Incoming]:
        await self._see(posts)
        told = list[Incoming]()
        for post in posts:
            try:
                message = message_of(post, self._me, self._views)
            except MALFORMED as error:
                raw = json.dumps(post, ensure_ascii=False)
                told.append(Unreadable(uri_in(post), raw, f"{type(error).__name__}: {error}", self._now()))
                continue
            if message is not None:
                told.append(self._marked(message))
                self._place = self._place.after(message)
        return told

    def _marked(self, message: NewMessage) -> NewMessage:
        """A message of ours with the key under which we sent it, where it was us."""
        if message.author is not None:
            return message
        return replace(message, delivery=self._records.key_of(rkey_of(message.id)))

    async def _see(self, posts: Sequence[Raw]) -> None:
        """Look at the posts that these hang on, and at those with pictures, whose addresses only a look tells."""
        wanted = dict[str, None]()
        for post in posts:
            try:
                uri, record = str(post["uri"]), post["record"]
                around = [root_of(uri, record), quoted_in(record)]
                wanted |= dict.fromkeys([one for one in around if one and one != uri])
                if has_files(record) and "embed" not in post:
                    wanted[uri] = None
            except MALFORMED:
                continue
        missing = [uri for uri in wanted if uri not in self._views]
        self._views |= await self._shown(missing)
        while len(self._views) > MOST_VIEWS:
            self._views.popitem(last=False)

    async def _shown(self, uris: Sequence[str]) -> dict[str, Raw]:
        """Those of these posts that can be seen; one that Bluesky refuses to look for keeps nobody from the others.

        Which posts these are says whoever wrote to us.
        """
        try:
            return await self._api.posts(uris)
        except Rejected:
            if len(uris) < 2:
                return {}
        half = len(uris) // 2
        return {**await self._shown(uris[:half]), **await self._shown(uris[half:])}

    # ---------------------------------------------------------------------------------------------- what nobody tells

    async def _talk(self, receive: Receive, gap: Sequence[Incoming] = ()) -> int:
        """Store what was said in private; how much of it was new."""
        new = 0
        async for told, log in self._talks.since(self._place.log, self._me):
            self._place = replace(self._place, log=log)
            new += await receive([*told, *gap], self._place.cursor)
        return new

    async def _look_again(self, receive: Receive) -> None:
        """Tell which of the newest messages are gone; those of who is blocked, either way, are only not shown."""
        lately = dict(self._place.lately)
        found = await self._api.posts([uri_of(RemoteId(post)) for post in lately])
        missing = [post for post in lately if uri_of(RemoteId(post)) not in found]
        told: list[Incoming] = [
            MessageRemoved(Thread(RemoteId(lately[post]), "comments"), RemoteId(post), self._now())
            for post in missing
            if await self._is_gone(post)
        ]
        self._place = self._place.without(set(missing))
        told += await self._hidden_again()
        await receive(told, self._place.cursor)

    async def _hidden_again(self) -> list[Incoming]:
        """Which of the newest answers below our posts were taken out of sight, or brought back, in whatever program."""
        lately = {post: RemoteId(thread) for post, thread in self._place.lately}
        roots = {place_of(thread).root for thread in lately.values()}
        ours = [RemoteId(root) for root in roots if whose(root) == self._me]
        views = await self._api.posts([uri_of(root) for root in ours])
        hidden = {uri for view in views.values() for uri in hidden_in(view)}
        changed = [post for post in lately if (post in self._hidden) is not (uri_of(RemoteId(post)) in hidden)]
        self._hidden ^= set(changed)
        return [
            MessageHidden(Thread(lately[post], "comments"), RemoteId(post), self._now(), hidden=post in self._hidden)
            for post in changed
        ]

    async def _is_gone(self, post: str) -> bool:
        try:
            return await self._api.record(POST, rkey_of(post), whose(post)) is None
        except Rejected:  # with its whole account
            return True
