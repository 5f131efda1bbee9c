"""The tables of Meta's codes: each sentence is whole, and those about the token say how to get a new one."""

from __future__ import annotations

import pytest

from bot.networks._meta.words import BY_CODE, BY_SUBCODE, DEAD, NAMES, THROTTLED, Row
from inbox.errors import LoginNeeded, NetworkError

ROWS = [*BY_CODE.items(), *BY_SUBCODE.items()]


@pytest.mark.parametrize("network", NAMES)
@pytest.mark.parametrize(("code", "row"), ROWS, ids=[str(code) for code, _ in ROWS])
def test_each_row_is_a_sentence(code: object, row: Row, network: str) -> None:
    kind, sentence = row
    said = sentence.format(network=NAMES[network], name=network, said="x")
    assert issubclass(kind, NetworkError)
    assert said[0].isupper()
    assert "{" not in said
    assert said.endswith((".", "x"))


@pytest.mark.parametrize("row", DEAD.values())
def test_a_dead_token_says_how_to_get_another(row: Row) -> None:
    assert row[0] is LoginNeeded
    assert "`.venv/bin/python run.py connect {name}`" in row[1]


def test_every_limit_of_a_business_use_case_is_known() -> None:
    assert set(range(80_000, 80_015)) <= THROTTLED.keys()
    assert all(0 < seconds <= 3600 for seconds in THROTTLED.values())
