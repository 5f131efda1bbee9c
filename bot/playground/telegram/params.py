"""Reads the parameters of a Bot API call from form, multipart, JSON or query string: all four are accepted.

Source: https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

from bot.playground.telegram.refusals import bad_request
from bot.playground.telegram.wire import JsonObject


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Params:
    """The parameters of one call. Values are strings from forms, any JSON value from JSON bodies."""

    values: JsonObject
    uploads: dict[str, Upload] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values or name in self.uploads

    def text(self, name: str) -> str:
        """A string; empty when missing."""
        value = self.values.get(name)
        match value:
            case None:
                return ""
            case str():
                return value
            case bool():
                return "true" if value else "false"
            case _:
                return json.dumps(value) if isinstance(value, dict | list) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; what is not one counts as missing, as on the real server."""
        try:
            return int(str(self.values.get(name, default)))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """A boolean."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def mapping(self, name: str) -> JsonObject:
        """A JSON object, empty when missing; raises Refusal when it is something else."""
        value = self._json(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name}: expected an Object")
        return value

    def array(self, name: str) -> list[object]:
        """A JSON array, empty when missing; raises Refusal when it is something else."""
        value = self._json(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f"expected an Array of {name}")
        return value

    def mappings(self, name: str) -> list[JsonObject]:
        """A JSON array of objects; raises Refusal when one of them is something else."""
        items = self.array(name)
        found = [item for item in items if isinstance(item, dict)]
        if len(found) != len(items):
            raise bad_request(f"can't parse {name}: expected an Object")
        return found

    def _json(self, name: str) -> object:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            parsed: object = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None
        return parsed


async def read_params(request: web.BaseRequest) -> Params:
    """The parameters of a request; raises Refusal for a body that is none of the four kinds."""
    values: JsonObject = dict(request.query) if request.query_string else {}
    if request.method != "POST":
        return Params(values)
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _read_multipart(request, values)
    raw = await request.read()
    if kind == "application/x-www-form-urlencoded":
        values.update(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    elif kind == "application/json" and raw:
        values.update(_json_body(raw))
    return Params(values)


def _json_body(raw: bytes) -> JsonObject:
    try:
        body = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body


async def _read_multipart(request: web.BaseRequest, values: JsonObject) -> Params:
    uploads: dict[str, Upload] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            uploads[name] = Upload(part.filename, part.content_type, part.file.read())
        else:
            values[name] = part.decode() if isinstance(part, bytes | bytearray) else part
    return Params(values, uploads)
