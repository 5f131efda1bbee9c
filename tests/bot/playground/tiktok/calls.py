"""Calls the simulated TikTok as an app does, and receives its hooks as an app's server does."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.playground.tiktok import Account
from bot.playground.tiktok.told import SIGNATURE, signature

START = 1_790_000_000.0
JsonObject = dict[str, Any]


@dataclass(slots=True)
class Business:
    """Calls the API for Business with the token of an account; `refused` is the last code that was not 0."""

    http: aiohttp.ClientSession
    url: str
    account: Account
    token: str = ""

    async def get(self, path: str, **params: Any) -> JsonObject:
        given = {"business_id": self.account.open_id} | params
        query = {name: one if isinstance(one, str) else json.dumps(one) for name, one in given.items()}
        async with self.http.get(self._at(path), params=query, headers=self._headers()) as answer:
            return await self._body(answer)

    async def post(self, path: str, **body: Any) -> JsonObject:
        given = {"business_id": self.account.open_id} | body
        async with self.http.post(self._at(path), json=given, headers=self._headers()) as answer:
            return await self._body(answer)

    def _at(self, path: str) -> str:
        return f"{self.url}/open_api/v1.3{path}"

    def _headers(self) -> dict[str, str]:
        return {"Access-Token": self.token or self.account.access_token}

    @staticmethod
    async def _body(answer: aiohttp.ClientResponse) -> JsonObject:
        assert answer.status == 200, await answer.text()
        body: JsonObject = await answer.json()
        return body


@dataclass(slots=True)
class Open:
    """Calls open.tiktokapis.com with the token of an account."""

    http: aiohttp.ClientSession
    url: str
    account: Account

    async def post(self, path: str, body: JsonObject | None = None, **query: str) -> tuple[int, JsonObject]:
        headers = {"Authorization": f"Bearer {self.account.open_token}"}
        async with self.http.post(self.url + path, json=body or {}, params=query, headers=headers) as answer:
            return answer.status, await answer.json()

    async def form(self, path: str, **fields: str) -> tuple[int, JsonObject]:
        async with self.http.post(self.url + path, data=fields) as answer:
            return answer.status, await answer.json()


@dataclass(slots=True)
class Receiver:
    """An app's server: answers with `statuses` in turn, then 200, and keeps what was rightly signed and taken."""

    secret: str = ""
    url: str = ""
    statuses: list[int] = field(default_factory=list)
    always: int = 200
    bodies: list[JsonObject] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)  # when each was signed
    forged: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        at, _, signed = request.headers[SIGNATURE].removeprefix("t=").partition(",s=")
        if signature(self.secret, int(at), body) != signed:
            self.forged += 1
            return web.Response(status=401)
        status = self.statuses.pop(0) if self.statuses else self.always
        if status == 200:
            self.raw.append(body)
            self.signed.append(int(at))
            self.bodies.append(json.loads(body))
        return web.Response(status=status)

    def contents(self, event: str) -> list[JsonObject]:
        """The contents of the events of one name, in the order in which they came."""
        return [json.loads(one["content"]) for one in self.bodies if one["event"] == event]
