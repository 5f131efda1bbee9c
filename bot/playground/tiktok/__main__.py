"""Runs the simulated TikTok alone: `python -m bot.playground.tiktok --port 8086`.

It has an app, an account with a video, and two people who said something. The app is told of what happens once it has
subscribed, as in the real one: POST /open_api/v1.3/business/webhook/update/.
"""

from __future__ import annotations

import argparse

from bot.playground.alone import run, serve
from bot.playground.clock import Clock
from bot.playground.tiktok.hooks import LATEST
from bot.playground.tiktok.server import TikTokServer

HOW_TO = """bot.yaml: set `base_url` of the account to "url", and the app and its tokens as below.
In a shell: curl "$URL/open_api/v1.3/business/comment/list/?business_id=$ID&video_id=$VIDEO" -H "Access-Token: $TOKEN"
A login to try: $URL/v2/auth/authorize/?client_key=$APP&redirect_uri=https://localhost/&state=1&kind=business"""


def furnish(server: TikTokServer) -> dict[str, object]:
    """Make the app, its account, and people who speak; returns what one needs to know of them."""
    world = server.world
    server.hooks.late = LATEST
    app = world.create_app(domains=("localhost", "127.0.0.1"))
    account = world.create_account("nadipots", app, name="Nadi Pots")
    asha, bhavin = world.create_person("Asha Patel"), world.create_person("Bhavin Shah")
    cups = world.video(account, "New cups today")
    world.comment(asha, cups, "How much is the blue one?")
    world.comment(bhavin, cups, "Lovely!")
    world.message(asha, account, "When do you open?")
    return {
        "app": {"client_key": app.client_key, "secret": app.secret},
        "account": {
            "open_id": account.open_id,
            "access_token": account.access_token,
            "refresh_token": account.refresh_token,
            "open_token": account.open_token,
            "video": cups.id,
        },
        "people": {person.name: person.unique_identifier for person in (asha, bhavin)},
        "how to": HOW_TO.splitlines(),
    }


async def alone(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: where it is, ids, tokens, and how to use it."""
    server = TikTokServer(clock=Clock(speed=chosen.speed), limits=not chosen.no_limits, seed=chosen.seed)
    await serve(server, chosen, lambda: furnish(server))


if __name__ == "__main__":
    run("tiktok", __doc__, alone)
