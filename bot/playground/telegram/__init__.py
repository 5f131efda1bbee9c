"""A simulated Telegram: the Bot API over real HTTP, and people who talk to the bots that use it."""

from bot.playground.telegram.files import Media
from bot.playground.telegram.records import BotAccount, Chat, Message, Person, Sent
from bot.playground.telegram.server import TelegramServer
from bot.playground.telegram.world import CannotAct, World

__all__ = ["BotAccount", "CannotAct", "Chat", "Media", "Message", "Person", "Sent", "TelegramServer", "World"]
