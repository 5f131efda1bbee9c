"""Which events a bot hears by its intents, and what it is not shown without the message content intent.

Source: https://discord.com/developers/docs/events/gateway#gateway-intents
"""

from __future__ import annotations

from bot.playground.discord.records import BotAccount
from bot.playground.discord.wire import JsonObject

GUILDS, MEMBERS, MODERATION = 1 << 0, 1 << 1, 1 << 2
MESSAGES, REACTIONS, TYPING = 1 << 9, 1 << 10, 1 << 11
DIRECT_SHIFT = 3  # the same three for direct conversations
VALID = (1 << 26) - 1

_PREFIXES = (
    ("GUILD_MEMBER_", MEMBERS),
    ("GUILD_BAN_", MODERATION),
    ("GUILD_AUDIT_LOG_", MODERATION),
    ("MESSAGE_REACTION_", REACTIONS),
    ("MESSAGE_", MESSAGES),
    ("TYPING_", TYPING),
    ("GUILD_", GUILDS),
    ("CHANNEL_", GUILDS),
    ("THREAD_", GUILDS),
)
_CONTENT: JsonObject = {"content": "", "embeds": [], "attachments": [], "components": []}


def fits(intents: int, event: str, *, direct: bool) -> bool:
    """Whether a session with these intents hears of an event; `direct` says that it is of a direct conversation."""
    for prefix, intent in _PREFIXES:
        if event.startswith(prefix):
            return bool(intents & (intent << DIRECT_SHIFT if direct else intent))
    return True


def without_content(body: JsonObject, bot: BotAccount, *, direct: bool) -> JsonObject:
    """A message emptied of what it says, unless it is direct, the bot's own, or names the bot."""
    if direct or "content" not in body:
        return body
    author = body["author"]["id"]
    if author == str(bot.id) or any(one["id"] == str(bot.id) for one in body["mentions"]):
        return body
    emptied = body | {name: empty for name, empty in _CONTENT.items() if name in body}
    referenced = body.get("referenced_message")
    if isinstance(referenced, dict):
        emptied["referenced_message"] = without_content(referenced, bot, direct=False)
    return emptied
