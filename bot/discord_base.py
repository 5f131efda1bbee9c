"""Where discord.py finds Discord, and what its failures to connect mean: shared by the network and the control channel.

The addresses are class attributes of discord.py, so one process talks to one Discord: the real one, or a simulated one.
"""

from __future__ import annotations

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
    "token_env or token_file points."
)
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
