"""A started run.py in a process of its own, in a folder with all that an operator has, beside a simulated Telegram."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from bot.playground.telegram import BotAccount, TelegramServer
from tests.redis_servers import until
from tests.tree import ROOT

TOKEN = "900:the-secret-of-this-bot"
BOT = """\
brand: {{id: acme, name: Acme}}
data: {data}
web: {{port: {port}}}
accounts:
  - {{network: telegram, name: main, token_file: secrets/telegram-token, base_url: '{url}'}}
  - {{network: webchat, name: site}}
autonomy:
  - {{mode: auto}}
undo: {{automatic: 0s, people: 0s}}
debounce: 0s
"""
FAQ = """\
entries:
  - id: hours
    questions: [When are you open?]
    answer: {answer}
"""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with all that an operator has."""

    folder: Path

    def write(self, name: str, text: str) -> None:
        """Put a file there."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(text), "utf-8")


@dataclass(frozen=True, slots=True)
class Place(Folder):
    """Such a folder, and the simulated Telegram that it points at."""

    telegram: TelegramServer
    bot: BotAccount

    def configure(self, *, data: str = "./data", port: int = 0, url: str = "", more: str = "") -> None:
        """Write the three files and the token."""
        bot = BOT.format(data=data, port=port, url=url or self.telegram.url)
        self.write("config/bot.yaml", bot + more)
        self.write("config/rules.yaml", "rules: []\n")
        self.write("config/faq.yaml", FAQ.format(answer="From nine to six."))
        self.write("secrets/telegram-token", f"{TOKEN}\n")


@dataclass(slots=True)
class Program:
    """A started run.py, and what it has written so far."""

    process: asyncio.subprocess.Process
    folder: Path

    @property
    def out(self) -> str:
        """What it told the person who started it."""
        return (self.folder / "out").read_text("utf-8")

    @property
    def err(self) -> str:
        """Its log, or why it ended."""
        return (self.folder / "err").read_text("utf-8")

    def logged(self, event: str) -> list[dict[str, str]]:
        """The records of this name."""
        records = [json.loads(line) for line in self.err.splitlines() if line.startswith("{")]
        return [record for record in records if record["event"] == event]

    async def says(self, event: str) -> dict[str, str]:
        """The first record of this name; waits for it."""

        async def said() -> bool:
            assert self.process.returncode is None, self.err
            return bool(self.logged(event))

        await until(said, 30)
        return self.logged(event)[0]

    async def ended(self) -> int:
        """The exit code; waits for the end."""
        return await asyncio.wait_for(self.process.wait(), 30)

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """The exit code after a signal."""
        self.process.send_signal(number)
        return await self.ended()


@contextlib.asynccontextmanager
async def program(place: Folder, *words: str) -> AsyncIterator[Program]:
    """`run.py` with these words, for the length of the block."""
    number = len(list(place.folder.glob("said-*")))
    said = place.folder / f"said-{number}"
    said.mkdir()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SANGAM")}
    with (said / "out").open("wb") as out, (said / "err").open("wb") as err:
        command = (sys.executable, "run.py", "--config", str(place.folder / "config"), *words)
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=out, stderr=err, env=plain)
    try:
        yield Program(process, said)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def outcome(place: Folder, *words: str) -> tuple[int, str, str]:
    """How `run.py` ends that is not expected to go on: the exit code and what it wrote, here and there."""
    async with program(place, *words) as it:
        return await it.ended(), it.out, it.err
