"""One call of the Graph API: its parameters from the address, a form, JSON or multipart, and what it works on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.playground.meta.fetching import Fetcher
from bot.playground.meta.hooks import Hooks
from bot.playground.meta.makes import Makes
from bot.playground.meta.nodes import Reading
from bot.playground.meta.records import App, Owner, Sent
from bot.playground.meta.refusals import Refusal, invalid
from bot.playground.meta.tokens import Token

Params = dict[str, object]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body, or as the whole body of an upload."""

    data: bytes
    mime: str
    name: str


@dataclass(slots=True)
class Call:
    """A call on its way. `name` is its pattern, such as `POST /{id}/comments`; values of a form are text."""

    state: Makes
    fetcher: Fetcher
    hooks: Hooks
    name: str
    params: Params
    uploads: dict[str, Upload] = field(default_factory=dict)
    token: Token | None = None
    base: str = ""

    @property
    def now(self) -> float:
        """The time, in unix seconds."""
        return self.state.now

    @property
    def reading(self) -> Reading:
        """Who calls, as a reader; raises Refusal 104 without a token."""
        if self.token is None:
            raise Refusal(104)
        return Reading(self.state, self.token, self.base)

    @property
    def app(self) -> App:
        """The app that calls."""
        return self.reading.token.app

    def text(self, name: str, default: str = "") -> str:
        """A parameter as text."""
        value = self.params.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def needed(self, name: str) -> str:
        """A parameter that must be there; raises Refusal."""
        value = self.text(name)
        if not value:
            raise invalid(f"The parameter {name} is required")
        return value

    def data(self, name: str) -> Any:
        """A parameter that is JSON, also when it came as text; None when it is missing."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            return value

    def mapping(self, name: str) -> dict[str, Any]:
        """A parameter that must be a JSON object; empty when it is missing."""
        value = self.data(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise invalid(f"Param {name} must be a JSON object")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """A parameter that is true or false; raises Refusal for anything else."""
        value = self.text(name).lower()
        if value in ("true", "1"):
            return True
        if value in ("false", "0"):
            return False
        if value:
            raise invalid(f"Param {name} must be a boolean")
        return default

    def listed(self, name: str) -> list[str]:
        """A parameter that is a list: of JSON, or of words with commas between."""
        value = self.data(name)
        if value is None:
            return []
        if isinstance(value, list):
            return [str(one) for one in value]
        return [one.strip() for one in str(value).split(",") if one.strip()]

    def objects(self, name: str) -> list[dict[str, Any]]:
        """A parameter that is a list of JSON objects; what is none is left out."""
        value = self.data(name)
        return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

    @property
    def query(self) -> Mapping[str, str]:
        """All parameters as text."""
        return {name: self.text(name) for name in self.params}

    def record(
        self, object_id: str, result_id: str = "", text: str = "", owner: Owner | None = None, **more: object
    ) -> Sent:
        """Note that the call changed the world."""
        return self.state.record(self.name, object_id, result_id, text, owner.id if owner else "", **more)


async def read_params(request: web.BaseRequest) -> tuple[Params, dict[str, Upload]]:
    """The parameters and files of a request; raises Refusal for JSON that is none."""
    params: Params = dict(request.query)
    if request.content_type == "application/json":
        return params | _from_json(await request.read()), {}
    if request.content_type not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        return params, {}
    uploads: dict[str, Upload] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            uploads[name] = Upload(part.file.read(), part.content_type, part.filename)
        else:
            params[name] = part if isinstance(part, str) else bytes(part).decode()
    return params, uploads


def _from_json(raw: bytes) -> Params:
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise invalid("The request body contains invalid JSON.") from None
    if not isinstance(body, dict):
        raise invalid("The request body must be a JSON object.")
    return {name: _as_given(value) for name, value in body.items() if value is not None}


def _as_given(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value
