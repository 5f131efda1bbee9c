"""Runs a simulated server as a program of its own: its command line, and the first line that it says."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Coroutine, Mapping

from bot.playground.serving import Server


def run(name: str, about: str | None, work: Callable[[argparse.Namespace], Coroutine[None, None, None]]) -> None:
    """Read the command line of `python -m bot.playground.<name>`, and do the work until interrupted."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(work(options(name, about, sys.argv[1:])))


def options(name: str, about: str | None, arguments: list[str]) -> argparse.Namespace:
    """The command line; `bots` are pairs of a username and a token, which may be empty."""
    parser = argparse.ArgumentParser(prog=f"python -m bot.playground.{name}", description=about)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument(
        "--bot", action="append", default=[], type=_bot, dest="bots", metavar="USERNAME[=TOKEN]", help="create this bot"
    )
    parser.add_argument("--seed", type=int, default=0, help="of tokens, ids and random failures")
    parser.add_argument("--speed", type=float, default=1.0, help="virtual seconds in a real one")
    parser.add_argument("--no-limits", action="store_true", help="never answer 429 for calling too fast")
    return parser.parse_args(arguments)


async def serve(server: Server, chosen: argparse.Namespace, about: Callable[[], Mapping[str, object]]) -> None:
    """Serve until cancelled; the first line of output is JSON: the URL, and what `about` says once it is known."""
    try:
        await server.start(chosen.host, chosen.port)
        sys.stdout.write(json.dumps({"url": server.url, **about()}) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
    finally:
        await server.stop()


def _bot(given: str) -> tuple[str, str]:
    username, _, token = given.partition("=")
    return username, token
