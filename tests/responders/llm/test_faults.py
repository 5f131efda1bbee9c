"""How long an endpoint wants to be left alone, by its headers; what errors mean is held in test_client.py."""

from __future__ import annotations

import pytest

from responders.llm.faults import fault_of, retry_after

NOON = "Fri, 27 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "20"}, 20.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after-ms": "1500", "retry-after": "2"}, 1.5),
        ({"retry-after": "Fri, 27 Nov 2026 12:01:30 GMT", "date": NOON}, 90.0),
        ({"retry-after": "Fri, 27 Nov 2026 12:01:30 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_an_error_that_nobody_knows_is_a_failure_that_may_have_cost_something() -> None:
    fault = fault_of(ValueError("strange"))

    assert str(fault) == "its answer could not be read (ValueError)"
    assert (fault.counts, fault.perhaps_paid, fault.rest) == (True, True, 0.0)
