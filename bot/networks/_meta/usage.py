"""How much of Meta's limits is used up, as the headers of each answer tell, and when more is let through.

`X-App-Usage` and `X-Page-Usage` hold percentages; `X-Business-Use-Case-Usage` also says in how many minutes a limit
that was hit ends (docs/graph-api/overview/rate-limiting).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

ALMOST_ALL: Final = 0.95
STALE: Final = 600_000  # ms after which a figure that no answer repeated is forgotten
A_WHILE: Final = 60.0  # seconds without an effect when nearly all is used and Meta does not say until when
FLAT: Final = ("x-app-usage", "x-page-usage")
BUSINESS: Final = "x-business-use-case-usage"
PERCENTAGES: Final = ("call_count", "total_time", "total_cputime", "cpu_time")
REGAINS: Final = "estimated_time_to_regain_access"


@dataclass(slots=True)
class Usage:
    """The newest figures: the share of each limit (1.0 is all of it), and when nothing more is held back (ms, 0)."""

    shares: dict[str, float] = field(default_factory=dict)
    regain_at: int = 0
    _told_at: dict[str, int] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """The share of the limit that is nearest to its end."""
        return max(self.shares.values(), default=0.0)

    def learn(self, headers: Mapping[str, str], now: int, *, effect: bool = False) -> None:
        """Take in what an answer tells; `headers` in lower case, `now` in unix ms, `effect`: it was no mere reading.

        Where Meta does not say when a limit ends, one effect a while goes; reading must not put that off for ever.
        """
        fresh = dict(_shares(headers))
        self._told_at |= dict.fromkeys(fresh, now)
        self.shares |= fresh
        for kind in [kind for kind, at in self._told_at.items() if now - at > STALE]:
            del self._told_at[kind], self.shares[kind]
        wait = regains_in(headers)
        if max(fresh.values(), default=0.0) >= ALMOST_ALL:
            if wait or effect or now >= self.regain_at + 1000 * A_WHILE:
                self.regain_at = max(self.regain_at, now + round(1000 * (wait or A_WHILE)))
        elif fresh and self.share < ALMOST_ALL:
            self.regain_at = now + round(1000 * wait) if wait else 0

    def wait(self, now: int) -> float:
        """How many seconds nothing more should be done; 0 when there is room."""
        if self.share < ALMOST_ALL:
            return 0.0
        return max(0.0, (self.regain_at - now) / 1000)


def regains_in(headers: Mapping[str, str]) -> float:
    """In how many seconds Meta lets more through, as it says itself; 0 when it does not."""
    return max((60.0 * _figure(use, REGAINS) for use in _business(headers).values()), default=0.0)


def _shares(headers: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    for name in FLAT:
        use = _json(headers.get(name, ""))
        if isinstance(use, dict) and use:
            yield name.removeprefix("x-").removesuffix("-usage"), _most(use)
    for kind, use in _business(headers).items():
        yield kind, _most(use)


def _business(headers: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """By kind of use: "pages", "messenger", "instagram"."""
    told = _json(headers.get(BUSINESS, ""))
    uses = [use for each in told.values() if isinstance(each, list) for use in each] if isinstance(told, dict) else []
    return {f"{use.get('type', 'business')}": use for use in uses if isinstance(use, dict)}


def _most(use: Mapping[str, object]) -> float:
    return max(_figure(use, name) for name in PERCENTAGES) / 100


def _figure(use: Mapping[str, object], name: str) -> float:
    value = use.get(name)
    return max(0.0, float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _json(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None
