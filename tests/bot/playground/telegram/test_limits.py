"""Flood limits: in all, per chat, per group."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.playground.clock import Clock
from bot.playground.telegram import TelegramServer
from bot.playground.telegram.limits import BURST, FloodLimits

SHOP, ASHA, GROUP = 1, 101, -4001


@pytest.fixture
async def strict() -> AsyncIterator[TelegramServer]:
    """A server that enforces the limits, as the real one does."""
    async with TelegramServer(clock=Clock(1000.0, speed=0)) as server:
        yield server


def test_a_chat_takes_a_burst_and_then_one_message_a_second() -> None:
    limits = FloodLimits()
    burst = [limits.take(SHOP, ASHA, now=0.0) for _ in range(int(BURST))]

    assert burst == [0] * int(BURST)
    assert limits.take(SHOP, ASHA, now=0.0) == 1
    assert limits.take(SHOP, ASHA, now=1.0) == 0
    assert limits.take(SHOP, ASHA, now=1.0) == 1


def test_a_group_takes_20_messages_a_minute() -> None:
    limits = FloodLimits()
    waits = [limits.take(SHOP, GROUP, now=float(second), is_group=True) for second in range(61)]

    assert waits == [0] * 20 + list(range(40, 0, -1)) + [0]


def test_all_chats_together_take_30_messages_a_second() -> None:
    limits = FloodLimits()
    waits = [limits.take(SHOP, chat, now=0.0) for chat in range(1, 41)]

    assert waits.count(0) == 30
    assert limits.take(2, 1, now=0.0) == 0, "another bot has its own allowance"


def test_an_album_counts_as_its_messages() -> None:
    limits = FloodLimits()
    limits.take(SHOP, ASHA, now=0.0, count=4)

    assert limits.take(SHOP, ASHA, now=0.0, count=2) == 1


def test_an_album_larger_than_the_burst_may_go_when_nothing_else_went() -> None:
    assert FloodLimits().take(SHOP, ASHA, now=0.0, count=10) == 0


async def test_the_client_library_is_told_how_long_to_wait_and_waiting_helps(
    strict: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns when it reads its own error
    shop, asha = strict.world.create_bot("shop_bot"), strict.world.create_person("Asha")
    strict.world.start(asha, shop)
    async with Bot(shop.token, base_url=strict.bot_url) as bot:
        for _ in range(int(BURST)):
            await bot.send_message(asha.id, "hello")
        with pytest.raises(RetryAfter) as flood:
            await bot.send_message(asha.id, "too fast")
        strict.clock.advance(flood.value.retry_after.total_seconds())
        await bot.send_message(asha.id, "now")

    assert [sent.text for sent in strict.world.sent] == ["hello"] * int(BURST) + ["now"]
