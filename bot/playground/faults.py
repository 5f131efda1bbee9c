"""Planned and random failures of simulated networks: which call or delivery fails next, and in which way.

A network asks `Faults.for_call` before each call it serves and `Faults.for_delivery` before each thing it delivers,
and does what the `Fault` says. Nothing here knows a network.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase


class Kind(StrEnum):
    """What goes wrong. The first six befall a call, the others a delivery."""

    HANG_BEFORE = "hang_before"  # nothing happens, no answer comes: the caller times out
    HANG_AFTER = "hang_after"  # it happens, no answer comes
    CUT_BEFORE = "cut_before"  # nothing happens, the connection is cut
    CUT_AFTER = "cut_after"  # it happens, the connection is cut: the answer is lost
    REFUSE = "refuse"  # nothing happens, the answer has this status
    SLOW = "slow"  # it happens, the answer comes late
    DUPLICATE = "duplicate"  # delivered twice
    REORDER = "reorder"  # delivered behind the next one
    DELAY = "delay"  # delivered later
    FORGED = "forged"  # somebody else delivers an imitation first
    LOST = "lost"  # never delivered


CALLS = frozenset({Kind.HANG_BEFORE, Kind.HANG_AFTER, Kind.CUT_BEFORE, Kind.CUT_AFTER, Kind.REFUSE, Kind.SLOW})


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail.

    `status`, `text` and `retry_after` (seconds) belong to REFUSE; an empty text means the network's own words.
    `seconds` (virtual) is how long to hang, be slow, or hold a delivery back. A delivery that is held back keeps
    the order of its conversation unless `shuffles` says that later ones of the same conversation may overtake it.
    """

    kind: Kind
    status: int = 500
    text: str = ""
    retry_after: int = 0
    seconds: float = 1.0
    shuffles: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Which calls or deliveries are meant; each field is a shell pattern.

    `call` is the network's name of the method, or of the kind of delivery; `subject` is whom it is about, such as
    a chat id.
    """

    call: str = "*"
    network: str = "*"
    account: str = "*"
    subject: str = "*"

    def fits(self, network: str, account: str, call: str, subject: str) -> bool:
        """Whether all four patterns fit."""
        return (
            fnmatchcase(call, self.call)
            and fnmatchcase(network, self.network)
            and fnmatchcase(account, self.account)
            and fnmatchcase(subject, self.subject)
        )


@dataclass(slots=True)
class _Plan:
    match: Match
    fault: Fault
    left: int
    probability: float


@dataclass(slots=True)
class Faults:
    """The failures that are still to come, and a count of those that were dealt.

    The same seed and the same order of questions give the same failures.
    """

    seed: int = 0
    dealt: Counter[Kind] = field(default_factory=Counter)
    _calls: list[_Plan] = field(default_factory=list)
    _deliveries: list[_Plan] = field(default_factory=list)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def next(self, fault: Fault, match: Match | str = "*", times: int = 1) -> None:
        """The next `times` calls or deliveries that fit `match` fail like `fault`; a string is a call pattern."""
        self._plan(fault, match, times, 1.0)

    def sometimes(self, fault: Fault, probability: float, match: Match | str = "*") -> None:
        """From now on each one that fits `match` fails like `fault` with this probability (0 to 1)."""
        self._plan(fault, match, -1, probability)

    def clear(self) -> None:
        """Everything works again; what was dealt stays counted."""
        self._calls.clear()
        self._deliveries.clear()

    def for_call(self, network: str, account: str, call: str, subject: str = "") -> Fault | None:
        """The failure of this call, or None. Using it up is part of asking."""
        return self._deal(self._calls, network, account, call, subject) if self._calls else None

    def for_delivery(self, network: str, account: str, call: str, subject: str = "") -> Fault | None:
        """The failure of this delivery, or None. Using it up is part of asking."""
        return self._deal(self._deliveries, network, account, call, subject) if self._deliveries else None

    def _plan(self, fault: Fault, match: Match | str, left: int, probability: float) -> None:
        wanted = Match(call=match) if isinstance(match, str) else match
        plans = self._calls if fault.kind in CALLS else self._deliveries
        plans.append(_Plan(wanted, fault, left, probability))

    def _deal(self, plans: list[_Plan], network: str, account: str, call: str, subject: str) -> Fault | None:
        for plan in plans:
            if not plan.match.fits(network, account, call, subject):
                continue
            if plan.probability < 1.0 and self._random.random() >= plan.probability:
                continue
            plan.left -= 1
            if plan.left == 0:
                plans.remove(plan)
            self.dealt[plan.fault.kind] += 1
            return plan.fault
        return None


def fault_from(given: Mapping[str, object]) -> Fault:
    """The fault that a JSON object describes; raises ValueError for an unknown kind."""
    return Fault(
        kind=Kind(str(given.get("kind"))),
        status=int(str(given.get("status", 500))),
        text=str(given.get("text", "")),
        retry_after=int(str(given.get("retry_after", 0))),
        seconds=float(str(given.get("seconds", 1.0))),
        shuffles=bool(given.get("shuffles", False)),
    )


def match_from(given: Mapping[str, object]) -> Match:
    """The match that a JSON object describes; a missing field fits everything."""
    return Match(**{name: str(given.get(name, "*")) for name in ("call", "network", "account", "subject")})
