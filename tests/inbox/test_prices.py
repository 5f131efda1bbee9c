"""Prices in words: exact, with what a link costs more, and nothing where nothing is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.actions import Action, Hide, Publish, Reply
from inbox.capabilities import Tariff
from inbox.models import RemoteId
from inbox.prices import dear, money, price
from tests.world import CAPABILITIES

ONE = RemoteId("1")
DOLLARS = replace(
    CAPABILITIES,
    tariff=Tariff(
        "USD",
        {"post": 15_000, "post.link": 200_000, "hide": 10_000},
        source="tests/inbox/test_prices.py",
        read_on="2026-11-23",
        actions={"reply": "post", "publish": "post", "hide": "hide"},
        with_link={"reply": "post.link", "publish": "post.link"},
    ),
)
LINK = "See https://rivertea.example.com/cups"


@pytest.mark.parametrize(
    ("micros", "currency", "words"),
    [
        (0, "USD", "$0.00"),
        (15_000, "USD", "$0.015"),
        (200_000, "USD", "$0.20"),
        (1, "USD", "$0.000001"),
        (1_234_500_000, "EUR", "€1,234.50"),
        (2_500_000, "SEK", "2.50 SEK"),
        (100_000_000, "USD", "$100.00"),
        (1_000_000, "units", "1 unit"),
        (6_210_000_000, "units", "6,210 units"),
        (10_000_000_000, "units", "10,000 units"),
    ],
)
def test_an_amount_is_written_exactly(micros: int, currency: str, words: str) -> None:
    assert money(micros, currency) == words


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Reply(ONE, "Thank you!"), "Sending this costs $0.015."),
        (Reply(ONE, LINK), "Sending this costs $0.20, because it has a link; without one $0.015."),
        (Hide(ONE, ONE), "This costs $0.01."),
        (Publish(ONE, "One", further=("Two", LINK)), "This costs $0.23, because it has a link; without one $0.045."),
    ],
)
def test_what_an_action_costs_is_said_with_what_its_link_costs_more(action: Action, words: str) -> None:
    assert price(DOLLARS, action) == words


def test_only_what_a_link_makes_dearer_is_warned_of() -> None:
    assert dear(DOLLARS, Reply(ONE, LINK)) == price(DOLLARS, Reply(ONE, LINK))
    assert dear(DOLLARS, Reply(ONE, "Thank you!")) == ""


def test_where_nothing_is_asked_for_nothing_is_said() -> None:
    for free in (CAPABILITIES, None):
        assert price(free, Reply(ONE, LINK)) == ""
        assert dear(free, Reply(ONE, LINK)) == ""
