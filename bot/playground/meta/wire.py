"""How the simulated Graph API writes JSON and times."""

from __future__ import annotations

import json
from datetime import UTC, datetime

JsonObject = dict[str, object]


def encode(body: object) -> bytes:
    """JSON as Meta sends it: ASCII with lower-case escapes, nothing between the parts."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()


def written(at: float) -> str:
    """A unix time as the Graph API writes it: 2024-02-06T09:31:16+0000."""
    return datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
