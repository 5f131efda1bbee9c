"""What proves that TikTok called: HMAC-SHA256 of the time and the body as it came, in `Tiktok-Signature: t=…,s=…`.

business-api.tiktok.com, "Webhooks: verify the signature", read 2026-11-23. TikTok's own sample takes five seconds of
difference; a clock that is a minute off would lose everything, so five minutes are let pass here.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Final

HEADER: Final = "tiktok-signature"
TOLERANCE: Final = 300  # seconds
_TIME: Final = re.compile(r"\d{1,15}", re.ASCII)
FORGED: Final = (
    "This is not signed with the secret of our app. If you are the operator: compare app_secret in bot.yaml with the "
    "Secret on the app's page at business-api.tiktok.com/portal."
)
SKEWED: Final = (
    "This was signed {seconds} seconds {when} by the clock of this machine, and 300 are let pass. If you are the "
    "operator: set the machine's clock (it may be wrong, or this is an old body sent again)."
)


def sign(secret: str, at: int, body: bytes) -> str:
    """The hexadecimal half of the header for a body sent at `at` (unix seconds)."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def wrong(secret: str, body: bytes, header: str | None, now: int) -> str:
    """What is wrong with the header for these very bytes, in words; "" when nothing is. `now` is in unix ms.

    Takes the same time whatever is wrong with the signature; only what is signed is told of a clock that is off.
    """
    parts = dict(part.strip().partition("=")[::2] for part in (header or "").split(","))
    given, time = parts.get("s", ""), parts.get("t", "")
    at = int(time) if _TIME.fullmatch(time) else -1
    mine = hmac.new(secret.encode(), f"{time}.".encode("utf-8", "surrogatepass") + body, hashlib.sha256).hexdigest()
    same = hmac.compare_digest(mine.encode(), given.lower().encode("utf-8", "surrogatepass"))
    if not same or at < 0:
        return FORGED
    late = now // 1000 - at
    return SKEWED.format(seconds=abs(late), when="ago" if late > 0 else "ahead") if abs(late) > TOLERANCE else ""
