"""Answers one call of the API for Business: HTTP 200 whatever happens, and in it a number that says what happened."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.playground.tiktok.calls import Call, File, Route, body_of, check, form_of, query_of
from bot.playground.tiktok.records import JsonObject
from bot.playground.tiktok.refusals import Refusal
from bot.playground.tiktok.tokens import Token
from bot.playground.tiktok.world import TikTokWorld

PREFIX = "/open_api/v1.3"


async def business_call(world: TikTokWorld, route: Route, name: str, request: web.BaseRequest) -> JsonObject:
    """What the call is answered with; raises Refusal."""
    token = _token(world, route, name, request) if route.token else None
    params, files = await _params(route, request)
    check(route, params, files, {"text": dict} if route.messages else {})
    if token is not None and params["business_id"] != token.account.open_id:
        raise Refusal(40001, "business_id does not match the account that authorized the access token.")
    return await route.run(Call(world, name, params, token, files))


def _token(world: TikTokWorld, route: Route, name: str, request: web.BaseRequest) -> Token:
    token = world.tokens.alive(request.headers.get("Access-Token", ""), "business", world.now)
    world.limits.business(token.app.client_key, token.app.per_minute, token.account.open_id, name, world.now)
    if route.scope and route.scope not in token.scopes:
        raise Refusal(40001, f"The scope {route.scope} was not granted.")
    if route.messages and not token.account.may_message:
        region = token.account.region
        raise Refusal(40001, f"The Business Messaging API is not available for this account (region {region}).")
    return token


async def _params(route: Route, request: web.BaseRequest) -> tuple[dict[str, Any], dict[str, File]]:
    if request.method == "GET":
        return query_of(request), {}
    if route.multipart:
        return await form_of(request)
    return await body_of(request), {}
