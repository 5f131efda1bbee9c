"""Calls to the simulated X without a client library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp

START = 1_800_000_000.0
DAY = 86_400.0


@dataclass(frozen=True)
class Api:
    """One caller with one token; `headers` are those of the last answer."""

    http: aiohttp.ClientSession
    url: str
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def of(self, token: str) -> Api:
        """Another caller."""
        return replace(self, token=token, headers={})

    async def call(
        self, method: str, path: str, body: object = None, query: Mapping[str, object] | None = None
    ) -> tuple[int, Any]:
        """The status and the JSON of an answer."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        given: dict[str, Any] = {} if body is None else {"json": body}
        params = {name: str(value) for name, value in (query or {}).items()}
        async with self.http.request(method, self.url + path, headers=headers, params=params, **given) as answer:
            self.headers.clear()
            self.headers.update({name.lower(): value for name, value in answer.headers.items()})
            return answer.status, await answer.json()

    async def get(self, path: str, **query: object) -> Any:
        """What a look answers; two underscores stand for a dot."""
        named = {name.replace("__", "."): value for name, value in query.items()}
        return _good(*await self.call("GET", path, query=named))

    async def post(self, path: str, **body: object) -> Any:
        """What a change answers."""
        return _good(*await self.call("POST", path, body))

    async def refused(self, method: str, path: str, body: object = None, **query: object) -> tuple[int, Any]:
        """The status and body of a call that must fail."""
        named = {name.replace("__", "."): value for name, value in query.items()}
        status, answer = await self.call(method, path, body, named)
        assert status >= 400, answer
        return status, answer


def _good(status: int, body: Any) -> Any:
    assert status in (200, 201), body
    return body
