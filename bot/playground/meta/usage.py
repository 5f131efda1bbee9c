"""How much of its allowance an app has used up, as the headers of each answer tell, and what happens beyond it."""

from __future__ import annotations

import json
import math
from collections import deque
from dataclasses import dataclass, field

from bot.playground.meta.records import App, Owner, Page
from bot.playground.meta.refusals import Refusal

HOUR = 3600.0
APP, PAGE = "app", "page"
RATES = {"sends": (300, 1.0), "private replies": (750, HOUR)}  # so many in so many seconds, for each owner
BUSINESS_CODES = {"pages": 80001, "instagram": 80002, "messenger": 80006}


@dataclass(slots=True)
class Figures:
    """One meter: the calls of the last `lasts` seconds out of `allowed`, or what a test has set (percent, minutes)."""

    allowed: int
    calls: deque[float] = field(default_factory=deque)
    set_to: float = -1.0
    regain: int = 0
    lasts: float = HOUR

    def share(self, now: float) -> float:
        """Percent used."""
        if self.set_to >= 0:
            return self.set_to
        while self.calls and self.calls[0] <= now - self.lasts:
            self.calls.popleft()
        return 100 * len(self.calls) / self.allowed

    def minutes(self, now: float) -> int:
        """Minutes until calls are answered again, 0 while they are."""
        if self.regain or self.set_to >= 0 or self.share(now) < 100:
            return self.regain
        return max(1, math.ceil((self.calls[0] + self.lasts - now) / 60))

    def as_json(self, now: float) -> dict[str, int]:
        """The three percentages."""
        share = math.ceil(self.share(now)) if self.calls or self.set_to >= 0 else 0
        return {"call_count": share, "total_cputime": share * 3 // 4, "total_time": share * 4 // 5}


class Usage:
    """All meters. Unless `limited`, calls beyond an allowance are answered all the same."""

    def __init__(self, *, limited: bool) -> None:
        self.limited = limited
        self.refused = 0  # calls beyond an allowance
        self.allowed = {APP: 4800, PAGE: 4800, "pages": 4800, "instagram": 4800, "messenger": 4800}
        self._meters: dict[tuple[str, str], Figures] = {}

    def meter(self, kind: str, of: str) -> Figures:
        """The meter of one kind (app, page, pages, instagram, messenger) for the id of an app, a Page or a profile."""
        return self._meters.setdefault((kind, of), Figures(self.allowed[kind]))

    def set(self, kind: str, of: str, percent: float, regain: int = 0) -> None:
        """From now on this meter shows so many percent; a negative number lets it count again."""
        meter = self.meter(kind, of)
        meter.set_to, meter.regain = percent, regain

    def take(self, kind: str, of: str, now: float) -> None:
        """Count a message (one of RATES) of a Page or a profile; raises Refusal 613 for too many when `limited`."""
        allowed, lasts = RATES[kind]
        meter = self._meters.setdefault((kind, of), Figures(allowed, lasts=lasts))
        meter.calls.append(now)
        if self.limited and meter.share(now) > 100:
            self.refused += 1
            raise Refusal(613)

    def count(self, app: App, owner: Owner | None, *, messages: bool, user: bool, now: float) -> dict[str, str]:
        """Count a call and return the headers of its answer; raises Refusal beyond an allowance.

        What a test has set counts always, what was called only when `limited`; a `user` has a token of their own.
        """
        meters = self._concerned(app, owner, messages=messages)
        for meter in meters.values():
            meter.calls.append(now)
        for kind, meter in meters.items():
            if meter.set_to >= 100 or (self.limited and meter.share(now) > 100):
                self.refused += 1
                raise Refusal(BUSINESS_CODES.get(kind) or (32 if kind == PAGE else 17 if user else 4))
        return _headers(meters, app, owner, now)

    def _concerned(self, app: App, owner: Owner | None, *, messages: bool) -> dict[str, Figures]:
        meters = {APP: self.meter(APP, app.id)}
        if isinstance(owner, Page):
            meters[PAGE] = self.meter(PAGE, owner.id)
            kind = "messenger" if messages else "pages"
            meters[kind] = self.meter(kind, owner.id)
        elif owner is not None:
            meters["instagram"] = self.meter("instagram", owner.id)
        return meters


def _headers(meters: dict[str, Figures], app: App, owner: Owner | None, now: float) -> dict[str, str]:
    headers = {"X-App-Usage": json.dumps(meters[APP].as_json(now))}
    if PAGE in meters:
        headers["X-Page-Usage"] = json.dumps(meters[PAGE].as_json(now))
    business = [
        {"type": kind} | meter.as_json(now) | {"estimated_time_to_regain_access": meter.minutes(now)}
        for kind, meter in meters.items()
        if kind in BUSINESS_CODES
    ]
    if owner is not None and business:
        headers["X-Business-Use-Case-Usage"] = json.dumps({owner.id: business})
    return headers
