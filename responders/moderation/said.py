"""One text as the conditions of moderation look at it, for every message that says it: a raid says the same again.

Each form is made once, when the first rule asks. Of a long text only so much is looked at that nobody has to wait, and
what is long is looked at beside everything else (`Moderation.judge`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import regex

from responders.language import language_of
from responders.links import POSSIBLE
from responders.moderation.disguise import Views, views
from responders.moderation.signs import canonical
from responders.text import readable

if TYPE_CHECKING:  # heavy; a command that judges nothing must not wait for them
    from responders.moderation.links import Link
    from responders.moderation.toxicity import Toxic

T = TypeVar("T")
SHORT = 500  # letters of a text that takes no time worth speaking of, whatever is in it
FIRST, LAST = 8_000, 2_000  # letters that are looked at: of a longer text its beginning and its end
ENOUGH, ENOUGH_WITH_LINK = 12, 6  # letters that a text must have to be counted as said again
DIGEST = 16
WIDE = re.compile("[\ufdfa\ufdfb]")  # one sign that stands for a whole sentence of letters
MOST_WIDE = 20  # of those in one text; who writes more of them does not mean what they say
MENTION = regex.compile(r"(?<![\w@./])@\w[\w.-]+")
EMOJI = regex.compile(
    r"\p{RI}{2}"
    r"|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F)\p{EMod}?"
    r"(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{EMod}?)*"
    r"|[0-9#*]\uFE0F?\u20E3"
)
SIGN = regex.compile(r"[^\s\p{M}\p{Cf}]")


class Text:
    """A text, and what was found out of it so far."""

    def __init__(
        self,
        text: str,
        find_words: Callable[[Views], Mapping[int, str]],
        find_patterns: Callable[[bytes], frozenset[int]],
        find_links: Callable[[str], tuple[Link, ...]],
    ) -> None:
        """Look at nothing yet."""
        self.text = text
        self.readable = readable(text)
        self._find_words, self._find_patterns, self._find_links = find_words, find_patterns, find_links
        self._made: dict[tuple[object, ...], Any] = {}

    def _once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """Not a `cached_property`: that would let nobody look at another text meanwhile."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    @property
    def views(self) -> Views:
        """The text without its disguises; not kept, for it is large."""
        return views(self.text)

    @property
    def raw(self) -> bytes:
        """As patterns are given it."""
        return self._once(("raw",), lambda: self.readable.encode("utf-8", "surrogatepass"))

    @property
    def listed(self) -> Mapping[int, str]:
        """The words of lists that are in it: as it stands there, by the number of the list."""
        return self._once(("listed",), lambda: self._find_words(self.views))

    @property
    def patterns(self) -> frozenset[int]:
        """The numbers of the patterns that match."""
        return self._once(("patterns",), lambda: self._find_patterns(self.raw))

    @property
    def links(self) -> tuple[Link, ...]:
        """Its links, but those that are never a hit."""
        return self._once(("links",), lambda: self._find_links(self.text))

    @property
    def digest(self) -> str:
        """What it is recognised by when it is said again; see `digest`."""
        return self._once(("digest",), lambda: digest(self.text))

    @property
    def mentions(self) -> int:
        """How many people it names by an @."""
        return self._once(("mentions",), lambda: len(MENTION.findall(self.readable))) if "@" in self.readable else 0

    @property
    def capitals(self) -> tuple[int, int]:
        """How many letters are capitals, out of those that have two forms."""
        return self._once(("capitals",), lambda: _capitals(self.readable))

    @property
    def emoji(self) -> tuple[int, int]:
        """How many emoji there are, out of all signs."""
        return self._once(("emoji",), lambda: _emoji(self.text))

    def language(self, theirs: str) -> str:
        """What it is written in, as far as one can tell; else what their network says that they read, if it fits."""
        return self._once(("language", theirs), lambda: language_of([self.text], theirs))

    def spam(self, *, private: bool) -> float:
        """How probably it is spam."""
        from responders.moderation import spam

        return self._once(("spam", private), lambda: spam.score(self.text, private=private))

    @property
    def spam_because(self) -> str:
        """What shows that it is spam, in words."""
        from responders.moderation import spam

        return self._once(("because",), lambda: spam.because(self.text))

    def toxic(self, theirs: str) -> Toxic:
        """How it hurts people, as far as words tell; the language is looked at only where something may."""
        from responders.moderation import toxicity

        def look() -> Toxic:
            may = toxicity.may_hurt(self.text)
            return toxicity.look(self.text, self.language(theirs)) if may else toxicity.CLEAN

        return self._once(("toxic", theirs), look)


def bounded(text: str) -> str:
    """As much of a text as is looked at."""
    shown = text if len(text) <= FIRST + LAST else f"{text[:FIRST]} {text[-LAST:]}"
    if shown.isascii() or len(WIDE.findall(shown)) <= MOST_WIDE:
        return shown
    return WIDE.sub(" ", shown)


def digest(text: str) -> str:
    """What a text that is said again is recognised by, however it is disguised; "" for one that says too little.

    Numbers and mentions do not count: they are what a program changes from one message to the next. In a long text
    only the beginning is read through its disguises.
    """
    said = MENTION.sub(" ", text) if "@" in text else text
    letters = "".join(filter(str.isalpha, _undisguised(said[:SHORT]) + canonical(said[SHORT:])))
    weight = len(letters) if letters.isascii() else sum(1 + (not sign.isascii()) for sign in letters)
    if weight < ENOUGH_WITH_LINK or (weight < ENOUGH and not POSSIBLE.search(readable(text))):
        return ""  # a sign of other scripts says more than one letter
    return hashlib.sha256(letters.encode()).hexdigest()[:DIGEST]


def _undisguised(text: str) -> str:
    """Twice: what a first look makes out of a disguise may itself be read in another way."""
    once = views(text)
    return once.skeleton if once.skeleton == once.plain else views(once.skeleton).skeleton


def _capitals(text: str) -> tuple[int, int]:
    upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return upper, upper + lower


def _emoji(text: str) -> tuple[int, int]:
    found: int = len(EMOJI.findall(text)) if not text.isascii() else 0
    rest = EMOJI.sub("", text) if found else text
    return found, found + len(SIGN.findall(rest))
