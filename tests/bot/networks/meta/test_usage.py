"""How much of Meta's limits is used up, as the headers of its answers tell."""

from __future__ import annotations

import json

import pytest

from bot.networks._meta.usage import STALE, Usage, regains_in

NOW = 1_790_000_000_000
APP = {"x-app-usage": json.dumps({"call_count": 28, "total_time": 25, "total_cputime": 31})}
PAGE = {"x-page-usage": json.dumps({"call_count": 5, "total_time": 50, "total_cputime": 1})}


def business(**uses: tuple[float, float]) -> dict[str, str]:
    """Percent and minutes for each kind of use."""
    rows = [
        {"type": kind, "call_count": percent, "total_time": 1, "estimated_time_to_regain_access": minutes}
        for kind, (percent, minutes) in uses.items()
    ]
    return {"x-business-use-case-usage": json.dumps({"206070979425408": rows})}


def test_the_figure_that_is_nearest_to_its_end_counts() -> None:
    usage = Usage()
    usage.learn({**APP, **PAGE, **business(pages=(12, 0), messenger=(40, 0))}, NOW)
    assert usage.shares == {"app": 0.31, "page": 0.5, "pages": 0.12, "messenger": 0.4}
    assert usage.share == 0.5


def test_an_answer_without_figures_changes_nothing() -> None:
    usage = Usage()
    usage.learn(APP, NOW)
    usage.learn({}, NOW + 1)
    assert usage.share == 0.31


def test_it_waits_as_long_as_meta_says() -> None:
    usage = Usage()
    usage.learn(business(pages=(100, 7), messenger=(20, 2)), NOW)
    assert regains_in(business(pages=(100, 7), messenger=(20, 2))) == 420
    assert usage.wait(NOW) == 420
    assert usage.wait(NOW + 400_000) == 20
    assert usage.wait(NOW + 420_000) == 0


@pytest.mark.parametrize(("percent", "seconds"), [(94, 0), (95, 60), (130, 60)])
def test_without_a_word_about_the_end_it_waits_a_minute(percent: float, seconds: float) -> None:
    usage = Usage()
    usage.learn(business(pages=(percent, 0)), NOW)
    assert usage.wait(NOW) == seconds


def test_a_pause_is_not_forgotten_by_a_later_answer_and_ends_with_room() -> None:
    usage = Usage()
    usage.learn(business(pages=(99, 10)), NOW)
    usage.learn(business(pages=(98, 0)), NOW + 1000)
    assert usage.wait(NOW + 1000) == 599
    usage.learn(business(pages=(10, 0)), NOW + 2000)
    assert usage.wait(NOW + 2000) == 0
    assert usage.regain_at == 0


def test_close_to_a_limit_one_effect_a_while_goes_however_often_is_read() -> None:
    usage, full = Usage(), business(pages=(99, 0))
    waited, went = 0, list[int]()
    for second in range(600):
        now = NOW + 1000 * second
        if second % 20 == 0:
            usage.learn(full, now)
        if usage.wait(now):
            waited += 1
        else:
            went.append(second)
            usage.learn(full, now, effect=True)
    assert went == list(range(60, 600, 60))
    assert waited == 600 - len(went)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"a": {}}', '{"a": [7, null]}', '{"call_count": "28"}'])
def test_what_cannot_be_read_counts_as_nothing(text: str) -> None:
    usage = Usage()
    usage.learn({"x-app-usage": text, "x-page-usage": text, "x-business-use-case-usage": text}, NOW)
    assert usage.share == 0
    assert usage.wait(NOW) == 0


def test_a_figure_that_nothing_repeats_neither_holds_up_for_ever_nor_counts_for_ever() -> None:
    usage = Usage()
    usage.learn(business(messenger=(99, 4)), NOW)
    for minute in range(1, 4):
        usage.learn(APP, NOW + minute * 60_000)
    assert usage.wait(NOW + 180_000) == 60
    assert usage.wait(NOW + 240_000) == 0
    assert usage.share == 0.99
    usage.learn(APP, NOW + STALE + 1)
    assert usage.share == 0.31
