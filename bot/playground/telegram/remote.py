"""Drives a simulated Telegram that runs in another process, over its control API (`control.py`)."""

from __future__ import annotations

import aiohttp

from bot.playground.telegram.wire import JsonObject


class Remote:
    """The control API as calls; each raises ValueError with the server's words for an order it cannot carry out."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/control/"
        self._http = aiohttp.ClientSession()

    async def __aenter__(self) -> Remote:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def do(self, verb: str, **order: object) -> object:
        """Carry out one verb of `verbs.VERBS`; what came of it."""
        return await self._ask("POST", "do", {"verb": verb, **order})

    async def do_all(self, orders: list[JsonObject]) -> object:
        """Carry out several orders, each with its `verb`, in one request; what came of each."""
        return await self._ask("POST", "do", orders)

    async def sent(self, after: int = 0, wait: float = 0) -> list[JsonObject]:
        """What bots did with a number above `after`; waits up to `wait` real seconds for the first."""
        answer = await self._ask("GET", f"sent?after={after}&wait={wait}")
        found = answer["sent"] if isinstance(answer, dict) else []
        return list(found)

    async def messages(self, chat_id: int, bot: str = "") -> list[JsonObject]:
        """What a follower sees in a chat; a private chat needs the bot's username."""
        answer = await self._ask("GET", f"messages?chat={chat_id}&bot={bot}")
        return answer if isinstance(answer, list) else []

    async def state(self) -> JsonObject:
        """Bots with tokens and counts of calls, people, chats, what failed, how much was sent."""
        answer = await self._ask("GET", "state")
        return answer if isinstance(answer, dict) else {}

    async def plan(self, fault: JsonObject, match: JsonObject | None = None, **how_often: float) -> None:
        """Plan failures: `times=3` for the next three, `probability=0.1` for one in ten from now on."""
        await self._ask("POST", "faults", {"fault": fault, "match": match or {}, **how_often})

    async def clear_faults(self) -> None:
        """Everything works again."""
        await self._ask("DELETE", "faults")

    async def set_clock(self, **change: float) -> None:
        """`advance=3600` moves an hour forward, `speed=60` makes a minute of every second."""
        await self._ask("POST", "clock", change)

    async def enforce_limits(self, *, enforced: bool) -> None:
        """Switch the flood limits."""
        await self._ask("POST", "limits", {"enforced": enforced})

    async def _ask(self, method: str, path: str, body: object = None) -> object:
        async with self._http.request(method, self._url + path, json=body) as response:
            answer: object = await response.json()
            if response.status != 200:
                raise ValueError(answer["error"] if isinstance(answer, dict) else answer)
            return answer
