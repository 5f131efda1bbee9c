"""What one line of the routing table says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from bot.playground.x.calls import Call
from bot.playground.x.limits import DAY, QUARTER, Allowed
from bot.playground.x.wire import JsonObject

Auth = Literal["user", "app", "either", "none"]


@dataclass(frozen=True, slots=True)
class Route:
    """How a call is answered. `app` and `user` are the windows of an app that calls for itself, and of an account;
    `params` are the query parameters that it knows."""

    work: Callable[[Call], Awaitable[JsonObject]]
    auth: Auth = "user"
    scopes: frozenset[str] = frozenset()
    app: Allowed = ()
    user: Allowed = ()
    params: frozenset[str] = frozenset()
    status: int = 200


def quarter(many: int) -> Allowed:
    """So many calls in fifteen minutes."""
    return ((many, QUARTER),)


def daily(many: int) -> Allowed:
    """So many calls in a day."""
    return ((many, DAY),)
