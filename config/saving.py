"""Writing into a file that people edit: whole or not at all, one at a time, and never over what somebody just saved."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from config.document import Document, read
from config.problems import ConfigError
from inbox.errors import NotAllowed

PATIENCE = 10.0  # seconds for whoever writes at the same moment
TRIES = 5
Change = Callable[[Document], str]  # the new text; line ends are those of Unix
Check = Callable[[Document, Document], None]  # before and after; raises what keeps the new text from being saved


def rewrite(path: Path, file: str, change: Change, check: Check) -> None:
    """Put what `change` makes of a file in its place, if `check` lets it.

    Raises a Refused that says why not, and ConfigError from within becomes one; then the file is as it was.
    """
    path = path.resolve()  # behind a link, the file itself is replaced
    with _explained(path), _alone(path.parent, path.name):
        for _ in range(TRIES):
            before = read(path, file)
            if _replace(path, file, before, change(before), check):
                return
    raise NotAllowed(f"Not saved: somebody is changing {path.name} right now; try again.")


def text_of(document: Document) -> str:
    """The text of a file, its line ends those of Unix."""
    return document.raw.decode("utf-8-sig").replace("\r\n", "\n")


def _replace(path: Path, file: str, before: Document, text: str, check: Check) -> bool:
    """False when somebody has changed the file meanwhile."""
    stands = path.stat()
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as written:
            os.fchmod(descriptor, stands.st_mode & 0o7777)
            with contextlib.suppress(PermissionError):  # only root may give a file away
                os.fchown(descriptor, stands.st_uid, stands.st_gid)
            written.write(_as_before(text, before.raw))
            written.flush()
            os.fsync(descriptor)
        check(before, read(new, file))
        if path.read_bytes() != before.raw:
            return False
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return True


def _as_before(text: str, before: bytes) -> bytes:
    """Encoded with the line ends and the mark at the beginning that the file had."""
    raw = text.encode("utf-8")
    if b"\r\n" in before:
        raw = raw.replace(b"\n", b"\r\n")
    return (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + raw


@contextlib.contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """Be the only one who writes there; the system gives the lock back for whoever dies."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _locked(descriptor):
            if time.monotonic() > deadline:
                raise NotAllowed(f"Not saved: somebody else is changing {name} right now; try again.")
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
    """Say in words why nothing was saved."""
    try:
        yield
    except ConfigError as wrong:
        raise NotAllowed("Not saved: " + "\n".join(map(str, wrong.problems))) from wrong
    except OSError as error:
        raise NotAllowed(f"Not saved: {path.name} cannot be written ({error.strerror}).") from error
