"""What the command line may give: the arguments and options that several commands share, and how they are read."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from inbox.models import EntryId
from inbox.times import ago, instant

ENTRY = re.compile(r"[0-9]{1,15}(-[0-9]{1,15})?")


def _from_stdin(text: str | None) -> str | None:
    """The text itself, or for "-" all of standard input; read before anything else, so that Ctrl+C works."""
    return sys.stdin.read().rstrip("\n") if text == "-" else text


def _instant(text: str | None) -> str | None:
    try:
        return None if text is None else str(instant(text))
    except (ValueError, OverflowError):
        raise typer.BadParameter(f"“{text}” is no time as `show --json` prints it under earlier") from None


def _entry(text: str | None) -> EntryId | None:
    if text is not None and not ENTRY.fullmatch(text):
        raise typer.BadParameter(f"“{text}” is no id of a log line, such as 1767225600000-0")
    return None if text is None else EntryId(text)


def begin(text: str, now: int) -> int:
    """The time (unix ms) from which on somebody wants to know; raises a mistake of the command line."""
    try:
        return ago(text, now)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--since") from None


Conversation = Annotated[str, typer.Argument(metavar="CONVERSATION", help="Its id, as the queue shows it.")]
Draft = Annotated[str, typer.Argument(metavar="DRAFT", help="Its id; next or last: the one that waits longest.")]
Delivery = Annotated[str, typer.Argument(metavar="DELIVERY", help="Its id, or that of its draft.")]
Words = Annotated[
    str, typer.Argument(metavar="TEXT", help="The text; - reads it from standard input.", callback=_from_stdin)
]
NewText = Annotated[
    str | None, typer.Option("--text", help="Send this instead; - reads standard input.", callback=_from_stdin)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be sent, and send nothing.")]
Files = Annotated[
    list[Path] | None,
    typer.Option("--attach", metavar="FILE", exists=True, dir_okay=False, readable=True, help="A file to send along."),
]
After = Annotated[str | None, typer.Option("--after", help="Go on after this place, which the page before named.")]
AfterEntry = Annotated[str | None, typer.Option("--after", help="Begin after this line.", callback=_entry)]
Before = Annotated[str | None, typer.Option("--before", help="Lines before this time only.", callback=_instant)]
Since = Annotated[str, typer.Option("--since", help="From when on: 8h, 30d, 2026-12-01T09:00.")]
OtherConfig = Annotated[
    Path | None,
    typer.Option("--config", metavar="FOLDER", exists=True, file_okay=False, help="Another folder with bot.yaml."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=200, help="How many on one page.")]
