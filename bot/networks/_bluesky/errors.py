"""What Bluesky's refusals mean: by their names, in words that say how to go on.

The names are those of the lexicons and of the reference server (github.com/bluesky-social/atproto, read 2026-11-27).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.networks._http import Answer, failed, plain
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable

NAME: Final = "Bluesky"
FIX: Final = (
    "Make a new app password in Bluesky (Settings, Privacy and security, App passwords), put it into the file that "
    "app_password_file names, and start Sangam again."
)
NO_CHAT: Final = "this app password may not read or write direct messages"
CHAT_FIX: Final = (
    'Make another app password in Bluesky with "Allow access to your direct messages" ticked, and put it in the place '
    "of this one."
)
LONGEST_WAIT: Final = 86_400.0
DEAD: Final = frozenset({"ExpiredToken", "InvalidToken"})  # the access token; another one may do
ACCOUNT: Final[Mapping[str, str]] = {
    "AuthenticationRequired": f"{NAME} does not take the handle with this app password.",
    "AuthMissing": f"{NAME} does not take the handle with this app password.",
    "AuthFactorTokenRequired": "This is the account's own password; an app password is needed.",
    "AccountTakedown": f"{NAME} has taken this account down; only its support can change that.",
    "AccountSuspended": f"{NAME} has suspended this account; only its support can change that.",
    "AccountDeactivated": "This account is deactivated; log into it in Bluesky to bring it back.",
}
WORDS: Final[Mapping[str, str]] = {
    "NoChat": f"Not done: {NO_CHAT}. {CHAT_FIX}",
    "RecordNotFound": f"{NAME} no longer has this.",
    "NotFound": f"{NAME} no longer has this.",
    "BlockedActor": "They have blocked this account.",
    "BlockedByActor": "They have blocked this account.",
    "BlockedSubject": "This account has blocked them; unblock them first.",
    "MessagesDisabled": "They take no direct messages.",
    "NotFollowedBySender": "They take direct messages only from those whom they follow.",
    "RecipientNotFound": "There is no such account any more.",
    "ConvoLocked": "This conversation is closed.",
    "InvalidConvo": f"{NAME} has no such conversation for this account.",
    "BlobTooLarge": "The file is larger than Bluesky takes.",
    "InvalidSwap": "It was changed by somebody else at the same moment.",
}
_BY_WORDS: Final[Mapping[str, str]] = {  # what has a name of its own here and shares one there
    "Bad token method": "NoChat",
    "Bad token scope": "NoChat",
    "Could not locate record": "RecordNotFound",
}


def error_for(answer: Answer, *, effect: bool, now: int) -> NetworkError:
    """What a refusal means; `reason` tells its name afterwards. `now` is in unix ms."""
    said = answer.object()
    words = plain(said.get("message") or "")
    name = next((name for part, name in _BY_WORDS.items() if part in words), str(said.get("error") or ""))
    error = _meant(answer, name, words, effect=effect, now=now)
    vars(error)["reason"] = name
    return error


def _meant(answer: Answer, name: str, words: str, *, effect: bool, now: int) -> NetworkError:
    if answer.status == 429 or name == "RateLimitExceeded":
        return RateLimited(f"{NAME}: too many calls", _until(answer, now))
    if name in DEAD:
        return LoginNeeded(f"{NAME} no longer takes the login. {FIX}")
    if name in ACCOUNT:
        return LoginNeeded(f"{ACCOUNT[name]} {FIX if 'app password' in ACCOUNT[name] else ''}".strip())
    if name == "InvalidSwap":
        return Unavailable(WORDS[name])
    if name and 400 <= answer.status < 500:
        return Rejected(WORDS.get(name) or f"{NAME} refused: {words or name}")
    if answer.status == 401:
        return LoginNeeded(f"{NAME} does not know this login. {FIX}")
    return failed(answer, name=NAME, effect=effect)


def reason(error: BaseException) -> str:
    """Bluesky's name for why it refused, such as "RecordNotFound"; "" where there is none."""
    return str(vars(error).get("reason", ""))


def _until(answer: Answer, now: int) -> float:
    """How many seconds until the limit is over; the header holds a unix time."""
    try:
        reset = float(answer.headers["ratelimit-reset"])
    except (KeyError, ValueError):
        return answer.seconds() or 60.0
    return min(max(1.0, reset - now / 1000), LONGEST_WAIT)
