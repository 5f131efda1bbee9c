"""Carries one bot's updates to its webhook: in order per chat, in parallel across chats, again until they are taken.

Facts: tdlib/telegram-bot-api `WebhookActor.cpp`: 1 s after a failure, doubled up to a random 60 to 120 s, Retry-After
honoured up to an hour, the webhook is removed after 23 hours of 410.
"""

from __future__ import annotations

import hmac
import json
import random
from collections import deque
from collections.abc import Callable

import aiohttp

from bot.playground.clock import Clock
from bot.playground.tasks import Tasks
from bot.playground.telegram.updates import Update, UpdateQueue
from bot.playground.telegram.wire import JsonObject, encode

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_RETRY_AFTER = 3600
GONE_FOR = 23 * 3600


class Webhook:
    """Where one bot wants its updates; off while `url` is empty."""

    def __init__(self, queue: UpdateQueue, clock: Clock, draw: random.Random) -> None:
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.has_certificate = False
        self.last_error: tuple[int, str] | None = None
        self.execute: Callable[[JsonObject], None] | None = None
        self._queue = queue
        self._clock = clock
        self._draw = draw
        self._lanes: dict[int, deque[Update]] = {}
        self._ready: deque[int] = deque()
        self._tasks = Tasks()
        self._delay: dict[int, float] = {}
        self._gone_since = 0.0
        self._http: aiohttp.ClientSession | None = None

    def point_to(self, url: str, secret: str, max_connections: int, *, has_certificate: bool = False) -> None:
        """Send everything that waits, and whatever comes, to `url`; an empty one switches the webhook off."""
        self.stop()
        self.url, self.secret, self.has_certificate = url, secret, has_certificate
        self.max_connections = max_connections
        self.last_error, self._gone_since = None, 0.0
        if url:
            self._queue.forward = self._offer
            for update in self._queue.waiting():
                self._offer(update)

    def stop(self) -> None:
        """Stop sending; what is on its way may arrive, and may arrive again by another road."""
        self.url = ""
        self._queue.forward = None
        self._tasks.cancel()
        self._lanes.clear()
        self._ready.clear()
        self._delay.clear()

    async def close(self) -> None:
        """Stop and free the connections."""
        self.stop()
        if self._http is not None:
            await self._http.close()
            self._http = None

    def info(self) -> JsonObject:
        """The WebhookInfo object."""
        body: JsonObject = {
            "url": self.url,
            "has_custom_certificate": self.has_certificate,
            "pending_update_count": len(self._queue),
        }
        if self.url:
            body |= {"max_connections": self.max_connections, "ip_address": "127.0.0.1"}
            body["allowed_updates"] = sorted(self._queue.allowed)
        if self.last_error is not None:
            body["last_error_date"], body["last_error_message"] = self.last_error
        return body

    def _offer(self, update: Update) -> None:
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        self._wake(update.lane)

    def _wake(self, lane: int) -> None:
        if lane in self._lanes:
            self._ready.append(lane)
            self._start_lanes()

    def _start_lanes(self) -> None:
        while self._ready and len(self._tasks) < self.max_connections:
            self._tasks.start(self._drain(self._ready.popleft()), f"webhook {self.url}", self._start_lanes)

    async def _drain(self, lane: int) -> None:
        updates = self._lanes[lane]
        while updates:
            update = updates[0]
            if update.expires > self._clock.now() and not await self._deliver(update):
                self._clock.call_at(self._clock.now() + self._delay.get(lane, 0), lambda: self._wake(lane))
                return
            self._delay.pop(lane, None)
            updates.popleft()
            self._queue.finish(update)
        self._lanes.pop(lane, None)

    async def _deliver(self, update: Update) -> bool:
        if update.forged:
            update.forged = False
            await self._post(update, self._forged_secret())
        taken = await self._post(update, self.secret)
        if taken and update.copies > 1:
            update.copies = 1
            await self._post(update, self.secret)
        return taken

    def _forged_secret(self) -> str:
        guess = "forged"
        return guess if not hmac.compare_digest(guess, self.secret) else guess + "1"

    async def _post(self, update: Update, secret: str) -> bool:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: secret} if secret else {})
        try:
            async with self._http.post(self.url, data=encode(update.as_json()), headers=headers) as response:
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(update.lane, str(error) or "Read timeout expired", "")
            return False
        if 200 <= response.status < 300:
            self._run_answer(answer)
            return True
        reason = f"Wrong response from the webhook: {response.status} {response.reason}"
        self._failed(update.lane, reason, response.headers.get("Retry-After", ""))
        self._note_gone(response.status)
        return False

    def _failed(self, lane: int, reason: str, retry_after: str) -> None:
        self.last_error = int(self._clock.now()), reason
        doubled = min(self._delay.get(lane, 0.5) * 2, self._draw.uniform(60, 120))
        asked = min(int(retry_after), LONGEST_RETRY_AFTER) if retry_after.isdecimal() else 0
        self._delay[lane] = float(asked) or doubled

    def _note_gone(self, status: int) -> None:
        now = self._clock.now()
        if status != 410:
            self._gone_since = 0.0
        elif not self._gone_since:
            self._gone_since = now
        elif now - self._gone_since > GONE_FOR:
            self.point_to("", "", self.max_connections)

    def _run_answer(self, answer: bytes) -> None:
        if self.execute is None or not answer.startswith(b"{"):
            return
        try:
            call = json.loads(answer)
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call:
            self.execute(call)
