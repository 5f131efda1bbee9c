"""The simulated TikTok as a program of its own."""

from __future__ import annotations

import asyncio
import json
import sys

import aiohttp


async def test_it_runs_alone_and_says_how_to_use_it() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.playground.tiktok", "--no-limits", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    try:
        about = json.loads(await asyncio.wait_for(program.stdout.readline(), 20))
        account = about["account"]
        async with aiohttp.ClientSession(headers={"Access-Token": account["access_token"]}) as http:
            query = {"business_id": account["open_id"], "video_id": account["video"]}
            url = f"{about['url']}/open_api/v1.3/business/comment/list/"
            async with http.get(url, params=query) as answer:
                listed = (await answer.json())["data"]["comments"]
        assert {one["text"] for one in listed} == {"How much is the blue one?", "Lovely!"}
        assert any("base_url" in line for line in about["how to"])
    finally:
        program.terminate()
        await program.wait()
