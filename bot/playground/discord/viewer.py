"""Serves a page on which a person uses the simulated Discord as one of its people, in any browser on this machine.

GET  /client?as=meera&channel=ID         the page
GET  /client/card                        a page that draws messages which are handed to it, for pictures
GET  /client/files/NAME                  its scripts and styles
GET  /client/live?as=meera&channel=ID    server-sent events: what this person sees, whenever it changes
POST /client/do  {"as": "meera", "verb": "press", …}
"""

from __future__ import annotations

import asyncio
import contextlib
import mimetypes
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlencode

from aiohttp import web

from bot.playground.discord.records import Channel, Person
from bot.playground.discord.viewer_deeds import Deed, do
from bot.playground.discord.viewer_places import first_place, places, players, sees
from bot.playground.discord.viewer_talk import talk
from bot.playground.discord.wire import JsonObject, encode, number
from bot.playground.discord.world import World

FILES = Path(__file__).with_name("viewer")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost"})
ASKS = "X-Simulated-Client"  # a page of another site cannot set it, so it cannot act here
ALIVE = 15.0  # seconds after which a silent stream says that it is still there
TOGETHER = 0.05  # seconds in which changes are gathered into one


class Viewer:
    """The page, for everybody in this world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dismissed: set[int] = set()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request whose path begins with /client."""
        if request.host.partition(":")[0] not in LOOPBACK:  # a name that was made to point here
            return _words("This simulation answers on this machine only.", 403)
        match request.method, request.path.removeprefix("/client").partition("/")[2]:
            case "GET", "":
                return self._page(request)
            case "GET", "card":
                return _file("card.html")
            case "GET", "live":
                return await self._live(request)
            case "POST", "do":
                return await self._do(request)
            case "GET", name if name.startswith("files/"):
                return _file(name.removeprefix("files/"))
        return _words("There is nothing here.", 404)

    def _person(self, username: str) -> Person | None:
        return next((one for one in players(self._world) if one.username == username), None)

    def _place(self, person: Person, given: str) -> Channel | None:
        channel = self._world.channel(number(given))
        return channel if channel is not None and sees(self._world, person, channel) else None

    def _page(self, request: web.BaseRequest) -> web.StreamResponse:
        person = self._person(request.query.get("as", "")) or next(iter(players(self._world)), None)
        if person is None:
            return _words("There is nobody in this simulated Discord yet.", 404)
        channel = self._place(person, request.query.get("channel", "")) or first_place(self._world, person)
        if channel is None:
            return _words(f"{person.username} is in no server and no conversation.", 404)
        meant = {"as": person.username, "channel": str(channel.id)}
        if meant.items() <= request.query.items():
            return _file("index.html")
        return web.Response(status=302, headers={"Location": f"/client?{urlencode(dict(request.query) | meant)}"})

    async def _live(self, request: web.BaseRequest) -> web.StreamResponse:
        person = self._person(request.query.get("as", ""))
        channel = self._place(person, request.query.get("channel", "")) if person else None
        if person is None or channel is None:
            return _words("Nobody of that name is here, or may look there.", 404)
        stream = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        with contextlib.suppress(ConnectionResetError):  # the page was closed
            await self._tell(stream, person, channel)
        return stream

    async def _tell(self, stream: web.StreamResponse, person: Person, channel: Channel) -> NoReturn:
        told: dict[str, str] = {}
        while True:
            now = self._seen(person, channel)
            for name, text in now.items():
                if told.get(name) != text:
                    await stream.write(f"event: {name}\ndata: {text}\n\n".encode())
            if now != told:
                told = now
                await asyncio.sleep(TOGETHER)
            elif not await self._changed():
                await stream.write(b": still here\n\n")

    def _seen(self, person: Person, channel: Channel) -> dict[str, str]:
        here = channel if self._place(person, str(channel.id)) else None
        seen: JsonObject = {"places": places(self._world, person, here)}
        if here is not None:
            seen["talk"] = talk(self._world, person, channel, self._dismissed)
        return {name: encode(told) for name, told in seen.items()}

    async def _changed(self) -> bool:
        """Wait for the next change, from the last look on; False when nothing happened for a while."""
        rung = iter((False,))
        try:
            await self._world.bell.until(lambda: next(rung, True), ALIVE)
        except TimeoutError:
            return False
        return True

    async def _do(self, request: web.BaseRequest) -> web.StreamResponse:
        if ASKS not in request.headers:
            return _words(f"The header {ASKS} is missing.", 403)
        try:
            given = await request.json()
            person = self._person(str(given["as"]))
            if person is None:
                raise LookupError("there is nobody of that name here")
            deed = Deed(self._world, person, given, self._dismissed)
            return _json(await do(deed))
        except (LookupError, TypeError, ValueError) as error:
            return _json({"problem": f"That cannot be done here: {error}"}, 400)


def _file(name: str) -> web.Response:
    file = FILES / name
    if Path(name).name != name or not file.is_file():
        return _words("There is no such file.", 404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return web.Response(body=file.read_bytes(), content_type=kind, charset="utf-8", headers=HEADERS)


def _words(words: str, status: int) -> web.Response:
    return web.Response(text=words + "\n", status=status, headers=HEADERS)


def _json(told: JsonObject, status: int = 200) -> web.Response:
    return web.Response(text=encode(told), status=status, content_type="application/json", headers=HEADERS)
