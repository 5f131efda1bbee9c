"""Answers one call of the Graph API, alone or as part of a batch: who calls, what of the routing table, what then."""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.playground.meta.calls import Call, Params, Upload
from bot.playground.meta.catalogue import NODES
from bot.playground.meta.fetching import Fetcher
from bot.playground.meta.fields import parse
from bot.playground.meta.hooks import Hooks
from bot.playground.meta.makes import Makes
from bot.playground.meta.nodes import kind_of
from bot.playground.meta.records import Owner, Page
from bot.playground.meta.refusals import Refusal, missing
from bot.playground.meta.routes.oauth import WITH_TOKEN, WITHOUT_TOKEN
from bot.playground.meta.routing import ROUTES
from bot.playground.meta.state import owner_of
from bot.playground.meta.tokens import Token
from bot.playground.meta.wire import JsonObject

VERSION = re.compile(r"/v\d{1,2}\.\d(?=/|$)")
_ID = re.compile(r"[0-9]+(_[0-9]+)?|m_.+|t_\d+|aWdf.+")
OF_PAGES = ("conversations", "insights", "subscribed_apps", "blocked")  # need a Page's own token even to look
_OF_MESSAGES = ("messages", "conversations", "message_attachments", "moderate_conversations")


@dataclass(slots=True)
class Asked:
    """What one call asks for, without its place in HTTP."""

    method: str
    segments: tuple[str, ...]
    params: Params
    uploads: dict[str, Upload] = field(default_factory=dict)
    bearer: str = ""
    headers: dict[str, str] = field(default_factory=dict)  # those of the answer

    @property
    def name(self) -> str:
        """The pattern of the call, such as `POST /{id}/comments`."""
        parts = ["{id}" if _ID.fullmatch(part) else part for part in self.segments]
        return f"{self.method} /{'/'.join(parts)}"

    @property
    def value(self) -> str:
        """The access token, from the header or the parameters."""
        return self.bearer or str(self.params.get("access_token", ""))


def asked(method: str, path: str, params: Params, uploads: dict[str, Upload], authorization: str = "") -> Asked:
    """A call by its path, whose version may be missing; the parameter `method` may stand in for the method."""
    path = VERSION.sub("", path, count=1)
    method = str(params.get("method", method)).upper() if method == "POST" else method
    kind, _, bearer = authorization.partition(" ")
    segments = tuple(unquote(part) for part in path.split("/") if part)
    return Asked(method, segments, params, uploads, bearer.strip() if kind in ("Bearer", "OAuth") else "")


def asked_in_batch(part: dict[str, object], whole: Asked) -> Asked:
    """One part of a batch; its token is that of the batch unless it brings one."""
    split = urlsplit("/" + str(part.get("relative_url", "")).lstrip("/"))
    params: Params = dict(parse_qsl(split.query, keep_blank_values=True))
    params |= dict(parse_qsl(str(part.get("body", "")), keep_blank_values=True))
    params.setdefault("access_token", whole.value)
    if "appsecret_proof" in whole.params:
        params.setdefault("appsecret_proof", whole.params["appsecret_proof"])
    return asked(str(part.get("method", "GET")).upper(), split.path, params, {})


@dataclass(slots=True)
class Answering:
    """What answers need."""

    world: Makes
    hooks: Hooks
    fetcher: Fetcher

    async def answer(self, what: Asked) -> JsonObject:
        """The JSON of the answer; raises Refusal. Fills the headers of `what`."""
        call = Call(
            self.world, self.fetcher, self.hooks, what.name, what.params, what.uploads, base=self.world.files.base
        )
        if what.name in WITHOUT_TOKEN:
            return await WITHOUT_TOKEN[what.name](call)
        call.token = self.admitted(what)
        if what.name in WITH_TOKEN:
            return await WITH_TOKEN[what.name](call)
        if not what.segments:
            raise _bad_root(what)
        return await self._on_object(call, what)

    def admitted(self, what: Asked) -> Token:
        """The token of a call; raises Refusal when it is missing or dead, or its proof is wrong."""
        token = self._token(what)
        _check_proof(token, what.params)
        return token

    def caller(self, what: Asked) -> Token | None:
        """Whose call it is; None when its token is missing or dead."""
        try:
            return self._token(what)
        except Refusal:
            return None

    def _token(self, what: Asked) -> Token:
        if not what.value:
            raise Refusal(104)
        return self.world.tokens.alive(what.value, self.world.now)

    async def _on_object(self, call: Call, what: Asked) -> JsonObject:
        assert call.token is not None
        name, edge = what.segments[0], "/".join(what.segments[1:])
        mine = {"me": call.token.owner, "app": call.token.app}
        thing = mine[name] if name in mine else call.reading.find(name, what.method)
        if thing is None:
            raise Refusal(2500)
        owner = owner_of(thing)
        kind = kind_of(thing)
        self._meter(call.token, owner, what, messages=edge in _OF_MESSAGES or kind in ("conversation", "message"))
        of_a_login = call.token.kind in ("user", "system")
        if of_a_login and isinstance(owner, Page) and (edge in OF_PAGES or what.method != "GET"):
            raise Refusal(210)
        route = ROUTES.get((what.method, kind, edge))
        if route is not None:
            if route.need is not None and owner is not None:
                call.reading.demand(route.need, owner, write=what.method != "GET")
            return await route.work(call, thing)
        if what.method != "GET":
            raise missing(name, what.method)
        return _read(call, thing, edge, owner)

    def _meter(self, token: Token, owner: Owner | None, what: Asked, *, messages: bool) -> None:
        user = token.kind == "user"
        what.headers |= self.world.usage.count(token.app, owner, messages=messages, user=user, now=self.world.now)


def _read(call: Call, thing: object, edge: str, owner: Owner | None) -> JsonObject:
    reading, wanted = call.reading, parse(call.text("fields"))
    if edge:
        kind = kind_of(thing)
        if edge not in NODES[kind].edges:
            raise Refusal(2500, 0, f"Unknown path components: /{edge}")
        query = {name: value for name, value in call.query.items() if name != "appsecret_proof"}
        return reading.edge(thing, edge, query, wanted, f"/{getattr(thing, 'id', '')}/{edge}")
    if owner is not None and kind_of(thing) not in ("conversation", "message"):
        reading.demand("read", owner)
    elif owner is not None:
        reading.demand("messages", owner)
    return reading.show(thing, wanted)


def _check_proof(token: Token, params: Params) -> None:
    proof = params.get("appsecret_proof")
    if proof is not None and not hmac.compare_digest(str(proof), token.proof()):
        words = "Invalid appsecret_proof provided in the API argument"
        raise Refusal(100, 0, words, type="GraphMethodException")


def _bad_root(what: Asked) -> Refusal:
    if "ids" in what.params:
        return Refusal(100, 0, "(#100) The parameter ids is no longer supported. Use batch requests instead.")
    return Refusal(
        100, 0, "Unsupported get request. Please read the Graph API documentation", type="GraphMethodException"
    )


def parts_of(what: Asked) -> list[dict[str, object]]:
    """The parts of a batch; raises Refusal for one that is empty, too long or no list."""
    given = what.params["batch"]
    try:
        parts = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        raise Refusal(100, 0, "(#100) The batch parameter must be a JSON array") from None
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise Refusal(100, 0, "(#100) The batch parameter must be a JSON array")
    if not 1 <= len(parts) <= 50:
        raise Refusal(100, 0, f"(#100) Too many requests in batch message. Maximum batch size is 50, not {len(parts)}")
    return parts
