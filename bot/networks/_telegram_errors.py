"""What each failure of a call to Telegram means in our tree: a row for every class of telegram.error and of `_ptb`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from telegram import error as ptb

from bot.networks._ptb import Answered, Flooded, NotSent
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, Unsupported

ANOTHER_POLLER: Final = (
    "Another program asks Telegram for this bot's updates, or has set a webhook for it. "
    "Stop that program, or give Sangam a bot of its own"
)

# How Telegram's words begin, in small letters, and what a person can do about it; what is not here stands as it came.
STEPS: Final[Mapping[str, str]] = {
    "not enough rights to restrict": "Make the bot an administrator of the group, with the right to ban users.",
    "chat_admin_required": "Make the bot an administrator, with the rights to ban users and to delete messages.",
    "user is an administrator": "No bot can mute or block an administrator; the owner can.",
    "can't remove chat owner": "Nobody can mute or block the owner.",
    "can't restrict self": "This is the bot itself.",
    "message can't be deleted": "Make the bot an administrator with the right to delete messages; in a group that is "
    "no supergroup, it deletes nothing older than 48 hours.",
    "participant_id_invalid": "Telegram does not know this person here, or not any more.",
}


def error_for(error: ptb.TelegramError, *, effect: bool = True) -> NetworkError:
    """What a failed call means; with `effect` false it could not have changed anything, so nothing is uncertain."""
    row = next(MEANING[cls] for cls in type(error).__mro__ if cls in MEANING)
    meant = row(error)
    return Unavailable(str(meant)) if isinstance(meant, Uncertain) and not effect else meant


def _flooded(error: ptb.TelegramError) -> NetworkError:
    wait = error.seconds if isinstance(error, Flooded) else getattr(error, "retry_after", 1)
    return RateLimited(str(error), wait.total_seconds() if isinstance(wait, timedelta) else float(wait))


def _answered(error: ptb.TelegramError) -> NetworkError:
    """413 comes from the server in front of the Bot API; a page in foreign words never reached it."""
    status = error.status if isinstance(error, Answered) else 0
    if status == 413:
        return Rejected("Telegram does not take files of this size.")
    return Unavailable(str(error)) if status < 500 or status == 503 else Uncertain(str(error))


def _unknown(error: ptb.TelegramError) -> NetworkError:
    """401 and 404 are the token's, unless a Bot API server of one's own is too old to know the method."""
    if "method not found" in str(error).lower():
        return Unsupported(f"{error}: this Bot API server is too old.")
    return LoginNeeded(f"Telegram does not accept this bot's token ({error}).")


def _refused(error: ptb.TelegramError) -> NetworkError:
    said = str(error)
    step = next((step for words, step in STEPS.items() if said.lower().startswith(words)), "")
    return Rejected(f"{said.rstrip('.')}. {step}" if step else said)


def _said(cls: type[NetworkError]) -> Callable[[ptb.TelegramError], NetworkError]:
    return lambda error: cls(str(error))


MEANING: Final[Mapping[type, Callable[[ptb.TelegramError], NetworkError]]] = {
    NotSent: _said(Unavailable),
    Answered: _answered,
    Flooded: _flooded,
    ptb.RetryAfter: _flooded,
    ptb.InvalidToken: _unknown,
    ptb.Conflict: lambda error: Unavailable(f"{ANOTHER_POLLER} ({error})."),
    ptb.Forbidden: _said(Rejected),
    ptb.BadRequest: _refused,
    ptb.ChatMigrated: _said(Rejected),  # only when it moved again while we followed it
    ptb.PassportDecryptionError: _said(Rejected),
    ptb.EndPointNotFound: _said(Unsupported),
    ptb.TimedOut: _said(Uncertain),
    ptb.NetworkError: _said(Uncertain),
    ptb.TelegramError: _said(Uncertain),  # for one: an answer that is no JSON, after the call was made
}
