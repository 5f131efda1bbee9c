"""Connecting an account on a Mastodon server: Sangam registers itself there, and the account lets it in.

docs.joinmastodon.org, "Obtaining client app access", "Logging in with an account" and methods/apps, read 2026-11-27.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from bot.logs import hide
from bot.networks._http import Answer, call, failed, plain
from bot.networks._login import Begun, Dialogue, Flow, Found, Known, Question, always, by_code, told, too_late
from bot.networks._mastodon.api import NAME, error_for
from bot.networks._oauth import Grant
from inbox.errors import Rejected, SetupError, Unavailable

OUT_OF_BAND: Final = "urn:ietf:wg:oauth:2.0:oob"  # the page shows the code, and leads nowhere
SCOPES: Final = "read write"
LIVES: Final = "ten minutes"
_SERVER: Final = re.compile(r"https?://[\w.-]+(:\d{1,5})?", re.ASCII)


def steps(known: Known, redirect: str) -> Sequence[str]:
    """What a person has to do: nothing at all before the login."""
    return told(
        """Nothing has to be applied for. The server is asked for now: the part behind the second @ of the account's
            whole name, such as mastodon.social.""",
        """Log in at the address that comes next as the account, and choose Authorize. The server then shows a code:
            copy it.""",
    )


def server(said: str) -> str:
    """The address of the server that somebody named; raises SetupError."""
    name = said.strip().rstrip("/")
    url = name if "://" in name else f"https://{name.rpartition('@')[2]}"
    if not _SERVER.fullmatch(url):
        raise SetupError("This is no server: name it like mastodon.social or https://mastodon.social.")
    return url


async def address(begun: Begun) -> str:
    """Register with the server, which every program may do, and say where the account lets it in."""
    asked = {"client_name": "Sangam", "redirect_uris": OUT_OF_BAND, "scopes": SCOPES}
    answer = await _post(begun, "/api/v1/apps", asked)
    if not answer.ok:
        raise error_for(answer, effect=False, now=begun.place.now())
    app = answer.object()
    if not isinstance(app.get("client_id"), str) or not isinstance(app.get("client_secret"), str):
        raise Unavailable(f"Something else than a Mastodon server answers at {begun.known['base_url']}.")
    hide(app["client_secret"])
    begun.notes.update(client_id=app["client_id"], client_secret=app["client_secret"])
    query = {
        "response_type": "code",
        "client_id": app["client_id"],
        "redirect_uri": OUT_OF_BAND,
        "scope": SCOPES,
        "force_login": "true",  # else whoever is logged in there already lets us in by one press
    }
    return f"{begun.known['base_url']}/oauth/authorize?{urlencode(query)}"


async def trade(begun: Begun, code: str) -> Sequence[Found]:
    """The login for a code, and whose it is. Raises SetupError for a code that counts no more, and NetworkErrors."""
    asked = {**begun.notes, "grant_type": "authorization_code", "code": code, "redirect_uri": OUT_OF_BAND}
    answer = await _post(begun, "/oauth/token", {**asked, "scope": SCOPES})
    said = answer.object()
    if said.get("error") == "invalid_grant":
        raise too_late(NAME, LIVES, plain(said.get("error_description") or "it was used, or is too old"))
    if not answer.ok:
        raise error_for(answer, effect=False, now=begun.place.now())
    if not isinstance(said.get("access_token"), str):
        raise failed(answer, name=NAME, effect=False)
    return await whose(begun, said["access_token"], str(said.get("scope") or ""))


async def whose(begun: Begun, token: str, scopes: str = "") -> Sequence[Found]:
    """The account of a token; raises NetworkErrors."""
    hide(token)
    url, headers = _url(begun, "/api/v1/accounts/verify_credentials"), {"Authorization": f"Bearer {token}"}
    answer = await call(begun.place.http, "GET", url, name=NAME, effect=False, headers=headers)
    if answer.status == 401:
        raise Rejected(f"{NAME} does not take this token. Copy it once more, or log in.")
    if not answer.ok:
        raise error_for(answer, effect=False, now=begun.place.now())
    me: dict[str, Any] = answer.object()
    if not me.get("id"):
        raise Unavailable(f"Something else than a Mastodon server answers at {begun.known['base_url']}.")
    id, now = str(me["id"]), begun.place.now()
    grant = Grant(token, obtained_at=now, scopes=tuple(scopes.split()), whose=id, home=begun.known["base_url"])
    return [Found(id, f"@{me.get('acct', '')}", grant)]


async def _post(begun: Begun, path: str, form: dict[str, str]) -> Answer:
    return await call(begun.place.http, "POST", _url(begun, path), name=NAME, effect=False, data=form)


def _url(begun: Begun, path: str) -> str:
    return f"{begun.known['base_url']}{path}"


DIALOGUE: Final = Dialogue(
    title="One account on a Mastodon server: its mentions, the talk below its posts, private mentions, its posts.",
    questions=(Question("base_url", "The server", clean=server),),
    id="",
    steps=steps,
    begin=by_code(Flow(address, trade, token=whose, bare=True, stateless=always)),
    redirect="",
    pasted="The code that the page shows",
    takes_token=True,
)
