"""The checks by the files as they stand now, for whoever holds on to them for the life of the process."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inbox.models import Conversation, Message
from responders.guard.checks import Guard
from responders.turn import Turn


class Current:
    """A guard that is made when it is first asked, since most commands never ask, and anew when a file changes."""

    def __init__(self, make: Callable[[], Guard]) -> None:
        """Make it by this."""
        self._make = make
        self._guard: Guard | None = None

    def swap(self, make: Callable[[], Guard]) -> None:
        """From now on, make it by this."""
        self._make, self._guard = make, None

    @property
    def guard(self) -> Guard:
        """The guard itself."""
        if self._guard is None:
            self._guard = self._make()
        return self._guard

    def check(self, said: str, turn: Turn, known: str) -> tuple[str, ...]:
        """What is wrong with a drafted text, by the guard of now."""
        return self.guard.check(said, turn, known)

    def warn(self, conversation: Conversation, messages: Sequence[Message], said: str) -> tuple[str, ...]:
        """What one of our people should know before they say this, by the guard of now."""
        return self.guard.warn(conversation, messages, said)
