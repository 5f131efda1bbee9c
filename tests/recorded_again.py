"""Does a recorded past again in a process of its own and prints one digest of all decisions.

python -m tests.recorded_again <redis url> <brand>
"""

from __future__ import annotations

import asyncio
import sys

from bot.replay import canonical, replay
from tests.recorded import again, digest_of, past
from tests.world import world


async def main(url: str, name: str) -> str:
    """The digest."""
    async with world(url, name) as here:
        chain, recording = again(real=True)
        return digest_of([canonical(one.now) async for one in replay(past(here).brand, chain, recording, 0) if one.now])


if __name__ == "__main__":
    print(asyncio.run(main(*sys.argv[1:])))  # noqa: T201 - that is what it is for
