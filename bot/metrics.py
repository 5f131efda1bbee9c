"""Figures for Prometheus: what the log tells, counted as it is written, and how much waits, read when asked."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from inbox import views
from inbox.brand import Brand
from inbox.models import SYSTEM, Entry

ACCOUNT_WORKS = {"ok": 1.0, "paused": 0.5, "stopped": 0.0}


class Metrics:
    """The figures of one process; counts begin with it, as Prometheus expects."""

    def __init__(self, brand: Brand) -> None:
        """Register the figures; `heard` is to be called with each line of the log."""
        self._brand = brand
        self.registry = CollectorRegistry()
        self._entries = Counter(
            "sangam_entries",
            "Lines of the log seen by this process, by what happened",
            ["what"],
            registry=self.registry,
        )
        self._shelf = Gauge("sangam_shelf", "Conversations on each shelf", ["shelf"], registry=self.registry)
        self._account = Gauge(
            "sangam_account_works", "1 works, 0.5 pauses, 0 stopped", ["account"], registry=self.registry
        )
        heard = "Unix time when the account last heard anything"
        self._heard = Gauge("sangam_account_heard_seconds", heard, ["account"], registry=self.registry)
        self._trips = Gauge("sangam_redis_round_trips", "Commands sent to Redis and answered", registry=self.registry)

    def heard(self, entry: Entry) -> None:
        """Count one line of the log."""
        self._entries.labels(entry.what).inc()

    async def page(self) -> bytes:
        """The figures in Prometheus' text format; raises StoreAway."""
        seen = await views.overview(self._brand, SYSTEM)
        for shelf, count in seen.counts.items():
            if not shelf.startswith("mine:"):
                self._shelf.labels(shelf).set(count)
        for account in seen.accounts:
            self._account.labels(account.account).set(ACCOUNT_WORKS[account.state])
            self._heard.labels(account.account).set(account.heard_at / 1000)
        self._trips.set(self._brand.store.client.round_trips)
        return generate_latest(self.registry)
