"""`run.py moderation try`: what rules of moderation would do, with what was said lately or with a text of yours."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.surfaces.cli.call import AsJson, AsName, OpenBrand, Plainly, actor, end
from bot.surfaces.cli.screen import screen
from bot.surfaces.cli.trying import NOWHERE, kind_in
from inbox.capabilities import Capabilities
from inbox.errors import NotAllowed
from inbox.models import AccountId, Kind

if TYPE_CHECKING:  # no other command has to wait for all that judges
    from responders.moderation.judge import Moderation

DAY = 86_400_000
MOST_PUBLIC: tuple[Kind, ...] = ("comments", "group", "direct")

Read = Callable[[Path], "Moderation"]
"""The judge by a file that need not count yet; its lists stand beside it. Raises SetupError."""

Can = Callable[[], Mapping[AccountId, Capabilities]]
"""What the networks of all accounts can do."""

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="The rules, such as config/moderation.yaml; they need not count yet.")
]
Sought = Annotated[
    list[str] | None, typer.Argument(metavar="TEXT", help="A text to try at once; left out: what was said lately.")
]
Days = Annotated[int, typer.Option("--days", min=1, max=400, help="How many days to look back.")]
OnAccount = Annotated[str, typer.Option("--account", help="Where the text is said; else on the first account.")]
OfKind = Annotated[
    str, typer.Option("--kind", help="In what it is said: comments, group or direct; else the first that is there.")
]
CalledSo = Annotated[str, typer.Option("--name", help="What the one who says it is called.")]


def add_trying(group: typer.Typer, open_brand: OpenBrand, read: Read, can: Can) -> None:
    """Give the group `moderation` its `try`."""

    @group.command("try")
    def try_(
        file: File,
        text: Sought = None,
        days: Days = 7,
        account: OnAccount = "",
        kind: OfKind = "",
        name: CalledSo = "",
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
                on = _account(account, networks)
                arrival = trying.typed(" ".join(text), on, of_kind or _public(networks.get(on)), now, name)
                judgement = await trying.try_one(judge, arrival)
                tried.show_one(where, networks, arrival, judgement)
                return
            async with open_brand() as brand:
                arrivals = await trying.arrivals_since(brand, by, judge, now - days * DAY)
            tried.show_many(where, judge, networks, await trying.try_all(judge, arrivals))

        end(where, within)


def _public(can: Capabilities | None) -> Kind:
    """The most public kind of conversation that there is on an account."""
    return next((kind for kind in MOST_PUBLIC if can is None or can.actions.get(kind)), "direct")


def _account(name: str, accounts: Mapping[AccountId, Capabilities]) -> AccountId:
    """The account of that name, else the first; raises NotAllowed for one that is not in bot.yaml."""
    if name and name not in accounts:
        raise NotAllowed(f"There is no account {name} in bot.yaml; there are {', '.join(accounts) or 'none'}.")
    return AccountId(name or next(iter(accounts), NOWHERE))
