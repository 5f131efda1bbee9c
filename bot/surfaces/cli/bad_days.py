"""The commands of `moderation` for bad days and for looking back: measures, and what was done in a span."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import typer

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import docket_documents, docket_pictures, safe
from bot.surfaces.cli.call import Call, Command
from inbox import docket
from inbox.cases import MeasureKind
from inbox.models import AccountId, ConversationId, RemoteId
from inbox.moderation import measures as switching
from inbox.times import EXAMPLES, iso, stamp, to_come

Named = Literal["hide-new", "followers-only", "known-only", "slow", "freeze"]
KINDS: Final[dict[Named, MeasureKind]] = {
    "hide-new": "hide_new",
    "followers-only": "followers_only",
    "known-only": "known_only",
    "slow": "slow",
    "freeze": "freeze",
}
Kind = Annotated[Named, typer.Argument(metavar="MEASURE", help="hide-new, followers-only, known-only, slow or freeze.")]


async def measures(call: Call) -> None:
    """Show what is switched on for a bad day, and what could be."""
    found = await docket.measures(call.brand, call.by)
    call.screen.answer(
        lambda: docket_documents.measures(found), lambda: docket_pictures.measures(found, fancy=call.screen.fancy)
    )
    call.screen.hint("moderation end ID" if found.on else "Nothing is switched on.")


async def measure(
    call: Call,
    kind: Kind,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="Where, such as facebook:page.")],
    post: Annotated[str, typer.Option("--post", help="Under this post only (its id); else on the whole account.")] = "",
    conversation: Annotated[str, typer.Option("--conversation", help="In this conversation only.")] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="WHEN", help=f"When it ends by itself: {EXAMPLES}; else when you end it.")
    ] = "",
    why: Annotated[str, typer.Option("--why", help="The reason; everybody of ours sees it.")] = "",
    seconds: Annotated[int, typer.Option("--seconds", min=0, help="Of slow: between two messages of one person.")] = 0,
) -> None:
    """Switch on what helps through a bad day: hide what is new, only followers, only known people, slow, freeze."""
    one = await switching.switch_on(
        call.brand,
        call.by,
        KINDS[kind],
        AccountId(account),
        post=RemoteId(post) if post else None,
        conversation=ConversationId(conversation) if conversation else None,
        until=_until(until, call.brand.now()) if until else 0,
        why=why,
        seconds=seconds,
    )
    ends = f"until {stamp(one.until)}" if one.until else "until somebody ends it"
    call.screen.answer(
        lambda: {"id": one.id, "kind": kind, "account": account, "until": iso(one.until)},
        lambda: [f"It is on, {ends}. To end it: moderation end {safe.line(one.id)}"],
    )


async def end(
    call: Call, id: Annotated[str, typer.Argument(metavar="ID", help="As `moderation measures` shows it.")]
) -> None:
    """End a measure."""
    await switching.switch_off(call.brand, id, call.by)
    call.screen.answer(lambda: {"id": id, "state": "ended"}, lambda: ["It is over."])


async def figures(call: Call, since: given.Since = "30d") -> None:
    """Show what moderation did: cases, what was undone of each rule's, how fast it was out of sight."""
    found = await docket.tally(call.brand, call.by, given.begin(since, call.brand.now()))
    call.screen.answer(
        lambda: docket_documents.tally(found), lambda: docket_pictures.tally(found, fancy=call.screen.fancy)
    )


def _until(text: str, now: int) -> int:
    try:
        return to_come(text, now)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--until") from None


COMMANDS: tuple[Command, ...] = (measures, measure, end, figures)
