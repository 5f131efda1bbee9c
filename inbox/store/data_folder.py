"""The folder of the embedded Redis: its lock, its version stamp, its socket, and what a crash left behind."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
import socket
import stat
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from inbox.errors import SetupError

LONGEST_SOCKET_PATH = 107  # bytes in sockaddr_un.sun_path on Linux; Redis 6.2 cuts a longer one off and says "ready"
PATIENCE = 15.0  # seconds; a Redis that is told to stop gets ten
LEAST_FREE_BYTES = 16 * 1024 * 1024
LOCK_FILE = "redis.lock"
STAMP_FILE = "redis.version"
SOCKET_FILE = "redis.sock"

Version = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a data folder, as written in its lock file; `server` is 0 until the server has started."""

    owner: int
    server: int
    socket: str


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the operating system says about `folder` into one sentence with the way out (SetupError)."""
    try:
        yield
    except OSError as error:
        raise SetupError(_sentence(error, folder)) from error


def _sentence(error: OSError, folder: Path) -> str:
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return (
                f"The data folder {folder} cannot be written ({error.strerror}): make it writable for user "
                f"{os.geteuid()}, or set another data folder."
            )
        case errno.ENOSPC | errno.EDQUOT:
            return f"The disk of the data folder {folder} is full: free some space, then start again."
        case errno.ENOTDIR | errno.EEXIST:
            return f"The data folder {folder} is not a folder: move that file away, or set another data folder."
        case _:
            return f"The data folder {folder} cannot be used ({error.strerror}): mend it, or set another data folder."


def prepare(folder: Path, least_free: int = LEAST_FREE_BYTES) -> None:
    """Create the folder if need be and prove that Redis can grow there; `least_free` in bytes. Raises SetupError."""
    with explained(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    if free < least_free:
        raise SetupError(
            f"The disk of the data folder {folder} is full ({free // 1024} KiB free, {least_free // 1024} KiB needed): "
            f"free some space, then start again."
        )


async def lock(folder: Path, patience: float = PATIENCE) -> int:
    """Take the folder for one server and return the locked descriptor, which the server must inherit.

    A server whose Sangam has died is on its way out (and its rewriting child with it): we wait up to `patience`
    seconds for it. A folder in living hands is refused at once. Raises SetupError.
    """
    with explained(folder):
        descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + patience
    try:
        while not _locked(descriptor):
            holder = _holder(folder)
            if (holder and _alive(holder.owner) and _alive(holder.server)) or time.monotonic() > deadline:
                raise SetupError(_taken(folder, holder))
            await asyncio.sleep(0.02)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _taken(folder: Path, holder: Holder | None) -> str:
    if holder and holder.server and not _alive(holder.owner):
        return (
            f"The data folder {folder} is held by a Redis (process {holder.server}) whose Sangam is gone: "
            f"end it with `kill {holder.server}`, then start again."
        )
    who = f"process {holder.owner}" if holder else "another process"
    return f"The data folder {folder} is in use by {who}: stop it first, or set another data folder for this one."


def _alive(pid: int) -> bool:
    """A server that is not written down yet (0) counts as alive: it is being started."""
    if pid == 0:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def sign(descriptor: int, holder: Holder, folder: Path) -> None:
    """Write who holds the folder into its locked lock file, for the next one to read. Raises SetupError."""
    text = json.dumps(asdict(holder)).encode().ljust(1024)  # in one piece over the last one: nobody reads a half
    with explained(folder):
        os.pwrite(descriptor, text, 0)


def _holder(folder: Path) -> Holder | None:
    try:
        return Holder(**json.loads((folder / LOCK_FILE).read_text()))
    except (OSError, ValueError, TypeError):
        return None  # nobody has ever been here, or is just arriving


def url_of(socket_path: str | Path) -> str:
    """The address of a server on this socket, as `connect` takes it."""
    return f"unix://{quote(str(socket_path))}"


def running(folder: Path) -> str | None:
    """The `unix://` address of the embedded server that runs on this folder now, or None."""
    holder = _holder(folder)
    if holder is None:
        return None
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(holder.socket)
        except OSError:
            return None
    return url_of(holder.socket)


def socket_path(folder: Path) -> Path:
    """Where the server's socket goes: into the folder, or into a short private one when that path would be too long.

    The same folder always gives the same path, so that clients find the server again after its restart.
    Raises SetupError.
    """
    if _fits(folder / SOCKET_FILE):
        return folder / SOCKET_FILE
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    short = Path(os.environ.get("TMPDIR", "/tmp")) / f"sangam-{os.geteuid()}-{name}"
    if not _fits(short / SOCKET_FILE):
        raise SetupError(
            f"Both the data folder {folder} and the temporary folder {short.parent} have too long a path for a unix "
            f"socket ({LONGEST_SOCKET_PATH} bytes): set a data folder or a TMPDIR with a shorter path."
        )
    with explained(short):
        short.mkdir(mode=0o700, exist_ok=True)
        found = short.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) != 0o700:
        raise SetupError(f"{short} is not a private folder of user {os.geteuid()}: remove it, then start again.")
    return short / SOCKET_FILE


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= LONGEST_SOCKET_PATH


def refuse_downgrade(folder: Path, binary_version: Version) -> None:
    """Raise SetupError when newer Redis wrote this folder: 6.2 on a folder of 7.0 starts with no keys and no error."""
    written = _stamp(folder)
    if written[:2] > binary_version[:2]:
        newer, older = (".".join(map(str, version[:2])) for version in (written, binary_version))
        raise SetupError(
            f"The data folder {folder} was written by Redis {newer} and the Redis {older} of this machine cannot read "
            f"that: install redis-server {newer} or newer, or set `redis.url`."
        )


def _stamp(folder: Path) -> Version:
    try:
        major, minor, patch = (int(part) for part in (folder / STAMP_FILE).read_text().strip().split("."))
        return major, minor, patch
    except (FileNotFoundError, ValueError):
        # Redis keeps its log in this folder since 7.0, and it may have run here without us.
        return (7, 0, 0) if (folder / "appendonlydir").exists() else (0, 0, 0)


def stamp(folder: Path, version: Version) -> None:
    """Note which Redis wrote here last."""
    text = ".".join(map(str, version))
    with explained(folder):
        (folder / STAMP_FILE).write_text(f"{text}\n")


def remove_leftovers(folder: Path) -> None:
    """Delete what a Redis that was killed during a rewrite left: nobody else ever does."""
    with explained(folder):
        for pattern in ("temp-*.aof", "temp-*.rdb"):
            for leftover in [*folder.glob(pattern), *folder.glob(f"appendonlydir/{pattern}")]:
                leftover.unlink(missing_ok=True)
