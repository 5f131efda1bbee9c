"""What can go wrong between us and Discord, as few kinds as there are consequences, in the order of the checks.

Trouble
├── NotNow(seconds)   too fast, down, or the answer never came: again a little later; perhaps it was done
│   └── NotJudged     no rule has looked at it yet                     -> again in a moment
├── NoMessage         that message is gone, or another bot's            -> it is sent again
├── NoChannel         that post, or the whole channel, is gone          -> a new post, or said once and tried slowly
│   └── Locked        nobody may write in that post any more            -> a new post
├── Archived          the post is put away                              -> it is taken out again, then the same call
├── NotAllowed        no permission, a dead token, no tag to be had     -> said once and tried again slowly
│   └── Full          as many open posts as a server may have           -> old ones are put away, then again
└── NotTaken          Discord found something wrong with what we sent   -> a bug of ours; written down

Source of the codes: discord docs, topics/opcodes-and-status-codes, read 2026-11-27.
"""

from __future__ import annotations

import aiohttp
import discord

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE = 10003, 10004, 10008
TOO_MANY_EDITS, TAG_REQUIRED, NOT_OURS, THREAD_ARCHIVED = 30046, 40067, 50005, 50083
THREAD_EXISTS, THREAD_LOCKED, TOO_MANY_THREADS = 160004, 160005, 160006
A_WHILE, LONGER = 5.0, 60.0  # seconds
FAILED = (discord.DiscordException, aiohttp.ClientError, OSError)


class Trouble(Exception):
    """Root of what can go wrong; the message is in Discord's own words where there are any."""


class NotNow(Trouble):
    """Not now, and perhaps it was done: `seconds` is how long to wait before the next try."""

    def __init__(self, words: str, seconds: float = A_WHILE) -> None:
        """Keep what was said and how long to wait."""
        super().__init__(words)
        self.seconds = seconds


class NotJudged(NotNow):
    """Not now: rules look at what was said before people see it."""

    def __init__(self) -> None:
        """Judging takes a moment."""
        super().__init__("not judged yet", 0.3)


class NoMessage(Trouble):
    """Not done: there is no such message."""


class NoChannel(Trouble):
    """Not done: there is no such channel or post."""


class Locked(NoChannel):
    """Not done: somebody has locked the post."""


class Archived(Trouble):
    """Not done: the post is archived."""


class NotAllowed(Trouble):
    """Not done: we may not, or may not any more."""


class Full(NotAllowed):
    """Not done: the server has as many open posts as it may have."""


class NotTaken(Trouble):
    """Not done, and it never will be: what we sent was wrong; `code` is Discord's."""

    def __init__(self, words: str, code: int = 0) -> None:
        """Keep what was said and Discord's code."""
        super().__init__(words)
        self.code = code


_BY_CODE: dict[int, type[Trouble]] = {
    UNKNOWN_CHANNEL: NoChannel,
    UNKNOWN_MESSAGE: NoMessage,
    UNKNOWN_GUILD: NotAllowed,
    TAG_REQUIRED: NotAllowed,
    NOT_OURS: NoMessage,
    THREAD_ARCHIVED: Archived,
    THREAD_LOCKED: Locked,
    TOO_MANY_THREADS: Full,
}


def trouble(error: Exception) -> Trouble:
    """Which kind of trouble a failed call is."""
    if isinstance(error, discord.RateLimited):
        return NotNow(str(error), error.retry_after)
    if isinstance(error, discord.LoginFailure):
        return NotAllowed("Discord does not take the token of the control channel")
    if not isinstance(error, discord.HTTPException):
        return NotNow(str(error) or type(error).__name__)
    words = f"{error.status} {error.code}: {error.text}"
    if error.status >= 500 or error.status == 429:
        return NotNow(words, LONGER if error.status == 429 else A_WHILE)
    if error.code == TOO_MANY_EDITS:
        return NotNow(words, LONGER)
    if kind := _BY_CODE.get(error.code):
        return kind(words)
    if error.status in (401, 403):
        return NotAllowed(words)
    return NotTaken(words, error.code)
