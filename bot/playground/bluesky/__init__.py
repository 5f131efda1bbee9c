"""A simulated Bluesky: account server, views and chat over XRPC, and a world in which people post and write."""

from bot.playground.bluesky.records import Account, Convo, Line, Person, Post, Sent
from bot.playground.bluesky.server import BlueskyServer
from bot.playground.bluesky.world import BlueskyWorld, CannotAct

__all__ = ["Account", "BlueskyServer", "BlueskyWorld", "CannotAct", "Convo", "Line", "Person", "Post", "Sent"]
