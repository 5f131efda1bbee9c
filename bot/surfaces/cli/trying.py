"""The commands of `run.py rules`: what the rules would do, with what was said lately or with a text of yours."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from bot.surfaces.cli.call import AsJson, AsName, OpenBrand, Plainly, actor, end
from bot.surfaces.cli.screen import screen
from inbox.brand import AutonomyOf
from inbox.capabilities import Capabilities, TextLimit
from inbox.errors import NotAllowed
from inbox.models import AccountId, Kind
from inbox.times import ago, moment
from responders.fields import language_code

if TYPE_CHECKING:  # no other command has to wait for all that responds
    from bot.trying import Setting
    from responders.chain import Check
    from responders.rules import Rules
    from responders.turn import Turn

LAST = 200
PLENTY = TextLimit(4096)  # for an account that is not switched on
NOWHERE = "webchat:site"  # where bot.yaml has no account at all
KINDS: tuple[Kind, ...] = get_args(Kind)

Read = Callable[[Path | None], tuple["Rules", "Check", AutonomyOf]]
"""The rules in this file, or those that count now; what checks them, and how far they may go. Raises SetupError."""

Can = Callable[[], Mapping[AccountId, Capabilities]]
"""What the networks of all accounts can do."""

Sought = Annotated[
    list[str] | None, typer.Argument(metavar="TEXT", help="A text to try at once; left out: what was said lately.")
]
Last = Annotated[int, typer.Option("--last", min=1, max=100_000, help="How many of the newest messages to look at.")]
Since = Annotated[str, typer.Option("--since", help="Look at all since then instead: 8h, 7d, 2026-12-01T09:00.")]
File = Annotated[
    Path | None, typer.Option("--rules", metavar="FILE", help="Rules from this file, which need not count yet.")
]
OnAccount = Annotated[str, typer.Option("--account", help="Where the text is said; else on the first account.")]
OfKind = Annotated[str, typer.Option("--kind", help="In what it is said: direct, group or comments.")]
InLanguage = Annotated[
    str, typer.Option("--language", help="What it is written in, such as gu; else it is told from the text.")
]
CalledSo = Annotated[str, typer.Option("--name", help="What the one who says it is called.")]
When = Annotated[str, typer.Option("--at", help="When it is said: 22:00, sunday 11:00; else now.")]
Labelled = Annotated[list[str] | None, typer.Option("--label", help="A label of the conversation; may be said again.")]


@dataclass(frozen=True, slots=True)
class _About:
    """What is said of a text that somebody types."""

    text: str
    account: str
    kind: str
    language: str
    name: str
    at: str
    labels: tuple[str, ...]


def commands(open_brand: OpenBrand, read: Read, can: Can) -> typer.Typer:
    """What there is to do with rules besides writing them."""
    app = typer.Typer(no_args_is_help=True, help="Try the rules before they count.")

    @app.callback()
    def rules() -> None:
        """Try the rules before they count."""

    @app.command("try")
    def try_(
        text: Sought = None,
        last: Last = LAST,
        since: Since = "",
        rules: File = None,
        account: OnAccount = "",
        kind: OfKind = "direct",
        language: InLanguage = "",
        name: CalledSo = "",
        at: When = "",
        label: Labelled = None,
        as_name: AsName = "",
        json: AsJson = False,
        plain: Plainly = False,
    ) -> None:
        """Show what the rules would do with the newest messages, or with a text of yours; changes nothing."""
        where, by, now = screen(json=json, plain=plain), actor(as_name), time.time_ns() // 1_000_000
        begin = _time(ago, since, now, "--since") if since else 0
        about = _About(" ".join(text or ()), account, kind, language, name, at, tuple(label or ()))

        from bot.surfaces.cli import tried
        from bot.trying import Setting, recent, try_turn, try_turns

        async def within() -> None:
            made, check, autonomy = read(rules)
            setting = Setting(made, can(), autonomy, check)
            if text:
                tried.show_one(where, await try_turn(setting, _turn(setting, about, now)))
                return
            async with open_brand() as brand:
                turns = await recent(brand, by, setting, last=0 if begin else last, since=begin)
            tried.show_many(where, await try_turns(setting, turns))

        end(where, within)

    return app


def _turn(setting: Setting, about: _About, now: int) -> Turn:
    """The turn of somebody who says this; raises NotAllowed for an account that is not in bot.yaml."""
    from bot.trying import Typed, typed

    account = account_in(about.account, setting.capabilities)
    capabilities = setting.capabilities.get(account)
    at = _time(moment, about.at, now, "--at") if about.at else now
    kind, language = kind_in(about.kind), _language(about.language)
    what = Typed(about.text, account, kind, language, about.name, about.labels)
    return typed(what, capabilities.text if capabilities else PLENTY, at)


def account_in(name: str, accounts: Collection[AccountId]) -> AccountId:
    """The account of that name, else the first; raises NotAllowed for one that is not in bot.yaml."""
    if name and name not in accounts:
        raise NotAllowed(f"There is no account {name} in bot.yaml; there are {', '.join(accounts) or 'none'}.")
    return AccountId(name or next(iter(accounts), NOWHERE))


def kind_in(text: str) -> Kind:
    """The kind of conversation that a word names; raises a mistake of the command line."""
    for kind in KINDS:
        if text == kind:
            return kind
    raise typer.BadParameter(f"must be one of {', '.join(KINDS)}", param_hint="--kind")


def _language(text: str) -> str:
    try:
        return text and language_code(text)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--language") from None


def _time(reading: Callable[..., int], text: str, now: int, option: str) -> int:
    try:
        return reading(text, now)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint=option) from None
