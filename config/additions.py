"""Adding to faq.yaml for somebody who does not have it open: remarks, order and style of the rest stay."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import io
import os
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
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
from config.validate import validate
from inbox.errors import NotAllowed
from responders.faq import FaqFile

PATIENCE = 10.0  # seconds for whoever adds something at the same moment
TRIES = 5


@dataclass(frozen=True, slots=True)
class Added:
    """Where a question went: into an entry of its own, or to one that there was already."""

    id: str
    is_new: bool


Change = Callable[[CommentedMap], tuple[str, bool]]  # adds it to the file's data; the entry it went to, whether new
Allowed = Callable[[object, object], bool]  # whether the data before and after differ in nothing but the change
Check = Callable[[str, object, object], bool]  # the same for a change to this entry


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
    path = (folder / FAQ).resolve()  # behind a link, the file itself is replaced
    with _explained(path), _alone(path.parent):
        for _ in range(TRIES):
            before = _read(path, folder)
            _refuse_mistakes(before, _known(folder, networks))
            text, added = _with(before, change)
            if _replace(path, folder, before, text, _known(folder, networks), partial(check, added.id)):
                return added
    raise NotAllowed(f"Not added: somebody is changing {FAQ} right now; try again.")


def _with(document: Document, change: Change) -> tuple[str, Added]:
    """The file's text after a change."""
    text = document.raw.decode("utf-8-sig").replace("\r\n", "\n")
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1 << 20  # no line is broken that was not
    data = yaml.load(text)
    remarks = "" if data is not None or not text.strip() else text.rstrip("\n") + "\n"
    data = CommentedMap() if data is None else data
    _indent(yaml, data.get("entries"))
    added = Added(*change(data))
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


def _replace(path: Path, folder: Path, before: Document, text: str, known: Known, allowed: Allowed) -> bool:
    """Put the new text in the file's place if it would load; False when somebody has changed the file meanwhile."""
    raw = text.encode("utf-8")
    if b"\r\n" in before.raw:
        raw = raw.replace(b"\n", b"\r\n")
    if before.raw.startswith(b"\xef\xbb\xbf"):
        raw = b"\xef\xbb\xbf" + raw
    stands = path.stat()
    descriptor, name = tempfile.mkstemp(prefix=f".{FAQ}.", suffix=".new", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, stands.st_mode & 0o7777)
            with contextlib.suppress(PermissionError):  # only root may give a file away
                os.fchown(descriptor, stands.st_uid, stands.st_gid)
            file.write(raw)
            file.flush()
            os.fsync(descriptor)
        after = _read(new, folder)
        _refuse_mistakes(after, known)
        if not allowed(before.data, after.data):
            raise NotAllowed(f"Not added: {FAQ} is written in a way that only a person can add to; add it by hand.")
        if path.read_bytes() != before.raw:
            return False
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return True


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


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only one who adds something there; the system gives the lock back for whoever dies."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _locked(descriptor):
            if time.monotonic() > deadline:
                raise NotAllowed(f"Not added: somebody else is adding to {FAQ} right now; try again.")
            time.sleep(0.01)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Say in words why nothing was added."""
    try:
        yield
    except ConfigError as wrong:
        raise NotAllowed("Not added: " + "\n".join(map(str, wrong.problems))) from wrong
    except OSError as error:
        raise NotAllowed(f"Not added: {path.name} cannot be written ({error.strerror}).") from error


def _read(path: Path, folder: Path) -> Document:
    return read(path, f"{folder.name}/{FAQ}")


def _known(folder: Path, networks: Collection[str]) -> Known:
    return Known(account_names(read(folder / BOT, f"{folder.name}/{BOT}")), networks)


def _refuse_mistakes(document: Document, known: Known) -> None:
    problems: list[Problem] = [*document.problems, *check_faq(document, known)]
    data = document.data
    sections = {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data
    filled = validate(FaqFile, sections, document)
    if problems or isinstance(filled, list):
        raise ConfigError([*problems, *(filled if isinstance(filled, list) else ())])
