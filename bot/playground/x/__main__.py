"""Runs the simulated X alone: `python -m bot.playground.x --port 8085`.

It has an app, an account of ours that has connected it, and two people who said something. The app hears of it when it
looks, on its stream, or over a hook once it has subscribed, as on the real one: POST /2/activity/subscriptions.
"""

from __future__ import annotations

import argparse

from bot.playground.alone import run, serve
from bot.playground.attachments import photo
from bot.playground.clock import Clock
from bot.playground.x.server import XServer

HOW_TO = """In a shell: curl "$URL/2/users/$ID/mentions?tweet.fields=author_id" -H "Authorization: Bearer $TOKEN"
The stream: curl -N "$URL/2/activity/stream" -H "Authorization: Bearer $BEARER"
A login to try: $URL/i/oauth2/authorize?response_type=code&client_id=$CLIENT&redirect_uri=https://localhost/&state=1\
&scope=tweet.read+users.read&code_challenge=c&code_challenge_method=plain"""


def furnish(server: XServer) -> dict[str, object]:
    """Make the app, its account, and people who speak; returns what one needs to know of them."""
    world = server.world
    app = world.create_app()
    pots = world.create_account("nadipots", "Nadi Pots", app)
    asha, bhavin = world.create_person("asha_p", "Asha Patel"), world.create_person("bhavin", "Bhavin Shah")
    cup = world.post(pots, "New cups today", [photo("cup")])
    world.reply(asha, cup, "How much is the blue one?")
    world.mention(bhavin, pots, "Do you ship to Pune?")
    world.message(asha, pots, "When do you open?")
    return {
        "app": {
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "consumer_secret": app.consumer_secret,
            "bearer": app.bearer,
        },
        "account": {"id": pots.id, "token": pots.access_token, "refresh_token": pots.refresh_token, "post": cup.id},
        "people": {person.username: person.id for person in (asha, bhavin)},
        "how to": HOW_TO.splitlines(),
    }


async def alone(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: where it is, ids, tokens, and how to use it."""
    server = XServer(clock=Clock(speed=chosen.speed), limits=not chosen.no_limits, seed=chosen.seed)
    await serve(server, chosen, lambda: furnish(server))


if __name__ == "__main__":
    run("x", __doc__, alone)
