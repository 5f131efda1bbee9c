"""A simulated Discord: REST v10 and the gateway over real sockets, and people who talk and press buttons."""

from bot.playground.discord.interaction_records import Interaction
from bot.playground.discord.records import (
    BotAccount,
    CannotAct,
    Channel,
    File,
    Guild,
    Member,
    Message,
    Person,
    Pinged,
    Role,
    Sent,
)
from bot.playground.discord.server import DiscordServer
from bot.playground.discord.world import World

__all__ = [
    "BotAccount",
    "CannotAct",
    "Channel",
    "DiscordServer",
    "File",
    "Guild",
    "Interaction",
    "Member",
    "Message",
    "Person",
    "Pinged",
    "Role",
    "Sent",
    "World",
]
