"""What this process remembers of comments it has read."""

from __future__ import annotations

from dataclasses import replace

from bot.networks._youtube.parse import Said
from bot.networks._youtube.seen import Seen
from tests.cast import ASHA

TOP = Said("UgzA", "dQw4w9WgXcQ", ASHA, "Hello", 1, 1)
REPLY = replace(TOP, id="UgzA.9x", held=True)


def test_a_conversation_is_its_comment_and_its_replies() -> None:
    seen = Seen()
    seen.keep([TOP, REPLY])
    assert {one.id for one in seen.below("UgzA")} == {"UgzA", "UgzA.9x"}
    assert (seen.tops(), seen.held()) == ([TOP], [REPLY])


def test_what_is_seen_again_is_not_away_any_more() -> None:
    seen = Seen(away={"UgzA"})
    seen.keep([TOP])
    assert not seen.away


def test_what_is_forgotten_leaves_nothing_behind() -> None:
    seen = Seen(totals={"UgzA": 1}, away={"UgzA.9x"})
    seen.keep([TOP, REPLY])
    for id in ("UgzA", "UgzA.9x", "unknown"):
        seen.forget(id)
    assert (seen.get("UgzA"), seen.below("UgzA"), seen.totals, seen.away) == (None, [], {}, set())


def test_the_oldest_make_room_for_the_newest() -> None:
    seen = Seen(most=2)
    seen.keep([replace(TOP, id=id) for id in ("a", "b", "c")])
    assert [one.id for one in seen.tops()] == ["b", "c"]
