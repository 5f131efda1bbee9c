"""Updates that go to a bot's webhook: secret, order, retries, and answers that are calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.playground.faults import Fault, Kind
from bot.playground.telegram import BotAccount, Person, TelegramServer, World
from tests.bot.playground.telegram.calls import START, JsonObject, Raw

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Receiver:
    """A bot's web server: remembers what came, answers what it was told to, then 200."""

    answers: list[web.Response] = field(default_factory=list)
    got: list[tuple[str, dict[str, dict[str, object]]]] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    url: str = ""

    async def take(self, request: web.BaseRequest) -> web.Response:
        assert request.content_type == "application/json"
        self.got.append((request.headers.get(SECRET_HEADER, ""), await request.json()))
        async with self.arrived:
            self.arrived.notify_all()
        return self.answers.pop(0) if self.answers else web.Response()

    async def texts(self, count: int) -> list[object]:
        async with asyncio.timeout(3), self.arrived:
            await self.arrived.wait_for(lambda: len(self.got) >= count)
        return [update["message"]["text"] for _, update in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    runner = web.ServerRunner(web.Server(receiver.take), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def info_once(raw: Raw, holds: Callable[[JsonObject], bool]) -> JsonObject:
    """The webhook's state once something is true of it."""
    async with asyncio.timeout(3):
        while True:
            info = await raw.result("getWebhookInfo")
            assert isinstance(info, dict)
            if holds(info):
                return info
            await asyncio.sleep(0.01)


async def failed(raw: Raw) -> JsonObject:
    """The webhook's state once a delivery has failed."""
    return await info_once(raw, lambda info: "last_error_message" in info)


async def test_what_waits_and_what_comes_is_posted_with_the_secret(
    world: World, shop: BotAccount, asha: Person, raw: Raw, receiver: Receiver
) -> None:
    world.say(asha, shop, "before")
    await raw.result("setWebhook", url=receiver.url, secret_token="s3cret")
    world.say(asha, shop, "after")

    assert await receiver.texts(2) == ["before", "after"]
    assert {secret for secret, _ in receiver.got} == {"s3cret"}


async def test_polling_is_refused_while_a_webhook_is_set(raw: Raw, receiver: Receiver) -> None:
    await raw.result("setWebhook", url=receiver.url)

    assert await raw.refusal("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )


async def test_a_failed_delivery_is_repeated_with_growing_delays_and_its_chat_waits(
    world: World, shop: BotAccount, asha: Person, raw: Raw, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=500), web.Response(status=500)]
    await raw.result("setWebhook", url=receiver.url)
    world.say(asha, shop, "first")
    world.say(asha, shop, "second")
    info = await failed(raw)
    world.clock.advance(1)
    await info_once(raw, lambda info: info["last_error_date"] == START + 1)
    world.clock.advance(1)

    assert world.clock.due == START + 3, "the second delay is two seconds"
    assert await receiver.texts(2) == ["first", "first"]

    world.clock.advance(1)

    assert await receiver.texts(4) == ["first", "first", "first", "second"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert info["pending_update_count"] == 2


async def test_retry_after_is_honoured(
    world: World, shop: BotAccount, asha: Person, raw: Raw, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=503, headers={"Retry-After": "300"})]
    await raw.result("setWebhook", url=receiver.url)
    world.say(asha, shop, "hello")
    await failed(raw)
    world.clock.advance(200)

    assert world.clock.due == START + 300
    assert await receiver.texts(1) == ["hello"]

    world.clock.advance(100)

    assert await receiver.texts(2) == ["hello", "hello"]


async def test_one_chat_that_fails_does_not_hold_up_another(
    world: World, shop: BotAccount, asha: Person, bhavin: Person, raw: Raw, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=500)]
    await raw.result("setWebhook", url=receiver.url)
    world.say(asha, shop, "from Asha")
    await failed(raw)
    world.say(bhavin, shop, "from Bhavin")

    assert await receiver.texts(2) == ["from Asha", "from Bhavin"]


async def test_a_webhook_that_nobody_serves_keeps_its_updates(
    world: World, shop: BotAccount, asha: Person, raw: Raw
) -> None:
    await raw.result("setWebhook", url="http://127.0.0.1:9/hook")
    world.say(asha, shop, "kept")
    info = await failed(raw)
    await raw.result("deleteWebhook")

    updates = await raw.result("getUpdates")

    assert info["pending_update_count"] == 1
    assert isinstance(updates, list)
    assert [update["message"]["text"] for update in updates] == ["kept"]


async def test_an_answer_that_is_a_call_is_carried_out(
    world: World, shop: BotAccount, asha: Person, raw: Raw, receiver: Receiver
) -> None:
    receiver.answers = [web.json_response({"method": "sendMessage", "chat_id": asha.id, "text": "at once"})]
    await raw.result("setWebhook", url=receiver.url)
    world.say(asha, shop, "hello")

    assert (await world.wait_sent(lambda sent: sent.method == "sendMessage")).text == "at once"


async def test_a_forged_delivery_comes_first_and_lacks_the_secret(
    server: TelegramServer, world: World, shop: BotAccount, asha: Person, raw: Raw, receiver: Receiver
) -> None:
    server.faults.next(Fault(Kind.FORGED), "message")
    await raw.result("setWebhook", url=receiver.url, secret_token="s3cret")
    world.say(asha, shop, "hello")
    await receiver.texts(2)

    assert [secret == "s3cret" for secret, _ in receiver.got] == [False, True]


async def test_a_duplicated_delivery_is_posted_twice_with_one_id(
    server: TelegramServer, world: World, shop: BotAccount, asha: Person, raw: Raw, receiver: Receiver
) -> None:
    server.faults.next(Fault(Kind.DUPLICATE), "message")
    await raw.result("setWebhook", url=receiver.url)
    world.say(asha, shop, "hello")
    await receiver.texts(2)

    assert len({update["update_id"] for _, update in receiver.got}) == 1


async def test_a_webhook_that_is_gone_for_a_day_is_removed(
    world: World, shop: BotAccount, asha: Person, raw: Raw, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=410), web.Response(status=410)]
    await raw.result("setWebhook", url=receiver.url)
    world.say(asha, shop, "hello")
    await failed(raw)
    world.clock.advance(23 * 3600 + 60)
    await receiver.texts(2)
    await info_once(raw, lambda info: info["url"] == "")

    assert await raw.result("getUpdates") != []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "http://shop.example/hook"}, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://shop.example/hook", "secret_token": "has a space"},
            "Bad Request: secret token contains unallowed characters",
        ),
    ],
)
async def test_an_address_or_secret_that_telegram_would_not_take_is_refused(
    raw: Raw, params: dict[str, str], reason: str
) -> None:
    assert await raw.refusal("setWebhook", **params) == reason
