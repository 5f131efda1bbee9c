"""The search query of the simulated X: words, phrases and the usual operators, with OR, parentheses and a minus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.playground.x.records import Post
from bot.playground.x.refusals import invalid

LONGEST = 512
Fits = Callable[[Post], bool]
_PIECE = re.compile(r'\s*(-?)(\(|\)|"[^"]*"|[^\s()"]+)')
_IS: dict[str, Fits] = {
    "reply": lambda post: post.reply_to is not None,
    "quote": lambda post: post.quote is not None,
    "retweet": lambda post: post.repost_of is not None,
    "verified": lambda post: post.author.premium,
}
_HAS: dict[str, Fits] = {
    "links": lambda post: bool(post.links),
    "media": lambda post: bool(post.media),
    "mentions": lambda post: bool(post.named),
}
_OPERATORS: dict[str, Callable[[Post, str], bool]] = {
    "conversation_id": lambda post, value: post.conversation_id == value,
    "in_reply_to_tweet_id": lambda post, value: post.reply_to is not None and post.reply_to.id == value,
    "quotes_of_tweet_id": lambda post, value: post.quote is not None and post.quote.id == value,
    "from": lambda post, value: value in (post.author.username.casefold(), post.author.id),
    "to": lambda post, value: post.reply_to is not None and post.reply_to.author.username.casefold() == value,
    "is": lambda post, value: _IS[value](post),
    "has": lambda post, value: _HAS[value](post),
    "lang": lambda post, value: value == "en",
}


def parse(query: str) -> Fits:
    """What a query asks for; raises Refusal for one that X would not understand."""
    if not query.strip() or len(query) > LONGEST:
        raise invalid("query", query, f"query length must be between 1 and {LONGEST}")
    pieces = list(_pieces(query))
    fits, left = _either(pieces, query)
    if left:
        raise _wrong(query, "a parenthesis too many")
    return fits


def _pieces(query: str) -> Iterator[str]:
    at = 0
    while at < len(query.rstrip()):
        match = _PIECE.match(query, at)
        if match is None:
            raise _wrong(query, f"cannot be read at position {at + 1}")
        yield match.group(1) + match.group(2)
        at = match.end()


def _either(pieces: list[str], query: str) -> tuple[Fits, list[str]]:
    ways = []
    while True:
        fits, pieces = _every(pieces, query)
        ways.append(fits)
        if pieces[:1] != ["OR"]:
            return (lambda post: any(way(post) for way in ways)), pieces
        pieces = pieces[1:]


def _every(pieces: list[str], query: str) -> tuple[Fits, list[str]]:
    terms: list[Fits] = []
    while pieces and pieces[0] not in ("OR", ")"):
        fits, pieces = _term(pieces, query)
        terms.append(fits)
    if not terms:
        raise _wrong(query, "something is missing")
    return (lambda post: all(term(post) for term in terms)), pieces


def _term(pieces: list[str], query: str) -> tuple[Fits, list[str]]:
    first, rest = pieces[0], pieces[1:]
    if first in ("(", "-("):
        inside, rest = _either(rest, query)
        if rest[:1] != [")"]:
            raise _wrong(query, "a parenthesis is not closed")
        rest = rest[1:]
    else:
        inside = _word(first.removeprefix("-"), query)
    return ((lambda post: not inside(post)) if first.startswith("-") else inside), rest


def _word(word: str, query: str) -> Fits:
    name, _, value = word.partition(":")
    if value and name in _OPERATORS:
        value = value.casefold().removeprefix("@")
        if (name == "is" and value not in _IS) or (name == "has" and value not in _HAS):
            raise _wrong(query, f"{word} is no operator")
        return lambda post: _OPERATORS[name](post, value)
    if word.startswith("@"):
        who = word[1:].casefold()
        return lambda post: any(one.username.casefold() == who for one in (*post.named, *post.carried))
    wanted = re.compile(rf"(?<!\w){re.escape(word.strip(chr(34)))}(?!\w)", re.IGNORECASE)
    return lambda post: wanted.search(post.full) is not None


def _wrong(query: str, why: str) -> Exception:
    return invalid("query", query, f"There were errors processing your request: {why}")
