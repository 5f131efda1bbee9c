"""How much memory the idle process takes: `run.py run` with a Telegram account and a web chat, after one answer."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bot.playground.telegram.remote import Remote
from tests.bench.figures import Figure, show
from tests.bench.hook_words import TOKEN
from tests.bench.processes import child, resident
from tests.bench.program import children, sangam

BOT = "bench_bot"
MEGABYTE = 1024 * 1024


async def measure(seconds: float = 5.0) -> list[Figure]:
    """Megabytes of the process after some idle seconds, and of the Redis that it has started, which is not included."""
    simulated = child("-m", "bot.playground.telegram", "--bot", f"{BOT}={TOKEN}")
    with tempfile.TemporaryDirectory() as folder:
        async with simulated as telegram:
            url = (await telegram.said())["url"]
            async with sangam(Path(folder), url) as program, Remote(url) as people:
                await _ask(people)
                await asyncio.sleep(seconds)
                [redis] = children(program.pid)
                own, beside = resident(program.pid) / MEGABYTE, resident(redis) / MEGABYTE
    remark = f"resident {seconds:g} s after an answer; its Redis takes {beside:.0f} more"
    return [Figure("megabytes of the idle process", own, remark, most=150, digits=0)]


async def _ask(people: Remote) -> None:
    """Somebody asks what the FAQ knows, and is answered."""
    asha = await people.do("create_person", first_name="Asha", username="asha")
    assert isinstance(asha, dict)
    await people.do("say", person=asha["id"], chat=f"@{BOT}", text="How long does shipping take?")
    assert await people.sent(wait=30)


if __name__ == "__main__":
    show(measure())
