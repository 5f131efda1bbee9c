"""The colleague of the demo."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.playground.colleague import help_out
from inbox import views
from inbox.models import Actor
from tests.cast import ASHA, BHAVIN, MEERA
from tests.world import World, at, proposal, world

FAQ = Actor("responder", "faq")


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_url, brand) as it:
        yield it


async def test_she_sends_what_is_certain_and_nothing_else(here: World) -> None:
    await here.hear(id="m1")
    (guess,) = await here.propose(proposal(by=FAQ, evidence="none"))
    await here.hear(author=BHAVIN, id="m2")
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(help_out(here.brand, reading=0.02))
        (sure,) = await here.propose(proposal("Saras!", BHAVIN, by=FAQ, evidence="faq"))

    assert (await views.card(here.brand, MEERA, guess.draft)).draft.state == "pending"
    sent = (await views.card(here.brand, MEERA, sure.draft)).draft
    assert (sent.state, sent.decided_by, sent.reason) == ("approved", "olga", "")
    assert (await views.reading(here.brand, MEERA, at(ASHA))).leaving == ()


async def test_asked_for_one_account_she_leaves_all_others_alone(here: World) -> None:
    await here.hear(id="m1")
    (sure,) = await here.propose(proposal("Saras!", by=FAQ, evidence="faq"))

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await help_out(here.brand, "tiktok:main", reading=0.02)

    assert (await views.card(here.brand, MEERA, sure.draft)).draft.state == "pending"
    await help_out(here.brand, "telegram:main", reading=0.02)
    assert (await views.card(here.brand, MEERA, sure.draft)).draft.state == "approved"
