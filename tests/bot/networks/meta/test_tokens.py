"""The token of an account: its record, who may be asked for a new one, and when it is renewed."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from bot.networks._meta.tokens import (
    DAY,
    EARLY,
    NAME,
    Token,
    as_text,
    due,
    from_text,
    read_token,
    renewed,
    usable,
    write_token,
)
from inbox.errors import LoginNeeded, SetupError
from tests.bot.networks.meta.logging_in import LIFE

NOW = 1_790_000_000_000


@dataclass(slots=True)
class Shelf:
    """A vault in memory; with `broken`, one that cannot be opened."""

    kept: dict[str, str] = field(default_factory=dict)
    broken: bool = False

    async def read(self, name: str) -> str | None:
        """What is kept."""
        if self.broken:
            raise SetupError("The key is gone.")
        return self.kept.get(name)

    async def write(self, name: str, text: str) -> None:
        """Keep it."""
        self.kept[name] = text


@dataclass(frozen=True, slots=True)
class Options:
    """An account with or without a token of the operator's own."""

    token: SecretStr | None = None


def sixty(age: int = 0) -> Token:
    """A token of 60 days, `age` milliseconds old."""
    return Token("IGAA-long", NOW - age + LIFE, NOW - age, ("instagram_business_basic",))


async def test_what_is_written_is_read_again() -> None:
    vault, token = Shelf(), sixty()
    await write_token(vault, token)

    assert await read_token(vault) == token
    assert from_text(as_text(token)) == token


def test_a_token_does_not_show_itself() -> None:
    assert "IGAA" not in repr(sixty())


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"token": ""}', '{"token": "a", "expires_at": "x"}'])
def test_a_record_that_is_none_says_what_to_do(text: str) -> None:
    with pytest.raises(SetupError, match="Connect the account once more"):
        from_text(text)


async def test_a_token_of_the_operator_goes_before_the_vault() -> None:
    vault = Shelf({NAME: as_text(sixty())})

    assert await usable(vault, Options(SecretStr(" EAAB\n")), network="facebook", now=NOW) == Token("EAAB")
    assert (await usable(vault, Options(), network="facebook", now=NOW)).token == "IGAA-long"


@pytest.mark.parametrize(
    ("vault", "words"),
    [
        (Shelf(), "not connected yet"),
        (Shelf({NAME: as_text(sixty(LIFE))}), "has expired"),
        (Shelf(broken=True), "The key is gone"),
        (Shelf({NAME: "{}"}), "cannot be read"),
    ],
)
async def test_without_a_usable_token_the_login_is_asked_for(vault: Shelf, words: str) -> None:
    with pytest.raises(LoginNeeded, match=words) as raised:
        await usable(vault, Options(), network="instagram", now=NOW)
    assert "run.py connect instagram" in str(raised.value)


def test_a_page_token_never_ends_and_is_never_renewed() -> None:
    forever = Token("EAAB", 0, NOW - 400 * DAY)
    assert not forever.expired(NOW + 10_000 * DAY)
    assert not due(forever, NOW)


@pytest.mark.parametrize(
    ("age", "expected"),
    [(0, False), (LIFE - EARLY - 1, False), (LIFE - EARLY, True), (LIFE - 1, True), (LIFE, False), (LIFE + 1, False)],
)
def test_a_token_of_sixty_days_is_renewed_three_weeks_before_its_end(age: int, expected: bool) -> None:
    assert due(sixty(age), NOW) is expected


def test_a_token_younger_than_a_day_is_left_alone_however_soon_it_ends() -> None:
    hour = Token("IGAA-short", NOW + 3_600_000, NOW)
    assert not due(hour, NOW + 1_000)
    assert due(Token("IGAA", NOW + 2 * DAY, NOW - DAY), NOW)


def test_a_renewed_token_keeps_what_it_may_do() -> None:
    new = renewed(sixty(50 * DAY), "IGAA-new", 5_184_000, NOW)
    assert new == Token("IGAA-new", NOW + LIFE, NOW, ("instagram_business_basic",))
    assert renewed(sixty(), "IGAA-new", 0, NOW).expires_at == 0
