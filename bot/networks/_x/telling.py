"""Being told by X: subscriptions and a webhook that are kept up, or the stream that is kept open, within the budget.

Events cost money, too: when a day's budget is used up, X is asked to tell nothing until the next day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bot.networks._outside import Outside
from bot.networks._troubles import Troubles
from bot.networks._x import pace, stream
from bot.networks._x.api import Api
from bot.networks._x.pace import Purse
from bot.networks._x.shapes import Raw
from bot.networks._x.subscriptions import keep_hook, keep_subscribed, unsubscribe
from inbox.errors import LoginNeeded, NetworkError, RateLimited
from inbox.incoming import Unreadable
from inbox.models import AccountId

SUBSCRIBED: Final = 600.0  # seconds between two looks whether X tells us everything
COVERED: Final = 240_000  # ms away from the stream that it tells again itself


@dataclass(slots=True)
class Telling:
    """How one account is told; `hook_url` is "" for the stream. `missed` is called when something was not told.

    `works` says whether X tells us anything, as far as we know.
    """

    account: AccountId
    me: str
    api: Api
    outside: Outside
    hook_url: str
    budget: int
    purse: Callable[[], Awaitable[Purse]]
    missed: Callable[[], None]
    troubles: Troubles
    over: asyncio.Event = field(default_factory=asyncio.Event)
    works: bool = False
    _alive: int = 0
    _failures: int = 0

    async def stay_subscribed(self) -> None:
        """See to it, for ever, that X tells us everything; raises LoginNeeded."""
        refused: set[str] = set()
        while True:
            try:
                if (await self.purse()).over:
                    await unsubscribe(self.api, self.me)
                    await self._until_midnight()
                hook = await keep_hook(self.api, self.hook_url) if self.hook_url else ""
                if await keep_subscribed(self.api, self.me, self.account, hook, refused):
                    self.missed()
                self.works = self.works or bool(hook)
                self.troubles.over("not_subscribed")
            except LoginNeeded:
                raise
            except NetworkError as error:
                self.works = self.works and not self.hook_url
                self.troubles.say("not_subscribed", error)
            await first_of(partial(self.outside.rest, SUBSCRIBED), self.over.wait)

    async def stream(
        self, hear: Callable[[Raw], Awaitable[None]], unread: Callable[[Unreadable], Awaitable[None]]
    ) -> None:
        """Keep the stream open, for ever; what it told while it was closed is told again, or missed."""
        while True:
            if (await self.purse()).over:
                await self._until_midnight()
            minutes = (self.outside.now() - self._alive) // 60_000 + 1 if self._alive else 0
            open = partial(
                stream.listen, self.outside.http, self.api, minutes, self.outside.now, self._is_alive, hear, unread
            )
            wait = 0.0
            try:
                await first_of(open, self.over.wait)
                self.works = False
            except stream.Ended:
                self._failures, self.works = self._failures + 1, False
                wait = 0.0 if self._failures == 1 else pace.trouble(self._failures)
            except LoginNeeded:
                raise
            except NetworkError as error:
                self._failures, self.works = self._failures + 1, False
                self.troubles.say("no_stream", error)
                wait = error.retry_after if isinstance(error, RateLimited) else pace.trouble(self._failures)
            await self.outside.rest(wait)

    def _is_alive(self) -> None:
        """X said something; what it said while we were away for long is not among it."""
        now = self.outside.now()
        if not self.works and self._alive and now - self._alive > COVERED:
            self.missed()
        self.works, self._alive, self._failures = True, now, 0
        self.troubles.over("no_stream")

    async def _until_midnight(self) -> None:
        """Rest until money may be spent again; what was said until then was missed."""
        while (purse := await self.purse()).over:
            wait = max(1.0, purse.wait(1))
            await self.outside.meter.plan(pace.STOPPED, purse.at + round(wait * 1000), self.budget)
            await self.outside.rest(wait)
        self.over.clear()
        self.missed()


async def first_of(*works: Callable[[], Awaitable[object]]) -> None:
    """Do all of it until the first one ends, and stop the others; raises what that one raised."""
    tasks: list[asyncio.Task[None]] = []
    failed: list[Exception] = []

    async def run(work: Callable[[], Awaitable[object]]) -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001  # raised below, when the others have stopped
            failed.append(error)
        finally:
            for task in tasks:
                if task is not asyncio.current_task():
                    task.cancel()

    async with asyncio.TaskGroup() as group:
        tasks += [group.create_task(run(work)) for work in works]
    for error in failed:
        raise error
