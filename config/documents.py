"""The documents of the brand: a folder of Markdown, HTML, PDF and plain text, in pieces that can be cited.

A file that cannot be read never hides the others: what is wrong with it is said in words.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from config.paragraphs import Piece, chunks, markdown, plain
from config.problems import Problem
from responders.brain import Chunk

EXTRACT = Path(__file__).with_name("extract.py")
PATIENCE = 40.0  # seconds for one file, of which its own process may compute half
MOST_FILES, MOST_PIECES, MOST_OF_ONE = 500, 4000, 1000
KINDS = {".md": "Markdown", ".markdown": "Markdown", ".txt": "text", ".html": "html", ".htm": "html", ".pdf": "pdf"}
MOST_BYTES = {"Markdown": 1 << 20, "text": 1 << 20, "html": 4 << 20, "pdf": 32 << 20}
IN_PROCESS: Mapping[str, Callable[[str], Iterator[Piece]]] = {"Markdown": markdown, "text": plain}

LEFT_BEHIND = frozenset({"Thumbs.db", "desktop.ini"})  # by systems that show folders
# A broken reader of PDFs must not learn the secrets that stand in our environment.
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")

Stamp = tuple[int, int, int]
GiveUp = Callable[[], bool]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Read:
    """What one file said when it looked like this; `wrong` is why it, or a part of it, is not known."""

    stamp: Stamp
    digest: str = ""
    chunks: tuple[Chunk, ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """All that stands in the folder of documents, by file; `wrong` is what keeps the folder from being read."""

    name: str = ""  # of the folder, as people call it
    files: Mapping[str, Read] = field(default_factory=dict)
    wrong: str = ""

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """All pieces that are known, file by file."""
        return tuple(chunk for read in self.files.values() for chunk in read.chunks)[:MOST_PIECES]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, and why; none of it stops anything."""
        said = [Problem(f"{self.name}/{file}", 1, "", read.wrong) for file, read in self.files.items() if read.wrong]
        pieces = sum(len(read.chunks) for read in self.files.values())
        if self.wrong or pieces > MOST_PIECES:
            words = self.wrong or f"holds {pieces} paragraphs; only the first {MOST_PIECES} are known"
            said.append(Problem(self.name, 1, "", words))
        return tuple(sorted(said))

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each file that was read."""
        return {f"{self.name}/{file}": read.digest for file, read in self.files.items() if read.digest}


async def aside(work: Callable[[GiveUp], Result]) -> Result:
    """What `work` makes in a thread of its own; once nobody waits for it any more, it is told to give up."""
    stopped = threading.Event()
    try:
        return await asyncio.to_thread(work, stopped.is_set)
    finally:
        stopped.set()


def never() -> bool:
    """Do not give up."""
    return False


def read_library(folder: Path, before: Library | None = None, give_up: GiveUp = never) -> Library:
    """Read all documents below a folder; a file that looks as it did `before` is not read again.

    Takes seconds for large PDFs, so it belongs `aside`; asks before each file whether to `give_up`. A folder that is
    missing holds nothing.
    """
    known = before.files if before and before.name == folder.name else {}
    found = stamps(folder)
    wrong = f"holds more than {MOST_FILES} files; the rest are not known" if len(found) > MOST_FILES else ""
    files: dict[str, Read] = {}
    for name, stamp in list(found.items())[:MOST_FILES]:
        if give_up():
            break
        old = known.get(name)
        files[name] = old if old and old.stamp == stamp else _read(folder, name, stamp)
    return Library(folder.name, files, wrong)


def stamps(folder: Path) -> dict[str, Stamp]:
    """What tells whether a file changed, by its name below the folder, in order; one more than MOST_FILES at most.

    Hidden files and folders are passed over, and so is what lies outside of the folder behind a link.
    """
    root = folder.resolve()
    found: dict[str, Stamp] = {}
    for place, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            stamp = None if name.startswith((".", "~$")) or name in LEFT_BEHIND else _stamp(path, root)
            if stamp:
                found[path.relative_to(root).as_posix()] = stamp
            if len(found) > MOST_FILES:
                return found
    return found


def _stamp(path: Path, root: Path) -> Stamp | None:
    try:
        if not path.resolve().is_relative_to(root):
            return None
        seen = path.stat()
    except (OSError, RuntimeError):  # gone meanwhile, or a link that leads back to itself
        return None
    return (seen.st_mtime_ns, seen.st_size, seen.st_ino) if stat.S_ISREG(seen.st_mode) else None


def _read(folder: Path, name: str, stamp: Stamp) -> Read:
    kind = KINDS.get(Path(name).suffix.lower(), "")
    if not kind:
        return Read(stamp, wrong="is not read: only .md, .txt, .html and .pdf files are; save it as one of these")
    if not name.isprintable():
        return Read(stamp, wrong="is not read: its name has signs that nobody can see; give it another one")
    if stamp[1] > MOST_BYTES[kind]:
        return Read(stamp, wrong=f"is too big: {stamp[1]} of {MOST_BYTES[kind]} bytes; cut it into parts")
    try:
        raw = (folder / name).read_bytes()
    except OSError as error:
        return Read(stamp, wrong=f"cannot be read: {error.strerror or error}")
    try:
        pieces = IN_PROCESS[kind](_text(raw)) if kind in IN_PROCESS else _extracted(kind, folder / name)
        known = tuple(chunks(name, pieces))
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        return Read(stamp, wrong=f"is not UTF-8 (line {line}); save it again as UTF-8")
    except (OSError, ValueError) as wrong:
        return Read(stamp, wrong=str(wrong))
    return Read(stamp, hashlib.sha256(raw).hexdigest(), known[:MOST_OF_ONE], _wanting(kind, known))


def _wanting(kind: str, known: tuple[Chunk, ...]) -> str:
    if len(known) > MOST_OF_ONE:
        return f"has {len(known)} paragraphs; only the first {MOST_OF_ONE} are known"
    pictures = ", perhaps only pictures of pages" if kind == "pdf" else ""
    return "" if known else f"has no text in it{pictures}"


def _text(raw: bytes) -> str:
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def _extracted(kind: str, path: Path) -> list[Piece]:
    """What a process of its own reads out of the file; ValueError in words when it cannot."""
    command = [sys.executable, "-I", str(EXTRACT), kind, str(path)]
    environ = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False, env=environ
        )
        said = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        said = {}
    if "pieces" in said:
        return [(tuple(headings), text) for headings, text in said["pieces"]]
    raise ValueError(said.get("wrong") or "takes too long to read; save it again, or as plain text")
