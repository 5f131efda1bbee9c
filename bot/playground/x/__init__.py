"""A simulated X: the API over HTTP, its activity by stream and signed hook, bills, and a world in which people act."""

from bot.playground.sent import Sent
from bot.playground.x.records import DM, Account, App, Media, Person, Poll, Post, Subscription, Webhook
from bot.playground.x.server import XServer
from bot.playground.x.world import CannotAct, XWorld

__all__ = [
    "DM",
    "Account",
    "App",
    "CannotAct",
    "Media",
    "Person",
    "Poll",
    "Post",
    "Sent",
    "Subscription",
    "Webhook",
    "XServer",
    "XWorld",
]
