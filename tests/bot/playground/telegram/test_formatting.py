"""HTML and MarkdownV2, as bots write them."""

from __future__ import annotations

import pytest

from bot.playground.telegram.formatting import formatted
from bot.playground.telegram.refusals import Refusal

LINK = {"type": "text_link", "offset": 4, "length": 4, "url": "https://shop.example"}


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("HTML", '<b>see</b> <a href="https://shop.example">here</a> &lt;3'),
        ("MarkdownV2", "*see* [here](https://shop.example) <3"),
    ],
)
def test_both_modes_give_plain_text_and_entities(mode: str, text: str) -> None:
    plain, entities = formatted(text, mode)

    assert plain == "see here <3"
    assert entities == [{"type": "bold", "offset": 0, "length": 3}, LINK]


def test_no_mode_leaves_the_text_alone() -> None:
    assert formatted("*as* it <b>is", "") == ("*as* it <b>is", [])


def test_nested_marks_and_escapes_are_understood() -> None:
    plain, entities = formatted(r"_a ||b|| __c__ `d*`_ 1\.5", "MarkdownV2")

    assert plain == "a b c d* 1.5"
    assert [entity["type"] for entity in entities] == ["italic", "spoiler", "underline", "code"]


@pytest.mark.parametrize(
    ("mode", "text", "reason"),
    [
        ("HTML", "<b>open", "Can't find end tag"),
        ("HTML", "<b>crossed</i>", "Unmatched end tag"),
        ("HTML", "<script>x</script>", "Unsupported start tag"),
        ("MarkdownV2", "1.5", "is reserved and must be escaped"),
        ("MarkdownV2", "*open", "Can't find end of the entity"),
        ("MarkdownV2", "[no](end", "Can't find end of a URL"),
        ("Klingon", "x", "unsupported parse_mode"),
    ],
)
def test_marks_that_do_not_fit_together_are_refused(mode: str, text: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        formatted(text, mode)
