"""The plain records: what they work out themselves."""

from __future__ import annotations

from inbox.docket.shown import Share


def test_the_share_of_what_was_undone() -> None:
    assert Share("a", "the rule a", 4, 1).share == 0.25
    assert Share("a", "the rule a", 0, 0).share == 0.0
