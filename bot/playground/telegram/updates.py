"""The updates that wait for one bot: numbered, kept for a day, handed out by long polling or to its webhook.

Facts: https://core.telegram.org/bots/api#getting-updates and tdlib/telegram-bot-api `Client.cpp` (`do_get_updates`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from bot.playground.clock import Clock, Timer
from bot.playground.faults import Fault, Faults, Kind
from bot.playground.telegram.refusals import conflict
from bot.playground.telegram.wire import JsonObject

RETENTION = 86400
LONGEST_POLL = 50
LARGEST_PAGE = 100
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_KINDS = """
    message edited_message channel_post edited_channel_post business_connection business_message
    edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count
    inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll
    poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot
"""
UPDATE_KINDS = frozenset(_KINDS.split())
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, eq=False)
class Update:
    """One update; `lane` is the chat whose order it belongs to, `id` is given when it is handed to the queue."""

    lane: int
    kind: str
    content: object
    expires: float
    id: int = 0
    copies: int = 1
    forged: bool = False
    done: bool = False

    def as_json(self) -> JsonObject:
        """The Update object."""
        return {"update_id": self.id, self.kind: self.content}


@dataclass(slots=True, eq=False)
class _HeldLane:
    updates: list[Update]
    fault: Fault
    timer: Timer = field(init=False)


class UpdateQueue:
    """What one bot has not confirmed yet."""

    def __init__(self, clock: Clock, faults: Faults, account: str, first_id: int) -> None:
        self.allowed: frozenset[str] = UPDATE_KINDS - NOT_BY_DEFAULT
        self.next_id = first_id
        self.forward: Callable[[Update], None] | None = None
        self._clock = clock
        self._faults = faults
        self._account = account
        self._pending: deque[Update] = deque()
        self._held: dict[int, _HeldLane] = {}
        self._waiter: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return sum(1 for _ in self.waiting())

    @property
    def polled(self) -> bool:
        """Whether a getUpdates call waits right now."""
        return self._waiter is not None

    @property
    def held_back(self) -> int:
        """How many are delayed and will be handed to the queue later."""
        return sum(len(held.updates) for held in self._held.values())

    def waiting(self) -> Iterator[Update]:
        """What is not confirmed, oldest first."""
        return (update for update in self._pending if not update.done)

    def allow(self, kinds: Iterable[str]) -> None:
        """Deliver only these kinds from now on; none means the default set."""
        self.allowed = frozenset(kinds) & UPDATE_KINDS or UPDATE_KINDS - NOT_BY_DEFAULT

    def push(self, kind: str, lane: int, content: object) -> None:
        """Something happened; whether and when the bot hears it depends on what it allows and on planned faults."""
        if kind not in self.allowed:
            return
        update = Update(lane, kind, content, self._clock.now() + RETENTION)
        fault = self._faults.for_delivery("telegram", self._account, kind, str(lane))
        if fault is not None and fault.kind in (Kind.DELAY, Kind.REORDER) and lane not in self._held:
            self._hold(update, fault)
            return
        if fault is not None:
            update.copies = 2 if fault.kind is Kind.DUPLICATE else 1
            update.forged = fault.kind is Kind.FORGED
        held = self._held.get(lane)
        if held is not None and not held.fault.shuffles:
            held.updates.append(update)
        else:
            self._enqueue(update)
            self._release_overtaken()

    def confirm(self, offset: int) -> None:
        """Forget every update below `offset`; a negative offset keeps only that many of the newest."""
        if offset < 0:
            waiting = list(self.waiting())
            offset = waiting[max(0, len(waiting) + offset)].id if waiting else 0
        now = self._clock.now()
        while self._pending and (
            self._pending[0].id < offset or self._pending[0].done or self._pending[0].expires < now
        ):
            self._pending.popleft()

    def forget_all(self) -> None:
        """Drop everything that waits."""
        self._pending.clear()
        for held in self._held.values():
            held.timer.cancel()
        self._held.clear()

    def finish(self, update: Update) -> None:
        """The webhook took it."""
        update.done = True
        self.confirm(0)

    async def poll(self, offset: int, limit: int, timeout: float) -> list[JsonObject]:
        """One getUpdates call: a page, or nothing after `timeout` virtual seconds.

        Raises Refusal (409) when another poller or a webhook takes over while it waits.
        """
        self.displace(OTHER_POLLER)
        page = self._page(offset, limit)
        if page or timeout <= 0:
            return page
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiter = waiter
        try:
            await self._clock.wait(waiter, min(timeout, LONGEST_POLL))
        finally:
            if self._waiter is waiter:
                self._waiter = None
        return self._page(offset, limit)

    def displace(self, reason: str) -> None:
        """End a waiting getUpdates call with 409 and this reason."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(conflict(reason))

    def _page(self, offset: int, limit: int) -> list[JsonObject]:
        self.confirm(offset)
        page: list[JsonObject] = []
        for update in islice(self.waiting(), limit if 0 < limit <= LARGEST_PAGE else LARGEST_PAGE):
            page.extend([update.as_json()] * update.copies)
            update.copies = 1
        return page

    def _enqueue(self, update: Update) -> None:
        update.id = self.next_id
        self.next_id += 1
        self._pending.append(update)
        if self.forward is not None:
            self.forward(update)
        elif self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _hold(self, update: Update, fault: Fault) -> None:
        held = _HeldLane([update], fault)
        self._held[update.lane] = held
        held.timer = self._clock.call_at(self._clock.now() + fault.seconds, lambda: self._release(update.lane))

    def _release(self, lane: int) -> None:
        held = self._held.pop(lane)
        held.timer.cancel()
        for update in held.updates:
            self._enqueue(update)

    def _release_overtaken(self) -> None:
        for lane in [lane for lane, held in self._held.items() if held.fault.kind is Kind.REORDER]:
            self._release(lane)
