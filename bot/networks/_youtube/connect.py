"""Connecting a YouTube channel: what has to be done at Google, the login, and which channel it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.networks._login import Begun, Dialogue, Flow, Found, Known, Question, by_code, never, told, too_late
from bot.networks._youtube import oauth
from bot.networks._youtube.options import CONSOLE, Hosts
from inbox.errors import Rejected

REDIRECT: Final = "http://127.0.0.1:9004"  # the client of a Desktop app may lead to any port of this machine
LIVES: Final = "some minutes"


def steps(known: Known, redirect: str) -> Sequence[str]:
    """What a person has to do at console.cloud.google.com before the login."""
    return told(
        """At https://console.cloud.google.com make a project, and under APIs and services, Library, enable the
            YouTube Data API v3 and the YouTube Analytics API.""",
        """Under OAuth consent screen choose External, fill in the names, and add your Google account as a test user.
            While the screen is in Testing each login lasts 7 days: choose Publish app to have one that lasts.""",
        f"""At {CONSOLE} choose Create credentials, OAuth client ID, Desktop app. The client ID and the client secret
            that it shows are asked for now.""",
        f"""Log in at the address that comes next, choose the channel (and not the Google account beside it), and tick
            every box. Google may say that it has not verified the app: it is yours, choose Advanced and go on. The
            browser then finds no page at {redirect}: that is right.""",
    )


async def address(begun: Begun) -> str:
    """Where the owner chooses the channel."""
    return oauth.address(_hosts(begun), _client(begun), begun.place.redirect, begun.state, begun.verifier)


async def trade(begun: Begun, code: str) -> Sequence[Found]:
    """The login for a code, and the channel it is for. Raises SetupError for an old code, and NetworkErrors."""
    place, hosts = begun.place, _hosts(begun)
    try:
        grant = await oauth.exchange(
            place.http, hosts, _client(begun), code, place.redirect, begun.verifier, place.now()
        )
    except Rejected as refusal:
        if str(refusal) != oauth.REVOKED:
            raise
        raise too_late(oauth.GOOGLE, LIVES, "it was used, or is too old") from None
    id, title = await oauth.whose(place.http, hosts, grant.access)
    return [Found(id, title, replace(grant, whose=id))]


def _client(begun: Begun) -> oauth.Client:
    return oauth.Client(begun.known["client_id"], begun.known["client_secret"])


def _hosts(begun: Begun) -> Hosts:
    return Hosts.at(begun.known["base_url"])


DIALOGUE: Final = Dialogue(
    title="One YouTube channel: the comments under its videos, what waits for review, its videos.",
    questions=(
        Question("client_id", "The client ID (it ends in .apps.googleusercontent.com)"),
        Question("client_secret", "The client secret", secret=True),
        Question("base_url", "Another address than Google's own", asked=never, hidden=True),
    ),
    id="channel",
    steps=steps,
    begin=by_code(Flow(address, trade)),
    redirect=REDIRECT,
)
