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


NOTHING_WAITS = Waiting()


async def waiting(brand: Brand, by: Actor) -> Waiting:
    """What waits now. Of a rule's matches only as many wait as are still to be judged before it may act."""
    flags = await docket.flags(brand, by, limit=1)
    appeals = await docket.appeals(brand, by, limit=1)
    needed, matches = (brand.fairness or Fairness()).after, 0
    for known in await brand.store.rulings.all():
        one, judged = known.standing, known.standing.right + known.standing.wrong
        if one.state == "shadow" and known.place is not None:
            matches += max(0, min(one.matches - judged, needed - judged))
    return Waiting(flags.total, appeals.total, matches)
