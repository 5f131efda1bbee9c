"""What proves that Meta called, and to Meta that we do: all of it HMAC-SHA256 with the app's secret.

Hooks are signed over the body as it came. Meta escapes what is not ASCII, so a body that was parsed and written again
has another signature.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

HEADER: Final = "x-hub-signature-256"
PREFIX: Final = "sha256="


def sign(secret: str, body: bytes) -> str:
    """What the header X-Hub-Signature-256 says of a body."""
    return PREFIX + _hex(secret, body)


def signed(secret: str, body: bytes, header: str | None) -> bool:
    """Whether the header is the signature of these very bytes; takes the same time whatever is wrong."""
    return hmac.compare_digest(sign(secret, body).encode(), (header or "").encode("utf-8", "surrogatepass"))


def verify_token(secret: str) -> str:
    """What Meta has to repeat when it proves an address of ours; follows from the secret, so nobody configures it."""
    return _hex(secret, b"sangam webhook")[:32]


def known_token(secret: str, given: str | None) -> bool:
    """Whether this is the verify token; takes the same time whatever is wrong."""
    return hmac.compare_digest(verify_token(secret).encode(), (given or "").encode("utf-8", "surrogatepass"))


def proof(secret: str, token: str) -> str:
    """The `appsecret_proof` that goes along with a call made with `token`."""
    return _hex(secret, token.encode())


def _hex(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
