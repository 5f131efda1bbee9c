"""Runs the simulated Telegram alone: `python -m bot.playground.telegram --port 8081 --bot shop_bot`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from bot.playground.clock import Clock
from bot.playground.telegram.server import TelegramServer


def options(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground.telegram", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--bot", action="append", default=[], metavar="USERNAME[=TOKEN]", help="create this bot")
    parser.add_argument("--seed", type=int, default=0, help="of tokens, ids and random failures")
    parser.add_argument("--speed", type=float, default=1.0, help="virtual seconds in a real one")
    parser.add_argument("--no-limits", action="store_true", help="never answer 429 for flooding")
    return parser.parse_args(arguments)


async def serve(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: {"url": …, "bots": {username: token}}."""
    server = TelegramServer(clock=Clock(speed=chosen.speed), flood_limits=not chosen.no_limits, seed=chosen.seed)
    for name in chosen.bot:
        username, _, token = name.partition("=")
        server.world.create_bot(username, username, token)
    await server.start(chosen.host, chosen.port)
    tokens = {bot.username: bot.token for bot in server.world.bots.values()}
    sys.stdout.write(json.dumps({"url": server.url, "bots": tokens}) + "\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


def main() -> None:
    """Run until interrupted."""
    try:
        asyncio.run(serve(options(sys.argv[1:])))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
