"""Slash commands, their completion, and commands in a message's menu."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.playground.discord import BotAccount, CannotAct, Channel, DiscordServer, File, Guild, Person, World
from bot.playground.discord import permissions as may
from tests.bot.playground.discord.clients import Heard, codes, running, wanted

Given = discord.Interaction[Any]


@pytest.fixture
async def desk(server: DiscordServer, nadi: BotAccount, guild: Guild, general: Channel) -> AsyncIterator[Heard]:
    """A client that offers commands in the guild, and answers with what it was given."""
    client = Heard(wanted())
    tree = app_commands.CommandTree(client)
    where = discord.Object(guild.id)

    @tree.command(name="inbox", description="What waits", guild=where)
    @app_commands.choices(shelf=[app_commands.Choice(name="Waiting", value="waiting")])
    async def inbox(interaction: Given, shelf: str, page: int = 1) -> None:
        await interaction.response.send_message(f"{shelf} {page}", ephemeral=True)

    @tree.command(name="open", description="Open a conversation", guild=where)
    async def open_(interaction: Given, conversation: str, who: discord.Member | None = None) -> None:
        await interaction.response.send_message(f"{conversation} {who.display_name if who else ''}")

    @open_.autocomplete("conversation")
    async def complete(_: Given, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}a asks", value="c-1")]

    faq = app_commands.Group(name="faq", description="Questions", guild_ids=[guild.id])

    @faq.command(name="add", description="Add one")
    async def add(interaction: Given, question: str, picture: discord.Attachment | None = None) -> None:
        await interaction.response.send_message(f"{question} {picture.filename if picture else ''}")

    tree.add_command(faq)

    @tree.context_menu(name="Send as reply", guild=where)
    async def menu(interaction: Given, message: discord.Message) -> None:
        await interaction.response.send_message(message.content, ephemeral=True)

    @tree.command(name="everywhere", description="In every guild")
    @app_commands.default_permissions(manage_messages=True)
    async def everywhere(interaction: Given) -> None:
        await interaction.response.send_message("here")

    async with running(server, nadi, client=client):
        await tree.sync(guild=where)
        await tree.sync()
        yield client


async def test_a_command_is_typed_with_its_options(world: World, desk: Heard, general: Channel, meera: Person) -> None:
    shown = world.command(meera, general, "inbox", {"shelf": "waiting", "page": 2})

    assert (await shown.replied()).content == "waiting 2"
    assert shown.said[0].ephemeral


async def test_options_are_completed_while_one_types(
    world: World, desk: Heard, general: Channel, meera: Person
) -> None:
    assert await world.complete(meera, general, "open", "conversation", "ash") == [
        {"name": "asha asks", "value": "c-1"}
    ]


async def test_options_can_be_people_and_files(
    world: World, desk: Heard, general: Channel, meera: Person, asha: Person
) -> None:
    opened = world.command(meera, general, "open", {"conversation": "c-1", "who": asha})
    added = world.command(meera, general, "faq add", {"question": "How?", "picture": File("pot.png", b"pot")})

    assert (await opened.replied()).content == "c-1 Asha"
    assert (await added.replied()).content == "How? pot.png"
    assert (await added.replied()).body["interaction_metadata"]["type"] == 2


async def test_a_message_has_a_menu(world: World, desk: Heard, general: Channel, meera: Person) -> None:
    message = world.say(meera, general, "Yes, we ship")

    assert (await world.menu(meera, message, "Send as reply").replied()).content == "Yes, we ship"


async def test_only_what_is_offered_can_be_used(
    world: World, desk: Heard, general: Channel, meera: Person, guild: Guild
) -> None:
    other = world.create_guild("Potters", bots=guild.bots, members=[meera])
    elsewhere = world.create_channel(other, "general")
    for place, name, options in (
        (general, "nothing", {}),
        (general, "inbox", {}),
        (general, "inbox", {"shelf": "gone"}),
        (general, "inbox", {"shelf": "waiting", "speed": 1}),
        (general, "faq remove", {}),
        (elsewhere, "inbox", {"shelf": "waiting"}),
        (general, "everywhere", {}),
    ):
        with pytest.raises(CannotAct):
            world.command(meera, place, name, options)
    world.join(meera, guild, roles=[world.create_role(guild, "Moderators", may.MANAGE_MESSAGES)])
    assert (await world.command(meera, general, "everywhere").replied()).content == "here"
    world.set_permissions(general, meera, deny=may.USE_APPLICATION_COMMANDS)
    with pytest.raises(CannotAct):
        world.command(meera, general, "everywhere")


async def test_a_command_keeps_its_id_when_all_are_written_again(
    world: World, desk: Heard, nadi: BotAccount, guild: Guild
) -> None:
    before = {one["name"]: one["id"] for one in nadi.commands[guild.id]}
    assert desk.application_id is not None
    route = f"/applications/{desk.application_id}/guilds/{guild.id}/commands"
    inbox = {"name": "inbox", "description": "Other words", "type": 1}
    after = await desk.http.request(discord.http.Route("PUT", route), json=[inbox])

    assert [(one["name"], one["id"], one["description"]) for one in after] == [
        ("inbox", before["inbox"], "Other words")
    ]
    added = await desk.http.request(discord.http.Route("POST", route), json=inbox | {"name": "more"})
    await desk.http.request(discord.http.Route("DELETE", f"{route}/{added['id']}"))
    with pytest.raises(discord.NotFound) as gone:
        await desk.http.request(discord.http.Route("GET", f"{route}/{added['id']}"))
    assert codes(gone.value) == (404, 10063)
    assert [one["name"] for one in await desk.http.request(discord.http.Route("GET", route))] == ["inbox"]


@pytest.mark.parametrize(
    "broken",
    [
        {"name": "With Spaces"},
        {"name": "x" * 33},
        {"description": ""},
        {"description": "x" * 101},
        {
            "options": [
                {"type": 3, "name": "a", "description": "a"},
                {"type": 3, "name": "b", "description": "b", "required": True},
            ]
        },
        {"options": [{"type": 3, "name": f"o{n}", "description": "x"} for n in range(26)]},
    ],
)
async def test_a_command_that_breaks_a_limit_is_refused(
    server: DiscordServer, client: Heard, guild: Guild, broken: dict[str, Any]
) -> None:
    server.inspect = None
    route = discord.http.Route("PUT", f"/applications/{client.application_id}/guilds/{guild.id}/commands")
    with pytest.raises(discord.HTTPException) as refused:
        await client.http.request(route, json=[{"name": "inbox", "description": "What waits"} | broken])

    assert codes(refused.value) == (400, 50035)
