"""One Mastodon account listening: what is said while the line is open, and whatever was missed before.

The stream brings mentions, edits, deletions and what we say in other apps as they happen; it forgets all that while
nobody listens. So mentions, and our own posts, are read from where the cursor stands whenever the stream is opened,
and what was said lately, before a restart too, is looked at again from time to time.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any, Final, Self, cast

from bot.networks._mastodon.api import ODD, Api, Gone, Params
from bot.networks._mastodon.ids import place_of
from bot.networks._mastodon.parse import RawNotification, RawStatus, at, edit_of, message_of
from bot.networks._payloads import MALFORMED
from bot.networks._troubles import first_error
from inbox.errors import Rejected, Unavailable
from inbox.incoming import Cursor, GapClosed, Incoming, MessageRemoved, NewMessage, Receive, Unreadable
from inbox.models import RemoteId, Thread
from inbox.network import Mailbox

PAGE: Final = 40
FIRST: Final = 24 * 3_600_000  # ms; the past of an old account does not flood the inbox
AGAIN: Final = 600.0  # seconds after which what was said lately is looked at again
LATELY: Final = 60  # of the newest messages
MOST_KNOWN: Final = 5_000
ROOTS: Final = RemoteId("roots")  # where in the mailbox stand the posts that talks hang on
STATUSES: Final = "/api/v1/statuses"
MENTIONS: Final[Params] = (("types[]", "mention"), ("limit", str(PAGE)))


@dataclass(frozen=True, slots=True)
class Place:
    """Up to where mentions and our own posts are stored, and when that was (unix ms).

    `lately` are the newest messages with their threads, the oldest first: they may yet be changed or deleted.
    """

    mention: str = ""
    own: str = ""
    at: int = 0
    lately: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, cursor: Cursor | None) -> Self:
        """Where a cursor of ours says; the beginning for one that says nothing."""
        try:
            said = json.loads(cursor or "{}")
            lately = tuple((str(id), place_of(RemoteId(thread)).remote) for id, thread in said.get("lately", ()))
            return cls(str(said["mention"]), str(said["own"]), int(said["at"]), lately)
        except (*MALFORMED, Rejected):
            return cls()

    @property
    def cursor(self) -> Cursor:
        """The place as text."""
        return json.dumps(asdict(self), separators=(",", ":"))


class Listening:
    """Listens for one account; `me` is our id there, `rest` waits seconds, `now` is in unix ms."""

    def __init__(
        self, api: Api, mailbox: Mailbox, now: Callable[[], int], rest: Callable[[float], Awaitable[None]]
    ) -> None:
        """Nothing is read yet."""
        self._api = api
        self._mailbox = mailbox
        self._now = now
        self._rest = rest
        self._me = ""
        self._place = Place()
        self._threads: OrderedDict[str, Thread] = OrderedDict()
        self._edits: dict[str, str] = {}
        self._roots: OrderedDict[str, RawStatus] = OrderedDict()  # of posts by id: what they hang on

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Bring in what is said, for ever; raises NetworkErrors, and StoreAway."""
        self._place = Place.read(cursor)
        for id, thread in self._place.lately:
            self._keep(id, place_of(RemoteId(thread)).thread)
        self._me = _id_in(await self._api.get("/api/v1/accounts/verify_credentials"))
        async with self._api.stream() as events:
            await self._catch_up(receive)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._follow(events, receive))
                    group.create_task(self._look_again_for_ever(receive))
            except BaseExceptionGroup as failed:
                raise first_error(failed) from None

    # ------------------------------------------------------------------------------------------------ what was missed

    async def _catch_up(self, receive: Receive) -> None:
        """Read what was said since the cursor, oldest first; the store counts how much of it was new."""
        since, began = self._place.at, self._now()
        gap: list[Incoming] = [GapClosed(0, since, began, whole=False)] if since else []
        async for page, newest in self._pages("/api/v1/notifications", MENTIONS, self._place.mention):
            told = await self._told([one["status"] for one in page if one.get("status")])
            self._place = replace(self._place, mention=newest)
            await receive([*told, *gap], self._cursor)
        own = f"/api/v1/accounts/{self._me}/statuses"
        async for page, newest in self._pages(own, (("limit", str(PAGE)),), self._place.own):
            told = await self._told(page)
            self._place = replace(self._place, own=newest)
            await receive(told, self._cursor)
        self._place = replace(self._place, at=began)
        await receive([GapClosed(0, since, began)] if since else [], self._cursor)

    async def _pages(self, path: str, params: Params, after: str) -> AsyncIterator[tuple[list[Any], str]]:
        """Pages after an id, oldest first, each with the id of its newest; the first time only the last day."""
        if not after:
            found, after = await self._last_day(path, params)
            yield found, after
        while after:
            page = await self._page(path, [*params, ("min_id", after)])
            if not page:
                return
            after = page[0]["id"]
            yield page[::-1], after

    async def _last_day(self, path: str, params: Params) -> tuple[list[Any], str]:
        """What is not older than a day, oldest first, and the id of the newest of all, "" where there is nothing."""
        found, since = list[Any](), self._now() - FIRST
        page = await self._page(path, params)
        newest = page[0]["id"] if page else ""
        while page:
            fresh = [one for one in page if _moment(one, self._now()) > since]
            found += fresh
            more = [*params, ("max_id", page[-1]["id"])]
            page = await self._page(path, more) if len(fresh) == len(page) else []
        return found[::-1], newest

    async def _page(self, path: str, params: Params) -> list[Any]:
        """A page, which the server shows with the newest first."""
        page = await self._api.get(path, params)
        if not isinstance(page, list):
            raise Unavailable(ODD)
        return [one for one in page if isinstance(one, dict) and isinstance(one.get("id"), str)]

    @property
    def _cursor(self) -> Cursor:
        """Where reading goes on when what was told until now is stored."""
        newest = [*islice(reversed(self._threads.items()), LATELY)][::-1]
        return replace(self._place, lately=tuple((id, thread.remote) for id, thread in newest)).cursor

    # ------------------------------------------------------------------------------------------------ as it happens

    async def _follow(self, events: AsyncIterator[tuple[str, str]], receive: Receive) -> None:
        async for name, data in events:
            told = await self._event(name, data)
            self._place = replace(self._place, at=self._now())
            if told:
                await receive(told, self._cursor)

    async def _event(self, name: str, data: str) -> list[Incoming]:
        try:
            match name:
                case "notification":
                    told = cast(RawNotification, json.loads(data))
                    status = told.get("status")
                    if told["type"] != "mention" or not status:
                        return []
                    self._place = replace(self._place, mention=max(self._place.mention, told["id"], key=_order))
                    return await self._told([status])
                case "update" | "status.update":
                    said = cast(RawStatus, json.loads(data))
                    self._forget(said["id"])
                    ours = said["account"]["id"] == self._me
                    return await self._told([said]) if ours or said["id"] in self._threads else []
                case "delete":
                    return self._gone(data.strip())
        except MALFORMED as error:
            return [Unreadable(f"{name}.{data[:100]}", data, f"{type(error).__name__}: {error}", self._now())]
        return []

    def _gone(self, id: str) -> list[Incoming]:
        self._forget(id)
        thread = self._threads.pop(id, None)
        return [MessageRemoved(thread, RemoteId(id), self._now())] if thread else []

    async def _told(self, statuses: Sequence[Any]) -> list[Incoming]:
        """What posts tell: each as a message, and as edited if it was."""
        told: list[Incoming] = []
        for status in statuses:
            try:
                told += await self._tell(status)
            except MALFORMED as error:
                raw = json.dumps(status, ensure_ascii=False)
                id = str(status.get("id", raw[:50])) if isinstance(status, dict) else raw[:50]
                told.append(Unreadable(id, raw, f"{type(error).__name__}: {error}", self._now()))
        return told

    async def _tell(self, status: RawStatus) -> list[Incoming]:
        root = await self._root(status)
        message, edit = message_of(status, self._me, root), edit_of(status, self._me, root)
        if message is None:
            return []
        self._keep(status["id"], message.thread)
        if edit is not None and self._edits.get(status["id"]) != status.get("edited_at"):
            self._edits[status["id"]] = str(status.get("edited_at"))
            return [message, edit]
        return [message]

    def _keep(self, id: str, thread: Thread) -> None:
        self._threads[id] = thread
        self._threads.move_to_end(id)
        if len(self._threads) > MOST_KNOWN:
            self._edits.pop(self._threads.popitem(last=False)[0], None)

    async def _root(self, status: RawStatus) -> RawStatus | str:
        """What a post hangs on, the same whenever it is asked for; only its id where that is all there is to know."""
        if status["visibility"] == "direct":
            return status
        if (thread := self._threads.get(status["id"])) is not None:
            return place_of(thread.remote).root
        if not (answered := status["in_reply_to_id"]):
            return status
        root = self._roots.get(answered)  # a server lets through 300 calls in five minutes
        if root is None:
            try:
                above = cast(list[RawStatus], (await self._api.get(f"{STATUSES}/{status['id']}/context"))["ancestors"])
            except Rejected:  # it is gone already
                return answered
            if not above:
                await self._mailbox.append(ROOTS, answered, "root")
                return answered
            root = await self._first_of(above)
        self._remember(status["id"], root)
        return root

    async def _first_of(self, above: Sequence[RawStatus]) -> RawStatus:
        """Which of the posts above one it hangs on: the server may learn later of some further up, and that is no news.

        So one was written down for each talk: the first that was known when somebody spoke below it.
        """
        for one in reversed(above):
            if await self._mailbox.find(ROOTS, one["id"]) is not None:
                return one
        await self._mailbox.append(ROOTS, above[0]["id"], "root")
        return above[0]

    def _remember(self, id: str, root: RawStatus) -> None:
        self._roots |= {id: root, root["id"]: root}
        while len(self._roots) > MOST_KNOWN:
            self._roots.popitem(last=False)

    def _forget(self, id: str) -> None:
        """What hangs on this post is asked for again: its words are others now, or it is gone."""
        if id in self._roots:
            self._roots = OrderedDict((one, root) for one, root in self._roots.items() if id not in (one, root["id"]))

    # ------------------------------------------------------------------------------------------- what nobody told of

    async def _look_again_for_ever(self, receive: Receive) -> None:
        while True:
            await self._rest(AGAIN)
            if told := await self._look_again():
                await receive(told, None)

    async def _look_again(self) -> list[Incoming]:
        """Edits and deletions of the newest messages, which a stream may have left out."""
        told: list[Incoming] = []
        for id in list(self._threads)[-LATELY:]:
            try:
                status = cast(RawStatus, await self._api.get(f"{STATUSES}/{id}"))
            except Gone:
                told += self._gone(id)
                continue
            except Rejected:
                continue
            told += [one for one in await self._told([status]) if not isinstance(one, NewMessage)]
        return told


def _order(id: str) -> tuple[int, str]:
    """Ids grow: longer ones are later."""
    return len(id), id


def _id_in(account: object) -> str:
    """Our own id; raises Unavailable where something else than a Mastodon server answers."""
    id = account.get("id") if isinstance(account, dict) else None
    if not isinstance(id, str) or not id:
        raise Unavailable(ODD)
    return id


def _moment(told: dict[str, Any], now: int) -> int:
    """When something was said, in unix ms; now, where the server does not say so."""
    try:
        return at(told["created_at"])
    except MALFORMED:
        return now
