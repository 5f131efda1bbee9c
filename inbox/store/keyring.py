"""Where the keys of the vault are: a file of ours in the data folder, or what the operator gave us.

A file of ours is made on first use and can be changed while Sangam runs: whoever writes into the vault reads it anew,
and holds a lock from reading the keys to having written, so that no text is sealed with a key on its way out.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from inbox.errors import SetupError
from inbox.sealing import Key, Ring, new_key, ring_of, text_of
from inbox.store.data_folder import explained

FILE: Final = "vault.key"
LOCK: Final = "vault.lock"
HALF: Final = f"{FILE}.", ".half"  # how a file that is being written begins and ends
PATIENCE: Final = 10.0  # seconds; a rotation takes a moment
GIVEN: Final = "the key that `tokens` in bot.yaml names"


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one installation; `given` is the operator's own ring, and "" where the file is ours."""

    folder: Path
    given: str = field(default="", repr=False)

    @property
    def is_ours(self) -> bool:
        """Whether we may make, add and drop keys."""
        return not self.given

    @property
    def where(self) -> str:
        """Where the keys are, in words."""
        return str(self.folder / FILE) if self.is_ours else GIVEN

    def read(self) -> Ring:
        """The keys as they are now; none where our file was not made yet. Raises SetupError."""
        if self.given:
            return ring_of(self.given, self.where)
        try:
            return ring_of((self.folder / FILE).read_text("ascii"), self.where)
        except (FileNotFoundError, NotADirectoryError):
            return Ring((), self.where)
        except UnicodeDecodeError:
            raise SetupError(f"{self.where} is no list of keys; put back the file that was there.") from None
        except OSError as error:
            words = f"{self.where} cannot be read ({error.strerror}): make it readable for user {os.geteuid()}."
            raise SetupError(words) from error

    def write(self, keys: Sequence[Key]) -> None:
        """Replace our file, whole or not at all; hold `locked(alone=True)` meanwhile. Raises SetupError."""
        with explained(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            begin, end = HALF
            for left in self.folder.glob(f"{begin}*{end}"):  # of who was killed; keys that are dropped stand in it too
                left.unlink(missing_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=begin, suffix=end, delete=False) as half:  # 0600
                try:
                    half.write(text_of(keys).encode())
                    half.flush()
                    os.fsync(half.fileno())
                    Path(half.name).replace(self.folder / FILE)
                except OSError:
                    Path(half.name).unlink(missing_ok=True)
                    raise
            _sync(self.folder)  # a key must not be younger on the disk than what it sealed

    async def made(self) -> None:
        """Make the first key of our file if there is none; raises SetupError."""
        if self.is_ours and not self.read().keys:
            async with self.locked(alone=True):
                if not self.read().keys:
                    self.write([new_key()])

    @contextlib.asynccontextmanager
    async def locked(self, *, alone: bool = False, patience: float = PATIENCE) -> AsyncIterator[None]:
        """Keep the ring as it is; with `alone` nobody else seals meanwhile. Raises SetupError after `patience` s."""
        if not self.is_ours:
            yield
            return
        with explained(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            await self._taken(descriptor, fcntl.LOCK_EX if alone else fcntl.LOCK_SH, patience)
            yield
        finally:
            os.close(descriptor)

    async def _taken(self, descriptor: int, how: int, patience: float) -> None:
        try:
            async with asyncio.timeout(patience):
                while True:
                    try:
                        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
                        return
                    except BlockingIOError:
                        await asyncio.sleep(0.02)
        except TimeoutError:
            words = (
                f"Another program changes the keys in {self.where} for {patience:g} seconds already; try again later."
            )
            raise SetupError(words) from None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
