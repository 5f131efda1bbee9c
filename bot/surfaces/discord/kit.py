"""What every click and command of the control channel is given: the brand, its cards, its options, and a few deeds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.learning import School
from bot.surfaces.discord.options import ControlOptions
from inbox.brand import Brand
from inbox.canned import CannedReply
from inbox.models import Actor
from inbox.search import Hit
from inbox.store.cards import Board

Keep = Callable[[bytes], Awaitable[str]]
"""Keep a file; answers the `ref` of a Media."""

Canned = Callable[[], Mapping[str, CannedReply]]
"""The replies that were written beforehand, by name, as they stand in the configuration now."""


class Search(Protocol):
    """Finds what was said."""

    async def __call__(self, *, words: str, by: Actor) -> Sequence[Hit]:
        """The best finds first; raises a Refused for words that cannot be searched for."""
        ...


@dataclass(frozen=True, slots=True)
class Kit:
    """The parts of one control channel."""

    brand: Brand
    cards: Board
    options: ControlOptions
    search: Search
    canned: Canned
    keep: Keep
    school: School
    desk_url: str = ""  # where the desk is, without a slash at its end; empty: it has no address for others
