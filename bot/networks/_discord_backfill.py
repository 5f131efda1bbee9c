"""What was said while nobody listened, read from the history of every channel, thread and DM that we read."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast

import structlog

from bot.networks._discord_calls import Call, history
from bot.networks._discord_ids import moment, remote, snowflake
from bot.networks._discord_known import Channel
from bot.networks._discord_memory import Memory
from bot.networks._discord_parse import ANNOUNCEMENT, DM, said, unreadable
from bot.networks._discord_place import Place
from bot.networks._discord_rights import READ_MESSAGE_HISTORY, VIEW_CHANNEL, missing
from bot.networks._discord_scope import FORUMS, TALKED_IN
from bot.networks._discord_shapes import RawMessage
from bot.networks._discord_wire import Wire
from bot.networks._payloads import MALFORMED
from inbox.errors import Rejected
from inbox.incoming import Incoming, MessageEdited, MessageRemoved, NewMessage, Receive
from inbox.models import RemoteId, Thread

log = structlog.get_logger("sangam")

AT_ONCE: Final = 4  # channels read side by side
NEWEST: Final = 50  # messages of a channel that are read again for edits
PAGE: Final = 100
A_DAY: Final = 86_400_000
TEXT: Final = 0


@dataclass(slots=True)
class Backfill:
    """Reads histories into the inbox; `recovered` counts what was new."""

    wire: Wire
    memory: Memory
    place: Place
    receive: Receive
    now: int
    recovered: int = 0
    _limit: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def fill(self, channels: Iterable[Channel]) -> None:
        """Read these channels, and the threads of theirs that were archived since, each from its place.

        One that may not be read stays behind with its place. Raises a NetworkError when Discord is out of reach.
        """
        async with asyncio.TaskGroup() as group:
            for channel in channels:
                group.create_task(self._fill_one(channel))

    async def _fill_one(self, channel: Channel) -> None:
        known = self.memory.known
        if channel.type not in TALKED_IN | FORUMS | {DM} or not self.memory.ours.scope.reads(channel, known):
            return
        rights = known.may(channel)
        if not rights & VIEW_CHANNEL:
            return
        after = self.place.of(channel.id, channel.guild)
        if not rights & READ_MESSAGE_HISTORY:
            if channel.newest is None or channel.newest > after:
                self.place.leave_behind(self.place.key(channel.id, channel.guild), after)
            return
        async with self._limit:
            await self._read_all(channel, after)

    async def _read_all(self, channel: Channel, after: int) -> None:
        key = self.place.key(channel.id, channel.guild)
        try:
            if channel.type not in FORUMS:
                await self._messages(channel, after)
            if channel.type in FORUMS or channel.type in (TEXT, ANNOUNCEMENT):
                await self._archived(channel, after)
            if channel.id in self.memory.known.channels and not self.readable(channel.id):  # so it looked empty
                raise Rejected("The history may not be read any more.")
            self.place.caught_up({key})
        except Rejected:  # what our rights seemed to allow, or a channel that is just being deleted
            self.place.leave_behind(key, after)
        except MALFORMED as error:
            log.warning("discord.history_unreadable", channel=channel.id, error=f"{type(error).__name__}: {error}")
            self.place.leave_behind(key, after)

    def readable(self, channel: int) -> bool:
        """Whether a channel is there and its history may be read, as far as we know."""
        found = self.memory.known.channels.get(channel)
        return found is not None and not missing(self.memory.known.may(found), (VIEW_CHANNEL, READ_MESSAGE_HISTORY))

    async def _archived(self, parent: Channel, after: int) -> None:
        """The threads that were archived since; those that were not came with their server."""
        before: dict[str, str] = {}
        since = moment(after)
        while True:
            ids = {"channel_id": parent.id}
            page = await self.wire.ask(
                Call("GET", "/channels/{channel_id}/threads/archived/public", ids, query={"limit": "50", **before})
            )
            times = [_ms(raw["thread_metadata"]["archive_timestamp"]) for raw in page["threads"]]
            for raw, at in zip(page["threads"], times, strict=True):
                if at >= since:
                    await self._messages(self.memory.known.keep_channel(raw, parent.guild), after)
            if not page.get("has_more") or not times or times[-1] < since:
                return
            before = {"before": page["threads"][-1]["thread_metadata"]["archive_timestamp"]}

    async def _messages(self, channel: Channel, after: int) -> None:
        """First the newest, to see what was edited; if those do not reach back to the place, what lies between."""
        if channel.newest is not None and channel.newest <= max(0, after - (A_DAY << 22)):
            return
        await self.memory.find_subject(channel)
        stored = self.memory.newest(channel.id)
        newest = await self._page(channel, history(channel.id, limit=NEWEST))
        await self._removed(channel, stored, newest)
        reaches = len(newest) < NEWEST or snowflake(newest[0]["id"]) <= after
        upto = 0 if reaches else snowflake(newest[0]["id"])
        while after < upto:
            page = await self._page(channel, history(channel.id, limit=PAGE, after=after))
            older = [message for message in page if snowflake(message["id"]) < upto]
            await self._store(older, after)
            if len(older) < len(page):
                break
            if len(page) < PAGE:
                raise Rejected("The history ends before its newest message.")
            after = snowflake(page[-1]["id"])
        await self._store(newest, after)

    async def _removed(self, channel: Channel, stored: set[RemoteId], newest: Sequence[RawMessage]) -> None:
        """What this process had stored, and what is not where the history would have it, was removed meanwhile.

        A history that is empty proves nothing: so it looks, too, where we may not read it.
        """
        if not newest:
            return
        there = {remote(message["id"]) for message in newest}
        earliest = min(there) if len(newest) == NEWEST else remote(0)
        gone = sorted(id for id in stored - there if id > earliest)
        if gone:
            thread = Thread(remote(channel.id), "group" if channel.guild else "direct")
            await self.receive([MessageRemoved(thread, id, self.now) for id in gone], None)

    async def dm_before(self, channel: Channel, first: int) -> None:
        """What somebody wrote in a DM that we did not know of, before the message `first` by which we met it."""
        with contextlib.suppress(Rejected):
            page = await self._page(channel, history(channel.id, limit=PAGE, before=first))
            await self._store(page, self.place.begin)

    async def _page(self, channel: Channel, call: Call) -> list[RawMessage]:
        """One page of history, oldest first, as if the gateway had told it."""
        page = cast("list[RawMessage]", await self.wire.ask(call))
        for message in page:
            if channel.guild:
                message["guild_id"] = str(channel.guild)
                with contextlib.suppress(*MALFORMED):
                    await self.memory.add_roles(channel.guild, message)
        return page[::-1]

    async def _store(self, page: Sequence[RawMessage], after: int) -> None:
        """Messages first, as their number is what was recovered; then edits, which change what is there."""
        messages: list[Incoming] = []
        edits: list[Incoming] = []
        border = remote(max(after, self.place.begin))
        for message in page:
            for event in self._read(message):
                if isinstance(event, MessageEdited):
                    edits.append(event)
                elif not isinstance(event, NewMessage) or event.id > border:
                    messages.append(event)
        if messages:
            self.recovered += await self.receive(messages, None)
            self.memory.stored(messages)
        if edits:
            await self.receive(edits, None)

    def _read(self, message: RawMessage) -> list[Incoming]:
        try:
            return said(message, self.memory.known.me, self.memory.known, self.memory.ours)
        except MALFORMED as error:
            return [unreadable(message, error, self.now)]


def newest_of(channels: Iterable[Channel]) -> int:
    """The newest message in any of them, as far as told."""
    return max((channel.newest or 0 for channel in channels if channel.type not in FORUMS), default=0)


def _ms(time: Any) -> int:
    return round(datetime.fromisoformat(time).timestamp() * 1000)
