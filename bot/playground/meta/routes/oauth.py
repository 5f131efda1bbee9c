"""Tokens by HTTP: codes exchanged, short tokens made long, Instagram's refreshed, and what a token is worth.

Sources: developers.facebook.com, "Manually build a login flow", "Long-lived tokens", "Access token debugging";
Instagram Platform "Business login", "access_token", "refresh_access_token".
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.playground.meta.calls import Call
from bot.playground.meta.records import App, Login, Owner, Profile
from bot.playground.meta.refusals import Refusal, invalid
from bot.playground.meta.tokens import DAY, LONG, SHORT, Token
from bot.playground.meta.wire import JsonObject

YOUNGEST_TO_REFRESH = DAY


async def facebook_token(call: Call) -> JsonObject:
    """GET /oauth/access_token: for a code, for a user token to be made long, or for the app itself."""
    app = _app(call)
    match call.text("grant_type", "authorization_code"):
        case "fb_exchange_token":
            old = call.state.tokens.alive(call.needed("fb_exchange_token"), call.now)
            if old.app is not app or old.kind != "user":
                raise Refusal(190, 0, "Invalid OAuth access token: it belongs to another app.")
            return _bearer(call, call.state.tokens.issue("user", app, old.owner, old.scopes, call.now, LONG))
        case "client_credentials":
            return {"access_token": app.token, "token_type": "bearer"}
        case _:
            code = call.state.tokens.redeem(call.needed("code"), app, call.text("redirect_uri"), call.now)
            token = call.state.tokens.issue("user", app, code.owner, set(code.scopes), call.now, SHORT * 2)
            return _bearer(call, token)


async def instagram_token(call: Call) -> JsonObject:
    """POST /oauth/access_token of api.instagram.com: a code for a token that lives an hour."""
    app = _app(call)
    code = call.state.tokens.redeem(call.needed("code"), app, call.text("redirect_uri"), call.now)
    if not isinstance(code.owner, Profile):
        raise Refusal(100, 0, "This authorization code is not one of Instagram.")
    token = call.state.tokens.issue("instagram", app, code.owner, set(code.scopes), call.now, SHORT)
    may = ",".join(sorted(code.scopes))
    return {"data": [{"access_token": token.value, "user_id": code.owner.scoped_id, "permissions": may}]}


async def instagram_long_token(call: Call) -> JsonObject:
    """GET /access_token of graph.instagram.com: a short token for one of 60 days."""
    if call.text("grant_type") != "ig_exchange_token":
        raise invalid("Param grant_type must be ig_exchange_token")
    old = _of_instagram(call)
    if call.needed("client_secret") != old.app.secret:
        raise Refusal(101, 0, "Error validating client secret.")
    return _lasting(call, call.state.tokens.issue("instagram", old.app, old.owner, old.scopes, call.now, LONG))


async def refresh_instagram(call: Call) -> JsonObject:
    """GET /refresh_access_token: 60 more days for a token that is at least 24 hours old."""
    if call.text("grant_type") != "ig_refresh_token":
        raise invalid("Param grant_type must be ig_refresh_token")
    old = _of_instagram(call)
    if call.now - old.issued < YOUNGEST_TO_REFRESH:
        raise Refusal(10, 0, "(#10) The access token must be at least 24 hours old to be refreshed.")
    fresh = call.state.tokens.issue("instagram", old.app, old.owner, old.scopes, call.now, LONG)
    if isinstance(old.owner, Owner) and old.owner.token == old.value:
        old.owner.token = fresh.value
    return _lasting(call, fresh)


async def debug(call: Call) -> JsonObject:
    """GET /debug_token: what the app, or who looks after it, may know of a token."""
    asking = call.reading.token
    looked_at = call.state.tokens.all.get(call.needed("input_token"))
    if looked_at is None:
        words = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token", "subcode": 0}
        return {"data": {"error": words, "is_valid": False, "scopes": []}}
    if looked_at.app is not asking.app:
        raise Refusal(100, 0, "(#100) The App_id in the input_token did not match the Viewing App")
    return {"data": _described(call, looked_at)}


def _described(call: Call, token: Token) -> JsonObject:
    names = {"page": "PAGE", "app": "APP", "system": "SYSTEM_USER"}
    owner = token.owner
    data: JsonObject = {
        "app_id": token.app.id,
        "type": names.get(token.kind, "USER"),
        "application": token.app.name,
        "data_access_expires_at": int(token.issued + 90 * DAY),
        "expires_at": int(token.expires),
        "issued_at": int(token.issued),
        "is_valid": True,
        "scopes": _scopes(token),
        "granular_scopes": _granular(token),
    }
    if isinstance(owner, Login):
        data["user_id"] = owner.id
    elif owner is not None:
        data |= {"profile_id": owner.id, "user_id": token.app.login.id}
    try:
        call.state.tokens.alive(token.value, call.now)
    except Refusal as dead:
        error = {"code": 190, "message": str(dead), "subcode": dead.subcode}
        return data | {"is_valid": False, "error": error}
    return data


def _scopes(token: Token) -> list[str]:
    owner = token.owner if isinstance(token.owner, Owner) else None
    return sorted(scope for scope in token.scopes if token.may(scope, owner))


def _granular(token: Token) -> list[JsonObject]:
    owners: list[Owner] = []
    if isinstance(token.owner, Login):
        owners = [*token.owner.pages]
    elif token.owner is not None:
        owners = [token.owner]
    return [
        {"scope": scope, "target_ids": [one.id for one in owners if token.may(scope, one)]}
        for scope in sorted(token.scopes)
        if scope != "business_management"
    ]


def _app(call: Call) -> App:
    app = call.state.apps.get(call.text("client_id"))
    if app is None:
        raise Refusal(101, 0, "Error validating application. Cannot get application info due to a system error.")
    if call.text("client_secret") != app.secret:
        raise Refusal(1, 0, "Error validating client secret.", status=400)
    return app


def _of_instagram(call: Call) -> Token:
    token = call.reading.token
    if token.kind != "instagram":
        raise Refusal(190)
    return token


def _bearer(call: Call, token: Token) -> JsonObject:
    return {"access_token": token.value, "token_type": "bearer", "expires_in": round(token.expires - call.now)}


def _lasting(call: Call, token: Token) -> JsonObject:
    return _bearer(call, token) | {"permissions": ",".join(sorted(token.scopes))}


# By method and path; those without a token of their own first.
WITHOUT_TOKEN: dict[str, Callable[[Call], Awaitable[JsonObject]]] = {
    "GET /oauth/access_token": facebook_token,
    "POST /oauth/access_token": instagram_token,
}
WITH_TOKEN: dict[str, Callable[[Call], Awaitable[JsonObject]]] = {
    "GET /access_token": instagram_long_token,
    "GET /refresh_access_token": refresh_instagram,
    "GET /debug_token": debug,
}
