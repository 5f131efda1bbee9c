"""The seam between the world and its hooks: what an app is told, in which envelope, and how that is signed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Family = Literal["COMMENT", "DIRECT_MESSAGE", "VIDEO"]
SIGNATURE = "Tiktok-Signature"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that an app is told about an account (its open_id); `at` in unix seconds, `item` the id of a post."""

    app: str
    family: Family
    name: str  # as the envelope has it: comment.update, im_receive_msg, …
    account: str
    content: Mapping[str, Any]
    at: float
    item: str = ""
    subject: str = ""  # whom it is about


@dataclass(frozen=True, slots=True)
class Address:
    """Where an app wants to be told of a family of events, and the secret that signs what it is told."""

    url: str
    secret: str


def body_of(told: Told) -> bytes:
    """The envelope, with its content as JSON in a string, in which ids are numbers of 19 digits.

    Signs that mean something in HTML are escaped, so that only who verifies the raw bytes can verify.
    """
    envelope = {
        "client_key": told.app,
        "event": told.name,
        "create_time": int(told.at),
        "user_openid": told.account,
        "content": _encoded(told.content),
    }
    text = _encoded(envelope)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.encode()


def headers(secret: str, body: bytes, now: float, trace: str = "") -> dict[str, str]:
    """What goes along with a body that is sent at `now`."""
    at = int(now)
    return {
        "Content-Type": "application/json",
        "User-Agent": "tiktok-webhook",
        "webhook-schema-version": "1.0",
        "x-tt-logid": trace,
        SIGNATURE: f"t={at},s={signature(secret, at, body)}",
    }


def signature(secret: str, at: int, body: bytes) -> str:
    """HMAC-SHA256 of the time, a dot and the raw body, in hexadecimal."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def _encoded(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
