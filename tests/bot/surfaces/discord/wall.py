"""Cards on a simulated Discord for tests: a brand on a real Redis, a forum or a text channel, and the posting loop."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import SecretStr

from bot.discord_base import point_at
from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Message
from bot.playground.discord.records import walk
from bot.playground.faults import Fault, Kind
from bot.surfaces.discord.calls import Calls
from bot.surfaces.discord.channels import Channels
from bot.surfaces.discord.post import Posting, Where
from bot.surfaces.discord.posting import post_next
from bot.surfaces.discord.rest import Rest
from bot.surfaces.discord.waking import follow
from inbox import delivery, review
from inbox.errors import Rejected
from inbox.models import Actor, Contact, Conversation, ConversationId, DraftId
from inbox.network import Receipt
from inbox.store.outbox import Sending
from inbox.store.queue import Idle
from tests.cast import MEERA
from tests.discord_spec import Watch
from tests.world import LEASE, World

BY = Actor("person", "control channel", "lead")
DESK = "https://desk.example.org"
READS = frozenset({"GET"})


@dataclass(slots=True)
class Wall:
    """All of it; `refused` are the conversations that the storm guard lets wait."""

    discord: DiscordServer
    inbox: World
    bot: BotAccount
    guild: Guild
    channel: Channel
    posting: Posting
    mention: int = 0
    full: bool = False
    waiting: set[ConversationId] = field(default_factory=set)

    @property
    def posts(self) -> list[Channel]:
        """The posts, oldest first."""
        return self.channel.threads

    @property
    def post(self) -> Channel:
        """The one post there is."""
        assert len(self.posts) == 1
        return self.posts[0]

    @property
    def cards(self) -> list[Message]:
        """Every message in the one post, oldest first."""
        return [one for one in self.post.messages.values() if not one.removed]

    def route(self, conversation: Conversation, contact: Contact | None) -> Where:
        """Everything goes to the one channel."""
        return Where(self.channel.id, self.mention)

    async def may_post(self, conversation: Conversation, *, asked: bool) -> bool:
        """Whether one more post is not too many."""
        if self.full and not asked:
            self.waiting.add(conversation.id)
            return False
        return True

    async def needs_none(self, conversation: ConversationId) -> None:
        """It waits no more."""
        self.waiting.discard(conversation)

    async def settle(self, posting: Posting | None = None, seconds: int = 2) -> None:
        """Let the log be followed and every card that falls due within some seconds be posted."""
        posting = posting or self.posting
        await follow(posting)
        until = self.inbox.clock.at + seconds * 1000
        while True:
            found = await post_next(posting)
            if isinstance(found, Idle):
                if found.until is None or found.until > until:
                    break
                self.inbox.clock.at = max(self.inbox.clock.at, found.until)
        self.inbox.clock.at = until

    def counted(self, since: int = 0) -> list[str]:
        """The routes of all calls that changed something, from the `since`th on."""
        return [call.route for call in self.discord.calls if call.method not in READS][since:]

    def fail(self, kind: Kind, *, call: str = "*", count: int = 1, **fault: Any) -> None:
        """Let the next calls of this kind fail."""
        self.discord.faults.next(Fault(kind, **fault), call, count)

    async def sent(self, draft: DraftId, text: str = "Majama!") -> None:
        """Approve a draft and let the network take it."""
        await review.approve(self.inbox.brand, draft, MEERA)
        await self.settle()
        await self.taken()

    async def taken(self) -> None:
        """The network takes what is due next."""
        sending = await self._begun()
        await delivery.sent(self.inbox.brand, sending, Receipt(sending.delivery.id, self.inbox.clock.at))

    async def parked(self) -> None:
        """The network refuses what is due next."""
        await delivery.park(self.inbox.brand, await self._begun(), Rejected("they do *not* want to hear from us"))

    async def _begun(self) -> Sending:
        self.inbox.clock.at += self.inbox.brand.undo.automatic
        sending = await self.inbox.store.outbox.claim(self.inbox.clock.at, LEASE, "t")
        assert isinstance(sending, Sending)
        begun = await self.inbox.store.outbox.begin(sending, self.inbox.clock.at)
        assert begun
        return begun


@contextlib.asynccontextmanager
async def another(wall: Wall, patience: float = 10.0) -> AsyncIterator[Posting]:
    """What a second process has: its own connection to Discord and nothing remembered."""
    rest = Rest(SecretStr(wall.bot.token))
    calls = Calls(rest, patience)
    board = wall.inbox.store.cards.of("discord")
    channels = Channels(calls, board, wall.inbox.capabilities, wall.inbox.clock)
    try:
        yield replace(wall.posting, board=board, calls=calls, channels=channels)
    finally:
        await rest.aclose()


@contextlib.asynccontextmanager
async def wall(inbox: World, kind: str = "forum", *, limits: bool = True) -> AsyncIterator[Wall]:
    """A channel for cards, and everything that posts them."""
    async with DiscordServer(limits=limits) as server:
        watch = server.inspect = Watch()
        bot = server.world.create_bot("sangam")
        guild = server.world.create_guild("Team of Nadi", bots=[bot])
        channel = server.world.create_channel(guild, "inbox", kind=kind)
        point_at(server.api)
        rest = Rest(SecretStr(bot.token))
        calls, board = Calls(rest, 10.0), inbox.store.cards.of("discord")
        channels = Channels(calls, board, inbox.capabilities, inbox.clock)
        made = Wall(server, inbox, bot, guild, channel, None)  # type: ignore[arg-type]
        made.posting = Posting(
            inbox.brand, board, calls, channels, BY, made.route, made.may_post, made.needs_none, DESK
        )
        try:
            await follow(made.posting)
            yield made
            watch.check()
        finally:
            await rest.aclose()


def ids(message: Message) -> list[str]:
    """The verbs on a message's buttons."""
    return [str(one["custom_id"]).split(":")[1] for one in walk(message.components) if one.get("custom_id")]
