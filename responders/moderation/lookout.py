"""What all rules look for in a message, found in one pass for each sort: words of lists, patterns, links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import re2

from inbox.cases import Arrival
from responders.links import is_below
from responders.moderation.disguise import Views, views
from responders.moderation.file import Allow
from responders.moderation.links import Link, links
from responders.moderation.lists import WordIndex
from responders.moderation.matching import Gathered
from responders.moderation.said import SHORT, Text, bounded
from responders.moderation.seen import Arrived
from responders.rules.conditions import pattern_options

TOGETHER = 64 << 20  # bytes that all patterns may take in one
TEXTS, LONG_TEXTS = 1024, 16  # that are remembered


class Lookout:
    """What looks for all that the rules of one file look for."""

    def __init__(self, gathered: Gathered, allow: Allow) -> None:
        """Make the indexes; a second or so where there are hundreds of thousands of words."""
        self._find_patterns = patterns_of(gathered.patterns)
        lists = {number: words for words, number in gathered.words.items()}
        self._index = WordIndex.of(lists, dict.fromkeys(lists, allow.words))
        if lists:
            self._index.hits(views("a"))  # it is made ready at the first look, which nobody should wait for
        self._texts, self._long_texts = lru_cache(TEXTS)(self._text), lru_cache(LONG_TEXTS)(self._text)
        self._domains = allow.domains

    def look(self, arrival: Arrival) -> Arrived:
        """A message to be looked at by all rules."""
        return Arrived(arrival, self.text(arrival.message.text))

    def text(self, text: str) -> Text:
        """A text to be looked at; the latest are remembered, with all that was found out of them."""
        shown = bounded(text)
        return (self._texts if len(shown) <= SHORT else self._long_texts)(shown)

    def _text(self, text: str) -> Text:
        return Text(text, self._find_words, self._find_patterns, self._find_links)

    def _find_words(self, text: Views) -> Mapping[int, str]:
        return {number: hit.written for number, hit in self._index.hits(text).items()}

    def _find_links(self, text: str) -> tuple[Link, ...]:
        return tuple(link for link in links(text, self._domains) if not is_below(link.host, self._domains))


def patterns_of(patterns: Iterable[str], memory: int = TOGETHER) -> Callable[[bytes], frozenset[int]]:
    """Finds the numbers of the patterns that match, in one pass; where `memory` is too little for that, one by one."""
    listed = list(patterns)
    if not listed:
        return lambda _: frozenset()
    together = re2.Set.SearchSet(pattern_options(memory))
    try:
        for pattern in listed:
            together.Add(pattern)
        together.Compile()
    except re2.error:  # each is right by itself: they are too big together
        alone = [re2.compile(pattern, pattern_options()).search for pattern in listed]
        return lambda raw: frozenset(at for at, search in enumerate(alone) if search(raw))
    return lambda raw: frozenset(together.Match(raw) or ())
