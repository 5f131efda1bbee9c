"""What the tests of the simulated Discord's page share: a server, pages in it, and a bot that has one of everything."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands, ui
from playwright.async_api import Page

from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Person
from tests.browser.chromium import Windows


@dataclass
class Place:
    """A server with a text channel and a forum, two people and a bot."""

    discord: DiscordServer
    clerk: BotAccount
    guild: Guild
    general: Channel
    inbox: Channel
    asha: Person
    meera: Person

    @classmethod
    def built(cls, discord: DiscordServer) -> Place:
        """Everything is there; nobody has said a word."""
        world = discord.world
        clerk = world.create_bot("clerk", name="The clerk")
        asha, meera = world.create_person("asha"), world.create_person("meera")
        guild = world.create_guild("Friends of Nadi", bots=[clerk], members=[asha, meera])
        general = world.create_channel(guild, "general", topic="All about pots")
        inbox = world.create_channel(guild, "inbox", "forum")
        return cls(discord, clerk, guild, general, inbox, asha, meera)


@dataclass
class Seat(Windows):
    """Somebody in front of the page, and what their browser complained about."""

    place: Place

    async def sit(self, channel: Channel | None = None, username: str = "meera", **window: Any) -> Page:
        """The page of somebody, in a channel."""
        where = (channel or self.place.general).id
        return await self.visit(f"/client?as={username}&channel={where}", **window)

    async def visit(self, path: str, **window: Any) -> Page:
        """A page, awake."""
        page = await self.open(**window)
        await page.goto(f"{self.place.discord.url}{path}")
        await page.wait_for_selector("body[data-awake]", state="attached")
        return page


class Form(ui.Modal, title="Edit the reply to Asha"):
    """A modal that begins with the draft."""

    note: ui.TextDisplay[Any] = ui.TextDisplay("-# Asha asked: **kem cho?**")
    words: ui.Label[Any] = ui.Label(
        text="Text", component=ui.TextInput(style=discord.TextStyle.paragraph, default="Majama!", max_length=2000)
    )
    reason: ui.Label[Any] = ui.Label(
        text="Why", component=ui.Select(options=[discord.SelectOption(label=one) for one in ("Polite", "Short")])
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what came."""
        typed, why = self.words.component, self.reason.component
        assert isinstance(typed, ui.TextInput)
        assert isinstance(why, ui.Select)
        await interaction.response.send_message(f"Sent {typed.value!r} because {why.values[0]}", ephemeral=True)


class Card(ui.LayoutView):
    """A card with a button of each kind of answer."""

    row: ui.ActionRow[Any] = ui.ActionRow()

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.remove_item(self.row)
        words: ui.TextDisplay[Any] = ui.TextDisplay("### Asha\nAsks: *kem cho?*")
        self.words = words
        self.add_item(ui.Container(words, ui.Separator(), self.row, accent_colour=0xE2AB3C))

    @row.button(label="Approve", style=discord.ButtonStyle.success, custom_id="approve")
    async def approve(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        """Change the card in place."""
        self.words.content = f"### Asha\nApproved by {interaction.user.name}"
        await interaction.response.edit_message(view=self)

    @row.button(label="Edit", style=discord.ButtonStyle.primary, custom_id="edit")
    async def edit(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        """Show the modal."""
        await interaction.response.send_modal(Form())

    @row.button(label="Slow", custom_id="slow")
    async def slow(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        """Promise an answer, and give it when the test says so."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        client = interaction.client
        assert isinstance(client, Clerk)
        await client.go_on.wait()
        await interaction.followup.send("Thought it over.", ephemeral=True)


class Clerk(discord.Client):
    """A bot with a command, a subcommand, a completion and a menu entry."""

    def __init__(self, guild: int) -> None:
        super().__init__(intents=discord.Intents.default())
        self.there = asyncio.Event()
        self.go_on = asyncio.Event()
        self.tree = app_commands.CommandTree(self)
        self._guild = discord.Object(guild)
        self.tree.add_command(_find)
        self.tree.add_command(_faq)
        self.tree.add_command(_send_as_reply)

    async def setup_hook(self) -> None:
        """Tell Discord the commands."""
        self.tree.copy_global_to(guild=self._guild)
        self.tree.clear_commands(guild=None)
        await self.tree.sync(guild=self._guild)

    async def on_ready(self) -> None:
        """Everything is known now."""
        self.there.set()

    async def card(self, channel: Channel) -> None:
        """Post a card there."""
        there = await self.fetch_channel(channel.id)
        assert isinstance(there, discord.abc.Messageable)
        await there.send(view=Card())


@app_commands.command(name="find", description="Find somebody")
@app_commands.describe(who="A name", shelf="Where to look", member="Whose")
@app_commands.choices(shelf=[app_commands.Choice(name="Waiting for us", value="waiting")])
async def _find(
    interaction: discord.Interaction, who: str, shelf: str = "all", member: discord.Member | None = None
) -> None:
    owner = member.name if member else "anybody"
    await interaction.response.send_message(f"Looking for {who} in {shelf} of {owner}", ephemeral=True)


@_find.autocomplete("who")
async def _names(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    known = {"Asha": "c1", "Ashok": "c2", "Bhavin": "c3"}
    return [app_commands.Choice(name=name, value=id) for name, id in known.items() if typed.lower() in name.lower()]


_faq = app_commands.Group(name="faq", description="The FAQ")


@_faq.command(name="add", description="Add an entry")
async def _add(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Added.")


@app_commands.context_menu(name="Send as reply")
async def _send_as_reply(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"Would send: {message.content}", ephemeral=True)
