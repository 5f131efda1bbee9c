"""The commands that look at the past with other eyes: replay and eval. What they need is loaded when they are used."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli.call import Call, Parts, as_command
from inbox.brand import Brand
from inbox.errors import NotAllowed
from inbox.review import require

if TYPE_CHECKING:
    from bot.replay import Recording, Replayed
    from responders.chain import Chain

Rehearse = Callable[[Path | None, Brand, "Recording"], tuple[Brand, "Chain"]]
"""The brand and the chain by the files in a folder (None: the usual one), on the store of a brand and over what a
recording stands in for: nothing in it may ask anybody outside."""

Wanted = Literal["all", "alone", "changed"]
SHOWN = 50
ALONE = frozenset({"alone", "waits"})


@dataclass(slots=True)
class Told:
    """What a replay found: how often each thing, and the first decisions that are shown."""

    counts: Counter[str]
    shown: list[Replayed]


async def replay(
    rehearse: Rehearse,
    call: Call,
    since: given.Since = "30d",
    config: given.OtherConfig = None,
    only: Annotated[
        Wanted, typer.Option("--only", help="alone: what would go out alone, or no longer; changed: other answers.")
    ] = "all",
    limit: Annotated[int, typer.Option("--limit", min=0, max=10_000, help="How many decisions are shown.")] = SHOWN,
) -> None:
    """Run the past again, offline, and show what would be answered now, what not, and what differently."""
    from bot.replay import Recording
    from bot.replay import replay as again
    from bot.surfaces.cli import past_words

    require(call.by, "look")
    begin, recording, told = given.begin(since, call.brand.now()), Recording(), Told(Counter(), [])
    brand, chain = rehearse(config, call.brand, recording)
    async for one in again(brand, chain, recording, begin):
        _tell(told, one, only, limit)
    texts = await past_words.texts_of_then(call.brand, told.shown)
    call.screen.answer(
        lambda: past_words.replay_document(begin, told.counts, told.shown, texts),
        lambda: past_words.replay_picture(
            begin, config, told.counts, told.shown, texts, call.brand.now(), fancy=call.screen.fancy
        ),
    )


def _tell(told: Told, one: Replayed, only: Wanted, limit: int) -> None:
    told.counts["decisions"] += 1
    if one.cannot:
        told.counts[f"cannot: {one.cannot}"] += 1
        return
    told.counts.update(one.changes or ["same"])
    told.counts["anew"] += one.anew
    meant = {
        "all": one.changes,
        "alone": one.changes & ALONE,
        "changed": one.changes - {"reasons"} - ALONE,
    }
    if (meant[only] or (one.anew and only != "alone")) and len(told.shown) < limit:
        told.shown.append(one)


async def evaluate(
    rehearse: Rehearse,
    call: Call,
    since: given.Since = "30d",
    config: given.OtherConfig = None,
    gate: Annotated[
        float | None, typer.Option("--gate", min=0.0, max=1.0, help="End with 1 unless so much is proven right: 0.95.")
    ] = None,
    responder: Annotated[str, typer.Option("--responder", help="Hold the gate against this one only.")] = "",
    account: Annotated[str, typer.Option("--account", help="Hold it against this account only.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="direct, group or comments.")] = "",
    label: Annotated[str, typer.Option("--label", help="Hold it against conversations with this label.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=0, max=1_000, help="How many wrong ones are shown.")] = 20,
) -> None:
    """Score the responders on past conversations: what people made of their drafts, and what would be wrong."""
    from bot.evaluation import Row
    from bot.evaluation import evaluate as score
    from bot.replay import Recording
    from bot.surfaces.cli import past_words

    require(call.by, "look")
    begin, recording = given.begin(since, call.brand.now()), Recording()
    brand, chain = rehearse(config, call.brand, recording)
    found = await score(brand, chain, recording, begin)
    held = found.gated(Row(responder, account, kind, label))
    call.screen.answer(
        lambda: past_words.eval_document(begin, found, held, gate, limit),
        lambda: past_words.eval_picture(begin, config, found, limit, fancy=call.screen.fancy),
    )
    if gate is not None:
        _gate(gate, [(past_words.slice_words(row), found.rows[row].safe) for row in held])


def _gate(bar: float, held: list[tuple[str, float]]) -> None:
    """Raise a NotAllowed that names every slice below the bar, which ends the command with 1."""
    if not held:
        raise NotAllowed("The gate stays shut: nothing would go out alone there, so nothing is proven.")
    below = [f"{words}: at least {share:.1%} right" for words, share in held if share < bar]
    if below:
        raise NotAllowed(f"The gate stays shut, {bar:.1%} is asked for:\n" + "\n".join(f"  {line}" for line in below))


def add_past_commands(app: typer.Typer, parts: Parts, rehearse: Rehearse) -> None:
    """Give `app` the two commands."""
    for name, deed in (("replay", replay), ("eval", evaluate)):
        command = as_command(partial(deed, rehearse), parts)
        app.command(name, rich_help_panel="Look back", help=inspect.getdoc(deed))(command)
