"""Tokens: for a code, for a refresh token, for an app itself; and giving them up."""

from __future__ import annotations

import hmac

from bot.playground.x.calls import Call
from bot.playground.x.records import App
from bot.playground.x.refusals import NoToken
from bot.playground.x.wire import JsonObject


async def token(call: Call) -> JsonObject:
    """POST /2/oauth2/token."""
    app = _client(call)
    match str(call.body.get("grant_type", "")):
        case "authorization_code":
            redirect, verifier = str(call.body.get("redirect_uri", "")), str(call.body.get("code_verifier", ""))
            return call.world.tokens.redeem(app, str(call.body.get("code", "")), redirect, verifier, call.now)
        case "refresh_token":
            return call.world.tokens.renew(app, str(call.body.get("refresh_token", "")), call.now)
        case "":
            raise NoToken("invalid_request", "Missing required parameter [grant_type].")
        case other:
            raise NoToken("unsupported_grant_type", f"The grant type {other} is not supported.")


async def revoke(call: Call) -> JsonObject:
    """POST /2/oauth2/revoke."""
    _client(call)
    call.world.tokens.forget(str(call.body.get("token", "")))
    return {"revoked": True}


async def app_token(call: Call) -> JsonObject:
    """POST /oauth2/token: an app's own bearer, for its consumer key and secret."""
    key, secret = call.basic or ("", "")
    for app in call.world.apps.values():
        if app.consumer_key == key and hmac.compare_digest(app.consumer_secret, secret):
            return {"token_type": "bearer", "access_token": app.bearer}
    raise NoToken("unauthorized_client", "Unable to verify your credentials", 403)


def _client(call: Call) -> App:
    """The app that proves itself: by its secret, or a public one, which has none, by its id alone."""
    if call.basic is None:
        id = str(call.body.get("client_id", ""))
        if app := next((one for one in call.world.apps.values() if one.public and one.client_id == id), None):
            return app
        raise NoToken("unauthorized_client", "Missing valid authorization header", 401)
    id, secret = call.basic
    app = next((one for one in call.world.apps.values() if one.client_id == id), None)
    if app is None or not hmac.compare_digest(app.client_secret, secret):
        raise NoToken("invalid_client", "Value passed for the client credentials was invalid.", 401)
    return app
