"""A simulated Mastodon server: its API and stream over HTTP, and a world in which people post and talk."""

from bot.playground.mastodon.records import Account, App, Sent, Status
from bot.playground.mastodon.server import MastodonServer
from bot.playground.mastodon.world import CannotAct, MastodonWorld

__all__ = ["Account", "App", "CannotAct", "MastodonServer", "MastodonWorld", "Sent", "Status"]
