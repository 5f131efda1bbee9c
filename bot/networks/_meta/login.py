"""One login at Meta: the address that a person opens, the code that it leads to, and calls made with the app's secret.

Facebook: docs/facebook-login/guides/advanced/manual-flow; Instagram: docs/instagram-platform/
instagram-api-with-instagram-login/business-login, read 2026-11-23. The login leads to an address where nobody has to
listen: the person copies it out of the browser.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp

from bot.logs import hide
from bot.networks._http import TIMEOUT, plain
from bot.networks._login import HERE
from bot.networks._meta.errors import UNREADABLE, error_for, told
from bot.networks._meta.graph import Graph
from bot.networks._meta.needs import Way, network_of, scopes
from bot.networks._meta.options import FACEBOOK_API, INSTAGRAM_API, VERSION
from inbox.errors import NetworkError, Rejected, Unavailable

REDIRECT: Final = HERE
TOKEN: Final = re.compile(r"[!-~]+")
UNKNOWN_APP: Final[Mapping[str, str]] = {
    "validating client secret": "The App Secret is not that of this app. Copy it again from the app's pages.",
    "validating application": "There is no app with this App ID. Copy it again from the app's pages.",
}


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where Meta is; a simulated one is all of them at once."""

    dialog: str = "https://www.facebook.com"
    graph: str = FACEBOOK_API
    instagram: str = "https://www.instagram.com"
    instagram_login: str = "https://api.instagram.com"
    instagram_graph: str = INSTAGRAM_API

    @classmethod
    def at(cls, url: str) -> Hosts:
        """All of them at one address; Meta's own where that is empty."""
        real = url.rstrip("/") in ("", FACEBOOK_API, INSTAGRAM_API)
        return cls() if real else cls(*[url.rstrip("/")] * 5)


@dataclass(frozen=True, slots=True)
class App:
    """An app at developers.facebook.com."""

    id: str
    secret: str = field(repr=False)

    @property
    def token(self) -> str:
        """With which it calls as itself."""
        return f"{self.id}|{self.secret}"


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One login of one app; nothing of it is kept anywhere."""

    http: aiohttp.ClientSession
    app: App
    way: Way
    hosts: Hosts
    now: Callable[[], int]
    version: str = VERSION
    redirect: str = REDIRECT
    configuration: str = ""  # of Facebook Login for Business, in place of a list of permissions
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @property
    def api(self) -> str:
        """Where the Graph API of this login is."""
        return self.hosts.instagram_graph if self.way == "instagram" else self.hosts.graph

    def graph(self, token: str) -> Graph:
        """The Graph API with this token."""

        async def same() -> str:
            return token

        hide(token, self.app.secret)
        return Graph(self.http, self.api, self.version, same, self.app.secret, self.now, network_of(self.way))

    def as_app(self) -> Graph:
        """The Graph API as the app itself, always on Facebook's side."""

        async def same() -> str:
            return self.app.token

        return Graph(self.http, self.hosts.graph, self.version, same, self.app.secret, self.now, "facebook")

    def address(self) -> str:
        """What the person opens in a browser to log in."""
        asked = {
            "client_id": self.app.id,
            "redirect_uri": self.redirect,
            "response_type": "code",
            "state": self.state,
        }
        wanted = {"scope": ",".join(scopes(self.way))}
        if self.way == "instagram":
            return f"{self.hosts.instagram}/oauth/authorize?{urlencode(asked | wanted)}"
        if self.configuration:
            wanted = {"config_id": self.configuration}
        asked |= wanted
        return f"{self.hosts.dialog}/{self.version}/dialog/oauth?{urlencode(asked)}"


async def ask(login: Dialogue, method: str, url: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """One call that is made with the app's secret and no token. Raises NetworkErrors."""
    network = "facebook" if login.way != "instagram" else "instagram"
    where: dict[str, Any] = {"params": fields} if method == "GET" else {"data": fields}
    try:
        async with login.http.request(method, url, timeout=TIMEOUT, allow_redirects=False, **where) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            status, body = answer.status, await answer.read()
        said = json.loads(body) if 200 <= status < 300 and told(body) is None else None
    except (aiohttp.ClientError, TimeoutError, *UNREADABLE) as error:
        raise Unavailable(f"Meta cannot be reached ({type(error).__name__}); try again.") from None
    if not isinstance(said, dict):
        raise _refused(status, body, headers, network)
    return said


def _refused(status: int, body: bytes, headers: Mapping[str, str], network: str) -> NetworkError:
    """Instagram's login says what is wrong in its own form, without the Graph API's codes."""
    try:
        said = json.loads(body)
    except UNREADABLE:
        said = None
    if isinstance(said, dict) and isinstance(said.get("error_message"), str):
        return Rejected(f"Instagram refused: {plain(said['error_message'])}")
    error = said.get("error") if isinstance(said, dict) else None
    words = str(error.get("message", "")) if isinstance(error, dict) else ""
    for sign, mend in UNKNOWN_APP.items():
        if sign in words:  # with code 1, which anywhere else is a passing failure
            return Rejected(f"{mend} Meta's words: {plain(words)}")
    return error_for(status, body, headers, effect=False, network=network)


def token_in(answer: Mapping[str, Any]) -> str:
    """The token in an answer, kept out of all logs from now on; raises Unavailable when there is none."""
    token = answer.get("access_token")
    if not isinstance(token, str) or not TOKEN.fullmatch(token):
        raise Unavailable("Meta answered without a token; connect once more.")
    hide(token)
    return token
