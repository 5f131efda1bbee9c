"""The command line: each command is an actor and a verb, calls one use case or view, and renders what comes back."""

from __future__ import annotations

import typer

from bot.surfaces.cli import autonomy, deciding, explaining, finding, keeping, looking, moderating, watching
from bot.surfaces.cli.call import Command, Parts, as_command

__all__ = ["COMMANDS", "Parts", "add_commands"]

COMMANDS: dict[str, tuple[Command, ...]] = {
    "Look": (
        looking.queue,
        looking.show,
        finding.search,
        explaining.why,
        looking.parked,
        looking.status,
        explaining.stats,
        watching.watch,
    ),
    "Decide": (
        deciding.approve,
        deciding.reject,
        deciding.redraft,
        deciding.reply,
        finding.canned,
        deciding.recall,
        deciding.retry,
        deciding.discard,
        autonomy.autonomy,
    ),
    "Moderate": (
        moderating.hide,
        moderating.unhide,
        moderating.remove,
        moderating.like,
        moderating.unlike,
        moderating.block,
        moderating.unblock,
    ),
    "Keep order": (
        keeping.take,
        keeping.let_go,
        keeping.assign,
        keeping.note,
        keeping.label,
        keeping.snooze,
        keeping.resolve,
        keeping.reopen,
        keeping.responders,
        keeping.mode,
        finding.faq_add,
    ),
}


def add_commands(app: typer.Typer, parts: Parts) -> None:
    """Give `app` the commands; each opens the brand for itself, and what else it needs."""
    for panel, deeds in COMMANDS.items():
        for deed in deeds:
            name = deed.__name__.replace("_", "-")
            app.command(name, rich_help_panel=panel)(as_command(deed, parts))
