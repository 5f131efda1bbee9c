"""Opens the control channel where bot.yaml speaks of one; only then is discord.py loaded."""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING

from bot.surfaces.discord.options import ControlOptions
from inbox.search import Index, search

if TYPE_CHECKING:
    from bot.learning import School
    from bot.surfaces.discord.kit import Canned, Keep
    from bot.surfaces.discord.room import ControlRoom
    from bot.tail import Tail
    from inbox.brand import Brand


def open_room(
    options: object, brand: Brand, index: Index, canned: Canned, keep: Keep, school: School, tail: Tail,
    stopping: asyncio.Event, desk_url: str,
) -> ControlRoom | None:  # fmt: skip
    """The control channel that these options describe; None where there are none. Nothing runs yet."""
    if not isinstance(options, ControlOptions):
        return None
    from bot.surfaces.discord.kit import Kit
    from bot.surfaces.discord.room import ControlRoom

    find = functools.partial(search, brand, index=index)
    kit = Kit(brand, brand.store.cards.of("discord"), options, find, canned, keep, school, desk_url)
    return ControlRoom(kit, tail, stopping)
