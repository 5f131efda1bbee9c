"""People press, choose, fill in and type; discord.py answers."""

from __future__ import annotations

import discord
import pytest

from bot.playground.discord import BotAccount, CannotAct, Channel, DiscordServer, Guild, Person, World
from bot.playground.discord.records import COMPONENTS_V2, EPHEMERAL
from tests.bot.playground.discord.clients import Given, Heard, card, codes, on_interaction, running


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
