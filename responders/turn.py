"""Our turn to speak: what a responder may look at, and what it may answer with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from inbox.actions import Proposal
from inbox.models import Contact, Conversation, Message, RemoteId
from inbox.network import TextLimit


@dataclass(frozen=True, slots=True)
class Turn:
    """One conversation in which they spoke last; `messages` are the newest ones, oldest first."""

    conversation: Conversation
    contact: Contact | None
    messages: tuple[Message, ...]
    limit: TextLimit
    now: int  # unix milliseconds

    @property
    def unanswered(self) -> tuple[Message, ...]:
        """What they said since we last spoke, oldest first, without what was removed."""
        tail: list[Message] = []
        for message in reversed(self.messages):
            if message.ours:
                break
            if not message.removed_at:
                tail.append(message)
        return tuple(reversed(tail))

    @property
    def question(self) -> str:
        """What they said since we last spoke, as one text."""
        return "\n".join(m.text for m in self.unanswered if m.text)

    @property
    def about(self) -> RemoteId | None:
        """The message that an answer of this turn belongs to."""
        return self.unanswered[-1].id if self.unanswered else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a responder, or the whole chain, makes of a turn; empty when it has nothing to say.

    `hand_off` is why a person should take over (empty: no need). `skipped` names responders that were broken or slow.
    """

    proposals: tuple[Proposal, ...] = ()
    labels: tuple[str, ...] = ()
    priority: int | None = None
    hand_off: str = ""
    skipped: tuple[str, ...] = ()


class Responder(Protocol):
    """Something that may answer a turn; `name` is how autonomy in bot.yaml speaks of it."""

    name: str

    async def propose(self, turn: Turn) -> Answer:
        """Look at the turn, touch nothing; an empty Answer leaves it to the next responder."""
        ...


Responders = Sequence[Responder]
