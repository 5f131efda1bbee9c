"""Checks on every drafted text before a person or the network sees it; each finding is a sentence for the card.

Pure and offline. A finding never blocks a person, it keeps a text from going out without one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from responders.text import words
from responders.turn import Turn

# A scheme, or www, or a host with a common ending: better one link too many on the card than one unseen.
# Labels are bounded as host names are, so that a long text of dots and dashes takes no longer than another.
ENDINGS = "com|org|net|info|biz|shop|store|online|site|app|dev|io|co|me|ly|gl|tv|in|eu|uk|us|ru|cn"
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+"
    r"|\b(?=[\w-]{0,62}[^\W\d_])[\w-]{1,63}+(?:\.[\w-]{1,63}+){0,5}\.(?:" + ENDINGS + r")\b(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
LINK_END = ".,;:!?)]}'»”’。，！？"  # what follows a link in a sentence and is not part of it
VARIABLE = re.compile(r"\{\{?[^{}\n]{1,40}\}?\}")
PLAIN_CONTROLS = frozenset("\n\t")
JOINERS = frozenset("\u200c\u200d")  # part of words in Indic scripts and of emoji
UNITS = {"characters": "characters", "utf16": "characters", "bytes": "bytes"}


@dataclass(frozen=True, slots=True)
class Text:
    """A drafted text, the turn it answers, and everything that its sources say."""

    said: str
    turn: Turn
    known: str


def check(said: str, turn: Turn, known: str) -> tuple[str, ...]:
    """What is wrong with a drafted text, one sentence per failed check; `known` is what its sources say, joined."""
    text = Text(said, turn, known)
    return tuple(finding for finds in CHECKS if (finding := finds(text)))


def links(text: str) -> tuple[str, ...]:
    """The links in a text, as they stand there, each once."""
    return tuple(dict.fromkeys(found.rstrip(LINK_END) for found in LINK.findall(text)))


def _empty(text: Text) -> str:
    return "" if text.said.strip() else "The text is empty."


def _too_long(text: Text) -> str:
    limit = text.turn.limit
    length = limit.length(text.said)
    return f"Too long: {length} of {limit.most} {UNITS[limit.unit]} allowed." if length > limit.most else ""


def _unknown_links(text: Text) -> str:
    known = links(text.known)
    unknown = [link for link in links(text.said) if link not in known]
    return f"Links that no source has: {', '.join(unknown)}." if unknown else ""


def _repeats(text: Text) -> str:
    ours = [message.text for message in text.turn.messages if message.ours and not message.removed_at and message.text]
    same = bool(ours) and _gist(ours[-1]) == _gist(text.said)
    return "It repeats our last reply word for word." if same else ""


def _gist(text: str) -> str:
    return " ".join(words(text)) or text.strip()


def _variables(text: Text) -> str:
    found = dict.fromkeys(VARIABLE.findall(text.said))
    return f"Not filled in: {', '.join(found)}." if found else ""


def _invisible(text: Text) -> str:
    found = sorted({sign for sign in text.said if _hides(sign)})
    names = ", ".join(f"U+{ord(sign):04X}" for sign in found[:5])
    return f"It has characters that nobody can see ({names})." if found else ""


def _hides(sign: str) -> bool:
    """Controls, and format signs that reorder or hide text (bidi overrides, zero-width spaces, tags)."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in PLAIN_CONTROLS and sign not in JOINERS


CHECKS: tuple[Callable[[Text], str], ...] = (_empty, _too_long, _unknown_links, _repeats, _variables, _invisible)
