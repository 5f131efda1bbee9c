"""The commands about kept tokens: which there are, by which key they are encrypted, and how both are done away with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated

import typer

from bot.surfaces.cli import lists, safe
from bot.surfaces.cli.call import AsJson, Plainly, end
from bot.surfaces.cli.screen import Screen, screen
from inbox.errors import NotFound, SetupError
from inbox.models import AccountId
from inbox.store.keyring import Keyring
from inbox.store.vault import Kept, Rotated, Vaults
from inbox.times import day, iso

OpenVaults = Callable[[], AbstractAsyncContextManager[Vaults]]


@dataclass(frozen=True, slots=True)
class Times:
    """Since when and until when a login is good (unix ms, 0 where it is not known, or never ends).

    One that `renews` itself does so until `renews_until`.
    """

    since: int = 0
    expires: int = 0
    renews_until: int = 0
    renews: bool = False


TimesOf = Callable[[Kept], Times | None]
"""The times of a record; None for one that is no login (an upload that goes on after a restart)."""

Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help="Whose, such as facebook:main.")]


def commands(open_vaults: OpenVaults, times: TimesOf) -> typer.Typer:
    """What there is to do with the tokens that `connect` got."""
    app = typer.Typer(help="The tokens that connect got: which there are, and the key that they are encrypted with.")

    def carry_out(work: Callable[[Screen, Vaults], Awaitable[None]], *, json: bool, plain: bool) -> None:
        end(where := screen(json=json, plain=plain), lambda: _within(open_vaults, where, work))

    @app.callback(invoke_without_command=True)
    def tokens(context: typer.Context, json: AsJson = False, plain: Plainly = False) -> None:
        """Show whose tokens are kept, since when, until when, and by which key; never the tokens themselves."""
        if context.invoked_subcommand is None:
            carry_out(lambda where, vaults: _list(where, vaults, times), json=json, plain=plain)

    @app.command()
    def rotate(json: AsJson = False, plain: Plainly = False) -> None:
        """Encrypt every token with a new key and forget the old one; with a key of yours, with its first line."""
        carry_out(_rotate, json=json, plain=plain)

    @app.command()
    def forget(account: Account, json: AsJson = False, plain: Plainly = False) -> None:
        """Forget what is kept for an account; it can do nothing any more until it is connected again."""
        carry_out(lambda where, vaults: _forget(where, vaults, account), json=json, plain=plain)

    return app


async def _within(open_vaults: OpenVaults, where: Screen, work: Callable[[Screen, Vaults], Awaitable[None]]) -> None:
    async with open_vaults() as vaults:
        await work(where, vaults)


async def _list(where: Screen, vaults: Vaults, times: TimesOf) -> None:
    kept = [(one, told) for one in await vaults.all() if (told := _times(one, times))]
    columns = ("account", "name", "since", "expires", "renews until", "key", "")
    where.answer(
        lambda: {"tokens": [_document(one, told) for one, told in kept]},
        lambda: lists.table(columns, [_row(*one) for one in kept], fancy=where.fancy) if kept else (),
    )
    if not kept:
        where.hint("No token is kept. What can be connected is listed by: .venv/bin/python run.py connect")


def _times(kept: Kept, times: TimesOf) -> Times | None:
    try:
        return times(kept) if kept.text else Times()
    except SetupError:
        return Times()


def _row(kept: Kept, told: Times) -> tuple[str, ...]:
    endless = "?" if kept.problem else "never"
    again = (day(told.renews_until) if told.renews_until else "no end") if told.renews else "-"
    return (
        safe.line(kept.account),
        safe.line(kept.name),
        day(told.since) if told.since else "-",
        day(told.expires) if told.expires else endless,
        again,
        kept.key or "?",
        safe.line(kept.problem),
    )


def _document(kept: Kept, told: Times) -> dict[str, object]:
    return {
        "account": kept.account,
        "name": kept.name,
        "since": iso(told.since),
        "expires": iso(told.expires),
        "renews": told.renews,
        "renews_until": iso(told.renews_until),
        "key": kept.key or None,
        "problem": kept.problem or None,
    }


async def _rotate(where: Screen, vaults: Vaults) -> None:
    done = await vaults.rotate()
    where.answer(
        lambda: {
            "sealed": done.sealed,
            "key": done.key,
            "dropped": done.dropped,
            "shut": [_document(kept, Times()) for kept in done.shut],
        },
        lambda: list(_told(done, vaults.keyring)),
    )


def _told(done: Rotated, keyring: Keyring) -> Sequence[str]:
    lines = [f"{done.sealed} encrypted anew, with the key {done.key} in {keyring.where}."]
    if done.dropped and keyring.is_ours:
        lines.append("The old key is gone. What backups of Redis from before hold can be read with it only.")
    elif done.dropped:
        lines.append("Only the first line of your key is needed now; the others may be taken away.")
    elif not keyring.is_ours:
        lines.append("To change the key, put a new line before the one that is there, and run this again.")
    return [*lines, *(safe.line(kept.problem) for kept in done.shut)]


async def _forget(where: Screen, vaults: Vaults, account: str) -> None:
    count = await vaults.forget(AccountId(account))
    if not count:
        raise NotFound(f"Nothing is kept for {account}; .venv/bin/python run.py tokens shows what is.")
    network = account.partition(":")[0]
    words = f"Forgotten. To end it at {network} too, take the app out of the account's settings there ({account})."
    where.answer(lambda: {"account": account, "forgotten": count}, lambda: [safe.line(words)])
