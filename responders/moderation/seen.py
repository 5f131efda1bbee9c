"""One message as the conditions of moderation look at it: each form of it is made once, when the first rule asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import regex

from inbox.capabilities import TextLimit
from inbox.cases import Arrival
from inbox.decisions import Past
from inbox.models import Message
from responders.language import language_of
from responders.moderation.disguise import Views, views
from responders.rules.seen import Seen
from responders.turn import Turn

if TYPE_CHECKING:  # heavy; a command that judges nothing must not wait for them
    from responders.moderation.links import Link
    from responders.moderation.toxicity import Toxic

PLENTY = TextLimit(1 << 20)
MENTION = regex.compile(r"(?<![\w@./])@\w[\w.-]+")
EMOJI = regex.compile(
    r"\p{RI}{2}"
    r"|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F)\p{EMod}?"
    r"(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{EMod}?)*"
    r"|[0-9#*]\uFE0F?\u20E3"
)
SIGN = regex.compile(r"[^\s\p{M}\p{Cf}]")


class Arrived(Seen):
    """One message, for all rules together.

    `words` are those of the rules and their lists that are in it, by the number of the list, and `patterns` the numbers
    of those that match; `scores` what the classifier said, None while nobody asked it.
    """

    def __init__(
        self,
        arrival: Arrival,
        find_words: Callable[[Views], Mapping[int, str]],
        find_patterns: Callable[[bytes], frozenset[int]],
        find_links: Callable[[str], tuple[Link, ...]],
    ) -> None:
        """Look at nothing yet."""
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
        self.arrival = arrival
        self.scores: Mapping[str, float] | None = None
        self.wants_scores = False  # a rule is open without what the classifier says
        self.asked = False  # the classifier was asked
        self.unscored: set[str] = set()  # what rules ask of it and it says nothing of
        self._find_words, self._find_patterns, self._find_links = find_words, find_patterns, find_links

    @cached_property
    def said(self) -> tuple[Message, ...]:
        """The message."""
        return (self.arrival.message,)

    @cached_property
    def language(self) -> str:
        """What it is written in, as far as one can tell; what their network says of them where it is not clear."""
        return language_of([self._question], self.theirs)

    @property
    def theirs(self) -> str:
        """The language that their network says they read."""
        return self.arrival.contact.language

    @cached_property
    def views(self) -> Views:
        """The text without its disguises."""
        return views(self._question)

    @cached_property
    def listed(self) -> Mapping[int, str]:
        """The words of lists that are in it: as it stands there, by the number of the list."""
        return self._find_words(self.views)

    @cached_property
    def patterns(self) -> frozenset[int]:
        """The numbers of the patterns that match."""
        return self._find_patterns(self.raw)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Its links, but those that are never a hit."""
        return self._find_links(self._question)

    @cached_property
    def mentions(self) -> int:
        """How many people it names by an @."""
        return len(MENTION.findall(self.text)) if "@" in self.text else 0

    @cached_property
    def capitals(self) -> tuple[int, int]:
        """How many letters are capitals, out of those that have two forms."""
        upper, lower = sum(map(str.isupper, self.text)), sum(map(str.islower, self.text))
        return upper, upper + lower

    @cached_property
    def emoji(self) -> tuple[int, int]:
        """How many emoji there are, out of all signs."""
        found: int = len(EMOJI.findall(self._question)) if not self._question.isascii() else 0
        rest = EMOJI.sub("", self._question) if found else self._question
        return found, found + len(SIGN.findall(rest))

    @cached_property
    def spam(self) -> float:
        """How probably it is spam."""
        from responders.moderation import spam

        return spam.score(self._question, private=self.arrival.conversation.thread.kind == "direct")

    @cached_property
    def spam_because(self) -> str:
        """What shows that it is spam, in words."""
        from responders.moderation import spam

        return spam.because(self._question)

    @cached_property
    def toxic(self) -> Toxic:
        """How it hurts people, as far as words tell."""
        from responders.moderation import toxicity

        return toxicity.look(self._question, self.language)
