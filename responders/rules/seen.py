"""A turn as conditions look at it: each form of the text and of the past is made once, when the first rule asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from inbox.models import Message
from responders.sentiment import Feeling, sentiment_of
from responders.text import readable, spaced
from responders.turn import Turn


class Seen:
    """One turn, for all rules together."""

    def __init__(self, turn: Turn, any_pattern: Callable[[bytes], object] | None = None) -> None:
        """Look at nothing yet; `any_pattern` finds what any pattern of the rules would find."""
        self.turn = turn
        self._any_pattern = any_pattern

    @cached_property
    def said(self) -> tuple[Message, ...]:
        """Their messages that wait for us."""
        return self.turn.unanswered

    @cached_property
    def text(self) -> str:
        """What they said, readable."""
        return readable(self._question)

    @cached_property
    def raw(self) -> bytes:
        """The same as patterns are given it: a hundred of them would each encode it anew."""
        return self.text.encode("utf-8", "surrogatepass")

    @cached_property
    def may_hold_a_pattern(self) -> bool:
        """Whether any pattern matches at all: asked once instead of a hundred times."""
        return self._any_pattern is None or self._any_pattern(self.raw) is not None

    @cached_property
    def line(self) -> str:
        """What they said, spaced; phrases are found in this."""
        return spaced(self._question)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of it."""
        return frozenset(self.line.split())

    @cached_property
    def feeling(self) -> Feeling:
        """How it sounds."""
        return sentiment_of(self._question, self.turn.language, self.words)

    @cached_property
    def language(self) -> str:
        """What it is written in, as far as one can tell."""
        return self.turn.language

    @cached_property
    def network(self) -> str:
        """Where it was said."""
        return self.turn.conversation.account.partition(":")[0]

    @cached_property
    def post(self) -> bytes:
        """The text of the post that it stands under, readable, as patterns are given it."""
        subject = self.turn.conversation.thread.subject
        return readable(subject.text).encode("utf-8", "surrogatepass") if subject else b""

    @cached_property
    def post_line(self) -> str:
        """The text of the post, spaced."""
        subject = self.turn.conversation.thread.subject
        return spaced(subject.text) if subject else ""

    @cached_property
    def count(self) -> int:
        """How many messages they wrote in all, with these."""
        return self.turn.past.messages + len(self.said)

    @cached_property
    def known_for(self) -> int:
        """How long ago they first wrote, in milliseconds."""
        return max(0, self.turn.now - self.turn.past.since) if self.turn.past.since else 0

    @cached_property
    def answers_us(self) -> bool:
        """Whether one of these messages is a reply to one of ours."""
        ours = {message.id for message in self.turn.messages if message.ours}
        return any(message.reply_to in ours for message in self.said)

    @cached_property
    def _question(self) -> str:
        return "\n".join(message.text for message in self.said if message.text)
