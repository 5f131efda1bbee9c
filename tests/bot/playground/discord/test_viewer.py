"""The page's server: who may see what, what is told live, and what a person may do there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Person
from bot.playground.discord.permissions import MANAGE_MESSAGES, VIEW_CHANNEL

ASKING = {"X-Simulated-Client": "1"}
COMMANDS: list[dict[str, Any]] = [
    {"id": "1", "name": "faq", "type": 1, "options": [{"type": 1, "name": "add", "description": "Add one"}]},
    {"id": "2", "name": "purge", "type": 1, "default_member_permissions": str(MANAGE_MESSAGES)},
    {"id": "3", "name": "Send as reply", "type": 3},
]


@dataclass
class Town:
    """A server with two people, and a browser's connection to its page."""

    discord: DiscordServer
    http: aiohttp.ClientSession
    bot: BotAccount
    guild: Guild
    asha: Person
    meera: Person
    general: Channel

    async def do(self, username: str, verb: str, **given: Any) -> tuple[int, dict[str, Any]]:
        """The status and the answer of a deed."""
        body = {"as": username, "verb": verb, "channel": str(self.general.id)} | given
        async with self.http.post(f"{self.discord.url}/client/do", json=body, headers=ASKING) as answer:
            return answer.status, await answer.json()

    async def told(self, username: str, channel: Channel) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """What is told live, piece by piece."""
        query = {"as": username, "channel": str(channel.id)}
        async with self.http.get(f"{self.discord.url}/client/live", params=query) as stream:
            assert stream.status == 200
            name = ""
            async for raw in stream.content:
                key, _, value = raw.decode().rstrip("\n").partition(": ")
                if key == "event":
                    name = value
                elif key == "data":
                    yield name, json.loads(value)

    async def first(self, username: str, channel: Channel | None = None) -> dict[str, dict[str, Any]]:
        """Everything that is told first."""
        told: dict[str, dict[str, Any]] = {}
        async for name, piece in self.told(username, channel or self.general):
            told[name] = piece
            if len(told) == 2:
                break
        return told


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with DiscordServer() as discord, aiohttp.ClientSession(read_bufsize=1 << 22) as http:
        world = discord.world
        bot = world.create_bot("clerk")
        asha, meera = world.create_person("asha"), world.create_person("meera")
        guild = world.create_guild("Friends of Nadi", bots=[bot], members=[asha, meera])
        general = world.create_channel(guild, "general")
        yield Town(discord, http, bot, guild, asha, meera, general)


async def test_whoever_says_too_little_is_led_to_somebody_and_to_a_place(town: Town) -> None:
    forum = town.discord.world.create_channel(town.guild, "inbox", "forum")
    async with town.http.get(f"{town.discord.url}/client?theme=light") as answer:
        assert answer.status == 200
        assert dict(answer.url.query) == {"as": "asha", "channel": str(forum.id), "theme": "light"}
        policy = answer.headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["client.js", "frame.css"])
async def test_scripts_and_styles_are_served(town: Town, name: str) -> None:
    async with town.http.get(f"{town.discord.url}/client/files/{name}") as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "path", ["files/%2e%2e/viewer.py", "files/none.js", "files/", "nothing", "files/..%2Fviewer.py"]
)
async def test_nothing_else_is_served(town: Town, path: str) -> None:
    async with town.http.get(f"{town.discord.url}/client/{path}") as answer:
        assert answer.status == 404


async def test_another_name_that_points_to_this_machine_is_refused(town: Town) -> None:
    async with town.http.get(f"{town.discord.url}/client", headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


async def test_a_page_of_another_site_cannot_act_here(town: Town) -> None:
    body = {"as": "asha", "verb": "say", "channel": str(town.general.id), "text": "?"}
    async with town.http.post(f"{town.discord.url}/client/do", json=body) as answer:
        assert answer.status == 403
    assert town.general.messages == {}


async def test_everything_in_sight_is_told_and_then_what_changes(town: Town) -> None:
    told = town.told("meera", town.general)
    first = [await anext(told), await anext(told)]
    assert [name for name, _ in first] == ["places", "talk"]
    assert [one["name"] for one in first[0][1]["guilds"][0]["channels"]] == ["general"]
    assert first[1][1]["messages"] == []

    town.discord.world.say(town.asha, town.general, "Kem cho?")

    async with asyncio.timeout(5):
        pieces = dict([await anext(told), await anext(told)])
    assert [one["content"] for one in pieces["talk"]["messages"]] == ["Kem cho?"]
    await told.aclose()


async def test_nobody_is_shown_what_they_may_not_see(town: Town) -> None:
    world = town.discord.world
    secret = world.create_channel(town.guild, "team")
    world.set_permissions(secret, town.guild.everyone, deny=VIEW_CHANNEL)
    world.dm(town.meera, town.bot)

    places = (await town.first("asha"))["places"]

    assert [one["name"] for one in places["guilds"][0]["channels"]] == ["general"]
    assert places["dms"] == []
    async with town.http.get(f"{town.discord.url}/client/live?as=asha&channel={secret.id}") as answer:
        assert answer.status == 404
    assert (await town.do("asha", "say", channel=str(secret.id), text="?"))[0] == 400


async def test_one_cannot_be_a_bot_or_one_of_the_owners_that_the_world_makes(town: Town) -> None:
    places = (await town.first("asha"))["places"]

    assert [one["username"] for one in places["people"]] == ["asha", "meera"]
    assert (await town.do("clerk", "say", text="?"))[0] == 400


async def test_commands_are_told_by_their_whole_names_to_those_who_may_give_them(town: Town) -> None:
    town.bot.commands[town.guild.id] = COMMANDS

    places = (await town.first("asha"))["places"]

    assert [(one["name"], one["app"]) for one in places["commands"]] == [("faq add", "Clerk")]
    assert [one["name"] for one in places["menus"]] == ["Send as reply"]


async def test_a_forum_tells_its_posts_with_their_tags_newest_first(town: Town) -> None:
    world = town.discord.world
    forum = world.create_channel(town.guild, "inbox", "forum")
    forum.tags = [{"id": "7", "name": "waiting", "emoji_name": "🕑"}]
    world.open_thread(town.asha, forum, "One", text="First", tags=["waiting"])
    world.archive(world.open_thread(town.asha, forum, "Two", text="Second"))
    world.open_thread(town.asha, forum, "Three", text="Third")

    channel = (await town.first("meera", forum))["talk"]["channel"]

    assert [(one["name"], one["tags"], one["first"]["content"]) for one in channel["posts"]] == [
        ("Three", [], "Third"),
        ("One", ["7"], "First"),
        ("Two", [], "Second"),
    ]
    assert channel["tags"] == [{"id": "7", "name": "waiting", "emoji": "🕑"}]


async def test_one_changes_and_deletes_only_ones_own_words(town: Town) -> None:
    said = town.discord.world.say(town.asha, town.general, "Kem cho?")
    about = {"message": str(said.id)}

    assert (await town.do("meera", "edit", **about, text="No"))[0] == 400
    assert (await town.do("meera", "remove", **about))[0] == 400
    assert (await town.do("asha", "edit", **about, text="Majama?"))[0] == 200
    assert said.content == "Majama?"
    assert (await town.do("asha", "remove", **about))[0] == 200
    assert town.general.messages == {}


async def test_what_discord_would_not_allow_is_said_in_words(town: Town) -> None:
    said = town.discord.world.say(town.asha, town.general, "Kem cho?")
    forum = town.discord.world.create_channel(town.guild, "inbox", "forum")

    assert await town.do("meera", "press", message=str(said.id), custom_id="x") == (
        200,
        {"problem": "the message has no x; it has none"},
    )
    assert (await town.do("meera", "say", channel=str(forum.id), text="?"))[1][
        "problem"
    ] == "inbox is a forum: open a post"
    assert "no bot offers 'none'" in (await town.do("meera", "command", command="none"))[1]["problem"]


@pytest.mark.parametrize(
    "given",
    [{"verb": "fly"}, {"verb": "press", "message": "1", "custom_id": "x"}, {"verb": "submit", "interaction": "1"}],
)
async def test_nonsense_is_answered_with_400(town: Town, given: dict[str, Any]) -> None:
    status, answer = await town.do("meera", **given)

    assert status == 400
    assert answer["problem"].startswith("That cannot be done here")
