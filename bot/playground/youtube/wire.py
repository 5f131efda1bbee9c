"""How the simulated Google writes JSON, times and ETags."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime

JsonObject = dict[str, object]


def encode(body: object) -> bytes:
    """JSON as Google sends it, without the blanks of its pretty printing."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def written(at: float) -> str:
    """A unix time in whole seconds: 2026-01-01T00:00:00Z."""
    return datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> float:
    """The unix time of an ISO 8601 date-time with a zone; raises ValueError for anything else."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return read.timestamp()


def etag(body: object) -> str:
    """The ETag of a resource or a list: the same for the same content."""
    digest = hashlib.sha256(encode(body)).digest()
    return base64.urlsafe_b64encode(digest[:20]).decode().rstrip("=")
