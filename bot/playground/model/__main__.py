"""Runs the simulated endpoint alone: `python -m bot.playground.model --port 8089 --behaviour demo`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from bot.playground.alone import serve
from bot.playground.model.behaviours import BEHAVIOURS
from bot.playground.model.server import CHAT, EMBEDDING, ModelServer


async def alone(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: {"url": …, "models": […]}."""
    await serve(ModelServer(BEHAVIOURS[chosen.behaviour]), chosen, lambda: {"models": [CHAT, EMBEDDING]})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bot.playground.model", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--behaviour", choices=sorted(BEHAVIOURS), default="demo", help="what the model does")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(alone(parser.parse_args()))
