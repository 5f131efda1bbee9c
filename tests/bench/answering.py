"""Telegram updates polled, stored, answered by the FAQ and sent, beside bare bots that store nothing.

All on one bare Bot API server each in its turn, every bot in a process of its own; Sangam is `run.py run` with its own
Redis, which on a machine with two cores shares them with the server and the bot.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.bench.figures import Figure, remark, show
from tests.bench.processes import Child, child
from tests.bench.program import sangam
from tests.tree import ROOT

BENCH_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
Bot = Callable[[str], AbstractAsyncContextManager[Child]]


def aiogram(url: str) -> AbstractAsyncContextManager[Child]:
    """Bare aiogram."""
    return child("tests/bench/bots/aiogram_bot.py", url, python=BENCH_PYTHON)


def python_telegram_bot(url: str) -> AbstractAsyncContextManager[Child]:
    """Bare python-telegram-bot."""
    return child("-m", "tests.bench.bots.ptb_bot", url)


@contextlib.asynccontextmanager
async def ours(url: str) -> AsyncIterator[Child]:
    """Sangam, on an empty data folder."""
    with tempfile.TemporaryDirectory() as folder:
        async with sangam(Path(folder), url) as program:
            yield program


BARE: Mapping[str, Bot] = {"aiogram": aiogram, "p-t-b": python_telegram_bot}
LEAST = {"aiogram": 0.5, "p-t-b": 2.0}


async def answered_per_second(bot: Bot, questions: int) -> float:
    """How fast a bot answers that many waiting questions, the last answer included."""
    async with child("-m", "tests.bench.bots.bot_api", str(questions)) as server:
        port = (await server.said())["port"]
        async with bot(f"http://127.0.0.1:{port}") as running:
            await server.said(beside=running)  # that it has begun
            done = await server.said(beside=running)
    return float(done["answered"] / done["seconds"])


async def measure(rounds: int = 3, questions: int = 3_000, bots: Mapping[str, Bot] = BARE) -> list[Figure]:
    """Answers per second as shares of the bare bots', by the best of some rounds: what disturbs one only slows it."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, bot in {**bots, "sangam": ours}.items():
            best[name] = max(best.get(name, 0.0), await answered_per_second(bot, questions))
    mine = best["sangam"]
    return [
        Figure(f"Telegram answers, of bare {name}", mine / best[name], remark(mine, best[name]), LEAST[name])
        for name in bots
    ]


if __name__ == "__main__":
    show(measure())
