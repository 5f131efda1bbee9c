"""How a message looks to the bot that asked for it: addresses signed anew, emptied where it may not read."""

from __future__ import annotations

from bot.playground.discord.bodies import message_for
from bot.playground.discord.calls import Call
from bot.playground.discord.intents import without_content
from bot.playground.discord.records import DIRECT, MESSAGE_CONTENT, BotAccount, Message
from bot.playground.discord.state import State
from bot.playground.discord.wire import JsonObject


def seen_by(state: State, bot: BotAccount, message: Message) -> JsonObject:
    """A message as this bot gets it over REST."""
    body = message_for(message, bot.id)
    if body["attachments"]:
        body = body | {"attachments": [state.files.fresh(one) for one in body["attachments"]]}
    if bot.allowed_intents & MESSAGE_CONTENT:
        return body
    return without_content(body, bot, direct=message.channel.kind == DIRECT)


def shown(call: Call, message: Message) -> JsonObject:
    """A message as the calling bot gets it."""
    return seen_by(call.state, call.bot, message)
