"""An operator's desk for `connect` and `tokens`: a folder, one brand on a real Redis, and somebody with a browser."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from inbox.models import AccountId
from inbox.store import opened
from inbox.store.keyring import Keyring
from inbox.store.vault import AccountVault
from tests.bot.connecting_program import program
from tests.tree import ROOT

PROGRAM = Path(__file__).with_name("connecting_program.py")
DONE, REFUSED, NOT_UNDERSTOOD, NOT_FOUND, NOT_SET_UP, INTERRUPTED = 0, 1, 2, 3, 5, 130  # exit codes


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class AnyDesk:
    """`click` opens an address, chooses by the words of a link, and tells where that leads."""

    url: str
    brand: str
    folder: Path
    click: Callable[[str, str], Awaitable[str]]
    base_url: str  # of the simulated network

    async def __call__(self, *words: str, stdin: str = "") -> Ended:
        """Run a command in this process."""
        app = program(self.url, self.brand, self.folder)
        done = await asyncio.to_thread(CliRunner(env={"TZ": "UTC"}).invoke, app, list(words), input=stdin)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ended(done.exit_code, done.stdout, done.stderr)

    async def talk(
        self,
        *words: str,
        before: tuple[str, ...] = (),
        after: tuple[str, ...] = (),
        choice: str = "Continue as",
        killed_when: Callable[[], bool] | None = None,
    ) -> Ended:
        """Run a command in its own process: answer what it asks, log in where it says, paste the address, answer.

        With `killed_when` it is killed with SIGKILL as soon as that holds.
        """
        command = (sys.executable, str(PROGRAM), self.url, self.brand, str(self.folder), *words)
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, env={"PYTHONPATH": str(ROOT), "TZ": "UTC"}
        )
        assert process.stdin
        assert process.stdout
        process.stdin.write("".join(f"{answer}\n" for answer in before).encode())
        shown = ""
        while line := (await process.stdout.readline()).decode():
            shown += line
            if found := re.fullmatch(r"  (http\S+)\n", line):
                address = await self.click(found[1], choice)
                process.stdin.write("".join(f"{answer}\n" for answer in (address, *after)).encode())
                while killed_when and not killed_when():
                    await asyncio.sleep(0.01)
                if killed_when:
                    process.kill()
        out, err = await process.communicate()
        return Ended(process.returncode or 0, shown + out.decode(), err.decode())

    def write(self, name: str, text: str) -> str:
        """Put a file into the folder; returns its path."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return str(path)

    def configure(self, *, public_url: str = "", **accounts: dict[str, Any]) -> None:
        """What bot.yaml says: options by `network_name`."""
        listed = [[*id.split("_"), {"base_url": self.base_url, **options}] for id, options in accounts.items()]
        self.write("bot.json", json.dumps({"public_url": public_url, "accounts": listed}))

    @asynccontextmanager
    async def vault(self, account: str) -> AsyncIterator[AccountVault]:
        """What an account keeps."""
        async with opened(self.url, self.brand) as store:
            yield store.vaults(Keyring(self.folder / "data")).of(AccountId(account))
