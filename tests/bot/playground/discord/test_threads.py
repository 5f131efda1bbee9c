"""Threads and the posts of forums: opening, tagging, putting away, listing."""

from __future__ import annotations

import discord
import pytest

from bot.playground.discord import BotAccount, CannotAct, Channel, DiscordServer, Guild, Person, World
from bot.playground.discord import permissions as may
from tests.bot.playground.discord.clients import Heard, codes


@pytest.fixture
def cases(world: World, guild: Guild) -> Channel:
    return world.create_channel(guild, "cases", kind="forum")


@pytest.fixture
async def forum(client: Heard, cases: Channel) -> discord.ForumChannel:
    """The forum as discord.py sees it."""
    await client.hear("CHANNEL_CREATE")
    found = client.get_channel(cases.id)
    assert isinstance(found, discord.ForumChannel)
    return found


async def tagged(forum: discord.ForumChannel, *tags: discord.ForumTag) -> discord.ForumChannel:
    """Give a forum these tags and no others."""
    changed = await forum.edit(available_tags=tags)
    assert changed is not None
    return changed


async def test_a_post_has_a_card_tags_and_the_id_of_its_first_message(
    world: World, client: Heard, forum: discord.ForumChannel, cases: Channel, nadi: BotAccount
) -> None:
    forum = await tagged(forum, discord.ForumTag(name="telegram"), discord.ForumTag(name="waiting"))
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay("Asha asks"))
    post = await forum.create_thread(name="Asha: Do you ship?", view=view, applied_tags=list(forum.available_tags))

    there = world.posts(cases)[0]
    assert (there.name, there.tag_names) == ("Asha: Do you ship?", ["telegram", "waiting"])
    assert there.id == post.thread.id == post.message.id
    assert there.messages[there.id].text == "Asha asks"
    assert [sent.what for sent in world.sent] == ["edit_channel", "open_thread"]
    await post.thread.edit(applied_tags=[forum.available_tags[0]], name="Asha: answered")
    assert (there.name, there.tag_names) == ("Asha: answered", ["telegram"])
    await post.message.edit(view=view)
    await post.thread.send("A note")
    assert len(there.messages) == 2


async def test_tags_keep_their_ids_and_have_limits(
    server: DiscordServer, forum: discord.ForumChannel, cases: Channel
) -> None:
    forum = await tagged(forum, discord.ForumTag(name="a"))
    kept = forum.available_tags[0].id
    forum = await tagged(forum, *forum.available_tags, discord.ForumTag(name="b"))
    assert [tag["name"] for tag in cases.tags] == ["a", "b"]
    assert forum.available_tags[0].id == kept
    server.inspect = None
    for tags in (
        [discord.ForumTag(name=f"{number}") for number in range(21)],
        [discord.ForumTag(name="x" * 21)],
        [discord.ForumTag(name="a"), discord.ForumTag(name="a")],
    ):
        with pytest.raises(discord.HTTPException) as refused:
            await forum.edit(available_tags=tags)
        assert refused.value.code in (50035, 40061)
    six = [discord.Object(number) for number in range(6)]
    with pytest.raises(discord.HTTPException) as many:
        await forum.create_thread(name="x", content="y", applied_tags=six)  # type: ignore[arg-type]
    with pytest.raises(discord.HTTPException) as unknown:
        await forum.create_thread(name="x", content="y", applied_tags=six[:1])  # type: ignore[arg-type]
    assert many.value.code == unknown.value.code == 50035


@pytest.mark.parametrize(("name", "good"), [("", False), ("x", True), ("x" * 100, True), ("x" * 101, False)])
async def test_a_thread_has_a_name_of_1_to_100_characters(
    server: DiscordServer, channel: discord.TextChannel, general: Channel, name: str, good: bool
) -> None:
    server.inspect = None
    if good:
        await channel.create_thread(name=name, type=discord.ChannelType.public_thread)
    else:
        with pytest.raises(discord.HTTPException) as refused:
            await channel.create_thread(name=name, type=discord.ChannelType.public_thread)
        assert refused.value.code == 50035
    assert [thread.name for thread in general.threads] == ([name] if good else [])


async def test_a_message_carries_one_thread(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person, client: Heard
) -> None:
    question = world.say(asha, general, "Do you ship?")
    fetched = await channel.fetch_message(question.id)
    thread = await fetched.create_thread(name="Shipping")
    await thread.send("Let us see")
    with pytest.raises(discord.HTTPException) as twice:
        await fetched.create_thread(name="Again")
    seen = await channel.fetch_message(question.id)

    assert thread.id == question.id
    assert twice.value.code == 160004
    assert seen.thread is not None
    assert [message.body["type"] for message in general.threads[0].messages.values()] == [21, 0]


async def test_a_thread_that_nobody_uses_puts_itself_away_and_wakes_when_somebody_writes(
    server: DiscordServer, world: World, client: Heard, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    thread = await channel.create_thread(
        name="Shipping", type=discord.ChannelType.public_thread, auto_archive_duration=60
    )
    mine = await thread.send("A card")
    there = general.threads[0]
    server.clock.advance(50 * 60)
    world.say(asha, there, "Still here")
    server.clock.advance(50 * 60)
    assert not there.archived
    server.clock.advance(11 * 60)
    assert there.archived
    with pytest.raises(discord.HTTPException) as asleep:
        await mine.edit(content="Decided")
    with pytest.raises(discord.HTTPException):
        await mine.add_reaction("👍")
    with pytest.raises(discord.HTTPException) as renamed:
        await thread.edit(name="Other")
    await thread.edit(archived=False)
    await mine.edit(content="Decided")
    await thread.edit(archived=True, locked=True)
    await thread.send("I may: I manage threads")

    assert codes(asleep.value) == codes(renamed.value) == (400, 50083)
    assert not there.archived
    with pytest.raises(CannotAct):
        world.say(asha, there, "I may not: it is locked")


async def test_a_thread_that_woke_up_falls_asleep_again(
    server: DiscordServer, world: World, general: Channel, asha: Person
) -> None:
    thread = world.open_thread(asha, general, "Shipping", text="Hello")
    for _ in range(2):
        server.clock.advance(4320 * 60 + 1)
        assert thread.archived
        world.say(asha, thread, "And another thing")
        assert not thread.archived


def test_a_thread_may_be_there_before_any_loop_runs() -> None:
    world = DiscordServer().world
    asha = world.create_person("asha")
    general = world.create_channel(world.create_guild("Friends", members=[asha]), "general")

    assert world.open_thread(asha, general, "Shipping", text="Hello").name == "Shipping"


async def test_threads_are_listed_while_active_and_after(
    server: DiscordServer,
    world: World,
    client: Heard,
    channel: discord.TextChannel,
    general: Channel,
    asha: Person,
    guild: Guild,
) -> None:
    first, second, third = (world.open_thread(asha, general, name, text=name) for name in ("one", "two", "three"))
    world.archive(first)
    server.clock.advance(1)
    world.archive(second)
    there = client.get_guild(guild.id)
    assert there is not None

    assert [thread.id for thread in await there.active_threads()] == [third.id]
    assert [thread.name async for thread in channel.archived_threads(limit=10)] == ["two", "one"]
    assert [thread.name async for thread in channel.archived_threads(limit=1)] == ["two"]


async def test_threads_need_their_permissions(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, nadi: BotAccount, asha: Person
) -> None:
    thread = world.open_thread(asha, general, "Shipping", text="Hello")
    there = await client.fetch_channel(thread.id)
    assert isinstance(there, discord.Thread)
    world.set_permissions(
        general, nadi, deny=may.CREATE_PUBLIC_THREADS | may.SEND_MESSAGES_IN_THREADS | may.MANAGE_THREADS
    )
    for refused_call in (
        channel.create_thread(name="x", type=discord.ChannelType.public_thread),
        there.send("hello"),
        there.edit(name="Other"),
        there.delete(),
    ):
        with pytest.raises(discord.Forbidden) as refused:
            await refused_call
        assert codes(refused.value) == (403, 50013)


async def test_a_deleted_channel_takes_its_threads_along(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    thread = world.open_thread(asha, general, "Shipping", text="Hello")
    await channel.delete()
    deleted = await client.hear("CHANNEL_DELETE")

    assert deleted[0]["id"] == str(general.id)
    assert (await client.hear("THREAD_DELETE"))[0]["id"] == str(thread.id)
    with pytest.raises(discord.NotFound):
        await client.fetch_channel(thread.id)


async def test_nothing_is_said_in_a_forum_itself(
    world: World, client: Heard, forum: discord.ForumChannel, cases: Channel, asha: Person
) -> None:
    with pytest.raises(discord.HTTPException) as refused:
        await client.get_partial_messageable(forum.id).send("hello")
    with pytest.raises(CannotAct):
        world.say(asha, cases, "hello")

    assert refused.value.code == 50008
