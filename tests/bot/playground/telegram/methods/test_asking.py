"""Questions about chats and members."""

from __future__ import annotations

import pytest
from telegram import Bot, BotCommand
from telegram.error import ChatMigrated, Forbidden

from bot.playground.telegram import BotAccount, Chat, Person, World
from tests.bot.playground.telegram.calls import Raw


@pytest.fixture
def talk(world: World, shop: BotAccount, asha: Person) -> Chat:
    return world.create_supergroup("Shop talk", [shop], [asha], username="shoptalk")


async def test_a_chat_tells_its_kind_its_name_and_what_it_is_linked_to(
    world: World, shop: BotAccount, asha: Person, talk: Chat, bot: Bot
) -> None:
    world.start(asha, shop)
    channel = world.create_channel("Shop", [shop], talk)

    assert (await bot.get_chat("@shoptalk")).linked_chat_id == channel.id
    assert (await bot.get_chat(asha.id)).username == "asha"
    assert (await bot.get_chat(channel.id)).type == "channel"


async def test_members_are_counted_and_administrators_listed(
    shop: BotAccount, asha: Person, talk: Chat, bot: Bot
) -> None:
    admins = await bot.get_chat_administrators(talk.id)

    assert await bot.get_chat_member_count(talk.id) == 3
    assert [admin.status for admin in admins] == ["creator", "administrator"]
    assert admins[1].user.id == shop.id
    assert admins[1].can_restrict_members


async def test_a_stranger_has_left(bhavin: Person, talk: Chat, bot: Bot) -> None:
    assert (await bot.get_chat_member(talk.id, bhavin.id)).status == "left"


async def test_a_private_chat_has_two_and_no_administrators(
    world: World, shop: BotAccount, asha: Person, bot: Bot, raw: Raw
) -> None:
    world.start(asha, shop)

    assert await bot.get_chat_member_count(asha.id) == 2
    assert "no administrators in the private chat" in await raw.refusal("getChatAdministrators", chat_id=asha.id)


async def test_a_chat_that_threw_the_bot_out_or_moved_says_so(
    world: World, shop: BotAccount, talk: Chat, bot: Bot
) -> None:
    group = world.create_group("Small talk", [shop])
    world.migrate(group)
    world.remove_bot(talk, shop)

    with pytest.raises(ChatMigrated):
        await bot.get_chat(group.id)
    with pytest.raises(Forbidden, match="kicked from the supergroup chat"):
        await bot.get_chat(talk.id)


async def test_commands_are_kept_and_nobody_has_a_profile_photo(shop: BotAccount, asha: Person, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("help", "What I can do")])

    assert shop.commands == [{"command": "help", "description": "What I can do"}]
    assert (await bot.get_user_profile_photos(asha.id)).total_count == 0
