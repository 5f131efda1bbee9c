"""People who act, and what bots hear of it."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot, Update

from bot.playground.telegram import BotAccount, CannotAct, Media, Person, World
from tests.bot.playground.telegram.calls import Raw

EVERYTHING = Update.ALL_TYPES


async def heard(bot: Bot) -> list[Update]:
    return list(await bot.get_updates(timeout=0, allowed_updates=EVERYTHING))


async def test_a_private_message_carries_who_and_where(world: World, shop: BotAccount, asha: Person, bot: Bot) -> None:
    world.say(asha, shop, "/start@shop_bot hello")
    (update,) = await heard(bot)
    message = update.message

    assert (message.chat.type, message.chat.id, message.from_user.username) == ("private", asha.id, "asha")
    assert [(entity.type, entity.length) for entity in message.entities] == [("bot_command", 15)]


async def test_message_ids_count_up_in_each_chat_on_its_own(world: World, shop: BotAccount, asha: Person) -> None:
    group = world.create_supergroup("Shop talk", [shop], [asha])

    assert [world.say(asha, group, text).id for text in ("a", "b")] == [1, 2]
    assert world.say(asha, shop, "c").id == 1


async def test_a_comment_on_a_channel_post_has_the_shape_of_a_reply_in_its_thread(
    world: World, shop: BotAccount, asha: Person, bhavin: Person, bot: Bot
) -> None:
    talk = world.create_supergroup("Shop talk", [shop])
    channel = world.create_channel("Shop", [shop], talk, username="shop")
    post = world.post(channel, "New opening hours")
    comment = world.comment(asha, post, "nice!")
    world.say(bhavin, talk, "agreed", reply_to=comment)
    posted, forwarded, first, second = await heard(bot)

    assert posted.channel_post.sender_chat.id == channel.id
    copy = forwarded.message
    assert (copy.is_automatic_forward, copy.from_user.id, copy.sender_chat.id) == (True, 777000, channel.id)
    assert (copy.forward_origin.chat.id, copy.forward_origin.message_id) == (channel.id, post.id)
    assert (first.message.message_thread_id, first.message.reply_to_message.message_id) == (copy.message_id,) * 2
    assert first.message.reply_to_message.text == "New opening hours"
    assert second.message.message_thread_id == copy.message_id
    assert second.message.reply_to_message.message_id == comment.id


async def test_an_album_is_several_messages_that_share_a_group(
    world: World, shop: BotAccount, asha: Person, bot: Bot
) -> None:
    world.album(asha, shop, [Media(), Media(), Media("video")], "three of them")
    updates = await heard(bot)

    assert len({update.message.media_group_id for update in updates}) == 1
    assert [update.message.caption for update in updates] == ["three of them", None, None]


async def test_an_edit_keeps_the_id_and_says_when(world: World, shop: BotAccount, asha: Person, bot: Bot) -> None:
    message = world.say(asha, shop, "helo")
    world.clock.advance(60)
    world.edit(message, "hello")
    said, edited = await heard(bot)

    assert said.message.text == "helo"
    assert (edited.edited_message.message_id, edited.edited_message.text) == (message.id, "hello")
    assert (edited.edited_message.edit_date - said.message.date).total_seconds() == 60


async def test_nobody_is_told_of_a_deleted_message_and_followers_no_longer_see_it(
    world: World, shop: BotAccount, asha: Person, raw: Raw
) -> None:
    world.remove(world.say(asha, shop, "never mind"))
    updates = await raw.result("getUpdates")

    assert isinstance(updates, list)
    assert len(updates) == 1
    assert world.messages(world.private(shop, asha)) == []


async def test_blocking_and_unblocking_are_heard(world: World, shop: BotAccount, asha: Person, bot: Bot) -> None:
    world.start(asha, shop)
    world.block_bot(asha, shop)
    world.unblock_bot(asha, shop)
    changes = [update.my_chat_member for update in (await heard(bot))[1:]]

    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]
    assert {change.chat.id for change in changes} == {asha.id}


async def test_somebody_who_blocked_the_bot_does_not_write_to_it(world: World, shop: BotAccount, asha: Person) -> None:
    world.block_bot(asha, shop)

    with pytest.raises(CannotAct, match="blocked"):
        world.say(asha, shop, "hello")


async def test_reactions_are_heard_with_what_was_before_and_in_channels_as_counts(
    world: World, shop: BotAccount, asha: Person, bhavin: Person, bot: Bot
) -> None:
    channel = world.create_channel("Shop", [shop])
    await heard(bot)
    message, post = world.say(asha, shop, "nice"), world.post(channel, "News")
    world.react(asha, message, "👍")
    world.react(asha, message, "❤", "🔥")
    world.react(asha, post, "👍")
    world.react(bhavin, post, "👍")
    first, second, _, count = (await heard(bot))[2:]

    assert [reaction.emoji for reaction in first.message_reaction.new_reaction] == ["👍"]
    assert [reaction.emoji for reaction in second.message_reaction.old_reaction] == ["👍"]
    assert second.message_reaction.user.id == asha.id
    assert [r.total_count for r in count.message_reaction_count.reactions] == [2]


async def test_joining_and_leaving_are_service_messages_and_changes_of_members(
    world: World, shop: BotAccount, asha: Person, bot: Bot
) -> None:
    group = world.create_supergroup("Shop talk", [shop])
    await heard(bot)
    world.join(asha, group)
    world.leave(asha, group)
    updates = await heard(bot)

    assert [u.chat_member.new_chat_member.status for u in updates if u.chat_member] == ["member", "left"]
    assert updates[1].message.new_chat_members[0].id == asha.id
    assert updates[3].message.left_chat_member.id == asha.id


async def test_a_pressed_button_is_heard_and_can_be_answered_once(
    world: World, shop: BotAccount, asha: Person, bot: Bot, raw: Raw
) -> None:
    world.start(asha, shop)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    await raw.result("sendMessage", chat_id=asha.id, text="Sure?", reply_markup=keyboard)
    world.press(asha, world.messages(world.private(shop, asha))[-1], "yes")
    query = (await heard(bot))[-1].callback_query
    await query.answer("noted")

    assert (query.data, query.from_user.id, query.message.text) == ("yes", asha.id, "Sure?")
    assert world.sent[-1].text == "noted"
    assert "query is too old" in await raw.refusal("answerCallbackQuery", callback_query_id=query.id)


async def test_with_privacy_mode_a_bot_hears_only_what_is_meant_for_it(world: World, asha: Person) -> None:
    quiet = world.create_bot("quiet_bot", reads_all=False)
    group = world.create_group("Shop talk", [quiet], [asha])
    own = world.keep(group, {"text": "Hello all"}, quiet.person)
    for text in ("among us", "/help", "/help@other_bot", "hi @quiet_bot"):
        world.say(asha, group, text)
    world.say(asha, group, "thanks", reply_to=own)

    said = [update.as_json()["message"] for update in quiet.updates.waiting()]

    assert [message["text"] for message in said if isinstance(message, dict)] == ["/help", "hi @quiet_bot", "thanks"]


async def test_bots_do_not_hear_each_other_or_themselves(world: World, shop: BotAccount, raw: Raw) -> None:
    other = world.create_bot("other_bot")
    group = world.create_supergroup("Shop talk", [shop, other])
    await raw.result("sendMessage", chat_id=group.id, text="hello")

    assert (len(shop.updates), len(other.updates)) == (0, 0)


async def test_a_bot_hears_that_it_was_added_and_thrown_out(world: World, shop: BotAccount, bot: Bot) -> None:
    group = world.create_supergroup("Shop talk")
    world.add_bot(group, shop)
    world.remove_bot(group, shop)
    statuses = [update.my_chat_member.new_chat_member.status for update in await heard(bot)]

    assert statuses == ["administrator", "kicked"]


async def test_somebody_muted_or_banned_cannot_write_until_it_ends(
    world: World, shop: BotAccount, asha: Person, raw: Raw
) -> None:
    group = world.create_supergroup("Shop talk", [shop], [asha])
    until = int(world.clock.now()) + 3600
    await raw.result("restrictChatMember", chat_id=group.id, user_id=asha.id, permissions={}, until_date=until)
    with pytest.raises(CannotAct, match="may not write"):
        world.say(asha, group, "hello?")
    world.clock.advance(3601)

    assert world.say(asha, group, "back").text == "back"


async def test_waiting_for_the_world_ends_when_it_comes_true_and_fails_when_it_does_not(
    world: World, shop: BotAccount, asha: Person, raw: Raw
) -> None:
    world.start(asha, shop)
    waiting = asyncio.gather(world.wait_sent(lambda sent: sent.text == "second"))
    for text in ("first", "second"):
        await raw.result("sendMessage", chat_id=asha.id, text=text)

    (sent,) = await waiting

    assert (sent.number, sent.bot, sent.chat_id, sent.message_id) == (2, "shop_bot", asha.id, 3)
    with pytest.raises(TimeoutError):
        await world.wait_for(lambda: False, timeout=0.05)
