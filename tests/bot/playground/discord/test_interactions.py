"""People press, choose, fill in and type; discord.py answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest

from bot.playground.discord import BotAccount, CannotAct, Channel, DiscordServer, Guild, Interaction, Person, World
from bot.playground.discord.records import COMPONENTS_V2, EPHEMERAL
from tests.bot.playground.discord.clients import Heard, codes, running

Given = discord.Interaction[Any]


def card(*custom_ids: str) -> discord.ui.LayoutView:
    """A card with a button for each id."""
    view = discord.ui.LayoutView(timeout=None)
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    for custom_id in custom_ids:
        row.add_item(discord.ui.Button(label=custom_id, custom_id=custom_id))
    view.add_item(discord.ui.Container(discord.ui.TextDisplay("Asha asks"), row))
    return view


def on_interaction(client: Heard, answer: Callable[[Given], Any]) -> list[Given]:
    """Answer every interaction so; returns those that came."""
    came: list[Given] = []

    @client.event
    async def on_interaction(interaction: Given) -> None:
        came.append(interaction)
        await answer(interaction)

    return came


async def test_a_press_brings_who_where_and_the_whole_message(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, guild: Guild, meera: Person
) -> None:
    role = world.create_role(guild, "Moderators")
    world.join(meera, guild, roles=[role])
    came = on_interaction(client, lambda i: i.response.defer())
    sent = await channel.send(view=card("sg:approve:12"))
    pressed = await world.press(meera, general.messages[sent.id], "sg:approve:12").answered()

    given = came[0]
    assert isinstance(given.user, discord.Member)
    assert (given.user.name, [r.id for r in given.user.roles[1:]]) == ("meera", [role.id])
    assert given.permissions.send_messages
    assert given.message is not None
    assert given.message.id == sent.id
    assert given.message.flags.value & COMPONENTS_V2
    assert (given.guild_id, given.channel_id) == (guild.id, general.id)
    assert (pressed.answer, pressed.deferred, pressed.said) == (6, True, [])
    assert 0 <= pressed.acknowledged_after < 3


async def test_what_is_not_there_switched_off_or_hidden_cannot_be_pressed(
    world: World, channel: discord.TextChannel, general: Channel, meera: Person, client: Heard
) -> None:
    view = card("a")
    next(one for one in view.walk_children() if isinstance(one, discord.ui.Button)).disabled = True
    sent = general.messages[(await channel.send(view=view)).id]
    stranger = world.create_person("stranger")
    plain = world.say(meera, general, "hello")
    for person, message, custom_id in (
        (meera, sent, "a"),
        (meera, sent, "b"),
        (stranger, sent, "a"),
        (meera, plain, "a"),
    ):
        with pytest.raises(CannotAct):
            world.press(person, message, custom_id)


async def test_a_deferred_answer_is_filled_in_and_followed_up_only_for_who_asked(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person, asha: Person
) -> None:
    async def answer(given: Given) -> None:
        await given.response.defer(ephemeral=True, thinking=True)
        await given.edit_original_response(content="Approved")
        await given.followup.send(ephemeral=True, view=card("undo"))

    on_interaction(client, answer)
    sent = await channel.send(view=card("approve"))
    pressed = world.press(meera, general.messages[sent.id], "approve")
    await world.wait_for(lambda: len(pressed.said) == 2)

    assert pressed.deferred
    assert pressed.words == ["Approved", "Asha asks"]
    assert all(message.flags & EPHEMERAL and message.only_for is meera for message in pressed.said)
    assert len(general.messages) == 1, "nobody else sees them"
    with pytest.raises(CannotAct):
        world.press(asha, pressed.said[1], "undo")
    assert world.press(meera, pressed.said[1], "undo").message is pressed.said[1]


async def test_the_first_follow_up_takes_the_place_of_the_promise(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person
) -> None:
    async def answer(given: Given) -> None:
        await given.response.defer(thinking=True)
        await given.followup.send("Here it is")

    on_interaction(client, answer)
    sent = await channel.send(view=card("a"))
    pressed = world.press(meera, general.messages[sent.id], "a")
    said = await pressed.replied()

    assert said is pressed.original
    assert [message.content for message in world.messages(general)[1:]] == ["Here it is"]
    assert said.body["interaction_metadata"]["interacted_message_id"] == str(sent.id)


async def test_the_card_itself_can_be_the_answer(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person
) -> None:
    on_interaction(client, lambda i: i.response.edit_message(view=card("undo")))
    sent = await channel.send(view=card("approve"))
    pressed = await world.press(meera, general.messages[sent.id], "approve").answered()

    assert pressed.answer == 7
    assert not pressed.deferred
    assert [one["custom_id"] for one in general.messages[sent.id].components[0]["components"][1]["components"]] == [
        "undo"
    ]


async def test_an_answer_after_three_seconds_is_too_late(
    server: DiscordServer, world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person
) -> None:
    problems: list[tuple[int, int]] = []

    async def answer(given: Given) -> None:
        server.clock.advance(3.1)
        try:
            await given.response.defer()
        except discord.NotFound as late:
            problems.append(codes(late))
        world.bell.ring()

    on_interaction(client, answer)
    sent = await channel.send(view=card("a"))
    pressed = world.press(meera, general.messages[sent.id], "a")
    await world.wait_for(lambda: problems)

    assert problems == [(404, 10062)]
    assert not pressed.acknowledged
    assert pressed.acknowledged_after == float("inf")


async def test_of_two_processes_one_is_first(
    server: DiscordServer,
    world: World,
    client: Heard,
    channel: discord.TextChannel,
    general: Channel,
    meera: Person,
    nadi: BotAccount,
) -> None:
    results: list[int] = []

    async def answer(given: Given) -> None:
        try:
            await given.response.defer()
            results.append(0)
        except discord.HTTPException as second:
            results.append(second.code)
        world.bell.ring()

    async with running(server, nadi) as other:
        on_interaction(client, answer)
        on_interaction(other, answer)
        sent = await channel.send(view=card("a"))
        world.press(meera, general.messages[sent.id], "a")
        await world.wait_for(lambda: len(results) == 2)

    assert sorted(results) == [0, 40060]


async def test_after_a_quarter_of_an_hour_nothing_more_can_be_said(
    server: DiscordServer, world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person
) -> None:
    came = on_interaction(client, lambda i: i.response.defer())
    sent = await channel.send(view=card("a"))
    await world.press(meera, general.messages[sent.id], "a").answered()
    server.clock.advance(14 * 60)
    await came[0].followup.send("Still in time")
    server.clock.advance(60)
    with pytest.raises(discord.HTTPException) as late:
        await came[0].followup.send("Too late")

    assert codes(late.value) == (401, 50027)


async def test_a_follow_up_before_the_first_answer_is_refused(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person
) -> None:
    problems: list[tuple[int, int]] = []

    async def answer(given: Given) -> None:
        try:
            await given.followup.send("Hasty")
        except discord.HTTPException as hasty:
            problems.append(codes(hasty))
        world.bell.ring()

    on_interaction(client, answer)
    sent = await channel.send(view=card("a"))
    world.press(meera, general.messages[sent.id], "a")
    await world.wait_for(lambda: problems)

    assert problems == [(404, 10015)]


async def test_answers_are_changed_and_taken_back(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person
) -> None:
    async def answer(given: Given) -> None:
        await given.response.send_message("One", ephemeral=True)
        second = await given.followup.send("Two", wait=True)
        await second.edit(content="2")
        await given.edit_original_response(content="1")
        assert (await given.original_response()).content == "1"
        await second.delete()

    on_interaction(client, answer)
    sent = await channel.send(view=card("a"))
    pressed = world.press(meera, general.messages[sent.id], "a")
    await world.wait_for(lambda: len(pressed.said) == 2 and pressed.said[1].removed)

    assert [(message.content, message.removed) for message in pressed.said] == [("1", False), ("2", True)]


async def test_a_choice_brings_what_was_chosen(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, meera: Person, asha: Person
) -> None:
    view = discord.ui.View(timeout=None)
    options = [discord.SelectOption(label="Spam", value="spam"), discord.SelectOption(label="Rude", value="rude")]
    view.add_item(discord.ui.Select(custom_id="why", options=options))
    view.add_item(discord.ui.UserSelect(custom_id="who"))
    came = on_interaction(client, lambda i: i.response.defer())
    sent = general.messages[(await channel.send("Why?", view=view)).id]
    await world.choose(meera, sent, "why", ["rude"]).answered()
    await world.choose(meera, sent, "who", [str(asha.id)]).answered()
    with pytest.raises(CannotAct):
        world.choose(meera, sent, "why", ["dull"])
    with pytest.raises(CannotAct):
        world.choose(meera, sent, "why", ["spam", "rude"])

    assert came[0].data["values"] == ["rude"]  # type: ignore[index,typeddict-item]
    assert came[1].data["resolved"]["users"][str(asha.id)]["username"] == "asha"  # type: ignore[index,typeddict-item]


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
