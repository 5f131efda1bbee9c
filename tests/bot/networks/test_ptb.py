"""python-telegram-bot over our session, against real local servers: what is sent, and what each failure is called."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
import telegram
from aiohttp import web
from telegram import error as ptb

from bot.networks._ptb import Answered, Flooded, NotSent, SharedSession

Speak = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
TOKEN = "900:the-secret-of-this-bot"
SENT = '{"ok": true, "result": {"message_id": 1, "date": 1, "chat": {"id": 101, "type": "private"}}}'


@asynccontextmanager
async def bot_at(speak: Speak, read_seconds: float = 5) -> AsyncIterator[telegram.Bot]:
    """A Bot whose server answers like this."""
    runner = web.ServerRunner(web.Server(speak))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as http:
        yield bot(http, f"http://127.0.0.1:{runner.addresses[0][1]}", read_seconds)
    await runner.cleanup()


def bot(http: aiohttp.ClientSession, url: str, read_seconds: float = 5) -> telegram.Bot:
    """A Bot on this session."""
    request = SharedSession(http, read_seconds)
    return telegram.Bot(TOKEN, f"{url}/bot", request=request, get_updates_request=request)


def saying(body: str, status: int = 200) -> Speak:
    """A server that always answers this."""

    async def speak(request: web.BaseRequest) -> web.Response:
        return web.Response(text=body, status=status, content_type="application/json")

    return speak


async def test_a_call_is_a_form_with_nested_values_as_json() -> None:
    seen: dict[str, object] = {}

    async def speak(request: web.BaseRequest) -> web.Response:
        seen.update(await request.post(), path=request.path, type=request.content_type)
        return web.Response(text=SENT)

    async with bot_at(speak) as client:
        await client.send_message(101, "tea & ☕", reply_parameters=telegram.ReplyParameters(7))
    assert seen.pop("path") == f"/bot{TOKEN}/sendMessage"
    assert seen == {
        "chat_id": "101",
        "text": "tea & ☕",
        "reply_parameters": '{"message_id": 7}',
        "type": "application/x-www-form-urlencoded",
    }


async def test_a_call_without_fields_has_no_body() -> None:
    bodies: list[bytes] = []

    async def speak(request: web.BaseRequest) -> web.Response:
        bodies.append(await request.read())
        return web.Response(text='{"ok": true, "result": true}')

    async with bot_at(speak) as client:
        assert await client.log_out() is True
    assert bodies == [b""]


async def test_a_file_goes_as_multipart_with_its_name_and_type() -> None:
    parts: dict[str, object] = {}

    async def speak(request: web.BaseRequest) -> web.Response:
        for name, part in (await request.post()).items():
            parts[name] = (
                (part.filename, part.content_type, part.file.read()) if isinstance(part, web.FileField) else part
            )
        return web.Response(text=SENT)

    async with bot_at(speak) as client:
        await client.send_photo(101, b"\xff\xd8 bytes", caption="tea", filename="tea.jpg")
    assert parts == {"chat_id": "101", "caption": "tea", "photo": ("tea.jpg", "image/jpeg", b"\xff\xd8 bytes")}


NAMED: list[tuple[int, str, type[ptb.TelegramError]]] = [
    (400, '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}', ptb.BadRequest),
    (401, '{"ok":false,"error_code":401,"description":"Unauthorized"}', ptb.InvalidToken),
    (403, '{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}', ptb.Forbidden),
    (404, '{"ok":false,"error_code":404,"description":"Not Found"}', ptb.InvalidToken),
    (409, '{"ok":false,"error_code":409,"description":"Conflict: terminated"}', ptb.Conflict),
    (400, '{"ok":false,"description":"Bad Request: x","parameters":{"migrate_to_chat_id":-5}}', ptb.ChatMigrated),
    (429, '{"ok":false,"description":"Too Many Requests","parameters":{"retry_after":3}}', Flooded),
    (429, "<html>slow down</html>", Flooded),
    (401, "<html>log in to the hotel's network</html>", Answered),
    (403, "", Answered),
    (404, "[]", Answered),
    (302, "", Answered),
    (413, '{"ok":false,"error_code":413,"description":"Request Entity Too Large"}', Answered),
    (418, '{"ok":false,"error_code":418,"description":"teapot"}', Answered),
    (500, '{"ok":false,"error_code":500,"description":"Internal Server Error"}', Answered),
    (502, "<html>502</html>", Answered),
    (503, "<html>503</html>", Answered),
    (200, "<html>all is well</html>", ptb.TelegramError),
    (200, '{"surprise": 1}', ptb.TelegramError),
]


@pytest.mark.parametrize(("status", "body", "named"), NAMED)
async def test_an_answer_is_called_by_its_name(status: int, body: str, named: type[ptb.TelegramError]) -> None:
    async with bot_at(saying(body, status)) as client:
        with pytest.raises(named) as failed:
            await client.send_message(101, "hello")
    assert type(failed.value) is named


async def test_a_flood_without_a_number_waits_a_second() -> None:
    async with bot_at(saying("", 429)) as client:
        with pytest.raises(Flooded) as failed:
            await client.send_message(101, "hello")
    assert failed.value.seconds == 1


async def test_an_answer_that_does_not_come_is_a_time_out() -> None:
    never = asyncio.Event()

    async def speak(request: web.BaseRequest) -> web.Response:
        await never.wait()
        return web.Response()

    async with bot_at(speak, read_seconds=0.05) as client:
        with pytest.raises(ptb.TimedOut):
            await client.send_message(101, "hello")
        never.set()


async def test_a_connection_cut_before_or_amid_the_answer_is_a_network_error() -> None:
    cuts = iter((b"", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"))

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(next(cuts))
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with server, aiohttp.ClientSession() as http:
        client = bot(http, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        for _ in range(2):
            with pytest.raises(ptb.NetworkError) as failed:
                await client.send_message(101, "hello")
            assert type(failed.value) is ptb.NetworkError


async def test_a_refused_connection_an_unknown_host_and_a_closed_session_never_left() -> None:
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    free = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    async with aiohttp.ClientSession() as http:
        for url in (f"http://127.0.0.1:{free}", "http://nobody.invalid", "http://"):
            with pytest.raises(NotSent) as failed:
                await bot(http, url).send_message(101, "hello")
            assert TOKEN not in str(failed.value)
    with pytest.raises(NotSent):
        await bot(http, "http://127.0.0.1:1").send_message(101, "hello")


async def test_the_borrowed_session_stays_open() -> None:
    async with bot_at(saying('{"ok": true, "result": {"id": 900, "is_bot": true, "first_name": "Shop"}}')) as client:
        async with client:
            assert client.first_name == "Shop"
        assert (await client.get_me()).id == 900


async def test_the_read_time_out_is_known_to_the_library() -> None:
    async with aiohttp.ClientSession() as http:
        assert SharedSession(http, 7).read_timeout == 7
