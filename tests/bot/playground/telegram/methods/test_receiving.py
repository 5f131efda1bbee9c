"""Who the bot is and where its updates go."""

from __future__ import annotations

from telegram import Bot

from bot.playground.telegram import BotAccount, World
from tests.bot.playground.telegram.calls import Raw


async def test_the_bot_learns_who_it_is(shop: BotAccount, bot: Bot) -> None:
    me = await bot.get_me()

    assert (me.id, me.username, me.is_bot, me.can_read_all_group_messages) == (shop.id, "shop_bot", True, True)


async def test_privacy_mode_shows_in_who_the_bot_is(world: World) -> None:
    assert world.create_bot("quiet_bot", reads_all=False).as_me()["can_read_all_group_messages"] is False


async def test_the_webhook_info_tells_what_was_set(bot: Bot) -> None:
    await bot.set_webhook("https://shop.example/hook", max_connections=5, allowed_updates=["message"])
    info = await bot.get_webhook_info()

    assert (info.url, info.max_connections, info.allowed_updates) == ("https://shop.example/hook", 5, ("message",))


async def test_an_empty_address_removes_the_webhook(bot: Bot, raw: Raw) -> None:
    await bot.set_webhook("https://shop.example/hook")
    await raw.result("setWebhook", url="")

    assert (await bot.get_webhook_info()).url == ""
    assert await bot.get_updates(timeout=0) == ()
