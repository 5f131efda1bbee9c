"""A hook is signed over its bytes as they came, at a time that is not too far from ours."""

from __future__ import annotations

import pytest

from bot.networks._tiktok.signature import FORGED, TOLERANCE, sign, wrong

SECRET, AT, BODY = "app_secret", 1_700_000_000, b'{"event":"comment.update","content":"{}"}'
HEX = "f8c9a3f6f4b610aaf7fea87ed27f581a0d318d84b08dbace4dbc5c9012c48ddf"  # computed elsewhere, with Python's hmac
HEADER, NOW = f"t={AT},s={HEX}", AT * 1000


def test_the_known_vector() -> None:
    assert sign(SECRET, AT, BODY) == HEX
    assert wrong(SECRET, BODY, HEADER, NOW) == ""
    assert wrong(SECRET, BODY, f" s={HEX.upper()} , t={AT}", NOW) == ""


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "t=,s=",
        f"t={AT}",
        f"s={HEX}",
        f"t={AT},s={HEX[:-1]}0",
        f"t={AT + 1},s={HEX}",
        "t=x,s=\ud800",
        f"t=-1,s={HEX}",
    ],
)
def test_what_is_not_signed_is_refused(header: str | None) -> None:
    assert wrong(SECRET, BODY, header, NOW) == FORGED


def test_other_bytes_or_another_secret_are_refused() -> None:
    assert wrong(SECRET, BODY + b" ", HEADER, NOW) == FORGED
    assert wrong("another", BODY, HEADER, NOW) == FORGED


def test_a_clock_that_is_off_is_told_of() -> None:
    assert wrong(SECRET, BODY, HEADER, NOW + TOLERANCE * 1000) == ""
    late, early = wrong(SECRET, BODY, HEADER, NOW + 301_000), wrong(SECRET, BODY, HEADER, NOW - 400_000)
    assert "301 seconds ago" in late
    assert "clock" in late
    assert "400 seconds ahead" in early


def test_only_what_is_signed_is_told_of_a_clock() -> None:
    assert wrong("another", BODY, HEADER, NOW + 10**9) == FORGED
