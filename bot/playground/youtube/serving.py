"""Answers one call of the API: who calls, may they, can they pay for it, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.playground.youtube.calls import Call, Route, check
from bot.playground.youtube.fields import selected
from bot.playground.youtube.quota import REFUSED
from bot.playground.youtube.records import Project
from bot.playground.youtube.refusals import Refusal
from bot.playground.youtube.routing import ROUTES
from bot.playground.youtube.tokens import Token
from bot.playground.youtube.wire import JsonObject, encode, etag
from bot.playground.youtube.world import YouTubeWorld

_KIND = {"Content-Type": "application/json; charset=UTF-8"}
_REPEATED = frozenset(("part", "id", "type"))  # may be named several times instead of being one list with commas


@dataclass(slots=True)
class Asked:
    """One call as it came over HTTP."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    raw: bytes = b""

    @property
    def name(self) -> str:
        """The name of the call, such as `POST /youtube/v3/comments`."""
        return f"{self.method} {self.path}"

    @property
    def params(self) -> dict[str, str]:
        """The parameters; a list that was named several times is one with commas."""
        found: dict[str, str] = {}
        for name, value in self.query:
            found[name] = f"{found[name]},{value}" if name in found and name in _REPEATED else value
        return found

    @property
    def token(self) -> str:
        """The access token, from the header or the parameters."""
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        return value.strip() if kind.lower() == "bearer" else self.params.get("access_token", "")

    def body(self) -> object:
        """The JSON in the body; None when there is none. Raises ValueError for what is no JSON."""
        is_json = self.headers.get("Content-Type", "").startswith("application/json")
        return json.loads(self.raw) if self.raw and is_json else None


def answer(world: YouTubeWorld, asked: Asked) -> tuple[web.Response, object]:
    """The answer to a call, and the JSON in it (None for none); raises Refusal, which is paid for by then."""
    route = ROUTES.get(asked.name)
    if route is None:
        raise Refusal("notFound")
    token, project = _who(world, asked, route)
    world.quota.check(project, route.bucket, route.cost, world.now)
    try:
        call = Call(world, asked.name, asked.params, project, token, asked.raw)
        call.mime, call.given_headers = asked.headers.get("Content-Type", ""), asked.headers
        found = _work(route, call, asked)
    except Refusal:
        world.quota.charge(project, route.bucket, REFUSED, world.now)
        raise
    world.quota.charge(project, route.bucket, route.cost, world.now)
    return _response(asked, call, found), found


def caller_id(world: YouTubeWorld, asked: Asked) -> str:
    """The id of the channel that calls; empty when nobody knows."""
    token = world.tokens.access.get(asked.token)
    return token.channel.id if token is not None else ""


def refused(refusal: Refusal) -> web.Response:
    """The answer that a refusal is."""
    return web.Response(body=encode(refusal.body()), status=refusal.status, headers=_KIND | refusal.headers())


def _who(world: YouTubeWorld, asked: Asked, route: Route) -> tuple[Token | None, Project]:
    if asked.token:
        token = world.tokens.alive(asked.token, world.now)
        return token, token.grant.project
    key = asked.params.get("key", "")
    if not key:
        raise Refusal("loginRequired")
    project = next((one for one in world.projects.values() if one.api_key == key), None)
    if project is None:
        raise Refusal("badRequest", "API key not valid. Please pass a valid API key.")
    if not route.open:
        raise Refusal("loginRequired")
    return None, project


def _work(route: Route, call: Call, asked: Asked) -> JsonObject | None:
    if call.token is not None and not set(route.scopes) & set(call.token.grant.scopes):
        raise Refusal("insufficientPermissions", scope=" ".join(route.scopes))
    check(route, call.params)
    if route.takes == "json":
        call.body = _json(asked)
    elif asked.raw and not route.takes:
        raise Refusal("badRequest", "This call takes no body.")
    return route.work(call)


def _json(asked: Asked) -> JsonObject:
    try:
        body = asked.body()
    except ValueError:
        raise Refusal("parseError") from None
    if not isinstance(body, dict):
        raise Refusal("badRequest", "The body must be a JSON object, sent as application/json.")
    return body


def _response(asked: Asked, call: Call, found: JsonObject | None) -> web.Response:
    if found is None:
        return web.Response(status=call.status, headers=call.headers)
    if str(found.get("kind", "")).startswith("youtubeAnalytics"):
        return web.Response(body=encode(found), headers=_KIND)
    tag = etag(found)
    found["etag"] = tag
    if asked.method == "GET" and asked.headers.get("If-None-Match", "").strip('"') == tag:
        return web.Response(status=304, headers={"ETag": tag})
    shown = selected(found, call.params["fields"]) if "fields" in call.params else found
    return web.Response(body=encode(shown), headers=_KIND | {"ETag": tag} | call.headers)
