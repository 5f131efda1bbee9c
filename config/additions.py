"""Adding to faq.yaml for somebody who does not have it open: remarks, order and style of the rest stay."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import io
import os
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from config.cross import Known, account_names
from config.cross_faq import check_faq
from config.document import Document, read
from config.entries import Wanted, holds, put
from config.load import BOT, FAQ
from config.problems import ConfigError, Problem
from config.validate import validate
from inbox.errors import NotAllowed
from responders.faq import FaqFile

PATIENCE = 10.0  # seconds for whoever adds something at the same moment
TRIES = 5
Change = tuple[str, Wanted]  # the entry that was changed, and what shall be in it


@dataclass(frozen=True, slots=True)
class Added:
    """Where a question went: into an entry of its own, or to one that gave this answer already."""

    id: str
    is_new: bool


async def add_entry(
    folder: Path, id: str, question: str, answer: str, language: str = "", *, networks: Collection[str] = ()
) -> Added:
    """Write a question and its answer into faq.yaml, which a running Sangam then takes over.

    With the id of an entry, or the answer of one, the question is added there; without an id one is made of the
    question. `networks` are those that exist. Raises a Refused that says why not; then the file is as it was.
    """
    wanted = Wanted(id.strip(), " ".join(_clean(question).split()), _clean(answer).strip(), language.strip())
    return await asyncio.to_thread(_add, folder.resolve(), wanted, networks)


def _add(folder: Path, wanted: Wanted, networks: Collection[str]) -> Added:
    path = (folder / FAQ).resolve()  # behind a link, the file itself is replaced
    with _explained(path), _alone(path.parent):
        for _ in range(TRIES):
            before = _read(path, folder)
            _refuse_mistakes(before, _known(folder, networks))
            text, added = _with(before, wanted)
            if _replace(path, folder, before, text, _known(folder, networks), (added.id, wanted)):
                return added
    raise NotAllowed(f"Not added: somebody is changing {FAQ} right now; try again.")


def _with(document: Document, wanted: Wanted) -> tuple[str, Added]:
    """The file's text with what is wanted in it."""
    text = document.raw.decode("utf-8-sig").replace("\r\n", "\n")
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1 << 20  # no line is broken that was not
    data = yaml.load(text)
    remarks = "" if data is not None or not text.strip() else text.rstrip("\n") + "\n"
    data = CommentedMap() if data is None else data
    if not data.get("entries"):
        data["entries"] = CommentedSeq()
    _indent(yaml, data["entries"])
    id, is_new = put(data["entries"], wanted)
    out = io.StringIO()
    yaml.dump(data, out)
    return remarks + out.getvalue(), Added(id, is_new)


def _indent(yaml: YAML, entries: CommentedSeq) -> None:
    """Indent lists as this file does."""
    dash, item, deeper = 2, 4, 2
    if entries and not entries.fa.flow_style():
        dash, item = entries.lc.col, entries[0].lc.col
        blocks = (value for entry in entries for value in entry.values() if isinstance(value, CommentedMap))
        deeper = next((block.lc.col - item for block in blocks if not block.fa.flow_style()), deeper)
    yaml.indent(mapping=deeper, sequence=item, offset=dash)


def _replace(path: Path, folder: Path, before: Document, text: str, known: Known, change: Change) -> bool:
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
        _refuse_side_effects(before, after, *change)
        if path.read_bytes() != before.raw:
            return False
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return True


def _refuse_side_effects(before: Document, after: Document, id: str, wanted: Wanted) -> None:
    """Whatever way the file is written in: the one entry holds what was wanted, and no other has become another."""
    others = [[entry for entry in _entries(document) if entry["id"] != id] for document in (before, after)]
    if others[0] != others[1] or not any(holds(entry, wanted) for entry in _entries(after) if entry["id"] == id):
        raise NotAllowed(f"Not added: {FAQ} is written in a way that only a person can add to; add it by hand.")


def _entries(document: Document) -> list[dict[str, object]]:
    return (document.data.get("entries") if isinstance(document.data, dict) else None) or []


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
