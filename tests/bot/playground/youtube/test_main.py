"""The simulated YouTube as a program of its own."""

from __future__ import annotations

import asyncio
import json
import sys

import aiohttp

from tests.bot.playground.youtube.calls import Api


async def test_it_runs_alone_and_says_how_to_use_it() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.playground.youtube", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    try:
        about = json.loads(await asyncio.wait_for(program.stdout.readline(), 20))
        async with aiohttp.ClientSession() as http:
            api = Api(http, about["url"], about["channel"]["token"])
            bowl = about["videos"]["Throwing a bowl"]
            [thread] = await api.items("commentThreads", part="snippet,replies", videoId=bowl)
        assert thread["snippet"]["totalReplyCount"] == 1
        assert any("base_url" in line for line in about["how to"])
    finally:
        program.terminate()
        await program.wait()
