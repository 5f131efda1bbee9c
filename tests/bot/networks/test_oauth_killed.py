"""A process that is killed anywhere in a renewal loses no login, except while the network's answer is on its way."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.networks._oauth import Grant, keep_grant, read_grant
from inbox.store import opened
from inbox.store.embedded import Server
from inbox.store.keyring import Keyring
from tests.renewing_program import ACCOUNT
from tests.tree import ROOT
from tests.x_account import x_account

ENV = {"PYTHONPATH": str(ROOT)}


async def test_no_login_is_lost_but_by_an_answer_that_never_came(
    redis_server: Server, brand: str, tmp_path: Path
) -> None:
    async with x_account() as ours, opened(redis_server.url, brand) as store:
        vault = store.vaults(Keyring(tmp_path)).of(ACCOUNT)
        words = (redis_server.url, brand, str(tmp_path), ours.server.url, ours.app.client_id, ours.app.client_secret)
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.renewing_program", *words), cwd=ROOT, stdin=pipe, stdout=pipe, env=ENV
        )
        stdin, stdout = process.stdin, process.stdout
        assert stdin
        assert stdout

        async def renew(kill_at: int) -> dict[str, Any]:
            stdin.write(f"{kill_at}\n".encode())
            said: dict[str, Any] = json.loads(await stdout.readline())
            return said

        def log_in() -> Grant:
            tokens = ours.server.world.tokens.grant(ours.us, ours.app, ours.us.scopes, ours.server.clock.now())
            return Grant(str(tokens["access_token"]), str(tokens["refresh_token"]), 1)

        ends = dict[int, bool]()  # by the point: whether the login was lost
        while True:
            at = len(ends) + 1
            await keep_grant(vault, before := log_in())
            if not (first := await renew(at)).get("killed"):
                break
            after, second = await read_grant(vault), await renew(0)
            ends[at] = "error" in second
            if ends[at]:
                assert (after, first["answered"]) == (before, 0), "X used it up, and its answer was lost"
                assert second["error"] == "LoginNeeded"
                assert "X does not accept this login any more" in second["words"]
                assert second["words"].endswith("Run: connect x")
        stdin.close()
        await process.wait()
    assert len(ends) >= 8, "there are awaits before X is asked, while it answers, and while the vault writes"
    assert sum(ends.values()) <= 2, "only while the answer is on its way, which may be no await at all"
