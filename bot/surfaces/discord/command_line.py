"""The commands of `run.py discord`; discord.py is imported only when one of them runs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Annotated

import typer
from pydantic import BaseModel

Read = Callable[[], tuple[Sequence[BaseModel], BaseModel | None]]
"""The options of every Discord account in bot.yaml, and those of the control channel."""

CarryOut = Callable[[Coroutine[None, None, bool]], None]
"""Runs to the end and turns what a person can mend into a sentence and an exit code."""


def commands(read: Read, carry_out: CarryOut) -> typer.Typer:
    """What there is to do for Discord besides running."""
    app = typer.Typer(no_args_is_help=True, help="Bring the bot to a Discord server.")

    @app.callback()
    def discord() -> None:
        """Bring the bot to a Discord server."""

    @app.command()
    def invite(
        *,
        client_id: Annotated[int | None, typer.Option(help="The Application ID; else the token tells it.")] = None,
        followers: Annotated[bool, typer.Option("--followers", help="Only what followers' channels need.")] = False,
        control: Annotated[bool, typer.Option("--control", help="Only what the control channel needs.")] = False,
    ) -> None:
        """Make the link that brings the bot to a server, with exactly the permissions that it needs."""
        only = {name for name, wanted in (("followers", followers), ("control", control)) if wanted}
        carry_out(_invite(read, client_id, only))

    return app


async def _invite(read: Read, client_id: int | None, only: set[str]) -> bool:
    from bot.surfaces.discord.invite import Wish, invitations, wishes

    if client_id and only:
        wanted = [Wish(followers="followers" in only, control="control" in only)]
    else:
        accounts, control = read()
        wanted = list(wishes(accounts, control, only))
    typer.echo(await invitations(wanted, client_id))
    return True
