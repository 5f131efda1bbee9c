"""The bodies of Meta's hooks: what the world tells, put into entries, escaped as Meta escapes, and signed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence

from bot.playground.meta.told import Told

MOST = 1000  # changes in one body
SHA256, SHA1 = "X-Hub-Signature-256", "X-Hub-Signature"


def body_of(told: Sequence[Told]) -> bytes:
    """One body with all of this, which must be of one kind of object; changes of one Page in one second share an entry.

    ASCII, with lowercase hexadecimal escapes and escaped slashes, so that only who verifies the raw bytes can verify.
    """
    entries: list[dict[str, object]] = []
    told_of: list[Told] = []
    for one in told:
        if told_of and _shares_entry(told_of[-1], one):
            changes = entries[-1]["changes"]
            assert isinstance(changes, list)
            changes.append(_item(one))
        else:
            entries.append({"id": one.entry, "time": _time(one), one.kind: [_item(one)]})
        told_of.append(one)
    return encoded({"object": told[0].object, "entry": entries})


def encoded(body: object) -> bytes:
    """JSON as Meta writes it."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def headers(secret: str, body: bytes) -> Mapping[str, str]:
    """What goes along with a body: its type and both signatures."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "facebookexternalua",
        SHA1: "sha1=" + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest(),
        SHA256: "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
    }


def _shares_entry(before: Told, one: Told) -> bool:
    """A list of messages always holds one, whatever its name says; changes may be several."""
    return one.kind == before.kind == "changes" and one.entry == before.entry and int(one.at) == int(before.at)


def _item(one: Told) -> Mapping[str, object]:
    return {"field": one.field, "value": one.value} if one.kind == "changes" else one.value


def _time(one: Told) -> int:
    return int(one.at) if one.kind == "changes" else round(one.at * 1000)
