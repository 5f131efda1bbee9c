"""A storm: calls fail in every way, the process dies again and again, the store goes away; nothing is lost or twice."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.networks._outside import Outside
from bot.networks.bluesky import Bluesky
from bot.playground.faults import Fault, Kind
from bot.supervisor import spawn
from inbox.actions import Reply
from inbox.errors import NetworkError, Uncertain
from inbox.incoming import Cursor, Incoming, NewMessage
from inbox.models import account_id
from tests.bluesky_account import Ours, bluesky_account

ARRIVALS, ANSWERS = 400, 60
TRIES = 40
AWAY = 0.04  # how often the store is


@dataclass
class Storm:
    """What outlives the processes: the world that goes on, and what the store has."""

    ours: Ours
    chance: random.Random
    said: list[str] = field(default_factory=list)
    stored: dict[str, NewMessage] = field(default_factory=dict)
    cursor: Cursor | None = None

    def account(self) -> Bluesky:
        ours = self.ours
        outside = Outside(ours.http, ours.mailbox, ours.files, "", ours.now, vault=ours.vault, rest=self.rest)
        return Bluesky(account_id("bluesky", "main"), ours.options(), outside)

    async def rest(self, seconds: float) -> None:
        world = self.ours.server.world
        for _ in range(min(self.chance.randrange(60), ARRIVALS - len(self.said))):
            self.ours.server.clock.advance(self.chance.random() / 5)
            text = str(len(self.said))
            if self.chance.random() < 0.3:
                self.said.append(world.message(self.ours.asha, self.ours.us, text).id)
            else:
                self.said.append(world.reply(self.ours.asha, self.ours.root, text).id)
        self.ours.server.clock.advance(seconds)
        await asyncio.sleep(0)

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        if self.chance.random() < AWAY:
            raise ConnectionError("the store is away")
        new = [one for one in events if isinstance(one, NewMessage) and one.id not in self.stored]
        self.stored |= {str(one.id): one for one in new}
        self.cursor = cursor or self.cursor
        return len(new)

    async def live(self) -> None:
        """One process, until it fails or is killed."""
        task = spawn("listen", self.account().listen(self.receive, self.cursor))
        await asyncio.wait({task}, timeout=self.chance.random() / 5)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, NetworkError, ConnectionError):
            await task

    async def answer(self, reply: Reply, key: str) -> None:
        """Send it as the outbox does: what is in doubt is looked for before it is sent again."""
        begun, in_doubt = self.ours.now(), False
        for _ in range(TRIES):
            try:
                if in_doubt:
                    self.ours.server.clock.advance(6)
                    if await self.account().find_sent(reply, key, begun):
                        return
                    in_doubt = False
                task = spawn("send", self.account().perform(reply, key))
                if self.chance.random() < 0.3:
                    await asyncio.wait({task}, timeout=self.chance.random() / 100)
                    task.cancel()
                await task
            except (Uncertain, asyncio.CancelledError):
                in_doubt = True
            except NetworkError:
                pass
            else:
                return
        raise AssertionError(f"{key} was given up")


async def test_killed_and_failed_it_hears_all_once_and_says_all_once() -> None:
    async with bluesky_account(limits=False) as ours:
        faults, storm = ours.server.faults, Storm(ours, random.Random(11))
        for fault in (
            Fault(Kind.CUT_BEFORE),
            Fault(Kind.CUT_AFTER),
            *(Fault(Kind.REFUSE, status=n) for n in (502, 503)),
        ):
            faults.sometimes(fault, 0.03)
        async with asyncio.timeout(60):
            while len(storm.stored) < ARRIVALS:
                await storm.live()
        assert sorted(storm.stored) == sorted(storm.said)
        for number, heard in enumerate(list(storm.stored.values())[:ANSWERS]):
            await storm.answer(Reply(heard.thread.remote, f"answer {number}", to=heard.id), f"delivery-{number}")
        assert faults.dealt.total() > 20
        lines = [
            line.text for talk in ours.server.world.convos.values() for line in talk.lines if line.sender is ours.us
        ]
        texts = Counter([one.text for one in ours.posts()] + lines)
        assert [texts[f"answer {number}"] for number in range(ANSWERS)] == [1] * ANSWERS
