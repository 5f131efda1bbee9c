"""What something that takes several calls has come to, step by step, so that a crash or a lost answer goes on there.

Every step is written down before the next one is taken. When a network gives up on what was begun, that attempt is
over: a person's retry makes everything anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inbox.models import RemoteId
from inbox.network import Mailbox, Receipt

SHELF: Final = RemoteId("publishing")
OVER, PUBLISHED = "over", "published"


@dataclass(slots=True)
class Steps:
    """The steps of one thing's newest attempt; what was written first stands."""

    mailbox: Mailbox
    key: str
    attempt: int = 1

    async def get(self, step: str) -> str:
        """What this step came to; "" when it was not taken."""
        line = await self.mailbox.find(SHELF, f"{self.key}/{self.attempt}/{step}")
        return line.body if line else ""

    async def keep(self, step: str, value: str) -> str:
        """Write down what a step came to, safe from a crash, before the next one is taken."""
        return (await self.mailbox.append(SHELF, f"{self.key}/{self.attempt}/{step}", value)).body

    async def give_up(self) -> None:
        """Nothing that this attempt made is of use any more, and none of it is public."""
        await self.keep(OVER, "yes")
        self.attempt += 1

    async def claims(self, post: str) -> bool:
        """Whether a post that was found is this delivery's: no other one has it."""
        return (await self.mailbox.append(SHELF, f"post/{post}", self.key)).body == self.key

    async def done(self, post: str, at: int) -> Receipt:
        """It is public under this id since `at` (unix ms)."""
        await self.claims(post)  # first: once it is written down as public, nobody comes back to claim it
        await self.keep(PUBLISHED, f"{post} {at}")
        return Receipt(RemoteId(post), at)

    async def receipt(self) -> Receipt | None:
        """The receipt of what is known to be public."""
        post, _, at = (await self.get(PUBLISHED)).partition(" ")
        return Receipt(RemoteId(post), int(at)) if post else None


async def steps_of(mailbox: Mailbox, key: str) -> Steps:
    """Where it stands."""
    steps = Steps(mailbox, key)
    while await steps.get(OVER):
        steps.attempt += 1
    return steps
