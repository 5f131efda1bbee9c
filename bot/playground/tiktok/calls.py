"""One call on its way: its parameters, read and checked against what the endpoint takes, and whose it is."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.playground.sent import Sent
from bot.playground.tiktok.records import Account, App, JsonObject
from bot.playground.tiktok.refusals import Refusal, invalid, wrong
from bot.playground.tiktok.tokens import Token
from bot.playground.tiktok.world import TikTokWorld

TYPES: dict[str, type] = {
    "cursor": int,
    "max_count": int,
    "limit": int,
    "include_replies": bool,
    "fields": list,
    "comment_ids": list,
    "capability_types": list,
    "item_list": list,
    "photo_images": list,
    "filters": dict,
    "post_info": dict,
    "source_info": dict,
    "image": dict,
    "share_post": dict,
    "template": dict,
    "direct_reply": dict,
    "referenced_message_info": dict,
    "photo_cover_index": int,
    "thumbnail_offset": int,
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that came in a multipart body."""

    data: bytes
    mime: str
    name: str


@dataclass(slots=True)
class Call:
    """A call that has been let through. `name` is its pattern, such as `POST /business/comment/hide/`."""

    world: TikTokWorld
    name: str
    params: Mapping[str, Any]
    token: Token | None = None
    files: Mapping[str, File] = field(default_factory=dict)

    @property
    def now(self) -> float:
        """The time, in unix seconds."""
        return self.world.now

    @property
    def account(self) -> Account:
        """Whose token it is; raises Refusal 40104 without one."""
        if self.token is None:
            raise Refusal(40104)
        return self.token.account

    @property
    def app(self) -> App:
        """Which app calls; raises Refusal 40104 without a token."""
        if self.token is None:
            raise Refusal(40104)
        return self.token.app

    def text(self, name: str, default: str = "") -> str:
        """A parameter that is text."""
        return str(self.params.get(name, default))

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A parameter that is a whole number within bounds; raises Refusal 40002."""
        value = int(self.params.get(name, default))
        if not least <= value <= most:
            raise wrong(f"{name}: value must be between {least} and {most}.")
        return value

    def one_of(self, name: str, allowed: tuple[str, ...], default: str = "") -> str:
        """A parameter that is one of a few words; raises Refusal 40002."""
        value = self.text(name, default)
        if value not in allowed:
            raise wrong(f"{name}: value must be one of {', '.join(allowed)}.")
        return value

    def record(self, object_id: str, result_id: str = "", text: str = "", **details: object) -> Sent:
        """Note that the call changed the world."""
        return self.world.record(self.name, self.account, object_id, result_id, text, **details)


Run = Callable[[Call], Awaitable[JsonObject]]


@dataclass(frozen=True, slots=True)
class Route:
    """What an endpoint does and takes. `scope` must have been granted; `token` False: it is the app that calls."""

    run: Run
    scope: str = ""
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    token: bool = True
    messages: bool = False
    multipart: bool = False
    per_minute: int = 0  # at open.tiktokapis.com


def query_of(request: web.BaseRequest) -> dict[str, Any]:
    """The parameters of an address, where lists and objects are JSON."""
    return {name: _from_text(name, value) for name, value in request.query.items()}


def _from_text(name: str, value: str) -> Any:
    kind = TYPES.get(name, str)
    if kind is str:
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise wrong(f"{name}: Not a valid {kind.__name__}.") from None


async def body_of(request: web.BaseRequest) -> dict[str, Any]:
    """The JSON object in a body; raises Refusal 40002."""
    if request.content_type != "application/json":
        raise wrong("Content-Type must be application/json.")
    raw = await request.read()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise wrong("The request body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise wrong("The request body must be a JSON object.")
    return body


async def form_of(request: web.BaseRequest) -> tuple[dict[str, Any], dict[str, File]]:
    """The fields and files of a form."""
    fields: dict[str, Any] = {}
    files: dict[str, File] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            files[name] = File(part.file.read(), part.content_type, part.filename)
        else:
            fields[name] = part if isinstance(part, str) else bytes(part).decode()
    return fields, files


def check(
    route: Route, params: Mapping[str, Any], files: Mapping[str, File], types: Mapping[str, type] | None = None
) -> None:
    """Let these parameters pass; raises Refusal 40002 for one that is missing, unknown or of an odd kind."""
    given = {*params, *files}
    if lacking := [name for name in route.needed if name not in given or params.get(name) == ""]:
        raise wrong(f"Missing required field(s): {', '.join(lacking)}.")
    if odd := sorted(given - {*route.needed, *route.optional}):
        raise wrong(f"{', '.join(odd)}: Unknown field.")
    for name, value in params.items():
        kind = (types or {}).get(name) or TYPES.get(name, str)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise wrong(f"{name}: Not a valid {_WORDS[kind]}.")


_WORDS: dict[type, str] = {str: "string", int: "integer", bool: "boolean", list: "list", dict: "object"}


def check_open(route: Route, params: Mapping[str, Any]) -> None:
    """The same for open.tiktokapis.com; raises Refusal invalid_params."""
    try:
        check(route, params, {}, {"fields": str})
    except Refusal as refusal:
        raise invalid(str(refusal)) from None
