"""What each failure of a call to Discord means in our tree: by discord.py's class, the status, and Discord's own code.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes (discord/discord-api-docs, API v10).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import aiohttp
import discord

from bot.discord_base import TOKEN_FIX
from bot.networks._payloads import MALFORMED
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain

UNKNOWN_MESSAGE: Final = 10008
UNKNOWN_BAN: Final = 10026
CROSSPOSTED_ALREADY: Final = 40033
DEAD_TOKEN: Final = f"Discord does not accept this bot's token. {TOKEN_FIX}"
WORDS: Final[Mapping[int, str]] = {
    10003: "This channel or thread is gone, or the bot cannot see it.",
    10004: "The bot is not in this server any more.",
    10007: "This person is not in the server any more.",
    UNKNOWN_MESSAGE: "This message is gone.",
    10013: "Discord knows no such person.",
    10014: "Discord knows no such emoji, or it belongs to a server that the bot is not in.",
    30010: "This message has as many different reactions as Discord allows.",
    30046: "This old message was edited too often lately; Discord takes no more for now.",
    40005: "Discord does not take files of this size.",
    40007: "This person is banned from the server.",
    40067: "This forum wants a tag on each post, and Sangam gives none: end that in the forum's settings.",
    50001: "The bot cannot see this place: give its role View Channel there.",
    50003: "Discord offers this in servers only, not in private.",
    50006: "Discord takes no message without a text or a file.",
    50005: "Only what the bot itself said can be edited.",
    50007: "This person takes no direct messages from the bot: they blocked it, left, or switched such messages off.",
    50013: "The bot lacks the permission for this; on the owner, or on people above its own role, it can never act.",
    50021: "This cannot be done to one of Discord's own messages.",
    50083: "This thread is archived.",
    90001: "This person has blocked the bot, which therefore cannot react.",
    160002: "The bot cannot answer a message here without the permission Read Message History.",
    160005: "This thread is locked.",
    200000: "The server's AutoMod blocks this text.",
    200001: "The server's AutoMod blocks this title.",
}
OPENING_DMS_TOO_FAST: Final = 40003
A_WHILE: Final = 60.0  # seconds, where Discord asks to slow down and does not say for how long
LONGEST: Final = 86_400.0  # seconds; nobody is asked to wait for longer
MOST_WORDS: Final = 300


def error_for(error: Exception, *, effect: bool = True) -> NetworkError:
    """What a failed call means; with `effect` false it could not have changed anything, so nothing is uncertain."""
    meant = _meaning(error)
    return Unavailable(str(meant)) if isinstance(meant, Uncertain) and not effect else meant


def code_of(error: BaseException) -> int:
    """Discord's own code of a refusal; 0 where there is none."""
    return error.code if isinstance(error, discord.HTTPException) else 0


def _meaning(error: Exception) -> NetworkError:
    match error:
        case NetworkError():
            return error
        case discord.LoginFailure():
            return LoginNeeded(DEAD_TOKEN)
        case discord.RateLimited(retry_after=seconds):
            return RateLimited(f"Discord asks to wait {seconds:.0f} s.", min(LONGEST, seconds))
        case discord.HTTPException():
            return _answered(error)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError() | aiohttp.InvalidURL():
            return Unavailable(f"no connection to Discord ({type(error).__name__})")
    if isinstance(error, MALFORMED):
        return Uncertain(f"Discord's answer could not be read ({type(error).__name__})")
    return Uncertain(f"Discord's answer never came ({type(error).__name__})")


def _answered(error: discord.HTTPException) -> NetworkError:
    status, words = error.status, WORDS.get(error.code) or _own_words(error)
    if status == 401:
        return LoginNeeded(DEAD_TOKEN)
    if status == 429 or error.code == OPENING_DMS_TOO_FAST:
        return RateLimited(words, _seconds(error))
    if status == 413:
        return Rejected(WORDS[40005])
    if words.startswith("<"):  # a page for people, from what stands before Discord
        return Unavailable(f"Discord does not let this machine through (HTTP {status}).")
    if status >= 500:
        said = f"Discord's servers failed ({status})."
        return Unavailable(said) if status == 503 else Uncertain(said)
    return Rejected(words)


def _own_words(error: discord.HTTPException) -> str:
    words = " ".join(str(error.text)[:MOST_WORDS].split()) or f"HTTP {error.status}"
    return f"{words} (Discord's code {error.code})" if error.code else words


def _seconds(error: discord.HTTPException) -> float:
    try:
        return min(LONGEST, max(1.0, float(error.response.headers.get("Retry-After", A_WHILE))))
    except ValueError:
        return A_WHILE
