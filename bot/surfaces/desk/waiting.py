"""How much of moderation waits for somebody: the number in the side bar, and those of the tabs."""

from __future__ import annotations

from dataclasses import dataclass

from inbox import docket
from inbox.brand import Brand
from inbox.cases import Fairness
from inbox.models import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: messages to be judged, appeals, and matches of which somebody should say whether they are right."""

    flags: int = 0
    appeals: int = 0
    matches: int = 0

    @property
    def all(self) -> int:
        """All of it."""
        return self.flags + self.appeals + self.matches

    @property
    def counts(self) -> dict[str, int]:
        """Each number under the name by which pages ask for it."""
        found = {"judge": self.flags, "appeals": self.appeals, "rules": self.matches}
        return {"moderation": self.all} | {f"moderation.{name}": number for name, number in found.items()}


async def waiting(brand: Brand, by: Actor, matches: int | None = None) -> Waiting:
    """What waits now; `matches` where they are known, which spares a look at every rule."""
    flags = await docket.flags(brand, by, limit=1)
    appeals = await docket.appeals(brand, by, limit=1)
    return Waiting(flags.total, appeals.total, await _matches(brand) if matches is None else matches)


async def _matches(brand: Brand) -> int:
    """How many matches are to be judged: of each rule only as many as it needs before it may act."""
    needed, found = (brand.fairness or Fairness()).after, 0
    for known in await brand.store.rulings.all():
        one, judged = known.standing, known.standing.right + known.standing.wrong
        if one.state == "shadow" and known.place is not None:
            found += max(0, min(one.matches - judged, needed - judged))
    return found
