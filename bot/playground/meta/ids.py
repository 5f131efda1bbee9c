"""Ids that look like Meta's and are the same in every run."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter

# What begins each kind of id, and how many digits follow.
_KINDS = {
    "app": ("8140", 12),
    "login": ("1022", 13),
    "page": ("1067", 11),
    "person": ("243", 14),
    "post": ("122", 15),
    "comment": ("106", 13),
    "photo": ("123", 12),
    "video": ("148", 13),
    "profile": ("178414", 11),
    "scoped": ("2531", 13),
    "media": ("180", 14),
    "ig comment": ("179", 14),
    "container": ("17889", 12),
    "ad": ("1202", 14),
    "thread": ("1220", 12),
    "upload": ("109", 13),
    "shared": ("17", 8),
}


class Ids:
    """Counts each kind on its own."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def number(self, kind: str) -> str:
        """The next id that is digits only."""
        start, digits = _KINDS[kind]
        self._counts[kind] += 1
        return f"{start}{self._counts[kind] * 37:0{digits}}"

    def mid(self, *, instagram: bool) -> str:
        """The next id of a message."""
        self._counts["mid"] += 1
        digest = hashlib.sha512(f"mid {self._counts['mid']}".encode()).digest()
        letters = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        start = "aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlE" if instagram else "m_"
        return start + letters

    def thread(self, *, instagram: bool) -> str:
        """The next id of a conversation."""
        number = self.number("thread")
        return (
            "aWdfZAG06" + base64.urlsafe_b64encode(number.encode()).decode().rstrip("=") if instagram else f"t_{number}"
        )

    def trace(self) -> str:
        """The fbtrace_id of the next error."""
        self._counts["trace"] += 1
        return "A" + hashlib.sha256(f"trace {self._counts['trace']}".encode()).hexdigest()[:20]
