"""Tokens by HTTP: those of the API for Business in JSON, those of open.tiktokapis.com in a form.

Sources: business-api.tiktok.com, "Authentication" of the Accounts API (with its rules for redirect addresses);
developers.tiktok.com, "Manage user access tokens".
"""

from __future__ import annotations

import hmac

from bot.playground.tiktok.calls import Call
from bot.playground.tiktok.records import App, JsonObject
from bot.playground.tiktok.refusals import Refusal, wrong
from bot.playground.tiktok.tokens import ACCESS_LIVES, REFRESH_LIVES, Token


async def token(call: Call) -> JsonObject:
    """POST /tt_user/oauth2/token/: an auth_code for tokens."""
    app = _app(call, "client_id", "client_secret")
    if call.text("grant_type") != "authorization_code":
        raise Refusal(40108)
    address = call.text("redirect_uri")
    if not address.endswith("/") or "?" in address or "#" in address:
        raise wrong("redirect_uri: must end with a slash and have neither a query nor an anchor.")
    code = call.world.tokens.redeem(call.text("auth_code"), "business", app, address, call.now)
    scopes = frozenset(code.account.scopes)
    return _business(*call.world.tokens.issue("business", app, code.account, scopes, call.now))


async def refresh(call: Call) -> JsonObject:
    """POST /tt_user/oauth2/refresh_token/: fresh tokens; the old refresh token is used up."""
    app = _app(call, "client_id", "client_secret")
    if call.text("grant_type") != "refresh_token":
        raise Refusal(40108)
    return _business(*call.world.tokens.renew(call.text("refresh_token"), "business", app, call.now))


async def revoke(call: Call) -> JsonObject:
    """POST /tt_user/oauth2/revoke/: the consent ends, and with it what the app is told."""
    app = _app(call, "client_id", "client_secret")
    held = call.world.tokens.alive(call.text("access_token"), "business", call.now)
    if held.app is not app:
        raise Refusal(40105)
    call.world.withdraw(held.account)
    return {}


async def info(call: Call) -> JsonObject:
    """POST /tt_user/token_info/get/: what a token may do."""
    held = call.world.tokens.alive(call.text("access_token"), "business", call.now)
    if held.app.client_key != call.text("app_id"):
        raise Refusal(40113)
    return {"app_id": held.app.client_key, "creator_id": held.account.open_id, "scope": _scope(held)}


async def open_token(call: Call) -> JsonObject:
    """POST /v2/oauth/token/: by a code, or by a refresh token."""
    app = _app(call, "client_key", "client_secret")
    tokens = call.world.tokens
    match call.text("grant_type"):
        case "authorization_code":
            code = tokens.redeem(call.text("code"), "open", app, call.text("redirect_uri"), call.now)
            return _open(*tokens.issue("open", app, code.account, _granted(code.account.scopes), call.now))
        case "refresh_token":
            return _open(*tokens.renew(call.text("refresh_token"), "open", app, call.now))
    raise Refusal(40108)


async def open_revoke(call: Call) -> JsonObject:
    """POST /v2/oauth/revoke/: the consent to posting ends."""
    _app(call, "client_key", "client_secret")
    held = call.world.tokens.alive(call.text("token"), "open", call.now)
    call.world.tokens.end(held.account, "open")
    return {}


def _granted(scopes: set[str]) -> frozenset[str]:
    return frozenset(scope for scope in scopes if not scope.startswith(("comment", "message")))


def _app(call: Call, key: str, secret: str) -> App:
    app = call.world.apps.get(call.text(key))
    if app is None or not hmac.compare_digest(app.secret.encode(), call.text(secret).encode()):
        raise Refusal(40113, "The app does not exist, or its secret is another one.")
    return app


def _scope(token: Token) -> str:
    return ",".join(sorted(token.scopes))


def _business(access: Token, renewing: Token) -> JsonObject:
    return _tokens(access, renewing) | {"refresh_token_expires_in": int(REFRESH_LIVES)}


def _open(access: Token, renewing: Token) -> JsonObject:
    return _tokens(access, renewing) | {"refresh_expires_in": int(REFRESH_LIVES)}


def _tokens(access: Token, renewing: Token) -> JsonObject:
    return {
        "access_token": access.value,
        "token_type": "Bearer",
        "scope": _scope(access),
        "expires_in": int(ACCESS_LIVES),
        "refresh_token": renewing.value,
        "open_id": access.account.open_id,
    }
