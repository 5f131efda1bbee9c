"""One bot's line to Discord through discord.py: logged in on first use, every failure one of our errors.

discord.py waits for rate limits and repeats what a failing server answered (500, 502, 504), by itself and within one
call. That is harmless for what carries a nonce or is the same done twice. A forum post has no nonce and would be there
twice, so that one is never repeated.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, Final

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route
from discord.state import ConnectionState

from bot.discord_base import point_at
from bot.networks._discord_calls import Call, file_name
from bot.networks._discord_errors import code_of, error_for
from bot.networks._discord_shapes import without_nulls
from bot.networks._payloads import MALFORMED
from inbox.errors import Uncertain
from inbox.models import Media

LONGEST_WAIT: Final = 30.0  # seconds that discord.py waits for a rate limit within a call; its own least is 30
REPEATED: Final = frozenset({500, 502, 504, 524})  # by discord.py 2.7.1 (http.py, HTTPClient.request)
FAILURES: Final = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, *MALFORMED)
Files = Sequence[tuple[Media, bytes]]


class _NoState(ConnectionState["Bot"]):
    """Keeps nothing of what the gateway tells: we read the raw events ourselves, so a strange one breaks nothing."""

    def __init__(self, opened: Callable[[DiscordWebSocket], None], **options: Any) -> None:
        super().__init__(**options)
        self.parsers = {}
        self._opened = opened

    def _update_references(self, ws: DiscordWebSocket) -> None:
        self._opened(ws)


class Bot(discord.Client):
    """discord.py's client; gives every raw event of its gateway to `heard`, in the order in which they came."""

    def __init__(self, intents: discord.Intents) -> None:
        """Nothing happens on the wire yet."""
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
        self.heard: Callable[[str], None] = _ignore
        self.may_identify_at = float("-inf")
        self.socket: DiscordWebSocket | None = None  # the newest one, from its first moment on
        super().__init__(
            intents=intents,
            enable_debug_events=True,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=_posts_once(),
        )

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Called by discord.py before it begins a session: Discord takes them at a certain pace only."""
        await asyncio.sleep(max(0.0, self.may_identify_at - asyncio.get_running_loop().time()))

    def _get_state(self, **options: Any) -> ConnectionState[Any]:
        own: dict[str, Any] = {"dispatch": self.dispatch, "handlers": self._handlers, "hooks": self._hooks}
        return _NoState(self._opened, http=self.http, **own, **options)

    def _opened(self, socket: DiscordWebSocket) -> None:
        self.socket = socket

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Called by discord.py for everything; the raw events are all that we listen to."""
        if event == "socket_raw_receive":
            self.heard(args[0])


class Wire:
    """Calls to Discord's REST API as one bot."""

    def __init__(self, token: str, api: str) -> None:
        """Nothing happens on the wire yet."""
        self._token, self._api = token, api
        self._bot: Bot | None = None
        self._login = asyncio.Lock()

    async def bot(self) -> Bot:
        """The client, logged in; raises LoginNeeded when the token is dead."""
        async with self._login:
            if self._bot is None:
                self._bot = await self.log_in(intents())
            return self._bot

    async def log_in(self, wanted: discord.Intents) -> Bot:
        """Another client, logged in; whoever asks for it closes it."""
        point_at(self._api)
        bot = Bot(wanted)
        try:
            await bot.login(self._token)
        except FAILURES as error:
            await bot.close()
            raise error_for(error, effect=False) from None
        except BaseException:
            await bot.close()
            raise
        return bot

    async def do(self, call: Call, files: Files = (), done: Sequence[int] = ()) -> Any:
        """A call that changes something; None where Discord says by a code of `done` that it is done already."""
        try:
            return without_nulls(await _request((await self.bot()).http, call, files))
        except FAILURES as error:
            if code_of(error) in done:
                return None
            raise error_for(error) from None

    async def ask(self, call: Call) -> Any:
        """A call that changes nothing for anybody, so that nothing about its failure is uncertain."""
        try:
            return without_nulls(await _request((await self.bot()).http, call, ()))
        except FAILURES as error:
            raise error_for(error, effect=False) from None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._bot is not None:
            await self._bot.close()
            self._bot = None


def intents(*, members: bool = False) -> discord.Intents:
    """What a bot has to hear for an inbox; the members' comings and goings only where it may."""
    wanted = discord.Intents.none()
    wanted.members = members
    wanted.guilds = wanted.message_content = True
    wanted.guild_messages = wanted.guild_reactions = wanted.dm_messages = wanted.dm_reactions = True
    return wanted


async def _request(http: HTTPClient, call: Call, files: Files) -> Any:
    try:
        return await _asked(http, call, files)
    except asyncio.CancelledError:
        # discord.py 2.7.1, ended while it waits for a global limit, would hold back all later calls for ever.
        http._global_over.set()  # noqa: SLF001  # nothing public does this
        raise


async def _asked(http: HTTPClient, call: Call, files: Files) -> Any:
    # The emoji is already percent-encoded, so it goes into the path itself.
    path = call.path.replace("{emoji}", call.emoji.replace("{", "{{").replace("}", "}}"))
    ids: Any = call.ids
    route = Route(call.method, path, **ids)
    if not files:
        more: dict[str, Any] = {} if call.body is None else {"json": call.body}
        return await http.request(route, params=call.query, **more)
    uploads = [discord.File(io.BytesIO(data), file_name(n, media)) for n, (media, data) in enumerate(files)]
    form: list[dict[str, Any]] = [{"name": "payload_json", "value": json.dumps(call.body)}]
    form += [
        {"name": f"files[{n}]", "value": file.fp, "filename": file.filename, "content_type": "application/octet-stream"}
        for n, file in enumerate(uploads)
    ]
    return await http.request(route, files=uploads, form=form)


def _posts_once() -> aiohttp.TraceConfig:
    """Ends a call that opens a thread when a failing server answers it, before discord.py makes it again."""

    async def ended(_: aiohttp.ClientSession, __: SimpleNamespace, told: aiohttp.TraceRequestEndParams) -> None:
        if told.method == "POST" and told.url.path.endswith("/threads") and told.response.status in REPEATED:
            told.response.close()
            raise Uncertain(f"Discord's servers failed ({told.response.status}).")

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    return trace


def _ignore(_: str) -> None:
    """Nobody listens yet."""
