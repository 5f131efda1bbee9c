"""Listening: from where it stopped, confirmed only when stored, stopped when the credentials die."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.listening import listen, mend
from inbox import views
from inbox.errors import LoginNeeded, Unavailable
from inbox.network import Health
from tests.cast import ASHA, MEERA
from tests.postbox import Postbox, TalkingPostbox
from tests.world import ACCOUNT, World, at, said, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_url, brand) as it:
        yield it


async def test_it_resumes_where_the_last_stored_page_ended(here: World) -> None:
    box = TalkingPostbox(([said("hi")], "7"), ends=Unavailable("down"))

    for _ in range(2):
        with pytest.raises(Unavailable):
            await listen(here.brand, box)

    assert box.resumed_at == [None, "7"]
    lines = (await views.reading(here.brand, MEERA, at(ASHA))).lines
    assert [line.message.text for line in lines if line.message] == ["hi"]


async def test_dead_credentials_stop_the_account_and_are_said_once(here: World) -> None:
    box = TalkingPostbox(ends=LoginNeeded("Unauthorized"))

    for _ in range(2):
        with pytest.raises(LoginNeeded):
            await listen(here.brand, box)

    assert [entry.what for entry in await here.store.log.newest(10)] == ["account.stopped"]
    assert (await here.store.modes.account(ACCOUNT, here.clock())).state == "stopped"


async def test_an_account_whose_credentials_work_again_goes_on(here: World) -> None:
    await here.store.modes.account_is(ACCOUNT, "stopped", "Unauthorized", here.clock.at)

    await mend(here.brand, Postbox())

    assert (await here.store.modes.account(ACCOUNT, here.clock())).state == "ok"


async def test_an_account_whose_credentials_are_still_dead_stays_stopped(here: World) -> None:
    box = Postbox()
    box.health = (Health(False, "revoked", "make a new token"),)
    await here.store.modes.account_is(ACCOUNT, "stopped", "Unauthorized", here.clock.at)

    await mend(here.brand, box)

    assert (await here.store.modes.account(ACCOUNT, here.clock())).state == "stopped"


async def test_what_does_not_keep_the_account_from_working_keeps_it_from_nothing(here: World) -> None:
    box = Postbox()
    box.health = (Health(True, "a new token"), Health(False, "the webhook leads elsewhere", "set it", minor=True))
    await here.store.modes.account_is(ACCOUNT, "stopped", "Unauthorized", here.clock.at)

    await mend(here.brand, box)

    assert (await here.store.modes.account(ACCOUNT, here.clock())).state == "ok"


async def test_an_account_that_works_is_not_asked(here: World) -> None:
    box = Postbox()
    box.health = (Health(False, "never asked"),)

    await mend(here.brand, box)

    assert (await here.store.modes.account(ACCOUNT, here.clock())).state == "ok"
