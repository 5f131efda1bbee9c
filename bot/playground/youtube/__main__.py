"""Runs the simulated YouTube alone: `python -m bot.playground.youtube --port 8084`.

It has a project, a channel with two videos, and people who commented.
"""

from __future__ import annotations

import argparse

from bot.playground.alone import run, serve
from bot.playground.clock import Clock
from bot.playground.youtube.server import YouTubeServer

HOW_TO = """bot.yaml: set `base_url` of the account to "url", `client_id`, `client_secret` and `refresh_token` as below.
In a shell: curl -H "Authorization: Bearer $TOKEN" "$URL/youtube/v3/commentThreads?part=snippet&videoId=$VIDEO"
A login to try: $URL/o/oauth2/v2/auth?client_id=$ID&redirect_uri=http://localhost/&response_type=code&access_type=\
offline&scope=https://www.googleapis.com/auth/youtube.force-ssl"""


def furnish(server: YouTubeServer) -> dict[str, object]:
    """Make the project, its channel and videos, and people who comment; returns what one needs to know of them."""
    world = server.world
    project = world.create_project()
    channel = world.create_channel("Nadi Pots", project)
    asha, bhavin = world.create_person("Asha Patel"), world.create_person("Bhavin Shah")
    bowl, cup = world.video(channel, "Throwing a bowl", age=86_400), world.video(channel, "Glazing a cup")
    question = world.comment(asha, bowl, "Which clay is this?")
    world.reply(bhavin, question, "Looks like stoneware.")
    world.comment(bhavin, cup, "Buy cheap watches here", held="spam")
    return {
        "project": {"client_id": project.client_id, "client_secret": project.client_secret},
        "channel": {"id": channel.id, "token": channel.token, "refresh_token": channel.refresh_token},
        "videos": {video.title: video.id for video in (bowl, cup)},
        "people": {person.name: person.id for person in (asha, bhavin)},
        "how to": HOW_TO.splitlines(),
    }


async def alone(chosen: argparse.Namespace) -> None:
    """Serve until cancelled; the first line of output is JSON: where it is, ids, tokens, and how to use it."""
    server = YouTubeServer(clock=Clock(speed=chosen.speed), seed=chosen.seed)
    await serve(server, chosen, lambda: furnish(server))


if __name__ == "__main__":
    run("youtube", __doc__, alone)
