"""A network of the tests' own: it remembers what it was asked to do, and fails as it is told."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from inbox.actions import Action
from inbox.capabilities import Capabilities
from inbox.errors import NetworkError
from inbox.incoming import Cursor, Receive
from inbox.models import AccountId, RemoteId
from inbox.network import Health, Receipt
from tests.world import ACCOUNT, CAPABILITIES, START


class Postbox:
    """Satisfies the port; `done` is what a follower would see, `fails` what the next calls raise."""

    def __init__(self, account: AccountId = ACCOUNT, capabilities: Capabilities = CAPABILITIES) -> None:
        """An empty postbox that works."""
        self.account = account
        self.capabilities = capabilities
        self.done: list[tuple[str, Action]] = []
        self.fails: deque[NetworkError] = deque()
        self.does_it_all_the_same = False  # the effect happens, its answer is lost
        self.hangs: asyncio.Event | None = None
        self.health: Sequence[Health] = (Health(True, "works"),)
        self.closed = False

    async def check(self) -> Sequence[Health]:
        """What the test said."""
        return self.health

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it, or fail as told."""
        if self.hangs:
            await self.hangs.wait()
        error = self.fails.popleft() if self.fails else None
        if error is None or self.does_it_all_the_same:
            self.done.append((key, action))
        if error:
            raise error
        return self.receipt(key)

    async def close(self) -> None:
        """Remember it."""
        self.closed = True

    def receipt(self, key: str) -> Receipt:
        """The proof that a key was done."""
        return Receipt(RemoteId(f"r-{key}"), START + 1_000_000)


class LookingPostbox(Postbox):
    """One that can be asked whether it did something."""

    blind: NetworkError | None = None

    async def find_sent(self, action: Action, key: str, since: int) -> Receipt | None:
        """The receipt of what was done; raises what the test said."""
        if self.blind:
            raise self.blind
        return self.receipt(key) if key in [done for done, _ in self.done] else None


class ForgetfulPostbox(Postbox):
    """One that remembers keys for an hour, so that a repeat does nothing more."""

    def __init__(self) -> None:
        """A postbox whose keys mean the same send for an hour."""
        super().__init__(capabilities=replace(CAPABILITIES, key_memory=3600))

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it unless the key is known."""
        if key in [done for done, _ in self.done]:
            return self.receipt(key)
        return await super().perform(action, key)


class TalkingPostbox(Postbox):
    """One that listens: it hands over its pages, then ends as told."""

    def __init__(self, *pages: tuple[Sequence[object], Cursor], ends: NetworkError) -> None:
        """Pages to hand over and how listening ends."""
        super().__init__()
        self.pages, self.ends = pages, ends
        self.resumed_at: list[Cursor | None] = []

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Hand over every page, then raise."""
        self.resumed_at.append(cursor)
        for page, place in self.pages:
            await receive(page, place)  # type: ignore[arg-type]
        raise self.ends
