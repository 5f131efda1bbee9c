"""Runs the simulated Bluesky alone: `python -m bot.playground.bluesky --port 8087`.

It has an account of ours with a post, and two people who said something.
"""

from __future__ import annotations

import argparse

from bot.playground.alone import run, serve
from bot.playground.attachments import photo
from bot.playground.bluesky.server import BlueskyServer
from bot.playground.clock import Clock

HOW_TO = """bot.yaml: set `base_url` of the account to "url", `identifier` to its handle, and its app password.
In a shell: curl "$URL/xrpc/com.atproto.server.createSession" -H "Content-Type: application/json" \
-d '{"identifier": "nadipots.example.com", "password": "…"}'
Then, with the accessJwt that it answers, below $URL/pds:
curl "$URL/pds/xrpc/app.bsky.notification.listNotifications" -H "Authorization: Bearer $TOKEN\""""


def furnish(server: BlueskyServer) -> dict[str, object]:
    """Make the account, its post, and people who speak; returns what one needs to know of them."""
    world = server.world
    pots = world.create_account("nadipots.example.com", "Nadi Pots")
    asha = world.create_person("asha.example.com", "Asha Patel")
    bhavin = world.create_person("bhavin.example.com", "Bhavin Shah")
    cup = world.post(pots, "New cups today", pictures=[photo("cup")])
    world.reply(asha, cup, "How much is the blue one?")
    world.mention(bhavin, pots, "do you ship to Pune?")
    world.message(asha, pots, "When do you open?")
    return {
        "account": {"did": pots.did, "handle": pots.handle, "app_password": pots.app_password, "post": cup.uri},
        "people": {person.handle: person.did for person in (asha, bhavin)},
        "how to": HOW_TO.splitlines(),
    }


async def alone(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: where it is, ids, passwords, and how to use it."""
    server = BlueskyServer(clock=Clock(speed=chosen.speed), limits=not chosen.no_limits, seed=chosen.seed)
    await serve(server, chosen, lambda: furnish(server))


if __name__ == "__main__":
    run("bluesky", __doc__, alone)
