"""What has earned to go out alone, in Redis: which slice, since when and by whom, and what was taken back and why."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass
from functools import cache

from inbox.policy import Slice
from inbox.store import codec
from inbox.store.scripts import Scripts


@dataclass(frozen=True, slots=True)
class Grant:
    """That a slice may go out alone, who gave it when and why; and who took it back when and why (0: it stands)."""

    slice: Slice
    by: str
    at: int
    why: str = ""
    withdrawn_by: str = ""
    withdrawn_at: int = 0
    withdrawn_why: str = ""

    @property
    def stands(self) -> bool:
        """Whether the slice may go out alone now."""
        return not self.withdrawn_at


@dataclass(frozen=True, slots=True)
class Asked:
    """That it was proposed to let a slice go alone, when and why; with `by`, who declined that and when."""

    slice: Slice
    at: int
    why: str
    by: str = ""


def slice_text(slice: Slice) -> str:
    """A slice as JSON: the name that it has in Redis."""
    return codec.dumps(list(astuple(slice)))


@cache
def slice_of(text: str) -> Slice:
    """The slice behind its JSON."""
    return Slice(*json.loads(text))


def slice_id(slice: Slice) -> str:
    """A short name for a slice that stays the same, to be typed on a command line."""
    return hashlib.sha256(slice_text(slice).encode()).hexdigest()[:6]


def in_words(slice: Slice) -> str:
    """A slice as a line of the log names it."""
    label = f" labelled {slice.label}" if slice.label else ""
    return f"{slice.responder} on {slice.account}, {slice.kind}{label}"


class Grants:
    """Reads and writes what of one brand may go out alone because it has earned that."""

    def __init__(self, scripts: Scripts) -> None:
        """Grants of the brand that the scripts are bound to."""
        self._scripts = scripts

    async def grant(self, slice: Slice, by: str, now: int, why: str = "") -> bool:
        """Let a slice go out alone, unless bot.yaml says `off`; False when it may already."""
        return (await self._change("grant", slice, by, why, now))[0]

    async def withdraw(self, slice: Slice, why: str, by: str, now: int) -> tuple[bool, int]:
        """Take it back; what of the slice was queued by nobody waits for a person again.

        Answers whether that is news, and how many answers were taken back before they left.
        """
        return await self._change("withdraw", slice, by, why, now)

    async def all(self) -> tuple[Grant, ...]:
        """What stands and what was taken back last for each slice, the oldest grant first."""
        client, keys = self._scripts.client, self._scripts.keys
        found = await client.pipeline([("HGETALL", keys("grants")), ("HGETALL", keys("ungranted"))])
        grants = [_grant(slice, text) for hash in found if isinstance(hash, dict) for slice, text in hash.items()]
        return tuple(sorted(grants, key=lambda grant: (grant.at, in_words(grant.slice))))

    async def ask(self, slice: Slice, why: str, now: int) -> bool:
        """Propose to let a slice go out alone; False when that stands there already, or it may."""
        return (await self._change("ask", slice, "", why, now))[0]

    async def decline(self, slice: Slice, by: str, now: int, why: str = "") -> bool:
        """Answer no to what was proposed; False when nothing was."""
        return (await self._change("decline", slice, by, why, now))[0]

    async def asked(self) -> tuple[Asked, ...]:
        """What is proposed and what was declined last for each slice, the oldest first."""
        client, keys = self._scripts.client, self._scripts.keys
        found = await client.pipeline([("HGETALL", keys("askgrants")), ("HGETALL", keys("nogrants"))])
        asked = [_asked(slice, text) for hash in found if isinstance(hash, dict) for slice, text in hash.items()]
        return tuple(sorted(asked, key=lambda one: (one.at, in_words(one.slice))))

    async def _change(self, verb: str, slice: Slice, by: str, why: str, now: int) -> tuple[bool, int]:
        words = (slice_text(slice), verb, by, why, in_words(slice))
        news, taken_back = await self._scripts.run_kept("grant", now, *words)
        return bool(news), int(taken_back)


def _asked(slice: str, text: str) -> Asked:
    g = json.loads(text)
    return Asked(slice_of(slice), int(g["t"]), g.get("y", ""), g.get("b", ""))


def _grant(slice: str, text: str) -> Grant:
    g = json.loads(text)
    ended = (g.get("eb", ""), int(g.get("et", 0)), g.get("ey", ""))
    return Grant(slice_of(slice), g["b"], int(g["t"]), g.get("y", ""), *ended)
