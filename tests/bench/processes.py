"""Other processes of a benchmark: started, asked for their first line, ended by their id."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from tests.tree import ROOT

SECONDS_TO_END = 15.0
SECONDS_TO_SPEAK = 300.0
LONGEST_LINE = 1024 * 1024


class Child:
    """A process that tells us things, each one line of JSON."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Take over a process whose output is a pipe."""
        self._process = process

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """With what it ended; None while it runs."""
        return self._process.returncode

    async def said(self, seconds: float = SECONDS_TO_SPEAK, beside: Child | None = None) -> Any:
        """The next line of JSON; what else it prints is passed over. Useless to wait for when `beside` has ended."""
        async with asyncio.timeout(seconds):
            while beside is None or beside.returncode is None:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(1):
                        return await self._json()
        raise RuntimeError(f"process {beside.pid} ended too early, with code {beside.returncode}")

    async def _json(self) -> Any:
        assert self._process.stdout
        while line := await self._process.stdout.readline():
            if line.startswith((b"{", b"[")):
                return json.loads(line)
        raise RuntimeError(f"process {self.pid} ended without a word, with code {await self._process.wait()}")

    async def end(self) -> None:
        """Ask it to end, and end it."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            try:
                async with asyncio.timeout(SECONDS_TO_END):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()


@contextlib.asynccontextmanager
async def child(
    *command: str | Path, python: Path = Path(sys.executable), env: Mapping[str, str] | None = None
) -> AsyncIterator[Child]:
    """A Python process in the root of the project, for the length of the block; its log is shown when that fails."""
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            python, *command, cwd=ROOT, env={**os.environ, **(env or {})},
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=log, limit=LONGEST_LINE,
        )  # fmt: skip
        running = Child(process)
        try:
            yield running
        except Exception:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace"))
            raise
        finally:
            await running.end()


def cpu_seconds(pid: int) -> float:
    """How much time of the processor a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """How many bytes of a process are in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
