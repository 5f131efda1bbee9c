"""One run of listening: the gateway's dispatches are read and stored in order, and what was missed is read beside them.

The cursor moves with what is stored, and stands still while a gap is open: from a fresh session (READY) until the
history of everything has been read from the last place on. A resumed session leaves no gap.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.networks._discord_backfill import Backfill, newest_of
from bot.networks._discord_gateway import Session, Waiting, follow
from bot.networks._discord_ids import moment, snowflake
from bot.networks._discord_known import Channel
from bot.networks._discord_memory import Memory
from bot.networks._discord_parse import parse, unreadable
from bot.networks._discord_place import Place
from bot.networks._discord_shapes import RawDispatch, without_nulls
from bot.networks._discord_wire import Bot, Wire
from bot.networks._payloads import MALFORMED
from bot.networks._troubles import first_error
from inbox.incoming import GapClosed, Incoming, Receive

ARRIVAL_SECONDS: Final = 15  # in which a server that has no outage tells of itself after READY
A_MINUTE: Final = 60_000 << 22  # so far the cursor may lag behind what none of our business moves on
GREETED_AT_ONCE: Final = 4
MOST_MET: Final = 100  # DMs never crowd out of the cursor what else is behind
MAY_OPEN: Final = frozenset({"CHANNEL_UPDATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE"})


@dataclass(slots=True)
class Gap:
    """What a fresh session has to make good: servers that have not told of themselves yet, and since when."""

    since: int
    awaited: set[int]
    backfill: Backfill
    away: set[int] = field(default_factory=set)  # servers with an outage; what they missed is read when they are back
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    heard: int = 0  # the newest message stored since then

    def came(self, guild: int, *, away: bool = False) -> None:
        """A server told of itself, or that it has an outage."""
        self.awaited.discard(guild)
        if away:
            self.away.add(guild)
        if not self.awaited:
            self.arrived.set()


@dataclass(slots=True)
class Listening:
    """Listens until something goes wrong; `session` and `memory` outlive it, so that the next run can resume."""

    wire: Wire
    memory: Memory
    session: Session
    place: Place
    receive: Receive
    now: Callable[[], int]  # unix milliseconds
    waiting: Waiting = field(default_factory=Waiting)
    gap: Gap | None = None
    _written: int = 0
    _group: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)
    _filling: asyncio.Task[None] | None = None
    _greeting: set[int] = field(default_factory=set)
    _catching_up: set[int] = field(default_factory=set)
    _greeters: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(GREETED_AT_ONCE))

    async def run(self, bot: Bot) -> None:
        """Listen for ever; raises what went wrong, a NetworkError or StoreAway among others."""
        try:
            async with self._group as group:
                group.create_task(follow(bot, self.session, self.waiting))
                group.create_task(self._store_for_ever())
        except BaseExceptionGroup as failed:
            raise first_error(failed) from None
        finally:
            if self.gap or self._catching_up:  # what is missing is looked for in a fresh session only
                self.session.forget()

    async def _store_for_ever(self) -> None:
        while True:
            batch = await self.waiting.take()
            events = [event for dispatch in batch for event in await self._read(dispatch)]
            heard = max((_id_of(dispatch) for dispatch in batch), default=0)
            await self._store(events, heard)
            self.memory.stored(events)
            for dispatch in batch:
                self.session.stored(dispatch)
            await self.waiting.done()

    async def _store(self, events: Sequence[Incoming], heard: int) -> None:
        if gap := self.gap:
            if events:
                await self.receive(events, None)
            gap.heard = max(gap.heard, heard)
            if self.gap is gap:
                return
        self.place.reach(heard, self.now())
        if events or self.place.upto - self._written > A_MINUTE:
            await self._write(events)

    async def _write(self, events: Sequence[Incoming]) -> None:
        self._written = self.place.upto
        await self.receive(events, self.place.cursor)

    async def _read(self, raw: RawDispatch) -> list[Incoming]:
        """What one dispatch tells; what cannot be understood is kept as it came and holds nothing up."""
        known = self.memory.known
        try:
            dispatch: RawDispatch = without_nulls(raw)
            known.learn(dispatch["t"], dispatch["d"])
            await self._notice(dispatch["t"], dispatch["d"])
            met = await self.memory.prepare(dispatch)
            if met not in (0, *self._greeting) and dispatch["t"] == "MESSAGE_CREATE":
                await self._meet(met, _id_of(dispatch))
            return parse(dispatch, known.me, known, self.memory.ours, self.now())
        except MALFORMED as error:
            return [unreadable(raw, error, self.now())]

    # ---------------------------------------------------------------------------------------------------- the gaps

    async def _notice(self, kind: str, told: Any) -> None:
        """A fresh session opens a gap; a server that comes back closes its own."""
        match kind:
            case "READY":
                await self._open_gap({snowflake(guild["id"]) for guild in told["guilds"]})
            case "GUILD_CREATE" if not told.get("unavailable"):
                guild = snowflake(told["id"])
                if self.gap and guild in self.gap.awaited:
                    self.gap.came(guild)
                elif guild in self.place.behind:
                    self._catch_up({guild}, self.memory.known.of_guild(guild))
            case "GUILD_CREATE" | "GUILD_DELETE" if told.get("unavailable"):
                self.place.leave_behind(snowflake(told["id"]), self.place.upto)
                if self.gap:
                    self.gap.came(snowflake(told["id"]), away=True)
            case "CHANNEL_DELETE" | "THREAD_DELETE":
                gone = snowflake(told["id"])
                self.place.caught_up({gone, -gone})
            case "GUILD_MEMBER_UPDATE" if snowflake(told["user"]["id"]) == self.memory.known.me:
                self._look_again()
            case _ if kind in MAY_OPEN:
                self._look_again()

    async def _open_gap(self, guilds: set[int]) -> None:
        if self._filling is not None:
            self._filling.cancel()
        before, backfill = self.gap, self._backfill()
        if before:
            backfill.recovered = before.backfill.recovered
        self.gap = Gap(before.since if before else self.place.upto, guilds, backfill)
        self.gap.came(0)
        self._filling = self._group.create_task(self._close_gap(self.gap))

    async def _close_gap(self, gap: Gap) -> None:
        """Read what was missed, everywhere; then the cursor may move again, and it is said how much that was."""
        try:
            async with asyncio.timeout(ARRIVAL_SECONDS):
                await gap.arrived.wait()
        except TimeoutError:
            for guild in list(gap.awaited):
                self.place.leave_behind(guild, gap.since)
                gap.came(guild, away=True)
        channels = [one for one in self.memory.known.channels.values() if one.guild not in gap.away]
        newest = newest_of(channels)
        await gap.backfill.fill(channels)
        self.gap, self._filling = None, None
        self.place.reach(max(gap.heard, newest), self.now())
        self.place.caught_up(self.memory.known.guilds.keys() - gap.away)
        await self._write([GapClosed(gap.backfill.recovered, moment(gap.since), self.now())])
        self._look_again()

    def _look_again(self) -> None:
        """Read the channels that stayed behind and may be read now; an open gap does that itself when it is closed."""
        if self.gap or not self.place.behind:
            return
        backfill, known = self._backfill(), self.memory.known
        behind = self.place.behind.keys() - self._greeting - known.guilds.keys()
        open_now = {key for key in behind if backfill.readable(abs(key))}
        self._catch_up(open_now, [known.channels[abs(key)] for key in open_now])

    def _catch_up(self, behind: set[int], channels: Sequence[Channel]) -> None:
        """Read what one server, or some channels, missed while the others were heard."""
        if behind and behind.isdisjoint(self._catching_up):
            self._catching_up |= behind
            since = min(self.place.behind[id] for id in behind)
            self._group.create_task(self._catch_up_on(behind, channels, since))

    async def _catch_up_on(self, behind: set[int], channels: Sequence[Channel], since: int) -> None:
        backfill = self._backfill()
        await backfill.fill(channels)
        self.place.caught_up(behind & self.memory.known.guilds.keys())
        self._catching_up -= behind
        closed = backfill.recovered or behind.isdisjoint(self.place.behind)
        told = [GapClosed(backfill.recovered, moment(since), self.now())] if closed else []
        await self.receive(told, None if self.gap else self.place.cursor)

    async def _meet(self, channel: int, first: int) -> None:
        """Somebody's DM that we did not know. It stays behind until its past is read, whatever happens meanwhile."""
        if len(self.place.behind) < MOST_MET:
            self.place.leave_behind(channel, self.place.begin)
            await self.receive([], self.place.cursor)
        await self.memory.keep_dm(channel)
        self._greeting.add(channel)
        self._group.create_task(self._greet(channel, first))

    async def _greet(self, channel: int, first: int) -> None:
        """They may have written before, while we were away."""
        backfill = self._backfill()
        async with self._greeters:
            await backfill.dm_before(self.memory.known.channels[channel], first)
        self.place.caught_up({channel})
        self.memory.greeted(channel)
        self._greeting.discard(channel)
        if backfill.recovered:
            await self.receive([GapClosed(backfill.recovered, moment(self.place.begin), self.now())], None)

    def _backfill(self) -> Backfill:
        return Backfill(self.wire, self.memory, self.place, self.receive, self.now())


def _id_of(dispatch: RawDispatch) -> int:
    """The id of the message that a dispatch brings; 0 for all else, and for what is malformed."""
    told = dispatch.get("d")
    if dispatch.get("t") != "MESSAGE_CREATE" or not isinstance(told, dict):
        return 0
    try:
        return snowflake(told.get("id", 0))
    except MALFORMED:
        return 0
