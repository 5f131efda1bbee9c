"""Sangam itself, as people start it: a config folder for a benchmark, and `run.py run` on it in its own process."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from inbox.store import Store, opened
from inbox.store.embedded import running
from tests.bench.hook_words import TOKEN
from tests.bench.processes import Child, child
from tests.redis_servers import until

BRAND = "bench"
RULES = "rules: []\n"
FAQ = """
entries:
  - id: shipping
    questions: [how long does shipping take?, "hello, how long does shipping take?"]
    answer: Shipping takes three days.
  - id: hours
    questions: [when are you open?]
    answer: From nine to five.
"""


def config(root: Path, port: int, bot_api: str) -> Path:
    """A config folder: one Telegram account on another Bot API server, a web chat, an FAQ that may send by itself.

    Nothing waits: no time to undo, none for a burst to end; a bare bot has neither.
    """
    bot = {
        "brand": {"id": BRAND, "name": "Bench"},
        "data": str(root / "data"),
        "web": {"port": port},
        "accounts": [
            {"network": "webchat", "name": "site"},
            {"network": "telegram", "name": "main", "token_env": "BENCH_TOKEN", "base_url": bot_api},
        ],
        "autonomy": [{"responder": "faq", "mode": "auto"}],
        "undo": {"automatic": "0s", "people": "0s"},
        "debounce": "0s",
    }
    folder = root / "config"
    folder.mkdir()
    for name, text in (("bot.yaml", json.dumps(bot)), ("rules.yaml", RULES), ("faq.yaml", FAQ)):
        (folder / name).write_text(text)
    return folder


@contextlib.asynccontextmanager
async def sangam(root: Path, bot_api: str, port: int = 0) -> AsyncIterator[Child]:
    """`run.py run` for the length of the block; it has just been started and may not answer yet."""
    folder = config(root, port, bot_api)
    async with child("run.py", "--config", folder, "run", env={"BENCH_TOKEN": TOKEN}) as program:
        yield program


@contextlib.asynccontextmanager
async def its_store(root: Path) -> AsyncIterator[Store]:
    """The store of the running program, once it has one."""
    folder = root / "data" / "redis"

    async def is_there() -> bool:
        return running(folder) is not None

    await until(is_there, 60)
    url = running(folder)
    assert url
    async with opened(url, BRAND) as store:
        yield store


def children(pid: int) -> Iterator[int]:
    """The processes that a process has started."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        yield from (int(word) for word in (thread / "children").read_text().split())
