"""Runs the simulated Meta alone: `python -m bot.playground.meta --port 8083`.

It has an app, a Page with a linked Instagram profile, a profile that logs in on its own, and two people who said
something. An app is told of it once it has subscribed, as in the real one: POST /{app}/subscriptions.
"""

from __future__ import annotations

import argparse

from bot.playground.alone import run, serve
from bot.playground.attachments import photo
from bot.playground.clock import Clock
from bot.playground.meta.server import MetaServer

HOW_TO = """bot.yaml: set `base_url` of the account to "url", `app_id`, `app_secret` and `token` as below.
In a shell: curl "$URL/v26.0/me/published_posts?fields=message,comments{message,from}&access_token=$TOKEN"
A login to try: $URL/v26.0/dialog/oauth?client_id=$APP&redirect_uri=https://localhost/&state=1&response_type=code"""


def furnish(server: MetaServer) -> dict[str, object]:
    """Make the app, its Page and profiles, and people who speak; returns what one needs to know of them."""
    world = server.world
    app = world.create_app("Sangam")
    page = world.create_page("Nadi Pots", app)
    linked, alone = world.create_profile("nadipots", app, page), world.create_profile("nadi.studio", app)
    asha, bhavin = world.create_person("Asha Patel"), world.create_person("Bhavin Shah")
    cup, bowl = world.post(page, "New cups today", photo("cup")), world.post(alone, "A bowl", photo("bowl"))
    world.comment(asha, cup, "How much is the blue one?")
    world.comment(bhavin, bowl, "Lovely!")
    world.message(asha, page, "When do you open?")
    world.message(bhavin, alone, "Do you ship to Pune?")
    return {
        "app": {"id": app.id, "secret": app.secret},
        "page": {"id": page.id, "token": page.token, "post": cup.id},
        "profile of the page": {"id": linked.id, "token": linked.token},
        "profile by Instagram Login": {"id": alone.id, "token": alone.token, "post": bowl.id},
        "people": {person.name: person.id for person in (asha, bhavin)},
        "user token": world.user_token(app).value,
        "how to": HOW_TO.splitlines(),
    }


async def alone(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: where it is, ids, tokens, and how to use it."""
    server = MetaServer(clock=Clock(speed=chosen.speed), limits=not chosen.no_limits, seed=chosen.seed)
    await serve(server, chosen, lambda: furnish(server))


if __name__ == "__main__":
    run("meta", __doc__, alone)
