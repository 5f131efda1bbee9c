"""The simulated Discord as a program of its own."""

from __future__ import annotations

import asyncio
import json
import sys

import aiohttp


async def test_it_runs_alone_and_says_where_it_is() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.playground.discord",
        "--bot",
        "nadi=secret",
        "--no-limits",
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdout is not None
    try:
        about = json.loads(await asyncio.wait_for(program.stdout.readline(), 20))
        headers = {"Authorization": f"Bot {about['bots']['nadi']}"}
        async with aiohttp.ClientSession(headers=headers) as http:
            async with http.get(f"{about['api']}/users/@me") as answer:
                assert (await answer.json())["username"] == "nadi"
            async with http.get(f"{about['api']}/channels/{about['channels']['forum']}") as answer:
                assert (await answer.json())["type"] == 15
    finally:
        program.terminate()
        await program.wait()
