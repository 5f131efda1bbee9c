"""Runs the simulated Mastodon server alone: `python -m bot.playground.mastodon --port 8085`."""

from __future__ import annotations

import argparse

from bot.playground.alone import run, serve
from bot.playground.clock import Clock
from bot.playground.mastodon.server import MastodonServer


def furnish(server: MastodonServer) -> dict[str, object]:
    """Make an account, and somebody who writes to it; returns what one needs to know of them."""
    world = server.world
    shop = world.create_account("nadi", "Nadi Pottery")
    asha = world.create_person("asha@clay.example", "Asha Patel")
    world.mention(asha, shop, "When are you open?")
    how_to = 'bot.yaml: set `base_url` of the account to "url" and `token` as below.'
    return {"account": {"acct": shop.acct, "token": shop.token}, "how to": [how_to]}


async def alone(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: where it is, and the token."""
    server = MastodonServer(clock=Clock(speed=chosen.speed), seed=chosen.seed, limits=not chosen.no_limits)
    await serve(server, chosen, lambda: furnish(server))


if __name__ == "__main__":
    run("mastodon", __doc__, alone)
