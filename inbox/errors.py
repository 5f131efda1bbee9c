"""The error tree; each leaf has one consequence, decided in one place.

SangamError
├── NetworkError                 raised by a network, decided on in inbox.delivery
│   ├── Unsupported              not done: the network has no such thing        -> parked, a person looks
│   ├── Rejected                 not done: the network said no                  -> parked, a person looks
│   ├── WindowClosed             not done: too late to answer                   -> parked, a person looks
│   ├── RateLimited(retry_after) not done                                       -> the account pauses that long
│   ├── Unavailable              not done: out of reach                         -> tried again later, then parked
│   ├── Uncertain                perhaps done                                   -> looked for, or parked
│   └── LoginNeeded              not done: the credentials are dead             -> the account stops, people are told
├── Refused                      said to the person who tried
│   ├── AlreadyDecided           somebody else was first
│   ├── Outdated                 the conversation moved on
│   ├── NotAllowed               not their right, or not now
│   └── NotFound                 there is no such thing
├── StoreAway                    Redis cannot be reached; nothing is known to be lost
│   └── StoreRestarted           it is back, and may have forgotten what it acknowledged last
└── SetupError                   cannot start; the message says what and how to mend it

Anything outside the tree is a bug: not caught, logged by the supervisor with its traceback.
"""

from __future__ import annotations


class SangamError(Exception):
    """Root of all errors that have a meaning for somebody."""


class NetworkError(SangamError):
    """A network did not do what it was asked; the message is in the network's own words where there are any."""


class Unsupported(NetworkError):
    """Not done: this network offers no such action here."""


class Rejected(NetworkError):
    """Not done: the network understood and refused for good."""


class WindowClosed(NetworkError):
    """Not done: the time in which the network lets us answer is over."""


class RateLimited(NetworkError):
    """Not done: too many calls; `retry_after` is in seconds."""

    def __init__(self, words: str, retry_after: float) -> None:
        """Keep the network's words and how many seconds it asked us to wait."""
        super().__init__(words)
        self.retry_after = retry_after


class Unavailable(NetworkError):
    """Not done: the network could not be reached or said that it is down."""


class Uncertain(NetworkError):
    """Perhaps done: the call was made and its answer never came."""


class LoginNeeded(NetworkError):
    """Not done: the credentials are dead and a person has to renew them."""


class Refused(SangamError):
    """Shown as it is to the person who tried."""


class AlreadyDecided(Refused):
    """Somebody else, or the same person a moment ago, was first."""


class Outdated(Refused):
    """The conversation moved on since this was shown."""


class NotAllowed(Refused):
    """This person may not do this, or nobody may right now."""


class NotFound(Refused):
    """There is no such conversation, draft or delivery."""


class StoreAway(SangamError):
    """Redis cannot be reached or cannot write; callers wait and try again, nothing was confirmed to anybody."""


class StoreRestarted(StoreAway):
    """Redis was restarted or replaced since; what it acknowledged last may be gone, so ask for the same again."""


class SetupError(SangamError):
    """Sangam cannot start; one sentence says what is wrong, where, and how to mend it."""
