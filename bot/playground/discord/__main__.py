"""Runs the simulated Discord alone: `python -m bot.playground.discord --port 8082 --bot nadi`.

It has one guild with a text channel, an announcement channel and a forum, all bots in it, and two people.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from bot.playground.alone import run, serve
from bot.playground.clock import Clock
from bot.playground.discord.server import DiscordServer


def furnish(server: DiscordServer, bots: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Make the bots, the guild and its channels; returns what one needs to know of them."""
    world = server.world
    accounts = [world.create_bot(username, token=token) for username, token in bots]
    people = [world.create_person(name) for name in ("asha", "meera")]
    guild = world.create_guild("Friends of Nadi", bots=accounts, members=people)
    channels = {kind: world.create_channel(guild, kind, kind=kind) for kind in ("text", "announcement", "forum")}
    return {
        "api": server.api,
        "gateway": server.gateway,
        "bots": {bot.username: bot.token for bot in accounts},
        "guild": str(guild.id),
        "channels": {kind: str(channel.id) for kind, channel in channels.items()},
    }


async def alone(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: where it is, the bots' tokens, the ids."""
    server = DiscordServer(clock=Clock(speed=chosen.speed), limits=not chosen.no_limits, seed=chosen.seed)
    await serve(server, chosen, lambda: furnish(server, chosen.bots))


if __name__ == "__main__":
    run("discord", __doc__, alone)
