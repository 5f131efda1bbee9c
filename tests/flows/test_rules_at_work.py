"""Rules on a real store: outside opening hours one answer a night goes out alone, and the rest is done each time."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.drafting import draft_next
from inbox import delivery
from inbox.actions import Reply
from inbox.models import Conversation
from inbox.store.conversations import Correspondence
from responders.chain import Chain
from responders.hours import Hours
from responders.rules import Rules, RulesFile
from tests.cast import ASHA
from tests.inbox.sent_off import begun, receipt
from tests.world import HOUR, World, at, world

SHOP = Hours.model_validate({"zone": "UTC", "weekly": {"mon-sun": "9:00-18:00"}})
AWAY = {
    "id": "away",
    "when": {"hours": "closed"},
    "text": {"en": "Thank you, {first_name}! We are back {next_opening}.", "gu": "આભાર, {first_name}!"},
    "cool_down": "12h",
    "labels": "after-hours",
    "assign": "meera",
    "snooze": "until open",
}
NEW = {"id": "new", "when": {"author": {"first": True}}, "labels": "new-here", "stop": False}
EVENING = 1_790_000_000_000 // 86_400_000 * 86_400_000 + 20 * HOUR  # 20:00


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis, in the evening, that lets everything go out alone."""
    async with world(redis_url, brand, EVENING) as it:
        it.autonomy = "auto"
        yield it


async def drafted(here: World) -> Correspondence:
    """The conversation with Asha after one turn of the drafting loop."""
    here.clock.at += here.brand.debounce
    chain = Chain([Rules(RulesFile.model_validate({"rules": [NEW, AWAY]}), SHOP)])
    assert await draft_next(here.brand, chain) is None
    found = await here.store.conversations.read(at(ASHA), here.clock.at)
    assert found
    return found


def standing(one: Conversation) -> tuple[object, ...]:
    """What the rules may have done to it."""
    return one.labels, one.assignee, one.snoozed_until


async def test_one_answer_a_night_goes_out_alone(here: World) -> None:
    await here.hear("hello, are you still there this evening?")

    first = await drafted(here)
    (leaving,) = first.deliveries
    opens = EVENING + 13 * HOUR
    assert leaving.action == Reply(ASHA.remote, "Thank you, Asha! We are back tomorrow 9:00.")
    assert standing(first.conversation) == (("new-here", "after-hours"), "meera", opens)

    await delivery.sent(here.brand, await begun(here), receipt(here))
    here.clock.at += HOUR
    await here.hear("and can you tell me what it costs?", id="m2")
    second = await drafted(here)

    assert second.deliveries == ()
    assert second.drafts == ()
    assert standing(second.conversation) == (("new-here", "after-hours"), "meera", opens)


async def test_while_open_nothing_of_it_is_done(here: World) -> None:
    here.clock.at += 14 * HOUR
    await here.hear("hello, are you there this morning?")

    found = await drafted(here)

    assert found.deliveries == ()
    assert standing(found.conversation) == (("new-here",), "", 0)
