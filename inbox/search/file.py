"""The index of one brand on one host: an SQLite file that holds nothing of its own and may be deleted at any time.

The row id of a passage begins with its time, so the newest are read off one end and nothing is ever sorted.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

import regex

from inbox.errors import Refused
from inbox.models import ConversationId
from inbox.search.words import VERSION, Term, joined
from inbox.store.passages import Passage

# Another layout, another way to cut words or another table of letters: another index.
LAYOUT = f"1.{VERSION} {unicodedata.unidata_version} {regex.__version__}"
ROOM = 1 << 20  # passages of one millisecond
LATEST = (1 << 43) - 2  # so that a row id fits into 63 bits: in the year 2248
BUSY_S = 5.0
MERGED = 2  # SQLite counts fewer changes than this when there was nothing to merge
TABLES = """
CREATE TABLE about (id INTEGER PRIMARY KEY CHECK (id = 1), layout TEXT, data TEXT, log TEXT, walked TEXT);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY, conversation TEXT, kind TEXT, ref TEXT, author TEXT, handle TEXT, text TEXT, at INTEGER,
    UNIQUE (conversation, kind, ref)
);
CREATE VIRTUAL TABLE word USING fts5 (who, text, tokenize = 'ascii', prefix = '2 3');
"""
FIND = """
SELECT conversation, kind, ref, author, handle, passage.text, at FROM word JOIN passage ON passage.id = word.rowid
WHERE word MATCH ? AND conversation GLOB ? ORDER BY word.rowid DESC LIMIT ?
"""


class Unsearchable(Refused):
    """Search does not work right now; the words say why and what to do. Nothing else is touched by it."""


class Damaged(Unsearchable):
    """The index cannot be read any more, or was made by another version; it has to be made anew."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far the index has come: which data it is of, up to which line of the log, and which conversations were read.

    `walked` names the place on the shelf of all conversations, oldest first, while they are read for the first time;
    it is None when that is done.
    """

    data: str
    log: str
    walked: str | None = ""


class IndexFile:
    """An open index, used by one thread at a time."""

    def __init__(self, path: Path, *, writes: bool) -> None:
        """Open the file; one that is to be written is made if need be. Raises Unsearchable."""
        self.path = path
        with explained(path):
            if writes:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            mode = "rw" if writes else "ro"
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode={mode}",
                uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False,
            )  # fmt: skip
            try:
                self._prepare(writes=writes)
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def place(self) -> Place | None:
        """How far it has come; None for one that was just made."""
        with explained(self.path):
            found = self._db.execute("SELECT data, log, walked FROM about").fetchone()
        return Place(*found) if found else None

    def write(self, place: Place, passages: Iterable[Passage] = (), gone: Iterable[ConversationId] = ()) -> int:
        """Take passages in and note the place, all or nothing; answers how many passages that changed."""
        with explained(self.path), self._transaction():
            changed = sum(self._forget(conversation) for conversation in gone)
            changed += sum(self._put(passage) for passage in passages)
            self._note(place)
        return changed

    def begin(self, place: Place) -> None:
        """Forget everything and begin at this place."""
        with explained(self.path), self._transaction():
            self._db.execute("DELETE FROM word")
            self._db.execute("DELETE FROM passage")
            self._note(place)

    def tidy(self, pages: int) -> bool:
        """Merge so many pages of what was written in many pieces, and drop the words of what is gone; False when done.

        A negative number begins, further calls go on with the positive one.
        """
        with explained(self.path):
            before = self._db.total_changes
            self._db.execute("INSERT INTO word(word, rank) VALUES ('merge', ?)", (pages,))
            return self._db.total_changes - before >= MERGED

    def verify(self, *, words: bool = False) -> None:
        """Raise Damaged when the file is not sound; whether each word leads where it stands takes longer to tell."""
        with explained(self.path):
            if self._db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise Damaged(_anew(self.path))
            if words:
                with contextlib.closing(IndexFile(self.path, writes=False)) as file:
                    file.verify()  # what we have read before, we would not read again
                self._db.execute("INSERT INTO word(word) VALUES ('integrity-check')")

    def find(self, terms: Sequence[Term], limit: int, *, account: str = "", conversation: str = "") -> list[Passage]:
        """The newest passages that hold every term."""
        within = _literal(conversation) or (_literal(account) + "/*" if account else "*")
        with explained(self.path):
            found = self._db.execute(FIND, (" AND ".join(map(str, terms)), within, limit)).fetchall()
        return [Passage(*row) for row in found]

    def _prepare(self, *, writes: bool) -> None:
        if writes:
            self._db.execute(
                "PRAGMA journal_mode = WAL"
            )  # readers never wait; where it cannot be had, they do a little
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA secure_delete = ON")
            if not self._db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                self._db.executescript(f"BEGIN IMMEDIATE; {TABLES} COMMIT;")
        layout = self._db.execute("SELECT layout FROM about").fetchone()
        if layout and layout[0] != LAYOUT:
            raise Damaged(_anew(self.path))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()

    def _note(self, place: Place) -> None:
        row = {"layout": LAYOUT, **asdict(place)}
        self._db.execute("INSERT OR REPLACE INTO about VALUES (1, :layout, :data, :log, :walked)", row)

    def _put(self, passage: Passage) -> int:
        """Bring one passage to how it is now; 0 when that is how it stood already."""
        key = (passage.conversation, passage.kind, passage.ref)
        row = self._db.execute(
            "SELECT id, author, handle, text FROM passage WHERE conversation = ? AND kind = ? AND ref = ?", key
        ).fetchone()
        if (row[1:] if row else ("", "", "")) == (passage.author, passage.handle, passage.text):
            return 0
        if row:
            self._drop(row[0])
        elif not passage.text:
            return 0
        if passage.text:
            self._add(passage)
        return 1

    def _add(self, passage: Passage) -> None:
        first = min(max(passage.at, 0), LATEST) * ROOM
        newest = self._db.execute(
            "SELECT max(id) FROM passage WHERE id BETWEEN ? AND ?", (first, first + ROOM - 1)
        ).fetchone()[0]
        id = first if newest is None else newest + 1
        slots = ", ".join("?" * (len(fields(Passage)) + 1))
        self._db.execute(f"INSERT INTO passage VALUES ({slots})", (id, *map(_storable, astuple(passage))))
        who = joined(f"{passage.author} {passage.handle}")
        self._db.execute("INSERT INTO word (rowid, who, text) VALUES (?, ?, ?)", (id, who, joined(passage.text)))

    def _drop(self, id: int) -> None:
        self._db.execute("DELETE FROM passage WHERE id = ?", (id,))
        self._db.execute("DELETE FROM word WHERE rowid = ?", (id,))

    def _forget(self, conversation: ConversationId) -> int:
        ids = self._db.execute("SELECT id FROM passage WHERE conversation = ?", (conversation,)).fetchall()
        for (id,) in ids:
            self._drop(id)
        return len(ids)


def put_aside(path: Path) -> Path:
    """Move an index that cannot be used out of the way, in place of one that was moved there before."""
    aside = path.with_name(f"{path.name}.aside")
    with explained(path):
        path.replace(aside)
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
    return aside


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the operating system say into a sentence that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _words(path, error) from error
    except OSError as error:
        raise Unsearchable(f"The search index {path} cannot be used ({error.strerror}); see to its folder.") from error


def _words(path: Path, error: sqlite3.Error) -> Unsearchable:
    name = getattr(error, "sqlite_errorname", "")
    unknown = name == "SQLITE_ERROR" and "no such table" in str(error)
    if unknown or name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_SCHEMA", "SQLITE_FORMAT")):
        return Damaged(_anew(path))
    if name.startswith("SQLITE_CANTOPEN") and not path.exists():
        return Unsearchable("There is no search index yet; Sangam makes it while it runs.")
    if name.startswith("SQLITE_FULL"):
        return Unsearchable(f"The disk of the search index {path} is full; free some space.")
    return Unsearchable(f"The search index {path} cannot be used ({error}).")


def _anew(path: Path) -> str:
    return f"The search index {path.name} cannot be read and is being made anew; try again in a while."


def _literal(text: str) -> str:
    """The text as GLOB matches it and nothing else."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text)


def _storable(value: object) -> object:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
