"""What proves that Meta called, and to Meta that we do."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks._meta.signature import known_token, proof, sign, signed, verify_token

SECRET = "app_secret"
BODY = (
    rb'{"object":"page","entry":[{"id":"1","time":1,"messaging":[{"message":'
    rb'{"mid":"m_1","text":"\u00e4\u00f6\u00e5"}}]}]}'
)
SIGNATURE = "sha256=5062a45bcef660cfa4ae41475f2da7ade426e9b2a1aa4477fa1f62dc28684313"


def test_a_body_with_a_known_signature_has_it() -> None:
    assert sign(SECRET, BODY) == SIGNATURE
    assert signed(SECRET, BODY, SIGNATURE)


@pytest.mark.parametrize(
    "again",
    [json.dumps(json.loads(BODY)).encode(), json.dumps(json.loads(BODY), ensure_ascii=False).encode(), BODY + b"\n"],
)
def test_the_same_thing_in_other_bytes_is_not_what_was_signed(again: bytes) -> None:
    assert json.loads(again) == json.loads(BODY)
    assert not signed(SECRET, again, SIGNATURE)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        SIGNATURE.removeprefix("sha256="),
        SIGNATURE.upper(),
        "sha256=" + SIGNATURE.removeprefix("sha256=").upper(),
        SIGNATURE.replace("sha256=", "sha1="),
        "sha1=" + hmac.new(SECRET.encode(), BODY, hashlib.sha1).hexdigest(),
        SIGNATURE[:-1],
        SIGNATURE + "0",
        f" {SIGNATURE}",
        sign("another_secret", BODY),
        "sha256=\udcff\xe4",
    ],
)
def test_any_other_signature_is_forged(header: str | None) -> None:
    assert not signed(SECRET, BODY, header)


@given(st.text(min_size=1), st.binary(), st.binary())
def test_a_signature_is_that_of_one_body(secret: str, body: bytes, other: bytes) -> None:
    assert signed(secret, body, sign(secret, body))
    assert signed(secret, other, sign(secret, body)) is (other == body)


def test_the_verify_token_follows_from_the_secret() -> None:
    token = verify_token(SECRET)
    assert (len(token), token == verify_token(SECRET), token != verify_token("other")) == (32, True, True)
    assert known_token(SECRET, token)
    assert [known_token(SECRET, other) for other in (None, "", token[:-1], "\udcff", verify_token("other"))] == [
        False
    ] * 5


def test_the_proof_of_a_call_is_the_tokens_signature() -> None:
    assert proof(SECRET, "token") == hmac.new(b"app_secret", b"token", hashlib.sha256).hexdigest()
