"""What waits for a bot: numbering, confirming, retention, kinds, and deliveries that go wrong."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot

from bot.playground.faults import Fault, Kind
from bot.playground.telegram import BotAccount, Person, TelegramServer, World
from tests.bot.playground.telegram.calls import Raw


def texts(updates: object) -> list[str]:
    assert isinstance(updates, list)
    return [update["message"]["text"] for update in updates]


async def test_updates_are_numbered_in_sequence_and_come_again_until_confirmed(
    world: World, shop: BotAccount, asha: Person, bot: Bot
) -> None:
    for text in ("one", "two", "three"):
        world.say(asha, shop, text)

    first, second, third = [update.update_id for update in await bot.get_updates(timeout=0)]
    again = await bot.get_updates(offset=second, timeout=0)
    rest = await bot.get_updates(timeout=0)

    assert (second, third) == (first + 1, first + 2)
    assert [update.update_id for update in again] == [update.update_id for update in rest] == [second, third]


async def test_a_page_holds_as_many_updates_as_asked_for_and_at_most_100(
    world: World, shop: BotAccount, asha: Person, raw: Raw
) -> None:
    for number in range(130):
        world.say(asha, shop, str(number))

    assert texts(await raw.result("getUpdates", limit=2)) == ["0", "1"]
    assert len(texts(await raw.result("getUpdates", limit=500))) == 100


async def test_a_negative_offset_keeps_only_the_newest(world: World, shop: BotAccount, asha: Person, raw: Raw) -> None:
    for text in ("one", "two", "three"):
        world.say(asha, shop, text)

    assert texts(await raw.result("getUpdates", offset=-1)) == ["three"]
    assert texts(await raw.result("getUpdates")) == ["three"]


async def test_updates_are_forgotten_after_a_day(world: World, shop: BotAccount, asha: Person, raw: Raw) -> None:
    world.say(asha, shop, "yesterday")
    world.clock.advance(86_000)
    world.say(asha, shop, "today")
    world.clock.advance(600)

    assert texts(await raw.result("getUpdates")) == ["today"]


async def test_a_long_poll_ends_when_somebody_speaks(world: World, shop: BotAccount, asha: Person, bot: Bot) -> None:
    polling = asyncio.gather(bot.get_updates(timeout=50))
    await world.wait_for(lambda: shop.calls["getUpdates"] == 1)
    world.say(asha, shop, "hello")

    (updates,) = await asyncio.wait_for(polling, 2)

    assert [update.message.text for update in updates] == ["hello"]


async def test_a_long_poll_ends_empty_after_50_seconds_however_long_was_asked(
    world: World, shop: BotAccount, raw: Raw
) -> None:
    polling = asyncio.gather(raw.result("getUpdates", timeout=300))
    await world.wait_for(lambda: shop.calls["getUpdates"] == 1)
    world.clock.advance(51)

    assert await asyncio.wait_for(polling, 2) == [[]]


async def test_a_second_poller_ends_the_first_with_409(world: World, shop: BotAccount, raw: Raw) -> None:
    first = asyncio.gather(raw.refusal("getUpdates", timeout=50))
    await world.wait_for(lambda: shop.calls["getUpdates"] == 1)
    await raw.result("getUpdates", timeout=0)

    (reason,) = await asyncio.wait_for(first, 2)

    assert reason == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


async def test_some_kinds_come_only_when_they_are_asked_for_and_the_choice_is_remembered(
    world: World, shop: BotAccount, asha: Person, raw: Raw
) -> None:
    message = world.say(asha, shop, "nice")
    world.react(asha, message, "👍")
    await raw.result("getUpdates", offset=-1, allowed_updates=["message_reaction"])
    world.react(asha, message, "❤")
    world.say(asha, shop, "not asked for")

    updates = await raw.result("getUpdates", offset=-1)

    assert isinstance(updates, list)
    assert [update["message_reaction"]["new_reaction"] for update in updates] == [[{"type": "emoji", "emoji": "❤"}]]


async def test_a_duplicated_delivery_lists_one_update_twice(
    server: TelegramServer, world: World, shop: BotAccount, asha: Person, bot: Bot
) -> None:
    server.faults.next(Fault(Kind.DUPLICATE), "message")
    world.say(asha, shop, "hello")

    first, second = await bot.get_updates(timeout=0)

    assert first.update_id == second.update_id


async def test_a_reordered_delivery_is_overtaken_by_another_chat_but_not_within_its_own(
    server: TelegramServer, world: World, shop: BotAccount, asha: Person, bhavin: Person, raw: Raw
) -> None:
    server.faults.next(Fault(Kind.REORDER, seconds=60), "message")
    world.say(asha, shop, "asha 1")
    world.say(asha, shop, "asha 2")
    world.say(bhavin, shop, "bhavin")

    assert texts(await raw.result("getUpdates")) == ["bhavin", "asha 1", "asha 2"]


async def test_a_shuffled_delivery_is_overtaken_within_its_own_chat(
    server: TelegramServer, world: World, shop: BotAccount, asha: Person, raw: Raw
) -> None:
    server.faults.next(Fault(Kind.REORDER, seconds=60, shuffles=True), "message")
    world.say(asha, shop, "first")
    world.say(asha, shop, "second")

    assert texts(await raw.result("getUpdates")) == ["second", "first"]


async def test_a_delayed_delivery_comes_when_its_time_has_come(
    server: TelegramServer, world: World, shop: BotAccount, asha: Person, raw: Raw
) -> None:
    server.faults.next(Fault(Kind.DELAY, seconds=30), "message")
    world.say(asha, shop, "late")

    assert texts(await raw.result("getUpdates")) == []

    world.clock.advance(30)

    assert texts(await raw.result("getUpdates")) == ["late"]


@pytest.mark.parametrize("drop", [True, False])
async def test_deleting_the_webhook_may_drop_what_waits(
    world: World, shop: BotAccount, asha: Person, raw: Raw, drop: bool
) -> None:
    world.say(asha, shop, "waiting")
    await raw.result("deleteWebhook", drop_pending_updates=drop)

    assert texts(await raw.result("getUpdates")) == ([] if drop else ["waiting"])
