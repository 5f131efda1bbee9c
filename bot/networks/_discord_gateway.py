"""Discord's gateway as one stream of dispatches: in order, bounded, resumed where it was stored up to.

discord.py speaks the protocol (heartbeats, compression, IDENTIFY, RESUME). What it does not do is wait for its reader,
and go on from what was *stored*: so the loop over its connections is here.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import discord
from discord.errors import ConnectionClosed
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from yarl import URL

from bot.discord_base import INTENTS_FIX, privileged
from bot.networks._discord_errors import DEAD_TOKEN
from bot.networks._discord_shapes import RawDispatch
from bot.networks._discord_wire import Bot
from bot.networks._payloads import MALFORMED
from inbox.errors import LoginNeeded, NetworkError, Unavailable

MOST_WAITING: Final = 16 * 1024 * 1024  # characters of JSON; beyond that the socket is not read until there is room
MOST_AT_ONCE: Final = 100
BETWEEN_SESSIONS: Final = 5.0  # seconds; Discord takes one in five (gateway, "Rate Limiting")
# A bot that begins more than a thousand in a day loses its token (gateway, "Identifying").
MOST_SESSIONS: Final = 40  # within an hour; then they are begun more slowly
BETWEEN_MANY: Final = 100.0
AN_HOUR: Final = 3600.0
NONSENSE: Final = (*MALFORMED, zlib.error)
CONNECT_SECONDS: Final = 60
FAREWELL_SECONDS: Final = 2
AUTHENTICATION_FAILED: Final = 4004
DISALLOWED_INTENTS: Final = 4014


@dataclass(slots=True)
class Session:
    """A session of the gateway as far as it is stored; an empty id is none, then one is begun."""

    id: str = ""
    sequence: int = 0
    address: str = ""
    begun: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_SESSIONS))  # when the newest were begun
    pause: float = BETWEEN_SESSIONS

    def may_begin_at(self) -> float:
        """When Discord takes the next one."""
        if not self.begun:
            return float("-inf")
        many = len(self.begun) == MOST_SESSIONS and self.begun[-1] - self.begun[0] < AN_HOUR
        return self.begun[-1] + (BETWEEN_MANY if many else self.pause)

    def forget(self) -> None:
        """It cannot be resumed, or must not: the next connection begins one."""
        self.id = ""

    def stored(self, dispatch: RawDispatch) -> None:
        """This and everything before it is stored."""
        told = dispatch.get("d")
        if dispatch["t"] == "READY" and isinstance(told, dict):
            self.id, self.address = str(told.get("session_id", "")), str(told.get("resume_gateway_url", ""))
        self.sequence = dispatch.get("s") or self.sequence


@dataclass(slots=True)
class Waiting:
    """What has come and is not stored yet, in the order in which it came."""

    kept: deque[tuple[int, RawDispatch]] = field(default_factory=deque)
    size: int = 0
    begun: int = 0  # so many of them are being stored
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, text: str) -> None:
        """Keep an event if it is a dispatch; called while discord.py reads it."""
        event = json.loads(text)
        if event.get("t"):
            self.kept.append((len(text), event))
            self.size += len(text)
            self.bell.set()

    async def take(self) -> list[RawDispatch]:
        """The next ones, at least one; they count as waiting until they are `done`."""
        await self.bell.wait()
        self.begun = min(len(self.kept), MOST_AT_ONCE)
        return [dispatch for _, (_, dispatch) in zip(range(self.begun), self.kept, strict=False)]

    async def done(self) -> None:
        """Those that were taken are stored."""
        for _ in range(self.begun):
            self.size -= self.kept.popleft()[0]
        self.begun = 0
        if not self.kept:
            self.bell.clear()
        async with self.changed:
            self.changed.notify_all()

    async def room(self) -> None:
        """Return when there is room for more."""
        if self.size > MOST_WAITING:
            async with self.changed:
                await self.changed.wait_for(lambda: self.size <= MOST_WAITING)

    async def drained(self) -> None:
        """Return when everything that came is stored."""
        async with self.changed:
            await self.changed.wait_for(lambda: not self.kept)


async def follow(bot: Bot, session: Session, waiting: Waiting) -> None:
    """Connect again whenever a connection ends, until one ends that brought nothing. Raises a NetworkError then.

    Each connection goes on behind what is stored; Discord sends the rest again, or says that the session is over.
    """
    bot.heard = waiting.put
    while True:
        before = session.id, session.sequence
        try:
            await _connection(bot, session, waiting)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            await waiting.drained()
            session.address = ""  # where nobody answers we do not knock again; the common gateway resumes as well
            raise Unavailable(f"the gateway of Discord cannot be reached ({type(error).__name__})") from None
        except NONSENSE as error:
            await waiting.drained()
            session.forget()  # resumed, it would say the same again
            raise Unavailable(f"the gateway of Discord said what cannot be read ({type(error).__name__})") from None
        await waiting.drained()
        if (session.id, session.sequence) == before:
            raise Unavailable("the gateway of Discord closes every connection at once")


async def _connection(bot: Bot, session: Session, waiting: Waiting) -> None:
    """One connection, from its beginning to its end."""
    clock = asyncio.get_running_loop().time
    resumes = bool(session.id)
    bot.may_identify_at = session.may_begin_at()
    if not resumes and bot.may_identify_at - clock() > BETWEEN_SESSIONS:
        raise Unavailable("this bot began very many sessions lately and waits, or Discord would reset its token")
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            socket = await DiscordWebSocket.from_client(
                bot,
                gateway=URL(session.address) if resumes and session.address else None,
                session=session.id or None,
                sequence=session.sequence if resumes else None,
                resume=resumes,
            )
        if not resumes:
            session.begun.append(clock())
        while True:
            await socket.poll_event()
            await waiting.room()
    except ReconnectWebSocket as ended:
        if not ended.resume:
            session.forget()
    except ConnectionClosed as closed:
        raise _meaning(closed, bot) from None
    finally:
        await _hang_up(bot.socket)


async def _hang_up(socket: DiscordWebSocket | None) -> None:
    """Close with a code that leaves the session resumable, which 1000 and 1001 do not; ends its heartbeat, too."""
    if socket is not None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_SECONDS):
                await socket.close(code=4000)


def deaf(wanted: discord.Intents) -> LoginNeeded:
    """Discord does not let the bot hear what it has to; says which switches are off."""
    return LoginNeeded(f"Discord does not let this bot listen. {INTENTS_FIX.format(intents=privileged(wanted))}")


def _meaning(closed: ConnectionClosed, bot: Bot) -> NetworkError:
    if closed.code == AUTHENTICATION_FAILED:
        return LoginNeeded(DEAD_TOKEN)
    if closed.code == DISALLOWED_INTENTS:
        return deaf(bot.intents)
    return Unavailable(f"the gateway of Discord closed the connection (code {closed.code})")
