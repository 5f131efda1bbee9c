"""Planned and random failures of the simulated networks."""

from __future__ import annotations

import pytest

from bot.playground.faults import Fault, Faults, Kind, Match, fault_from, match_from

CUT = Fault(Kind.CUT_AFTER)


def test_the_next_calls_that_match_fail_and_the_ones_after_them_do_not() -> None:
    faults = Faults()
    faults.next(CUT, "sendMessage", times=2)

    assert faults.for_call("telegram", "shop_bot", "getMe") is None
    assert [faults.for_call("telegram", "shop_bot", "sendMessage") for _ in range(3)] == [CUT, CUT, None]


@pytest.mark.parametrize(
    ("match", "fits"),
    [
        (Match(call="send*"), True),
        (Match(network="telegram", account="shop_bot", subject="-100*"), True),
        (Match(network="discord"), False),
        (Match(account="other_bot"), False),
        (Match(subject="42"), False),
    ],
)
def test_every_part_of_a_match_must_fit(match: Match, fits: bool) -> None:
    assert match.fits("telegram", "shop_bot", "sendPhoto", "-100200") is fits


def test_deliveries_and_calls_fail_apart() -> None:
    faults = Faults()
    faults.next(Fault(Kind.DUPLICATE))

    assert faults.for_call("telegram", "shop_bot", "message") is None
    assert faults.for_delivery("telegram", "shop_bot", "message") == Fault(Kind.DUPLICATE)


def test_random_failures_repeat_with_their_seed_and_come_about_as_often_as_asked() -> None:
    def dealt(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.sometimes(CUT, 0.2)
        return [faults.for_call("telegram", "shop_bot", "sendMessage") is CUT for _ in range(1000)]

    assert dealt(1) == dealt(1)
    assert dealt(1) != dealt(2)
    assert 150 < sum(dealt(1)) < 250


def test_what_was_dealt_is_counted_and_clearing_ends_it() -> None:
    faults = Faults()
    faults.sometimes(CUT, 1.0)
    faults.for_call("telegram", "shop_bot", "sendMessage")
    faults.clear()

    assert faults.for_call("telegram", "shop_bot", "sendMessage") is None
    assert faults.dealt == {Kind.CUT_AFTER: 1}


def test_json_describes_a_fault_and_a_match() -> None:
    described = fault_from({"kind": "refuse", "status": 429, "retry_after": 7})

    assert described == Fault(Kind.REFUSE, status=429, retry_after=7)
    assert match_from({"call": "send*"}) == Match(call="send*")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="explode"):
        fault_from({"kind": "explode"})
