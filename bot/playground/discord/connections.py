"""One gateway connection: it greets, lets a bot identify or resume, answers heartbeats, and carries events in order.

Source: https://discord.com/developers/docs/events/gateway
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import WSCloseCode, WSMsgType, web

from bot.playground.discord.bodies import application_flags, me_body, member_with_user
from bot.playground.discord.intents import VALID
from bot.playground.discord.places import guild_seen_by
from bot.playground.discord.records import GUILD_MEMBERS, PRIVILEGED, BotAccount
from bot.playground.discord.sessions import Session
from bot.playground.discord.state import State
from bot.playground.discord.wire import JsonObject, encode, number

HEARTBEAT_MS = 41_250
ACK_AFTER = 0.1  # real seconds; discord.py takes an answer before its own thread ran on for one that is 41 s late
HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = 1, 2, 3, 4, 6, 7, 8, 9, 10, 11
UNKNOWN_OP, BAD_JSON, NOT_IDENTIFIED, BAD_TOKEN, IDENTIFIED_TWICE = 4001, 4002, 4003, 4004, 4005
BAD_SEQUENCE, BAD_SHARD, BAD_VERSION, BAD_INTENTS, FORBIDDEN_INTENTS = 4007, 4010, 4012, 4013, 4014
WORDS = {
    UNKNOWN_OP: "Unknown opcode.",
    BAD_JSON: "Error while decoding payload.",
    NOT_IDENTIFIED: "Not authenticated.",
    BAD_TOKEN: "Authentication failed.",
    IDENTIFIED_TWICE: "Already authenticated.",
    BAD_SEQUENCE: "Invalid seq.",
    BAD_SHARD: "Invalid shard.",
    BAD_VERSION: "Invalid API version.",
    BAD_INTENTS: "Invalid intent(s).",
    FORBIDDEN_INTENTS: "Disallowed intent(s).",
}
CHUNK = 1000
ALONE = [0, 1]  # the first of one shard


class Closing(Exception):
    """The connection is to be closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(WORDS.get(code, ""))
        self.code = code


@dataclass(frozen=True, slots=True)
class _Item:
    """A text to send, not before `due`; or, without a text, the end of the connection."""

    text: str = ""
    event: str = ""
    due: float = 0.0
    code: int = 0


class Connection:
    """One WebSocket; `session` is set once the bot has identified or resumed."""

    def __init__(self, state: State, request: web.BaseRequest, query: Mapping[str, str]) -> None:
        self.session: Session | None = None
        self.ready = False
        self.breaks_during = ""
        self._state = state
        self._request = request
        self._query = query
        self._socket = web.WebSocketResponse()
        self._outgoing: asyncio.Queue[_Item] = asyncio.Queue()

    async def serve(self) -> web.WebSocketResponse:
        """Carry the conversation until either side ends it."""
        await self._socket.prepare(self._request)
        try:
            async with asyncio.TaskGroup() as work:
                writer = work.create_task(self._write(), name="a gateway connection's writer")
                await self._converse()
                writer.cancel()
        finally:
            self._detach()
        return self._socket

    def push(self, event: str, text: str, hold: float = 0.0) -> None:
        """Send a text, in order; `hold` virtual seconds later at the earliest."""
        due = self._state.clock.now() + hold if hold else 0.0
        self._outgoing.put_nowait(_Item(text, event, due))

    def close(self, code: int) -> None:
        """End the connection with this code once what is on its way has been sent."""
        self._detach()
        self._outgoing.put_nowait(_Item(code=code))

    def cut(self) -> None:
        """End the connection without a word."""
        self._detach()
        if self._request.transport is not None:
            self._request.transport.abort()

    def ask_to_reconnect(self) -> None:
        """Send op 7."""
        self._push({"op": RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool) -> None:
        """Send op 9."""
        self._push({"op": INVALID, "d": resumable})

    async def _converse(self) -> None:
        try:
            if self._query.get("v", "10") != "10" or self._query.get("encoding", "json") != "json":
                raise Closing(BAD_VERSION)
            self._push({"op": HELLO, "d": {"heartbeat_interval": HEARTBEAT_MS, "_trace": []}})
            while (message := await self._socket.receive()).type is WSMsgType.TEXT:
                self._hear(message.data)
        except Closing as closing:
            await self._socket.close(code=closing.code, message=str(closing).encode())
            return
        if message.type is WSMsgType.CLOSE and message.data in (WSCloseCode.OK, WSCloseCode.GOING_AWAY):
            self._end_session()

    def _hear(self, text: str) -> None:
        try:
            given = json.loads(text)
            op, data = given["op"], given.get("d")
        except (ValueError, KeyError, TypeError):
            raise Closing(BAD_JSON) from None
        if op == HEARTBEAT:
            # Not at once: discord.py notes the moment of a heartbeat only after it is sent, and takes an answer that is
            # there before for one to the heartbeat of 41 seconds ago.
            asyncio.get_running_loop().call_later(ACK_AFTER, self._push, {"op": ACK})
        elif op == IDENTIFY and isinstance(data, dict):
            self._identify(data)
        elif op == RESUME and isinstance(data, dict):
            self._resume(data)
        elif self.session is None:
            raise Closing(NOT_IDENTIFIED)
        elif op == MEMBERS and isinstance(data, dict):
            self._members(self.session, data)
        elif op not in (PRESENCE, VOICE):
            raise Closing(UNKNOWN_OP)

    def _bot(self, data: JsonObject) -> BotAccount:
        if self.session is not None:
            raise Closing(IDENTIFIED_TWICE)
        bot = self._state.bots.get(str(data.get("token")).removeprefix("Bot "))
        if bot is None:
            raise Closing(BAD_TOKEN)
        return bot

    def _identify(self, data: JsonObject) -> None:
        bot = self._bot(data)
        bot.identified += 1
        intents = data.get("intents")
        if not isinstance(intents, int) or not 0 <= intents <= VALID:
            raise Closing(BAD_INTENTS)
        if intents & PRIVILEGED & ~bot.allowed_intents:
            raise Closing(FORBIDDEN_INTENTS)
        if data.get("shard", ALONE) != ALONE:
            raise Closing(BAD_SHARD)  # a bot in several shards is not simulated
        session = self._state.sessions.open(bot, intents)
        self._attach(session)
        guilds = [guild for guild in self._state.guilds.values() if bot.id in guild.members]
        session.tell("READY", encode(_ready(bot, session, [guild.id for guild in guilds], self._state.gateway_url)))
        for guild in guilds:
            large = int(data.get("large_threshold") or 50)
            session.tell("GUILD_CREATE", encode(guild_seen_by(self._state, guild, bot, intents, large)))
        self.ready = True
        self._state.bell.ring()

    def _resume(self, data: JsonObject) -> None:
        bot = self._bot(data)
        session = self._state.sessions.find(str(data.get("session_id")), bot)
        sequence = data.get("seq")
        missed = session.since(sequence) if session is not None and isinstance(sequence, int) else None
        if session is None or missed is None:
            self.invalidate(resumable=False)
            return
        if isinstance(session.wire, Connection):
            session.wire.close(4000)
        self._attach(session)
        for event, text in missed:
            self.push(event, text)
        session.tell("RESUMED", "{}")
        self.ready = True
        self._state.bell.ring()

    def _members(self, session: Session, data: JsonObject) -> None:
        guild = self._state.guilds.get(number(data.get("guild_id")))
        if guild is None:
            return
        query, wanted = str(data.get("query") or ""), data.get("user_ids") or []
        ids = {number(one) for one in (wanted if isinstance(wanted, list) else [wanted])}
        limit = int(data.get("limit") or 0) or len(guild.members)
        if not (query or ids or session.intents & GUILD_MEMBERS):
            return
        found = [
            member
            for member in guild.members.values()
            if (member.person.id in ids if ids else member.person.username.startswith(query))
        ][:limit]
        parts = [found[at : at + CHUNK] for at in range(0, len(found), CHUNK)] or [[]]
        for at, part in enumerate(parts):
            body: JsonObject = {"guild_id": str(guild.id), "members": [member_with_user(member) for member in part]}
            body |= {"chunk_index": at, "chunk_count": len(parts), "not_found": [], "nonce": data.get("nonce")}
            session.tell("GUILD_MEMBERS_CHUNK", encode(body))

    def _attach(self, session: Session) -> None:
        self.session = session
        session.wire, session.lost = self, None

    def _detach(self) -> None:
        if self.session is not None and self.session.wire is self:
            self.ready = False
            self._state.sessions.lose(self.session)

    def _end_session(self) -> None:
        # A bot that says goodbye so does not come back to this session.
        if self.session is not None and self.session.wire is self:
            self._state.sessions.close(self.session)

    def _push(self, body: JsonObject) -> None:
        self.push("", encode(body))

    async def _write(self) -> None:
        while True:
            item = await self._outgoing.get()
            if item.due > self._state.clock.now():
                await self._state.clock.sleep(item.due - self._state.clock.now())
            if item.code:
                await self._socket.close(code=item.code, message=WORDS.get(item.code, "").encode())
            elif item.event and item.event == self.breaks_during:
                self._break(item.text)
            elif not self._socket.closed:
                await self._send(item.text)

    async def _send(self, text: str) -> None:
        try:
            await self._socket.send_str(text)
        except ConnectionError:
            # The other side is gone; the reading half notices and ends the connection. The event stays in the session.
            self._detach()

    def _break(self, text: str) -> None:
        """Write the first half of an event's frame, then cut."""
        self.breaks_during = ""
        data = text.encode()
        length = len(data).to_bytes(8, "big")
        transport = self._request.transport
        if transport is not None:
            transport.write(b"\x81\x7f" + length + data[: len(data) // 2])
            self._detach()
            transport.close()


def _ready(bot: BotAccount, session: Session, guilds: list[int], url: str) -> JsonObject:
    return {
        "v": 10,
        "user_settings": {},
        "user": me_body(bot),
        "session_type": "normal",
        "shard": ALONE,
        "session_id": session.id,
        "resume_gateway_url": url,
        "relationships": [],
        "private_channels": [],
        "presences": [],
        "guilds": [{"id": str(guild), "unavailable": True} for guild in guilds],
        "application": {"id": str(bot.application_id), "flags": application_flags(bot)},
        "_trace": [],
    }
