"""Holds signatures to vectors that were computed elsewhere, and to whatever a forger may send."""

from __future__ import annotations

import json

import pytest

from bot.networks._x.signature import HEADER, NEWER_HEADER, answer_to, sign, signed

BODY = b'{"data":{"event_uuid":"1"}}'
RIGHT = "sha256=87q21F6bg7SssH/00rvTUM+/cb9uMda7q3+P0DGxg4k="


def test_a_challenge_is_answered_as_x_expects() -> None:
    told = json.loads(answer_to("challenge_string", "consumer_secret"))
    assert told == {"response_token": "sha256=v1WdiCVwy17uGTMWveHGlqQXN/qW1bQraNXXByRO2YA="}


def test_the_signature_of_the_raw_body_is_known() -> None:
    assert sign("consumer_secret", BODY) == RIGHT
    assert signed("consumer_secret", "", BODY, {HEADER: RIGHT})
    assert signed("other", "consumer_secret", BODY, {NEWER_HEADER: RIGHT})


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, BODY),
        ({HEADER: ""}, BODY),
        ({HEADER: RIGHT.removeprefix("sha256=")}, BODY),
        ({HEADER: "\ud800é"}, BODY),
        ({HEADER: RIGHT}, BODY + b" "),
        ({NEWER_HEADER: RIGHT}, BODY),
        ({HEADER: sign("", BODY)}, BODY),
        ({NEWER_HEADER: sign("", BODY)}, BODY),
    ],
)
def test_anything_else_is_forged(headers: dict[str, str], body: bytes) -> None:
    assert not signed("consumer_secret", "", body, headers)
