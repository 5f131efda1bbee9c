"""`connect` and `tokens` on a brand that a test has made: what run.py is to an operator, for a test in its own process.

python connecting_program.py <redis url> <brand> <folder with bot.json> <command...>
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import typer
from pydantic import BaseModel

from bot.connecting import add_connecting
from bot.networks import network_class
from inbox.brand import Brand, Undo
from inbox.models import AccountId, account_id
from inbox.store import opened
from inbox.store.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Account:
    """An account of bot.yaml."""

    network: str
    name: str
    options: BaseModel

    @property
    def id(self) -> AccountId:
        """Its id."""
        return account_id(self.network, self.name)


@dataclass(frozen=True, slots=True)
class Web:
    """Where the world reaches us."""

    public_url: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What bot.yaml says."""

    accounts: tuple[Account, ...]
    web: Web


@dataclass(frozen=True, slots=True)
class Config:
    """All of the configuration."""

    settings: Settings


def settings(folder: Path) -> Settings:
    """What a test wrote into bot.json: the accounts, and the public address."""
    said = json.loads((folder / "bot.json").read_text()) if (folder / "bot.json").exists() else {}
    accounts = [
        Account(network, name, network_class(network).Options.model_validate(options))
        for network, name, options in said.get("accounts", ())
    ]
    return Settings(tuple(accounts), Web(said.get("public_url", "")))


def program(url: str, brand: str, folder: Path) -> typer.Typer:
    """The two commands for one brand."""

    @contextlib.asynccontextmanager
    async def open_brand() -> AsyncIterator[Brand]:
        async with opened(url, brand) as store:
            yield Brand(brand, store, {}, lambda *_: "draft", lambda: 0, Undo())

    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    key = folder / "given.key"
    ring = Keyring(folder / "data", key.read_text() if key.exists() else "")
    add_connecting(app, lambda: Config(settings(folder)), open_brand, lambda config: ring)
    return app


if __name__ == "__main__":
    url, name, place, *command = sys.argv[1:]
    program(url, name, Path(place))(command)
