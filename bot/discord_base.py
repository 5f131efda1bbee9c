"""Where discord.py finds Discord, and what its failures to connect mean: shared by the network and the control channel.

The addresses are class attributes of discord.py, so one process talks to one Discord: the real one, or a simulated one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

REAL_API: Final = "https://discord.com/api/v10"
REAL_GATEWAY: Final = "wss://gateway.discord.gg/"
INTENTS_FIX: Final = (
    "Turn on {intents} for the application: https://discord.com/developers/applications, your application, Bot, "
    "Privileged Gateway Intents; save, and start Sangam again."
)
TOKEN_FIX: Final = (
    "Open https://discord.com/developers/applications, your application, Bot, Reset Token, and put the new token where "
    "token_env or token_file points; then start Sangam again."
)
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here, so nothing is missing

PRIVILEGED: Final = {"message_content": "Message Content Intent", "members": "Server Members Intent"}


def point_at(api: str) -> None:
    """Make discord.py call this REST address (without a slash at its end) and the gateway that belongs to it.

    A simulated Discord has its gateway on the same host, under /gateway; source of the attributes: discord.py 2.7.1.
    """
    api = api.rstrip("/")
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = URL(REAL_GATEWAY) if api == REAL_API else _gateway_beside(api)


def _gateway_beside(api: str) -> URL:
    there = URL(api)
    return there.with_scheme("wss" if there.scheme == "https" else "ws").with_path("/gateway")


def privileged(intents: discord.Intents) -> str:
    """The privileged intents among these, in the words of Discord's settings page; empty when there are none."""
    return " and ".join(words for name, words in PRIVILEGED.items() if getattr(intents, name))


@dataclass(frozen=True, slots=True)
class Needed:
    """One permission: discord.py's name of it, Discord's own words for it, and what it is for."""

    flag: str
    words: str
    why: str


# The words are those of Discord's server settings, the bits those of discord docs, topics/permissions; read 2026-11-27.
FOLLOWERS: Final = (
    Needed("view_channel", "View Channels", "see the channels that it reads"),
    Needed(
        "read_message_history", "Read Message History", "answer a message, and catch up on what came while it was off"
    ),
    Needed("send_messages", "Send Messages", "answer and publish"),
    Needed("send_messages_in_threads", "Send Messages in Threads", "answer in threads and forum posts"),
    Needed("embed_links", "Embed Links", "publish posts with embeds"),
    Needed("attach_files", "Attach Files", "publish posts with files"),
    Needed("add_reactions", "Add Reactions", "react to a message"),
    Needed("manage_messages", "Manage Messages", "remove a message of somebody else"),
    Needed("moderate_members", "Timeout Members", "mute somebody for a while"),
    Needed("ban_members", "Ban Members", "block somebody, and take that back"),
)
CONTROL: Final = (
    Needed("view_channel", "View Channels", "see the control channel"),
    Needed("read_message_history", "Read Message History", "find its own posts again after a crash"),
    Needed("send_messages", "Send Messages", "make a post in a forum, and write into a text channel"),
    Needed("create_public_threads", "Create Public Threads", "open the thread of a conversation in a text channel"),
    Needed("send_messages_in_threads", "Send Messages in Threads", "put cards into the post of a conversation"),
)
NOTES: Final = (Needed("add_reactions", "Add Reactions", "mark what was kept as a note, where notes is true"),)
# Not in the link, which would give it everywhere: it is allowed by hand, in the forum alone.
TAGS: Final = Needed("manage_channels", "Manage Channel", "make the forum's tags; in that channel only")
SCOPES: Final = ("bot", "applications.commands")


def permissions(*lists: Collection[Needed]) -> discord.Permissions:
    """All of these permissions together."""
    return discord.Permissions(**{needed.flag: True for needed_ones in lists for needed in needed_ones})


def missing(has: discord.Permissions, wanted: Collection[Needed]) -> Iterator[Needed]:
    """Which of the wanted permissions are not among these."""
    return (needed for needed in wanted if not getattr(has, needed.flag))


def invite(application: int, *lists: Collection[Needed], server: int | None = None) -> str:
    """The link by which somebody who may manage a server brings the bot there with exactly these permissions."""
    link = discord.utils.oauth_url(application, permissions=permissions(*lists), scopes=SCOPES)
    return f"{link}&guild_id={server}" if server else link
