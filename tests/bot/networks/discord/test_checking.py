"""What `check` finds: who we are, what we may hear, what is read where, and what is missing, each with its remedy."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.networks.discord import Discord
from bot.playground.discord import permissions
from inbox.network import Health
from tests.bot.networks.discord.conftest import Desk


def words(found: object) -> str:
    """Everything that was found, one line each."""
    assert isinstance(found, list)
    return "\n".join(f"{'ok' if one.ok else 'no'}: {one.words} {one.fix}".strip() for one in found)


async def test_all_is_well(desk: Desk) -> None:
    desk.server.world.create_channel(desk.guild, "help", kind="forum")
    assert await desk.account().check() == [
        Health(True, "Discord knows this bot as nadi."),
        Health(True, "In Friends of Nadi the bot reads #general, #help."),
    ]


async def test_intents_that_are_off_are_named(desk: Desk) -> None:
    desk.bot.allowed_intents = 0
    found = words(await desk.account().check())
    assert "no: Message Content Intent is off" in found
    assert "Turn on Message Content Intent for the application" in found
    assert "ok: Server Members Intent is off" in found


async def test_a_permission_that_is_missing_in_one_channel_is_said_of_that_one(desk: Desk) -> None:
    world = desk.server.world
    support = world.create_channel(desk.guild, "support")
    world.set_permissions(support, desk.bot, deny=permissions.READ_MESSAGE_HISTORY)
    found = await desk.account().check()
    [lack] = [one for one in found if "cannot" in one.words]
    assert lack.ok  # all else works
    assert lack.words == (
        "In #support of Friends of Nadi the bot cannot Read Message History: what is said there while Sangam is away "
        "stays unread, and replies cannot point at a message."
    )
    assert lack.fix.startswith("In Discord: #support, Edit Channel, Permissions")


async def test_a_channel_that_bot_yaml_names_and_the_bot_cannot_see_is_said(desk: Desk) -> None:
    world = desk.server.world
    hidden = world.create_channel(desk.guild, "hidden")
    world.set_permissions(hidden, desk.bot, deny=permissions.VIEW_CHANNEL)
    assert "hidden" not in words(await desk.account().check())
    found = words(await desk.account(channels=["hidden"]).check())
    assert "In #hidden of Friends of Nadi the bot cannot View Channel: nothing there is heard." in found


async def test_entries_that_match_nothing_are_said(desk: Desk) -> None:
    found = words(await desk.account(channels=["#general", "genral"], exclude=[17], servers=[5]).check())
    assert "No channel or category that the bot can see is called 'genral'." in found
    assert "called '17'" in found
    assert "The bot is not in the server 5 that bot.yaml names." in found
    assert "'general'" not in found


async def test_a_bot_in_no_server_is_told_how_to_be_invited(desk: Desk) -> None:
    lonely = desk.server.world.create_bot("lonely")
    found = words(await desk.account(token=lonely.token).check())
    assert "The bot is in no server" in found
    assert "run.py discord invite" in found


async def test_a_dead_token_and_a_silent_address_are_told_apart(desk: Desk) -> None:
    [dead] = await desk.account(token="dead").check()
    [silent] = await desk.account(url="http://127.0.0.1:9/api/v10").check()
    [stranger] = await desk.account(url=f"{desk.server.url}/client").check()
    assert (dead.ok, silent.ok, stranger.ok) == (False, False, False)
    assert (dead.words, "Reset Token" in dead.fix) == ("Discord does not accept this bot's token.", True)
    assert "no connection" in silent.words
    assert "base_url" in silent.fix
    assert "base_url" in stranger.fix


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"token": "two words"}, "no bot token"),
        ({"token": " "}, "no bot token"),
        ({"token": "x", "base_url": "discord.com"}, "base_url begins with https://"),
        ({"token": "x", "chanels": []}, "Extra inputs"),
        ({"token": "a\0b"}, "no bot token"),
        ({"token": "äöü"}, "no bot token"),
        ({"token": "x", "base_url": "http://"}, "base_url is no address"),
        ({"token": "x", "base_url": "http://[::1"}, "base_url is no address"),
        ({"token": "x", "servers": [-5]}, "greater than or equal to 0"),
        ({"token": "x", "servers": [1 << 64]}, "less than"),
        ({"token": "x", "channels": [{"a": "b"}]}, "a name or an id"),
        ({"token": "x", "channels": [None]}, "a name or an id"),
        ({"token": "x", "exclude": [True]}, "a name or an id"),
        ({"token": "x", "exclude": ["#"]}, "a name or an id"),
        ({"token": "x", "staff": "Moderators"}, "valid tuple"),
    ],
)
def test_bad_settings_are_said(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Discord.Options.model_validate(given)


def test_settings_are_taken_as_people_write_them() -> None:
    options = Discord.Options.model_validate(
        {"token": "Bot abc.def", "base_url": "http://127.0.0.1:1/api/v10/", "servers": ["5"], "exclude": ["#team", 17]}
    )
    assert options.token.get_secret_value() == "abc.def"
    assert (options.base_url, options.servers, options.exclude) == ("http://127.0.0.1:1/api/v10", (5,), ("team", "17"))
