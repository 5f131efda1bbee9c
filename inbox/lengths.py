"""How long a text is for the networks that do not count characters: X, Bluesky, Mastodon."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

import regex

from inbox.links import MASTODON, links

LINK: Final = 23  # what an address counts on X, and on Mastodon unless a server says otherwise
LONGEST_DOMAIN: Final = 253  # of somebody's server in a mention
LONGEST_EMOJI: Final = 10  # characters, of those that Unicode recommends

# Every other character weighs two on X (twitter-text, config/v3.json, read 2026-11-27).
_LIGHT: Final = regex.compile("[\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_JOINING: Final = regex.compile("[\u200d\u20e3\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_TOO_MANY_MARKS: Final = regex.compile(r"(?<=\P{ccc=0}{30})(?=\P{ccc=0})")
_CLUSTER: Final = regex.compile(r"\X")
_FLAGS: Final = regex.compile("[\U0001f1e6-\U0001f1ff]{1,2}")
_MENTION: Final = regex.compile(
    r"(?<![=/\w])@([a-z0-9_]++(?:[.-]++[a-z0-9_]++)*+)(@\w++(?:[.-]++\w++)*+)?+"
    r"(?![@＠À-ÖØ-öø-ɏɓɔɖɗəɛɣɨɯɲʉʋʻ\u0300-\u036fḀ-ỿ]|://)",
    regex.IGNORECASE,
)


def weighted(text: str) -> int:
    """The length of a post on X: an address is 23, an emoji of any make 2, a letter beyond Georgian script 2."""
    text = _composed(text)
    total = at = 0
    for start, end in links(text):
        if start >= at:
            total += _weight(text[at:start]) + LINK
            at = end
    return total + _weight(text[at:])


def has_link(text: str) -> bool:
    """Whether X sees an address in it; a post with one costs more."""
    return bool(links(_composed(text)))


def graphemes(text: str) -> int:
    """How many characters people see in it: extended grapheme clusters (UAX 29), as Bluesky counts."""
    # Two letters of a flag are one cluster; one letter in their place is one too and needs no looking back.
    return sum(1 for _ in _CLUSTER.finditer(_FLAGS.sub("x", text)))


def with_short_links(text: str, each: int = LINK) -> int:
    """The length of a post on Mastodon: what people see, with `each` for an address and no server behind a name.

    A content warning counts as well, but as it stands: add its `graphemes`.
    """
    return graphemes("".join(_shortened(text, each)))


def _shortened(text: str, each: int) -> Iterator[str]:
    parts = [(start, end, "x" * each) for start, end in links(text, MASTODON)]
    mentions = (one for one in _MENTION.finditer(text) if len(one[2] or "@") - 1 <= LONGEST_DOMAIN)
    parts += [(*mention.span(), f"@{mention[1]}") for mention in mentions]
    at = 0
    for start, end, instead in sorted(parts):
        if start >= at:
            yield text[at:start]
            yield instead
            at = end
    yield text[at:]


def _composed(text: str) -> str:
    """The text in NFC; where more marks stand on one letter than any script has, in pieces, as that is squared work."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFC", part) for part in _TOO_MANY_MARKS.split(text))


def _weight(text: str) -> int:
    """What a text without addresses weighs on X."""
    total, at = _apart(text), 0
    for join in _JOINING.finditer(text):
        start = join.start() - 1
        if start >= at and (emoji := _emoji(text, start)):
            total += 2 - _apart(emoji)
            at = start + len(emoji)
    return total


def _apart(text: str) -> int:
    """What the characters weigh, each for itself."""
    return len(text) if text.isascii() else 2 * len(text) - sum(1 for _ in _LIGHT.finditer(text))


def _emoji(text: str, start: int) -> str:
    """The emoji of several characters that begins here; "" where none does."""
    sizes = range(LONGEST_EMOJI, 1, -1)
    return next((text[start : start + size] for size in sizes if text[start : start + size] in _sequences()), "")


@cache
def _sequences() -> frozenset[str]:
    """The emoji of more than one character; keys also as they come without the mark that asks for a picture."""
    from emoji import EMOJI_DATA, STATUS

    whole = {one for one, told in EMOJI_DATA.items() if told["status"] == STATUS["fully_qualified"] and len(one) > 1}
    return frozenset(whole | {f"{key}\u20e3" for key in "0123456789#*"})
