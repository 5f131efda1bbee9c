"""Modals: shown, filled in, left open, refused."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.playground.discord import CannotAct, Channel, DiscordServer, Interaction, Person, World
from tests.bot.playground.discord.clients import Given, Heard, card, codes, on_interaction


class Form(discord.ui.Modal, title="Edit the draft"):
    """A field with a text in it, and a menu under a label."""

    words: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label="Text", custom_id="text", style=discord.TextStyle.long, default="Yes, within 30 days.", max_length=4000
    )
    tone: discord.ui.Label[Form] = discord.ui.Label(
        text="Tone",
        component=discord.ui.Select(
            custom_id="tone",
            options=[discord.SelectOption(label=one, value=one) for one in ("kind", "dry")],
            required=False,
        ),
    )

    def __init__(self) -> None:
        super().__init__(custom_id="sg:edit:12")
        self.got: list[Any] = []

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        select = self.tone.component
        assert isinstance(select, discord.ui.Select)
        self.got += [self.words.value, select.values]
        await interaction.response.send_message("Saved", ephemeral=True)


async def open_form(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, who: Person
) -> tuple[Form, Interaction]:
    form = Form()

    async def answer(given: Given) -> None:
        if given.type is discord.InteractionType.component:
            await given.response.send_modal(form)

    on_interaction(client, answer)
    sent = await channel.send(view=card("edit"))
    return form, await world.press(who, general.messages[sent.id], "edit").answered()


async def test_a_modal_is_shown_filled_in_and_sent(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person
) -> None:
    form, shown = await open_form(world, client, channel, general, meera)
    assert shown.modal is not None
    assert shown.modal["title"] == "Edit the draft"
    sent = world.submit(meera, shown, {"text": "Yes, gladly.", "tone": ["kind"]})
    said = await sent.replied()

    assert form.got == ["Yes, gladly.", ["kind"]]
    assert said.content == "Saved"
    assert sent.message is shown.message, "a modal opened from a card brings the card along"
    assert said.body["interaction_metadata"]["triggering_interaction_metadata"]["id"] == str(shown.id)


async def test_a_modal_that_was_left_open_for_an_hour_can_still_be_sent(
    server: DiscordServer, world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person
) -> None:
    form, shown = await open_form(world, client, channel, general, meera)
    server.clock.advance(3600)
    await world.submit(meera, shown, {}).replied()

    assert form.got == ["Yes, within 30 days.", []], "what is not touched stays as it was"


async def test_the_client_does_not_send_what_the_modal_does_not_take(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person, asha: Person
) -> None:
    _, shown = await open_form(world, client, channel, general, meera)
    for person, values in (
        (meera, {"text": ""}),
        (meera, {"text": "x" * 4001}),
        (meera, {"tone": ["rude"]}),
        (meera, {"other": "x"}),
        (asha, {}),
    ):
        with pytest.raises(CannotAct):
            world.submit(person, shown, values)


@pytest.mark.parametrize(
    "broken",
    [
        {"title": "x" * 46},
        {"custom_id": "x" * 101},
        {"components": []},
        {"components": [{"type": 18, "label": "x" * 46, "component": {"type": 4, "custom_id": "a", "style": 1}}]},
        {"components": [{"type": 18, "label": "x", "component": {"type": 4, "custom_id": "a", "style": 9}}]},
        {
            "components": [
                {"type": 18, "label": "x", "component": {"type": 4, "custom_id": "a", "style": 1, "value": "x" * 4001}}
            ]
        },
        {"components": [{"type": 18, "label": "x", "component": {"type": 2, "custom_id": "a", "style": 1}}]},
        {"components": [{"type": 1, "components": []}]},
        {"components": [{"type": 9}]},
    ],
)
async def test_a_modal_that_breaks_a_limit_is_refused(
    server: DiscordServer,
    world: World,
    client: Heard,
    channel: discord.TextChannel,
    general: Channel,
    meera: Person,
    broken: dict[str, Any],
) -> None:
    server.inspect = None
    problems: list[tuple[int, int]] = []
    good = {"title": "A form", "custom_id": "f", "components": [{"type": 10, "content": "Read this"}]}

    async def answer(given: Given) -> None:
        route = discord.http.Route("POST", f"/interactions/{given.id}/{given.token}/callback")
        try:
            await client.http.request(route, json={"type": 9, "data": good | broken})
        except discord.HTTPException as refused:
            problems.append(codes(refused))
        await client.http.request(route, json={"type": 9, "data": good})

    on_interaction(client, answer)
    sent = await channel.send(view=card("a"))
    pressed = await world.press(meera, general.messages[sent.id], "a").answered()

    assert problems == [(400, 50035)]
    assert pressed.modal == good


async def test_a_submission_cannot_be_answered_with_another_modal(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person
) -> None:
    problems: list[tuple[int, int]] = []

    class Silent(Form):
        async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
            """The answer comes from elsewhere."""

    async def answer(given: Given) -> None:
        try:
            await given.response.send_modal(Silent())
        except discord.HTTPException as refused:
            problems.append(codes(refused))
            world.bell.ring()

    on_interaction(client, answer)
    sent = await channel.send(view=card("a"))
    shown = await world.press(meera, general.messages[sent.id], "a").answered()
    world.submit(meera, shown, {})
    await world.wait_for(lambda: problems)

    assert problems == [(400, 50035)]
