"""What no single line of brand.yaml can know: ids given twice, lines written twice, and lines to be read again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from config.cross import Known
from config.document import Document, Loc, read
from config.problems import Problem
from responders.brain import BrandFile, Line, lines_of, stale_because

BRAND = "brand.yaml"
LARGEST = 1 << 18  # bytes: a book of a hundred pages


def check_brand(document: Document, known: Known) -> Iterator[Problem]:
    """Ids given twice anywhere in the file, and a voice for networks that are not there."""
    first: dict[str, int] = {}
    for loc, id in _ids(document.data, ()):
        if id == "hours":
            yield document.problem(loc, "hours is what the opening hours are cited by; choose another id")
        if first.setdefault(id, document.line(loc)) != document.line(loc):
            yield document.problem(loc, f"{id} is already on line {first[id]}")
    data = document.data if isinstance(document.data, dict) else {}
    voice = data.get("voice")
    networks = voice.get("networks") if isinstance(voice, dict) else None
    for name in networks if isinstance(networks, dict) else ():
        if wrong := known.network(name):
            yield document.problem(("voice", "networks", name), wrong)


def check_lines(document: Document, brand: BrandFile) -> Iterator[Problem]:
    """Lines that stand twice in one section: whoever cites one could not tell which."""
    first: dict[str, Line] = {}
    given = {id for _, id in _ids(document.data, ())}
    for line in lines_of(brand):
        other = first.setdefault(line.id, line)
        if other is not line and line.id not in given:
            where = document.line(other.place)
            yield document.problem(line.place, f"the same stands on line {where} already; leave one of them out")


def stale(folder: Path, brand: BrandFile, today: date) -> list[Problem]:
    """Lines that somebody should read again: their day of review is over, or nobody answers for them. For `check`.

    They count all the same. `folder` is that of the files, from which `brand` was read.
    """
    late = [(line, words) for line in lines_of(brand) for words in stale_because(line, today)]
    if not late:
        return []
    document = read(folder / BRAND, f"{folder.name}/{BRAND}", LARGEST)
    return [_said(document, line, words) for line, words in late]


def _said(document: Document, line: Line, words: str) -> Problem:
    return Problem(document.file, document.line(line.place), line.section, words)


def _ids(data: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Every id that is given, with its place."""
    if isinstance(data, dict):
        if isinstance(id := data.get("id"), str):
            yield (*loc, "id"), id
        for key, value in data.items():
            yield from _ids(value, (*loc, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _ids(value, (*loc, number))
