"""What the calls to networks have cost, in Redis: by account, day and month, shared by all processes."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from inbox.capabilities import Tariff
from inbox.models import AccountId
from inbox.network import NONE_SEEN, Used
from inbox.store.client import Word
from inbox.store.codec import dumps
from inbox.store.scripts import Scripts, pairs
from inbox.times import day

AMOUNT = ""  # where the amount of a day or a month stands, beside its things: no thing is called so
DIGEST_BYTES = 9  # of an id that was counted: twelve letters, and of a million no two are alike by chance


@dataclass(frozen=True, slots=True)
class Plan:
    """How an account goes on, as its adapter told it: in words, when it looks next (unix ms; 0: it did not say)."""

    words: str = ""
    next_at: int = 0
    budget: int = 0  # the most of a day, in millionths; 0: there is none


@dataclass(frozen=True, slots=True)
class Spending:
    """What an account's calls have cost so far, and how it goes on."""

    used: Used
    plan: Plan


class Costs:
    """The meters of one brand's accounts."""

    def __init__(self, scripts: Scripts) -> None:
        """Meters of the brand that the scripts are bound to."""
        self._scripts = scripts

    def of(self, account: AccountId, tariff: Tariff, now: Callable[[], int]) -> AccountMeter:
        """The meter of one account; `now` answers unix milliseconds."""
        return AccountMeter(self._scripts, account, tariff, now)

    async def all(self, tariffs: Mapping[AccountId, Tariff], now: int) -> dict[AccountId, Spending]:
        """What each of these accounts has used, and its plan."""
        keys, commands = self._scripts.keys, list[tuple[Word, ...]]()
        for account, tariff in tariffs.items():
            today = day(now, ZoneInfo(tariff.zone))
            commands += [
                ("HGETALL", keys("cost", account, today)),
                ("HGET", keys("cost", account, today[:7]), AMOUNT),
                ("HGET", keys("costplans"), account),
            ]
        found = await self._scripts.client.pipeline(commands)
        each = zip(found[::3], found[1::3], found[2::3], strict=True)
        return {account: _spending(*told) for account, told in zip(tariffs, each, strict=True)}


class AccountMeter:
    """Counts one account's calls by its tariff's prices; satisfies `inbox.network.Meter`. Raises StoreAway."""

    def __init__(self, scripts: Scripts, account: AccountId, tariff: Tariff, now: Callable[[], int]) -> None:
        """See Costs.of."""
        self._scripts = scripts
        self._account = account
        self._tariff = tariff
        self._now = now
        self._zone = ZoneInfo(tariff.zone)

    async def spend(self, things: Mapping[str, int], seen: Mapping[str, Collection[str]] = NONE_SEEN) -> Used:
        """Count so much, and of the ids `seen` those that were not counted today; answers what is used with them.

        Raises ValueError for a thing that the tariff has no price of, and for less than none.
        """
        now = self._now()
        today = day(now, self._zone)
        args: list[Word] = [self._account, today, today[:7], len(things)]
        for thing, many in things.items():
            if many < 0:
                raise ValueError(f"{many} of {thing} cannot be counted: what is spent stays spent.")
            args += [thing, self._price(thing), many]
        for thing, ids in seen.items():
            digests = _digests(thing, ids)
            args += [thing, self._price(thing), len(digests), *digests]
        total, month, counted = await self._scripts.run("cost", now, *args)
        return Used(int(total), int(month), {thing: int(many) for thing, many in pairs(counted).items()})

    async def used(self) -> Used:
        """What is used so far."""
        return (await Costs(self._scripts).all({self._account: self._tariff}, self._now()))[self._account].used

    async def plan(self, words: str, next_at: int, budget: int) -> None:
        """Keep what people are told: in words, when it looks next (unix ms), its budget (millionths; 0: none)."""
        plans, told = self._scripts.keys("costplans"), dumps([words, next_at, budget])
        await self._scripts.client.call("HSET", plans, self._account, told)

    def _price(self, thing: str) -> int:
        price = self._tariff.prices.get(thing)
        if price is None:
            known = ", ".join(self._tariff.prices)
            raise ValueError(f"The tariff of {self._account} has no price of {thing!r}; it has prices of {known}.")
        return price


def _spending(counted: object, month: object, plan: object) -> Spending:
    """What stands in Redis: of a day, of its month, and the plan."""
    things = {str(thing): int(many) for thing, many in counted.items()} if isinstance(counted, dict) else {}
    today = things.pop(AMOUNT, 0)
    return Spending(Used(today, int(str(month or 0)), things), Plan(*json.loads(str(plan))) if plan else Plan())


def _digests(thing: str, ids: Iterable[str]) -> list[str]:
    """Short names of ids, each once; the same id of another thing has another one."""
    return list(dict.fromkeys(_digest(f"{thing} {id}") for id in ids))


def _digest(text: str) -> str:
    return urlsafe_b64encode(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()
    ).decode()
