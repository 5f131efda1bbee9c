"""Holds the page about the control channel to what there is: every command, every button, every window that sends."""

from __future__ import annotations

import re
from dataclasses import replace

from discord import app_commands

from bot.surfaces.discord.commands import COMMANDS
from bot.surfaces.discord.commands.menus import menus
from bot.surfaces.discord.offers import ON_DELIVERY, ON_DRAFT, _offered
from bot.surfaces.discord.storm import NEXT
from inbox.models import Conversation, Message, RemoteId, Thread, account_id, contact_id, conversation_id
from tests.tree import ROOT

PAGE = (ROOT / "docs" / "discord.md").read_text("utf-8")
MAIN = account_id("telegram", "main")
CONVERSATION = Conversation(conversation_id(MAIN, RemoteId("1")), MAIN, Thread(RemoteId("1"), "direct"))


def commands() -> set[str]:
    """Every command as it is typed."""
    found = set()
    for command in COMMANDS:
        inner = command.commands if isinstance(command, app_commands.Group) else [command]
        found |= {f"/{one.qualified_name}" for one in inner}
    return found


def test_the_page_lists_every_command_and_no_other() -> None:
    listed = set(re.findall(r"`(/[a-z]+(?: [a-z]+)?)`", PAGE))

    assert listed == commands()


def test_the_page_lists_every_entry_of_a_messages_menu() -> None:
    assert [menu.name for menu in menus() if f"**{menu.name}**" not in PAGE] == []


def test_the_page_lists_every_button() -> None:
    comment = replace(CONVERSATION, thread=Thread(RemoteId("1"), "comments"))
    said = Message(RemoteId("2"), "How much?", 1, contact_id(MAIN, RemoteId("3")))
    done = (said, replace(said, hidden=True, reaction="👍"))
    offered = [label for one in done for _, label, _ in _offered(comment, one)]
    assert {"Private", "Like", "Unlike", "Hide", "Show again"} <= set(offered)
    labels = {label for label, _ in (*ON_DRAFT.values(), *ON_DELIVERY.values())} | set(offered)
    rows = "\n".join(line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| "))

    assert [label for label in labels if label not in rows] == []
    assert f"**Show the next {NEXT}**" in PAGE
