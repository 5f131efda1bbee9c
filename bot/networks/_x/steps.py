"""What something that takes several calls has come to, step by step, so that a crash or a lost answer goes on there.

Files that were brought to X and posts of a thread that are public are written down before the next step is taken.
When X gives up on a file, its attempt is over: a person's retry brings it anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inbox.models import RemoteId
from inbox.network import Mailbox

SHELF: Final = RemoteId("steps")
OVER: Final = "over"


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
        """Nothing that this attempt made is of use any more."""
        await self.keep(OVER, "yes")
        self.attempt += 1


async def steps_of(mailbox: Mailbox, key: str) -> Steps:
    """Where it stands."""
    steps = Steps(mailbox, key)
    while await steps.get(OVER):
        steps.attempt += 1
    return steps
