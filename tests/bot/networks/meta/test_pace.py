"""How long until the next round of reading: every rule by itself, and what may never be whatever is put in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks._meta.pace import LONGEST, SELDOM, SILENT, SOON, Round, pause, wanted


def test_the_first_round_is_followed_soon() -> None:
    assert pause(Round()) == SOON


def test_after_a_find_the_next_round_is_soon() -> None:
    assert pause(Round(before=SELDOM, found=True, heard=1)) == SOON


def test_while_hooks_flow_and_tell_everything_pauses_stretch_to_a_quarter_of_an_hour() -> None:
    pauses = [SOON]
    for _ in range(6):
        pauses.append(pause(Round(before=pauses[-1], heard=10)))
    assert pauses == [60, 120, 240, 480, 900, 900, 900]


@pytest.mark.parametrize("heard", [None, 3_601.0], ids=["never", "long ago"])
def test_while_no_hook_comes_pauses_stay_shorter(heard: float | None) -> None:
    assert pause(Round(before=SELDOM, heard=heard)) == SILENT


def test_where_no_hook_can_reach_us_it_is_every_minute() -> None:
    assert pause(Round(before=SOON, hooks=False)) == pause(Round(before=SELDOM, hooks=False)) == SOON


@pytest.mark.parametrize(
    ("share", "seconds"), [(0.0, 60), (0.49, 60), (0.5, 120), (0.74, 120), (0.75, 360), (0.89, 360), (0.9, LONGEST)]
)
def test_what_is_used_of_the_limits_slows_it_down(share: float, seconds: float) -> None:
    assert pause(Round(share=share)) == seconds


def test_close_to_the_limit_it_waits_for_what_meta_says() -> None:
    assert pause(Round(share=0.97, regain=1_234)) == 1_234


def test_what_is_used_of_the_limits_does_not_add_up() -> None:
    before, pauses = 0.0, []
    for _ in range(4):
        round = Round(before=before, share=0.6, heard=1)
        before = wanted(round)
        pauses.append(pause(round))
    assert pauses == [120, 240, 480, 960]
    assert pause(Round(before=before, heard=1)) == SELDOM


def test_a_refusal_says_how_long_to_wait() -> None:
    assert pause(Round(before=60, failures=1, regain=400)) == 400


def test_failures_make_it_slower() -> None:
    assert [pause(Round(before=60, failures=n)) for n in (1, 2, 3, 4, 5, 99)] == [60, 120, 240, 480, 900, 900]


SECONDS = st.floats(0, 10_000)


@given(
    st.builds(
        Round,
        before=SECONDS,
        found=st.booleans(),
        hooks=st.booleans(),
        heard=st.none() | SECONDS,
        share=st.floats(0, 3),
        regain=SECONDS,
        failures=st.integers(0, 1_000),
    )
)
def test_it_is_never_less_than_a_minute_and_ends(round: Round) -> None:
    assert SOON <= pause(round) <= max(LONGEST, round.regain)
    assert pause(round) >= min(round.regain, LONGEST)
