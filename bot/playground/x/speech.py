"""What X makes of a typed text: short links, the people a reply mentions by itself, and the entities it points at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.x.length import CASHTAG, HASHTAG, MENTION, URL
from bot.playground.x.records import Person, Post
from bot.playground.x.wire import JsonObject

SHORT = "https://t.co/"


@dataclass(slots=True)
class Said:
    """A text as X tells it."""

    full: str
    shown_from: int
    links: dict[str, str] = field(default_factory=dict)
    named: list[Person] = field(default_factory=list)
    carried: list[Person] = field(default_factory=list)


def said(
    text: str,
    author: Person,
    reply_to: Post | None,
    without: set[str],
    find: Callable[[str], Person | None],
    shorten: Callable[[], str],
) -> Said:
    """How X tells a text; `without` are the ids of people whom the reply shall not mention by itself."""
    links: dict[str, str] = {}

    def short(url: str) -> str:
        name = SHORT + shorten()
        links[name] = url if "://" in url else f"https://{url}"
        return name

    told = URL.sub(lambda match: short(match.group()), text)
    named = mentioned(text, find)
    carried = [one for one in _carried(author, reply_to) if one.id not in without and one not in named]
    front = "".join(f"@{one.username} " for one in carried)
    return Said(front + told, len(front), links, named, carried)


def mentioned(text: str, find: Callable[[str], Person | None]) -> list[Person]:
    """The people that a text names."""
    found = (find(match.group(1)) for match in MENTION.finditer(text))
    return list(dict.fromkeys(one for one in found if one is not None))


def entities(post: Post, find: Callable[[str], Person | None]) -> JsonObject:
    """What a post's text points at, with places in code points."""
    text = post.full
    mentions = [
        _at(match.start(), match.end(), username=match.group(1))
        | ({"id": who.id} if (who := find(match.group(1))) else {})
        for match in MENTION.finditer(text)
    ]
    urls = [_link(text, short, long) for short, long in post.links.items()]
    hashtags = [_at(match.start(), match.end(), tag=match.group(1)) for match in HASHTAG.finditer(text)]
    cashtags = [_at(match.start(), match.end(), tag=match.group(1)) for match in CASHTAG.finditer(text)]
    all_of_them = {"mentions": mentions, "urls": urls, "hashtags": hashtags, "cashtags": cashtags}
    return {name: value for name, value in all_of_them.items() if value}


def _carried(author: Person, reply_to: Post | None) -> list[Person]:
    """The author of what is answered, and whoever was mentioned there."""
    if reply_to is None:
        return []
    everybody = dict.fromkeys([reply_to.author, *reply_to.carried, *reply_to.named])
    return [one for one in everybody if one is not author]


def _at(start: int, end: int, **more: str) -> JsonObject:
    return {"start": start, "end": end, **more}


def _link(text: str, short: str, long: str) -> JsonObject:
    start = text.index(short)
    shown = long.partition("://")[2]
    return _at(
        start, start + len(short), url=short, expanded_url=long, display_url=shown[:26] + "…" * (len(shown) > 26)
    )
