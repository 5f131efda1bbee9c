"""The command that follows the log: one line for each thing that happens, as it happens."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import documents, safe, words
from bot.surfaces.cli.call import Call
from inbox.models import Entry, EntryId
from inbox.review import require
from inbox.times import clock

STYLES = {"message.new": "bold", "draft.new": "yellow", "delivery.sent": "green", "delivery.parked": "bold red"}


async def watch(
    call: Call,
    after: given.AfterEntry = None,
    most: Annotated[int, typer.Option("--limit", min=0, help="End after so many lines; 0 never ends.")] = 0,
) -> None:
    """Follow what happens, live, until Ctrl+C; each line can be gone on from later."""
    require(call.by, "look")
    log = call.brand.store.log
    last, seen = EntryId(after) if after else await log.last(), 0
    try:
        while True:
            for entry in await log.wait(last):
                call.screen.event(documents.entry(entry), [_line(entry)])
                last, seen = entry.id, seen + 1
                if seen == most:
                    return
    finally:
        call.screen.hint(f"To go on from here: watch --after {last}")


def _line(entry: Entry) -> Text:
    said = words.deed(entry.what, entry.ref, entry.by, entry.detail)
    where = f"  {safe.line(entry.conversation)}" if entry.conversation else ""
    return Text.assemble((f"{clock(entry.at)}  ", "dim"), (said, STYLES.get(entry.what, "")), (where, "dim"))
