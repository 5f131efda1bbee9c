"""`run.py check` and `run.py discord invite` asking a simulated Discord."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.discord_base import CONTROL, NOTES, invite, permissions
from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild
from bot.surfaces.discord.checking import check
from bot.surfaces.discord.invite import Wish, invitations
from bot.surfaces.discord.options import ControlOptions
from inbox.errors import SetupError
from inbox.network import Health
from tests.config_files import folder
from tests.tree import ROOT

MESSAGE_CONTENT = 1 << 15
CONFIG = """\
brand: {{id: acme, name: Acme}}
control_channel:
  token_env: CONTROL_TOKEN
  base_url: {api}
  server: {server}
  channel: {channel}
  roles: [{{role: Moderator, is: moderator}}]
"""
VIEW, SEND, MANAGE = 1 << 10, 1 << 11, 1 << 4


@pytest_asyncio.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    """A Discord."""
    async with DiscordServer() as server:
        yield server


@pytest.fixture
def nadi(discord: DiscordServer) -> BotAccount:
    """Our bot."""
    return discord.world.create_bot("nadi")


@pytest.fixture
def guild(discord: DiscordServer, nadi: BotAccount) -> Guild:
    """The team's server, with our bot on it as the link invites it."""
    guild = discord.world.create_guild("Friends of Nadi", bots=[nadi])
    discord.world.set_role_permissions(guild, nadi, permissions(CONTROL, NOTES).value)
    return guild


@pytest.fixture
def team(discord: DiscordServer, guild: Guild) -> Channel:
    """A forum that only the team sees."""
    forum = discord.world.create_channel(guild, "team", kind="forum")
    discord.world.set_permissions(forum, guild.everyone, deny=VIEW)
    discord.world.set_permissions(forum, guild.bots[0], allow=VIEW | MANAGE)
    discord.world.create_role(guild, "Moderators", mentionable=True)
    return forum


def options(discord: DiscordServer, nadi: BotAccount, guild: Guild, channel: int, **more: object) -> ControlOptions:
    """A control channel in this Discord."""
    return ControlOptions.model_validate(
        {
            "token": nadi.token,
            "base_url": discord.api,
            "server": guild.id,
            "channel": channel,
            "roles": [{"role": "Moderators", "is": "moderator"}],
            **more,
        }
    )


async def failed(options: ControlOptions) -> list[str]:
    """What does not work."""
    return [health.words for health in await check(options) if not health.ok]


async def test_a_channel_that_was_set_up_as_the_page_says_passes(
    discord: DiscordServer, nadi: BotAccount, guild: Guild, team: Channel
) -> None:
    routes = [{"when": {"labels": "press"}, "mention": "Moderators"}]

    assert await check(options(discord, nadi, guild, team.id, notes=True, routes=routes)) == [
        Health(ok=True, words="Discord knows this bot as nadi; it is on the server Friends of Nadi"),
        Health(ok=True, words="#team is a forum channel, and the bot may do all it needs there"),
        Health(ok=True, words="on Friends of Nadi, Moderators is moderator"),
    ]


async def test_run_py_check_says_it_with_the_rest(
    discord: DiscordServer, nadi: BotAccount, guild: Guild, team: Channel, tmp_path: Path
) -> None:
    made = folder(tmp_path, CONFIG.format(api=discord.api, server=guild.id, channel=team.id))
    environ = {**os.environ, "CONTROL_TOKEN": nadi.token}

    checking = await asyncio.create_subprocess_exec(
        sys.executable, "run.py", "--config", str(made), "check", cwd=ROOT, env=environ, stdout=PIPE, stderr=PIPE
    )
    said, wrong = await checking.communicate()

    assert "pass  control channel: #team is a forum channel, and the bot may do all it needs there" in said.decode()
    assert "FAIL  control channel: there is no role Moderator on Friends of Nadi" in said.decode()
    assert "      Did you mean Moderators?" in said.decode()
    assert (checking.returncode, wrong) == (1, b"")


async def test_what_is_missing_is_told(discord: DiscordServer, nadi: BotAccount, guild: Guild, team: Channel) -> None:
    discord.world.set_permissions(team, guild.bots[0], allow=VIEW, deny=SEND)
    nadi.allowed_intents &= ~MESSAGE_CONTENT

    assert await failed(options(discord, nadi, guild, team.id, notes=True)) == [
        "in #team the bot lacks Create Posts",
        "notes is true, but the bot cannot read what the team writes",
    ]


async def test_a_channel_that_is_not_there_is_told(discord: DiscordServer, nadi: BotAccount, guild: Guild) -> None:
    discord.world.create_role(guild, "Moderators")

    assert await failed(options(discord, nadi, guild, 4711)) == ["there is no channel 4711 on Friends of Nadi"]


async def test_a_server_without_the_bot_is_told_with_the_link(discord: DiscordServer, nadi: BotAccount) -> None:
    elsewhere = discord.world.create_guild("Elsewhere")

    (told,) = await check(options(discord, nadi, elsewhere, 5))

    assert told.words == f"nadi is not on the server {elsewhere.id}"
    assert invite(nadi.application_id, CONTROL, server=elsewhere.id) in told.fix


async def test_a_token_that_is_dead_is_told(discord: DiscordServer, nadi: BotAccount, guild: Guild) -> None:
    old = options(discord, nadi, guild, 5)
    discord.world.reset_token(nadi)

    (told,) = await check(old)

    assert told.words == "Discord does not know this token"
    assert "Reset Token" in told.fix


async def test_the_application_is_asked_for_by_the_token(discord: DiscordServer, nadi: BotAccount) -> None:
    said = await invitations([Wish(control=True, token=nadi.token, base_url=discord.api)])

    assert invite(nadi.application_id, CONTROL) in said


async def test_a_dead_token_makes_no_link(discord: DiscordServer) -> None:
    with pytest.raises(SetupError, match="Discord does not know the token. Open https://discord.com/developers"):
        await invitations([Wish(control=True, token="x" * 30, base_url=discord.api)])
