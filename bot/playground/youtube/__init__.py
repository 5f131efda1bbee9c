"""A simulated YouTube: Data API, Analytics and Google's login over HTTP, and a world in which people comment."""

from bot.playground.sent import Sent
from bot.playground.youtube.records import Channel, Comment, Person, Project, Request, Upload, Video
from bot.playground.youtube.server import YouTubeServer
from bot.playground.youtube.world import CannotAct, YouTubeWorld

__all__ = [
    "CannotAct",
    "Channel",
    "Comment",
    "Person",
    "Project",
    "Request",
    "Sent",
    "Upload",
    "Video",
    "YouTubeServer",
    "YouTubeWorld",
]
