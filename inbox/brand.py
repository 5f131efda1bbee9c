"""A brand at work: its store, what its accounts can do, and how much it lets go out without a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inbox.models import AccountId, Kind
from inbox.network import Capabilities
from inbox.policy import Autonomy
from inbox.store import Store


@dataclass(frozen=True, slots=True)
class Undo:
    """How long a decided reply waits before it leaves, in milliseconds: decided by a person, or by nobody."""

    people: int = 5_000
    automatic: int = 20_000


@dataclass(frozen=True, slots=True)
class Brand:
    """What every use case is given; `now` answers unix milliseconds, `debounce` lets a burst of messages end."""

    name: str
    store: Store
    capabilities: Mapping[AccountId, Capabilities]
    autonomy: Callable[[str, AccountId, Kind], Autonomy]
    now: Callable[[], int]
    undo: Undo = Undo()
    debounce: int = 1_000
