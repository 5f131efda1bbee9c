"""What a post has come to at Meta so far, step by step, so that a crash or a lost answer goes on where it broke off.

Everything that is made before a post is public (containers, unpublished photos, uploads) is written down before the
next step. When Meta gives up on one of them, the attempt is over: a person's retry makes everything anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._meta.graph import Graph
from bot.networks._meta.ids import padded
from bot.networks._meta.place import Place
from bot.networks._meta.shapes import milliseconds
from bot.networks._meta.words import NAMES
from bot.networks._outside import Share
from inbox.errors import NetworkError, Unavailable
from inbox.models import RemoteId
from inbox.network import Mailbox, Receipt

SHELF: Final = RemoteId("publishing")
BEFORE: Final = 600_000  # ms: so much earlier than our clock says Meta's may have been
OVER, PUBLISHING, PUBLISHED = "over", "publishing", "published"


@dataclass(frozen=True, slots=True)
class Tools:
    """What every part of publishing needs; `now` is in unix milliseconds."""

    place: Place
    graph: Graph
    mailbox: Mailbox
    share: Share
    now: Callable[[], int]

    @property
    def name(self) -> str:
        """The network's name, for people."""
        return NAMES[self.place.network]


@dataclass(slots=True)
class Steps:
    """The steps of one delivery's newest attempt; what was written first stands."""

    mailbox: Mailbox
    key: str
    attempt: int = 1

    async def get(self, step: str) -> str:
        """What this step came to; empty when it was not taken."""
        line = await self.mailbox.find(SHELF, f"{self.key}/{self.attempt}/{step}")
        return line.body if line else ""

    async def keep(self, step: str, value: str) -> str:
        """Write down what a step came to, before the next one is taken."""
        return (await self.mailbox.append(SHELF, f"{self.key}/{self.attempt}/{step}", value)).body

    async def give_up(self) -> None:
        """Nothing that this attempt made is of use any more, and none of it is public."""
        await self.keep(OVER, "yes")
        self.attempt += 1

    async def claims(self, post: str) -> bool:
        """Whether a post that was found is this delivery's: no other one has it."""
        return (await self.mailbox.append(SHELF, f"post/{post}", self.key)).body == self.key


async def steps_of(mailbox: Mailbox, key: str) -> Steps:
    """Where a delivery stands."""
    steps = Steps(mailbox, key)
    while await steps.get(OVER):
        steps.attempt += 1
    return steps


async def published(tools: Tools, steps: Steps, post: str, at: int = 0) -> Receipt:
    """It is public under this id since `at` (ms; 0: since now): written down, and proven."""
    await steps.keep(PUBLISHED, f"{post} {at or tools.now()}")
    await steps.claims(post)
    return Receipt(padded(post), at or tools.now())


async def receipt_of(steps: Steps) -> Receipt | None:
    """The receipt of what is known to be public."""
    post, _, at = (await steps.get(PUBLISHED)).partition(" ")
    return Receipt(padded(post), int(at)) if post else None


def id_in(answer: dict[str, Any], name: str, lost: type[NetworkError] = Unavailable, field: str = "id") -> str:
    """The id that an answer must hold; `lost` is raised when it does not."""
    value = answer.get(field)
    if not isinstance(value, str | int) or not value:
        raise lost(f"{name} said yes in words that could not be read.")
    return str(value)


def alike(text: str) -> str:
    """A text as two that look the same are: networks trim and fold white space."""
    return " ".join(text.split())


def nearest(posts: Iterable[dict[str, Any]], time: str, asked: int) -> list[dict[str, Any]]:
    """Those with an id that became public after they were asked for (ms), the nearest in time first."""
    fresh = [post for post in posts if post.get("id") and milliseconds(post.get(time)) >= asked - BEFORE]
    return sorted(fresh, key=lambda post: abs(milliseconds(post.get(time)) - asked))
