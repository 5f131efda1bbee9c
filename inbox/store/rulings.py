"""How rules stand, in Redis: which act, what those in shadow would have done, and what waits for a person to judge."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inbox.cases import Flag, Match, RuleState, Standing, Verdict
from inbox.models import AccountId, ConversationId, RemoteId
from inbox.store.case_codec import flag_of, match_of, standing_of
from inbox.store.client import Word
from inbox.store.drafts import Not
from inbox.store.scripts import Scripts

KEPT = 500  # of the matches of each rule, the newest
COUNTS = ("n", "right", "wrong", "acted", "undone")


@dataclass(frozen=True, slots=True)
class Known:
    """How a rule stands, where it has its place in the file (None: it is there no more), and what a lead must know."""

    standing: Standing
    place: int | None
    confirm: str = ""  # why it must be confirmed before it acts
    since: int = 0  # what was found before this counts for nothing


class Rulings:
    """Reads and writes how the rules of one brand stand."""

    def __init__(self, scripts: Scripts) -> None:
        """Rules of the brand that the scripts are bound to."""
        self._scripts = scripts
        self._client, self._keys = scripts.client, scripts.keys

    async def register(self, versions: Mapping[str, str], confirm: Mapping[str, str], now: int) -> None:
        """Write down which rules there are, in their order; another version begins in shadow."""
        args = [word for rule, version in versions.items() for word in (rule, version, confirm.get(rule, ""))]
        await self._scripts.run("ruling", now, "register", *args)

    async def all(self) -> tuple[Known, ...]:
        """Every rule that is or was there: those of the file in its order, then the others by name."""
        found = await self._client.call("HGETALL", self._keys("rules"))
        texts: dict[str, str] = found if isinstance(found, dict) else {}
        bodies = {rule: json.loads(text) for rule, text in texts.items()}
        keys = [self._keys("rulen", f"{rule}@{body['v']}") for rule, body in bodies.items()]
        counts = await self._client.pipeline([("HMGET", key, *COUNTS) for key in keys])
        known = [
            Known(
                standing_of(rule, texts[rule], _counts(counted)),
                None if body.get("o") is None else int(body["o"]),
                body.get("cf", ""),
                int(body.get("g", 0)),
            )
            for (rule, body), counted in zip(bodies.items(), counts, strict=True)
        ]
        last = len(known)
        return tuple(sorted(known, key=lambda k: (last if k.place is None else k.place, k.standing.rule)))

    async def find(self, rule: str) -> Known | None:
        """One rule; None when there never was one of this name."""
        return next((known for known in await self.all() if known.standing.rule == rule), None)

    async def state(
        self, rule: str, version: str, state: RuleState, by: str, why: str, now: int, *, anew: bool = False
    ) -> Not | None:
        """Let this version act, or not; None when it is done. `anew`: what was found before does not count any more."""
        words: tuple[Word, ...] = (rule, version, state, by, why, "1" if anew else "0")
        found = await self._scripts.run_kept("ruling", now, "state", *words)
        return None if found[0] == "ok" else Not(found[0], tuple(found[1:]))

    async def earned(self, rule: str, version: str, why: str, now: int) -> bool:
        """Say in the log that a rule has earned to act; False when that stands there already."""
        return bool((await self._scripts.run("ruling", now, "earned", rule, version, why))[0] == "ok")

    async def say(self, match: str, verdict: Verdict, by: str, now: int) -> Not | None:
        """Write down what somebody thinks of a match, in place of what was said before; None when it is done."""
        found = await self._scripts.run_kept("ruling", now, "say", match, verdict, by)
        return None if found[0] == "ok" else Not(found[0], tuple(found[1:]))

    async def matches(self, rules: Sequence[str], limit: int = KEPT) -> dict[str, tuple[Match, ...]]:
        """The newest matches of these rules, newest first; two round trips."""
        reads = [("ZREVRANGE", self._keys("match", rule), 0, limit - 1) for rule in rules]
        ids = [[str(id) for id in _list(found)] for found in await self._client.pipeline(reads)]
        commands = [("HMGET", self._keys("matches"), *some) for some in ids if some]
        bodies = iter(await self._client.pipeline(commands))
        texts = [_list(next(bodies)) if some else () for some in ids]
        return {
            rule: tuple(match_of(id, str(text)) for id, text in zip(some, found, strict=True) if text)
            for rule, some, found in zip(rules, ids, texts, strict=True)
        }

    async def match(self, id: str) -> Match | None:
        """One match; None when there is none (any more)."""
        text = await self._client.call("HGET", self._keys("matches"), id)
        return match_of(id, str(text)) if text else None

    async def flags(self, limit: int, account: AccountId | None = None) -> tuple[tuple[Flag, ...], int]:
        """What waits for a person to judge it, worst first, and how much there is; perhaps of one account only."""
        total, *found = await self._scripts.run("flags", 0, account or "", limit)
        return tuple(flag_of(text) for text in found), int(total)

    async def flag(self, conversation: ConversationId, message: RemoteId) -> Flag | None:
        """One flag; None when nothing waits there (any more)."""
        text = await self._client.call("HGET", self._keys("flagof"), f"{conversation} {message}")
        return flag_of(str(text)) if text else None

    async def settle(
        self, conversation: ConversationId, message: RemoteId, by: str, now: int, *, cleared: bool
    ) -> bool:
        """Nobody needs to judge a message any more; `cleared`: it is left where it is. False when nobody had to."""
        found = await self._scripts.run_kept(
            "ruling", now, "settle", conversation, message, by, "1" if cleared else "0"
        )
        return bool(found[0] == "ok")


def _counts(found: object) -> dict[str, str]:
    return {name: str(count or 0) for name, count in zip(COUNTS, _list(found), strict=True)}


def _list(found: object) -> Sequence[object]:
    return found if isinstance(found, list) else ()
