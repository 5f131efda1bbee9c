"""Whether a sentence says the words and facts of its source in their order, and each fact of the same thing.

"Adults pay 20 €, children 10 €" has every word of "Adults pay 10 €". Who reorders a sentence may be right, too; then a
person looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from responders.llm.claims import Sentence, another_form
from responders.llm.numbers import MARK, Fact
from responders.llm.vocabulary import WE, YOU
from responders.text import UNSPACED, WORD

TOKEN = regex.compile(rf"{MARK}|[-–](?!\p{{N}})|{WORD.pattern}")
SIGN = regex.compile(rf"[{UNSPACED}]\p{{M}}*")
# Between two words or facts these make a span of them: Tuesday to Saturday is more than Tuesday and Saturday.
SPANS = frozenset(
    ("-", "–", "to", "till", "until", "through", "bis", "al", "a", "hasta", "ate", "se", "से", "थी", "до", "по")
)

Token = str | Fact
Pair = tuple[Token, Token, bool]


def misplaced(said: Sentence, source: Sentence) -> str:
    """What stands elsewhere in the source, in words; "" when all stands where it should."""
    ours, theirs = _tokens(said), _tokens(source)
    return (
        _out_of_order(said, ours, theirs)
        or _of_another(said, ours, theirs)
        or _spans(said, source, ours, theirs)
        or _other_people(said, ours, theirs)
    )


def _other_people(said: Sentence, ours: Sequence[Token], theirs: Sequence[Token]) -> str:
    """Who does it and to whom, where the source says so: "we pay you back" is not "you pay us back"."""
    if not any(map(_person, theirs)):
        return ""
    there = iter(theirs)
    for token in ours:
        one = _person(token)
        if one and not any(_person(other) == one for other in there):
            return "its source says it of somebody else"
        if not one and token in said.content and _stands(token, theirs) and not any(_same(token, o) for o in there):
            return "its source says it of somebody else"
    return ""


def _person(token: Token) -> str:
    return "we" if token in WE else "you" if token in YOU else ""


def _out_of_order(said: Sentence, ours: Sequence[Token], theirs: Sequence[Token]) -> str:
    """A word that comes earlier in the source, or behind a fact that was left out in the middle."""
    last, kinds = -1, {fact.kind for fact in said.facts}
    for token in ours:
        places = list(_places(token, theirs)) if isinstance(token, Fact) or token in said.content else []
        if not places:
            continue
        later = [place for place in places if place > last]
        if not later:
            return f"its source has {_named(token)} in another place"
        skipped = theirs[last + 1 : later[0]] if last >= 0 else ()
        if any(isinstance(one, Fact) and one.kind in kinds for one in skipped):
            return f"it leaves out what its source says before {_named(token)}"
        last = later[0]
    return ""


def _of_another(said: Sentence, ours: Sequence[Token], theirs: Sequence[Token]) -> str:
    for at, fact in enumerate(ours):
        if isinstance(fact, Fact) and not _belongs(at, fact, ours, theirs, said):
            return f"its source has {_named(fact)} of something else"
    return ""


def _spans(said: Sentence, source: Sentence, ours: Sequence[Token], theirs: Sequence[Token]) -> str:
    """Two neighbours that make a span here and none in the source, or the other way round."""
    there = list(_pairs(source, theirs))
    for first, last, spans in _pairs(said, ours):
        known = [other for one, two, other in there if _same(first, one) and _same(last, two)]
        in_source = _stands(first, theirs) and _stands(last, theirs)
        if in_source and ((spans and not known) or (known and spans not in known)):
            return f"its source does not join {_named(first)} and {_named(last)} like this"
    return ""


def _pairs(part: Sentence, tokens: Sequence[Token]) -> Iterator[Pair]:
    """The neighbours among the words and facts that count, and whether they make a span."""
    at = [n for n, token in enumerate(tokens) if isinstance(token, Fact) or token in part.content]
    for one, two in pairwise(at):
        first, last, between = tokens[one], tokens[two], tokens[one + 1 : two]
        as_one = isinstance(first, Fact) and isinstance(last, Fact) and first.said == last.said  # read as one: 9-18 h
        yield first, last, as_one or any(token in SPANS for token in between if isinstance(token, str))


def _same(one: Token, other: Token) -> bool:
    if isinstance(one, Fact) or isinstance(other, Fact):
        return isinstance(one, Fact) and isinstance(other, Fact) and one.value == other.value
    return one == other or another_form(one, [other])


def _named(token: Token) -> str:
    return f'"{token.said.strip() if isinstance(token, Fact) else token}"'


def _tokens(part: Sentence) -> tuple[Token, ...]:
    facts = iter(part.facts)
    return tuple(next(facts) if found == MARK else found for found in TOKEN.findall(part.said))


def _places(token: Token, there: Sequence[Token]) -> Iterator[int]:
    return (at for at, one in enumerate(there) if _same(token, one))


def _stands(token: Token, there: Sequence[Token]) -> bool:
    return next(_places(token, there), None) is not None


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
    places = [] if word is None else list(_places(ours[word], theirs))
    if word is None or not places or not same:
        return True  # the word stands in the title, or the fact is written in another way
    ahead, between = word < at, _between(fact, ours, word, at)
    return any((place < n) is ahead and _between(fact, theirs, place, n) == between for place in places for n in same)


def _between(fact: Fact, tokens: Sequence[Token], one: int, other: int) -> int:
    first, last = sorted((one, other))
    return sum(isinstance(token, Fact) and token.kind == fact.kind for token in tokens[first + 1 : last])


def _names(token: Token, said: Sentence) -> bool:
    return isinstance(token, str) and (token in said.content or bool(SIGN.fullmatch(token)))
