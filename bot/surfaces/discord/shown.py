"""Text from outside made harmless for Discord: displayed as it was typed, it pings nobody, links and unfurls nothing.

`shown` puts a backslash before whatever has a meaning there and `meant` takes it away again, so an Edit window can be
filled from what a card shows. What has no sign of its own and only hides or reorders what stands around it is dropped.
Lengths are counted in UTF-16 units: Discord does not say how it counts, and no other way of counting gives more.
Source of the marks: discord support, "Markdown Text 101", and discord docs, reference#message-formatting, 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

ELLIPSIS: Final = "…"
TITLE: Final = 100  # characters of a post's name
SOMEBODY: Final = "Somebody"
FRAME: Final = "```"
BREAK: Final = "\u200b"  # what ends a mention without being seen; `shown` drops those of the text itself

_LINES: Final = regex.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Control characters, bidirectional overrides and isolates, what has no width, blanks that pretend to be letters, halves
# of surrogate pairs and invisible tags. Joiners and plain direction marks stay: whole scripts and emoji need them.
_DROPPED: Final = regex.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e007f]"
)
_HALVES: Final = regex.compile("[\ud800-\udfff]")
_MARKS: Final = regex.compile(r"[\\*_~`|<>#\[\]():/@]")
_AT_LINE_START: Final = regex.compile(r"(?m)^([^\S\n]*)([-+=]|\d+(?=\.))")
_MENTION: Final = regex.compile(r"(?i)(\\?@)(?=everyone|here|[!&]?\d|\\?&)")
_ESCAPED: Final = regex.compile(rf"\\([!-/:-@\[-`{{-~]){BREAK}?")
_TOKEN: Final = regex.compile(rf"\\\X{BREAK}?|\n> |\X")  # a line of a quotation begins as a whole, too
_TAIL: Final = regex.compile(r"(?:\n> |\s)+$")
_EMPTY_LINES: Final = regex.compile(r"\n\s*\n\s*\n")
_RIGHT_TO_LEFT: Final = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def plain(text: str) -> str:
    """The text without what is never shown; half an emoji becomes the sign for something unreadable."""
    return _HALVES.sub("\ufffd", _DROPPED.sub("", _LINES.sub("\n", text)))


def shown(text: str) -> str:
    """The text as Discord displays it unchanged."""
    escaped = _MARKS.sub(r"\\\g<0>", plain(text))
    escaped = _AT_LINE_START.sub(_at_line_start, escaped)
    return _MENTION.sub(rf"\1{BREAK}", escaped)


def meant(text: str) -> str:
    """What was shown, as it was typed."""
    return _ESCAPED.sub(r"\1", text)


def to_copy(text: str) -> str:
    """The text as Discord lets it be copied at one click; what would end that frame is displayed as usual."""
    words = plain(text)
    return f"{FRAME}\n{words}\n{FRAME}" if words.strip() and FRAME not in words else shown(text)


def line(text: str, most: int) -> str:
    """The text on one line, shown and cut; a name that reads from right to left stays apart from what follows."""
    words = cut(shown(" ".join(plain(text).split())[: most + 1]), most)  # one sign too many is enough to be cut
    return f"{_ISOLATE}{words}{_END_ISOLATE}" if _RIGHT_TO_LEFT.search(words) else words


def quoted(text: str, most: int) -> str:
    """The text as a quotation, shown and cut, every line of it marked; empty when there is nothing to quote."""
    words = _EMPTY_LINES.sub("\n\n", plain(text).strip())[: most + 1]
    return cut("> " + shown(words).replace("\n", "\n> "), most) if words else ""


def covered(text: str, most: int) -> str:
    """The text as a quotation that is read only by whoever wants to; empty when there is nothing to quote."""
    words = line(text, most)
    return f"> ||{words}||" if words else ""


def cut(text: str, most: int) -> str:
    """Shown text of at most this length; what is left out is marked, and no escape or letter is cut in two."""
    if size(text) <= most:
        return text
    return _TAIL.sub("", "".join(_fitting(text, most - 1))) + ELLIPSIS if most > 0 else ""


def size(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain_title(text: str, most: int = TITLE) -> str:
    """The text as the name of a post, where markdown means nothing: on one line, never empty, naming nobody."""
    words = " ".join(plain(text).split())[: most + 1]
    return cut(_MENTION.sub(rf"\1{BREAK}", words), most) or SOMEBODY


def _at_line_start(found: regex.Match[str]) -> str:
    """A list, a heading or a small print begins with these; the dot is what makes a number the first of a list."""
    space, sign = found[1], found[2]
    return f"{space}\\{sign}" if sign in "-+=" else f"{space}{sign}\\"


def _fitting(text: str, most: int) -> Iterator[str]:
    for token in _TOKEN.finditer(text):
        most -= size(token[0])
        if most < 0:
            return
        yield token[0]
