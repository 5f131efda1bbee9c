"""One message as the conditions of moderation look at it: its text, and what only this message and its author have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from inbox.capabilities import TextLimit
from inbox.cases import Arrival
from inbox.decisions import Past
from inbox.models import Message
from responders.moderation.said import Text
from responders.rules.seen import Seen
from responders.turn import Turn

if TYPE_CHECKING:  # heavy; a command that judges nothing must not wait for them
    from responders.moderation.toxicity import Toxic

PLENTY = TextLimit(1 << 20)


class Arrived(Seen):
    """One message, for all rules together: `what` is its text, `scores` what the classifier said (None: not asked)."""

    def __init__(self, arrival: Arrival, what: Text) -> None:
        """Nothing of it is looked at yet."""
        message = arrival.message
        super().__init__(
            Turn(
                conversation=arrival.conversation,
                asker=message.contact,
                contact=arrival.contact,
                messages=(message,),
                limit=PLENTY,
                now=arrival.now,
                past=Past(max(0, arrival.messages - 1), arrival.known_since),
            )
        )
        self.arrival, self.what = arrival, what
        self.scores: Mapping[str, float] | None = None
        self.wants_scores = False  # a rule is open without what the classifier says
        self.asked = False  # the classifier was asked
        self.unscored: set[str] = set()  # what rules ask of it and it says nothing of

    @cached_property
    def said(self) -> tuple[Message, ...]:
        """The message."""
        return (self.arrival.message,)

    @property
    def text(self) -> str:
        """What they said, readable."""
        return self.what.readable

    @property
    def raw(self) -> bytes:
        """The same as patterns are given it."""
        return self.what.raw

    @property
    def language(self) -> str:
        """What it is written in, as far as one can tell; what their network says of them where it is not clear."""
        return self.what.language(self.theirs)

    @property
    def theirs(self) -> str:
        """The language that their network says they read."""
        return self.arrival.contact.language

    @property
    def spam(self) -> float:
        """How probably it is spam."""
        return self.what.spam(private=self.arrival.conversation.thread.kind == "direct")

    @property
    def toxic(self) -> Toxic:
        """How it hurts people, as far as words tell."""
        return self.what.toxic(self.theirs)

    @cached_property
    def _question(self) -> str:
        return self.what.text
