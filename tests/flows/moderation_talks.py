"""Simulated networks as moderation meets them where people talk: Telegram, Discord, our own chat, another service."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.playground.discord import DiscordServer
from bot.playground.discord import Message as DiscordMessage
from bot.playground.telegram import Message as TelegramMessage
from bot.playground.telegram import TelegramServer
from bot.playground.voices import VisitorVoice
from bot.playground.webhook import OtherService
from tests.flows.moderation_places import PEOPLE, Base, Gaps


class InTelegram(Base):
    """A group."""

    network, early = "telegram", True

    def __init__(self, server: TelegramServer) -> None:
        self.server, there = server, server.world
        self.bot = there.create_bot("acme_bot", "Acme")
        self.people = {name: there.create_person(name.title(), username=name) for name in PEOPLE}
        self.group = there.create_supergroup("Friends of Acme", [self.bot], self.people.values())

    def gaps(self) -> Gaps:
        return {"{telegram}": json.dumps(self.server.url)}

    def secrets(self) -> Gaps:
        return {"SANGAM_DEMO_TOKEN": self.bot.token}

    async def say(self, who: str, text: str) -> TelegramMessage:
        return self.server.world.say(self.people[who], self.group, text)

    async def seen(self, said: TelegramMessage) -> bool:
        return not said.removed

    async def may_write(self, who: str) -> bool:
        member = self.group.members[self.people[who].id]
        if member.status == "left":  # they may come again by themselves
            return True
        return member.status == "member" or (member.status == "restricted" and "can_send_messages" in member.rights)


class InDiscord(Base):
    """A channel of a server."""

    network = "discord"

    def __init__(self, server: DiscordServer) -> None:
        self.server, there = server, server.world
        self.bot = there.create_bot("acme", name="Acme")
        self.people = {name: there.create_person(name, name=name.title()) for name in PEOPLE}
        self.guild = there.create_guild("Friends of Acme", bots=[self.bot], members=self.people.values())
        self.talk = there.create_channel(self.guild, "talk")

    def gaps(self) -> Gaps:
        return {"{discord}": json.dumps(self.server.api), "{team}": "1", "{inbox}": "1"}

    def secrets(self) -> Gaps:
        return {"SANGAM_DEMO_DISCORD_TOKEN": self.bot.token}

    async def begin(self, url: str) -> None:
        await self.server.connected(self.bot, timeout=20)

    async def say(self, who: str, text: str) -> DiscordMessage:
        return self.server.world.say(self.people[who], self.talk, text)

    async def seen(self, said: DiscordMessage) -> bool:
        return not said.removed

    async def may_write(self, who: str) -> bool:
        person = self.people[who]
        if person.id in self.guild.bans:
            return False
        member = self.guild.members.get(person.id)
        return member is None or member.muted_until <= self.server.clock.now()


@dataclass
class InWebChat(Base):
    """Visitors of our own site, each in a window of their own."""

    http: aiohttp.ClientSession
    url: str = ""
    voices: dict[str, VisitorVoice] = field(default_factory=dict)
    network = "webchat"

    async def begin(self, url: str) -> None:
        self.url = f"{url.rstrip('/')}/webchat/site"

    def voice(self, who: str) -> VisitorVoice:
        """Somebody in the window; the same one each time."""
        made = VisitorVoice(self.http, self.url, who.title(), "en", random.Random(who))
        return self.voices.setdefault(who, made)

    async def say(self, who: str, text: str) -> tuple[str, str]:
        await self.voice(who).say(text)
        return who, text

    async def seen(self, said: tuple[str, str]) -> bool:
        lines = await self.lines(said[0])
        hidden: dict[str, bool] = {}
        for _, line in lines:
            if line["type"] in ("hide", "remove"):
                hidden[line["id"]] = line.get("hidden", True)
        return not any(hidden.get(line["id"]) for _, line in lines if line.get("text") == said[1])

    async def may_write(self, who: str) -> bool:
        shut = [line for _, line in await self.lines(who) if line["type"] == "shut"]
        return not shut or shut[-1]["until"] == 0

    async def lines(self, who: str) -> list[tuple[str, Any]]:
        """All that stands in their window, each line with its place."""
        found: list[tuple[str, Any]] = []
        headers = dict(self.voice(who)._headers)
        async with self.http.get(f"{self.url}/lines", headers=headers) as stream:
            fields: dict[str, str] = {}
            async for raw in stream.content:
                name, _, value = raw.decode().rstrip("\r\n").partition(": ")
                if name:
                    fields[name] = value
                elif fields.get("event") == "state":
                    return found
                else:
                    if fields.get("event") == "line":
                        found.append((fields["id"], json.loads(fields["data"])))
                    fields = {}
        return found


@dataclass
class InWebhook(Base):
    """Another service that can do everything; it does what it is told."""

    service: OtherService
    url: str = ""
    said: int = 0
    network = "webhook"

    async def begin(self, url: str) -> None:
        self.url = f"{url.rstrip('/')}/hooks/webhook/forum"

    async def say(self, who: str, text: str) -> str:
        self.said += 1
        id = f"said-{self.said}"
        status, answer = await self.service.tell(self.url, {
            "type": "message", "thread": {"id": "pots", "kind": "comments", "post": {"id": "p1", "text": "New cups"}},
            "id": id, "author": {"id": who, "name": who.title()}, "text": text,
            "at": int(self.service.clock.now() * 1000),
        })  # fmt: skip
        assert (status, answer["taken"]) == (200, 1), answer
        return id

    async def seen(self, said: str) -> bool:
        done = [one["action"] for one in self.service.taken.by_key.values() if one.get("message") == said]
        return not done or done[-1] == "unhide"

    async def may_write(self, who: str) -> bool:
        done = [one for one in self.service.taken.by_key.values() if one.get("person") == who]
        return not done or done[-1]["action"] == "unblock" or done[-1].get("seconds") == 0
