"""All loops together: a real Telegram adapter on the simulated Telegram, a real Redis, and somebody who asks."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot import loops
from bot.loops import keep_redis, say, start_loops
from bot.networks import network_class
from bot.networks._outside import Outside
from bot.playground.faults import Fault, Kind
from bot.playground.telegram import BotAccount, Person, Sent, TelegramServer
from bot.supervisor import Supervisor
from bot.tail import Tail
from inbox import review, views
from inbox.brand import Brand, Undo
from inbox.errors import StoreAway
from inbox.models import DraftId, Entry, EntryId, account_id
from inbox.network import Network
from inbox.policy import Autonomy
from inbox.store import Store, opened, outbox
from inbox.store.blobs import Blobs
from inbox.store.data_folder import LOCK_FILE, STAMP_FILE
from inbox.store.embedded import Server, embedded
from responders.chain import Chain
from responders.rules import Rules, RulesFile
from tests.cast import MEERA
from tests.redis_servers import kill, until

ACCOUNT = account_id("telegram", "main")
RULES = {"rules": [{"id": "hours", "when": {"words": "open"}, "text": "Monday to Saturday."}]}


def now() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Running:
    """Everything at work, and the world that it answers to; `autonomy` may be changed while it runs."""

    telegram: TelegramServer
    bot: BotAccount
    asha: Person
    server: Server
    store: Store
    supervisor: Supervisor = field(default_factory=Supervisor)
    autonomy: Autonomy = "draft"

    @property
    def brand(self) -> Brand:
        """The brand, which answers at once and takes nothing back."""
        capabilities = {ACCOUNT: network_class("telegram").capabilities}
        return Brand("Acme", self.store, capabilities, lambda *_: self.autonomy, now, Undo(0, 0), debounce=0)

    def start(self, network: Network) -> None:
        """Start what run.py starts."""
        chain = Chain([Rules(RulesFile.model_validate(RULES))])
        start_loops(self.supervisor, self.brand, {ACCOUNT: network}, chain, Tail(self.brand))
        self.supervisor.start("redis", functools.partial(keep_redis, self.server, self.supervisor))

    def ask(self, text: str = "When are you open?") -> None:
        """Asha writes to the bot."""
        self.telegram.world.say(self.asha, self.bot, text)

    async def drafts(self) -> list[DraftId]:
        """What waits for a person."""
        rows = (await views.queue(self.brand, MEERA, "drafted")).rows
        return [draft for row in rows for draft in row.conversation.drafts]

    async def has_draft(self) -> bool:
        """Whether anything waits for a person, as far as one can see."""
        with contextlib.suppress(StoreAway):
            return bool(await self.drafts())
        return False

    async def is_stopped(self) -> bool:
        """Whether the account waits for a person."""
        return (await self.store.modes.account(ACCOUNT, now())).state == "stopped"

    async def approve(self) -> None:
        """Meera waits for a draft and approves it."""
        await until(self.has_draft)
        (draft,) = await self.drafts()
        await review.approve(self.brand, draft, MEERA)

    async def answer(self, after: int = 0) -> Sent:
        """The first thing that Asha gets after so many."""
        return await self.telegram.world.wait_sent(lambda sent: sent.method == "sendMessage", 15, after)


@contextlib.asynccontextmanager
async def telegram_account(running: Running, folder: Path) -> AsyncIterator[Network]:
    """The real adapter, pointed at the simulated Telegram."""
    kind = network_class("telegram")
    options = kind.Options.model_validate({"token": running.bot.token, "base_url": running.telegram.url})
    async with aiohttp.ClientSession() as http:
        yield kind(ACCOUNT, options, Outside(http, running.store.mailboxes.of(ACCOUNT), Blobs(folder), "", now))


@pytest.fixture
def impatient() -> Iterator[None]:
    """What failed is tried again at once."""
    before = loops.MEND_EVERY, loops.RESTART_EVERY, outbox.LOOK_AGAIN_AT_STOPPED
    loops.MEND_EVERY, loops.RESTART_EVERY, outbox.LOOK_AGAIN_AT_STOPPED = 0.05, 0.05, 50
    yield
    loops.MEND_EVERY, loops.RESTART_EVERY, outbox.LOOK_AGAIN_AT_STOPPED = before


@pytest_asyncio.fixture
async def running(impatient: None, data: Path, brand: str) -> AsyncIterator[Running]:
    """Everything at work, on a Redis of its own."""
    async with TelegramServer() as telegram, embedded(data) as server, opened(server.url, brand) as store:
        bot, asha = telegram.world.create_bot("shop_bot", "Shop"), telegram.world.create_person("Asha")
        it = Running(telegram, bot, asha, server, store)
        async with telegram_account(it, data) as network:
            it.start(network)
            yield it
            await it.supervisor.stop()


async def test_a_question_becomes_a_draft_and_once_approved_one_answer(running: Running) -> None:
    running.ask()
    await running.approve()

    assert (await running.answer()).text == "Monday to Saturday."
    await running.supervisor.stop()
    assert len(running.telegram.world.sent) == 1
    assert await running.drafts() == []


async def test_nothing_goes_out_before_somebody_decides(running: Running) -> None:
    running.ask()
    await until(running.has_draft)
    await running.supervisor.stop()

    assert running.telegram.world.sent == []


async def test_where_it_is_allowed_the_answer_goes_out_alone(running: Running) -> None:
    running.autonomy = "auto"
    running.ask()

    assert (await running.answer()).text == "Monday to Saturday."


async def test_a_redis_that_is_killed_is_started_again_and_the_work_goes_on(running: Running) -> None:
    with capture_logs() as logs:
        kill(running.server.pid)
        running.ask()
        await running.approve()

        assert (await running.answer()).text == "Monday to Saturday."
    said = [entry["event"] for entry in logs]
    assert (said.count("redis.ended"), said.count("redis.away"), said.count("redis.back")) == (1, 1, 1)
    assert "job.failed" not in said


async def test_a_redis_that_cannot_be_started_is_said_once_and_tried_until_it_can(running: Running) -> None:
    stamp, lock, tries = running.server.folder / STAMP_FILE, running.server.folder / LOCK_FILE, set[int]()
    written = stamp.read_text()

    async def tried_often() -> bool:
        tries.add(lock.stat().st_mtime_ns)  # every try signs it
        return len(tries) > 3

    stamp.write_text("99.0.0\n")  # as if a newer Redis had been here
    with capture_logs() as logs:
        kill(running.server.pid)
        running.ask()
        await until(tried_often)
        stamp.write_text(written)
        await running.approve()

        assert (await running.answer()).text == "Monday to Saturday."
    words = [entry["words"] for entry in logs if entry["event"] == "redis.not_started"]
    assert len(words) == 1
    assert "install redis-server 99.0" in words[0]


async def test_a_revoked_token_stops_the_account_and_a_good_one_sends_what_waited(running: Running) -> None:
    token = running.bot.token
    running.ask()
    await until(running.has_draft)
    running.telegram.world.revoke(running.bot)
    with capture_logs() as logs:
        await running.approve()
        await until(running.is_stopped)
        assert running.telegram.world.sent == []
        running.telegram.world.restore(running.bot, token)

        assert (await running.answer()).text == "Monday to Saturday."
    said = [entry["event"] for entry in logs]
    assert (said.count("account.stopped"), said.count("account.ok")) == (1, 1)


async def test_the_stop_lets_a_send_finish_and_is_quick_otherwise(running: Running) -> None:
    running.telegram.faults.next(Fault(Kind.SLOW, seconds=0.5), "sendMessage")
    running.ask()
    await running.approve()
    await running.answer()  # Telegram has done it and has not said so yet
    async with asyncio.timeout(5):
        await running.supervisor.stop()

    page = await views.queue(running.brand, MEERA, "all")
    lines = (await views.reading(running.brand, MEERA, page.rows[0].conversation.id)).lines
    assert [line.message.text for line in lines if line.message][-1] == "Monday to Saturday."
    assert not [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith(LOOPS)]


LOOPS = ("tail", "listen", "draft", "send", "tend", "mend", "redis")


async def test_every_job_has_its_name(running: Running) -> None:
    names = {task.get_name() for task in asyncio.all_tasks()}

    assert {"tail", "listen telegram:main", "tend", "mend", "redis", "draft 0", "draft 3", "send 0", "send 15"} <= names


@pytest.mark.parametrize(
    ("what", "level"),
    [
        ("unreadable", "warning"),
        ("delivery.parked", "warning"),
        ("account.stopped", "error"),
        ("account.recovered", "info"),
    ],
)
def test_what_an_operator_should_know_is_said_once_when_it_happens(what: str, level: str) -> None:
    with capture_logs() as logs:
        say(Entry(EntryId("1-0"), what, None, "x1", "system", "why"))
        say(Entry(EntryId("2-0"), "message.new", None, "m1", "system", ""))

    assert [(entry["event"], entry["log_level"], entry["words"]) for entry in logs] == [(what, level, "why")]
