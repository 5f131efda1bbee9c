"""One account of Facebook or Instagram listening: what hooks leave to be looked up, and what they never told.

Beside the hooks, comments and conversations are read again and again: every minute after something was missed, seldom
while hooks tell everything. Where the world cannot reach us (no public_url) no hook comes, and reading every minute is
how everything arrives: Sangam works so, too, only a minute late.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from bot.networks._meta.gap import Gap
from bot.networks._meta.graph import Graph
from bot.networks._meta.ids import COMMENTS, own
from bot.networks._meta.intake import Intake
from bot.networks._meta.lookups import LookUps
from bot.networks._meta.pace import Round, pause, wanted
from bot.networks._meta.place import MOST_KNOWN, Known, Place
from bot.networks._meta.reading import Reading
from bot.networks._meta.resume import Resume
from bot.networks._meta.seen import Seen
from bot.networks._meta.subscriptions import EVERY, keep_subscribed
from bot.networks._meta.tokens import due, read_token, renewed, write_token
from bot.networks._outside import Vault
from bot.networks._troubles import Troubles, first_error
from inbox.errors import LoginNeeded, NetworkError, RateLimited, SetupError, Unavailable
from inbox.incoming import Cursor, Incoming, NewMessage, Receive
from inbox.models import AccountId, RemoteId
from inbox.network import Mailbox

GATHER: Final = 0.15  # seconds in which further wishes of a burst join the first
JOURNAL: Final = RemoteId("posts")  # where in the mailbox the posts stand that hooks spoke of and no list names
A_WEEK: Final = 7 * 86_400_000
PATIENT: Final = 3  # failures in a row after which the supervisor says it and comes back
RENEW_EVERY: Final = 3_600.0
MUCH: Final = 0.75  # of the limits, above which names wait for each other
BREATH: Final = 5.0
LONG_BREATH: Final = 60.0


class Listening:
    """Listens for one account, and outlives its runs, so that hooks find it between two of them."""

    def __init__(
        self,
        account: AccountId,
        place: Place,
        known: Known,
        graph: Graph,
        mailbox: Mailbox,
        now: Callable[[], int],
        *,
        hooks: bool,
        vault: Vault | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`known` is shared with the hook; `hooks`: whether any can reach us; `vault`: where a token is that ends.

        `now` is in unix ms, `sleep` waits seconds.
        """
        self.account = account
        self.place = place
        self.known = known
        self.mailbox = mailbox
        self._graph = graph
        self._now = now
        self._hooks = hooks
        self._vault = vault
        self._sleep = sleep
        self._seen = Seen()
        reading = Reading(graph, place)
        self._gap = Gap(account, place, known, mailbox, reading, Intake(place, known, reading, self._seen), now, hooks)
        self._look_ups = LookUps(place, known, graph, mailbox, now)
        self._wanted = asyncio.Event()
        self._heard_at = 0
        self._posts: dict[str, int] = {}  # spoken of by hooks since the last round, with when that was said
        self._journalled: set[str] = set()
        self._resume: Resume | None = None
        self._troubles = Troubles(place.network, account)

    # --------------------------------------------------------------------------------------------------- from the hook

    def wanted(self) -> None:
        """Something is wanted that has to be looked up."""
        self._wanted.set()

    def hearing(self, receive: Receive) -> Receive:
        """How a hook stores: as `receive`, and what it told is remembered for the rounds of reading."""

        async def store(events: Sequence[Incoming], cursor: Cursor | None) -> int:
            await self._note_posts(events)
            fresh = await receive(events, cursor)
            self._heard_at = self._now()
            self._seen.hear(events)
            return fresh

        return store

    async def _note_posts(self, events: Sequence[Incoming]) -> None:
        """Posts that no list names (advertisements, old ones) are read too; they are safe before Meta is answered."""
        for event in events:
            if not isinstance(event, NewMessage) or not (post := self._post_of(event)):
                continue
            self._posts[post] = max(event.at, self._posts.get(post, 0))
            key = f"{post}.{event.at // A_WEEK}"
            if post not in self._gap.listed and key not in self._journalled:
                await self.mailbox.append(JOURNAL, key, str(event.at))
                if len(self._journalled) >= MOST_KNOWN:
                    self._journalled.clear()
                self._journalled.add(key)

    def _post_of(self, event: NewMessage) -> str:
        """The post of ours that something was said below; "" for all else, such as a mention in a post of others."""
        if event.thread.subject is None:
            return ""
        post = own(event.thread.subject.remote)
        ours = self.place.network == "instagram" or post.startswith(f"{self.place.id}_")
        return post if ours and event.thread.remote.startswith(COMMENTS) else ""

    # -------------------------------------------------------------------------------------------------------- for ever

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Look up, read, stay subscribed and logged in, for ever.

        Raises LoginNeeded when the account must stop, another NetworkError when Meta stays out of reach, or StoreAway.
        """
        self._resume = Resume.read(cursor, self._now())
        self._wanted.set()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._look_up_for_ever(receive))
                group.create_task(self._read_for_ever(receive))
                if self._hooks:
                    group.create_task(self._stay_subscribed())
                if self._vault is not None:
                    group.create_task(self._stay_logged_in(self._vault))
        except BaseExceptionGroup as failed:
            raise first_error(failed) from None

    async def close_gap(self, receive: Receive, cursor: Cursor | None = None) -> int:
        """One round of reading; answers how many messages were new. Raises a NetworkError when it was cut short."""
        if self._resume is None:
            self._resume = Resume.read(cursor, self._now())
        await self._read_journal(self._resume)
        self._resume, found = await self._gap.close(receive, self._resume)
        return found

    async def look_up(self, receive: Receive) -> None:
        """Everything that is wanted now."""
        if self._resume is None:
            self._resume = Resume.read(None, self._now())
        await self._look_ups.look_up(receive, self._resume)

    async def _read_journal(self, resume: Resume) -> None:
        while lines := await self.mailbox.read(JOURNAL, resume.journal):
            for line in lines:
                resume.spoke_of(line.key.rpartition(".")[0], int(line.body))
            resume.journal = lines[-1].id
        for post in self._posts.keys() & resume.posts.keys():
            resume.spoke_of(post, self._posts[post])
        self._posts.clear()

    async def _look_up_for_ever(self, receive: Receive) -> None:
        failures = 0
        while True:
            await self._wanted.wait()
            await self._sleep(GATHER if self._graph.usage.share < MUCH else LONG_BREATH)
            self._wanted.clear()
            try:
                await self.look_up(receive)
                failures = 0
                self._troubles.over("not_looked_up")
            except LoginNeeded:
                raise
            except NetworkError as error:
                failures += 1
                self._wanted.set()  # nothing that is wanted was lost
                self._troubles.say("not_looked_up", error)
                wait = error.retry_after if isinstance(error, RateLimited) else min(BREATH * failures, LONG_BREATH)
                await self._sleep(max(wait, BREATH))

    async def _read_for_ever(self, receive: Receive) -> None:
        before, failures = 0.0, 0
        while True:
            found, regain = 0, 0.0
            try:
                found = await self.close_gap(receive)
                failures = 0
                self._troubles.over("gap_open")
            except (RateLimited, Unavailable) as error:
                failures += 1
                if isinstance(error, Unavailable) and failures >= PATIENT:
                    raise
                self._troubles.say("gap_open", error)
                regain = error.retry_after if isinstance(error, RateLimited) else 0.0
            self._wanted.set()  # names and posts that reading met
            round = self._round(before, found, failures, regain)
            before = wanted(round)
            await self._sleep(pause(round))

    def _round(self, before: float, found: int, failures: int, regain: float) -> Round:
        now, usage = self._now(), self._graph.usage
        return Round(
            before,
            found=found > 0,
            hooks=self._hooks,
            heard=(now - self._heard_at) / 1000 if self._heard_at else None,
            share=usage.share,
            regain=max(regain, (usage.regain_at - now) / 1000, 0.0),
            failures=failures,
        )

    async def _stay_subscribed(self) -> None:
        refused: set[str] = set()
        while True:
            try:
                await keep_subscribed(self._graph, self.place, self.account, refused)
                self._troubles.over("not_subscribed")
            except LoginNeeded:
                raise
            except NetworkError as error:
                self._troubles.say("not_subscribed", error)
            await self._sleep(EVERY)

    async def _stay_logged_in(self, vault: Vault) -> None:
        while True:
            try:
                await renew(vault, self._graph, self._now())
                self._troubles.over("token_not_renewed")
            except LoginNeeded:
                raise
            except NetworkError as error:
                self._troubles.say("token_not_renewed", error)
            await self._sleep(RENEW_EVERY)


async def renew(vault: Vault, graph: Graph, now: int) -> bool:
    """Renew a token that ends, ahead of its end; answers whether it was. It is safe in the vault before it is used."""
    try:
        token = await read_token(vault)
    except SetupError:  # whoever makes a call says so
        return False
    if token is None or not due(token, now):
        return False
    answer = await graph.get("/refresh_access_token", grant_type="ig_refresh_token")
    text, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(text, str) or not text or not isinstance(seconds, int):
        raise Unavailable("Instagram gave no new token, and said no reason.")
    await write_token(vault, renewed(token, text, seconds, now))
    return True
