"""What proves to either side of the generic network that the other one spoke: HMAC-SHA256 over the time and the body.

The header is `Sangam-Signature: t=<unix seconds>,s=<hex>`, and what is signed is the time, a dot, and the body as it
is sent. A body that is older or newer than five minutes is refused, so that nobody can send it once more next week.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Final

HEADER: Final = "sangam-signature"
TOLERANCE: Final = 300  # seconds that two clocks may differ, with the way between them
_FORM: Final = re.compile(r"t=(\d{1,12}),s=([0-9a-f]{64})", re.ASCII)


def sign(secret: str, body: bytes, at: int) -> str:
    """What the header says of a body that is sent at `at` (unix seconds)."""
    return f"t={at},s={_hex(secret, at, body)}"


def why_not(secret: str, body: bytes, header: str, now: int) -> str:
    """Why a header does not prove a body that came at `now` (unix seconds), in words; empty when it does."""
    form = _FORM.fullmatch(header.strip())
    if form is None:
        return f"the header {HEADER.title()} is missing, or is not t=<unix seconds>,s=<64 hexadecimal digits>"
    at = int(form[1])
    if not hmac.compare_digest(_hex(secret, at, body), form[2]):
        return "the signature is not that of this body with the secret of this account"
    if abs(now - at) > TOLERANCE:
        when = "ago" if at < now else "ahead"
        return f"it was signed {abs(now - at)} seconds {when}; set the clock right, or sign it anew"
    return ""


def _hex(secret: str, at: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
