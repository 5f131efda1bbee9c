"""Adding to faq.yaml for somebody who does not have it open: remarks, order and style of the rest stay."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from config.cross import Known, account_names
from config.cross_faq import check_faq
from config.document import Document, read
from config.entries import NOTHING, Wanted, holds, put, put_nothing, put_phrasing
from config.load import BOT, FAQ
from config.problems import ConfigError, Problem
from config.saving import rewrite, text_of
from config.validate import validate
from inbox.errors import NotAllowed
from responders.faq import FaqFile


@dataclass(frozen=True, slots=True)
class Added:
    """Where a question went: into an entry of its own, or to one that there was already."""

    id: str
    is_new: bool


Change = Callable[[CommentedMap], tuple[str, bool]]  # adds it to the file's data; the entry it went to, whether new
Check = Callable[[str, object, object], bool]  # whether the data before and after differ in this entry's change only


async def add_entry(
    folder: Path, id: str, question: str, answer: str, language: str = "", *, networks: Collection[str] = ()
) -> Added:
    """Write a question and its answer into faq.yaml, which a running Sangam then takes over.

    With the id of an entry, or the answer of one, the question is added there; without an id one is made of the
    question. `networks` are those that exist. Raises a Refused that says why not; then the file is as it was.
    """
    wanted = Wanted(id.strip(), _one_line(question), _clean(answer).strip(), language.strip())
    change = partial(put, wanted=wanted)
    return await asyncio.to_thread(_add, folder.resolve(), change, partial(_only_entry, wanted), networks)


async def add_phrasing(
    folder: Path, entry: str, question: str, language: str = "", *, networks: Collection[str] = ()
) -> Added:
    """Write down one more way in which people ask for an entry, such as a question that was just answered with it.

    Without a language it goes where the questions of its language are. Raises a Refused as `add_entry` does.
    """
    wanted = Wanted(entry.strip(), _one_line(question), "", language.strip())
    change = partial(put_phrasing, wanted=wanted)
    return await asyncio.to_thread(_add, folder.resolve(), change, partial(_only_entry, wanted), networks)


async def add_nothing(folder: Path, question: str, *, networks: Collection[str] = ()) -> None:
    """Write down a question that people ask and no entry answers. Raises a Refused as `add_entry` does."""
    asked = _one_line(question)
    check = partial(_only_nothing, asked)
    await asyncio.to_thread(_add, folder.resolve(), partial(put_nothing, question=asked), check, networks)


def _add(folder: Path, change: Change, check: Check, networks: Collection[str]) -> Added:
    """Save it if the file and what it goes with are right before and after, and nothing else becomes another by it."""
    made: list[Added] = []

    def added(before: Document) -> str:
        _refuse_mistakes(before, _known(folder, networks))
        text, made[:] = _with(before, change)
        return text

    def right(before: Document, after: Document) -> None:
        _refuse_mistakes(after, _known(folder, networks))
        if not check(made[0].id, before.data, after.data):
            raise NotAllowed(f"Not saved: {FAQ} is written in a way that only a person can add to; add it by hand.")

    rewrite(folder / FAQ, f"{folder.name}/{FAQ}", added, right)
    return made[0]


def _with(document: Document, change: Change) -> tuple[str, list[Added]]:
    """The file's text after a change, and where that went."""
    text = text_of(document)
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1 << 20  # no line is broken that was not
    data = yaml.load(text)
    remarks = "" if data is not None or not text.strip() else text.rstrip("\n") + "\n"
    data = CommentedMap() if data is None else data
    _indent(yaml, data.get("entries"))
    added = [Added(*change(data))]
    out = io.StringIO()
    yaml.dump(data, out)
    return remarks + out.getvalue(), added


def _indent(yaml: YAML, entries: CommentedSeq | None) -> None:
    """Indent lists as this file does."""
    dash, item, deeper = 2, 4, 2
    if entries and not entries.fa.flow_style():
        dash, item = entries.lc.col, entries[0].lc.col
        blocks = (value for entry in entries for value in entry.values() if isinstance(value, CommentedMap))
        deeper = next((block.lc.col - item for block in blocks if not block.fa.flow_style()), deeper)
    yaml.indent(mapping=deeper, sequence=item, offset=dash)


def _only_entry(wanted: Wanted, id: str, before: object, after: object) -> bool:
    """Whether, however the file is written, the entry holds what was wanted and nothing else has become another."""
    others = [[entry for entry in _entries(data) if entry["id"] != id] for data in (before, after)]
    held = any(holds(entry, wanted) for entry in _entries(after) if entry["id"] == id)
    return held and others[0] == others[1] and _nothing(before) == _nothing(after)


def _only_nothing(question: str, id: str, before: object, after: object) -> bool:
    """Whether the question was added to those without an entry, and nothing else has changed."""
    return not id and _entries(before) == _entries(after) and [*_nothing(before), question] == _nothing(after)


def _entries(data: object) -> list[dict[str, object]]:
    return (data.get("entries") if isinstance(data, dict) else None) or []


def _nothing(data: object) -> list[str]:
    listed = (data.get(NOTHING) if isinstance(data, dict) else None) or []
    return listed if isinstance(listed, list) else [listed]


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """The text without halves of broken characters, which no file can hold."""
    return text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n")


def _known(folder: Path, networks: Collection[str]) -> Known:
    return Known(account_names(read(folder / BOT, f"{folder.name}/{BOT}")), networks)


def _refuse_mistakes(document: Document, known: Known) -> None:
    problems: list[Problem] = [*document.problems, *check_faq(document, known)]
    data = document.data
    sections = {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data
    filled = validate(FaqFile, sections, document)
    if problems or isinstance(filled, list):
        raise ConfigError([*problems, *(filled if isinstance(filled, list) else ())])
