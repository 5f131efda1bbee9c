"""The words of a post: Mastodon gives HTML, and the inbox shows plain text.

Servers clean up what others send them, each in its own way. So no tag is trusted to be whole, and every character is
looked at a few times only, whatever somebody writes.
"""

from __future__ import annotations

from html import unescape
from typing import Final

import regex  # up to Python 3.11.4 `re` gives a group that possesses too much

_TAG: Final = regex.compile(r"""<(?:(/?)([A-Za-z][A-Za-z0-9]*+)|[!?])((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""")
_HREF: Final = regex.compile(r"""\shref\s*+=\s*+["']([^"'<>]{1,2000})["']""", regex.IGNORECASE)
_BREAKS: Final = frozenset({"p", "blockquote", "pre", "ul", "ol", "li", "h1", "h2", "h3"})
_WEB: Final = ("https://", "http://")


def text_of(html: str) -> str:
    """The text of a post's `content`, with the address of each link whose own words do not show it."""
    parts: list[str] = []
    done, link, since = 0, "", 0
    for tag in _TAG.finditer(html):
        if before := unescape(html[done : tag.start()]):
            parts.append(before)
        done, name = tag.end(), (tag[2] or "").lower()
        if name == "a":
            parts += _beside(link, "".join(parts[since:]))
            href = _HREF.search(tag[3]) if not tag[1] else None
            link, since = unescape(href[1]) if href else "", len(parts)
        elif not tag[1]:
            parts += _break(name, beginning=not parts)
    parts.append(unescape(html[done:]))
    return "".join(parts).strip()


def _break(name: str, *, beginning: bool) -> list[str]:
    """What a tag stands for: a new line, or an empty one between; nothing at the beginning."""
    if name == "br":
        return ["\n"]
    return ["\n" if name == "li" else "\n\n"] if name in _BREAKS and not beginning else []


def _beside(link: str, shown: str) -> list[str]:
    """The address of a link, unless its words show it, or call somebody or a tag by name."""
    words = shown.strip()
    if not link.startswith(_WEB) or not words or words[0] in "@#":
        return []
    return [] if _bare(link).startswith(_bare(words.rstrip("…"))) else [f" ({link})"]


def _bare(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/")
