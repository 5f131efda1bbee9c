"""The server itself: tokens, unknown methods, counted calls, and calls that fail as planned."""

from __future__ import annotations

import asyncio
import io
import time
from dataclasses import replace

import aiohttp
import pytest
from telegram import Bot
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, TimedOut

from bot.playground.faults import Fault, Kind, Match
from bot.playground.telegram import BotAccount, Person, TelegramServer, World
from bot.playground.telegram.files import UPLOAD_LIMIT
from tests.bot.playground.telegram.calls import Raw


@pytest.fixture(autouse=True)
def conversation(world: World, shop: BotAccount, asha: Person) -> None:
    world.start(asha, shop)


async def test_a_revoked_token_is_answered_401_and_the_new_one_works(
    server: TelegramServer, world: World, shop: BotAccount, raw: Raw
) -> None:
    renewed = world.revoke(shop)

    assert await raw.call("getMe") == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    async with Bot(renewed, base_url=server.bot_url) as bot:
        assert bot.username == "shop_bot"


async def test_a_revoked_token_can_be_given_back(world: World, shop: BotAccount, raw: Raw) -> None:
    world.revoke(shop)
    world.restore(shop, raw.token)

    await raw.result("getMe")


async def test_the_client_library_calls_a_wrong_token_invalid(server: TelegramServer) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("123:wrong", base_url=server.bot_url):
            pass


@pytest.mark.parametrize(("token", "method"), [("", "getMe"), ("nonsense", "getMe"), (None, "getNothing")])
async def test_a_malformed_token_or_an_unknown_method_is_not_found(raw: Raw, token: str | None, method: str) -> None:
    caller = raw if token is None else replace(raw, token=token)

    assert await caller.call(method) == (404, {"ok": False, "error_code": 404, "description": "Not Found"})


async def test_method_names_are_read_in_any_case(raw: Raw) -> None:
    assert await raw.result("getme") == await raw.result("GETME")


async def test_every_call_of_a_bot_is_counted(shop: BotAccount, raw: Raw) -> None:
    await raw.result("getMe")
    await raw.result("getMe")
    await raw.refusal("sendMessage", chat_id=1, text="nobody")

    assert shop.calls == {"getMe": 2, "sendMessage": 1}


async def test_a_lost_answer_leaves_the_message_with_the_follower(
    server: TelegramServer, world: World, asha: Person, bot: Bot
) -> None:
    server.faults.next(Fault(Kind.CUT_AFTER), "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(asha.id, "did it arrive?")

    assert [sent.text for sent in world.sent] == ["did it arrive?"]


async def test_a_connection_cut_before_the_effect_leaves_nothing(
    server: TelegramServer, world: World, asha: Person, bot: Bot
) -> None:
    server.faults.next(Fault(Kind.CUT_BEFORE), "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(asha.id, "lost")

    assert world.sent == []


@pytest.mark.parametrize(("kind", "arrived"), [(Kind.HANG_BEFORE, 0), (Kind.HANG_AFTER, 1)])
async def test_a_call_without_an_answer_times_out_with_or_without_its_effect(
    server: TelegramServer, world: World, asha: Person, bot: Bot, kind: Kind, arrived: int
) -> None:
    server.faults.next(Fault(kind, seconds=3600), "sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(asha.id, "anybody there?", read_timeout=0.2)

    assert len(world.sent) == arrived


async def test_a_slow_answer_comes_when_its_time_has_come(
    server: TelegramServer, world: World, asha: Person, raw: Raw
) -> None:
    server.faults.next(Fault(Kind.SLOW, seconds=20), "sendMessage")
    call = asyncio.gather(raw.result("sendMessage", chat_id=asha.id, text="slow"))
    await world.wait_for(lambda: len(world.sent) == 1)

    assert not call.done()

    server.clock.advance(20)
    await asyncio.wait_for(call, 2)


@pytest.mark.parametrize(
    ("status", "error"), [(401, InvalidToken), (403, Forbidden), (404, InvalidToken), (409, Conflict)]
)
async def test_a_planned_refusal_reaches_the_client_library_as_its_error(
    server: TelegramServer, asha: Person, bot: Bot, status: int, error: type[Exception]
) -> None:
    server.faults.next(Fault(Kind.REFUSE, status=status), "sendMessage")
    with pytest.raises(error):
        await bot.send_message(asha.id, "hello")

    await bot.send_message(asha.id, "the next one works")


async def test_a_planned_429_says_how_long_to_wait(server: TelegramServer, asha: Person, raw: Raw) -> None:
    server.faults.next(Fault(Kind.REFUSE, status=429, retry_after=7), "sendMessage")

    status, body = await raw.call("sendMessage", chat_id=asha.id, text="hello")

    assert (status, body["description"]) == (429, "Too Many Requests: retry after 7")
    assert body["parameters"] == {"retry_after": 7}


@pytest.mark.parametrize(
    ("status", "kind"), [(500, "application/json"), (502, "text/html"), (503, "text/html"), (504, "text/html")]
)
async def test_a_gateway_answers_with_a_page_and_the_server_with_json(
    server: TelegramServer, raw: Raw, status: int, kind: str
) -> None:
    server.faults.next(Fault(Kind.REFUSE, status=status))
    async with aiohttp.ClientSession() as http, http.get(f"{server.bot_url}{raw.token}/getMe") as response:
        assert (response.status, response.content_type) == (status, kind)


async def test_a_fault_may_be_about_one_chat_only(
    server: TelegramServer, world: World, shop: BotAccount, asha: Person, bhavin: Person, raw: Raw
) -> None:
    world.start(bhavin, shop)
    server.faults.next(Fault(Kind.REFUSE, status=403), Match(subject=str(bhavin.id)))

    await raw.result("sendMessage", chat_id=asha.id, text="hello")
    assert await raw.refusal("sendMessage", chat_id=bhavin.id, text="hello") == (
        "Forbidden: bot was blocked by the user"
    )


async def test_a_poll_ends_when_its_client_hangs_up(world: World, shop: BotAccount, raw: Raw) -> None:
    await raw.result("getUpdates", offset=2**31)
    polling = asyncio.gather(raw.result("getUpdates", timeout=50))
    await world.wait_for(lambda: shop.updates.polled)
    polling.cancel()
    async with asyncio.timeout(2):
        while shop.updates.polled:
            await asyncio.sleep(0.01)


async def test_too_large_an_upload_is_answered_413(raw: Raw, asha: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(asha.id)})
    form.add_field("document", io.BytesIO(bytes(UPLOAD_LIMIT + 2 * 1024 * 1024)), filename="film.mkv")
    async with aiohttp.ClientSession() as http, http.post(f"{raw.url}/bot{raw.token}/sendDocument", data=form) as got:
        assert (got.status, (await got.json())["description"]) == (413, "Request Entity Too Large")


async def test_stopping_does_not_wait_for_pollers(
    server: TelegramServer, world: World, shop: BotAccount, raw: Raw
) -> None:
    polling = asyncio.gather(raw.call("getUpdates", offset=2**31, timeout=50), return_exceptions=True)
    await world.wait_for(lambda: shop.calls["getUpdates"] == 1)
    began = time.monotonic()
    await server.stop()
    await polling

    assert time.monotonic() - began < 2
