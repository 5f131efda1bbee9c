"""What YouTube is asked for: pages of conversations and replies, comments by their ids, and the titles of videos."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeVar

from bot.networks._payloads import MALFORMED
from bot.networks._youtube.api import Api
from bot.networks._youtube.errors import GONE, UNSEEN, refusal
from bot.networks._youtube.parse import Raw, items, moment
from inbox.errors import Rejected

T = TypeVar("T")

CHANNEL: Final = "channel"  # the place that is the whole channel; others are videos
MOST: Final = 100  # conversations or replies of one page
MOST_IDS: Final = 50
MOST_TITLES: Final = 5_000
TALKS: Final = frozenset({"commentThreads", "comments"})
Talk = Literal["open", "shut", "gone"]


@dataclass(frozen=True, slots=True)
class Page:
    """The items of a page as they came, and what leads to the next one, "" at the end."""

    items: Sequence[Any]
    following: str = ""


@dataclass(slots=True)
class Reading:
    """Asks for one channel; raises NetworkErrors and nothing else. `calls` counts what was asked."""

    api: Api
    channel: str
    titles: dict[str, str] = field(default_factory=dict)
    published: dict[str, int] = field(default_factory=dict)  # unix ms
    handle: str = ""  # what people call us, without the @; "" while it is not known
    calls: int = 0

    async def introduce(self) -> None:
        """Ask for our own handle, unless it is known; one unit."""
        if self.handle:
            return
        for raw in (await self._page("channels", "", part="snippet", id=self.channel)).items:
            snippet = raw.get("snippet") if isinstance(raw, dict) else None
            self.handle = str(snippet.get("customUrl") or "").removeprefix("@") if isinstance(snippet, dict) else ""

    async def threads(self, place: str, status: str, token: str = "") -> Page:
        """A page of the conversations at a place, newest first, that are `published`, or hold what waits."""
        where = {"allThreadsRelatedToChannelId": self.channel} if place == CHANNEL else {"videoId": place}
        return await self._page(
            "commentThreads",
            token,
            part="snippet,replies",
            order="time",
            moderationStatus=status,
            maxResults=MOST,
            **where,
        )

    async def replies(self, top: str, token: str = "") -> Page:
        """A page of the replies to a comment."""
        return await self._page("comments", token, part="snippet", parentId=top, maxResults=MOST)

    async def there(self, ids: Iterable[str]) -> dict[str, Raw]:
        """Those of these comments that can be seen, by id; at most fifty of them cost one unit."""
        found: dict[str, Raw] = {}
        for some in pieces(list(ids), MOST_IDS):
            page = await self._page("comments", "", part="snippet", id=",".join(some))
            found |= {str(one["id"]): one for one in page.items if isinstance(one, dict) and one.get("id")}
        return found

    async def talk(self, video: str) -> Talk:
        """Whether comments of a video can be seen, are only out of sight (private, or switched off), or are gone."""
        try:
            await self._page("commentThreads", "", part="id", videoId=video, maxResults=1)
        except Rejected as error:
            if refusal(error) in UNSEEN:
                return "shut"
            if refusal(error) in GONE:
                return "gone"
            raise
        return "open"

    async def learn(self, videos: Collection[str]) -> set[str]:
        """Ask for the titles of videos that have none here yet; answers which of them are known now."""
        wanted = [video for video in dict.fromkeys(videos) if video not in self.titles]
        for some in pieces(wanted, MOST_IDS):
            page = await self._page("videos", "", part="snippet", id=",".join(some))
            for raw in page.items:
                self._learn(raw)
            for video in some:
                self.titles.setdefault(video, "")  # gone, and not asked for again
        while len(self.titles) > MOST_TITLES:
            del self.titles[next(iter(self.titles))]
        return set(wanted)

    def _learn(self, raw: Any) -> None:
        try:
            self.titles[str(raw["id"])] = str(raw["snippet"]["title"])
            self.published[str(raw["id"])] = moment(raw["snippet"]["publishedAt"])
        except MALFORMED:  # a title is no reason to read nothing
            return

    async def _page(self, path: str, token: str, **query: str | int) -> Page:
        self.calls += 1
        if path in TALKS:
            query["textFormat"] = "plainText"
        more: Mapping[str, str] = {"pageToken": token} if token else {}
        told = await self.api.get(path, **query, **more)
        return Page(items(told), str(told.get("nextPageToken") or ""))


def pieces(whole: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """A sequence in parts of at most so many."""
    return (whole[start : start + most] for start in range(0, len(whole), most))
