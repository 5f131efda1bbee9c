"""Reads TikTok's lists, page by page and within its limits: posts, comments, replies, conversations, messages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._tiktok.api import Business
from bot.networks._tiktok.rate import LOOKING, READING, Rate
from bot.networks._tiktok.shapes import rows
from inbox.errors import RateLimited

VIDEOS: Final = "/business/video/list/"
COMMENTS: Final = "/business/comment/list/"
REPLIES: Final = "/business/comment/reply/list/"
TALKS: Final = "/business/message/conversation/list/"
MESSAGES: Final = "/business/message/content/list/"
FIELDS: Final = ["item_id", "caption", "create_time", "share_url", "comments"]
PAGE, MOST_IDS, MOST_VIDEOS, SHOWN = 30, 30, 20, 20
NEWEST_FIRST: Final = {"status": "ALL", "sort_field": "create_time", "sort_order": "desc", "max_count": PAGE}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and where the next one begins; `names` are who takes part in a conversation."""

    rows: list[dict[str, Any]]
    cursor: int = 0
    more: bool = False
    names: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The eyes of one account; `rest` waits so many seconds. Raises NetworkErrors."""

    api: Business
    rate: Rate
    rest: Callable[[float], Awaitable[None]]

    async def videos(self) -> AsyncIterator[Page]:
        """The account's public posts, newest first."""
        query: dict[str, object] = {"fields": FIELDS, "max_count": MOST_VIDEOS}
        async for page in self._pages(VIDEOS, "videos", query):
            yield page

    async def posts(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """Some posts by their ids; those that are not public are left out."""
        query: dict[str, object] = {"fields": FIELDS, "filters": {"video_ids": list(ids[:MOST_VIDEOS])}}
        return (await self._page(VIDEOS, "videos", query | {"max_count": MOST_VIDEOS}, LOOKING)).rows

    async def comments(self, video: str) -> AsyncIterator[Page]:
        """What was said below a post, newest first; up to three replies come along with each comment."""
        async for page in self._pages(
            COMMENTS, "comments", {"video_id": video, "include_replies": True, **NEWEST_FIRST}
        ):
            yield page

    async def replies(self, video: str, comment: str) -> AsyncIterator[Page]:
        """What was answered to a comment, newest first."""
        async for page in self._pages(REPLIES, "comments", {"video_id": video, "comment_id": comment, **NEWEST_FIRST}):
            yield page

    async def by_ids(self, video: str, ids: Sequence[str], *, at_once: bool = False) -> list[dict[str, Any]]:
        """Some comments and replies by their ids; those that are gone are left out.

        With `at_once` it does not wait: RateLimited where TikTok would refuse.
        """
        query: dict[str, object] = {"video_id": video, "comment_ids": list(ids[:MOST_IDS]), "max_count": PAGE}
        if at_once and (seconds := self.rate.wait(COMMENTS, LOOKING)):
            raise RateLimited("TikTok lets through 40 calls of a kind in a minute.", seconds)
        return (await self._page(COMMENTS, "comments", query | {"status": "ALL"}, LOOKING)).rows

    async def talks(self, type: str) -> AsyncIterator[Page]:
        """Conversations of the last 90 days, SINGLE (we answered once) or STRANGER."""
        async for page in self._pages(TALKS, "conversations", {"conversation_type": type, "limit": 100}):
            yield page

    async def messages(self, conversation: str) -> Page:
        """The 20 newest messages; TikTok shows no older ones."""
        return await self._page(MESSAGES, "messages", {"conversation_id": conversation}, READING)

    async def _pages(self, path: str, name: str, query: dict[str, object]) -> AsyncIterator[Page]:
        cursor = None
        while True:
            asked = query if cursor is None else {**query, "cursor": cursor}
            page = await self._page(path, name, asked, READING)
            yield page
            if not page.more or page.cursor == (
                cursor or 0
            ):  # a page may be empty, as what was deleted keeps its place
                return
            cursor = page.cursor

    async def _page(self, path: str, name: str, query: dict[str, object], most: int) -> Page:
        while seconds := self.rate.wait(path, most):
            await self.rest(seconds)
        said = await self.api.get(path, **query)
        cursor = said.get("cursor")
        more, names = said.get("has_more") is True, tuple(dict(one) for one in _objects(said.get("participants")))
        return Page([dict(one) for one in _objects(said.get(name))], int(cursor or 0), more, names)


def _objects(value: object) -> list[Any]:
    return list(rows(value)) if isinstance(value, list) else []
