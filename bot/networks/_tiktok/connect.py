"""Connecting an account on TikTok: for comments and messages, and with `--api content` once more, for posting.

The two APIs are two apps in two portals, each with a login of its own, and each names the same account differently.
developers.tiktok.com, "Login Kit for Desktop", read 2026-11-27.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs, urlsplit

from bot.networks._http import call
from bot.networks._login import (
    HERE,
    Begun,
    Dialogue,
    Flow,
    Found,
    Known,
    Place,
    Question,
    by_code,
    never,
    told,
    too_late,
)
from bot.networks._oauth import Grant
from bot.networks._outside import Vault
from bot.networks._tiktok import oauth
from bot.networks._tiktok.api import PREFIX
from bot.networks._tiktok.errors import ENDED, NAME, code_of
from bot.networks._tiktok.options import BUSINESS_API, CONTENT_API
from inbox.errors import NetworkError, SetupError

DESKTOP: Final = "http://127.0.0.1:9004/"  # Login Kit for Desktop: this machine only, with a port
LIVES: Final = "ten minutes"
BLANK: Final = "The browser then says that it finds no page: that is right."


def steps(known: Known, redirect: str) -> Sequence[str]:
    """What a person has to do in TikTok's portals before the login."""
    if _for_posting(known):
        return told(
            f"""At https://developers.tiktok.com make an app, and add Login Kit and the Content Posting API with Direct
                Post to it. Under Login Kit choose Desktop, and enter {_leads_to(known, redirect)} as a Redirect
                URI.""",
            """Put its client key and client secret into bot.yaml as client_key and client_secret_file. Until TikTok has
                audited the app, what it posts is for the account's own eyes: apply there.""",
            f"Log in at the address that comes next as the account, and accept everything. {BLANK}",
        )
    return told(
        """At https://business-api.tiktok.com/portal become a developer, choose My Apps, Create an app, and ask for
            the TikTok Accounts permissions, comments among them. TikTok reviews the app, which takes days.""",
        f"""Enter {redirect} as the redirect of the TikTok account holder. If the portal does not take it, any https
            address of yours does that ends with a slash: the browser only has to show it.""",
        """The app then shows its App ID, its Secret, and the TikTok account holder authorization URL. They are asked
            for now.""",
        f"Log in at the address that comes next as the account, and accept everything. {BLANK}",
    )


async def address(begun: Begun) -> str:
    """Where the account's owner consents."""
    page = _dialogue(begun).address()
    if not _for_posting(begun.known):
        return page
    challenge = hashlib.sha256(begun.verifier.encode()).hexdigest()  # in hex, unlike everywhere else
    return f"{page}&code_challenge={challenge}&code_challenge_method=S256"


async def trade(begun: Begun, code: str) -> Sequence[Found]:
    """The login for a code. Raises SetupError for an old code, and NetworkErrors."""
    try:
        verifier = begun.verifier if _for_posting(begun.known) else ""
        grant = await _client(begun).redeem(code, _redirect(begun), verifier)
    except NetworkError as error:
        if code_of(error) in ENDED:
            raise too_late(NAME, LIVES, "it was used, or is too old") from None
        raise
    if _for_posting(begun.known):  # which account that is at the other API is told by neither
        return [Found(begun.place.wanted or grant.whose, "for posting", grant)]
    return [Found(grant.whose, await _name(begun, grant), grant)]


def vault(place: Place) -> Vault:
    """Where this login is kept, beside the other."""
    return oauth.Drawer(place.vault, "content") if _for_posting(place.known) else place.vault


async def _name(begun: Begun, grant: Grant) -> str:
    """What the account is called; its id where TikTok does not say, which the report explains."""
    url, query = f"{begun.known['base_url']}{PREFIX}/business/get/", {"business_id": grant.whose}
    asked = {**query, "fields": '["username"]'}
    try:
        answer = await call(
            begun.place.http,
            "GET",
            url,
            name=NAME,
            effect=False,
            params=asked,
            headers={"Access-Token": grant.access},
        )
    except NetworkError:
        return grant.whose
    data = answer.object().get("data")
    return f"@{data['username']}" if isinstance(data, dict) and data.get("username") else grant.whose


def _for_posting(known: Known) -> bool:
    return known.get("api") == "content"


def _client(begun: Begun) -> oauth.Client:
    known, http, now = begun.known, begun.place.http, begun.place.now
    if not _for_posting(known):
        return oauth.Client(http, known["app_id"], known["app_secret"], known["base_url"], now)
    key, secret = known["client_key"] or known["app_id"], known["client_secret"] or known["app_secret"]
    return oauth.Client(http, key, secret, known["content_url"], now, content=True)


def _dialogue(begun: Begun) -> oauth.Dialogue:
    return oauth.Dialogue(_client(begun), _redirect(begun), begun.known["authorization"], begun.state)


def _redirect(begun: Begun) -> str:
    """Where the login leads: the portal's address says it itself."""
    said = parse_qs(urlsplit(begun.known["authorization"]).query).get("redirect_uri")
    return said[0] if said and not _for_posting(begun.known) else _leads_to(begun.known, begun.place.redirect)


def _leads_to(known: Known, redirect: str) -> str:
    return DESKTOP if _for_posting(known) and redirect == HERE else redirect


def _address_wanted(known: Known) -> bool:
    return not _for_posting(known) and known.get("base_url") == BUSINESS_API


def _portal(said: str) -> str:
    if not said.strip().startswith("https://"):
        raise SetupError(f"This is no address that begins with https://. {oauth.PORTAL}")
    return said.strip()


DIALOGUE: Final = Dialogue(
    title="One account on TikTok: the comments below its posts, its messages, its posts.",
    questions=(
        Question(
            "api",
            "business for comments and messages, content for posting by upload",
            asked=never,
            choices=("business", "content"),
            usual="business",
            in_file=False,
        ),
        Question("app_id", "The app's id (App ID)"),
        Question("app_secret", "The app's secret", secret=True),
        Question("client_key", "The client key of the app that posts", asked=never),
        Question("client_secret", "The client secret of the app that posts", secret=True, asked=never),
        Question("base_url", "Another address than TikTok's own", asked=never, usual=BUSINESS_API, hidden=True),
        Question("content_url", "Another address for posting", asked=never, usual=CONTENT_API, hidden=True),
        Question(
            "authorization",
            "The app's TikTok account holder authorization URL",
            asked=_address_wanted,
            clean=_portal,
            in_file=False,
        ),
    ),
    id="business_id",
    steps=steps,
    begin=by_code(
        Flow(
            address,
            trade,
            names=("auth_code", "code"),
            stateless=lambda known: not _for_posting(known),
            vault=vault,
        )
    ),
    redirect=HERE,
)
