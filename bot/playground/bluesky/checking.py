"""Whether a record is as its lexicon says: lengths, facets, embeds, references and record keys.

Source: github.com/bluesky-social/atproto, lexicons/app/bsky (read 2026-11-27).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import regex

from bot.playground.bluesky.ids import TID, parts_of
from bot.playground.bluesky.records import moment
from bot.playground.bluesky.refusals import Refusal, invalid

IMAGE_BYTES, THUMB_BYTES = 2_000_000, 1_000_000
_CLUSTER = regex.compile(r"\X")
_KNOWN: dict[str, frozenset[str]] = {
    "app.bsky.feed.post": frozenset(("text", "facets", "reply", "embed", "langs", "labels", "tags", "createdAt")),
    "app.bsky.feed.like": frozenset(("subject", "createdAt")),
    "app.bsky.graph.block": frozenset(("subject", "createdAt")),
    "app.bsky.feed.threadgate": frozenset(("post", "allow", "createdAt", "hiddenReplies")),
}
_RULES = frozenset(f"app.bsky.feed.threadgate#{one}Rule" for one in ("mention", "follower", "following", "list"))


def check(collection: str, rkey: str, value: Any, blobs: Mapping[str, object]) -> None:
    """Raise Refusal for a record that a server would not take; `blobs` are the files that are kept, by CID."""
    if collection not in _KNOWN:
        raise invalid(f"Lexicon not found: lex:{collection}")
    if not isinstance(value, dict) or value.get("$type") != collection:
        raise invalid(f"Invalid $type: expected {collection}, got {value if isinstance(value, str) else 'another'}")
    if not TID.fullmatch(rkey):
        raise invalid(f"Invalid record key for {collection}: {rkey} is no TID")
    if unknown := set(value) - _KNOWN[collection] - {"$type"}:
        raise invalid(f"Invalid {collection} record: unknown fields {sorted(unknown)}")
    try:
        moment(str(value["createdAt"]))
        _CHECKS[collection](value, blobs)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise invalid(f"Invalid {collection} record: {type(error).__name__} {error}") from None


def length(text: str, most: int, most_bytes: int, where: str) -> None:
    """Raise Refusal for a text that is too long."""
    if len(text.encode()) > most_bytes:
        raise invalid(f"Invalid {where} record: Record/text must not be longer than {most_bytes} characters")
    if sum(1 for _ in _CLUSTER.finditer(text)) > most:
        raise invalid(f"Invalid {where} record: Record/text must not be longer than {most} graphemes")


def facets(found: Any, text: str) -> None:
    """Raise for facets that do not lie within the text, at the borders of its letters."""
    raw = text.encode()
    for facet in found:
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        if not 0 <= start < end <= len(raw):
            raise ValueError("facet outside of the text")
        raw[start:end].decode()
        for feature in facet["features"]:
            kind = str(feature["$type"]).removeprefix("app.bsky.richtext.facet#")
            if not feature[{"link": "uri", "mention": "did", "tag": "tag"}[kind]]:
                raise ValueError("empty facet")


def _post(value: Mapping[str, Any], blobs: Mapping[str, object]) -> None:
    length(value["text"], 300, 3000, "app.bsky.feed.post")
    facets(value.get("facets", ()), value["text"])
    if len(value.get("tags", ())) > 8 or len(value.get("langs", ())) > 3:
        raise ValueError("too many tags or languages")
    if "reply" in value:
        for which in ("root", "parent"):
            _reference(value["reply"][which])
    if "embed" in value:
        _embed(value["embed"], blobs)


def _embed(embed: Mapping[str, Any], blobs: Mapping[str, object]) -> None:
    match embed["$type"]:
        case "app.bsky.embed.record":
            _reference(embed["record"])
        case "app.bsky.embed.images":
            if not 1 <= len(embed["images"]) <= 4:
                raise ValueError("embed/images must have 1 to 4 elements")
            for image in embed["images"]:
                _blob(image["image"], IMAGE_BYTES, blobs)
                if not isinstance(image["alt"], str):
                    raise ValueError("embed/images/alt must be a string")
        case "app.bsky.embed.external":
            card = embed["external"]
            if not card["uri"].startswith("http") or not all(isinstance(card[name], str) for name in _CARD):
                raise ValueError("embed/external")
            if "thumb" in card:
                _blob(card["thumb"], THUMB_BYTES, blobs)
        case kind:
            raise ValueError(f"{kind} is not simulated")


_CARD = ("title", "description")


def _blob(blob: Mapping[str, Any], most: int, blobs: Mapping[str, object]) -> None:
    if blob["$type"] != "blob" or not str(blob["mimeType"]).startswith("image/"):
        raise ValueError("no picture")
    if blob["size"] > most:
        raise Refusal("InvalidRequest", f"This file is too large. It is {blob['size']} but the maximum size is {most}.")
    if blob["ref"]["$link"] not in blobs:
        raise Refusal("InvalidRequest", f"Could not find blob: {blob['ref']['$link']}")


def _reference(ref: Mapping[str, Any]) -> None:
    parts_of(ref["uri"])
    if not str(ref["cid"]).startswith("bafyrei"):
        raise ValueError("cid")


def _like(value: Mapping[str, Any], _: Mapping[str, object]) -> None:
    _reference(value["subject"])


def _block(value: Mapping[str, Any], _: Mapping[str, object]) -> None:
    if not value["subject"].startswith("did:"):
        raise ValueError("subject must be a did")


def _gate(value: Mapping[str, Any], _: Mapping[str, object]) -> None:
    parts_of(value["post"])
    for uri in value.get("hiddenReplies", ()):
        parts_of(uri)
    if len(value.get("hiddenReplies", ())) > 300:
        raise ValueError("hiddenReplies must not have more than 300 elements")
    if len(value.get("allow", ())) > 5 or any(rule["$type"] not in _RULES for rule in value.get("allow", ())):
        raise ValueError("allow")


_CHECKS = {
    "app.bsky.feed.post": _post,
    "app.bsky.feed.like": _like,
    "app.bsky.graph.block": _block,
    "app.bsky.feed.threadgate": _gate,
}
