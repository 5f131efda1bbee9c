"""Whether a sentence says the words and facts of its source in their order, and each fact of the same thing.

"Adults pay 20 €, children 10 €" has every word of "Adults pay 10 €". Who reorders a sentence may be right, too; then a
person looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from responders.llm.claims import Sentence, another_form
from responders.llm.numbers import MARK, Fact
from responders.text import UNSPACED, WORD

TOKEN = regex.compile(rf"{MARK}|{WORD.pattern}")
SIGN = regex.compile(rf"[{UNSPACED}]\p{{M}}*")

Token = str | Fact


def misplaced(said: Sentence, source: Sentence) -> str:
    """What stands elsewhere in the source, in words; "" when all stands where it should."""
    ours, theirs = _tokens(said), _tokens(source)
    last = -1
    for word in ours:
        if isinstance(word, str) and word in said.content and (places := list(_places(word, theirs))):
            later = [place for place in places if place > last]
            if not later:
                return f'its source has "{word}" in another place'
            last = later[0]
    for at, fact in enumerate(ours):
        if isinstance(fact, Fact) and not _belongs(at, fact, ours, theirs, said):
            return f'its source has "{fact.said.strip()}" of something else'
    return ""


def _tokens(part: Sentence) -> tuple[Token, ...]:
    facts = iter(part.facts)
    return tuple(next(facts) if found == MARK else found for found in TOKEN.findall(part.said))


def _places(word: str, there: Sequence[Token]) -> Iterator[int]:
    return (at for at, one in enumerate(there) if isinstance(one, str) and (one == word or another_form(word, [one])))


def _belongs(at: int, fact: Fact, ours: Sequence[Token], theirs: Sequence[Token], said: Sentence) -> bool:
    """Whether as many facts of its kind stand between it and the words around it as in the source."""
    same = [n for n, other in enumerate(theirs) if isinstance(other, Fact) and other.value == fact.value]
    before = next((n for n in range(at - 1, -1, -1) if _names(ours[n], said)), None)
    after = next((n for n in range(at + 1, len(ours)) if _names(ours[n], said)), None)
    return _as_near(before, at, fact, ours, theirs, same) and _as_near(after, at, fact, ours, theirs, same)


def _as_near(
    word: int | None, at: int, fact: Fact, ours: Sequence[Token], theirs: Sequence[Token], same: Sequence[int]
) -> bool:
    """Whether a fact is on the same side of a word and as far from it as it is somewhere in the source."""
    places = [] if word is None else list(_places(str(ours[word]), theirs))
    if word is None or not places or not same:
        return True  # the word stands in the title, or the fact is written in another way
    ahead, between = word < at, _between(fact, ours, word, at)
    return any((place < n) is ahead and _between(fact, theirs, place, n) == between for place in places for n in same)


def _between(fact: Fact, tokens: Sequence[Token], one: int, other: int) -> int:
    first, last = sorted((one, other))
    return sum(isinstance(token, Fact) and token.kind == fact.kind for token in tokens[first + 1 : last])


def _names(token: Token, said: Sentence) -> bool:
    return isinstance(token, str) and (token in said.content or bool(SIGN.fullmatch(token)))
