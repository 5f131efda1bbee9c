"""Another service, simulated: it takes Sangam's signed actions, each key once, and tells what its people say.

The protocol stands in docs/networks/webhook.md; this is written from that page, and shares no code with the adapter.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind
from bot.playground.serving import Server, fail

LARGEST_BODY = 1024 * 1024
TOLERANCE = 300


@dataclass(slots=True)
class Taken:
    """What the service has done: each action under its key, once."""

    by_key: dict[str, dict[str, object]] = field(default_factory=dict)
    calls: int = 0

    @property
    def texts(self) -> list[object]:
        """What was said in the service, in order."""
        return [action["text"] for action in self.by_key.values() if action["action"] == "reply"]


class OtherService(Server):
    """A forum or the like; `secret` is the one that Sangam has too."""

    def __init__(self, secret: str, *, clock: Clock | None = None, faults: Faults | None = None) -> None:
        super().__init__(self._answer, LARGEST_BODY)
        self.clock = clock or Clock()
        self.faults = faults or Faults()
        self.taken = Taken()
        self._secret = secret.encode()

    def signature(self, body: bytes, at: int | None = None, secret: bytes | None = None) -> str:
        """What proves a body that is sent at `at` (unix seconds; now, when left out)."""
        seconds = int(self.clock.now()) if at is None else at
        proof = hmac.new(secret or self._secret, str(seconds).encode() + b"." + body, hashlib.sha256)
        return f"t={seconds},s={proof.hexdigest()}"

    async def tell(self, url: str, *items: object) -> tuple[int, dict[str, object]]:
        """Post items to Sangam; answers the status and what it said."""
        body = json.dumps(items).encode()
        headers = {"Sangam-Signature": self.signature(body)}
        async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        given = request.headers.get("Sangam-Signature", "")
        at = given[2:].partition(",")[0]
        fresh = at.isdigit() and abs(self.clock.now() - int(at)) <= TOLERANCE
        if not fresh or not hmac.compare_digest(given, self.signature(body, int(at))):
            return web.json_response({"error": "the signature is not right"}, status=401)
        action = json.loads(body)
        fault = self.faults.for_call("webhook", action["account"], action["action"])
        if fault is None:
            return self._take(action)

        async def happen() -> web.Response:
            return self._take(action)

        return await fail(request, fault, self.clock, happen, _refused)

    def _take(self, action: dict[str, object]) -> web.Response:
        self.taken.calls += 1
        key = str(action["key"])
        if action["action"] != "check":
            self.taken.by_key.setdefault(key, action)
        return web.json_response({"id": f"post/{key}", "at": int(self.clock.now() * 1000)})


def _refused(fault: Fault) -> web.Response:
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
    words = {"error": fault.text} if fault.text else {}
    return web.json_response(words, status=fault.status, headers=headers)


def refusal(status: int, words: str = "", retry_after: int = 0) -> Fault:
    """A refusal with these words."""
    return Fault(Kind.REFUSE, status=status, text=words, retry_after=retry_after)
