"""A command line for tests: in this process through typer's runner, in one of its own, or on a terminal."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from tests.bot.surfaces.cli_program import program
from tests.world import World

ROOT = Path(__file__).parents[3]
PROGRAM = Path(__file__).with_name("cli_program.py")
QUIET = {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "TZ": "UTC", "SANGAM_AS": "meera"}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Line:
    """The command line of one brand."""

    world: World
    url: str
    folder: Path

    async def __call__(self, *words: str, stdin: str = "", who: str = "meera") -> Ended:
        """Run a command in this process."""
        here = self.world
        app = program(self.url, here.name, self.folder, here.check, here.capabilities, here.fairness)
        run = CliRunner(env={"SANGAM_AS": who, "TZ": "UTC"}).invoke
        done = await asyncio.to_thread(run, app, list(words), input=stdin)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ended(done.exit_code, done.stdout, done.stderr)

    def command(self, *words: str) -> list[str]:
        """What to start for a process of its own."""
        return [sys.executable, str(PROGRAM), self.url, self.world.name, str(self.folder), *words]

    def environment(self, **more: str) -> dict[str, str]:
        """The environment for it: nothing of this machine but the path."""
        return {"PATH": os.environ["PATH"], **QUIET, **more}

    async def apart(self, *words: str, stdin: bytes = b"", **more: str) -> Ended:
        """Run a command in a process of its own."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *self.command(*words), stdin=pipe, stdout=pipe, stderr=pipe, env=self.environment(**more)
        )
        out, err = await asyncio.wait_for(process.communicate(stdin), 30)
        return Ended(process.returncode or 0, out.decode(), err.decode())

    async def on_a_terminal(self, *words: str, columns: int = 100, more: Mapping[str, str] | None = None) -> Ended:
        """Run a command on a terminal of its own; both streams are what the terminal was sent."""
        return await asyncio.to_thread(self._on_a_terminal, words, columns, more or {})

    def _on_a_terminal(self, words: tuple[str, ...], columns: int, more: Mapping[str, str]) -> Ended:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        environment = self.environment(**{"TERM": "xterm-256color", **more})
        with subprocess.Popen(
            self.command(*words), stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        ) as process:
            os.close(theirs)
            sent = _all_of(ours)
            code = process.wait(30)
        os.close(ours)
        return Ended(code, sent.replace("\r\n", "\n"), "")


def _all_of(terminal: int) -> str:
    sent = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # on Linux the end of a terminal is an error
            piece = b""
        if not piece:
            return sent.decode()
        sent += piece
