"""Ids, secrets and addresses are taken as people write them, and everything else is refused in the words given."""

from __future__ import annotations

import re

import pytest
from pydantic import SecretStr

from bot.networks._options import a_secret, an_address, an_id

DIGITS = re.compile(r"[1-9]\d{0,18}")


@pytest.mark.parametrize("said", [2244994945, "2244994945", " 2244994945\n"])
def test_an_id_may_be_written_with_quotes_or_without(said: object) -> None:
    assert an_id(said, DIGITS, "no id") == "2244994945"


@pytest.mark.parametrize("said", [True, None, 0, 1.5, "", "@shop", ["1"]])
def test_what_is_no_id_is_refused(said: object) -> None:
    with pytest.raises(ValueError, match="no id"):
        an_id(said, DIGITS, "no id")


def test_a_secret_may_have_a_line_end_as_files_have() -> None:
    assert a_secret(SecretStr("s3cret-of-the-app\n"), "no secret").get_secret_value() == "s3cret-of-the-app"


@pytest.mark.parametrize("said", ["", "short", "two words in it", "s3cret\nof-two-lines"])
def test_what_is_no_secret_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="no secret"):
        a_secret(SecretStr(said), "no secret")


def test_an_address_ends_without_a_slash() -> None:
    assert an_address(" https://social.example/ ", "no address") == "https://social.example"
    assert an_address("http://127.0.0.1:8080/x/api", "no address") == "http://127.0.0.1:8080/x/api"


@pytest.mark.parametrize(
    "said",
    ["", "social.example", "https://", "ftp://social.example", "https://a.example/?b=c", "http://[1", "http://a:b/"],
)
def test_what_is_no_address_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        an_address(said, "no address")
