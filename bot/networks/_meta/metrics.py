"""How a post does: what Meta counts of it, by our names; what one figure costs us is never another figure.

Insights are asked for in small groups: one name that Meta does not know for this kind of post refuses the whole call,
and then each is asked for by itself (docs/instagram-platform/reference/instagram-media/insights of 2026-06-18 and
docs/graph-api/reference/insights, read 2026-11-27; post_impressions and its kin are gone since 2026-06-15).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.networks._meta.errors import refusal as refused
from bot.networks._meta.graph import Graph
from bot.networks._meta.ids import own
from bot.networks._meta.place import Place
from bot.networks._meta.shapes import objects
from bot.networks._meta.words import NAMES
from inbox.errors import NetworkError, Rejected, Unsupported
from inbox.models import RemoteId
from inbox.publishing import Measured

Group = Mapping[str, str]  # Meta's name -> ours; times are in milliseconds

COMMON: Final[Group] = {"views": "views", "reach": "reach", "shares": "shares"}
SAVED: Final[Group] = {"saved": "saves"}
WATCHED: Final[Group] = {
    "ig_reels_video_view_total_time": "watch_ms",
    "ig_reels_avg_watch_time": "average_watch_ms",
}
STORY: Final[Group] = {"replies": "comments", "profile_visits": "profile_visits"}
INSTAGRAM: Final[Mapping[str, tuple[Group, ...]]] = {
    "FEED": (COMMON, SAVED),
    "REELS": (COMMON, SAVED, WATCHED),
    "STORY": (COMMON, STORY),
}
PAGE_POST: Final[tuple[Group, ...]] = (
    {"post_media_view": "views", "post_total_media_view_unique": "reach"},
    {"post_clicks": "clicks", "post_reactions_by_type_total": "likes"},
)
PAGE_FILM: Final[tuple[Group, ...]] = (
    {"post_video_view_time": "watch_ms", "post_video_avg_time_watched": "average_watch_ms"},
)
FILM_ALONE: Final[tuple[Group, ...]] = ({"total_video_views": "views"}, {"fb_reels_total_plays": "plays"})
BAD_NAME: Final = 100  # the code for a figure that this kind of post does not have
FEW: Final = "not enough viewers"
SUMMED: Final = "summary(true).limit(0)"
LIFETIME: Final[Group] = {"period": "lifetime"}
UNTOLD: Final = "{name} does not tell it yet; figures may be up to two days late."


@dataclass(slots=True)
class Sheet:
    """What is known of a post by now."""

    graph: Graph
    name: str
    asked: Group  # what goes along with the names
    values: dict[str, int] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    lost: NetworkError | None = None  # nothing further is asked after this

    def put(self, name: str, value: object) -> None:
        """Keep a figure; one that is no number is missing."""
        if (number := _number(value)) is not None:
            self.values[name] = number
            self.missing.pop(name, None)
        elif name not in self.values:
            self.missing[name] = UNTOLD.format(name=self.name)

    async def insights(self, path: str, group: Group) -> None:
        """Ask for a group of figures at once and, where that is refused, for each by itself."""
        if self.lost is None:
            try:
                told = await self.graph.get(path, metric=",".join(group), **self.asked)
            except (Rejected, Unsupported) as error:
                await self._one_by_one(path, group, error)
                return
            except NetworkError as error:
                self.lost = error
            else:
                figures = {str(one.get("name")): one for one in objects(told)}
                for theirs, ours in group.items():
                    self.put(ours, _figure(figures.get(theirs, {}), ours))
                return
        for ours in group.values():
            self.missing[ours] = str(self.lost)

    async def _one_by_one(self, path: str, group: Group, refusal: NetworkError) -> None:
        if len(group) > 1 and refused(refusal)[0] == BAD_NAME:
            for theirs, ours in group.items():
                await self.insights(path, {theirs: ours})
        else:
            few = FEW in str(refusal).lower()
            words = f"{self.name} shows this once more people have seen the post." if few else str(refusal)
            self.missing |= dict.fromkeys(group.values(), words)


async def measure(place: Place, graph: Graph, post: RemoteId, now: int) -> Measured:
    """What Meta counts of a post now (unix ms); raises a NetworkError when nothing at all can be told."""
    asked = {} if place.network == "instagram" else LIFETIME
    sheet, id = Sheet(graph, NAMES[place.network], asked), own(post)
    if place.network == "instagram":
        await _on_instagram(sheet, id)
    else:
        await _on_page(sheet, place, id)
    if not sheet.values and sheet.lost:
        raise sheet.lost
    return Measured(sheet.values, sheet.missing, now)


async def _on_instagram(sheet: Sheet, id: str) -> None:
    told = await sheet.graph.get(f"/{id}", fields="media_product_type,like_count,comments_count")
    sheet.put("likes", told.get("like_count"))  # hidden where the owner hides likes
    kind = str(told.get("media_product_type", "FEED"))
    if kind != "STORY":
        sheet.put("comments", told.get("comments_count"))
    for group in INSTAGRAM.get(kind, INSTAGRAM["FEED"]):
        await sheet.insights(f"/{id}/insights", group)


async def _on_page(sheet: Sheet, place: Place, id: str) -> None:
    """Figures belong to the post; a film that is known by its own id names its post, or has figures of its own."""
    if "_" not in id:
        post = (await sheet.graph.get(f"/{id}", fields="post_id")).get("post_id")
        if not post:
            await _of_film(sheet, id)
            return
        id = str(post) if "_" in str(post) else f"{place.id}_{post}"
    fields = f"shares,status_type,comments.{SUMMED},reactions.{SUMMED}"
    told = await sheet.graph.get(f"/{id}", fields=fields)
    shares = told.get("shares")
    sheet.put("shares", shares.get("count") if isinstance(shares, dict) else 0)  # left out while there are none
    sheet.put("comments", _total(told, "comments"))
    sheet.put("reactions", _total(told, "reactions"))
    film = "video" in str(told.get("status_type", ""))
    for group in (*PAGE_POST, *(PAGE_FILM if film else ())):
        await sheet.insights(f"/{id}/insights", group)


async def _of_film(sheet: Sheet, id: str) -> None:
    told = await sheet.graph.get(f"/{id}", fields=f"comments.{SUMMED},likes.{SUMMED}")
    sheet.put("comments", _total(told, "comments"))
    sheet.put("likes", _total(told, "likes"))
    for group in FILM_ALONE:
        await sheet.insights(f"/{id}/video_insights", group)


def _total(told: Mapping[str, Any], edge: str) -> object:
    page = told.get(edge)
    summary = page.get("summary") if isinstance(page, dict) else None
    return summary.get("total_count") if isinstance(summary, dict) else None


def _figure(one: Mapping[str, Any], ours: str) -> object:
    """The value of a figure: under one of two names; likes are one kind of reaction."""
    total, values = one.get("total_value"), one.get("values")
    first = values[0] if isinstance(values, list) and values else total
    value = first.get("value") if isinstance(first, dict) else None
    return value.get(ours.removesuffix("s"), 0) if isinstance(value, dict) else value


def _number(value: object) -> int | None:
    return round(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
