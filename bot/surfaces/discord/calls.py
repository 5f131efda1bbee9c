"""The calls to Discord that posts are made of: each method is one request, and its failure one kind of trouble.

discord.py repeats a call that a 5xx answered. That is harmless for an edit and for a message with a nonce, which
Discord remembers for some minutes; for a post it is not, so a post goes out in a form that can be sent only once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import discord
from discord.http import HTTPClient, MultipartParameters, handle_message_parameters

from bot.surfaces.discord.trouble import FAILED, THREAD_EXISTS, NotNow, NotTaken, trouble

PATIENCE: Final = 40.0  # seconds for one call, the pauses that Discord asks for included
A_WEEK: Final = 10_080  # minutes without a word after which Discord archives a post by itself
FORUMS: Final = frozenset({15, 16})  # forum and media channels
MOST_TAGS: Final = 5
REQUIRE_TAG: Final = 1 << 4  # a flag of forums (discord docs, resources/channel, read 2026-11-27)
LOOKED_AT: Final = 100  # messages of a channel in which a lost one is looked for
T = TypeVar("T")
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that posts stand in: a forum with tags, or a text channel where threads are opened."""

    id: int
    guild: int
    forum: bool
    tags: Mapping[str, int]  # name -> id
    raw_tags: tuple[Json, ...] = ()
    demands_tag: bool = False

    def tag_ids(self, names: Collection[str]) -> list[str]:
        """The ids of those tags that there are, as Discord writes ids; any one where a post must have one."""
        found = [str(self.tags[name]) for name in names if name in self.tags][:MOST_TAGS]
        if found or not self.demands_tag:
            return found
        return [str(tag["id"]) for tag in sorted(self.raw_tags, key=lambda tag: bool(tag.get("moderated")))][:1]


class SentTwice(Exception):
    """discord.py was about to repeat a call that may have been done."""


class Once:
    """The parts of a form, to be gone through once."""

    def __init__(self, parts: Sequence[dict[str, Any]]) -> None:
        """Nothing was sent yet."""
        self._parts: Sequence[dict[str, Any]] | None = parts

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The parts; a second time there are none to be had."""
        if self._parts is None:
            raise SentTwice("Discord gave no certain answer")
        parts, self._parts = self._parts, None
        return iter(parts)


class Calls:
    """What may be asked of Discord by whoever keeps posts."""

    def __init__(self, rest: Callable[[], Awaitable[HTTPClient]], patience: float = PATIENCE) -> None:
        """`rest` gives a client that has logged in."""
        self._rest = rest
        self._patience = patience

    async def channel(self, id: int) -> Channel:
        """A channel as it is now."""
        return _channel(await self._ask(lambda http: http.get_channel(id)))

    async def add_tags(self, channel: Channel, names: Collection[str]) -> Channel:
        """Give a forum more tags."""
        tags = [*channel.raw_tags, *({"name": name, "moderated": False} for name in names)]
        return _channel(await self._ask(lambda http: http.edit_channel(channel.id, available_tags=tags)))

    async def open_post(self, channel: Channel, title: str, tags: Collection[str], message: MultipartParameters) -> int:
        """A post in a forum with its first message; both have one id. Never sent twice by one call."""
        body = {"name": title, "auto_archive_duration": A_WEEK, "applied_tags": channel.tag_ids(tags)}
        part = {"name": "payload_json", "value": json.dumps(body | {"message": message.payload})}
        form = Once([part | {"content_type": "application/json"}])
        route = discord.http.Route("POST", "/channels/{channel_id}/threads", channel_id=channel.id)
        made = await self._ask(lambda http: http.request(route, form=form, params={"use_nested_fields": 1}))
        return int(made["id"])

    async def open_thread(self, channel: Channel, message: int, title: str) -> None:
        """A thread under a message of a text channel, unless it has one; both have one id."""
        of = (channel.id, message)
        try:
            await self._ask(lambda http: http.start_thread_with_message(*of, name=title, auto_archive_duration=A_WEEK))
        except NotTaken as error:
            if error.code != THREAD_EXISTS:
                raise

    async def send(self, channel: int, message: MultipartParameters) -> int:
        """A message; with the nonce of one that was sent a moment ago, that one."""
        return int((await self._ask(lambda http: http.send_message(channel, params=message)))["id"])

    async def edit(self, channel: int, id: int, message: MultipartParameters) -> None:
        """Another content for a message."""
        await self._ask(lambda http: http.edit_message(channel, id, params=message))

    async def change_post(self, post: int, **changes: Any) -> None:
        """Another name, other tags, archived or not."""
        await self._ask(lambda http: http.edit_channel(post, **changes))

    async def message(self, channel: int, id: int) -> Json:
        """One message."""
        return await self._ask(lambda http: http.get_message(channel, id))

    async def newest(self, channel: int, after: int = 0) -> list[Json]:
        """The newest messages of a channel, or the first after an id."""
        return list(await self._ask(lambda http: http.logs_from(channel, LOOKED_AT, after=after or None)))

    async def posts_in(self, channel: Channel) -> list[int]:
        """The posts of a channel that are not archived, newest first."""
        found = await self._ask(lambda http: http.get_active_threads(channel.guild))
        ours = (int(one["id"]) for one in found["threads"] if int(one["parent_id"]) == channel.id)
        return sorted(ours, reverse=True)

    async def _ask(self, call: Callable[[HTTPClient], Awaitable[T]]) -> T:
        """Wait for an answer, but not for ever; raises Trouble."""
        http = None
        try:
            async with asyncio.timeout(self._patience):
                http = await self._rest()
                return await call(http)
        except SentTwice as error:
            raise NotNow(str(error)) from error
        except FAILED as error:  # a time-out is among them
            raise trouble(error) from error
        finally:
            if http:
                # discord.py, cut off while it waits out a limit for everything, would let nothing through ever after;
                # let through too early, it is told by Discord to wait again.
                http._global_over.set()  # noqa: SLF001  # nothing public does this


def content(view: discord.ui.LayoutView, *, role: int = 0, nonce: str | None = None) -> MultipartParameters:
    """A card as a message's content: nobody is told of it but `role`, whatever stands in its texts."""
    nobody = discord.AllowedMentions.none()
    told = discord.AllowedMentions(everyone=False, users=False, roles=[discord.Object(role)], replied_user=False)
    return handle_message_parameters(view=view, nonce=nonce, allowed_mentions=told if role else nobody)


def _channel(found: Json) -> Channel:
    tags = tuple(found.get("available_tags") or ())
    names = {tag["name"]: int(tag["id"]) for tag in tags}
    demands_tag = bool(int(found.get("flags") or 0) & REQUIRE_TAG)
    return Channel(int(found["id"]), int(found["guild_id"]), found["type"] in FORUMS, names, tags, demands_tag)
