"""A control channel for tests: a simulated Discord with our people, a brand on a real Redis, and one client or two.

Cards are put into posts by hand, so that clicks are tested without the loop that posts cards.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ui

from bot.learning import School
from bot.playground.discord import DiscordServer
from bot.playground.discord.interaction_records import Interaction
from bot.playground.discord.records import BotAccount, Channel, Guild, Message, Person, Role
from bot.supervisor import spawn
from bot.surfaces.discord import buttons as drawn
from bot.surfaces.discord.card import Scene, card
from bot.surfaces.discord.client import ControlChannel, ControlClient
from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.options import ControlOptions
from config.additions import Added
from inbox import delivery, review, views
from inbox.actions import Delivery
from inbox.errors import Rejected
from inbox.models import Actor, Conversation, ConversationId, DraftId
from inbox.search import Hit
from inbox.store.cards import Board, Shown
from inbox.store.conversations import Did
from inbox.store.outbox import Sending
from responders.faq import FaqFile
from responders.mining import Teach
from tests.cast import MEERA
from tests.discord_spec import Watch
from tests.redis_servers import until
from tests.world import LEASE, World

STANDINGS = ("viewer", "writer", "moderator", "lead")


@dataclass(slots=True)
class Handed:
    """What the control channel hands to others: files it keeps, what it teaches the FAQ, and what a search finds."""

    kept: dict[str, bytes] = field(default_factory=dict)
    faq: FaqFile = field(default_factory=FaqFile)
    entries: list[tuple[str, str]] = field(default_factory=list)
    phrasings: list[tuple[str, str]] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    canned: dict[str, Any] = field(default_factory=dict)
    broken: bool = False

    async def keep(self, data: bytes) -> str:
        """Keep a file under its number."""
        ref = f"blob:{len(self.kept)}"
        self.kept[ref] = data
        return ref

    async def search(self, words: str, by: Actor) -> Sequence[Hit]:
        """What stands ready."""
        if self.broken:
            raise RuntimeError("the index is upside down")
        return self.hits

    @property
    def school(self) -> School:
        """The FAQ, and what writes into it."""
        return School(lambda: self.faq, Teach(self._phrasing, self._entry, self._nothing))

    async def _phrasing(self, entry: str, question: str) -> None:
        self.phrasings.append((entry, question))

    async def _entry(self, id: str, question: str, answer: str) -> Added:
        self.entries.append((question, answer))
        return Added(id or f"entry-{len(self.entries)}", is_new=True)

    async def _nothing(self, question: str) -> None:
        raise AssertionError(question)


@dataclass(slots=True)
class Room:
    """All of it."""

    discord: DiscordServer
    inbox: World
    bot: BotAccount
    guild: Guild
    forum: Channel
    roles: dict[str, Role]
    people: dict[str, Person]
    kit: Kit
    handed: Handed
    told: dict[str, Any]  # the options as they stand in bot.yaml
    channels: list[ControlChannel] = field(default_factory=list)
    running: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    @property
    def world(self) -> Any:
        """The people of the simulated Discord."""
        return self.discord.world

    @property
    def board(self) -> Board:
        """Which message shows what."""
        return self.kit.cards

    @property
    def client(self) -> ControlClient:
        """The first client."""
        client = self.channels[0].client
        assert client is not None
        return client

    async def start(self) -> ControlChannel:
        """Connect one more client of the same bot."""
        channel = ControlChannel(self.kit)
        running = spawn("control channel", channel.run())
        self.running[id(channel)] = running
        self.channels.append(channel)
        await until(lambda: _sees(channel, running, self.guild.id))
        return channel

    async def stop(self, channel: ControlChannel) -> None:
        """End a client as the end of the process would."""
        self.channels.remove(channel)
        running = self.running.pop(id(channel))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    async def ended(self, channel: ControlChannel) -> None:
        """Wait until a client ends by itself, and raise what it ended with."""
        async with asyncio.timeout(15):
            await self.running[id(channel)]

    async def reconnect(self) -> None:
        """Restart the first client."""
        await self.stop(self.channels[0])
        await self.start()

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[ControlChannel]:
        """One more client of the same bot, for the length of the block."""
        channel = await self.start()
        try:
            yield channel
        finally:
            await self.stop(channel)

    async def card(self, conversation: ConversationId, draft: DraftId | None = None) -> Message:
        """A post about a conversation with the card of its draft, or of itself, as the posting loop would make it."""
        by = Actor("person", "control channel", "lead")
        reading = await views.reading(self.inbox.brand, by, conversation)
        one = await views.card(self.inbox.brand, by, draft) if draft else None
        return await self.post(conversation, draft or "", card(Scene(reading), one))

    async def post(self, conversation: ConversationId, slot: str, view: ui.LayoutView) -> Message:
        """A post whose first message shows this."""
        place = self.client.get_channel(self.forum.id)
        view.stop()
        if isinstance(place, discord.ForumChannel):
            made = await place.create_thread(name="A conversation", view=view)
            post, first = made.thread.id, made.message.id
        else:
            assert isinstance(place, discord.TextChannel)
            message = await place.send(view=view)
            post, first = (await message.create_thread(name="A conversation")).id, message.id
        await self.board.posted(conversation, str(post), str(self.forum.id), "", [Shown(slot, str(first), "")])
        return {**self.forum.messages, **self.thread(post).messages}[first]

    async def button_in(self, channel: Channel, verb: str, ref: str) -> Message:
        """A message of the bot in any channel, with one button."""
        place = self.client.get_channel(channel.id)
        assert isinstance(place, discord.TextChannel)
        view = drawn.of(drawn.button("Press", verb, ref))
        view.stop()
        sent = await place.send("here", view=view)
        return channel.messages[sent.id]

    def lounge(self) -> Channel:
        """A channel that is no post of ours."""
        return self.discord.world.create_channel(self.guild, "lounge")

    def sees(self, channel: Channel) -> Callable[[], Awaitable[bool]]:
        """Whether the first client knows a channel."""

        async def known() -> bool:
            return self.client.get_channel(channel.id) is not None

        return known

    def thread(self, conversation: int) -> Channel:
        """A post by its id."""
        return next(thread for thread in self.forum.threads if thread.id == conversation)

    async def pressed(self, who: str, message: Message, verb: str) -> Interaction:
        """Somebody presses the button of a verb, and it is answered."""
        pressed = self.world.press(self.people[who], message, button(message, verb))
        return await pressed.answered()

    async def command(self, who: str, where: Channel, name: str, /, **options: Any) -> Interaction:
        """Somebody types a command, and it is answered."""
        typed = self.world.command(self.people[who], where, name, options)
        return await typed.answered()

    async def said(self, interaction: Interaction, count: int = 1) -> str:
        """The words of the last answer, once there are so many."""
        await self.world.wait_for(lambda: len(interaction.said) >= count and interaction.said[-1].text)
        return str(interaction.words[-1])

    async def submit(self, who: str, shown: Interaction, **fields: Any) -> Interaction:
        """Somebody fills in the window that they were shown, and it is answered."""
        submitted = self.world.submit(self.people[who], shown, fields)
        return await submitted.answered()

    async def picked(self, who: str, message: Message, verb: str, value: str) -> Interaction:
        """Somebody picks one thing in the menu of a verb, and it is answered."""
        chosen = self.world.choose(self.people[who], message, button(message, verb), [value])
        return await chosen.answered()

    def filled_in(self, shown: Interaction, field: str) -> str:
        """What stands in a field of a window before anybody touches it."""
        assert shown.modal
        fields = [one["component"] for one in shown.modal["components"]]
        return next(str(one.get("value", "")) for one in fields if one["custom_id"] == field)

    def retarget(self, message: Message, before: str, after: str) -> None:
        """Make a button of a message one that is about something else."""
        message.body = json.loads(json.dumps(message.body).replace(json.dumps(before), json.dumps(after)))

    async def until_state(self, draft: DraftId, state: str) -> None:
        """Wait until a draft stands so."""

        async def stands() -> bool:
            return await self.state(draft) == state

        await until(stands)

    async def until_leaving(self, conversation: ConversationId, count: int = 1) -> list[Delivery]:
        """Wait until so much is on its way to somebody."""

        async def leaves() -> bool:
            return len(await self.leaving(conversation)) >= count

        await until(leaves)
        return await self.leaving(conversation)

    async def conversation(self, id: ConversationId) -> Conversation:
        """How a conversation stands."""
        found = await self.inbox.store.conversations.read(id, self.inbox.clock.at)
        assert found
        return found.conversation

    async def done(self, id: ConversationId, what: str) -> Did:
        """Wait until something was done in a conversation."""

        async def deeds() -> list[Did]:
            found = await self.inbox.store.conversations.read(id, self.inbox.clock.at)
            return [did for did in found.timeline if did.what == what] if found else []

        async def happened() -> bool:
            return bool(await deeds())

        await until(happened)
        return (await deeds())[-1]

    async def parked(self) -> DraftId:
        """A draft that was approved and whose sending the network refused."""
        draft = await self.inbox.drafted()
        await review.approve(self.inbox.brand, draft, MEERA)
        self.inbox.clock.at += self.inbox.brand.undo.people
        sending = await self.inbox.store.outbox.claim(self.inbox.clock.at, LEASE, "t")
        assert isinstance(sending, Sending)
        await delivery.park(self.inbox.brand, sending, Rejected("they do not want to hear from us"))
        return draft

    async def delivery(self, draft: DraftId) -> Delivery:
        """What a draft became."""
        opened = await self.inbox.brand.store.drafts.open(draft, self.inbox.clock.at)
        assert opened
        assert opened.delivery
        return opened.delivery

    async def leaving(self, conversation: ConversationId) -> list[Delivery]:
        """What is on its way to somebody."""
        found = await self.inbox.brand.store.conversations.read(conversation, self.inbox.clock.at)
        assert found
        return list(found.deliveries)

    async def state(self, draft: DraftId) -> str:
        """How a draft stands."""
        opened = await self.inbox.brand.store.drafts.open(draft, self.inbox.clock.at)
        assert opened
        return opened.draft.state


def buttons(message: Message) -> list[str]:
    """The ids of all buttons and menus of a message."""
    return [str(one["custom_id"]) for one in _walk(message.components) if one.get("custom_id")]


def button(message: Message, verb: str) -> str:
    """The id of the button of a verb on a message."""
    return next(id for id in buttons(message) if id.startswith(f"sg:{verb}:"))


@contextlib.asynccontextmanager
async def control_room(
    inbox: World, *, kind: str = "forum", inspect: Any = None, **options: Any
) -> AsyncIterator[Room]:
    """A server with a forum for us, our people in their roles, one of each name of tests/cast.py, and one client."""
    async with DiscordServer() as server:
        server.inspect = inspect
        world = server.world
        bot = world.create_bot("sangam")
        guild = world.create_guild("Team of Nadi", bots=[bot])
        roles = {standing: world.create_role(guild, standing.title()) for standing in STANDINGS}
        members = {"pavel": "viewer", "qasim": "writer", "meera": "moderator", "noor": "moderator", "olga": "lead"}
        people = {name: world.create_person(name) for name in [*members, "asha"]}
        for name, person in people.items():
            world.join(person, guild, [roles[members[name]]] if name in members else [])
        forum = world.create_channel(guild, "inbox", kind=kind)
        handed = Handed()
        told = {
            "token": bot.token,
            "base_url": server.api,
            "server": guild.id,
            "channel": forum.id,
            "roles": [{"role": role.id, "is": standing} for standing, role in roles.items()],
            "people": {name: name for name in members},
        }
        kit = Kit(
            inbox.brand,
            inbox.store.cards.of("discord"),
            ControlOptions.model_validate(told | options),
            handed.search,
            lambda: handed.canned,
            handed.keep,
            handed.school,
            "https://desk.example.org",
        )
        room = Room(server, inbox, bot, guild, forum, roles, people, kit, handed, told | options)
        await room.start()
        await world.wait_for(lambda: bot.commands.get(guild.id))
        try:
            yield room
        finally:
            for channel in list(room.channels):
                await room.stop(channel)


@contextlib.asynccontextmanager
async def watched(inbox: World, **options: Any) -> AsyncIterator[Room]:
    """The same; in the end, every call was one that Discord describes."""
    watch = Watch()
    async with control_room(inbox, inspect=watch, **options) as room:
        yield room
    assert watch.problems == []


async def _sees(channel: ControlChannel, running: asyncio.Task[None], server: int) -> bool:
    if running.done():
        await running
    guild = channel.client.get_guild(server) if channel.client else None
    return guild is not None and not guild.unavailable and bool(guild.roles)


def _walk(components: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for one in components:
        inner = [*one.get("components", ()), *([one["accessory"]] if "accessory" in one else [])]
        found += [one, *_walk(inner)]
    return found
