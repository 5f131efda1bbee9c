"""Gives the command line `connect` and `tokens`: what bot.yaml knows, one login at a network, and the vault."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import typer
from pydantic import BaseModel, SecretStr, ValidationError

from bot.networks import connectable, dialogue, network_class
from bot.surfaces.cli import connect, tokens
from bot.surfaces.cli.connect import Wish
from bot.surfaces.cli.tokens import Times
from inbox.brand import Brand
from inbox.errors import SetupError
from inbox.models import AccountId
from inbox.network import Health
from inbox.store import Store
from inbox.store.blobs import Blobs
from inbox.store.keyring import Keyring
from inbox.store.vault import Kept, Vaults

if TYPE_CHECKING:  # aiohttp takes a while; `tokens` needs none of it
    from bot.opening import Presence
    from inbox.network import Connecting


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


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """An account that bot.yaml does not have yet."""

    id: AccountId
    network: str
    options: BaseModel


def add_connecting(
    app: typer.Typer,
    read: Callable[[], C],
    open_brand: Callable[[], AbstractAsyncContextManager[Brand]],
    keyring_of: Callable[[C], Keyring],
) -> None:
    """Give `app` the commands connect and tokens; `read` is asked for the configuration by each of them."""
    parts = Parts(lambda: read().settings, open_brand, lambda: keyring_of(read()))
    asked = connect.Parts(
        connectable, dialogue, lambda wish: complete(wish, parts.settings()), lambda wish: begin(wish, parts)
    )
    app.add_typer(connect.commands(asked), name="connect", rich_help_panel="Networks")
    app.add_typer(tokens.commands(lambda: open_vaults(parts), times), name="tokens", rich_help_panel="Networks")


def complete(wish: Wish, settings: Settings) -> Wish:
    """The wish with what bot.yaml says of the account, where nothing else was said. Raises SetupError."""
    wish = wish if wish.name else dataclasses.replace(wish, name=name_of(wish.network, settings))
    said = {name: value for name, value in wish.known.items() if value}
    found, asked = _present(wish, settings), dialogue(wish.network)
    if found is None:
        return dataclasses.replace(wish, known=said)
    there = _words(found.options)
    known = {question.name: there.get(question.name, "") for question in asked.questions if question.in_file}
    wanted = wish.wanted or (there.get(asked.id, "") if asked.id else "")
    return dataclasses.replace(wish, known={**known, **said}, wanted=wanted)


def name_of(network: str, settings: Settings) -> str:
    """The account that is meant when nobody says which; raises SetupError where it could be any of several."""
    there = [one.id.partition(":")[2] for one in settings.accounts if one.network == network]
    if len(there) > 1 and "main" not in there:
        raise SetupError(f"bot.yaml has several accounts of {network}. Say which, with --name: {', '.join(there)}.")
    return there[0] if len(there) == 1 else "main"


@contextlib.asynccontextmanager
async def begin(wish: Wish, parts: Parts) -> AsyncIterator[Connecting]:
    """One login, for the length of the block. Raises SetupError and StoreAway."""
    import aiohttp

    from bot.networks._login import Place

    settings, asked = parts.settings(), dialogue(wish.network)
    found = _present(wish, settings)
    async with parts.open_brand() as brand, aiohttp.ClientSession() as http:

        async def check(id: str) -> Sequence[Health]:
            return await prove(wish, id, found, brand.store, parts)

        yield asked.begin(
            Place(
                asked,
                wish.network,
                wish.name,
                wish.known,
                wish.wanted,
                wish.redirect,
                http,
                brand.store.vaults(parts.keyring()).of(AccountId(wish.account)),
                check,
                now,
                public_url=settings.web.public_url,
                present=found is not None,
                overruled=found is not None and bool(_words(found.options).get("token")),
            )
        )


async def prove(wish: Wish, id: str, found: Presence | None, store: Store, parts: Parts) -> Sequence[Health]:
    """What the account's own check finds: as it is in bot.yaml, or as it will be there. Raises NetworkErrors."""
    from bot.opening import Here, open_networks

    try:
        account = found or Account(AccountId(wish.account), wish.network, options_of(wish, id))
    except ValidationError as error:
        words = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        return [Health(ok=False, words=f"The account cannot be looked at yet ({words}).", fix="Put it into bot.yaml.")]
    ring = parts.keyring()
    here = Here(Blobs(ring.folder / "media"), ring, now, parts.settings().web.public_url)
    async with open_networks([account], store, here) as networks:
        return await networks[account.id].check()


def options_of(wish: Wish, id: str) -> BaseModel:
    """The options that an account will have; raises ValidationError."""
    asked = dialogue(wish.network)
    given = {one.name: wish.known[one.name] for one in asked.questions if one.in_file and wish.known.get(one.name)}
    return network_class(wish.network).Options.model_validate({**given, **({asked.id: id} if asked.id else {})})


def _present(wish: Wish, settings: Settings) -> Presence | None:
    return next((one for one in settings.accounts if one.id == wish.account), None)


def _words(options: BaseModel) -> Mapping[str, str]:
    """The options that are words, secrets too."""

    def word(value: Any) -> str:
        return value.get_secret_value() if isinstance(value, SecretStr) else "" if value is None else str(value)

    return {name: word(value) for name, value in options.model_dump().items()}


@contextlib.asynccontextmanager
async def open_vaults(parts: Parts) -> AsyncIterator[Vaults]:
    """The vault of the brand. Raises SetupError and StoreAway."""
    async with parts.open_brand() as brand:
        yield brand.store.vaults(parts.keyring())


def times(kept: Kept) -> Times | None:
    """From when and until when a kept login is good; None for a record that is no login. Raises SetupError."""
    from bot.networks import _oauth
    from bot.networks._meta import tokens as meta

    if kept.name == meta.NAME:
        token = meta.from_text(kept.text)
        return Times(token.obtained_at, token.expires_at)
    if kept.name.rpartition("_")[2] == _oauth.NAME:
        grant = _oauth.from_text(kept.text)
        return Times(grant.obtained_at, grant.ends_at, grant.refresh_ends_at, renews=bool(grant.refresh))
    return None


def now() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000
