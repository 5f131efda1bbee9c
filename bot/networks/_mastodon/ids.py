"""Ids of Mastodon as the inbox knows them: who talks with us below which post, and who does in private."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inbox.errors import Rejected
from inbox.models import RemoteId, Thread

PRIVATE: Final = "dm."


@dataclass(frozen=True, slots=True)
class Place:
    """A thread: the person, and the post that everything hangs on; without one it is private."""

    person: str
    root: str = ""

    @property
    def remote(self) -> RemoteId:
        """The thread as the inbox knows it."""
        return RemoteId(f"{self.root}.{self.person}" if self.root else f"{PRIVATE}{self.person}")

    @property
    def thread(self) -> Thread:
        """The same with its kind; what it stands under is not told here."""
        return Thread(self.remote, "comments" if self.root else "direct")


def place_of(thread: RemoteId) -> Place:
    """What a thread's id says; raises Rejected for one that is not of ours."""
    if thread.startswith(PRIVATE) and (person := thread.removeprefix(PRIVATE)).isalnum():
        return Place(person)
    root, _, person = thread.partition(".")
    if not root.isalnum() or not person.isalnum():
        raise Rejected(f"{thread} is no thread of Mastodon's.")
    return Place(person, root)
