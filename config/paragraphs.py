"""Markdown and plain text in paragraphs, each under its headings; and any paragraphs in pieces with stable ids."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from responders.brain import Chunk
from responders.text import spaced

Piece = tuple[tuple[str, ...], str]  # the headings above a text, and the text

LONGEST, SHORTEST = 900, 300  # characters of a piece: a person can look it over, and several fit into a prompt
UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# None of these can begin within itself, so that a megabyte of opening brackets takes no longer than any other text.
PICTURE = re.compile(r"!\[([^\[\]\n]{0,200})\]\([^()\n]{0,500}\)")
LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^()\s]{1,500})(?:[ \t]+\"[^\"\n()]{0,200}\")?\)")
STRONG = re.compile(r"\*\*([^*\s](?:[^*\n]{0,200}[^*\s])?)\*\*|__([^_\s](?:[^_\n]{0,200}[^_\s])?)__|`([^`\n]{1,200})`")
SENTENCE = re.compile(r"(?<=[.!?।。！？])\s+|(?<=[。！？])|\n+")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")


def markdown(text: str) -> Iterator[Piece]:
    """The paragraphs of a Markdown text; what only sets it is left out, the address of a link stays."""
    headings: dict[int, str] = {}
    for block, fenced in _blocks(_without_remarks(_without_front_matter(text))):
        found = _heading(block[0]) if len(block) == 1 and not fenced else None
        level = found[0] if found else _underlined(block) if not fenced else 0
        if level:
            title = _plain(found[1] if found else " ".join(block[:-1]))
            headings = {above: said for above, said in headings.items() if above < level} | {level: title}
        else:
            yield tuple(filter(None, headings.values())), _plain("\n".join(block))


def plain(text: str) -> Iterator[Piece]:
    """The paragraphs of a plain text."""
    return (((), paragraph) for paragraph in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text))


def chunks(file: str, pieces: Iterable[Piece]) -> Iterator[Chunk]:
    """The pieces as they are known: long ones cut up, none twice. An id stays as long as its text does."""
    known: dict[str, set[str]] = {}  # under which titles a text stands
    for headings, text in _together(pieces):
        title = " › ".join((file, *headings))
        for part in _cut(text):
            titles = known.setdefault(part, set())
            if title not in titles:
                yield Chunk(_id(file, f"{title}\n{part}" if titles else part), title, part)
                titles.add(title)


def _id(file: str, text: str) -> str:
    return f"doc:{file}#{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _without_front_matter(text: str) -> str:
    parts = text.split("\n---", 1) if text.startswith("---\n") else ()
    return parts[1].partition("\n")[2] if len(parts) == 2 else text


def _without_remarks(text: str) -> str:
    begins, *rest = text.split("<!--")
    return begins + "".join(said for _, end, said in (part.partition("-->") for part in rest) if end)


def _blocks(text: str) -> Iterator[tuple[Sequence[str], bool]]:
    """The lines that belong together, and whether a fence is around them; a heading is a block of its own."""
    block: list[str] = []
    fenced = False
    for line, kind in _lines(text):
        if block and (kind in {"border", "heading"} or (not fenced and _underlined(block))):
            yield tuple(block), fenced
            block = []
        if kind == "heading":
            yield (line,), False
        elif kind != "border" and (block or line.strip()):
            block.append(line.rstrip())
            fenced = kind == "fenced"
    if block:
        yield tuple(block), fenced


def _lines(text: str) -> Iterator[tuple[str, Literal["text", "fenced", "heading", "border"]]]:
    """Every line and what it is; a border is an empty line or a fence."""
    fence = ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if fence:
            ends = mark and line.strip().startswith(fence)
            yield line, "border" if ends else "fenced"
            fence = "" if ends else fence
        elif mark:
            fence = mark[1]
            yield line, "border"
        elif _heading(line):
            yield line, "heading"
        else:
            yield line, "text" if line.strip() else "border"


def _heading(line: str) -> tuple[int, str] | None:
    """How deep a heading is and what it says; by hand, for a pattern takes endless time for endless spaces."""
    bare = line.strip()
    level = len(bare) - len(bare.lstrip("#"))
    said = bare[level:]
    if not 1 <= level <= 6 or (said and not said[0].isspace()) or len(line) - len(line.lstrip()) > 3:
        return None
    closed = said.rstrip("#")
    return level, (closed if not closed or closed[-1].isspace() else said).strip()


def _underlined(block: Sequence[str]) -> int:
    found = UNDERLINE.fullmatch(block[-1]) if len(block) > 1 else None
    return (1 if found[1].startswith("=") else 2) if found else 0


def _plain(text: str) -> str:
    return STRONG.sub(r"\1\2\3", LINK.sub(r"\1 (\2)", PICTURE.sub(r"\1", text)))


def _together(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """What announces what follows ("We send to:") stays with it; what says nothing is left out."""
    waiting: Piece | None = None
    for headings, raw in pieces:
        text = UNSEEN.sub("", raw).strip()
        if not spaced(text):
            continue
        if waiting and waiting[0] == headings:
            text = f"{waiting[1]}\n{text}"
        elif waiting:
            yield waiting
        waiting = (headings, text) if text.endswith((":", "：")) and len(text) < SHORTEST else None
        if not waiting:
            yield headings, text
    if waiting:
        yield waiting


def _cut(text: str) -> Iterator[str]:
    """A text in parts of at most LONGEST characters, cut between sentences or lines where it can be."""
    part = ""
    for sentence in filter(None, SENTENCE.split(text) if len(text) > LONGEST else [text]):
        for at in range(0, len(sentence), LONGEST):
            more = sentence[at : at + LONGEST].strip()
            if part and len(part) + len(more) >= LONGEST:
                yield part
                part = ""
            part = f"{part} {more}".strip()
    if part:
        yield part
