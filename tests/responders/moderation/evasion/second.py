"""A second author's spellings and clean messages, written before looking at the program and at the first suite.

A line of `second_spellings.tsv` is the script, the kind of disguise, what is meant, and what was written; one of
`second_clean.tsv` the language and the message. Signs that cannot be seen are written as in JSON. A coin put each line
into one of two halves; of the kept one only the number was ever seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from responders.moderation.disguise import views
from responders.moderation.links import links
from responders.moderation.lists import WordIndex

LINK = "link"
SAID_OTHERWISE = frozenset({"soundalike", "swapped"})  # another word in its place; nothing is hidden


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file."""

    columns: tuple[str, ...]
    is_kept: bool

    @property
    def kind(self) -> str:
        """The kind of disguise."""
        return self.columns[1]

    @property
    def meant(self) -> str:
        """The listed word, or the host."""
        return self.columns[2]

    @property
    def said(self) -> str:
        """The message."""
        return self.columns[-1]


def spellings() -> list[Row]:
    """Everything that is to be caught."""
    return [*_rows("second_spellings.tsv")]


def clean() -> list[Row]:
    """Everything that is to be left alone."""
    return [*_rows("second_clean.tsv")]


@dataclass(frozen=True)
class Second:
    """The lists and hosts that the spellings are to get past."""

    @cached_property
    def words(self) -> WordIndex[str]:
        """Each word by itself."""
        return WordIndex.of({row.meant: (row.meant,) for row in spellings() if row.kind != LINK})

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts."""
        return frozenset(row.meant for row in spellings() if row.kind == LINK)

    def finds(self, row: Row) -> bool:
        """Whether what is meant is found in a spelling."""
        if row.kind == LINK:
            return any(row.meant in (link.host, link.domain) or "lookalike" in link.kinds for link in links(row.said))
        return row.meant in self.words.hits(views(row.said))

    def touches(self, row: Row) -> list[str]:
        """What is found in a message."""
        hosts = [link.host for link in links(row.said) if {link.host, link.domain} & self.hosts]
        return [*self.words.hits(views(row.said)), *hosts]


def _rows(name: str) -> Iterator[Row]:
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines():
        *columns, said = line.split("\t")
        is_kept = hashlib.sha256(line.encode()).digest()[0] % 2 == 1
        yield Row((*columns, json.loads(f'"{said}"')), is_kept)
