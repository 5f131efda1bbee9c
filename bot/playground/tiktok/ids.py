"""Ids that look like TikTok's and are the same in every run."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter

_STARTS = {"video": 7301, "comment": 7247, "upload": 7402, "app": 7395, "publication": 7512}


class Ids:
    """Counts each kind on its own."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def number(self, kind: str) -> str:
        """The next id of 19 digits, beyond what a float can hold: its last digits would be lost on the way."""
        self._counts[kind] += 1
        return f"{_STARTS[kind]}{self._counts[kind] * 7919 + 303_576_418_561:015d}"

    def words(self, kind: str, length: int = 32) -> str:
        """The next id of letters and digits."""
        return self._digest(kind).hex()[:length]

    def padded(self, kind: str) -> str:
        """The next id in base64, with a plus, a slash and padding, as conversations and people have them."""
        return base64.b64encode(b"\xfb\xef\xff" + self._digest(kind)[:25]).decode()

    def _digest(self, kind: str) -> bytes:
        self._counts[kind] += 1
        return hashlib.sha256(f"{kind} {self._counts[kind]}".encode()).digest()
