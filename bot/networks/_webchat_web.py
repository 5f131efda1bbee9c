"""The door of a web chat: the requests that a visitor's browser makes, and the stream of lines that goes back to it."""

from __future__ import annotations

import asyncio
import functools
import json
import math
import re
import time
from collections.abc import Awaitable, Callable
from typing import Protocol
from urllib.parse import unquote

from aiohttp import web
from aiohttp_sse import EventSourceResponse, sse_response
from pydantic import ValidationError

from bot.networks._outside import Outside
from bot.networks._webchat_files import TooBig, Unfit, download_headers, kind_of_file, plain_file_name, read_up_to
from bot.networks._webchat_lines import file_line
from bot.networks._webchat_notices import Notice, Notices, TooManyWindows
from bot.networks._webchat_options import MOST_TEXT, WebChatOptions
from bot.networks._webchat_said import SAID, IsTyping, Said, SawUpTo, Visitor
from bot.networks._webchat_visitors import Buckets, address_of, is_ours, visitor_of
from inbox.errors import NotAllowed, NotFound, StoreAway
from inbox.incoming import Receive
from inbox.models import AccountId, Media, RemoteId
from inbox.network import Mail

MOST_BODY = 65_536  # bytes; 4,000 characters written as escapes are 48,000
PLACE = re.compile(r"[0-9]{1,20}-[0-9]{1,20}")  # of a line; no id that a visitor chose looks like it
WAIT = 20.0  # seconds that one look into the mailbox may take
UPLOAD_SECONDS = 120.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Chat(Protocol):
    """What lies behind the door."""

    account: AccountId
    options: WebChatOptions
    outside: Outside
    notices: Notices

    async def hear(self, visitor: Visitor, said: Said, receive: Receive) -> Mail | None:
        """Take in what a visitor sent."""
        ...

    async def let_in(self, thread: RemoteId) -> None:
        """Raise NotAllowed when we shut this visitor out."""
        ...

    async def keep_file(self, thread: RemoteId, media: Media) -> None:
        """Let this thread see a file."""
        ...

    async def file_of(self, thread: RemoteId, digest: str) -> Media | None:
        """The file, if this thread may see it."""
        ...


class Refusal(Exception):
    """A request that is answered with a no: a status, a word for the window, and a sentence for people."""

    def __init__(self, status: int, code: str, words: str, retry_after: float = 0) -> None:
        """Keep what the answer will say; `retry_after` in seconds."""
        super().__init__(words)
        self.status, self.code, self.retry_after = status, code, retry_after

    def response(self) -> web.Response:
        """The answer as it goes over the wire."""
        headers = {"Retry-After": str(math.ceil(self.retry_after))} if self.retry_after else {}
        return web.json_response({"error": self.code, "words": str(self)}, status=self.status, headers=headers)


class _Over(Exception):
    """The window went away, or has to come back later."""


def answered(handler: Handler) -> Handler:
    """Turn a refusal into its answer, and a store that is away into "come back soon"."""

    @functools.wraps(handler)
    async def wrapped(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refusal as refusal:
            return refusal.response()
        except NotAllowed as error:
            return Refusal(403, "shut", str(error)).response()
        except NotFound as error:
            return Refusal(404, "missing", str(error)).response()
        except StoreAway:
            return Refusal(503, "away", "We cannot store anything right now; nothing was lost.", 5).response()

    return wrapped


class Door:
    """Checks who asks, how often and how much, then passes it on to the chat behind it."""

    def __init__(self, chat: Chat, receive: Receive) -> None:
        """Stand before `chat`; what visitors say goes to `receive`."""
        self.chat, self.receive = chat, receive
        options, clock = chat.options, time.monotonic
        self.visitors = Buckets(options.per_visitor, 60, clock)
        self.addresses = Buckets(options.per_address, 60, clock)
        self.signals = Buckets(120, 60, clock)  # reading and typing
        self.uploads = Buckets(options.uploads, 3600, clock)
        self.uploads_of_address = Buckets(options.uploads * 3, 3600, clock)

    def routes(self) -> list[web.RouteDef]:
        """Each path with the method that answers it."""
        return [
            web.post("/say", answered(self.say)),
            web.get("/lines", answered(self.lines), allow_head=False),
            web.post("/files", answered(self.take_file)),
            web.get("/files/{digest}", answered(self.give_file)),
        ]

    async def say(self, request: web.Request) -> web.StreamResponse:
        """Take one thing that the visitor did; the same `client_id` again gets the same answer and changes nothing."""
        self._from_our_page(request)
        visitor = self._visitor(request)
        said = await self._read(request)
        if isinstance(said, SawUpTo | IsTyping):
            _limit(self.signals, visitor.thread)
        else:
            _limit(self.addresses, address_of(request.remote))
            _limit(self.visitors, visitor.thread)
        mail = await self.chat.hear(visitor, said, self.receive)
        return web.json_response({"line": mail.id, "at": json.loads(mail.body)["at"]} if mail else {})

    async def lines(self, request: web.Request) -> web.StreamResponse:
        """Stream the visitor's mailbox after `Last-Event-ID`, and then what comes, for as long as they listen."""
        visitor = self._visitor(request)
        _limit(self.addresses, address_of(request.remote))
        place = request.headers.get("Last-Event-ID", "")
        after = place if PLACE.fullmatch(place) else "0"
        try:
            with self.chat.notices.window(visitor.thread) as notices:
                async with sse_response(request, ping_interval=15, send_timeout=20) as sse:
                    await self._stream(sse, visitor.thread, after, notices)
                return sse
        except TooManyWindows:
            raise Refusal(429, "windows", "This chat is open in too many windows.", 60) from None

    async def take_file(self, request: web.Request) -> web.StreamResponse:
        """Keep a file that the visitor attaches: its bytes are the body, its name is in X-File-Name."""
        self._from_our_page(request)
        visitor = self._visitor(request)
        _limit(self.uploads_of_address, address_of(request.remote))
        _limit(self.uploads, visitor.thread)
        await self.chat.let_in(visitor.thread)
        data = await self._read_file(request)
        try:
            mime, kind = kind_of_file(data, request.content_type)
        except Unfit as unfit:
            raise Refusal(415, "unfit", str(unfit)) from None
        name = plain_file_name(unquote(request.headers.get("X-File-Name", "")))
        media = Media(kind, await self._put(data), mime, name, len(data))
        await self.chat.keep_file(visitor.thread, media)
        return web.json_response(file_line(media))

    async def give_file(self, request: web.Request) -> web.StreamResponse:
        """Give back a file of this visitor's own thread."""
        visitor = self._visitor(request)
        media = await self.chat.file_of(visitor.thread, request.match_info["digest"])
        if media is None:
            raise Refusal(404, "missing", "There is no such file in this chat.")
        try:
            data = await self.chat.outside.blobs.get(media.ref)
        except FileNotFoundError:
            raise Refusal(410, "erased", "This file was erased.") from None
        return web.Response(body=data, headers=download_headers(media))

    def _from_our_page(self, request: web.Request) -> None:
        if not is_ours(self.chat.outside.public_url, request.host, request.headers.get("Origin", "")):
            raise Refusal(403, "origin", "Only the chat's own window may send this.")

    def _visitor(self, request: web.Request) -> Visitor:
        headers = request.headers
        token, claimed = headers.get("Authorization", ""), headers.get("X-Visitor", "")
        try:
            return visitor_of(
                self.chat.account, self.chat.options, token, claimed, headers.get("X-Visitor-Signature", "")
            )
        except NotAllowed as error:
            raise Refusal(403 if claimed else 401, "identity", str(error)) from None

    async def _read(self, request: web.Request) -> Said:
        try:
            body = await read_up_to(request.content.iter_chunked(MOST_BODY), MOST_BODY)
            return SAID.validate_json(body)
        except TooBig:
            raise Refusal(413, "too_long", f"A message may have {MOST_TEXT:,} characters.") from None
        except ValidationError as error:
            _limit(self.addresses, address_of(request.remote))
            raise _refusal_for(error) from None

    async def _read_file(self, request: web.Request) -> bytes:
        most = self.chat.options.max_upload
        if not most:
            raise Refusal(403, "no_files", "This chat takes no files.")
        try:
            if (request.content_length or 0) > most:
                raise TooBig
            async with asyncio.timeout(UPLOAD_SECONDS):
                return await read_up_to(request.content.iter_chunked(65_536), most)
        except TooBig:
            raise Refusal(413, "too_big", f"A file may have {most:,} bytes.") from None
        except TimeoutError:
            raise Refusal(408, "slow", "The file took too long to arrive.") from None

    async def _put(self, data: bytes) -> str:
        try:
            return await self.chat.outside.blobs.put(data)
        except OSError as error:
            raise Refusal(507, "away", f"The file could not be stored: {error.strerror}.", 60) from error

    async def _stream(
        self, sse: EventSourceResponse, thread: RemoteId, after: str, notices: asyncio.Queue[Notice]
    ) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._send_lines(sse, thread, after))
                group.create_task(_until_gone(sse))
                await _send_notices(sse, notices)
        except* (_Over, ConnectionResetError, TimeoutError, StoreAway):
            pass  # the window comes back by itself and says where it was

    async def _send_lines(self, sse: EventSourceResponse, thread: RemoteId, after: str) -> None:
        mailbox, shown = self.chat.outside.mailbox, None
        lines = await mailbox.read(thread, after)
        while True:
            for mail in lines:
                await sse.send(mail.body, id=mail.id, event="line")
                after = mail.id
            if lines and shown is None:
                lines = await mailbox.read(thread, after)
                continue
            there = self.chat.options.open_at(self.chat.outside.now())
            if shown is not there:  # the first one also says that everything older has been sent
                await sse.send(json.dumps({"open": there}), event="state")
                shown = there
            lines = await mailbox.wait(thread, after, WAIT)


async def _send_notices(sse: EventSourceResponse, notices: asyncio.Queue[Notice]) -> None:
    while (notice := await notices.get()) is not None:
        await sse.send("{}", event=notice)
    raise _Over


async def _until_gone(sse: EventSourceResponse) -> None:
    await sse.wait()
    raise _Over


def _limit(buckets: Buckets, name: str) -> None:
    if wait := buckets.wait(name):
        raise Refusal(429, "too_fast", f"That was too much at once; try again in {math.ceil(wait)} s.", wait)


def _refusal_for(error: ValidationError) -> Refusal:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    match first["type"]:
        case "json_invalid":
            return Refusal(400, "garbled", "The body is not JSON.")
        case "string_too_long" if place.endswith("text"):
            return Refusal(413, "too_long", f"A message may have {MOST_TEXT:,} characters.")
        case _:
            return Refusal(422, "invalid", f"{place or 'The body'}: {first['msg']}")
