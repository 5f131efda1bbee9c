"""One command from its start to its exit code: what a person can mend is a sentence, never a traceback."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine

from inbox.errors import SetupError, StoreAway

EXIT_FAILED, EXIT_AWAY, EXIT_SETUP = 1, 4, 5


def carry_out(work: Coroutine[None, None, bool]) -> None:
    """Run to the end and exit: 0, 1 when it did not pass, 4 without a store, 5 when something has to be set up."""
    try:
        raise SystemExit(0 if asyncio.run(work) else EXIT_FAILED)
    except SetupError as error:
        print(error, file=sys.stderr)
        raise SystemExit(EXIT_SETUP) from None
    except StoreAway as error:
        print(away(error), file=sys.stderr)
        raise SystemExit(EXIT_AWAY) from None


def away(error: StoreAway) -> str:
    """That Redis is away, and what to do about it."""
    return f"{str(error).rstrip('.')}. Start it, or set another redis.url in bot.yaml."


async def until_stopped() -> None:
    """Until Ctrl+C or SIGTERM."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
