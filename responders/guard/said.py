"""What every check looks at: the text, what is known where it would be said, and what the operator set down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

import re2

from inbox.capabilities import TextLimit
from responders.guard.figures import NO_FIGURES, Figures, figures_in
from responders.text import normalise, readable, words

LONG = re.compile(r"\d(?:[ ()./\u00a0-]{0,3}\d){6,}")  # a number that somebody can be reached or charged by
DIGIT = re.compile(r"\d")
CURLED, PLAIN = "’", "'"  # one apostrophe to a reader


def normal(text: str) -> str:
    """A text as it is compared here."""
    return normalise(text).replace(CURLED, PLAIN)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the brand itself says, wherever the text may come from.

    `text` is all that may be told (its FAQ, its lines): a number in it is no invention. `links` are whole addresses.
    `promises` are never made, `banned` words never said. `internal` is how to reach those who are only for the team.
    """

    text: str = ""
    links: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()


NO_GROUND = Ground()


@dataclass(frozen=True, slots=True)
class Terms:
    """The same, made ready once, with what bot.yaml adds: nothing here is worked out anew for every text."""

    hosts: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    banned: tuple[tuple[str, str], ...] = ()  # as it was written, and as it is looked for
    promises: tuple[tuple[str, tuple[str, ...]], ...] = ()  # as it was written, and the words that make it
    region: str | None = None
    figures: Figures = NO_FIGURES
    open: str = ""  # everything that anybody may be told, as it is compared
    digits: str = ""  # all digits of it
    wanted: re2._Regexp | None = None  # finds every text in which a banned word may stand
    internal: tuple[str, ...] = ()
    secrets: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Said:
    """A text that somebody or something wants to say, and all that it is judged by.

    `known` is what its sources say, `theirs` what the asker wrote, `ours` what we said before, newest last. `called` is
    how the asker is called on the network. What is `public` others read as well.
    """

    text: str
    known: str
    theirs: str
    ours: tuple[str, ...]
    language: str  # of the asker; empty when unknown
    limit: TextLimit | None
    terms: Terms
    called: str = ""
    public: bool = False

    @cached_property
    def words(self) -> list[str]:
        """The words of the text in normal form."""
        return words(self.text)

    @cached_property
    def readable(self) -> str:
        """The text in one spelling per sign, without signs that nobody sees."""
        return readable(self.text).replace(CURLED, PLAIN)

    @cached_property
    def normal(self) -> str:
        """The text in normal form."""
        return normal(self.text)

    @cached_property
    def is_quoted(self) -> bool:
        """Whether it is word for word what a source says, so that the brand itself chose every sign of it."""
        lines = f"\n{self.known}\n"
        return all(f"\n{part.strip()}\n" in lines for part in self.text.split("\n\n"))

    @cached_property
    def has_digits(self) -> bool:
        """Whether a digit of any script stands in the text."""
        return DIGIT.search(self.readable) is not None

    @cached_property
    def own(self) -> str:
        """What may be said here, as it is compared: what the sources say, and in private what the asker wrote.

        In public it is not said again: it may be theirs and not for others, or put there so that we seem to say it.
        """
        return normal(self.known) if self.public else f"{normal(self.known)}\n{normal(self.theirs)}"

    @cached_property
    def source_figures(self) -> Figures:
        """The numbers that the sources have."""
        return figures_in(self.known)

    @cached_property
    def their_figures(self) -> Figures:
        """The numbers that the asker wrote; they may be said back to them, in public those of few digits."""
        return figures_in(LONG.sub(" ", self.theirs) if self.public else self.theirs)

    @cached_property
    def our_figures(self) -> Figures:
        """The numbers that we said here before."""
        return figures_in("\n".join(self.ours))
