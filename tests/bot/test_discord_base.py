"""Where discord.py finds Discord, and what a bot has to be allowed there."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import discord

from bot.discord_base import (
    CONTROL,
    FOLLOWERS,
    INTENTS_FIX,
    NOTES,
    REAL_API,
    TAGS,
    invite,
    missing,
    permissions,
    privileged,
)
from tests.tree import ROOT


def test_the_link_asks_for_exactly_the_permissions_that_are_listed() -> None:
    asked = parse_qs(urlsplit(invite(4711, CONTROL)).query)

    assert asked["client_id"] == ["4711"]
    assert asked["scope"] == ["bot applications.commands"]
    assert discord.Permissions(int(asked["permissions"][0])) == discord.Permissions(
        view_channel=True, read_message_history=True, send_messages=True, create_public_threads=True,
        send_messages_in_threads=True,
    )  # fmt: skip


def test_one_link_can_ask_for_both_and_name_the_server() -> None:
    asked = parse_qs(urlsplit(invite(4711, FOLLOWERS, CONTROL, server=99)).query)

    assert int(asked["permissions"][0]) == permissions(FOLLOWERS).value | permissions(CONTROL).value
    assert asked["guild_id"] == ["99"]


def test_nothing_is_asked_for_that_would_let_the_bot_run_the_server() -> None:
    assert (
        not permissions(FOLLOWERS, CONTROL).value
        & discord.Permissions.elevated().value
        & ~(discord.Permissions(manage_messages=True, moderate_members=True, ban_members=True).value)
    )
    assert not permissions(FOLLOWERS, CONTROL).administrator
    assert not permissions(FOLLOWERS, CONTROL).mention_everyone


def test_what_is_missing_is_named_in_the_order_of_the_list() -> None:
    has = discord.Permissions(view_channel=True, send_messages=True)

    assert [needed.words for needed in missing(has, CONTROL)] == [
        "Read Message History",
        "Create Public Threads",
        "Send Messages in Threads",
    ]


def test_the_page_of_the_control_channel_lists_every_permission_with_what_it_is_for() -> None:
    page = (ROOT / "docs" / "discord.md").read_text("utf-8")

    assert [
        needed.words for needed in (*CONTROL, *NOTES, TAGS) if f"| {needed.words} | {needed.why} |" not in page
    ] == []


def test_the_page_of_the_network_lists_every_permission() -> None:
    page = (ROOT / "docs" / "networks" / "discord.md").read_text("utf-8")

    assert [needed.words for needed in FOLLOWERS if f"| {needed.words} | {needed.why} |" not in page] == []


def test_privileged_intents_are_named_as_in_the_settings() -> None:
    intents = discord.Intents(message_content=True, members=True)

    assert privileged(intents) == "Message Content Intent and Server Members Intent"
    assert privileged(discord.Intents.default()) == ""
    assert "Message Content Intent" in INTENTS_FIX.format(intents=privileged(intents))


def test_the_real_address_is_discords() -> None:
    assert REAL_API == "https://discord.com/api/v10"
