"""One call of the simulated X: what came with it, who calls, and what it may be charged."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiohttp import web

from bot.playground.sent import Sent
from bot.playground.x.hooks import Hooks
from bot.playground.x.records import Account, App
from bot.playground.x.refusals import Refusal, invalid
from bot.playground.x.showing import Showing
from bot.playground.x.tokens import Token
from bot.playground.x.wire import JsonObject
from bot.playground.x.world import XWorld


@dataclass(slots=True)
class Call:
    """A call on its way. `name` is its pattern, such as `POST /2/tweets`; `ids` are those in its path."""

    world: XWorld
    hooks: Hooks
    name: str
    ids: list[str]
    query: dict[str, str]
    body: JsonObject = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    bearer: str = ""
    basic: tuple[str, str] | None = None
    token: Token | None = None
    of_app: App | None = None

    @property
    def now(self) -> float:
        """The time, in unix seconds."""
        return self.world.now

    @property
    def app(self) -> App:
        """The app that calls."""
        app = self.token.app if self.token is not None else self.of_app
        if app is None:
            raise Refusal("unauthorized")
        return app

    @property
    def account(self) -> Account:
        """The account for which the app calls; raises Refusal when it calls for itself."""
        if self.token is None:
            raise Refusal("user-context")
        return self.token.account

    @property
    def viewer(self) -> Account | None:
        """The account for which the app calls, if any."""
        return self.token.account if self.token is not None else None

    @property
    def showing(self) -> Showing:
        """The answer to this caller."""
        return Showing(self.world, self.viewer, self.query)

    def own(self, id: str) -> Account:
        """The calling account, whose id must be this; raises Refusal."""
        if id != self.account.id:
            words = "The `id` query parameter value [{}] must be the same as the authenticating user [{}]"
            raise invalid("id", id, words.format(id, self.account.id))
        return self.account

    def text(self, name: str) -> str:
        """A member of the body that is text, empty when it is missing; raises Refusal for anything else."""
        value = self.body.get(name, "")
        if not isinstance(value, str):
            raise invalid(name, json.dumps(value), f"$.{name}: {type(value).__name__} found, string expected")
        return value

    def needed(self, name: str) -> str:
        """A member of the body that is text and must be there; raises Refusal."""
        value = self.text(name)
        if not value:
            raise invalid(name, "", f"$.{name}: is missing but it is required")
        return value

    def mapping(self, name: str) -> JsonObject:
        """A member of the body that is an object, empty when it is missing; raises Refusal for anything else."""
        value = self.body.get(name, {})
        if not isinstance(value, dict):
            raise invalid(name, json.dumps(value), f"$.{name}: {type(value).__name__} found, object expected")
        return value

    def knows(self, *names: str) -> None:
        """Refuse a body with other members than these."""
        for name in self.body:
            if name not in names:
                raise invalid(name, str(self.body[name]), f"$.{name}: is not defined in the schema")

    def charge(self, kind: str, things: Iterable[str] = ("",)) -> None:
        """Put something on the app's bill, once a day for each thing."""
        for thing in things:
            self.world.charge(self.app, kind, thing)

    def record(self, object_id: str, result_id: str = "", text: str = "", **details: object) -> Sent:
        """Note that the call changed the world."""
        return self.world.record(self.name, object_id, result_id, text, self.account.id, **details)


async def read_body(request: web.BaseRequest) -> tuple[JsonObject, dict[str, bytes]]:
    """The members and files of a request's body; raises Refusal for JSON that is none."""
    if request.content_type == "multipart/form-data" or request.content_type.endswith("form-urlencoded"):
        members: JsonObject = {}
        files: dict[str, bytes] = {}
        for name, part in (await request.post()).items():
            if isinstance(part, web.FileField):
                files[name] = part.file.read()
                members.setdefault("media_type", part.content_type)
            else:
                members[name] = part if isinstance(part, str) else bytes(part).decode()
        return members, files
    raw = await request.read()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise Refusal("invalid", "The request body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Refusal("invalid", "The request body must be a JSON object.")
    return body, {}
