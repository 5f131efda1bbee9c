"""A bare HTTP server in the place of Meta's: it answers what a test tells it to, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

CUT, SILENT = "cut", "silent"  # the connection ends; no answer ever comes


@dataclass(frozen=True, slots=True)
class Asked:
    """One call as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    files: Mapping[str, tuple[str, str, bytes]]
    headers: Mapping[str, str]

    def json(self, name: str) -> Any:
        """A field of the form that is JSON."""
        return json.loads(self.form[name])


@dataclass(slots=True)
class Wire:
    """What comes next for each "METHOD path", the last answer for ever; `asked` keeps every call."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, list[object]] = field(default_factory=dict)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, call: str, *answers: object) -> None:
        """The answers to a call such as "GET /1/comments": a dict, (status, body, headers), CUT or SILENT."""
        self.answers.setdefault(call, []).extend(answers)

    def calls(self, call: str) -> list[Asked]:
        """The calls of one kind so far."""
        return [one for one in self.asked if f"{one.method} {one.path}" == call]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Keep the call and do as told."""
        form, files = await _body(request)
        path = "/" + request.path.lstrip("/").partition("/")[2]
        asked = Asked(request.method, path, dict(request.query), form, files, dict(request.headers))
        self.asked.append(asked)
        left = self.answers.get(f"{request.method} {path}")
        if not left:
            return web.json_response({"error": {"message": f"not told: {request.method} {path}", "code": 99999}})
        return await self._give(request, left.pop(0) if len(left) > 1 else left[0])

    async def _give(self, request: web.Request, what: object) -> web.StreamResponse:
        if what in (CUT, SILENT):
            if what == SILENT:
                await self.ended.wait()
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if isinstance(what, tuple):
            status, body, headers = what
            text = body if isinstance(body, bytes) else json.dumps(body).encode()
            return web.Response(status=status, body=text, headers=headers)
        return web.json_response(what)


async def _body(request: web.Request) -> tuple[dict[str, str], dict[str, tuple[str, str, bytes]]]:
    form: dict[str, str] = {}
    files: dict[str, tuple[str, str, bytes]] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.content_type, value.file.read())
        else:
            form[name] = value if isinstance(value, str) else bytes(value).decode()
    return form, files


def refused(code: int, subcode: int = 0, message: str = "said by Meta") -> tuple[int, object, dict[str, str]]:
    """An error of the Graph API."""
    error = {"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode, "fbtrace_id": "A"}
    return 400, {"error": error}, {}


@contextlib.asynccontextmanager
async def wire() -> AsyncIterator[tuple[Wire, aiohttp.ClientSession]]:
    """A running one, and a session to call it with."""
    told, app = Wire(), web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", told.answer)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        told.url = str(server.make_url("")).rstrip("/")
        yield told, http
        told.ended.set()
