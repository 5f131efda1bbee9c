"""Connecting an account on X: what has to be done at its console, the login, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.networks._login import Begun, Dialogue, Flow, Found, Known, Question, by_code, never, told, too_late
from bot.networks._x import oauth
from bot.networks._x.options import API, PAGES
from bot.networks._x.words import CONSOLE
from inbox.errors import Rejected

REDIRECT: Final = "http://127.0.0.1/"
LIVES: Final = "30 seconds"


def steps(known: Known, redirect: str) -> Sequence[str]:
    """What a person has to do at console.x.com before the login."""
    return told(
        f"""At {CONSOLE} make a developer account, and in it an app. Buy credits of a few dollars: X charges for what
            is read and said, and answers nothing without them.""",
        f"""In the app, under User authentication settings, choose Read and write and Direct message, and the type Web
            App, Automated App or Bot. Enter {redirect} as the Callback URI, letter by letter, and any website of
            yours.""",
        """X then shows the Client ID and the Client Secret of OAuth 2.0. They are asked for now; the API Key is
            another thing.""",
        f"""Log in at the address that comes next as the account itself, and choose Authorize app. The browser then
            says that it finds no page: that is right. Paste its address here within {LIVES}: its code lasts no
            longer.""",
    )


async def address(begun: Begun) -> str:
    """Where the account lets the app in."""
    return _begun(begun).address


async def trade(begun: Begun, code: str) -> Sequence[Found]:
    """The login for a code, and whose it is. Raises SetupError for a code of too long ago, and NetworkErrors."""
    http, client, now = begun.place.http, _client(begun.known), begun.place.now()
    try:
        grant = await oauth.exchange(http, client, _begun(begun), code, now)
    except Rejected as refusal:
        if not str(refusal).startswith(oauth.DEAD):
            raise
        raise too_late("X", LIVES, str(refusal).removeprefix(oauth.DEAD).strip(" ().")) from None
    id, name = await oauth.who(http, client, grant)
    return [Found(id, f"@{name}", replace(grant, whose=id))]


def _client(known: Known) -> oauth.Client:
    enterprise = known.get("plan") == "enterprise"
    return oauth.Client(
        known["client_id"], known["client_secret"], known["base_url"], known["login_url"], enterprise=enterprise
    )


def _begun(begun: Begun) -> oauth.Begun:
    return oauth.begin(_client(begun.known), begun.place.redirect, begun.state, begun.verifier)


DIALOGUE: Final = Dialogue(
    title="One account on X: its mentions, the answers below its posts, its private messages, its posts.",
    questions=(
        Question("client_id", "The app's Client ID (OAuth 2.0)"),
        Question(
            "client_secret",
            "The app's Client Secret",
            secret=True,
            needed=False,
        ),
        Question("plan", "The plan of the app", asked=never, choices=("self-serve", "enterprise"), usual="self-serve"),
        Question("base_url", "Another address than X's own", asked=never, usual=API, hidden=True),
        Question("login_url", "Another address than X's own for the login", asked=never, usual=PAGES, hidden=True),
    ),
    id="id",
    steps=steps,
    begin=by_code(Flow(address, trade)),
    redirect=REDIRECT,
)
