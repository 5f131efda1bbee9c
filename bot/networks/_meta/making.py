"""What all ways of publishing at Meta have in common: their tools, and how one reads what an answer came to.

Everything that is made before a post is public (containers, unpublished photos, uploads) is a step of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.networks._meta.graph import Graph
from bot.networks._meta.ids import padded
from bot.networks._meta.place import Place
from bot.networks._meta.shapes import milliseconds
from bot.networks._meta.words import NAMES
from bot.networks._outside import Share
from bot.networks._steps import Steps
from inbox.errors import NetworkError, Unavailable
from inbox.network import Mailbox, Receipt

BEFORE: Final = 600_000  # ms: so much earlier than our clock says Meta's may have been
PUBLISHING: Final = "publishing"


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


async def published(tools: Tools, steps: Steps, post: str, at: int = 0) -> Receipt:
    """It is public under this id since `at` (ms; 0: since now): written down, and proven."""
    return _whole(await steps.done(post, at or tools.now()))


async def receipt_of(steps: Steps) -> Receipt | None:
    """The receipt of what is known to be public."""
    known = await steps.receipt()
    return _whole(known) if known else None


def _whole(receipt: Receipt) -> Receipt:
    return replace(receipt, id=padded(receipt.id))


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
