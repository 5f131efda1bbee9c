"""A record is made once for its key, with the time of its first try, whoever asks how often."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from bot.networks._bluesky.ids import POST
from bot.playground.faults import Fault, Kind
from inbox.errors import Uncertain
from tests.bluesky_account import Ours

FIELDS = {"text": "Hello"}


async def test_the_same_key_is_one_record(ours: Ours) -> None:
    first = await ours.records().make(POST, "1", FIELDS)
    ours.server.clock.advance(600)
    assert await ours.records().make(POST, "1", FIELDS) == first
    assert await ours.records().find(POST, "1") == first
    assert await ours.records().find(POST, "2") is None
    assert len(ours.posts()) == 2
    assert ours.posts()[-1].value["createdAt"] == "2027-01-15T08:01:00.000Z"


async def test_a_call_that_comes_late_makes_nothing_twice(ours: Ours) -> None:
    async def make() -> None:
        await ours.records().make(POST, "1", FIELDS)

    results = await asyncio.gather(*[make() for _ in range(4)], return_exceptions=True)
    assert all(one is None or isinstance(one, Uncertain) for one in results)
    assert [one.text for one in ours.posts()] == ["New cups today", "Hello"]


@pytest.mark.parametrize("kind", [Kind.CUT_BEFORE, Kind.CUT_AFTER, Kind.REFUSE])
async def test_any_number_of_failures_leaves_one(ours: Ours, kind: Kind) -> None:
    ours.server.faults.next(Fault(kind), "POST com.atproto.repo.createRecord", times=3)
    for _ in range(4):
        with contextlib.suppress(Uncertain):
            await ours.records().make(POST, "1", FIELDS)
    assert len(ours.posts()) == 2


async def test_a_server_that_says_by_name_that_the_key_is_taken_is_understood(ours: Ours) -> None:
    made = await ours.records().make(POST, "1", FIELDS)
    ours.server.refuse("RecordNotFound", "GET com.atproto.repo.getRecord")  # the first look comes too early
    ours.server.refuse("RecordAlreadyExists", "POST com.atproto.repo.createRecord")
    assert await ours.records().make(POST, "1", FIELDS) == made


async def test_whose_key_a_record_is_can_be_told_by_who_made_or_found_it(ours: Ours) -> None:
    here, later = ours.records(), ours.records()
    made = await here.make(POST, "delivery-1", FIELDS)
    rkey = made.uri.rpartition("/")[2]
    assert (here.key_of(rkey), here.key_of(ours.root.rkey), later.key_of(rkey)) == ("delivery-1", "", "")
    await later.find(POST, "delivery-1")
    assert later.key_of(rkey) == "delivery-1"
