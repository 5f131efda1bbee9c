"""What happens on a simulated Mastodon server: people post, answer, change their minds, and write in private."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable

from bot.playground.clock import Clock
from bot.playground.mastodon import bodies
from bot.playground.mastodon.records import Account, App, File, Notification, Sent, Status

Event = tuple[str, str]
_NAMES = re.compile(r"@([\w.-]+(?:@[\w.-]+)?)")


class CannotAct(Exception):
    """Somebody tried what Mastodon does not let them do; the message says why."""


class MastodonWorld:
    """One server with everything on it; times are the clock's."""

    def __init__(self, clock: Clock, seed: int = 0) -> None:
        self.clock = clock
        self.base = ""
        self.characters = 500
        self.apps: dict[str, App] = {}
        self.codes: dict[str, tuple[App, Account]] = {}
        self.accounts: dict[str, Account] = {}
        self.statuses: dict[str, Status] = {}
        self.files: dict[str, File] = {}
        self.notifications: defaultdict[str, list[Notification]] = defaultdict(list)
        self.remembered: dict[tuple[str, str], Status] = {}
        self.sent: list[Sent] = []
        self.processing = 0.0  # virtual seconds that the server works on a film
        self.silent = False  # the stream leaves everything out
        self._streams: defaultdict[str, set[asyncio.Queue[Event | None]]] = defaultdict(set)
        self._random = random.Random(seed)
        self._last = 0
        self._happened = asyncio.Event()

    # ------------------------------------------------------------------------------------------------------- founding

    def create_account(self, handle: str, name: str = "") -> Account:
        """An account that a program may be let into."""
        one = self.create_person(handle, name)
        one.token = f"token-{self._random.getrandbits(64):016x}"
        return one

    def create_person(self, handle: str, name: str = "") -> Account:
        """Somebody; with a server behind the name they are elsewhere."""
        one = Account(self.next_id(), handle, name or handle.partition("@")[0].title())
        self.accounts[one.id] = one
        return one

    def next_id(self) -> str:
        """Ids grow with time, as Mastodon's do: milliseconds, then a count."""
        self._last = max(self._last + 1, int(self.clock.now() * 1000) << 16)
        return str(self._last)

    # ------------------------------------------------------------------------------------------------- what people do

    def post(self, who: Account, text: str, *, visibility: str = "public", answers: Status | None = None) -> Status:
        """Post something; whoever is named in it is told."""
        status = Status(self.next_id(), who, text, self.clock.now(), visibility, answers)
        return self.publish(status)

    def reply(self, who: Account, status: Status, text: str, *, visibility: str = "") -> Status:
        """Answer a post, named and all, as apps do."""
        named = f"@{status.author.acct} {text}" if status.author.acct not in text else text
        return self.post(who, named, visibility=visibility or status.visibility, answers=status)

    def mention(self, who: Account, account: Account, text: str) -> Status:
        """Name an account in a post of one's own."""
        return self.post(who, f"@{account.acct} {text}")

    def message(self, who: Account, account: Account, text: str) -> Status:
        """Write to an account in private."""
        return self.post(who, f"@{account.acct} {text}", visibility="direct")

    def edit(self, status: Status, text: str) -> None:
        """Change one's words."""
        status.text, status.edited_at = text, max(self.clock.now(), status.at + 0.001)
        status.mentions = self._named(text)
        for account in [status.author, *status.mentions]:
            self.tell(account, "status.update", bodies.status(status, self.base))

    def remove(self, status: Status) -> None:
        """Take a post back."""
        status.removed = True
        for account in self.accounts.values():
            self.tell(account, "delete", status.id)

    def attach(self, status: Status, kind: str, data: bytes, alt: str = "") -> File:
        """Put a file under a post."""
        made = File(self.next_id(), kind, data, alt, 0.0)
        self.files[made.id] = made
        status.files.append(made)
        return made

    # -------------------------------------------------------------------------------------------------- behind the API

    def publish(self, status: Status) -> Status:
        """Put a post there, and tell whom it concerns."""
        status.mentions = self._named(status.text)
        self.statuses[status.id] = status
        self.tell(status.author, "update", bodies.status(status, self.base))
        for account in status.mentions:
            if account is status.author or not self.hears(account, status.author):
                continue
            told = Notification(self.next_id(), "mention", self.clock.now(), status.author, status)
            self.notifications[account.id].append(told)
            self.tell(account, "notification", bodies.notification(told, self.base))
        return status

    def hears(self, account: Account, of: Account) -> bool:
        """Whether what somebody says reaches an account, which has neither muted nor blocked them."""
        return of.id not in account.blocked and account.muted.get(of.id, 0.0) <= self.clock.now()

    def find(self, id: str, asking: Account) -> Status | None:
        """A post that this account may see."""
        status = self.statuses.get(id)
        if status is None or status.removed:
            return None
        open_to_all = status.visibility in ("public", "unlisted")
        return status if open_to_all or asking in (status.author, *status.mentions) else None

    def above(self, status: Status) -> list[Status]:
        """What a post answers, the first of all first."""
        found, at = list[Status](), status.answers
        while at is not None:
            found, at = [at, *found] if not at.removed else found, at.answers
        return found

    def below(self, status: Status) -> list[Status]:
        """The answers to a post, and theirs."""
        return [one for one in self.statuses.values() if not one.removed and status in self.above(one)]

    def children(self, status: Status) -> int:
        """How many posts answer this one."""
        return sum(one.answers is status and not one.removed for one in self.statuses.values())

    def by_token(self, token: str) -> Account | None:
        """Whom a token lets in."""
        return next((one for one in self.accounts.values() if one.token and one.token == token), None)

    def note(self, call: str, object_id: str, result_id: str = "", text: str = "") -> None:
        """Write down what a program did."""
        self.sent.append(Sent(len(self.sent) + 1, self.clock.now(), call, object_id, result_id, text))
        self._happened.set()
        self._happened = asyncio.Event()

    async def wait_sent(self, wanted: Callable[[Sent], bool], timeout: float = 5.0, after: int = 0) -> Sent:
        """The first thing that a program did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while True:
                happened = self._happened
                if found := next((one for one in self.sent[after:] if wanted(one)), None):
                    return found
                await happened.wait()

    # ----------------------------------------------------------------------------------------------------- the stream

    def tell(self, account: Account, name: str, body: object) -> None:
        """Say something to all who listen for an account."""
        if self.silent:
            return
        data = body if isinstance(body, str) else json.dumps(body)
        for queue in self._streams[account.id]:
            queue.put_nowait((name, data))

    def open_stream(self, account: Account) -> asyncio.Queue[Event | None]:
        """Listen for an account; None in the queue ends it."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._streams[account.id].add(queue)
        return queue

    def close_stream(self, account: Account, queue: asyncio.Queue[Event | None]) -> None:
        """Listen no longer."""
        self._streams[account.id].discard(queue)

    def cut_streams(self) -> None:
        """End every stream, as a restart of the server does."""
        for queues in self._streams.values():
            for queue in queues:
                queue.put_nowait(None)

    def _named(self, text: str) -> list[Account]:
        names = {name.lower() for name in _NAMES.findall(text)}
        return [one for one in self.accounts.values() if one.acct.lower() in names]
