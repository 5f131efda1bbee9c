"""Messages in numbers: pages of what people say, each message with text of its own, all of the same length."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from inbox.incoming import Incoming, NewMessage
from inbox.models import Contact, RemoteId, Thread

PAGE = 100
WORDS = (
    "how",
    "long",
    "does",
    "shipping",
    "take",
    "to",
    "my",
    "town",
    "and",
    "may",
    "I",
    "send",
    "the",
    "bowl",
    "back",
)


class Flood:
    """People who write in turn, in private, one message after the other; the same seed says the same."""

    def __init__(self, people: int, *, text: int = 100, seed: int = 1, now: int = 1_790_000_000_000) -> None:
        """`text`: how many characters a message has."""
        self._random = random.Random(seed)
        self._text = text
        self._start = now
        self._numbers = itertools.count(1)
        self._contacts = [
            Contact(RemoteId(f"{10_000_000 + n:010d}"), f"Visitor {n}", f"visitor{n}", "en") for n in range(people)
        ]
        self._threads = [Thread(contact.remote, "direct") for contact in self._contacts]

    def message(self) -> NewMessage:
        """The next message."""
        number = next(self._numbers)
        who = number % len(self._contacts)
        words = f"{number} " + " ".join(self._random.choices(WORDS, k=self._text // 3))
        return NewMessage(
            self._threads[who],
            RemoteId(f"{number:010d}"),
            self._contacts[who],
            words[: self._text].ljust(self._text, "."),
            self._start + number * 50,
        )

    def page(self, size: int = PAGE) -> list[Incoming]:
        """The next messages."""
        return [self.message() for _ in range(size)]

    def pages(self, messages: int) -> Iterator[list[Incoming]]:
        """So many messages, in pages."""
        for size in [PAGE] * (messages // PAGE) + [messages % PAGE]:
            if size:
                yield self.page(size)
