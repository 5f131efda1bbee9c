"""A line of the routing table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.meta.calls import Call
from bot.playground.meta.tokens import Need
from bot.playground.meta.wire import JsonObject


@dataclass(frozen=True, slots=True)
class Route:
    """What does the work, and the permission it needs for the owner of the object (None: it asks by itself)."""

    work: Callable[[Call, Any], Awaitable[JsonObject]]
    need: Need | None = None
