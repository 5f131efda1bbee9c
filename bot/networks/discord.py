"""Discord: one bot in the channels, threads, forums and direct messages of the servers that it is in.

Everything is heard over the gateway; what is missed while away is read from each channel's history. A send carries our
key as a nonce, so that Discord itself keeps a repeated one from being said twice.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any, Final

import structlog
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator
from yarl import URL

from bot.discord_base import REAL_API
from bot.networks import _discord_calls as calls
from bot.networks import _discord_sent as looking
from bot.networks._discord_calls import FILE_BYTES, FILES, TEXT, Call
from bot.networks._discord_errors import CROSSPOSTED_ALREADY, UNKNOWN_BAN, UNKNOWN_MESSAGE, error_for
from bot.networks._discord_gateway import Session, deaf
from bot.networks._discord_health import MEMBERS, MESSAGE_CONTENT, look_around, places, proven, unproven
from bot.networks._discord_ids import snowflake
from bot.networks._discord_known import Channel, Known, put
from bot.networks._discord_listening import Listening
from bot.networks._discord_memory import Memory
from bot.networks._discord_parse import ANNOUNCEMENT, Ours, parse
from bot.networks._discord_place import Place
from bot.networks._discord_said import attachments_of
from bot.networks._discord_scope import FORUMS, Scope, entry
from bot.networks._discord_wire import Wire, intents
from bot.networks._download import downloading
from bot.networks._kept import kept
from bot.networks._left_out import refuse
from bot.networks._outside import Outside
from bot.networks._payloads import MALFORMED
from inbox.actions import (
    Action,
    ActionKind,
    Block,
    DirectMessage,
    Edit,
    Hide,
    Mute,
    Publish,
    React,
    Remove,
    Reply,
    Slow,
    Unblock,
    Unhide,
)
from inbox.capabilities import Capabilities
from inbox.errors import NetworkError, Rejected, Unavailable, Uncertain, Unsupported
from inbox.incoming import Cursor, Receive
from inbox.models import AccountId, Media, RemoteId
from inbox.network import Health, Receipt

__all__ = ["CAPABILITIES", "Discord", "error_for", "parse"]

log = structlog.get_logger("sangam")

IN_PRIVATE: Final[frozenset[ActionKind]] = frozenset({"reply", "direct_message", "remove", "react", "edit"})
IN_PUBLIC: Final[frozenset[ActionKind]] = IN_PRIVATE | {"mute", "block", "unblock", "publish", "slow"}
CAPABILITIES: Final = Capabilities(
    network="discord",
    source="https://docs.discord.com/developers (API v10: resources/message, resources/guild, reference)",
    read_on="2026-11-23",
    actions={"direct": IN_PRIVATE, "group": IN_PUBLIC, "comments": IN_PUBLIC},
    text=TEXT,
    media=dict.fromkeys(("image", "video", "audio", "voice", "file"), FILE_BYTES),
    media_count=FILES,
    # "it will be checked for uniqueness in the past few minutes" (resources/message, enforce_nonce): two are a few.
    key_memory=120,
    repeatable=frozenset({"remove", "mute", "block", "unblock", "react", "edit", "slow"}),
    remarks={"slow": "Needs the permission Manage Channels, and in threads Manage Threads."},
)
MOST_KEYS: Final = 1_000
SOMEBODY_ELSE: Final = "Somebody else than Discord answers at base_url."
UNCLEAR: Final = "Discord answered in words that could not be read."


def _entries(value: object) -> object:
    return [_entry(one) for one in value] if isinstance(value, list | tuple) else value


def _entry(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int) or not entry(value):
        raise ValueError("each line is a name or an id and nothing else")
    return entry(value)


ServerId = Annotated[int, Field(ge=0, lt=1 << 64)]
Names = Annotated[tuple[str, ...], BeforeValidator(_entries)]


class Discord:
    """One bot."""

    capabilities = CAPABILITIES

    class Options(BaseModel):
        """What bot.yaml says of a Discord account; `token` comes from token_env or token_file."""

        model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

        token: SecretStr
        base_url: str = REAL_API
        servers: tuple[ServerId, ...] = Field(default=(), description="ids of servers; empty: all that the bot is in")
        channels: Names = Field(default=(), description="ids or names of channels or categories; empty: all it can see")
        exclude: Names = Field(default=(), description="the same, of what is not read")
        direct_messages: bool = True
        staff: Names = Field(default=(), description="ids of people or roles, or names of roles, who speak for us")
        bots: bool = Field(default=False, description="whether other bots and webhooks are listened to")
        crosspost: bool = Field(default=False, description="whether posts in announcement channels go to followers")

        @field_validator("token")
        @classmethod
        def _looks_like_a_token(cls, token: SecretStr) -> SecretStr:
            text = token.get_secret_value().strip().removeprefix("Bot ").strip()
            if not text or " " in text or not (text.isascii() and text.isprintable()):
                raise ValueError("this is no bot token; Discord's developer portal gives one under Bot, Reset Token")
            return SecretStr(text)

        @field_validator("base_url")
        @classmethod
        def _is_an_address(cls, url: str) -> str:
            if not url.startswith(("http://", "https://")):
                raise ValueError(f"base_url begins with https:// (Discord's own is {REAL_API})")
            try:
                there = URL(url).host
            except ValueError:
                there = None
            if not there:
                raise ValueError(f"base_url is no address (Discord's own is {REAL_API})")
            return url.rstrip("/")

    def __init__(self, account: AccountId, options: Options, outside: Outside) -> None:
        """Make the account; nothing happens on the wire yet."""
        self.account = account
        self._options = options
        self._outside = outside
        self._wire = Wire(options.token.get_secret_value(), options.base_url)
        self._scope = Scope(
            frozenset(options.servers),
            frozenset(map(entry, options.channels)),
            frozenset(map(entry, options.exclude)),
            options.direct_messages,
            outside.team,
        )
        ours = Ours(self._scope, frozenset(options.staff), options.bots)
        self._memory = Memory(self._wire, outside.mailbox, Known(), ours)
        self._session = Session()
        self._begun: OrderedDict[str, int] = OrderedDict()

    async def close(self) -> None:
        """Let go of the connections to Discord."""
        await self._wire.close()

    async def check(self) -> Sequence[Health]:
        """Ask who we are, what we may hear, and what can be read where."""
        try:
            me = await self._wire.ask(Call("GET", "/users/@me", {}))
            application = await self._wire.ask(Call("GET", "/applications/@me", {}))
            known = Known(snowflake(me["id"]))
            unseen = await look_around(self._wire, known)
            who = proven(str(me["username"]), int(application.get("flags", 0)))
            return [*who, *unseen, *places(known, self._scope)]
        except NetworkError as error:
            return [unproven(error)]
        except MALFORMED:
            return [unproven(Unavailable(SOMEBODY_ELSE))]

    # ------------------------------------------------------------------------------------------------ what is said

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Hear everything for ever. The first time ever begins now; later ones read what was missed meanwhile."""
        place = Place.read(cursor) if cursor else Place.now(self._outside.now())
        if cursor is None:
            await receive([], place.cursor)
        try:
            flags = int((await self._wire.ask(Call("GET", "/applications/@me", {}))).get("flags", 0))
        except MALFORMED:
            raise Unavailable(SOMEBODY_ELSE) from None
        wanted = intents(members=bool(flags & MEMBERS))
        if not flags & MESSAGE_CONTENT:  # each connection that is refused counts among the thousand of a day
            raise deaf(wanted)
        bot = await self._wire.log_in(wanted)
        try:
            known = self._memory.known
            known.me, known.since = bot.user.id if bot.user else 0, place.begin
            await self._memory.recall(place.behind)
            listening = Listening(self._wire, self._memory, self._session, place, receive, self._outside.now)
            await listening.run(bot)
        finally:
            await bot.close()

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody sent; its address goes stale, so the message is asked for a fresh one."""
        try:
            channel, message, file = (snowflake(part) for part in media.ref.split("."))
        except MALFORMED:
            raise Rejected("This is no file of Discord's.") from None
        told = await self._wire.ask(calls.read(channel, message))
        try:
            url = next((one["url"] for one in attachments_of(told) if snowflake(one["id"]) == file), None)
        except MALFORMED:
            raise Unavailable(UNCLEAR) from None
        if url is None:
            raise Rejected("This file is not part of its message any more.")
        async with downloading(self._outside.http, url, "Discord") as chunks:
            async for chunk in chunks:
                yield chunk

    # ------------------------------------------------------------------------------------------------- what we do

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it once; what makes a message carries `key` as its nonce."""
        put(self._begun, key, self._begun.get(key, self._outside.now()), MOST_KEYS)
        try:
            return await self._do(action, key)
        except ValueError as error:
            raise Rejected(f"This is no id of Discord's: {error}.") from None
        except MALFORMED:  # of what was looked up before, or beside what may be done again
            raise Unavailable(UNCLEAR) from None

    async def find_sent(self, action: Action, key: str, since: int) -> Receipt | None:
        """Look in the channel whether a message of ours is there; what changes one is repeated instead."""
        try:
            return await self._find(action, key)
        except MALFORMED:
            raise Uncertain(UNCLEAR) from None

    async def _find(self, action: Action, key: str) -> Receipt | None:
        begun, me = self._begun.get(key), (await self._wire.ask(Call("GET", "/users/@me", {})))["id"]
        if isinstance(action, Publish) and (place := await self._place(snowflake(action.place))).type in FORUMS:
            return await looking.find_post(self._wire, snowflake(me), place.guild, action, begun)
        return await looking.find(self._wire, snowflake(me), action, begun)

    async def _do(self, action: Action, key: str) -> Receipt:
        match action:
            case Reply(thread=thread, text=text, to=to, media=media):
                return await self._send(calls.message(snowflake(thread), text, key, media, to))
            case DirectMessage(person=person, text=text, media=media):
                dm = snowflake((await self._wire.do(calls.open_dm(person)))["id"])
                return await self._send(calls.message(dm, text, key, media, None))
            case Publish():
                return await self._publish(action, key)
            case Hide() | Unhide():
                raise Unsupported("Discord cannot hide a message; it can only be removed for good.")
            case Mute() | Block() | Unblock():
                return await self._moderate(action)
            case Slow(thread=thread, seconds=seconds):
                await self._wire.do(calls.slow(snowflake(thread), seconds))
                return self._done(thread)
        return await self._change(action)

    async def _change(self, action: Remove | React | Edit) -> Receipt:
        channel, message = snowflake(action.thread), snowflake(action.message)
        match action:
            case Remove():
                await self._wire.do(calls.remove(channel, message), done=(UNKNOWN_MESSAGE,))
            case Edit(text=text):
                await self._wire.do(calls.edit(channel, message, text))
            case React(emoji=emoji):
                await self._react(channel, message, emoji)
        return self._done(action.message)

    async def _react(self, channel: int, message: int, emoji: str) -> None:
        """Ours is one reaction; what we put there before is taken away."""
        told = await self._wire.ask(calls.read(channel, message))
        if emoji:
            await self._wire.do(calls.react(channel, message, emoji))
        for standing in told.get("reactions", ()):
            name = calls.named(standing["emoji"])
            if standing.get("me") and name not in (emoji, calls.bare(emoji)):
                await self._wire.do(calls.react(channel, message, name, away=True))

    async def _moderate(self, action: Mute | Block | Unblock) -> Receipt:
        guild = (await self._place(snowflake(action.thread))).guild
        if not guild:
            raise Unsupported("On Discord a bot cannot mute or block anybody in private; do it in a server.")
        match action:
            case Mute(person=person, seconds=seconds):
                await self._wire.do(calls.mute(guild, person, seconds, self._outside.now()))
            case Block(person=person):
                await self._wire.do(calls.ban(guild, person))
            case Unblock(person=person):
                await self._wire.do(calls.ban(guild, person, lifted=True), done=(UNKNOWN_BAN,))
        return self._done(action.person)

    async def _publish(self, action: Publish, key: str) -> Receipt:
        refuse(action, "Discord")
        place = await self._place(snowflake(action.place))
        if place.type in FORUMS:
            return await self._send(calls.forum_post(place.id, action.text, action.media, action.previews))
        sent = await self._send(calls.message(place.id, action.text, key, action.media, None, action.previews))
        if self._options.crosspost and place.type == ANNOUNCEMENT:
            await self._crosspost(place.id, snowflake(sent.id))
        return sent

    async def _crosspost(self, channel: int, message: int) -> None:
        """The message is out already: whatever happens here must not send it again."""
        try:
            await self._wire.do(calls.crosspost(channel, message), done=(CROSSPOSTED_ALREADY,))
        except NetworkError as error:
            log.warning("discord.not_crossposted", account=self.account, words=str(error))

    async def _send(self, call: Call) -> Receipt:
        """Something that makes a message, or a forum post, whose first message has the post's own id."""
        files = [(media, await kept(self._outside.blobs, media)) for media in call.media]
        calls.weigh(files)
        told: Any = await self._wire.do(call, files)
        try:
            return looking.receipt(told["id"])
        except MALFORMED:
            raise Uncertain(UNCLEAR) from None

    async def _place(self, channel: int) -> Channel:
        """A channel as the gateway told of it, or as Discord says when asked."""
        if found := self._memory.known.channels.get(channel):
            return found
        return self._memory.known.keep_channel(await self._wire.ask(Call("GET", "/channels/{id}", {"id": channel})))

    def _done(self, target: RemoteId) -> Receipt:
        return Receipt(target, self._outside.now())
