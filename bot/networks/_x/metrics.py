"""How a post does: what X counts of it, by our names.

Everybody's figures are told for ever; clicks only for 30 days after the post (docs.x.com, "Metrics", read 2026-11-27).
Where the app is the account's own, a post is cheaper to read in the list of its own posts than by its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.networks._x.api import FIELDS, Api, Query
from bot.networks._x.posts import rows
from inbox.errors import Rejected
from inbox.publishing import Measured

PUBLIC: Final[Mapping[str, tuple[str, ...]]] = {  # ours: theirs, in either vocabulary
    "views": ("impression_count",),
    "likes": ("like_count",),
    "comments": ("reply_count",),
    "shares": ("retweet_count", "repost_count"),
    "quotes": ("quote_count",),
    "saves": ("bookmark_count",),
}
PRIVATE: Final[Mapping[str, tuple[str, ...]]] = {
    "clicks": ("url_link_clicks",),
    "profile_visits": ("user_profile_clicks",),
    "engagements": ("engagements",),
}
ASKED: Final = "public_metrics,non_public_metrics,created_at"
LATE: Final = "X tells this for 30 days after the post."
UNTOLD: Final = "X does not tell it."
FEWEST: Final = 5  # posts on a page of a list


async def measure(api: Api, me: str, post: str, now: int, *, owned: bool) -> Measured:
    """What X counts of a post (its newest version's id) now; raises Rejected when it is gone, and NetworkErrors."""
    raw = await _read(api, me, post, owned=owned)
    values: dict[str, int] = {}
    absent: dict[str, str] = {}
    for group, names, why in (("public_metrics", PUBLIC, UNTOLD), ("non_public_metrics", PRIVATE, LATE)):
        told = raw.get(group)
        for ours, theirs in names.items():
            figure = _figure(told, theirs)
            if figure is None:
                absent[ours] = why
            else:
                values[ours] = figure
    absent["reach"] = "X counts views, and not how many people they come from."
    return Measured(values, absent, now)


async def _read(api: Api, me: str, post: str, *, owned: bool) -> Mapping[str, Any]:
    path, query = "/2/tweets", dict[str, str | int](ids=post)
    if owned:
        path = f"/2/users/{me}/tweets"
        query = {"since_id": str(int(post) - 1), "until_id": str(int(post) + 1), "max_results": FEWEST}
    asked: Query = {**query, FIELDS: ASKED}
    for raw in rows(await api.get(path, asked)):
        if str(raw["id"]) == post:
            return raw
    raise Rejected("X does not show this post any more: it was removed, or is another account's.")


def _figure(told: object, names: tuple[str, ...]) -> int | None:
    if not isinstance(told, dict):
        return None
    return next((value for name in names if isinstance(value := told.get(name), int)), None)
