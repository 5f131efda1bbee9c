"""How people of a story speak on each simulated network: in Telegram, in Discord, as visitors of our own web chat."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import aiohttp

from bot.playground import discord
from bot.playground.attachments import Attachment
from bot.playground.telegram import Media, Message, Person, Sent, World
from bot.playground.telegram.records import Chat

A_DAY = 86_400.0
SPEAKING = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendVideo", "sendVoice", "sendMediaGroup"})


class Voice(Protocol):
    """One person in one place."""

    async def say(self, text: str, attached: Sequence[Attachment] = ()) -> None:
        """Say something, with or without files."""
        ...

    async def edit(self, text: str) -> None:
        """Give what was said last another text."""
        ...

    async def react(self, emoji: str) -> None:
        """React to the latest answer; nothing when there was none."""
        ...

    async def answered(self) -> None:
        """Return when an answer came that was not waited for before."""
        ...


class TelegramVoice:
    """Somebody in Telegram: in private with the bot, in a group, or below a channel post (`under` is its copy)."""

    def __init__(self, world: World, person: Person, chat: Chat, under: Message | None = None) -> None:
        """Nothing is said yet; answers count from now on."""
        self._world, self._person, self._chat, self._under = world, person, chat, under
        self._said: list[Message] = []
        self._answer: Message | None = None
        self._heard = len(world.sent)

    async def say(self, text: str, attached: Sequence[Attachment] = ()) -> None:
        """Write; several files become an album. Raises CannotAct for somebody who may not write there."""
        media = [Media(one.kind, one.data, one.name, one.mime) for one in attached]
        self._chat.started = True
        if len(media) > 1:
            self._said += self._world.album(self._person, self._chat, media, text)
            return
        one = media[0] if media else None
        self._said.append(self._world.say(self._person, self._chat, text, reply_to=self._under, media=one))

    async def edit(self, text: str) -> None:
        """Change the last message."""
        if self._said:
            self._world.edit(self._said[-1], text)

    async def react(self, emoji: str) -> None:
        """Set a reaction below the bot's latest answer."""
        if self._answer is not None:
            self._world.react(self._person, self._answer, emoji)

    async def answered(self) -> None:
        """Wait for the bot to write here; among others, for it to reply to what this person wrote."""
        sent = await self._world.wait_sent(self._is_for_us, A_DAY, self._heard)
        self._heard, self._answer = sent.number, self._chat.messages[sent.message_id]

    def _is_for_us(self, sent: Sent) -> bool:
        if sent.chat_id != self._chat.id or sent.method not in SPEAKING:
            return False
        replied = self._chat.messages[sent.message_id].body.get("reply_to_message")
        ours = {message.id for message in self._said}
        return self._chat.type == "private" or (isinstance(replied, dict) and replied["message_id"] in ours)


class DiscordVoice:
    """Somebody in Discord: in a channel, in a direct conversation, or in a forum, where they open a post."""

    def __init__(self, world: discord.World, person: discord.Person, place: discord.Channel, title: str = "") -> None:
        """Nothing is said yet; answers count from now on."""
        self._world, self._person, self._place, self._title = world, person, place, title
        self._said: list[discord.Message] = []
        self._answer: discord.Message | None = None
        self._heard = len(world.sent)

    async def say(self, text: str, attached: Sequence[Attachment] = ()) -> None:
        """Write; the first words in a forum open the post. Raises discord.CannotAct for somebody who may not."""
        files = [discord.File(one.name, one.data, one.mime) for one in attached]
        if self._title and not self._said:
            self._place = self._world.open_thread(self._person, self._place, self._title, text=text, files=files)
            self._said.append(self._world.messages(self._place)[0])
        else:
            self._said.append(self._world.say(self._person, self._place, text, files=files))

    async def edit(self, text: str) -> None:
        """Change the last message."""
        if self._said:
            self._world.edit(self._said[-1], text)

    async def react(self, emoji: str) -> None:
        """Set a reaction below the latest answer."""
        if self._answer is not None and not self._answer.removed:
            self._world.react(self._person, self._answer, emoji)

    async def answered(self) -> None:
        """Wait for a bot to write here; among others, for it to reply to what this person wrote."""
        sent = await self._world.wait_sent(self._is_for_us, A_DAY, self._heard)
        self._heard, self._answer = sent.number, self._place.messages.get(sent.message_id)

    def _is_for_us(self, sent: discord.Sent) -> bool:
        if sent.channel_id != self._place.id or sent.what != "send":
            return False
        answer = self._place.messages.get(sent.message_id)
        pointer = answer.body.get("message_reference") if answer else None
        ours = {str(message.id) for message in self._said}
        return self._place.pair is not None or bool(self._title) or bool(pointer and pointer["message_id"] in ours)


class VisitorVoice:
    """Somebody on the web site: what the chat window in their browser would send, over the same requests."""

    def __init__(
        self, http: aiohttp.ClientSession, chat_url: str, name: str, language: str, draw: random.Random
    ) -> None:
        """Nothing is asked yet; each voice is a visitor of their own."""
        self._http, self._url = http, chat_url
        self._who = {"name": name, "language": language}
        self._draw = draw
        self._headers = {"Authorization": f"Bearer {draw.randbytes(32).hex()}"}
        self._said = self._answer = ""
        self._heard = "0"

    async def say(self, text: str, attached: Sequence[Attachment] = ()) -> None:
        """Send a message; raises aiohttp.ClientError when it is refused."""
        refs = [await self._upload(one) for one in attached]
        said = self._new_id()
        await self._post({"type": "message", **self._who, "client_id": said, "text": text, "media": refs})
        self._said = said

    async def edit(self, text: str) -> None:
        """Change the last message."""
        await self._post({"type": "edit", **self._who, "client_id": self._new_id(), "id": self._said, "text": text})

    async def react(self, emoji: str) -> None:
        """Set a reaction below our latest answer."""
        if self._answer:
            about = {"client_id": self._new_id(), "id": self._answer, "emoji": emoji}
            await self._post({"type": "react", **self._who, **about})

    async def answered(self) -> None:
        """Follow the chat until we say something, and have it seen."""
        async for place, line in self._lines():
            self._heard = place
            if line["type"] == "message" and line["from"] == "us":
                self._answer = place
                await self._post({"type": "seen", "at": line["at"]})
                return

    async def _lines(self) -> AsyncIterator[tuple[str, dict[str, object]]]:
        """What the event stream tells after what was heard, each with its place; ends when the stream does."""
        headers = self._headers | {"Last-Event-ID": self._heard}
        timeout = aiohttp.ClientTimeout(total=None, sock_read=A_DAY)
        async with self._http.get(f"{self._url}/lines", headers=headers, timeout=timeout) as stream:
            stream.raise_for_status()
            fields: dict[str, str] = {}
            async for raw in stream.content:
                name, _, value = raw.decode().rstrip("\r\n").partition(": ")
                if name:
                    fields[name] = value
                    continue
                if fields.get("event") == "line":
                    yield fields["id"], json.loads(fields["data"])
                fields = {}

    async def _upload(self, one: Attachment) -> str:
        headers = self._headers | {"Content-Type": one.mime, "X-File-Name": one.name}
        async with self._http.post(f"{self._url}/files", data=one.data, headers=headers) as answer:
            answer.raise_for_status()
            return str((await answer.json())["ref"])

    async def _post(self, body: dict[str, object]) -> None:
        async with self._http.post(f"{self._url}/say", json=body, headers=self._headers) as answer:
            answer.raise_for_status()

    def _new_id(self) -> str:
        return str(uuid.UUID(bytes=self._draw.randbytes(16), version=4))
