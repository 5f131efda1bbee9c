"""Starts everything that runs for ever: listening, drafting, sending, tending, following the log, keeping Redis."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from bot.drafting import draft_next
from bot.earning import propose_next, take_back_next
from bot.judging import Judge, judge_next
from bot.listening import listen, mend
from bot.sending import PATIENCE, Patience, send_next
from bot.supervisor import Job, Supervisor, spawn
from bot.tail import Tail
from bot.tending import tend_next
from inbox.brand import Brand
from inbox.errors import SetupError
from inbox.models import AccountId, Entry
from inbox.network import Listens, Network
from inbox.store.embedded import Server
from responders.chain import Chain

log = structlog.get_logger("sangam")

DRAFTERS, SENDERS, JUDGES = 4, 16, 8  # who judges mostly waits: for Redis, or for a classifier
# Which lines of the log may mean work for a queue.
JUDGING, DRAFTING, SENDING, TENDING = (
    ("message.",),
    ("message.", "responders.", "draft.rejected"),
    ("delivery.", "account."),
    ("conversation.",),
)
MEND_EVERY = 30.0
RESTART_EVERY = 2.0
TOLD = {
    "unreadable": logging.WARNING,
    "delivery.parked": logging.WARNING,
    "responders.skipped": logging.WARNING,
    "responders.capped": logging.WARNING,
    "moderation.unknown": logging.WARNING,
    "case.refused": logging.WARNING,
    "appeal.new": logging.INFO,
    "appeal.overdue": logging.WARNING,
    "rule.earned": logging.INFO,
    "rule.force": logging.INFO,
    "rule.shadow": logging.WARNING,
    "autonomy.proposed": logging.INFO,
    "autonomy.granted": logging.INFO,
    "autonomy.withdrawn": logging.WARNING,
    "account.stopped": logging.ERROR,
    "account.paused": logging.INFO,
    "account.ok": logging.INFO,
    "account.recovered": logging.INFO,
}


def start_loops(
    supervisor: Supervisor,
    brand: Brand,
    networks: Mapping[AccountId, Network],
    chain: Chain,
    tail: Tail,
    patience: Patience = PATIENCE,
    jobs: Sequence[Job] = (),
    server: Server | None = None,
    moderation: Callable[[], Judge] | None = None,
) -> None:
    """Start what carries things across, and `jobs`; the supervisor restarts whatever fails and ends it all.

    `server` is our own Redis, which is started again when it dies. `moderation` answers the rules as they are now; None
    where a brand has none.
    """
    tail.tell(say)
    supervisor.start("tail", tail.follow, waits=True)
    for account, network in networks.items():
        if isinstance(network, Listens):
            supervisor.start(f"listen {account}", functools.partial(listen, brand, network), waits=True)
    if moderation:
        look = tail.lookout(supervisor.stopping, JUDGING)
        for number in range(JUDGES):
            supervisor.start(f"judge {number}", functools.partial(judge_next, brand, moderation, look))
    look = tail.lookout(supervisor.stopping, DRAFTING)
    for number in range(DRAFTERS):
        supervisor.start(f"draft {number}", functools.partial(draft_next, brand, chain, look, patience.drafting))
    look = tail.lookout(supervisor.stopping, SENDING)
    for number in range(SENDERS):
        supervisor.start(f"send {number}", functools.partial(send_next, brand, networks, patience, look))
    supervisor.start("tend", functools.partial(tend_next, brand, tail.lookout(supervisor.stopping, TENDING)))
    supervisor.start("take back", functools.partial(take_back_next, brand), waits=True)
    supervisor.start("earn", functools.partial(propose_next, brand), waits=True)
    supervisor.start("mend", functools.partial(_mend_all, brand, networks), waits=True)
    for job in jobs:
        supervisor.start(job.name, job.run, waits=job.waits)
    if server:
        supervisor.start("redis", lambda: keep_redis(server, supervisor))


def say(entry: Entry) -> None:
    """Write what an operator should know of into the log, once, when it happens."""
    if entry.what in TOLD:
        log.log(TOLD[entry.what], entry.what, ref=entry.ref, conversation=entry.conversation, words=entry.detail)


async def _mend_all(brand: Brand, networks: Mapping[AccountId, Network]) -> None:
    await asyncio.sleep(MEND_EVERY)
    for network in networks.values():
        await mend(brand, network)


async def keep_redis(server: Server, supervisor: Supervisor) -> None:
    """Start the embedded Redis again when it ended without being asked to; why it cannot be started is said once."""
    ended = spawn("redis.ended", _nothing(server.wait()))
    stopping = spawn("redis.stopping", _nothing(supervisor.stopping.wait()))
    await asyncio.wait((ended, stopping), return_when=asyncio.FIRST_COMPLETED)
    for task in (ended, stopping):
        task.cancel()
    if not supervisor.stopping.is_set():
        log.error("redis.ended", now="starting it again")
        await _restart(server, supervisor)


async def _restart(server: Server, supervisor: Supervisor) -> None:
    said = ""
    while not supervisor.stopping.is_set():
        try:
            await server.restart()
            return
        except SetupError as error:
            if str(error) != said:
                said = str(error)
                log.error("redis.not_started", words=said)
            await supervisor.pause(RESTART_EVERY)


async def _nothing(work: Awaitable[object]) -> None:
    await work
