"""Scripts: text carried whole, one round trip each, and every one of them says what it takes."""

from __future__ import annotations

from importlib.resources import files

import pytest

from inbox.models import RemoteId
from inbox.store import Store
from inbox.store.scripts import kept_script, pairs, script
from tests.world import ACCOUNT

NAMES = sorted(file.name.removesuffix(".lua") for file in (files("inbox.store") / "lua").iterdir())


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("_")])
def test_every_script_begins_with_what_it_is_for_and_what_it_takes(name: str) -> None:
    text = (files("inbox.store") / "lua" / f"{name}.lua").read_text("utf-8")
    comment = text.split("\n\n")[0]

    assert text.startswith("-- ")
    assert "ARGV: now" in comment


def test_a_script_stands_behind_what_all_share() -> None:
    shared = script("lane").split("-- The lane primitive by itself")[0]

    assert script("mode").startswith(shared)
    assert script("sent").startswith(shared)
    assert kept_script("mode").startswith(shared)


def test_pairs_are_a_dict() -> None:
    assert pairs(["a", "1", "b", "2"]) == {"a": "1", "b": "2"}
    assert pairs([]) == {}


async def test_a_script_is_one_round_trip(store: Store) -> None:
    await store.schedule.wake("a", 5, 1)
    before = store.client.round_trips

    await store.schedule.wake("b", 5, 1)

    assert store.client.round_trips - before == 1


async def test_half_an_emoji_is_written_as_a_question_mark(store: Store) -> None:
    box = store.mailboxes.of(ACCOUNT)

    mail = await box.append(RemoteId("t"), "k", "broken \ud83d end")

    assert mail.body == "broken ? end"
