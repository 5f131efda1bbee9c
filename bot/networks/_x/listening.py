"""One account of X listening: told by a webhook or over the stream where it may be, else asking from time to time.

What is told at once is read again after a restart, when X was silent for a while, and once an hour, as far as the
day's plan of the budget allows: X promises no second try.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final

from pydantic import SecretStr

from bot.networks._outside import Outside
from bot.networks._troubles import Troubles, first_error
from bot.networks._x import pace
from bot.networks._x.api import Api
from bot.networks._x.intake import Intake
from bot.networks._x.lists import LEAST, LETTER, POST, Lists
from bot.networks._x.lookups import look_up
from bot.networks._x.options import XOptions
from bot.networks._x.parse import Heard, hear, whose
from bot.networks._x.polling import EVERY, Looked, Name, Polling
from bot.networks._x.resume import Resume
from bot.networks._x.shapes import Raw
from bot.networks._x.telling import Telling, first_of
from inbox.errors import LoginNeeded, NetworkError, Unavailable
from inbox.incoming import Cursor, GapClosed, Receive, Unreadable
from inbox.models import AccountId

SILENT: Final = 600_000  # ms without a word, after which is looked
HOURLY: Final = 3_600_000  # ms
NOTED: Final = 300_000  # ms between two notes of when all was read
PATIENT: Final = 3  # failures in a row after which the supervisor says it and comes back
GATHER: Final = 2.0  # seconds in which what is to be looked up is gathered
PERIODS: Final[dict[Name, float]] = {
    "mentions": 0.0,
    "letters": pace.LETTERS,
    "own": pace.OURS,
    "below": pace.BELOW,
    "again": pace.AGAIN,
}


class Listening:
    """Listens for one account, and outlives its runs, so that hooks find it between two of them."""

    def __init__(self, account: AccountId, options: XOptions, api: Api, outside: Outside, hook_url: str) -> None:
        """`hook_url` is "" where nobody reaches us. Nothing happens on the wire yet."""
        self.account = account
        self.me = options.id
        self.secrets = (_secret(options.consumer_secret), _secret(options.client_secret))  # with which X signs
        self.way = "poll" if options.listen == "webhook" and not hook_url else options.listen
        self._budget = options.budget if options.plan == "self-serve" else 0  # else a contract says what it costs
        self._outside = outside
        self._intake = Intake(options.id, outside.mailbox)
        self._lists = Lists(options.id, api, self._room, outside.now)
        self._troubles = Troubles("x", account)
        resume = Resume.read(None, outside.now())
        self._polling = Polling(
            self._lists,
            self._intake,
            outside.meter,
            self._budget,
            outside.now,
            resume,
            self._troubles,
            owned=options.owns_app,
        )
        url = hook_url if self.way == "webhook" else ""
        self._telling = Telling(
            account, self.me, api, outside, url, self._budget, self._polling.purse, self._miss, self._troubles
        )
        self._missed = False  # something has to be read that was not told
        self._wake = asyncio.Event()
        self._told_at = self._heard_at = outside.now()
        self._again_at = self._looked_at = 0
        self._stopped = ""

    async def take(self, heard: Heard, receive: Receive) -> None:
        """Store what X told of its own accord, and count what that costs; raises StoreAway."""
        now = self._told_at = self._outside.now()
        if heard.billed:
            used = await self._outside.meter.spend({}, heard.billed)
            if self._budget and used.today >= self._budget:
                self._telling.over.set()
        if await self._intake.take(heard, receive, now):
            self._heard_at = now
        if heard.again:
            self._miss()
        if self._intake.wanted or self._intake.nameless:
            self._wake.set()

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Hear, read and look up, for ever.

        Raises LoginNeeded when the account must stop, another NetworkError when X stays out of reach, or StoreAway.
        """
        self._polling.resume = Resume.read(cursor, self._outside.now())
        self._intake.name = self._polling.resume.name
        self._told_at = self._heard_at = self._outside.now()
        gap = cursor is not None
        if self.way == "poll":
            await self._poll_for_ever(receive, gap=gap)
            return
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._telling.stay_subscribed())
                group.create_task(self._mend_for_ever(receive, gap=gap))
                if self.way == "stream":
                    group.create_task(self._hear_stream(receive))
        except BaseExceptionGroup as failed:
            raise first_error(failed) from None

    # ------------------------------------------------------------------------------------------------------- asking

    async def _poll_for_ever(self, receive: Receive, *, gap: bool) -> None:
        due: dict[Name, int] = dict.fromkeys(EVERY, 0)
        due["again"] = self._outside.now() + round(pace.AGAIN * 1000)
        failures = 0
        while True:
            now, looked, wait = self._outside.now(), Looked(), 0.0
            names = {name for name, at in due.items() if at <= now}
            try:
                looked = await self._polling.look(names, receive, gap=gap)
                await self._look_up(receive)
                failures = 0
                self._troubles.over("gap_open")
                gap = await self._looked(receive, looked, now, gap=gap)
            except Unavailable as error:
                failures += 1
                if failures >= PATIENT:
                    raise
                self._troubles.say("gap_open", error)
                wait, names = pace.trouble(failures), set()
            await self._plan_and_rest(due, names, looked, wait)

    async def _looked(self, receive: Receive, looked: Looked, now: int, *, gap: bool) -> bool:
        """Note that all was read; answers whether a gap is still open."""
        if looked.found:
            self._heard_at = now
        if looked.left:
            return gap
        if gap:
            await self._tell_gap(receive, now)
        elif looked.found or now - self._polling.resume.at >= NOTED:
            self._polling.resume.at = now
        return False

    async def _plan_and_rest(self, due: dict[Name, int], names: set[Name], looked: Looked, wait: float) -> None:
        """Wait for the next look: until something may have happened, X lets us, and the budget allows it."""
        now = self._outside.now()
        usual = pace.interval((now - self._heard_at) / 1000)
        for name in names:
            due[name] = now + round(max(usual, PERIODS[name], looked.left.get(name, 0.0)) * 1000)
        purse = await self._polling.purse()
        saving = purse.wait(POST, LEAST) if purse.wait(LETTER) else 0.0
        seconds = max(1.0, wait, saving, (min(due.values()) - now) / 1000)
        await self._plan(purse, now + round(seconds * 1000), looked.words)
        await self._outside.rest(seconds)

    # ------------------------------------------------------------------------------------------------------- mending

    async def _hear_stream(self, receive: Receive) -> None:
        async def heard(told: Raw) -> None:
            self._told_at = self._outside.now()
            if whose(told) == self.me and (one := hear(told, self.me, self._told_at)).tells:
                await self.take(one, receive)

        async def unread(one: Unreadable) -> None:
            await self.take(Heard(unread=[one]), receive)

        await self._telling.stream(heard, unread)

    async def _mend_for_ever(self, receive: Receive, *, gap: bool) -> None:
        """Read what was not told: at the start, after a silence, once an hour, and whenever something was missed."""
        self._missed = True
        failures, not_before, below_at = 0, 0, 0
        while True:
            self._wake.clear()
            now = self._outside.now()
            try:
                purse = await self._polling.purse()
                if now >= not_before and purse.room(POST, LEAST):
                    if self._missed or self._due(now, rich=purse.rich):
                        not_before = now + round(await self._mend(receive, now, gap=gap) * 1000)
                        gap = True
                    elif now - below_at >= pace.interval((now - self._heard_at) / 1000) * 1000:
                        below_at = now
                        await self._polling.look({"below"}, receive)
                await self._look_up(receive)
                failures = 0
                self._troubles.over("gap_open")
            except Unavailable as error:
                failures += 1
                if failures >= PATIENT:
                    raise
                self._missed = True
                self._troubles.say("gap_open", error)
                not_before = now + round(pace.trouble(failures) * 1000)
            wait = max(pace.BELOW if not failures else 1.0, (not_before - self._outside.now()) / 1000)
            words = self._stopped if self._missed else ""
            await self._plan(await self._polling.purse(), self._outside.now() + round(wait * 1000), words)
            await first_of(partial(self._outside.rest, wait), self._wake.wait)
            if self._wake.is_set():
                await self._outside.rest(GATHER)

    def _due(self, now: int, *, rich: bool) -> bool:
        """Whether all is read: as often as X lets us while it tells nothing; else once more, to be sure.

        That is after a silence and once an hour, when there is money for it.
        """
        last = self._polling.resume.at
        if not self._telling.works:
            return now - self._looked_at >= pace.LETTERS * 1000
        return rich and (now - max(self._told_at, last) >= SILENT or now - last >= HOURLY)

    async def _mend(self, receive: Receive, now: int, *, gap: bool) -> float:
        """One round of everything; seconds until it may go on, where it was cut short."""
        self._missed, self._looked_at = False, now
        names = set(EVERY)
        if now - self._again_at < HOURLY:
            names.discard("again")
        else:
            self._again_at = now
        looked = await self._polling.look(names, receive, gap=gap)
        if looked.found:
            self._heard_at = now
        self._stopped = looked.words
        if looked.left:
            self._missed = True  # and goes on there
            return max(pace.BELOW, *looked.left.values())
        await self._tell_gap(receive, now)
        return 0.0

    def _miss(self) -> None:
        self._missed = True
        self._wake.set()

    # ------------------------------------------------------------------------------------------------------ for both

    async def _tell_gap(self, receive: Receive, now: int) -> None:
        since, self._polling.resume.at = self._polling.resume.at, now
        await self._polling.keep(receive, GapClosed(0, since, now))

    async def _look_up(self, receive: Receive) -> None:
        if not self._intake.wanted and not self._intake.nameless:
            return
        try:
            await look_up(self._lists, self._intake, receive, self._outside.now())
            self._troubles.over("not_looked_up")
        except (LoginNeeded, Unavailable):
            raise
        except NetworkError as error:
            self._troubles.say("not_looked_up", error)

    async def _room(self, price: int, least: int) -> int:
        return (await self._polling.purse()).room(price, least)

    async def _plan(self, purse: pace.Purse, at: int, words: str = "") -> None:
        """Tell people how it goes on; `words` are those of X, where it stops us."""
        words = words or pace.words(purse, POST, LEAST, told=self.way != "poll")
        await self._outside.meter.plan(words, at, self._budget)


def _secret(kept: SecretStr | None) -> str:
    return kept.get_secret_value() if kept else ""
