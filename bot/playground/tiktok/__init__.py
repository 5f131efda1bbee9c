"""A simulated TikTok: the API for Business and open.tiktokapis.com over HTTP, signed hooks, and people who act."""

from bot.playground.sent import Sent
from bot.playground.tiktok.records import Account, App, Comment, Conversation, Message, Person, Publication, Video
from bot.playground.tiktok.server import TikTokServer
from bot.playground.tiktok.world import CannotAct, TikTokWorld

__all__ = [
    "Account",
    "App",
    "CannotAct",
    "Comment",
    "Conversation",
    "Message",
    "Person",
    "Publication",
    "Sent",
    "TikTokServer",
    "TikTokWorld",
    "Video",
]
