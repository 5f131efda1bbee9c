"""All loops together where rules judge: what is foul is hidden before anybody drafts for it, the rest is answered."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from bot.loops import start_loops
from bot.supervisor import Supervisor
from bot.tail import Tail
from inbox import arrivals
from inbox.brand import Brand
from inbox.models import Contact
from responders.chain import Chain
from responders.rules import Rules as Answers
from responders.rules import RulesFile
from tests.cast import ASHA, BHAVIN
from tests.judging import Moderated, moderated
from tests.redis_servers import until
from tests.world import ACCOUNT, at, said, thread_of, world

FILE = RulesFile.model_validate({"rules": [{"id": "any", "when": {"words": ["scam", "open"]}, "text": "Hello."}]})


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A brand that judges, its rule in force."""
    async with world(redis_url, brand) as here:
        made = moderated(here)
        await made.force()
        yield made


async def test_what_is_foul_is_hidden_and_what_is_not_is_drafted_for(it: Moderated) -> None:
    brand = replace(it.here.brand, now=lambda: time.time_ns() // 1_000_000, debounce=0)
    supervisor, tail = Supervisor(), Tail(brand)
    start_loops(supervisor, brand, {ACCOUNT: it.box}, Chain([Answers(FILE)]), tail, moderation=lambda: it.rules)
    try:
        for author, text in ((ASHA, "a scam"), (BHAVIN, "When are you open?")):
            await comment(brand, text, author)
        await until(lambda: done(it))
        await until(lambda: drafted(it))
    finally:
        await supervisor.stop()

    assert it.done() == ["Hide"]
    page = await it.here.store.conversations.page("drafted", brand.now(), oldest_first=True, after=None, limit=10)
    assert [row.conversation.id for row in page.rows] == [at(BHAVIN)]


async def comment(brand: Brand, text: str, author: Contact) -> None:
    """Somebody writes in public."""
    thread = thread_of(author, "comments")
    await arrivals.receive(brand, ACCOUNT, [said(text, author, at=brand.now(), thread=thread)], None)


async def done(it: Moderated) -> bool:
    """Whether the network has done it, as far as the case knows."""
    return await it.cases() == 1 and bool((await it.case()).done_at)


async def drafted(it: Moderated) -> bool:
    """Whether anything waits for a person."""
    return (await it.here.store.conversations.counts(["drafted"]))["drafted"] == 1
