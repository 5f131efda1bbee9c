"""A bare Bot API server: hands out so many questions at once, takes the answers, prints how long all of them took.

python -m tests.bench.bots.bot_api HOW_MANY

The first line is {"port": …}; when the first page is handed out comes {"began": true}, and when its last question is
answered {"answered": …, "seconds": …}. Every question is from a person of its own, for all bots alike: Sangam joins
several messages of one person into one answer, and then fewer answers would be counted than for the others.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from aiohttp import web

from bot.web import serving
from tests.bench.hook_words import update

PAGE = 100
ME = {
    "id": 1,
    "is_bot": True,
    "first_name": "Bench",
    "username": "bench_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": False,
}


class BotApi:
    """As much of the Bot API as a bot needs that polls and answers; keeps nothing but two numbers and a clock."""

    def __init__(self, questions: int) -> None:
        """`questions`: how many are asked."""
        self._questions = questions
        self._answers = 0
        self._began = 0.0

    async def call(self, request: web.Request) -> web.Response:
        """Answer any method."""
        match request.match_info["method"].lower():
            case "getupdates":
                result = await self._updates(int(str((await _fields(request)).get("offset") or 0)))
            case "getme":
                result = ME
            case "sendmessage":
                await request.read()
                result = self._answered()
            case _:
                result = True
        return web.json_response({"ok": True, "result": result})

    async def _updates(self, offset: int) -> object:
        """The next page; asking from behind one confirms it, as with Telegram."""
        first = max(offset, 1)
        if first > self._questions:
            await asyncio.sleep(1)  # a short long poll
            return []
        if first == 1:
            self._began = time.perf_counter()
            _tell(began=True)
        last = min(first + PAGE - 1, self._questions)
        return [update(number, self._questions) for number in range(first, last + 1)]

    def _answered(self) -> object:
        self._answers += 1
        if self._answers == self._questions:
            _tell(answered=self._answers, seconds=time.perf_counter() - self._began)
        chat = {"id": 1, "type": "private", "first_name": "Somebody"}
        number = self._questions + self._answers
        return {"message_id": number, "date": 1_790_000_000, "chat": chat, "from": ME, "text": "yes"}


def _tell(**what: float) -> None:
    print(json.dumps(what), flush=True)


async def _fields(request: web.Request) -> dict[str, object]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(await request.post())


async def main(questions: int) -> None:
    """Serve until ended."""
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", BotApi(questions).call)
    async with serving(app, "127.0.0.1", 0) as port:
        _tell(port=port)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
