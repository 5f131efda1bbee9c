"""A text as the combinations look at it: sentence by sentence, with what stands in it and what is only quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from responders.moderation.toxicity.lexicon import Hit, Lexicon, said_in

QUOTED: Final = regex.compile(r"[\"“„«‟「『]([^\"“”„«»」』]{2,300})[\"”“»」』]")
ENDS: Final = re.compile(r"([.!?…\n।。！？؟|]+)")
ASKS: Final = frozenset("?？؟")
CONTRACTED: Final = re.compile(r"\b(can|won|shan)'t\b|(n't)\b", re.IGNORECASE)
WHOLE: Final = {"can": "can not", "won": "will not", "shan": "shall not"}
LONGEST: Final = 60  # words of one sentence; people who write no full stop begin a new one there
OPENING: Final = 2  # words; a denial that opens a question is none: "isn't it obvious that …"


_Sentence = tuple[list[str], set[int], bool]  # its words, the places of those that are quoted, whether it asks


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; `quoted` are the places of words between quotation marks.

    `passive`: the language says by a word of its own ("be") that something is done to somebody; `verb_last`: a denial
    may stand behind what it denies.
    """

    said: tuple[str, ...]
    hits: tuple[Hit, ...]
    quoted: frozenset[int]
    asks: bool
    passive: bool
    verb_last: bool

    def of(self, *kinds: str) -> list[Hit]:
        """What stands here of these kinds, in order."""
        wanted = frozenset(kinds)
        return [hit for hit in self.hits if hit.kinds & wanted]

    def between(self, kind: str, start: int, end: int) -> bool:
        """Whether something of this kind stands between two places."""
        return any(kind in hit.kinds and start <= hit.start < end for hit in self.hits)

    def words_of(self, hit: Hit) -> str:
        """What stands there, as it is compared."""
        return " ".join(self.said[hit.start : hit.end])


def lines(text: str, lexicon: Lexicon) -> list[Line]:
    """The sentences of a text that is readable already."""
    found: list[Line] = []
    for said, quoted, asks in _bounded(_sentences(plain(text))):
        hits = lexicon.hits(said)
        if asks:
            hits = [hit for hit in hits if "not" not in hit.kinds or hit.start > OPENING]
        found.append(Line(tuple(said), tuple(hits), frozenset(quoted), asks, lexicon.passive, lexicon.verb_last))
    return found


def plain(text: str) -> str:
    """The text with the short forms of "not" written out and one kind of apostrophe."""
    text = text.replace("’", "'")
    return CONTRACTED.sub(lambda found: WHOLE.get((found[1] or "").lower(), " not"), text) if "'" in text else text


def _bounded(sentences: Iterable[_Sentence]) -> Iterator[_Sentence]:
    """The sentences, long ones in pieces: what stands far apart says nothing together, and costs much to compare."""
    for said, quoted, asks in sentences:
        for at in range(0, len(said), LONGEST):
            yield said[at : at + LONGEST], {place - at for place in quoted if at <= place < at + LONGEST}, asks


def _sentences(text: str) -> Iterator[_Sentence]:
    said: list[str] = []
    quoted: set[int] = set()
    for piece, is_quoted in _pieces(text):
        parts: Sequence[str] = ENDS.split(piece)
        for n, part in enumerate(parts):
            if n % 2 == 0:
                start = len(said)
                said += said_in(part)
                if is_quoted:
                    quoted.update(range(start, len(said)))
            elif said and not is_quoted:
                yield said, quoted, not ASKS.isdisjoint(part)
                said, quoted = [], set()
    if said:
        yield said, quoted, False


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for match in QUOTED.finditer(text):
        yield text[at : match.start()], False
        yield match[1], True
        at = match.end()
    yield text[at:], False
