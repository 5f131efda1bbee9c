"""The simulated X as a program of its own."""

from __future__ import annotations

from bot.playground.x import XServer
from bot.playground.x.__main__ import furnish
from tests.bot.playground.x.calls import Api


async def test_what_it_says_can_be_used_at_once(server: XServer, api: Api) -> None:
    told = furnish(XServer())
    assert {"app", "account", "people", "how to"} == told.keys()
    async with XServer() as alone:
        about = furnish(alone)
        account = about["account"]
        assert isinstance(account, dict)
        caller = Api(api.http, alone.url, str(account["token"]))
        found = await caller.get(f"/2/users/{account['id']}/mentions")
        assert found["meta"]["result_count"] == 2
        assert (await caller.get("/2/dm_events"))["meta"]["result_count"] == 1
