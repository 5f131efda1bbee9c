"""Our turn to speak: what a responder may look at, and what it may answer with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from inbox.actions import Proposal
from inbox.capabilities import TextLimit
from inbox.decisions import STRANGER, Heard, Past, Wish
from inbox.models import Contact, ContactId, Conversation, Message, RemoteId


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's words that wait for us; `messages` are the newest of the conversation, oldest first.

    Where several people write (a group, the comments under a post) each gets a turn; `asker` is whose turn this is.
    """

    conversation: Conversation
    asker: ContactId | None
    contact: Contact | None
    messages: tuple[Message, ...]
    limit: TextLimit
    now: int  # unix milliseconds
    declined: frozenset[str] = frozenset()  # "<responder>:<source>" of drafts that a person did not want
    language: str = ""  # what the asker writes in, as far as one can tell; a code such as gu, or gu-Latn
    past: Past = STRANGER  # of the asker
    wish: Wish | None = None  # what a person wants of the next draft; only a responder that rewrites is asked then
    disclosure: str = ""  # what an answer that a responder wrote must end with here; empty: nothing, or said before
    resolved_at: int = 0  # when the conversation was last resolved, unix ms; what came before is over

    @property
    def unanswered(self) -> tuple[Message, ...]:
        """What the asker said since we last answered them, oldest first, without what was removed or moderated away."""
        theirs = {m.id for m in self.messages if m.contact == self.asker}
        alone = self.conversation.thread.kind == "direct"
        tail: list[Message] = []
        for message in reversed(self.messages):
            if message.ours and (alone or message.reply_to in theirs):
                break
            if message.contact == self.asker and not message.ours and not message.removed_at and not message.case:
                tail.append(message)
        return tuple(reversed(tail))

    @property
    def question(self) -> str:
        """What the asker said since we last answered them, as one text."""
        return "\n".join(m.text for m in self.unanswered if m.text)

    def declines(self, responder: str, source: str) -> bool:
        """Whether a person wanted another draft than what this responder makes of this source."""
        return f"{responder}:{source}" in self.declined

    @property
    def about(self) -> RemoteId | None:
        """The message that an answer of this turn belongs to."""
        return self.unanswered[-1].id if self.unanswered else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a responder, or the whole chain, makes of a turn; empty when it has nothing to say.

    `hand_off` is why a person should take over (empty: no need). `assign` is who it is given to, `snooze` for how many
    milliseconds it is put away. `tentative`: whoever is asked next may know better, and these proposals are for when
    nobody names a source. `skipped` names responders that were broken or slow; `heard` is what was asked outside.
    """

    proposals: tuple[Proposal, ...] = ()
    labels: tuple[str, ...] = ()
    priority: int | None = None
    hand_off: str = ""
    assign: str = ""
    snooze: int = 0
    tentative: bool = False
    skipped: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()


class Responder(Protocol):
    """Something that may answer a turn; `name` is how autonomy in bot.yaml speaks of it.

    `version` changes whenever it might answer otherwise than before. One that `rewrites` can fulfil a wish. `patience`
    is how many seconds it may think; 0 says that it waits for nothing.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def rewrites(self) -> bool: ...
    @property
    def patience(self) -> float: ...

    async def propose(self, turn: Turn) -> Answer:
        """Look at the turn, touch nothing; an empty Answer leaves it to the next responder."""
        ...


Responders = Sequence[Responder]
