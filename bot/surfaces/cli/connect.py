"""`connect`: walks somebody through logging in at a network, and says what the app may do afterwards.

Every question has an option, so that a program can do it too. Secrets are read without an echo, or from files; none
of them is ever an argument, where other people on the machine would see it.
"""

from __future__ import annotations

import contextlib
import getpass
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal, Protocol

import typer

from bot.surfaces.cli import safe
from bot.surfaces.cli.call import end
from bot.surfaces.cli.screen import Screen, screen
from inbox.errors import Rejected, SetupError
from inbox.network import Health

Login = Literal["instagram", "facebook"]
SECRET_BYTES = 4096
PASTES = 3  # how often an address may be pasted


class Candidate(Protocol):
    """Something that could be connected."""

    @property
    def id(self) -> str:
        """Its id at the network."""
        ...

    @property
    def name(self) -> str:
        """What it is called there."""
        ...


class Connecting(Protocol):
    """One login, from its address to the account that is connected. Its calls raise NetworkErrors and SetupErrors."""

    @property
    def address(self) -> str:
        """Where the person logs in."""
        ...

    async def by_address(self, pasted: str) -> Sequence[Candidate]:
        """What could be connected, by the address that the login led to."""
        ...

    async def by_token(self, token: str) -> Sequence[Candidate]:
        """What could be connected with a token that was made by hand."""
        ...

    async def keep(self, id: str) -> None:
        """Keep the token of one of them."""
        ...

    async def subscribe(self, id: str) -> Sequence[Health]:
        """Have the network call us, as far as a program can."""
        ...

    async def report(self, id: str) -> Sequence[Health]:
        """What the app may do today."""
        ...

    def lines(self, id: str) -> str:
        """What bot.yaml lacks, "" when it has everything."""
        ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be connected; what is empty is as bot.yaml says, or asked for."""

    network: Literal["facebook", "instagram"]
    name: str
    login: Login | None
    app_id: str
    app_secret: str = field(repr=False)
    wanted: str  # the id of the Page or account; "" where there is a choice
    base_url: str
    redirect: str
    configuration: str = ""

    @property
    def account(self) -> str:
        """What the inbox calls it."""
        return f"{self.network}:{self.name}"


Complete = Callable[[Wish], Wish]
"""Fills in what bot.yaml says of the account."""

Begin = Callable[[Wish], AbstractAsyncContextManager[Connecting]]

Explain = Callable[[Wish], Sequence[str]]
"""What a person has to do at the network before the login, one step each."""

Name = Annotated[str, typer.Option(help="The account's name in bot.yaml.")]
AppId = Annotated[str, typer.Option("--app-id", help="The app's number; else as in bot.yaml, or asked for.")]
SecretFile = Annotated[
    Path | None, typer.Option("--app-secret-file", help="A file with the app's secret; else as in bot.yaml, or asked.")
]
TokenFile = Annotated[
    Path | None, typer.Option("--token-file", help="A file with a token made by hand, - for standard input: no login.")
]
BaseUrl = Annotated[str, typer.Option(help="Another address than the network's own.", hidden=True)]
Redirect = Annotated[str, typer.Option(help="Where the login leads to; it must stand in the app's settings.")]
Configuration = Annotated[
    str, typer.Option("--config-id", help="A configuration of Facebook Login for Business, in place of permissions.")
]
HERE = "https://localhost/"


def commands(complete: Complete, explain: Explain, begin: Begin) -> typer.Typer:
    """The networks that one logs in at."""
    app = typer.Typer(no_args_is_help=True, help="Log in at a network, and see what the app may do there.")

    def run(wish: Wish, token: Path | None) -> None:
        where = screen(json=False, plain=False)
        end(where, lambda: _walk(where, complete(wish), explain, begin, token))

    @app.command()
    def facebook(
        name: Name = "main",
        page: Annotated[str, typer.Option(help="The Page's number, where you have several.")] = "",
        app_id: AppId = "",
        app_secret_file: SecretFile = None,
        token_file: TokenFile = None,
        redirect: Redirect = HERE,
        config_id: Configuration = "",
        base_url: BaseUrl = "",
    ) -> None:
        """Connect a Facebook Page: its comments, its Messenger, its posts."""
        secret = _file(app_secret_file)
        wish = Wish("facebook", _name(name), None, app_id, secret, page, base_url, redirect, config_id)
        run(wish, token_file)

    @app.command()
    def instagram(
        name: Name = "main",
        login: Annotated[
            str, typer.Option(help="instagram, or facebook where the account belongs to a Page.", metavar="WHERE")
        ] = "",
        id: Annotated[str, typer.Option("--id", help="The account's number, where you have several.")] = "",
        app_id: AppId = "",
        app_secret_file: SecretFile = None,
        token_file: TokenFile = None,
        redirect: Redirect = HERE,
        config_id: Configuration = "",
        base_url: BaseUrl = "",
    ) -> None:
        """Connect a professional Instagram account: its comments, mentions and messages, its posts."""
        secret = _file(app_secret_file)
        wish = Wish("instagram", _name(name), _login(login), app_id, secret, id, base_url, redirect, config_id)
        run(wish, token_file)

    return app


def _name(word: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", word):
        raise typer.BadParameter("a name has small letters, digits, - and _", param_hint="--name")
    return word


def _login(word: str) -> Login | None:
    if word not in ("", "instagram", "facebook"):
        raise typer.BadParameter("say instagram or facebook", param_hint="--login")
    return "facebook" if word == "facebook" else "instagram" if word else None


async def _walk(where: Screen, wish: Wish, explain: Explain, begin: Begin, token: Path | None) -> None:
    if token is None:
        for number, step in enumerate(explain(wish), 1):
            where.write(f"{number}. {step}")
        where.write("")
    app_id = _number(wish.app_id or _ask("The app's number (App ID)", hidden=False))
    secret = wish.app_secret or _ask("The app's secret (App Secret; it is not shown)", hidden=True)
    ready = replace(wish, app_id=app_id, app_secret=secret)
    async with begin(ready) as login:
        await _connect(where, login, ready, token)


def _number(word: str) -> str:
    if not word.isascii() or not word.isdigit():
        raise SetupError(f"{safe.line(word)} is no App ID: that is a number, which the app's pages show.")
    return word


async def _connect(where: Screen, login: Connecting, wish: Wish, token: Path | None) -> None:
    if token is not None:
        found = await login.by_token(_file(token))
    else:
        where.write(f"Open this address in a browser:\n\n  {login.address}\n")
        found = await _logged_in(where, login)
    chosen = _choose(where, found, wish)
    await login.keep(chosen.id)
    where.write(f"Connected {wish.account}: {safe.line(chosen.name)} ({chosen.id}). The token is kept encrypted.")
    _say(where, await login.subscribe(chosen.id))
    _say(where, await login.report(chosen.id))
    if lines := login.lines(chosen.id):
        where.write(f"\nbot.yaml still lacks, below accounts:\n\n{lines}")
        where.write("Then start Sangam, and run this once more while it runs.")


async def _logged_in(where: Screen, login: Connecting) -> Sequence[Candidate]:
    """What the login lets us into; at a terminal an address that was pasted wrong is asked for again."""
    for _ in range(PASTES - 1 if sys.stdin.isatty() else 0):
        try:
            return await login.by_address(_pasted())
        except SetupError as error:
            where.write(f"{safe.line(str(error))}\n")
    return await login.by_address(_pasted())


def _pasted() -> str:
    return _ask("The address that it led to (it is not shown)", hidden=True)


def _choose(where: Screen, found: Sequence[Candidate], wish: Wish) -> Candidate:
    """The one that bot.yaml or an option names, the only one, or the one that the person picks."""
    if wish.wanted:
        for one in found:
            if one.id == wish.wanted:
                return one
        there = ", ".join(f"{safe.line(one.name)} ({one.id})" for one in found)
        raise Rejected(f"The login gives no access to {wish.wanted}, only to: {there}.")
    if len(found) == 1:
        return found[0]
    for number, one in enumerate(found, 1):
        where.write(f"  {number}  {safe.line(one.name)} ({one.id})")
    word = _ask("Which of them (its number in the list)", hidden=False)
    if not word.isascii() or not word.isdigit() or not 0 < int(word) <= len(found):
        raise SetupError(f"{safe.line(word)} is none of 1 to {len(found)}. Nothing was kept; connect once more.")
    return found[int(word) - 1]


def _say(where: Screen, found: Sequence[Health]) -> None:
    for health in found:
        where.write(f"{'ok  ' if health.ok else 'FAIL'}  {safe.line(health.words)}")
        if health.fix:
            where.write(f"      {safe.line(health.fix)}")


def _ask(words: str, *, hidden: bool) -> str:
    """One answer of the person; raises SetupError when there is none."""
    if sys.stdin.isatty():
        with _ended_by_ctrl_c():
            said = getpass.getpass(f"{words}: ") if hidden else input(f"{words}: ")
    else:
        sys.stderr.write(f"{words}: \n")
        said = sys.stdin.readline()
    if not said.strip():
        raise SetupError(f"Without an answer this cannot go on: {words}.")
    return said.strip()


@contextlib.contextmanager
def _ended_by_ctrl_c() -> Iterator[None]:
    """asyncio would cancel what runs, and what waits for a line on the terminal would never know."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _file(path: Path | None) -> str:
    """What stands in a file that holds a secret; "" without one. Raises BadParameter when it cannot be read."""
    if path is None:
        return ""
    try:
        said = sys.stdin.readline() if str(path) == "-" else path.read_text("utf-8")[:SECRET_BYTES]
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path} cannot be read: {error}") from None
    if not said.strip():
        raise typer.BadParameter(f"{path} is empty")
    return said.strip()
