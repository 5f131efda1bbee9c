"""The text of one HTML or PDF file, read in a process of its own: such files are how a small file becomes endless work.

Run by its path and isolated (`python -I`), so it imports nothing of ours. Takes the kind and the path, writes JSON:
`{"pieces": [[[heading, ...], text], ...]}`, or `{"wrong": words}`.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import resource
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

CPU_SECONDS, MEMORY = 20, 1 << 30
MOST_PAGES, MOST_SIGNS = 1000, 2_000_000
UNREAD = frozenset({"script", "style", "noscript", "template", "svg", "math", "object", "iframe", "textarea", "select"})
TEXTS = {"address", "blockquote", "dd", "dl", "dt", "figcaption", "hr", "li", "ol", "p", "pre", "ul"}
PARTS = {"article", "aside", "body", "div", "footer", "header", "html", "main", "nav", "section"}
FRAMES = {"details", "fieldset", "figure", "form", "summary", "table", "tbody", "thead", "tr"}
BLOCKS = TEXTS | PARTS | FRAMES
HEADINGS = {f"h{level}": level for level in range(1, 7)}
HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")  # of a word that goes on in the next line
LEADERS = re.compile(r"(?: ?\.){5,}")  # the dots of a table of contents
Piece = tuple[tuple[str, ...], str]


class Locked(Exception):
    """A password is needed to read it."""


class Page(HTMLParser):
    """What a person would read on a page, paragraph by paragraph, each under its headings."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._headings: dict[int, str] = {}
        self._said: list[str] = []
        self._unread = ""
        self._depth = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what has its own paragraph; pass over what is no text."""
        if self._unread:
            self._depth += tag == self._unread
        elif tag in UNREAD:
            self._unread, self._depth = tag, 1
        elif tag in BLOCKS or tag in HEADINGS or tag == "title":
            self._end()
        elif tag in {"br", "td", "th"}:
            self._said.append("\n" if tag == "br" else " ")
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        """End what has its own paragraph."""
        if self._unread:
            self._depth -= tag == self._unread
            self._unread = self._unread if self._depth else ""
        elif tag in HEADINGS:
            self._head(HEADINGS[tag])
        elif tag == "title":
            self._said.clear()  # a page is called by its file and its headings
        elif tag in BLOCKS:
            self._end()
        elif tag == "a" and self._link.startswith(("https://", "http://")):
            self._said.append(f" ({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        """Text, if it is for people."""
        if not self._unread:
            self._said.append(data)

    def close(self) -> None:
        """The end of the page is the end of its last paragraph."""
        super().close()
        self._end()

    def _text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._said).split("\n"))
        self._said.clear()
        return " ".join(filter(None, lines))

    def _head(self, level: int) -> None:
        self._headings = {above: text for above, text in self._headings.items() if above < level}
        if text := self._text():
            self._headings[level] = text

    def _end(self) -> None:
        if text := self._text():
            self.pieces.append((tuple(self._headings[level] for level in sorted(self._headings)), text))


def html(path: Path) -> list[Piece]:
    """The paragraphs of a page; UnicodeDecodeError when it is not UTF-8."""
    page = Page()
    begins, *rest = path.read_text("utf-8-sig").split(
        "<!--"
    )  # what the parser takes endless time for, if it never ends
    page.feed(begins + "".join(said for _, end, said in (part.partition("-->") for part in rest) if end))
    page.close()
    return page.pieces


def pdf(path: Path) -> Iterator[Piece]:
    """The text of each page; Locked when it needs a password, else whatever a broken file makes of it."""
    import pypdf

    logging.disable(logging.CRITICAL)  # it complains about every oddity of a file that it can read
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    signs = 0
    for number, page in enumerate(reader.pages[:MOST_PAGES], 1):
        text = LEADERS.sub(" … ", HYPHEN.sub("", page.extract_text()[: MOST_SIGNS - signs]))
        signs += len(text)
        yield (f"page {number}",), text


def main(kind: str, path: Path) -> dict[str, object]:
    """What the file says, or what is wrong with it."""
    for limit, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY)):
        with contextlib.suppress(ValueError, OSError):  # a system that knows no such limit
            resource.setrlimit(limit, (most, most))
    try:
        return {"pieces": list(pdf(path) if kind == "pdf" else html(path))}
    except MemoryError:
        return {"wrong": "takes more than a gigabyte of memory to read; make it smaller"}
    except UnicodeDecodeError:
        return {"wrong": "is not UTF-8; save it again as UTF-8"}
    except Locked:
        return {"wrong": "is locked with a password; put a version without one there"}
    except Exception as wrong:  # noqa: BLE001 - pypdf raises whatever a broken file makes of its objects
        return _broken(wrong)


def _broken(wrong: Exception) -> dict[str, object]:
    return {"wrong": f"cannot be read ({type(wrong).__name__}); open it and save it again"}


if __name__ == "__main__":
    json.dump(main(sys.argv[1], Path(sys.argv[2])), sys.stdout)
