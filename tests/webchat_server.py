"""One web chat behind a real socket, on a real Redis, mounted as bot/web.py does it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.networks._outside import Outside
from bot.networks._webchat_options import WebChatOptions
from bot.networks.webchat import WebChat
from inbox.errors import StoreAway
from inbox.incoming import Cursor, Incoming, NewMessage
from inbox.models import EntryId, account_id
from inbox.store import Store, opened
from inbox.store.blobs import Blobs

ASHA_TOKEN, BHAVIN_TOKEN = "a5" * 32, "b7" * 32
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@dataclass
class Clock:
    """The time of day, which a test may turn forward (unix milliseconds)."""

    ahead: int = 0

    def __call__(self) -> int:
        """What it is now."""
        return int(time.time() * 1000) + self.ahead


@dataclass
class Heard:
    """Takes the place of inbox.arrivals: remembers what came, and is away when a test says so."""

    incoming: list[Incoming] = field(default_factory=list)
    away: bool = False

    async def __call__(self, incoming: Sequence[Incoming], cursor: Cursor | None) -> None:
        """Store a page, or fail as the store does."""
        if self.away:
            raise StoreAway("Redis does not answer.")
        assert cursor is None
        self.incoming += incoming

    @property
    def texts(self) -> list[str]:
        """The texts of the new messages, in order."""
        return [one.text for one in self.incoming if isinstance(one, NewMessage)]


@dataclass
class ChatServer:
    """The running chat: its adapter, what the inbox heard, its clock, and where browsers find it."""

    chat: WebChat
    heard: Heard
    clock: Clock
    origin: str
    http: aiohttp.ClientSession

    @property
    def url(self) -> str:
        """Where the chat's own paths begin."""
        return f"{self.origin}/webchat/main"

    async def post(self, body: object, token: str = ASHA_TOKEN, **headers: str) -> tuple[int, Any]:
        """What the server answers to a visitor's request; `body` is sent as JSON, bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
        async with self.http.post(f"{self.url}/say", data=data, headers=sent) as answer:
            return answer.status, await answer.json()

    async def upload(self, data: bytes, mime: str, name: str = "glaze.png", token: str = ASHA_TOKEN) -> tuple[int, Any]:
        """What the server answers to a file."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": mime, "X-File-Name": name}
        async with self.http.post(f"{self.url}/files", data=data, headers=headers) as answer:
            return answer.status, await answer.json()

    @asynccontextmanager
    async def listening(self, token: str = ASHA_TOKEN, after: str = "", **headers: str) -> AsyncIterator[Pieces]:
        """The stream that an open window follows."""
        sent = {"Authorization": f"Bearer {token}", **({"Last-Event-ID": after} if after else {}), **headers}
        async with self.http.get(f"{self.url}/lines", headers=sent) as answer:
            assert answer.status == 200, await answer.text()
            yield Pieces(answer)


@dataclass
class Pieces:
    """The pieces of one stream."""

    answer: aiohttp.ClientResponse

    async def next(self) -> tuple[str, Any, str]:
        """The kind, content and place of the next piece; fails after five seconds of silence."""
        fields: dict[str, str] = {}
        line = ""
        async with asyncio.timeout(5):
            while "data" not in fields or line:
                line = (await self.answer.content.readline()).decode().rstrip("\r\n")
                assert line or not self.answer.content.at_eof(), "the stream ended"
                name, _, value = line.partition(": ")
                fields[name] = value
        return fields["event"], json.loads(fields["data"]), fields.get("id", "")

    async def history(self) -> list[tuple[Any, str]]:
        """Every line up to the piece that says that this was all, each with its place."""
        lines = []
        while (piece := await self.next())[0] == "line":
            lines.append((piece[1], piece[2]))
        assert piece[0] == "state"
        return lines


@asynccontextmanager
async def chat_server(
    redis: str, brand: str, folder: Path, port: int = 0, **options: object
) -> AsyncIterator[ChatServer]:
    """A web chat called main on a free port (or on `port`), with these options."""
    heard, clock = Heard(), Clock()
    async with opened(redis, brand) as store, aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
        mailbox = store.mailboxes.of(account_id("webchat", "main"))
        outside = Outside(http, mailbox, Blobs(folder), "", clock)
        chat = WebChat(account_id("webchat", "main"), WebChatOptions.model_validate(options), outside)
        following = group.create_task(follow_log(store, await store.log.last()))
        runner = await serve(chat, heard, port)
        host, taken = runner.addresses[0][:2]
        try:
            yield ChatServer(chat, heard, clock, f"http://{host}:{taken}", http)
        finally:
            await chat.close()
            await runner.cleanup()
            while not following.done():  # one request to stop can be lost while redis-py sends (see Client._ask)
                following.cancel()
                await asyncio.sleep(0.01)


async def serve(chat: WebChat, heard: Heard, port: int) -> web.AppRunner:
    """Mount the chat's routes and listen."""
    inner, outer = web.Application(), web.Application()
    inner.add_routes(chat.routes(heard))
    outer.add_subapp("/webchat/main", inner)
    runner = web.AppRunner(outer, shutdown_timeout=2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner


async def follow_log(store: Store, place: EntryId) -> None:
    """Wake waiting windows, as the process's one reader of the log does, and wait for a Redis that is away."""
    while True:
        try:
            for entry in await store.log.wait(place):
                store.mailboxes.heard(entry)
                place = entry.id
        except StoreAway:
            await asyncio.sleep(0.05)
