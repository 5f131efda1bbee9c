"""How the simulated X writes JSON and times."""

from __future__ import annotations

import json
from datetime import UTC, datetime

JsonObject = dict[str, object]


def encode(body: object) -> bytes:
    """JSON as X sends it: UTF-8, nothing between the parts."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def written(at: float) -> str:
    """A unix time as X writes it: 2026-07-24T21:05:48.000Z."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{int(at * 1000) % 1000:03d}Z"


def moment(text: str) -> float:
    """The unix time of an RFC 3339 text; raises ValueError for anything else."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"no time zone in {text}")
    return at.timestamp()


def names(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())
