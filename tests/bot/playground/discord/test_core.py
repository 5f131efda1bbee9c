"""The first things any bot does: log in, hear a message, send one, answer a button."""

from __future__ import annotations

import discord

from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Person, World
from tests.bot.playground.discord.clients import Heard


async def test_a_bot_hears_a_message_and_answers_it(
    world: World, client: Heard, general: Channel, asha: Person, nadi: BotAccount
) -> None:
    world.say(asha, general, "Do you ship to Surat?")
    await client.hear("MESSAGE_CREATE")
    channel = client.get_channel(general.id)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send("Yes.")

    assert [message.content for message in world.messages(general)] == ["Do you ship to Surat?", "Yes."]
    assert general.messages[sent.id].author is nadi


async def test_a_bot_answers_a_button(
    world: World, client: Heard, general: Channel, meera: Person, server: DiscordServer, guild: Guild
) -> None:
    class Row(discord.ui.View):
        @discord.ui.button(label="Approve", custom_id="sg:approve:12")
        async def approve(self, interaction: discord.Interaction[Heard], _: discord.ui.Button[discord.ui.View]) -> None:
            await interaction.response.defer(ephemeral=True)
            await interaction.followup.send("Approved.", ephemeral=True)

    channel = client.get_channel(general.id)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send("A card", view=Row(timeout=None))
    pressed = world.press(meera, general.messages[sent.id], "sg:approve:12")
    await pressed.answered()
    said = await pressed.replied()

    assert pressed.deferred
    assert said.content == "Approved."
    assert said.ephemeral
    assert pressed.acknowledged_after < 3
