"""The table of what networks can do: every answer out of the facts, and the page of it as the code would write it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.networks import REGISTRY, network_class
from inbox.actions import ActionKind
from inbox.capabilities import Capabilities, Tariff, TextLimit, Window
from inbox.matrix import Cell, as_markdown, matrix
from inbox.models import Kind

PAGE = Path(__file__).parents[2] / "docs" / "networks" / "capabilities.md"
SAYS: frozenset[ActionKind] = frozenset({"reply", "hide"})
BARE = Capabilities(
    "tiktok", "https://example.com/docs", "2026-11-23", {"comments": SAYS, "direct": SAYS}, TextLimit(150)
)


def answer(known: Capabilities, asked: str) -> Cell:
    """One cell of a table of one network."""
    return next(row.cells[0] for row in matrix([known]).rows if row.asked == asked)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Comments and mentions", "yes"),
        ("Groups", "–"),
        ("Reply", "yes"),
        ("Mute the person", "–"),
        ("Longest text", "150 characters"),
        ("Files", "–"),
        ("Time to answer", "no end"),
        ("Cost", "free"),
        ("Needs a public address", "–"),
        ("Comments wait for review", "–"),
    ],
)
def test_a_plain_network_is_told_in_few_words(asked: str, words: str) -> None:
    assert answer(BARE, asked) == Cell(words)


def test_what_is_offered_somewhere_says_where_and_under_which_name() -> None:
    known = replace(
        BARE, actions={"comments": SAYS, "direct": frozenset({"reply"})},
        called={"hide": "Hold for review"}, remarks={"hide": "Nobody sees it.", "mute": "There is no way."},
    )  # fmt: skip

    assert answer(known, "Hide the message") == Cell("comments: “Hold for review”", "Nobody sees it.")
    assert answer(known, "Mute the person") == Cell("–", "There is no way.")


def test_what_exists_only_for_our_own_words_says_so() -> None:
    known = replace(BARE, actions={"comments": frozenset({"remove", "edit"})}, own_only=frozenset({"remove", "edit"}))
    assert answer(known, "Remove the message") == Cell("yes, of our own")
    assert answer(known, "Edit our message") == Cell("yes")


def test_texts_are_as_long_as_each_kind_of_conversation_lets_them_be() -> None:
    long = TextLimit(6_000, "bytes", part=1_000)
    known = replace(BARE, texts={("direct", "reply"): long})
    assert answer(known, "Longest text").text == "comments: 150 characters; in private: 6,000 bytes, in parts of 1,000"

    known = replace(BARE, text=TextLimit(300, "graphemes", caption=200, most_bytes=3_000))
    assert answer(known, "Longest text").text == "300 characters and 3,000 bytes, 200 beside a file"


def test_files_are_told_with_their_sizes_and_where_there_are_none() -> None:
    known = replace(BARE, media={"image": 5 * 1024**2, "video": 1536 * 1024**2}, media_count=4)
    assert answer(known, "Files") == Cell("picture 5 MB, film 1.5 GB; 4 at once")

    known = replace(known, media={"file": 500}, media_count=1, silent=frozenset({"comments"}))
    assert answer(known, "Files") == Cell("file 500 bytes, one at once", "Answers to comments take no files.")


def test_windows_are_told_with_all_that_they_ask() -> None:
    windows: dict[tuple[Kind, ActionKind], Window] = {
        ("direct", "reply"): Window(48 * 3600, people=7 * 86400, messages=10),
        ("comments", "direct_message"): Window(7 * 86400, of_message=True, once=True),
    }
    both = replace(BARE, actions={**BARE.actions, "comments": SAYS | {"direct_message"}}, windows=windows)

    assert answer(both, "Time to answer").text == (
        "in private: 48 hours after their last message, 7 days for what a person writes, 10 messages; "
        "in private about a comment: 7 days after the comment, once"
    )
    assert "about a comment" not in answer(replace(BARE, windows=windows), "Time to answer").text  # not offered


def test_costs_are_told_by_action_in_money_or_in_units() -> None:
    dollars = Tariff(
        "USD", {"post": 15_000, "link": 200_000, "free": 0}, "https://example.com/prices", "2026-11-23",
        actions={"reply": "post", "hide": "free", "publish": "post"}, with_link={"reply": "link"},
    )  # fmt: skip
    units = replace(dollars, currency="units", a_day=10_000_000_000, prices={"post": 50_000_000}, with_link={})

    assert answer(replace(BARE, tariff=dollars), "Cost") == Cell(
        "reply: $0.015, with a link $0.20; publish: $0.015", "Prices: https://example.com/prices (2026-11-23)."
    )
    assert answer(replace(BARE, tariff=units), "Cost") == Cell(
        "10,000 units a day granted; reply, publish: 50 units",
        "It counts units; they cost no money. Prices: https://example.com/prices (2026-11-23).",
    )


def test_a_page_has_every_network_with_its_source_and_its_remarks_and_no_markup_of_theirs() -> None:
    odd = replace(BARE, network="x", remarks={"react": "Only | in <b>X</b>,\nby hand."})

    page = as_markdown([BARE, odd])

    assert "| | TikTok | X |\n| --- | --- | --- |\n" in page
    assert "## TikTok\n\nFrom https://example.com/docs, read on 2026-11-23.\n\nNothing special.\n" in page
    assert "- *React*: Only \\| in &lt;b>X&lt;/b>, by hand.\n" in page


def test_the_page_says_what_the_code_does() -> None:
    written = as_markdown([network_class(name).capabilities for name in REGISTRY])

    assert PAGE.read_text() == written, f"{PAGE.name} is older than the code: write it anew"
