"""Writing into brand.yaml for somebody who does not have it open: remarks, order and style of the rest stay."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from config.brand import BRAND, check_brand, check_lines
from config.cross import Known
from config.document import Document
from config.problems import ConfigError, nearest
from config.saving import rewrite, text_of
from config.splicing import BY_HAND, Item, added, changed
from config.validate import validate
from inbox.errors import AlreadyDecided, NotAllowed, NotFound
from responders.brain import BrandFile, Line, lines_of
from responders.brain.lines import SECTIONS

NAMED = {"products", "contacts"}  # sections whose lines say what they are about under `name`


async def add_line(
    folder: Path,
    section: str,
    text: str,
    owner: str = "",
    review: date | None = None,
    *,
    networks: Collection[str] = (),
) -> Line:
    """Write one more line into a section of brand.yaml, which is made if it is missing; the line as it is read now.

    `networks` are those that exist. Raises a Refused that says why not; then the file is as it was.
    """
    if section not in SECTIONS or section == "hours":
        known = [name for name in SECTIONS if name != "hours"]
        raise NotFound(f"There is no section {section} to add a line to; {nearest(section, known)}")
    said = _said(text)
    item = _item("name" if section in NAMED else "text", said, owner, review)

    def change(before: Document) -> str:
        for line in _lines(before, networks):
            if line.section == section and not line.network and _key(line) == said:
                raise AlreadyDecided(f"{BRAND} has this line already, as {line.id}.")
        return added(text_of(before), section, item)

    def fits(line: Line) -> bool:
        return line.section == section and _key(line) == said

    return await asyncio.to_thread(_write, folder.resolve(), change, fits, "", networks)


async def set_line(
    folder: Path,
    id: str,
    *,
    text: str = "",
    owner: str = "",
    review: date | None = None,
    networks: Collection[str] = (),
) -> Line:
    """Change what is given of the line with this id, nothing else. An id that nobody gave goes with the text.

    Raises a Refused that says why not; then the file is as it was.
    """

    def change(before: Document) -> str:
        line = next((one for one in _lines(before, networks) if one.id == id), None)
        if line is None or line.section == "hours":
            raise NotFound(f"There is no line {id} in {BRAND} that could be changed so.")
        key = "name" if line.section in NAMED else "text"
        return changed(text_of(before), line.place, key, _item(key, _said(text) if text else "", owner, review))

    def fits(line: Line) -> bool:
        says = not text or _said(text) in line.text
        return says and (not owner or line.owner == _said(owner)) and (review is None or line.review == review)

    return await asyncio.to_thread(_write, folder.resolve(), change, fits, id, networks)


def _write(
    folder: Path, change: Callable[[Document], str], fits: Callable[[Line], bool], id: str, networks: Collection[str]
) -> Line:
    """Save it if nothing else becomes another by it: `id` is the line that goes, the one that `fits` comes."""
    made: list[Line] = []

    def check(before: Document, after: Document) -> None:
        old, new = (set(_lines(document, networks)) for document in (before, after))
        gone, come = old - new, list(new - old)
        if {line.id for line in gone} - {id} or len(come) != 1 or not fits(come[0]):
            raise NotAllowed(BY_HAND)
        made[:] = come

    path = folder / BRAND
    is_new = not path.exists()
    try:
        if is_new:
            path.touch()
        rewrite(path, f"{folder.name}/{BRAND}", change, check)
    except OSError as error:
        raise NotAllowed(f"Not saved: {BRAND} cannot be written ({error.strerror}).") from error
    finally:
        if is_new and path.exists() and not path.stat().st_size:
            path.unlink()
    return made[0]


def _lines(document: Document, networks: Collection[str]) -> tuple[Line, ...]:
    """The lines of a file without mistakes; ConfigError with all of them."""
    data = document.data
    sections = {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data
    filled = validate(BrandFile, sections, document)
    problems = [*document.problems, *check_brand(document, Known((), networks))]
    problems += filled if isinstance(filled, list) else check_lines(document, filled)
    if problems or isinstance(filled, list):
        raise ConfigError(problems)
    return lines_of(filled)


def _key(line: Line) -> str:
    """What a line says under `text` or `name`."""
    return line.title if line.section == "products" else line.text


def _item(key: str, said: str, owner: str, review: date | None) -> Item:
    written = {key: said, "owner": _said(owner) if owner else "", "review": review.isoformat() if review else ""}
    return {name: value for name, value in written.items() if value}


def _said(text: str) -> str:
    """On one line, without signs that nobody can see."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not line:
        raise NotAllowed("Not saved: there is no text here.")
    return line
