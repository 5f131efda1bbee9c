"""The link that brings a bot to a server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable

import pytest
from pydantic import BaseModel, SecretStr

from bot.discord_base import CONTROL, FOLLOWERS, NOTES, invite
from bot.surfaces.discord.invite import Wish, invitations, together, wishes
from bot.surfaces.discord.options import ControlOptions
from inbox.errors import SetupError
from tests.tree import ROOT

SECRET, OTHER = "t" * 30, "u" * 30


class Account(BaseModel):
    """A Discord account as the network has it."""

    token: SecretStr
    base_url: str = "https://discord.com/api/v10"
    channels: tuple[str, ...] = ()


def account(token: str = SECRET) -> Account:
    """An account with this token."""
    return Account(token=SecretStr(token))


def control(**more: object) -> ControlOptions:
    """A control channel on the server 99."""
    return ControlOptions.model_validate({"token": SECRET, "server": 99, "channel": 5, **more})


def asked(accounts: Iterable[BaseModel], channel: BaseModel | None, *only: str) -> list[Wish]:
    """What is wished for each bot."""
    return together(wishes(accounts, channel, only))


def test_what_bot_yaml_switches_on_is_wished_for() -> None:
    assert asked([], None) == []
    (followers,) = asked([account()], None)
    assert (followers.lists, followers.server) == ((FOLLOWERS,), None)
    (team,) = asked([], control())
    assert (team.lists, team.server) == ((CONTROL,), 99)


def test_two_uses_of_one_token_are_one_link_and_two_tokens_are_two() -> None:
    (both,) = asked([account()], control())
    assert (both.lists, both.server) == ((FOLLOWERS, CONTROL), 99)
    assert [wish.lists for wish in asked([account(OTHER)], control())] == [(FOLLOWERS,), (CONTROL,)]


def test_only_some_of_it_can_be_wished_for() -> None:
    (followers,) = asked([account()], control(), "followers")
    (team,) = asked([account()], control(), "control")

    assert (followers.lists, team.lists) == ((FOLLOWERS,), (CONTROL,))


def test_the_intents_are_those_that_are_needed() -> None:
    assert asked([], control())[0].intents == ()
    assert asked([], control(notes=True))[0].intents == ("Message Content Intent",)
    assert asked([], control(notes=True))[0].lists == (CONTROL, NOTES)
    assert asked([account()], None)[0].intents == ("Message Content Intent", "Server Members Intent")


async def test_an_application_that_is_told_needs_no_token_and_is_one_bot() -> None:
    said = await invitations(wishes([account(OTHER)], control()), 4711)

    assert said.count("https://discord.com/oauth2/") == 1
    assert invite(4711, FOLLOWERS, CONTROL, server=99) in said
    assert "Timeout Members" in said
    assert OTHER not in said


async def test_without_anything_to_invite_for_it_is_said_what_to_do() -> None:
    with pytest.raises(SetupError, match="--client-id"):
        await invitations([])
    with pytest.raises(SetupError, match="--client-id"):
        await invitations([Wish(control=True)])


async def test_a_discord_that_cannot_be_reached_is_told() -> None:
    with pytest.raises(SetupError, match="name it with --client-id"):
        await invitations([Wish(control=True, token=SECRET, base_url="http://127.0.0.1:9/api/v10")])


def test_the_token_of_a_wish_is_not_shown() -> None:
    assert SECRET not in repr(asked([account()], control()))


def test_the_command_prints_the_link_before_there_is_any_configuration() -> None:
    line = [sys.executable, "run.py", "--config", "nowhere", "discord", "invite", "--client-id", "4711", "--control"]

    said = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert invite(4711, CONTROL) in said
    assert all(needed.words in said for needed in CONTROL)


def test_the_command_without_anything_to_go_on_says_what_to_do() -> None:
    line = [sys.executable, "run.py", "--config", "config", "discord", "invite"]

    ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (5, "")
    assert "--client-id" in ended.stderr
