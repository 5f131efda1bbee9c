"""Runs the simulated Telegram alone: `python -m bot.playground.telegram --port 8081 --bot shop_bot`."""

from __future__ import annotations

import argparse

from bot.playground.alone import run, serve
from bot.playground.clock import Clock
from bot.playground.telegram.server import TelegramServer


async def alone(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: {"url": …, "bots": {username: token}}."""
    server = TelegramServer(clock=Clock(speed=chosen.speed), flood_limits=not chosen.no_limits, seed=chosen.seed)
    bots = [server.world.create_bot(username, username, token) for username, token in chosen.bots]
    await serve(server, chosen, lambda: {"bots": {bot.username: bot.token for bot in bots}})


if __name__ == "__main__":
    run("telegram", __doc__, alone)
