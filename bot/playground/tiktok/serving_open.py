"""Answers one call of open.tiktokapis.com, and the page on which an owner consents."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from aiohttp import web

from bot.playground.tiktok.calls import Call, Route, body_of, check_open, form_of
from bot.playground.tiktok.records import JsonObject
from bot.playground.tiktok.refusals import Refusal, invalid
from bot.playground.tiktok.tokens import Token
from bot.playground.tiktok.world import TikTokWorld

OAUTH = ("/v2/oauth/token/", "/v2/oauth/revoke/")


async def open_call(world: TikTokWorld, route: Route, name: str, request: web.BaseRequest) -> JsonObject:
    """What the call is answered with; raises Refusal."""
    if not route.token:
        params, _ = await form_of(request)
        check_open(route, params)
        return await route.run(Call(world, name, params))
    token = _token(world, route, name, request)
    try:
        params = dict(request.query) | (await body_of(request) if request.method == "POST" else {})
    except Refusal as refusal:
        raise invalid(str(refusal)) from None
    check_open(route, params)
    return await route.run(Call(world, name, params, token))


def _token(world: TikTokWorld, route: Route, name: str, request: web.BaseRequest) -> Token:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer":
        raise Refusal("access_token_invalid")
    token = world.tokens.alive(value, "open", world.now)
    if route.per_minute:
        world.limits.open(token.account.open_id, name, route.per_minute, world.now)
    if route.scope and route.scope not in token.scopes:
        raise Refusal("scope_not_authorized")
    return token


def authorize(world: TikTokWorld, request: web.BaseRequest) -> web.Response:
    """GET /v2/auth/authorize/: one link for each account whose owner may consent; `kind=business` gives an auth_code.

    The real API for Business hands out its address in the portal; it leads to the same page.
    """
    query = request.query
    app = world.apps.get(query.get("client_key", ""))
    target = query.get("redirect_uri", "")
    if app is None or not target:
        return web.Response(text="client_key or redirect_uri is wrong", status=400)
    business = query.get("kind") == "business"
    links = []
    for account in world.accounts.values():
        code = world.authorize(account, target, app=app, kind="business" if business else "open")
        back = {"code": code, "scopes": ",".join(sorted(account.scopes)), "state": query.get("state", "")}
        back |= {"auth_code": code} if business else {}
        address = f"{target}?{urlencode(back)}"
        links.append(f'<p><a href="{escape(address)}">Continue as {escape(account.username)}</a></p>')
    return web.Response(text=f"<h1>Log in with TikTok</h1>{''.join(links)}", content_type="text/html")
