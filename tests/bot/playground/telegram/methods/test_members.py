"""Banning, muting and letting back in."""

from __future__ import annotations

import pytest
from telegram import Bot, ChatPermissions
from telegram.error import BadRequest

from bot.playground.telegram import BotAccount, CannotAct, Chat, Person, World
from tests.bot.playground.telegram.calls import Raw


@pytest.fixture
def talk(world: World, shop: BotAccount, asha: Person) -> Chat:
    return world.create_supergroup("Shop talk", [shop], [asha])


async def test_a_banned_person_is_out_and_may_come_back_after_an_unban(
    world: World, asha: Person, talk: Chat, bot: Bot
) -> None:
    await bot.ban_chat_member(talk.id, asha.id)
    with pytest.raises(CannotAct, match="banned"):
        world.join(asha, talk)
    status = (await bot.get_chat_member(talk.id, asha.id)).status
    await bot.unban_chat_member(talk.id, asha.id, only_if_banned=True)
    world.join(asha, talk)

    assert (status, (await bot.get_chat_member(talk.id, asha.id)).status) == ("kicked", "member")


async def test_a_ban_may_take_everything_they_wrote(
    world: World, asha: Person, bhavin: Person, talk: Chat, bot: Bot
) -> None:
    world.say(asha, talk, "spam")
    world.say(bhavin, talk, "hello")
    await bot.ban_chat_member(talk.id, asha.id, revoke_messages=True)

    assert [message.text for message in world.messages(talk)] == ["hello"]


async def test_an_unban_only_if_banned_leaves_a_member_alone(asha: Person, talk: Chat, bot: Bot) -> None:
    await bot.unban_chat_member(talk.id, asha.id, only_if_banned=True)

    assert (await bot.get_chat_member(talk.id, asha.id)).status == "member"


async def test_a_muted_person_is_restricted_and_everything_given_back_makes_a_member(
    world: World, asha: Person, talk: Chat, bot: Bot
) -> None:
    until = int(world.clock.now()) + 3600
    await bot.restrict_chat_member(talk.id, asha.id, ChatPermissions.no_permissions(), until_date=until)
    muted = await bot.get_chat_member(talk.id, asha.id)
    await bot.restrict_chat_member(talk.id, asha.id, ChatPermissions.all_permissions())

    assert (muted.status, muted.can_send_messages, int(muted.until_date.timestamp())) == ("restricted", False, until)
    assert (await bot.get_chat_member(talk.id, asha.id)).status == "member"


async def test_a_mute_takes_the_place_of_a_ban_and_outlasts_leaving(
    world: World, asha: Person, talk: Chat, bot: Bot
) -> None:
    await bot.ban_chat_member(talk.id, asha.id)
    await bot.restrict_chat_member(talk.id, asha.id, ChatPermissions.no_permissions())
    outside = await bot.get_chat_member(talk.id, asha.id)
    world.join(asha, talk)
    inside = await bot.get_chat_member(talk.id, asha.id)
    world.leave(asha, talk)
    await bot.restrict_chat_member(talk.id, asha.id, ChatPermissions.all_permissions())

    assert (outside.status, outside.is_member, inside.status, inside.is_member) == (
        "restricted",
        False,
        "restricted",
        True,
    )
    assert (await bot.get_chat_member(talk.id, asha.id)).status == "left"


@pytest.mark.parametrize("seconds", [10, 400 * 86400])
async def test_a_ban_shorter_than_half_a_minute_or_longer_than_a_year_is_for_ever(
    world: World, asha: Person, talk: Chat, raw: Raw, seconds: int
) -> None:
    until = int(world.clock.now()) + seconds
    await raw.result("banChatMember", chat_id=talk.id, user_id=asha.id, until_date=until)

    assert talk.members[asha.id].until == 0


async def test_muting_needs_a_supergroup_and_unbanning_needs_more_than_a_group(
    world: World, shop: BotAccount, asha: Person, raw: Raw
) -> None:
    group = world.create_group("Small talk", people=[asha])
    world.add_bot(group, shop)
    who = {"chat_id": group.id, "user_id": asha.id}

    assert await raw.refusal("restrictChatMember", permissions={"can_send_messages": False}, **who) == (
        "Bad Request: method is available only for supergroups"
    )
    assert await raw.refusal("unbanChatMember", **who) == (
        "Bad Request: method is available for supergroup and channel chats only"
    )


async def test_a_bot_without_the_right_may_not_ban(
    world: World, shop: BotAccount, asha: Person, talk: Chat, raw: Raw
) -> None:
    world.add_bot(talk, shop, rights=["can_delete_messages"])

    reason = await raw.refusal("banChatMember", chat_id=talk.id, user_id=asha.id)

    assert reason == "Bad Request: not enough rights to restrict/unrestrict chat member"


async def test_owners_administrators_and_the_bot_itself_cannot_be_banned(
    world: World, shop: BotAccount, asha: Person, talk: Chat, bot: Bot
) -> None:
    world.make_admin(talk, asha)
    owner = next(member.person for member in talk.members.values() if member.status == "creator")

    for person, reason in ((owner, "chat owner"), (asha, "administrator of the chat"), (shop.person, "restrict self")):
        with pytest.raises(BadRequest, match=reason):
            await bot.ban_chat_member(talk.id, person.id)


async def test_a_channel_that_speaks_in_a_group_can_be_silenced(
    world: World, asha: Person, talk: Chat, bot: Bot
) -> None:
    spammer = world.create_channel("Cheap watches")
    said = world.say(asha, talk, "buy now", as_chat=spammer)
    (update,) = await bot.get_updates(offset=-1)
    await bot.ban_chat_sender_chat(talk.id, update.message.sender_chat.id)
    with pytest.raises(CannotAct, match="banned"):
        world.say(asha, talk, "buy now", as_chat=spammer)
    await bot.unban_chat_sender_chat(talk.id, spammer.id)

    assert (said.text, update.message.from_user.username) == ("buy now", "Channel_Bot")
    assert world.say(asha, talk, "sorry", as_chat=spammer).text == "sorry"


async def test_nobody_is_banned_in_private(world: World, shop: BotAccount, asha: Person, raw: Raw) -> None:
    world.start(asha, shop)

    assert "can't ban members in private chats" in await raw.refusal("banChatMember", chat_id=asha.id, user_id=asha.id)


async def test_an_unknown_person_is_not_found(talk: Chat, raw: Raw) -> None:
    assert await raw.refusal("banChatMember", chat_id=talk.id, user_id=55) == "Bad Request: user not found"
    assert "invalid user_id" in await raw.refusal("banChatMember", chat_id=talk.id, user_id="Asha")
