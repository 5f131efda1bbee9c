"""A running simulated Bluesky with an account of ours, two people, and a caller for the account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.playground.bluesky import Account, BlueskyServer, BlueskyWorld, Person
from bot.playground.clock import Clock

START = 1_800_000_000.0
CHAT = "did:web:api.bsky.chat#bsky_chat"


@dataclass
class Caller:
    """One caller; `headers` are those of the last answer."""

    http: aiohttp.ClientSession
    url: str
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def call(
        self, verb: str, method: str, body: object = None, home: str = "/pds", **params: Any
    ) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"atproto-proxy": CHAT} if method.startswith("chat.") else {}
        query = [
            (name, str(one))
            for name, value in params.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        parts: dict[str, Any] = {"json": body} if body is not None else {}
        url = f"{self.url}{home}/xrpc/{method}"
        async with self.http.request(verb, url, headers=headers, params=query, **parts) as answer:
            self.headers = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def get(self, method: str, **params: Any) -> Any:
        status, said = await self.call("GET", method, **params)
        assert status == 200, said
        return said

    async def post(self, method: str, **body: Any) -> Any:
        status, said = await self.call("POST", method, body)
        assert status == 200, said
        return said

    async def log_in(self, account: Account) -> Any:
        body = {"identifier": account.handle, "password": account.app_password}
        status, said = await self.call("POST", "com.atproto.server.createSession", body, home="")
        assert status == 200, said
        self.token = said["accessJwt"]
        return said


@pytest.fixture
async def server() -> AsyncIterator[BlueskyServer]:
    """Its clock stands still until a test moves it."""
    async with BlueskyServer(clock=Clock(START, speed=0)) as running:
        yield running


@pytest.fixture
def world(server: BlueskyServer) -> BlueskyWorld:
    return server.world


@pytest.fixture
def pots(world: BlueskyWorld) -> Account:
    return world.create_account("nadipots.example.com", "Nadi Pots")


@pytest.fixture
def asha(world: BlueskyWorld) -> Person:
    return world.create_person("asha.example.com", "Asha Patel")


@pytest.fixture
async def api(server: BlueskyServer, pots: Account) -> AsyncIterator[Caller]:
    """The account calls."""
    async with aiohttp.ClientSession() as http:
        caller = Caller(http, server.url)
        await caller.log_in(pots)
        yield caller
