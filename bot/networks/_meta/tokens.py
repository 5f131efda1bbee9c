"""The token of a Page or a professional account: its record in the vault, and when it has to be renewed.

A token that the operator keeps himself (`token_env`, `token_file`) is used as it is. Every other one comes from
`run.py connect`, lies encrypted in the vault, and knows its own end.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Final, Literal, Protocol

from pydantic import SecretStr

from bot.logs import hide
from bot.networks._outside import Vault
from inbox.errors import LoginNeeded, SetupError

NAME: Final = "token"  # under which the vault keeps it
HOUR: Final = 3_600_000
DAY: Final = 24 * HOUR
EARLY: Final = 20 * DAY  # before its end (it lasts for 60) it is renewed: so long a renewal may fail
YOUNG: Final = DAY  # Meta renews only tokens that are at least a day old

Network = Literal["facebook", "instagram"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token; times in unix milliseconds, `expires_at` 0 where it never ends; `scopes` what it was granted."""

    token: str = field(repr=False)
    expires_at: int = 0
    obtained_at: int = 0
    scopes: tuple[str, ...] = ()

    def expired(self, now: int) -> bool:
        """Whether its time is over."""
        return 0 < self.expires_at <= now


class Given(Protocol):
    """The options of an account, as far as they name a token."""

    @property
    def token(self) -> SecretStr | None:
        """The token that the operator keeps himself."""
        ...


def login(network: Network) -> str:
    """How a person gets a new token."""
    return f"Run: .venv/bin/python run.py connect {network}"


def as_text(token: Token) -> str:
    """The record as the vault keeps it."""
    return json.dumps(asdict(token))


def from_text(text: str) -> Token:
    """A record of the vault; raises SetupError when it is none."""
    try:
        said = json.loads(text)
        token, scopes = said["token"], said.get("scopes", ())
        if not isinstance(token, str) or not token:
            raise ValueError
        return Token(token, int(said["expires_at"]), int(said["obtained_at"]), tuple(map(str, scopes)))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise SetupError("The record of the token cannot be read. Connect the account once more.") from None


async def read_token(vault: Vault) -> Token | None:
    """The token in the vault, kept out of all logs from now on; None where there is none. Raises SetupError."""
    text = await vault.read(NAME)
    if text is None:
        return None
    token = from_text(text)
    hide(token.token)
    return token


async def write_token(vault: Vault, token: Token) -> None:
    """Keep it in place of what was there; returns once that is safe from a crash."""
    hide(token.token)
    await vault.write(NAME, as_text(token))


def given_token(options: Given) -> str:
    """The token that the operator keeps himself; "" where the vault has it."""
    return options.token.get_secret_value().strip() if options.token else ""


async def usable(vault: Vault, options: Given, *, network: Network, now: int) -> Token:
    """The token to call with at `now`; nothing else is known of one that the operator keeps himself.

    Raises LoginNeeded when there is none, or only one whose time is over.
    """
    if given := given_token(options):
        return Token(given)
    try:
        token = await read_token(vault)
    except SetupError as error:
        raise LoginNeeded(f"{error} {login(network)}") from error
    if token is None:
        raise LoginNeeded(f"This account is not connected yet. {login(network)}")
    if token.expired(now):
        raise LoginNeeded(f"The token of this account has expired. {login(network)}")
    return token


def due(token: Token, now: int) -> bool:
    """Whether a token of Instagram Login should be renewed now.

    Never one without an end, one that is over (only a person can log in again), or one that is younger than a day.
    """
    if not token.expires_at or token.expired(now) or now - token.obtained_at < YOUNG:
        return False
    return token.expires_at - now <= EARLY


def renewed(token: Token, text: str, seconds: int, now: int) -> Token:
    """The record of what Meta gave in place of `token`; `seconds` is `expires_in` of its answer."""
    return Token(text, now + seconds * 1000 if seconds > 0 else 0, now, token.scopes)
