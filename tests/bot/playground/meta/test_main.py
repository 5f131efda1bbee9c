"""The simulated Meta as a program of its own."""

from __future__ import annotations

import asyncio
import json
import sys

import aiohttp


async def test_it_runs_alone_and_says_how_to_use_it() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.playground.meta", "--no-limits", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    try:
        about = json.loads(await asyncio.wait_for(program.stdout.readline(), 20))
        page, alone = about["page"], about["profile by Instagram Login"]
        async with aiohttp.ClientSession() as http:
            query = {"access_token": page["token"], "fields": "name"}
            async with http.get(f"{about['url']}/v26.0/me", params=query) as answer:
                assert await answer.json() == {"name": "Nadi Pots", "id": page["id"]}
            query = {"access_token": alone["token"], "fields": "text"}
            async with http.get(f"{about['url']}/v26.0/{alone['post']}/comments", params=query) as answer:
                assert [one["text"] for one in (await answer.json())["data"]] == ["Lovely!"]
        assert any("base_url" in line for line in about["how to"])
    finally:
        program.terminate()
        await program.wait()
