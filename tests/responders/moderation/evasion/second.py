"""A second author's spellings and clean messages, written before looking at the program and at the first suite.

A line of `second_spellings.tsv` is the script, the kind of disguise, what is meant, and the message; one of
`second_clean.tsv` the language and the message. Signs that cannot be seen are written as in JSON. A coin put each line
into one of two halves; of the kept one only the number was ever seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from responders.moderation.disguise import views
from responders.moderation.links import links
from responders.moderation.lists import WordIndex
from tests.responders.moderation.evasion.figures import Share, share

LINK = "link"
OTHER_WORDS = frozenset({"soundalike", "swapped"})  # kinds that hide no letter: another word stands in its place


@dataclass(frozen=True, slots=True)
class Disguised:
    """A message that hides a listed word or a listed host."""

    script: str
    kind: str
    meant: str
    said: str
    is_kept: bool

    @property
    def hides_letters(self) -> bool:
        """Whether the word itself is there, though hidden."""
        return self.kind not in OTHER_WORDS


def disguised() -> Sequence[Disguised]:
    """Everything that is to be found."""
    rows = _rows("second_spellings.tsv")
    return [Disguised(script, kind, meant, said, is_kept) for (script, kind, meant, said), is_kept in rows]


def clean() -> Sequence[str]:
    """The messages that are to be left alone."""
    return [said for (_, said), _ in _rows("second_clean.tsv")]


def is_found(row: Disguised) -> bool:
    """Whether what is meant is found; a host that looks like another one is, when it is called so."""
    if row.kind == LINK:
        return any(row.meant in (link.host, link.domain) or "lookalike" in link.kinds for link in links(row.said))
    return row.meant in _words().hits(views(row.said))


def touched(said: str) -> list[str]:
    """The listed words and hosts that are found in a message."""
    hosts = [link.host for link in links(said) if not _hosts().isdisjoint((link.host, link.domain))]
    return [*_words().hits(views(said)), *hosts]


def shares() -> list[Share]:
    """Of what hides letters all, each half and each script; of the rest all."""
    every = [(row, is_found(row)) for row in disguised()]
    hidden = [(row, good) for row, good in every if row.hides_letters]
    scripts = dict.fromkeys([row.script for row, _ in hidden])
    return [
        share("hides the letters of a word or a host", (good for _, good in hidden)),
        share("the half that was never looked at", (good for row, good in hidden if row.is_kept)),
        share("the half that was looked at", (good for row, good in hidden if not row.is_kept)),
        *(share(script, (good for row, good in hidden if row.script == script)) for script in scripts),
        share("sounds alike, or letters swapped or left out", (good for row, good in every if not row.hides_letters)),
    ]


@cache
def _words() -> WordIndex[str]:
    return WordIndex.of({row.meant: (row.meant,) for row in disguised() if row.kind != LINK})


@cache
def _hosts() -> frozenset[str]:
    return frozenset(row.meant for row in disguised() if row.kind == LINK)


def _rows(name: str) -> Iterator[tuple[list[str], bool]]:
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines():
        *columns, said = line.split("\t")
        yield [*columns, json.loads(f'"{said}"')], hashlib.sha256(line.encode()).digest()[0] % 2 == 1
