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
    ptb.BadRequest: _said(Rejected),
    ptb.ChatMigrated: _said(Rejected),  # only when it moved again while we followed it
    ptb.PassportDecryptionError: _said(Rejected),
    ptb.EndPointNotFound: _said(Unsupported),
    ptb.TimedOut: _said(Uncertain),
    ptb.NetworkError: _said(Uncertain),
    ptb.TelegramError: _said(Uncertain),  # for one: an answer that is no JSON, after the call was made
}
