"""Every endpoint of open.tiktokapis.com, by method and path."""

from __future__ import annotations

from bot.playground.tiktok.calls import Route
from bot.playground.tiktok.routes import oauth

_CLIENT = ("client_key", "client_secret")

OPEN: dict[tuple[str, str], Route] = {
    ("POST", "/v2/oauth/token/"): Route(
        oauth.open_token,
        needed=(*_CLIENT, "grant_type"),
        optional=("code", "redirect_uri", "refresh_token", "code_verifier"),
        token=False,
    ),
    ("POST", "/v2/oauth/revoke/"): Route(oauth.open_revoke, needed=(*_CLIENT, "token"), token=False),
}
