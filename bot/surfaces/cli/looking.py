"""The commands that only look: queue, show, parked, status."""

from __future__ import annotations

import shlex
from contextlib import suppress
from typing import Annotated

import typer

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import card, documents, lists, thread
from bot.surfaces.cli.call import OLDEST, Call
from inbox import views
from inbox.errors import NotFound
from inbox.models import ConversationId, DraftId
from inbox.times import iso

Shelf = Annotated[str, typer.Argument(help=f"{', '.join(views.SHELVES)}, mine or label:<label>.")]
Account = Annotated[str, typer.Option("--account", help="Only this account, such as telegram:main.")]


async def queue(
    call: Call, shelf: Shelf = "waiting", account: Account = "", after: given.After = None, limit: given.Limit = 50
) -> None:
    """Show who waits, or another shelf, page by page."""
    page = await views.queue(call.brand, call.by, shelf, account=account, after=after, limit=limit)
    call.screen.answer(
        lambda: documents.page(shelf, page),
        lambda: lists.queue(shelf, page, call.brand.now(), fancy=call.screen.fancy),
    )
    if not page.rows:
        call.screen.hint("Nothing stands here." if after is None else "That was all.")
    _more(call, page.next)


async def show(
    call: Call,
    id: Annotated[str, typer.Argument(metavar="CONVERSATION|DRAFT", help="What to show; next: the oldest draft.")],
    before: given.Before = None,
    limit: given.Limit = 30,
) -> None:
    """Show one conversation with what waits in it, or one draft as a card."""
    if before is None and (id in OLDEST or await _is_draft(call, id)):
        one = await views.card(call.brand, call.by, await call.draft(id))
        call.screen.answer(lambda: documents.card(one), lambda: card.card(one, fancy=call.screen.fancy))
        return
    until = None if before is None else int(before)
    read = await views.reading(call.brand, call.by, ConversationId(id), before=until, limit=limit)
    call.screen.answer(
        lambda: documents.reading(read),
        lambda: thread.thread(read, call.brand.now(), fancy=call.screen.fancy),
    )
    if read.earlier is not None:
        call.screen.hint(f"Earlier lines: show {shlex.quote(id)} --before {iso(read.earlier)}")


async def parked(call: Call, after: given.After = None, limit: given.Limit = 50) -> None:
    """Show sends that did not work out and arrivals that nobody understood."""
    found = await views.parked(call.brand, call.by, after=after, limit=limit)
    call.screen.answer(lambda: documents.parked(found), lambda: lists.parked(found, fancy=call.screen.fancy))
    if found.deliveries:
        call.screen.hint("retry DELIVERY sends one after all, discard DELIVERY lets it be.")
    _more(call, found.next)


async def status(call: Call) -> None:
    """Show how things stand: counts, accounts, mode."""
    found = await views.overview(call.brand, call.by)
    call.screen.answer(
        lambda: documents.overview(found),
        lambda: lists.overview(found, call.brand.now(), fancy=call.screen.fancy),
    )


async def _is_draft(call: Call, id: str) -> bool:
    with suppress(NotFound):
        return bool(await views.card(call.brand, call.by, DraftId(id)))
    return False


def _more(call: Call, place: str | None) -> None:
    if place:
        call.screen.hint(f"There is more: --after {shlex.quote(place)}")
