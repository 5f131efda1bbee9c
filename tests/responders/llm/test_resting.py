"""When an endpoint is left alone, and for how long."""

from __future__ import annotations

from responders.llm.resting import FAILURES, FIRST, LONGEST, Rest


def test_a_few_failures_in_a_row_are_a_rest_and_an_answer_between_them_is_none() -> None:
    rest = Rest(lambda: 0.0)
    for _ in range(FAILURES - 1):
        rest.failed("x")
    rest.answered()
    rest.failed("x")
    assert rest.why == ""

    for _ in range(FAILURES - 1):
        rest.failed("x")
    assert rest.why == "it failed 3 times in a row (x); it is asked again in 30 s"


def test_each_rest_is_longer_and_none_is_for_ever() -> None:
    now, spans = 0.0, []
    rest = Rest(lambda: now)
    for _ in range(FAILURES - 1):
        rest.failed("x")
    for _ in range(8):
        rest.failed("x")
        began = now
        while rest.why:
            now += 1
        spans.append(now - began)

    assert spans[:3] == [FIRST, FIRST * 2, FIRST * 4]
    assert spans[-1] == LONGEST


def test_a_rest_ends_and_nobody_is_believed_who_wants_it_for_ever() -> None:
    now = [0.0]
    rest = Rest(lambda: now[0])
    rest.told(1e9, "it is tired")
    assert rest.why == "it is tired; it is asked again in 60 min"
    now[0] = 3_600.0
    assert rest.why == ""
