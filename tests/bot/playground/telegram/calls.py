"""Calls to the simulated Bot API without a client library."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp

START = 1_800_000_000.0
JsonObject = dict[str, object]


@dataclass(frozen=True)
class Raw:
    """Calls without a client library: the status and the JSON of each answer."""

    http: aiohttp.ClientSession
    url: str
    token: str

    async def call(self, name: str, **params: object) -> tuple[int, JsonObject]:
        async with self.http.post(f"{self.url}/bot{self.token}/{name}", json=params) as response:
            return response.status, await response.json()

    async def result(self, name: str, **params: object) -> object:
        status, body = await self.call(name, **params)
        assert status == 200, body
        return body["result"]

    async def refusal(self, name: str, **params: object) -> str:
        status, body = await self.call(name, **params)
        assert (body["ok"], body["error_code"]) == (False, status)
        return str(body["description"])
