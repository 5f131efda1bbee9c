"""Reading, sending, editing and deleting messages with discord.py."""

from __future__ import annotations

import discord
import pytest

from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Person, World
from bot.playground.discord import permissions as may
from tests.bot.playground.discord.clients import Heard, codes


async def test_history_is_read_from_either_end_and_around(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    said = [world.say(asha, general, f"{number}") for number in range(250)]
    middle = discord.Object(said[120].id)

    assert [m.content async for m in channel.history(limit=3)] == ["249", "248", "247"]
    assert [m.content async for m in channel.history(limit=None, oldest_first=True)] == [m.content for m in said]
    assert [m.content async for m in channel.history(after=middle, limit=2)] == ["121", "122"]
    assert [m.content async for m in channel.history(before=middle, limit=2)] == ["119", "118"]
    assert [m.content async for m in channel.history(around=middle, limit=3)] == ["121", "120", "119"]


async def test_a_reply_points_at_what_it_answers(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    question = world.say(asha, general, "Do you ship?")
    fetched = await channel.fetch_message(question.id)
    answer = await fetched.reply("Yes", nonce="d-12")

    sent = general.messages[answer.id]
    assert sent.body["type"] == 19
    assert sent.body["message_reference"]["message_id"] == str(question.id)
    assert answer.nonce == "d-12"
    assert "nonce" not in sent.body, "only the sender and the event are told"
    world.remove(question)
    assert (await channel.fetch_message(answer.id)).reference.resolved.__class__ is discord.DeletedReferencedMessage  # type: ignore[union-attr]


async def test_a_reply_to_what_is_gone_is_refused(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    gone = await channel.fetch_message(world.say(asha, general, "oops").id)
    world.remove(general.messages[gone.id])
    with pytest.raises(discord.HTTPException) as refused:
        await gone.reply("What?")

    assert codes(refused.value) == (400, 50035)
    assert "Unknown message" in str(refused.value)


async def test_the_same_nonce_gives_the_same_message_for_some_minutes(
    server: DiscordServer, world: World, channel: discord.TextChannel, general: Channel
) -> None:
    first = await channel.send("once", nonce="n1")
    again = await channel.send("once", nonce="n1")
    server.clock.advance(600)
    later = await channel.send("once", nonce="n1")
    await later.delete()
    anew = await channel.send("once", nonce="n1")

    assert first.id == again.id != later.id != anew.id
    assert [sent.what for sent in world.sent] == ["send", "send", "remove", "send"]


@pytest.mark.parametrize(
    ("content", "code"), [("", 50006), (" \n ", 50006), ("x" * 2001, 50035), ("x" * 2000, 0), ("😀" * 2000, 0)]
)
async def test_a_message_has_1_to_2000_characters(channel: discord.TextChannel, content: str, code: int) -> None:
    if not code:
        assert (await channel.send(content)).content == content
        return
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send(content)
    assert refused.value.code == code


async def test_what_is_too_long_is_said_under_its_name(server: DiscordServer, channel: discord.TextChannel) -> None:
    server.inspect = None  # an embed that long breaks Discord's description too
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send("x" * 2001, embeds=[discord.Embed(title="y" * 257)])

    assert "In content: Must be 2000 or fewer in length." in str(refused.value)
    assert "In embeds.0.title: Must be 256 or fewer in length." in str(refused.value)


async def test_a_bot_edits_its_own_messages_only(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person, client: Heard
) -> None:
    mine = await channel.send("helo")
    theirs = await channel.fetch_message(world.say(asha, general, "hello").id)
    await mine.edit(content="hello", embeds=[discord.Embed(title="A pot")])
    with pytest.raises(discord.Forbidden) as refused:
        await theirs.edit(content="bye")

    assert codes(refused.value) == (403, 50005)
    body = general.messages[mine.id].body
    assert (body["content"], body["embeds"][0]["title"]) == ("hello", "A pot")
    assert body["edited_timestamp"] is not None
    assert (await client.hear("MESSAGE_UPDATE"))[0]["embeds"][0]["type"] == "rich"


async def test_an_old_message_takes_only_so_many_edits(
    server: DiscordServer, channel: discord.TextChannel, client: Heard
) -> None:
    mine = await channel.send("0")
    server.clock.advance(3601)
    for number in range(30):
        await client.http.edit_message(channel.id, mine.id, params=edit(f"{number}"))
    before = len(server.calls)
    client.http.max_ratelimit_timeout = 1.0
    with pytest.raises(discord.RateLimited):
        await client.http.edit_message(channel.id, mine.id, params=edit("one more"))

    assert [call.status for call in server.calls[before:]] == [429]


def edit(content: str) -> discord.http.MultipartParameters:
    return discord.http.handle_message_parameters(content=content)


async def test_others_messages_are_deleted_with_the_right_to_manage_them(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person, nadi: BotAccount
) -> None:
    spam = [await channel.fetch_message(world.say(asha, general, f"spam {number}").id) for number in range(4)]
    await spam[0].delete()
    await channel.delete_messages(spam[1:3], reason="Advertising")
    world.set_permissions(general, nadi, deny=may.MANAGE_MESSAGES)
    with pytest.raises(discord.Forbidden) as refused:
        await spam[3].delete()
    with pytest.raises(discord.NotFound) as gone:
        await channel.fetch_message(spam[0].id)

    assert codes(refused.value) == (403, 50013)
    assert codes(gone.value) == (404, 10008)
    assert [message.content for message in world.messages(general)] == ["spam 3"]
    assert world.sent[-1].details == {"reason": "Advertising"}


async def test_messages_older_than_two_weeks_are_not_deleted_in_bulk(
    server: DiscordServer, world: World, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    old = [discord.Object(world.say(asha, general, "old").id) for _ in range(2)]
    server.clock.advance(15 * 24 * 3600)
    with pytest.raises(discord.HTTPException) as refused:
        await channel.delete_messages(old)

    assert refused.value.code == 50034


async def test_an_announcement_is_crossposted_once(world: World, client: Heard, guild: Guild) -> None:
    news = world.create_channel(guild, "news", kind="announcement")
    await client.hear("CHANNEL_CREATE")
    place = client.get_channel(news.id)
    assert isinstance(place, discord.TextChannel)
    sent = await place.send("The kiln is open")
    await sent.publish()
    with pytest.raises(discord.HTTPException) as twice:
        await sent.publish()

    assert twice.value.code == 40033
    assert news.messages[sent.id].flags & 1


async def test_reactions_are_put_and_taken_back(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person, nadi: BotAccount
) -> None:
    message = world.say(asha, general, "hello")
    fetched = await channel.fetch_message(message.id)
    await fetched.add_reaction("👍")
    seen = await channel.fetch_message(message.id)
    assert message.reactions == {"👍": [nadi.id]}
    assert [(str(one), one.count, one.me) for one in seen.reactions] == [("👍", 1, True)]
    assert [user.name async for user in seen.reactions[0].users()] == ["nadi"]
    await fetched.remove_reaction("👍", discord.Object(nadi.id))
    with pytest.raises(discord.HTTPException) as unknown:
        await fetched.add_reaction("nonsense")

    assert message.reactions == {}
    assert unknown.value.code == 10014


async def test_stickers_come_with_their_names(
    world: World, client: Heard, guild: Guild, general: Channel, asha: Person
) -> None:
    world.create_sticker(guild, "wave")
    world.say(asha, general, stickers=["wave"])
    heard = (await client.hear("MESSAGE_CREATE"))[0]

    assert [one["name"] for one in heard["sticker_items"]] == ["wave"]
    assert heard["content"] == ""


async def test_a_channel_that_is_unknown_or_hidden_or_locked_is_refused_each_in_its_way(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, nadi: BotAccount, guild: Guild
) -> None:
    with pytest.raises(discord.NotFound) as unknown:
        await client.fetch_channel(1234)
    world.set_permissions(general, nadi, deny=may.SEND_MESSAGES)
    with pytest.raises(discord.Forbidden) as locked:
        await channel.send("hello")
    world.set_permissions(general, nadi, deny=may.VIEW_CHANNEL)
    with pytest.raises(discord.Forbidden) as hidden:
        await channel.send("hello")
    world.delete_channel(general)
    with pytest.raises(discord.NotFound) as deleted:
        await channel.send("hello")

    refusals = (unknown, locked, hidden, deleted)
    assert [codes(one.value) for one in refusals] == [(404, 10003), (403, 50013), (403, 50001), (404, 10003)]


async def test_slowmode_holds_up_a_bot_without_the_right_to_manage(
    server: DiscordServer, world: World, client: Heard, channel: discord.TextChannel, general: Channel, nadi: BotAccount
) -> None:
    world.set_slowmode(general, 3600)
    world.set_permissions(general, nadi, deny=may.MANAGE_MESSAGES | may.MANAGE_CHANNELS)
    await channel.send("one")
    client.http.max_ratelimit_timeout = 1.0
    with pytest.raises(discord.RateLimited) as slow:
        await channel.send("two")
    world.set_permissions(general, nadi)
    await channel.send("three")

    assert 3590 < slow.value.retry_after <= 3600


async def test_direct_messages_go_to_those_who_let_them(
    world: World, client: Heard, nadi: BotAccount, asha: Person, meera: Person, guild: Guild
) -> None:
    user = await client.fetch_user(asha.id)
    await user.send("Your parcel has left")
    assert [message.content for message in world.messages(world.dm(asha, nadi))] == ["Your parcel has left"]
    world.block(asha, nadi)
    with pytest.raises(discord.Forbidden) as blocked:
        await user.send("Hello?")
    world.unblock(asha, nadi)
    world.leave(asha, guild)
    with pytest.raises(discord.Forbidden) as strangers:
        await user.send("Hello?")
    with pytest.raises(discord.NotFound) as nobody:
        await client.fetch_user(99)

    assert codes(blocked.value) == codes(strangers.value) == (403, 50007)
    assert codes(nobody.value) == (404, 10013)
