"""One account listening: what hooks leave to be looked up, and what they never told.

Hooks come within five minutes. Beside them posts and conversations are read: every half minute where no hook reaches us
or something was missed, seldom while hooks tell everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final

import structlog

from bot.networks._tiktok.gap import Gap
from bot.networks._tiktok.lookups import LookUps
from bot.networks._tiktok.place import Known
from bot.networks._tiktok.reading import Reading
from bot.networks._tiktok.resume import OVERLAP, Place
from bot.networks._tiktok.subscriptions import EVERY, Subscriptions
from bot.networks._tiktok.talks import IN_EUROPE, Talks
from bot.networks._troubles import Troubles, first_error
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable
from inbox.incoming import Cursor, GapClosed, Incoming, Receive, Unreadable
from inbox.models import AccountId

log = structlog.get_logger("sangam")

SOON: Final = 30.0  # seconds between two rounds
SELDOM: Final = 300.0
STRETCH: Final = 2.0
FLOWING: Final = 3_600_000  # ms after a hook in which hooks are taken to flow
PATIENT: Final = 3  # failures in a row after which the supervisor says it and comes back


class Listening:
    """Listens for one account, and outlives its runs, so that hooks find it between two of them."""

    def __init__(
        self,
        account: AccountId,
        known: Known,
        reading: Reading,
        subscriptions: Subscriptions,
        now: Callable[[], int],
        rest: Callable[[float], Awaitable[None]],
    ) -> None:
        """`known` is shared with the hook; `now` is in unix ms, `rest` waits seconds."""
        self.account = account
        self.look_ups = LookUps(known, reading)
        self.missed = 0  # comments that no hook told in time, since a hook came
        self.heard_at = 0
        self._gap = Gap(account, known, reading)
        self._talks = Talks(known, reading)
        self._messaging = subscriptions.messaging
        self._subscriptions = subscriptions
        self._subscribed_at = 0
        self._now, self._rest = now, rest
        self._wanted = asyncio.Event()
        self._europe = 0  # when somebody there wrote, as a hook told without their words
        self._place: Place | None = None
        self._first = True
        self._troubles = Troubles("tiktok", account)

    # --------------------------------------------------------------------------------------------------- from the hook

    def wanted(self) -> None:
        """Something may be there to be looked up."""
        if self.look_ups.wanted or self._europe:
            self._wanted.set()

    def somebody_in_europe(self, at: int) -> None:
        """Somebody wrote, and the hook told not what."""
        self._europe = at
        self._wanted.set()

    def hearing(self, receive: Receive) -> Receive:
        """How a hook stores: as `receive`, and what it told is remembered for the rounds of reading."""

        async def store(events: Sequence[Incoming], cursor: Cursor | None) -> int:
            fresh = await receive(events, cursor)
            self.heard_at, self.missed = self._now(), 0
            self._gap.hear(events, fresh)
            self._talks.hear(events)
            return fresh

        return store

    # -------------------------------------------------------------------------------------------------------- for ever

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Look up, read and stay subscribed, for ever.

        Raises LoginNeeded when the account must stop, other NetworkErrors when TikTok stays out of reach, or StoreAway.
        """
        self._first = True
        self._begin(Place.read(cursor, self._now()))
        self._wanted.set()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._look_up_for_ever(receive))
                group.create_task(self._read_for_ever(receive))
        except BaseExceptionGroup as failed:
            raise first_error(failed) from None

    async def close_gap(self, receive: Receive, cursor: Cursor | None = None) -> int:
        """One round of reading; answers how much was new. Raises a NetworkError when it was cut short."""
        now = self._now()
        place = self._place or self._begin(Place.read(cursor, now))
        gap, talks = self._gap, self._talks
        again = self._first and not place.first  # somebody read before, and nobody since
        talks.after_gap = again
        gap.hooks = bool(self._subscriptions.url) and now - self.heard_at <= FLOWING and not self.missed
        comments = await self._part("comments", gap.close(receive, now))
        messages = await self._part("messages", talks.close(receive, now)) if self._messaging else 0
        found = (comments or 0) + (messages or 0)
        self.missed += gap.late if self._subscriptions.url and not self._first else 0
        told = [GapClosed(found, place.since, now)] if again or (found and gap.late) else []
        reached = gap.reached(now) if comments is not None else place
        await receive(told, replace(reached, talked=now if messages is not None else place.talked).cursor)
        self._first = False
        return found

    def _begin(self, place: Place) -> Place:
        self._place = place
        self._gap.begin(place)
        self._talks.floor = place.talked - (0 if place.first else OVERLAP)
        return place

    async def look_up(self, receive: Receive) -> None:
        """Everything that is wanted now."""
        if europe := self._europe:
            self._europe = 0
            await self._in_europe(receive, europe)
        if self.look_ups.wanted:
            await self.look_ups.look_up(receive, self._now())

    async def _in_europe(self, receive: Receive, at: int) -> None:
        """The list may show what the hook did not; else a person is told that there is something to read."""
        if self._messaging and await self._talks.close(receive, self._now()):
            return
        await receive([Unreadable(f"europe.{at}", "{}", IN_EUROPE, self._now())], None)

    async def _part(self, name: str, read: Awaitable[int]) -> int | None:
        """What was new; None where a permission is missing, which is said once, and the other part goes on."""
        try:
            found = await read
        except Rejected as error:
            self._troubles.say(f"{name}_not_read", error)
            return None
        self._troubles.over(f"{name}_not_read")
        return found

    async def _look_up_for_ever(self, receive: Receive) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self.look_up(receive)
                self._troubles.over("not_looked_up")
            except LoginNeeded:
                raise
            except NetworkError as error:  # nothing that is wanted was lost: the next round, or hook, asks again
                self._troubles.say("not_looked_up", error)

    async def _read_for_ever(self, receive: Receive) -> None:
        pause, failures = SOON, 0
        while True:
            wait = 0.0
            try:
                await self._stay_subscribed()
                found = await self.close_gap(receive)
                failures = 0
                self._troubles.over("gap_open")
                pause = SOON if found or not self._gap.hooks else min(pause * STRETCH, SELDOM)
            except (RateLimited, Unavailable) as error:
                failures += 1
                if isinstance(error, Unavailable) and failures >= PATIENT:
                    raise
                self._troubles.say("gap_open", error)
                wait = error.retry_after if isinstance(error, RateLimited) else 0.0
            self.wanted()
            await self._rest(max(pause, wait))

    async def _stay_subscribed(self) -> None:
        now = self._now()
        if not self._subscriptions.url or (self._subscribed_at and now - self._subscribed_at < EVERY):
            return
        self._subscribed_at = now
        try:
            changed = await self._subscriptions.keep()
            self._troubles.over("not_subscribed")
        except NetworkError as error:  # the app's own call: what the account may do goes on without it
            self._troubles.say("not_subscribed", error)
            return
        if changed:
            log.info("tiktok.subscribed", account=self.account, kinds=",".join(changed))
