"""Sealing small secrets with AES-GCM, so that whoever reads where they are kept cannot read them.

A sealed text says which key sealed it, and opens only as the record that it was sealed for: copied to another account
or another name, it stays shut. The first key of a ring seals, every key opens.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from inbox.errors import SetupError

KEY_BYTES: Final = 32  # AES-256
NONCE_BYTES: Final = 12  # 96 bits, as GCM wants them; random, because the sealed texts are few
MARK: Final = "sealed1"
MAKE_ONE: Final = "`openssl rand -base64 32` makes one"

Record = tuple[str, str, str]
"""What a sealed text belongs to: the brand, the account, and the name that it is kept under."""


class UnknownKey(SetupError):
    """A text was sealed with a key that the ring does not have."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of 256 bits; `id` tells it from others and says nothing about it."""

    bits: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Eight letters that stand in every text that it sealed."""
        return hashlib.sha256(b"sangam key id" + self.bits).hexdigest()[:8]

    @property
    def text(self) -> str:
        """The key as a line of a ring."""
        return base64.b64encode(self.bits).decode()


def new_key() -> Key:
    """A key that nobody has."""
    return Key(secrets.token_bytes(KEY_BYTES))


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys, the newest first; `where` says in words where they come from."""

    keys: tuple[Key, ...]
    where: str

    def find(self, id: str) -> Key | None:
        """The key with this id."""
        return next((key for key in self.keys if key.id == id), None)


def ring_of(text: str, where: str) -> Ring:
    """The ring that a text describes: one key in base64 a line, the newest first; raises SetupError."""
    lines = [line.strip() for line in text.splitlines() if not line.lstrip().startswith("#")]
    keys = tuple(_key(word, where) for line in lines for word in line.split())
    return Ring(tuple(dict.fromkeys(keys)), where)


def text_of(keys: Sequence[Key]) -> str:
    """The ring as the text that `ring_of` reads."""
    return "".join(f"{key.text}\n" for key in keys)


def _key(word: str, where: str) -> Key:
    try:
        bits = base64.b64decode(word.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        bits = b""
    if len(bits) != KEY_BYTES:
        raise SetupError(f"A line of {where} is no key: a key is {KEY_BYTES} random bytes in base64; {MAKE_ONE}.")
    return Key(bits)


def seal(ring: Ring, text: str, record: Record) -> str:
    """Seal a text as this record with the first key; raises SetupError when there is no key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # OpenSSL, and most commands need none

    if not ring.keys:
        raise SetupError(f"There is no key in {ring.where} to encrypt with; {MAKE_ONE}.")
    key, nonce = ring.keys[0], secrets.token_bytes(NONCE_BYTES)
    shut = AESGCM(key.bits).encrypt(nonce, text.encode(), _bound(record))
    return f"{MARK}:{key.id}:{base64.urlsafe_b64encode(nonce + shut).decode()}"


def unseal(ring: Ring, sealed: str, record: Record) -> str:
    """The text that was sealed as this record.

    Raises UnknownKey when its key is not in the ring, and SetupError when it was changed or belongs elsewhere.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    id = key_id(sealed)
    key = ring.find(id)
    if key is None:
        has = ", ".join(known.id for known in ring.keys) or "none"
        raise UnknownKey(
            f"What is kept for {record[1]} was encrypted with the key {id or '?'}, and {ring.where} has {has}. "
            f"Put that key back, or connect the account once more."
        )
    try:
        shut = base64.b64decode(sealed.split(":")[2], altchars=b"-_", validate=True)
        return AESGCM(key.bits).decrypt(shut[:NONCE_BYTES], shut[NONCE_BYTES:], _bound(record)).decode()
    except (InvalidTag, ValueError, IndexError):
        raise SetupError(
            f"What is kept for {record[1]} cannot be opened: it was changed, or belongs to another brand or account. "
            f"Connect the account once more."
        ) from None


def key_id(sealed: str) -> str:
    """Which key sealed a text; "" when it is none of ours."""
    mark, _, rest = sealed.partition(":")
    return rest.partition(":")[0] if mark == MARK else ""


def _bound(record: Record) -> bytes:
    """What a sealed text is bound to; as JSON, so that no two records make the same bytes."""
    return json.dumps(record).encode()
