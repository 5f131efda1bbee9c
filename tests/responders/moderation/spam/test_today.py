"""Spam of today, and what people honestly write to brands: rough bounds that new weights may not fall below."""

from __future__ import annotations

from pathlib import Path

import pytest

from responders.moderation import spam

FILE = Path(__file__).parents[3] / "bench" / "moderation" / "spam_today.tsv"
ROWS = [line.split("\t") for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
LONG = 600  # letters, as in config/moderation.yaml


def share(kind: str, least: float, *, private: bool, of: str = "") -> float:
    """How much of a kind stands at a threshold or above."""
    found = [
        spam.score(text, private=private) >= least for said, theme, _, text in ROWS if said == kind and of in theme
    ]
    return sum(found) / len(found)


def test_there_are_enough_of_both_in_ten_languages() -> None:
    assert sum(kind == "spam" for kind, *_ in ROWS) >= 150
    assert sum(kind == "clean" for kind, *_ in ROWS) >= 300
    assert len({language for *_, language, _ in ROWS}) >= 10
    assert len({text for *_, text in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("private", "found", "wrongly"), [(False, 0.5, 0.07), (True, 0.4, 0.04)])
def test_most_of_the_one_is_found_and_little_of_the_other(private: bool, found: float, wrongly: float) -> None:
    assert share("spam", 0.8, private=private) > found
    assert share("clean", 0.8, private=private) < wrongly
    assert share("clean", 0.95, private=private) < 0.02


def test_a_long_clean_text_is_left_alone_and_a_long_testimony_is_not() -> None:
    assert share("clean", 0.8, private=False, of="long") < 0.3
    assert share("spam", 0.8, private=False, of="long") > 0.8
