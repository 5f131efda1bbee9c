"""What the simulated Discord knows, and how what happens there reaches the bots that may see it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.playground.bell import Bell
from bot.playground.clock import Clock
from bot.playground.discord import permissions
from bot.playground.discord.bodies import thread_body
from bot.playground.discord.files import FileStore
from bot.playground.discord.interaction_records import Interaction
from bot.playground.discord.records import DIRECT, BotAccount, Channel, Guild, Member, Message, Person, Sent
from bot.playground.discord.sessions import Sessions
from bot.playground.discord.wire import JsonObject, Snowflakes
from bot.playground.faults import Faults

NONCE_LASTS = 300.0  # seconds; Discord says "the past few minutes"


class State:
    """The people, bots, guilds, channels and messages of one simulated Discord."""

    def __init__(self, clock: Clock, faults: Faults, seed: int) -> None:
        self.clock = clock
        self.faults = faults
        self.draw = random.Random(seed)
        self.ids = Snowflakes(clock)
        self.files = FileStore(clock, self.ids)
        self.bell = Bell()
        self.sessions = Sessions(clock, faults, self.bell.ring)
        self.people: dict[int, Person] = {}
        self.bots: dict[str, BotAccount] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.directs: dict[tuple[int, int], Channel] = {}
        self.interactions: dict[str, Interaction] = {}
        self.sent: list[Sent] = []
        self.gateway_url = ""
        self._nonces: dict[tuple[int, int, str], tuple[float, Message]] = {}

    def channel(self, number: int) -> Channel | None:
        """The channel, thread or direct conversation with this id."""
        return self.channels.get(number)

    def may(self, person: Person, channel: Channel) -> int:
        """What somebody may do in a channel; 0 when they cannot see it."""
        if channel.kind == DIRECT:
            return permissions.IN_DIRECT if channel.pair and person in channel.pair else 0
        member = channel.guild.members.get(person.id) if channel.guild else None
        return permissions.in_channel(member, channel, self.clock.now()) if member is not None else 0

    def bots_seeing(self, channel: Channel) -> list[BotAccount]:
        """The bots that can see a channel."""
        if channel.pair is not None:
            return [channel.pair[1]]
        bots = channel.guild.bots if channel.guild else []
        return [bot for bot in bots if self.may(bot, channel)]

    def tell(self, channel: Channel, event: str, body: JsonObject) -> None:
        """Tell every bot that can see the channel."""
        if channel.guild is not None and "guild_id" not in body:
            body = body | {"guild_id": str(channel.guild.id)}
        for bot in self.bots_seeing(channel):
            self.sessions.dispatch(bot, event, body, str(channel.id), direct=channel.kind == DIRECT)
        self.bell.ring()

    def tell_guild(self, guild: Guild, event: str, body: JsonObject, but: Iterable[BotAccount] = ()) -> None:
        """Tell every bot in a guild."""
        body = body | {"guild_id": str(guild.id)}
        for bot in guild.bots:
            if bot not in but:
                self.sessions.dispatch(bot, event, body, str(guild.id))
        self.bell.ring()

    def tell_of_thread(self, thread: Channel, event: str, more: Mapping[str, Any] = {}) -> None:
        """Tell every bot that can see a thread how it is now, each with its own membership."""
        for bot in self.bots_seeing(thread):
            self.sessions.dispatch(bot, event, thread_body(thread, bot) | dict(more), str(thread.id))
        self.bell.ring()

    def record(
        self,
        bot: BotAccount,
        what: str,
        channel: Channel | None = None,
        message: Message | None = None,
        **details: object,
    ) -> None:
        """Note what a bot did to the world."""
        sent = Sent(len(self.sent) + 1, self.clock.now(), bot.username, what, details=details)
        if channel is not None:
            sent = replace(sent, channel_id=channel.id)
        if message is not None:
            sent = replace(sent, message_id=message.id, text=message.text)
        self.sent.append(sent)
        self.bell.ring()

    def with_nonce(self, author: Person, channel: Channel, nonce: str) -> Message | None:
        """The message that was sent with this nonce in the past few minutes."""
        found = self._nonces.get((author.id, channel.id, nonce))
        if found is None or found[1].removed or self.clock.now() - found[0] > NONCE_LASTS:
            return None
        return found[1]

    def remember_nonce(self, author: Person, channel: Channel, nonce: str, message: Message) -> None:
        """Answer the same nonce with this message for a few minutes."""
        self._nonces[author.id, channel.id, nonce] = (self.clock.now(), message)

    def member(self, guild: Guild | None, person: Person) -> Member | None:
        """Somebody as a member of a guild."""
        return guild.members.get(person.id) if guild is not None else None
