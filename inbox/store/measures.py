"""What was switched on for bad days, in Redis: until when, by whom, and what the network does for it meanwhile."""

from __future__ import annotations

from inbox.actions import Proposal
from inbox.cases import Measure
from inbox.models import Actor
from inbox.store import codec
from inbox.store.case_codec import measure_of, measure_text
from inbox.store.scripts import Scripts


class Measures:
    """Reads and writes the measures of one brand."""

    def __init__(self, scripts: Scripts) -> None:
        """Measures of the brand that the scripts are bound to."""
        self._scripts = scripts

    async def on(self, measure: Measure, words: str, now: int, by: Actor, act: Proposal | None = None) -> None:
        """Switch it on, or change it; `act` is what the network is told to do for it, as decided by this person."""
        await self._change("on", measure.id, by, words, now, measure_text(measure), act)

    async def off(self, id: str, by: Actor, words: str, now: int, act: Proposal | None = None) -> bool:
        """End it; False when it is over already."""
        return await self._change("off", id, by, words, now, "", act) == "ok"

    async def lapse(self, id: str, by: Actor, words: str, now: int, act: Proposal | None = None) -> int | None:
        """End it if its time is over; answers until when it lasts if not (0: no end), None when it is no more."""
        answer = await self._change("lapse", id, by, words, now, "", act)
        return None if answer in {"ok", "missing"} else int(answer)

    async def all(self, now: int) -> tuple[Measure, ...]:
        """What is on, the oldest first."""
        found = await self._scripts.client.call("HGETALL", self._scripts.keys("measures"))
        known = [measure_of(id, text) for id, text in found.items()] if isinstance(found, dict) else []
        lasting = (one for one in known if not one.until or one.until > now)
        return tuple(sorted(lasting, key=lambda one: (one.at, one.id)))

    async def find(self, id: str) -> Measure | None:
        """One by its id, also when its time is over and nobody ended it yet; None when there is none."""
        text = await self._scripts.client.call("HGET", self._scripts.keys("measures"), id)
        return measure_of(id, str(text)) if text else None

    async def _change(
        self, verb: str, id: str, by: Actor, words: str, now: int, text: str, act: Proposal | None
    ) -> str:
        proposal = codec.proposal_text(act) if act else ""
        args = (id, verb, by.name, words, text, proposal, codec.actor_text(by))
        return str(await self._scripts.run_kept("measure", now, *args))
