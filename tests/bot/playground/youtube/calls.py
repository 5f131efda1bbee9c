"""Calls to the simulated YouTube without a client library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp

START = 1_800_000_000.0  # 2027-01-15, 00:00 in California
FILM = b"\0\0\0\x18ftypmp42" + b"\0" * 40


@dataclass(frozen=True)
class Api:
    """One caller with one token."""

    http: aiohttp.ClientSession
    url: str
    token: str

    def of(self, token: str) -> Api:
        """Another caller."""
        return Api(self.http, self.url, token)

    async def call(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None, **params: object
    ) -> tuple[int, Any]:
        """The status and the JSON of an answer (None when it has no body)."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        flat = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in params.items()}
        more: dict[str, Any] = {"json": body} if body is not None else {}
        where = f"{self.url}{path if path.startswith('/') else f'/youtube/v3/{path}'}"
        async with self.http.request(method, where, params=flat, headers=sent | (headers or {}), **more) as answer:
            text = await answer.read()
            return answer.status, await answer.json(content_type=None) if text else None

    async def get(self, path: str, **params: object) -> Any:
        """What a look answers."""
        return _good(*await self.call("GET", path, **params))

    async def items(self, path: str, **params: object) -> list[Any]:
        """The items of the page that a look answers."""
        found: list[Any] = (await self.get(path, **params))["items"]
        return found

    async def do(self, method: str, path: str, body: object = None, **params: object) -> Any:
        """What a change answers."""
        return _good(*await self.call(method, path, body, **params))

    async def refused(self, method: str, path: str, body: object = None, **params: object) -> tuple[int, str]:
        """Status and reason of a call that must fail."""
        status, answer = await self.call(method, path, body, **params)
        assert status >= 400, answer
        error = answer["error"]
        assert error["code"] == status
        assert error["message"] == error["errors"][0]["message"]
        return status, error["errors"][0]["reason"]


def _good(status: int, body: Any) -> Any:
    assert status < 300, body
    return body
