"""Runs the simulated Discord alone: `python -m bot.playground.discord --port 8082 --bot nadi`.

It has one guild with a text channel, an announcement channel and a forum, all bots in it, and two people.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from bot.playground.clock import Clock
from bot.playground.discord.server import DiscordServer


def options(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground.discord", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--bot", action="append", default=[], metavar="USERNAME[=TOKEN]", help="create this bot")
    parser.add_argument("--seed", type=int, default=0, help="of tokens and random failures")
    parser.add_argument("--speed", type=float, default=1.0, help="virtual seconds in a real one")
    parser.add_argument("--no-limits", action="store_true", help="never answer 429 for calling too fast")
    return parser.parse_args(arguments)


def furnish(server: DiscordServer, bots: list[str]) -> dict[str, object]:
    """Make the bots, the guild and its channels; returns what one needs to know of them."""
    world = server.world
    accounts = [world.create_bot(name, token=token) for name, _, token in (bot.partition("=") for bot in bots)]
    people = [world.create_person(name) for name in ("asha", "meera")]
    guild = world.create_guild("Friends of Nadi", bots=accounts, members=people)
    channels = {kind: world.create_channel(guild, kind, kind=kind) for kind in ("text", "announcement", "forum")}
    return {
        "bots": {bot.username: bot.token for bot in accounts},
        "guild": str(guild.id),
        "channels": {kind: str(channel.id) for kind, channel in channels.items()},
    }


async def serve(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: where it is, the bots' tokens, the ids."""
    server = DiscordServer(clock=Clock(speed=chosen.speed), limits=not chosen.no_limits, seed=chosen.seed)
    await server.start(chosen.host, chosen.port)
    about = {"url": server.url, "api": server.api, "gateway": server.gateway} | furnish(server, chosen.bot)
    sys.stdout.write(json.dumps(about) + "\n")
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
