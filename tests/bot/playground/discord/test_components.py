"""What a message may be laid out of, and the limits that Discord sets."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.playground.discord import Channel
from bot.playground.discord.layout import laid_out
from bot.playground.discord.records import walk
from tests.bot.playground.discord.clients import Heard

V2 = 1 << 15
Components = list[dict[str, Any]]


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def button(number: int = 0, **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": f"b{number}"} | more


def row(*inner: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(inner)}


def menu(options: int, **more: Any) -> dict[str, Any]:
    offered = [{"label": f"{number}", "value": f"{number}"} for number in range(options)]
    return {"type": 3, "custom_id": "m", "options": offered} | more


async def send(client: Heard, channel: Channel, **body: Any) -> str:
    """Send as it is; returns the words of the refusal, or nothing."""
    try:
        await client.http.request(discord.http.Route("POST", f"/channels/{channel.id}/messages"), json=body)
    except discord.HTTPException as refused:
        return f"{refused.status} {refused.code} {refused.text}"
    return ""


GOOD: dict[str, tuple[int, Components]] = {
    "a card": (
        V2,
        [
            {
                "type": 17,
                "components": [
                    text("Hello"),
                    {"type": 14},
                    row(button(1), button(2, style=5, custom_id=None, url="https://example.org")),
                ],
            }
        ],
    ),
    "forty": (V2, [text(f"{number}") for number in range(40)]),
    "4000 characters": (V2, [text("x" * 2000), text("y" * 2000)]),
    "a section": (V2, [{"type": 9, "components": [text("a")], "accessory": button(1)}]),
    "five buttons": (0, [row(*(button(number) for number in range(5)))]),
    "a menu": (0, [row(menu(25))]),
    "the longest id and label": (0, [row(button(custom_id="x" * 100, label="y" * 80))]),
}

BAD: dict[str, tuple[int, Components, str]] = {
    "41 components": (V2, [text(f"{number}") for number in range(41)], "40"),
    "41 with those inside": (
        V2,
        [{"type": 17, "components": [text(f"{n}") for n in range(40)]}],
        "number of components is 40",
    ),
    "4001 characters": (V2, [text("x" * 2000), text("y" * 2001)], "cannot exceed 4000"),
    "an empty text": (V2, [text("")], "components.0.content"),
    "a text without the flag": (0, [text("a")], "must be one of (1)"),
    "six buttons": (0, [row(*(button(number) for number in range(6)))], "Must be between 1 and 5"),
    "six rows": (0, [row(button(number)) for number in range(6)], "Must be between 1 and 5"),
    "a menu beside a button": (0, [row(menu(1), button())], "Must be between 1 and 1"),
    "26 options": (0, [row(menu(26))], "Must be between 1 and 25"),
    "no option": (0, [row(menu(0))], "Must be between 1 and 25"),
    "a long option": (0, [row(menu(1) | {"options": [{"label": "x" * 101, "value": "v"}]})], "options.0.label"),
    "a long placeholder": (0, [row(menu(1, placeholder="x" * 151))], "placeholder"),
    "a long id": (0, [row(button(custom_id="x" * 101))], "custom_id"),
    "a long label": (0, [row(button(label="x" * 81))], "Must be 80 or fewer"),
    "no label": (0, [row({"type": 2, "style": 1, "custom_id": "b"})], "label or emoji is required"),
    "one id twice": (0, [row(button(1), button(1))], "cannot be duplicated"),
    "an address and an id": (0, [row(button(url="https://example.org"))], "cannot both be specified"),
    "a link without an address": (0, [row({"type": 2, "style": 5, "label": "Go"})], "url is required"),
    "a section without its side": (V2, [{"type": 9, "components": [text("a")]}], "components.0.accessory"),
    "a section of four": (V2, [{"type": 9, "components": [text("a")] * 4, "accessory": button()}], "between 1 and 3"),
    "a container in a container": (
        V2,
        [{"type": 17, "components": [{"type": 17, "components": [text("a")]}]}],
        "must be one of",
    ),
    "an unknown file": (V2, [{"type": 13, "file": {"url": "attachment://no.txt"}}], "'no.txt' was not found"),
}


@pytest.fixture
def unwatched(server: Any) -> None:
    """What is sent here on purpose breaks Discord's description."""
    server.inspect = None


@pytest.mark.parametrize("name", GOOD)
async def test_it_takes(client: Heard, general: Channel, name: str) -> None:
    flags, components = GOOD[name]
    content = {} if flags else {"content": "x"}

    assert await send(client, general, flags=flags, components=components, **content) == ""


@pytest.mark.usefixtures("unwatched")
@pytest.mark.parametrize("name", BAD)
async def test_it_does_not_take(client: Heard, general: Channel, name: str) -> None:
    flags, components, words = BAD[name]

    assert words in await send(
        client, general, flags=flags, components=components, **({} if flags else {"content": "x"})
    )
    assert not general.messages


@pytest.mark.usefixtures("unwatched")
@pytest.mark.parametrize("more", [{"content": "x"}, {"embeds": [{"title": "x"}]}])
async def test_a_laid_out_message_has_neither_content_nor_embeds(
    client: Heard, general: Channel, more: dict[str, Any]
) -> None:
    assert "IS_COMPONENTS_V2" in await send(client, general, flags=V2, components=[text("a")], **more)


async def test_a_laid_out_message_stays_one(client: Heard, channel: discord.TextChannel, general: Channel) -> None:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay("before"))
    sent = await channel.send(view=view)
    view.clear_items()
    view.add_item(discord.ui.TextDisplay("after"))
    await sent.edit(view=view)

    assert general.messages[sent.id].text == "after"
    assert general.messages[sent.id].flags & V2
    with pytest.raises(discord.HTTPException):
        await client.http.edit_message(
            channel.id, sent.id, params=discord.http.handle_message_parameters(content="plain")
        )


async def test_a_plain_message_becomes_a_laid_out_one_when_its_content_is_taken_away(
    channel: discord.TextChannel, general: Channel
) -> None:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay("laid out"))
    sent = await channel.send("plain")
    with pytest.raises(discord.HTTPException) as refused:
        await sent.edit(view=view)
    await sent.edit(content=None, view=view)

    assert "IS_COMPONENTS_V2" in str(refused.value)
    assert general.messages[sent.id].text == "laid out"


def test_every_component_gets_a_number_of_its_own() -> None:
    given = [{"type": 17, "components": [text("a"), row(button(1, id=2), button(2))]}]
    ids = [one["id"] for one in walk(laid_out(given))]

    assert sorted(ids) == [1, 2, 3, 4, 5]
    assert laid_out(given)[0]["spoiler"] is False, "what was left out is filled in"
    assert "id" not in given[0], "what was given stays as it was"
