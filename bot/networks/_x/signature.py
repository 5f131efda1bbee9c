"""What proves that X called, and to X that an address is ours: HMAC-SHA256 in base64.

X signs with the app's API Key Secret; a second header, where there is one, with the client secret of OAuth 2.

Whoever asks gets a challenge signed with the very secret that proves a body. So nothing that could be a body is taken
for a challenge, and nothing that could be a challenge for a body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Final

HEADER: Final = "x-twitter-webhooks-signature"
NEWER_HEADER: Final = "x-twitter-webhooks-signature-oauth2"
_CHALLENGE: Final = re.compile(rb"[A-Za-z0-9_+/=.~-]{1,200}")  # X's are the base64 of a UUID


def sign(secret: str, said: bytes) -> str:
    """What the header says of a body, and what answers a challenge."""
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest()).decode()


def signed(consumer_secret: str, client_secret: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether a header is the signature of these very bytes; takes the same time whatever is wrong with it."""
    pairs = ((consumer_secret, headers.get(HEADER, "")), (client_secret, headers.get(NEWER_HEADER, "")))
    fits = [
        hmac.compare_digest(sign(secret, body).encode(), told.encode("utf-8", "surrogatepass")) and bool(secret)
        for secret, told in pairs
    ]
    return any(fits) and not is_challenge(body)


def is_challenge(said: bytes) -> bool:
    """Whether X may have made this up for us to sign; a body, which is a JSON object, never looks so."""
    return _CHALLENGE.fullmatch(said) is not None


def answer_to(challenge: str, secret: str) -> str:
    """The body that answers X's challenge of our address."""
    return json.dumps({"response_token": sign(secret, challenge.encode("utf-8", "surrogatepass"))})
