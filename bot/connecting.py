"""Gives the command line `connect` and `tokens`: what bot.yaml knows, one login at Meta, and the vault."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

from bot.surfaces.cli import connect, tokens
from bot.surfaces.cli.connect import Wish
from inbox.brand import Brand
from inbox.models import AccountId
from inbox.store.keyring import Keyring
from inbox.store.vault import Vaults

if TYPE_CHECKING:  # aiohttp takes a while; `tokens` needs none of it
    from bot.networks._meta.connection import Connection
    from bot.networks._meta.needs import Way
    from bot.opening import Presence


class Web(Protocol):
    """Where the world reaches us."""

    @property
    def public_url(self) -> str: ...


class Settings(Protocol):
    """What bot.yaml says, as far as it is needed here."""

    @property
    def accounts(self) -> Sequence[Presence]: ...
    @property
    def web(self) -> Web: ...


class Config(Protocol):
    """All of the configuration, as far as it is needed here."""

    @property
    def settings(self) -> Settings: ...


C = TypeVar("C", bound=Config)


@dataclasses.dataclass(frozen=True, slots=True)
class Parts:
    """How the settings, the brand and its keys are had; each is opened only by a command that needs it."""

    settings: Callable[[], Settings]
    open_brand: Callable[[], AbstractAsyncContextManager[Brand]]
    keyring: Callable[[], Keyring]


def add_connecting(
    app: typer.Typer,
    read: Callable[[], C],
    open_brand: Callable[[], AbstractAsyncContextManager[Brand]],
    keyring_of: Callable[[C], Keyring],
) -> None:
    """Give `app` the commands connect and tokens; `read` is asked for the configuration by each of them."""
    parts = Parts(lambda: read().settings, open_brand, lambda: keyring_of(read()))
    asked = connect.commands(lambda wish: complete(wish, parts.settings()), explain, lambda wish: begin(wish, parts))
    app.add_typer(asked, name="connect", rich_help_panel="Networks")
    app.add_typer(tokens.commands(lambda: open_vaults(parts), times), name="tokens", rich_help_panel="Networks")


def complete(wish: Wish, settings: Settings) -> Wish:
    """The wish with what bot.yaml says of the account, where nothing else was said."""
    found = next((one for one in settings.accounts if one.id == wish.account), None)
    if found is None:
        return dataclasses.replace(wish, login=wish.login or ("instagram" if wish.network == "instagram" else None))
    said = found.options.model_dump()
    id = "page" if wish.network == "facebook" else "id"
    return dataclasses.replace(
        wish,
        login=wish.login or said.get("login"),
        app_id=wish.app_id or said["app_id"],
        app_secret=wish.app_secret or said["app_secret"].get_secret_value(),
        wanted=wish.wanted or said[id],
        base_url=wish.base_url or said["base_url"],
    )


def explain(wish: Wish) -> Sequence[str]:
    """What has to be done at Meta before the login."""
    from bot.networks._meta.connection import steps_of

    return steps_of(way(wish), wish.redirect)


@contextlib.asynccontextmanager
async def begin(wish: Wish, parts: Parts) -> AsyncIterator[Connection]:
    """One login, for the length of the block. Raises SetupError and StoreAway."""
    import aiohttp

    from bot.networks._meta.connection import Connection
    from bot.networks._meta.login import App, Dialogue, Hosts

    settings = parts.settings()
    mine = [one for one in settings.accounts if one.id == wish.account]
    overruled = any(one.options.model_dump().get("token") for one in mine)
    app, hosts = App(wish.app_id, wish.app_secret), Hosts.at(wish.base_url)
    async with open_vaults(parts) as vaults, aiohttp.ClientSession() as http:
        login = Dialogue(http, app, way(wish), hosts, now, redirect=wish.redirect, configuration=wish.configuration)
        vault = vaults.of(AccountId(wish.account))
        yield Connection(login, wish.name, vault, settings.web.public_url, bool(mine), overruled)


def way(wish: Wish) -> Way:
    """Which way the account is reached."""
    if wish.network == "facebook":
        return "page"
    return "instagram by page" if wish.login == "facebook" else "instagram"


@contextlib.asynccontextmanager
async def open_vaults(parts: Parts) -> AsyncIterator[Vaults]:
    """The vault of the brand. Raises SetupError and StoreAway."""
    async with parts.open_brand() as brand:
        yield brand.store.vaults(parts.keyring())


def times(text: str) -> tuple[int, int]:
    """Since when and until when a kept token is good."""
    from bot.networks._meta.tokens import from_text

    token = from_text(text)
    return token.obtained_at, token.expires_at


def now() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000
