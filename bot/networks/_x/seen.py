"""What an answer of X costs to read: the ids of everything in it, by the name that the tariff has for its kind.

X counts each thing once in a UTC day, whatever was asked of it. What comes along by `expansions` is counted too: X's
page of prices speaks of every resource in an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

OWNED: Final = re.compile(r"/2/users/([0-9]+)/(?:tweets|mentions|liked_tweets)$", re.ASCII)
POSTS: Final = re.compile(
    r"/2/tweets(?:/[0-9]+|/search/(?:recent|all))?$|/2/users/[0-9]+/(?:tweets|mentions)$", re.ASCII
)
MESSAGES: Final = re.compile(r"/2/dm_(?:events|conversations)\b")
PEOPLE: Final = re.compile(r"/2/users(?:/me|/[0-9]+|/by(?:/username/\w+)?)?$", re.ASCII)
ANALYTICS: Final = "/2/tweets/analytics"
INCLUDED: Final = {"users": "user.read", "tweets": "post.read", "posts": "post.read", "media": "media.read"}


def seen(path: str, answer: Mapping[str, Any], *, me: str, owned: bool) -> dict[str, set[str]]:
    """The ids that were read, by their kind; `owned`: the app belongs to `me`, for whom reading is cheaper."""
    found: dict[str, set[str]] = {}
    if kind := kind_of(path, me=me, owned=owned):
        found[kind] = set(_ids(answer.get("data")))
    includes = answer.get("includes")
    for name, things in includes.items() if isinstance(includes, dict) else ():
        if included := INCLUDED.get(name):
            found.setdefault(included, set()).update(_ids(things))
    if "owned.read" in found and "post.read" in found:
        found["post.read"] -= found["owned.read"]
    return {kind: ids for kind, ids in found.items() if ids}


def kind_of(path: str, *, me: str, owned: bool) -> str:
    """What the things in the `data` of an answer are to the tariff; "" for what costs nothing."""
    if owned and (match := OWNED.match(path)) and match[1] == me:
        return "owned.read"
    if path == ANALYTICS:
        return "analytics.read"
    for pattern, kind in ((POSTS, "post.read"), (MESSAGES, "dm.read"), (PEOPLE, "user.read")):
        if pattern.match(path):
            return kind
    return ""


def _ids(data: object) -> Iterator[str]:
    for one in data if isinstance(data, list) else [data]:
        if isinstance(one, dict) and (id := one.get("id") or one.get("media_key")):
            yield str(id)
