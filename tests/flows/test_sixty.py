"""Sixty conversations: what must be drafted, sent alone, handed over or left, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.model import ModelServer
from inbox.store import opened
from inbox.store.embedded import Server
from tests.flows.sixty.having import Table, conversations, settings
from tests.world import Clock

TABLE = conversations()
NAMES = [row["name"] for row in TABLE]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def table(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Table]:
    """The files and the model that all conversations share."""
    async with ModelServer(names=("small",)) as model:
        yield Table(settings(tmp_path_factory.mktemp("sixty"), model.base_url), model, Clock())


def test_there_are_sixty_and_no_two_are_the_same() -> None:
    assert Counter(NAMES).most_common(1)[0][1] == 1
    assert len(TABLE) == 60


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("row", TABLE, ids=NAMES)
async def test_what_comes_of_it(row: dict[str, Any], table: Table, redis_server: Server, brand: str) -> None:
    async with opened(redis_server.url, brand) as store:
        came = await table.have(row, store)

    assert came.how & set(row["then"].split(" or ")), came
    assert row.get("never", "never") not in came.how, came
    assert row.get("by", came.by) == came.by, came
    assert any(source.startswith(row.get("source", source)) for source in came.sources or ("",)), came
    assert row.get("words", "").casefold() in came.words.casefold(), came
    assert row.get("says", "") in came.text, came
    assert row.get("skipped", "") in came.words, came
    assert {row["label"]} <= set(came.labels) if "label" in row else True, came
    if row.get("model", {"does": "not asked"}).get("does") in {"not asked", "over budget"}:
        assert came.asked == 0, came
