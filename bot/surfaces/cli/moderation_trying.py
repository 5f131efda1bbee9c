"""`run.py moderation try`: what rules of moderation would do, with what was said lately or with a text of yours."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.surfaces.cli.call import AsJson, AsName, OpenBrand, Plainly, actor, end
from bot.surfaces.cli.screen import screen
from bot.surfaces.cli.trying import CalledSo, Can, OnAccount, Sought, account_in, kind_in
from inbox.capabilities import Capabilities
from inbox.models import Kind

if TYPE_CHECKING:  # no other command has to wait for all that judges
    from responders.llm.meter import Meter
    from responders.moderation.judge import Moderation

DAY = 86_400_000
MOST_PUBLIC: tuple[Kind, ...] = ("comments", "group", "direct")

Read = Callable[[Path], "Moderation"]
"""The judge by a file that need not count yet; its lists stand beside it. Raises SetupError."""

Classify = Callable[[Path, "Meter", Callable[[], int]], AbstractAsyncContextManager["Moderation"]]
"""The same with the classifier of bot.yaml, whose calls are counted by the day."""

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="The rules, such as config/moderation.yaml; they need not count yet.")
]
Days = Annotated[int, typer.Option("--days", min=1, max=400, help="How many days to look back.")]
OfKind = Annotated[
    str, typer.Option("--kind", help="In what it is said: comments, group or direct; else the first that is there.")
]
Asks = Annotated[
    bool,
    typer.Option(
        "--ask-classifier", help="Ask the classifier of bot.yaml where a rule wants it; the texts leave this machine."
    ),
]


def add_trying(group: typer.Typer, open_brand: OpenBrand, read: Read, classify: Classify, can: Can) -> None:
    """Give the group `moderation` its `try`."""

    @group.command("try")
    def try_(
        file: File,
        text: Sought = None,
        days: Days = 7,
        account: OnAccount = "",
        kind: OfKind = "",
        name: CalledSo = "",
        ask_classifier: Asks = False,
        as_name: AsName = "",
        json: AsJson = False,
        plain: Plainly = False,
    ) -> None:
        """Show what these rules would do with what was said lately, or with a text of yours; changes nothing."""
        where, by, now = screen(json=json, plain=plain), actor(as_name), time.time_ns() // 1_000_000
        of_kind = kind_in(kind) if kind else None

        from bot import moderation_trying as trying
        from bot.surfaces.cli import moderation_tried as tried

        async def within() -> None:
            judge, networks = read(file), can()
            if text:
                on = account_in(account, networks)
                arrivals = [trying.typed(" ".join(text), on, of_kind or _public(networks.get(on)), now, name)]
            else:
                async with open_brand() as brand:
                    arrivals = await trying.arrivals_since(brand, by, judge, now - days * DAY)
            found = await trying.try_all(judge, arrivals)
            if ask_classifier and found.unasked:
                where.hint(f"Asking the classifier, in at most {tried.calls(found.unasked)}.")
                async with open_brand() as brand, classify(file, brand.store.meters, brand.now) as asking:
                    found = await trying.ask_all(asking, arrivals, found)
            if text:
                tried.show_one(where, networks, arrivals[0], found.judgements[0])
            else:
                tried.show_many(where, judge, networks, found)

        end(where, within)


def _public(can: Capabilities | None) -> Kind:
    """The most public kind of conversation that there is on an account."""
    return next((kind for kind in MOST_PUBLIC if can is None or can.actions.get(kind)), "direct")
