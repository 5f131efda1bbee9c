"""Whom a message notifies, and how that is prevented."""

from __future__ import annotations

import discord
import pytest

from bot.playground.discord import BotAccount, Channel, Guild, Person, Pinged, World
from tests.bot.playground.discord.clients import Heard

NOBODY = discord.AllowedMentions.none()


async def test_a_bot_notifies_everybody_that_it_names_unless_it_says_otherwise(
    world: World, channel: discord.TextChannel, general: Channel, guild: Guild, asha: Person
) -> None:
    role = world.create_role(guild, "Moderators")
    text = f"{asha.mention} {role.mention} @everyone"
    loud = await channel.send(text)
    quiet = await channel.send(text, allowed_mentions=NOBODY)
    only = await channel.send(text, allowed_mentions=discord.AllowedMentions(everyone=False, roles=[role], users=False))

    assert general.messages[loud.id].pinged == Pinged(frozenset({asha.id}), frozenset({role.id}), everyone=True)
    assert not general.messages[quiet.id].pinged
    assert general.messages[only.id].pinged == Pinged(roles=frozenset({role.id}))
    assert general.messages[quiet.id].body["mentions"] == []


@pytest.mark.parametrize("text", ["\\{}", "`{}`", "```{}```", "**{}**", "||{}||", "> {}"])
async def test_no_markup_keeps_a_name_from_counting(
    channel: discord.TextChannel, general: Channel, asha: Person, text: str
) -> None:
    sent = await channel.send(text.format(asha.mention))

    assert general.messages[sent.id].pinged


async def test_names_in_components_count_too(channel: discord.TextChannel, general: Channel, asha: Person) -> None:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.Container(discord.ui.TextDisplay(f"From {asha.mention}")))
    sent = await channel.send(view=view)
    quiet = await channel.send(view=view, allowed_mentions=NOBODY)

    assert general.messages[sent.id].pinged.users == {asha.id}
    assert not general.messages[quiet.id].pinged


async def test_a_reply_notifies_its_addressee_unless_it_says_otherwise(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    question = await channel.fetch_message(world.say(asha, general, "Do you ship?").id)
    loud = await question.reply("Yes")
    quiet = await question.reply("Yes", mention_author=False)
    quieter = await question.reply("Yes", allowed_mentions=NOBODY)

    assert general.messages[loud.id].pinged.users == {asha.id}
    assert not general.messages[quiet.id].pinged
    assert not general.messages[quieter.id].pinged


async def test_people_without_the_right_notify_only_people_and_open_roles(
    world: World, client: Heard, general: Channel, guild: Guild, asha: Person, meera: Person, nadi: BotAccount
) -> None:
    closed = world.create_role(guild, "Staff")
    opened = world.create_role(guild, "Helpers", mentionable=True)
    names = f"{asha.mention} {meera.mention} <@12> {closed.mention} {opened.mention}"
    said = world.say(asha, general, f"@everyone @here {names}")

    assert said.pinged == Pinged(frozenset({meera.id}), frozenset({opened.id}))


async def test_an_edit_that_names_somebody_counts(channel: discord.TextChannel, general: Channel, asha: Person) -> None:
    sent = await channel.send("hello")
    await sent.edit(content=f"hello {asha.mention}", allowed_mentions=NOBODY)
    assert not general.messages[sent.id].pinged
    await sent.edit(content=f"hello {asha.mention}!")
    assert general.messages[sent.id].pinged


async def test_listing_some_and_letting_all_through_is_refused(client: Heard, channel: discord.TextChannel) -> None:
    body = {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["12"]}}
    with pytest.raises(discord.HTTPException) as refused:
        await client.http.request(discord.http.Route("POST", f"/channels/{channel.id}/messages"), json=body)

    assert "mutually exclusive" in str(refused.value)
