"""Calls to the simulated Graph API without a client library, and a small web server that Meta fetches media from."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

START = 1_800_000_000.0
DAY = 86_400.0
JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HH", 1000, 1000) + b"\x03" + b"\0" * 40
WIDE_JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HH", 100, 1000) + b"\x03" + b"\0" * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
FILM = b"\0\0\0\x18ftypmp42" + b"\0" * 40


@dataclass(frozen=True)
class Graph:
    """One caller with one token."""

    http: aiohttp.ClientSession
    url: str
    token: str

    def of(self, token: str) -> Graph:
        """Another caller."""
        return Graph(self.http, self.url, token)

    async def call(self, method: str, path: str, **given: object) -> tuple[int, Any]:
        """The status and the JSON of an answer; parameters go into the address or, as JSON, into the body."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        where: dict[str, Any] = {"params": _flat(given)} if method == "GET" else {"json": given}
        async with self.http.request(method, f"{self.url}/v26.0{path}", headers=headers, **where) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str, **given: object) -> Any:
        """What a look answers."""
        return _good(*await self.call("GET", path, **given))

    async def post(self, path: str, **given: object) -> Any:
        """What a change answers."""
        return _good(*await self.call("POST", path, **given))

    async def delete(self, path: str, **given: object) -> Any:
        """What a removal answers."""
        return _good(*await self.call("DELETE", path, **given))

    async def refused(self, method: str, path: str, **given: object) -> tuple[int, int]:
        """Code and subcode of a call that must fail."""
        status, body = await self.call(method, path, **given)
        assert status >= 400, body
        assert {"message", "type", "code", "fbtrace_id"} <= body["error"].keys()
        return body["error"]["code"], body["error"].get("error_subcode", 0)


def _flat(given: dict[str, object]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}


def _good(status: int, body: Any) -> Any:
    assert status == 200, body
    return body


@asynccontextmanager
async def shelf(**files: bytes) -> AsyncIterator[str]:
    """A web server with these files, as /name; one named `slow` never comes."""
    kinds = {b"\xff": "image/jpeg", b"\x89": "image/png", b"\0": "video/mp4"}

    async def give(request: web.Request) -> web.Response:
        data = files.get(request.match_info["name"])
        if data is None:
            raise web.HTTPNotFound
        if request.match_info["name"] == "slow":
            await asyncio.Event().wait()
        return web.Response(body=data, content_type=kinds.get(data[:1], "application/octet-stream"))

    app = web.Application()
    app.router.add_get("/{name}", give)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
