"""One REST call: who makes it, what it asks for, and the things that nearly every route looks up first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.playground.discord import permissions
from bot.playground.discord.limits import RateLimits
from bot.playground.discord.records import BotAccount, Channel, File, Guild, Member, Message, Person
from bot.playground.discord.refusals import Refusal, invalid
from bot.playground.discord.state import State
from bot.playground.discord.wire import JsonObject, number


@dataclass(slots=True, eq=False)
class Seen:
    """A REST call that the server saw; `status` is 0 until it was answered."""

    method: str
    route: str
    path: str
    time: float
    bot: str = ""
    status: int = 0


@dataclass(slots=True)
class Call:
    """A call on its way to its route. `names` holds what stands in the path, `uploads` the files by their number."""

    state: State
    method: str
    route: str
    path: str
    names: dict[str, str]
    query: Mapping[str, str]
    body: Any = None
    uploads: dict[int, File] = field(default_factory=dict)
    caller: BotAccount | None = None
    reason: str = ""
    limits: RateLimits | None = None

    @property
    def bot(self) -> BotAccount:
        """The bot that calls; raises Refusal 401 when nobody does."""
        if self.caller is None:
            raise Refusal(0)
        return self.caller

    @property
    def now(self) -> float:
        """The time, in unix seconds."""
        return self.state.clock.now()

    @property
    def given(self) -> JsonObject:
        """The body, which must be an object."""
        if not isinstance(self.body, dict):
            raise invalid((), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return self.body

    def number(self, name: str) -> int:
        """An id in the path; raises Refusal when it is none."""
        value = number(self.names[name])
        if not value or value >= 1 << 64:
            raise invalid((name,), "NUMBER_TYPE_COERCE", f'Value "{self.names[name]}" is not snowflake.')
        return value

    def amount(self, name: str, default: int, most: int) -> int:
        """A limit in the query, from 1 to `most`; raises Refusal outside."""
        text = self.query.get(name, str(default))
        if not text.isdigit() or not 1 <= int(text) <= most:
            words = f"int value should be less than or equal to {most}."
            raise invalid((name,), "NUMBER_TYPE_MAX", words)
        return int(text)


def channel_of(call: Call, needed: int = 0) -> Channel:
    """The channel in the path, which the bot must see and where it must have `needed`."""
    channel = call.state.channel(call.number("channel_id"))
    if channel is None:
        raise Refusal(10003)
    demand(call, channel, needed)
    return channel


def demand(call: Call, channel: Channel, needed: int) -> None:
    """Raise Refusal unless the bot sees the channel (50001) and has these permissions in it (50013)."""
    has = call.state.may(call.bot, channel)
    if not has & permissions.VIEW_CHANNEL:
        raise Refusal(50001)
    if has & needed != needed:
        raise Refusal(50013)


def may(call: Call, channel: Channel, needed: int) -> bool:
    """Whether the bot has these permissions in a channel."""
    return call.state.may(call.bot, channel) & needed == needed


def message_in(call: Call, channel: Channel, name: str = "message_id") -> Message:
    """The message in the path."""
    message = channel.messages.get(call.number(name))
    if message is None:
        raise Refusal(10008)
    return message


def guild_of(call: Call, needed: int = 0) -> Guild:
    """The guild in the path, in which the bot must be and have `needed`."""
    guild = call.state.guilds.get(call.number("guild_id"))
    if guild is None:
        raise Refusal(10004)
    me = guild.members.get(call.bot.id)
    if me is None:
        raise Refusal(50001)
    if permissions.in_guild(me) & needed != needed:
        raise Refusal(50013)
    return guild


def person_of(call: Call, name: str = "user_id") -> Person:
    """The person in the path."""
    person = call.state.people.get(call.number(name))
    if person is None:
        raise Refusal(10013)
    return person


def member_of(call: Call, guild: Guild, name: str = "user_id") -> Member:
    """The member in the path."""
    member = guild.members.get(person_of(call, name).id)
    if member is None:
        raise Refusal(10007)
    return member


async def read_body(request: web.BaseRequest) -> tuple[Any, dict[int, File]]:
    """The JSON of a request, and its files; raises Refusal for what is neither JSON nor a form with payload_json."""
    if request.content_type == "multipart/form-data":
        return await _read_form(request)
    raw = await request.read()
    return (_parsed(raw) if raw else None), {}


async def _read_form(request: web.BaseRequest) -> tuple[Any, dict[int, File]]:
    body: Any = None
    uploads: dict[int, File] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            digits = name.removeprefix("files[").removesuffix("]")
            at = int(digits) if digits.isdigit() else len(uploads)
            uploads[at] = File(part.filename, part.file.read(), _mime(part.filename, part.content_type))
        elif name == "payload_json":
            body = _parsed(part if isinstance(part, str) else bytes(part))
    return body, uploads


def _parsed(raw: str | bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise Refusal(50109) from None


def _mime(name: str, claimed: str) -> str:
    ending = name.rpartition(".")[2].lower()
    known = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
    known |= {"txt": "text/plain; charset=utf-8", "wav": "audio/x-wav", "mp4": "video/mp4", "pdf": "application/pdf"}
    return known.get(ending, claimed)
