"""A simulated Facebook and Instagram: the Graph API over HTTP, signed hooks, and a world in which people act."""

from bot.playground.meta.records import (
    App,
    Attachment,
    Comment,
    Container,
    Conversation,
    Message,
    Page,
    Person,
    Post,
    Profile,
    Sent,
)
from bot.playground.meta.server import MetaServer
from bot.playground.meta.world import CannotAct, MetaWorld

__all__ = [
    "App",
    "Attachment",
    "CannotAct",
    "Comment",
    "Container",
    "Conversation",
    "Message",
    "MetaServer",
    "MetaWorld",
    "Page",
    "Person",
    "Post",
    "Profile",
    "Sent",
]
