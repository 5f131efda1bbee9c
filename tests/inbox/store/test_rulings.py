"""How rules stand in Redis: registered, judged, flagged."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox.models import RemoteId
from inbox.store.drafts import Not
from tests.cast import ASHA
from tests.inbox.cased import FLAGS, HIDES, comment, in_force, judge, judging
from tests.world import World, at, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis, with a clock that the test moves."""
    async with world(redis_url, brand) as it:
        yield it


async def test_registering_again_changes_nothing(here: World) -> None:
    rulings = here.store.rulings
    await rulings.register({"a": "1", "b": "1"}, {"b": "it deletes"}, 5)
    first, revision = await rulings.all(), await here.store.client.call("GET", f"{{{here.name}}}:rulesrev")
    await rulings.register({"a": "1", "b": "1"}, {"b": "it deletes"}, 9)
    assert await rulings.all() == first
    assert await here.store.client.call("GET", f"{{{here.name}}}:rulesrev") == revision
    assert [(one.standing.rule, one.place, one.confirm) for one in first] == [("a", 0, ""), ("b", 1, "it deletes")]
    assert await here.store.log.newest(10) == []  # that a rule is new is no news


async def test_a_thousand_rules_are_read_in_two_round_trips(here: World) -> None:
    await here.store.rulings.register({f"rule {number}": "1" for number in range(1000)}, {}, 5)
    before = here.store.client.round_trips
    found = await here.store.rulings.all()
    assert len(found) == 1000
    assert here.store.client.round_trips - before == 2
    await here.store.rulings.matches([one.standing.rule for one in found], 5)
    assert here.store.client.round_trips - before == 3  # none has a match to read


async def test_a_state_is_set_once_and_for_the_version_that_is_there(here: World) -> None:
    rulings = here.store.rulings
    await rulings.register({"a": "1"}, {}, 5)
    assert await rulings.state("a", "1", "force", "olga", "why", 6) is None
    assert await rulings.state("a", "1", "force", "noor", "", 7) == Not("already", ("olga", "6"))
    assert await rulings.state("a", "2", "shadow", "olga", "", 7) == Not("changed")
    assert await rulings.state("b", "1", "force", "olga", "", 7) == Not("missing")
    assert await rulings.find("b") is None
    assert await rulings.earned("a", "1", "proven", 8)
    assert not await rulings.earned("a", "1", "proven", 9)


async def test_matches_and_verdicts(here: World) -> None:
    brand = judging(here)
    await here.store.rulings.register({"scam": "v1"}, {}, 5)
    await comment(brand, here)
    await judge(brand, HIDES)
    (match,) = (await here.store.rulings.matches(["scam", "other"]))["scam"]
    assert (match.finding, match.contact, match.message) == (HIDES, ASHA, "m1")
    assert await here.store.rulings.say(match.id, "right", "meera", 9) is None
    found = await here.store.rulings.match(match.id)
    assert found
    assert (found.verdict, found.by, found.finding) == ("right", "meera", HIDES)
    assert await here.store.rulings.say("none", "right", "meera", 9) == Not("missing")
    assert await here.store.rulings.match("none") is None


async def test_flags_are_settled_once(here: World) -> None:
    brand = judging(here)
    await in_force(brand, FLAGS)
    await comment(brand, here, "You fool")
    await judge(brand, FLAGS)
    flag = await here.store.rulings.flag(at(ASHA), RemoteId("m1"))
    assert flag
    assert (flag.finding, flag.contact, flag.text) == (FLAGS, ASHA, "You fool")
    assert await here.store.rulings.settle(at(ASHA), RemoteId("m1"), "meera", 9, cleared=False)
    assert not await here.store.rulings.settle(at(ASHA), RemoteId("m1"), "meera", 9, cleared=True)
    assert await here.store.rulings.flag(at(ASHA), RemoteId("m1")) is None
    assert await here.store.rulings.flags(5) == ((), 0)


async def test_what_was_counted_of_an_older_version_goes_unless_it_comes_back(here: World) -> None:
    brand, client = judging(here), here.store.client
    await in_force(brand, HIDES)
    await comment(brand, here)
    await judge(brand, HIDES)
    keys = [f"{{{here.name}}}:{what}:scam@v1" for what in ("rulen", "rulelast")]
    assert [await client.call("TTL", key) for key in keys] == [-1, -1]

    await here.store.rulings.register({"scam": "v2"}, {}, here.clock.at)
    left = [int(str(await client.call("TTL", key))) for key in keys]
    assert all(0 < seconds <= 90 * 86_400 for seconds in left)

    await here.store.rulings.register({"scam": "v1"}, {}, here.clock.at)
    assert [await client.call("TTL", key) for key in keys] == [-1, -1]
