"""What a program did to a simulated network, as that writes it down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sent:
    """By which call (`POST /2/tweets`), to what, what came of it, its words, and by whose account.

    `at` is in unix seconds; `number` counts from 1.
    """

    number: int
    at: float
    call: str
    object_id: str
    result_id: str
    text: str
    account: str
    details: dict[str, Any]
