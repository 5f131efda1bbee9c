"""Ids of the simulated Bluesky: DIDs, record keys that sort by time (TID), and CIDs, which are digests of content."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re

LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
TID = re.compile(f"[234567abcdefghij][{LETTERS}]{{12}}")
HANDLE = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?")


class Ids:
    """Makes ids; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._last = 0

    def did(self) -> str:
        """A new DID of the directory: did:plc:ewvi7nxzyoun6zhxrhs64oiz."""
        return "did:plc:" + "".join(self._random.choice(LETTERS) for _ in range(24))

    def tid(self, now: float) -> str:
        """A new record key, later than all before."""
        self._last = max(self._last + 1, int(now * 1_000_000))
        number = self._last << 10 | self._random.getrandbits(10)
        return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(13)))

    def password(self) -> str:
        """A new app password: abcd-efgh-2345-6abc."""
        return "-".join("".join(self._random.choice(LETTERS) for _ in range(4)) for _ in range(4))

    def secret(self) -> str:
        """Something that nobody guesses."""
        return self._random.randbytes(24).hex()


def cid(content: object) -> str:
    """What stands for some content, in the form of a CID."""
    data = content if isinstance(content, bytes) else json.dumps(content, sort_keys=True).encode()
    return "bafyrei" + base64.b32encode(hashlib.sha256(data).digest()).decode().lower().rstrip("=")


def parts_of(uri: str) -> tuple[str, str, str]:
    """The DID, collection and record key of an at-uri; raises ValueError for anything else."""
    scheme, _, rest = uri.partition("://")
    did, collection, rkey = rest.split("/")
    if scheme != "at" or not did.startswith("did:"):
        raise ValueError(uri)
    return did, collection, rkey
