"""The commands of `run.py moderation`: cases and appeals here; rules, people and measures in the files beside this."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import bad_days, docket_documents, docket_pictures, outsiders, ruling, safe
from bot.surfaces.cli.call import Call, Command, Parts, as_command
from inbox import docket
from inbox.cases import CaseNumber
from inbox.docket.shown import CaseView
from inbox.models import AccountId, ContactId
from inbox.moderation import appeals as deciding
from inbox.moderation import undoing

HELP = "What moderation did and why: undo it, decide appeals, put rules in force, get through a bad day."
Number = Annotated[int, typer.Argument(metavar="CASE", min=1, help="Its number, as `moderation cases` shows it.")]
Standing = Annotated[
    Literal["standing", "undone", "appealed"] | None, typer.Option("--state", help="Only those that stand so.")
]
OnAccount = Annotated[str, typer.Option("--account", help="Only those of one account.")]


async def cases(
    call: Call,
    account: OnAccount = "",
    state: Standing = None,
    rule: Annotated[str, typer.Option("--rule", help="Only those of one rule.")] = "",
    person: Annotated[str, typer.Option("--person", metavar="CONTACT", help="Only those of somebody.")] = "",
    after: given.After = None,
    limit: given.Limit = 50,
) -> None:
    """Show what was done to whom and why, newest first."""
    found = await docket.cases(
        call.brand,
        call.by,
        account=AccountId(account),
        state=state or "",
        rule=rule,
        person=ContactId(person) if person else None,
        after=after,
        limit=limit,
    )
    call.screen.answer(
        lambda: docket_documents.cases(found), lambda: docket_pictures.cases(found.rows, fancy=call.screen.fancy)
    )
    if found.next:
        call.screen.hint(f"There is more: --after {found.next}")
    elif not found.rows:
        call.screen.hint("There is no such case." if account or state or rule or person else "There is no case yet.")


async def case(call: Call, number: Number) -> None:
    """Show one case: what was said, what was done, why, and what undoing it does."""
    _shown(call, await docket.case(call.brand, call.by, CaseNumber(number)))


async def undo(
    call: Call,
    number: Number,
    why: Annotated[str, typer.Option("--why", help="What was wrong about it; it is kept.")],
    apologise: Annotated[bool, typer.Option("--apologise", help="Tell them that we are sorry.")] = False,
) -> None:
    """Undo a case, once: what was done outside is undone, and its strikes are taken off."""
    if not why.strip():
        raise typer.BadParameter("say in a few words what was wrong about it", param_hint="--why")
    await undoing.undo(call.brand, CaseNumber(number), call.by, why, apologise=apologise)
    one = await docket.case(call.brand, call.by, CaseNumber(number))
    call.screen.answer(lambda: docket_documents.case(one), lambda: [f"Case {number}: {safe.line(one.told)}"])


async def reason(call: Call, number: Number, text: given.Words) -> None:
    """Say, or say better, why something was done; for our own people only."""
    await undoing.reason(call.brand, CaseNumber(number), call.by, text)
    call.screen.answer(lambda: {"case": str(number), "reason": text}, lambda: [f"Case {number} says so now."])


async def appeals(call: Call, limit: given.Limit = 50) -> None:
    """Show what people ask to be looked at again, what is due first."""
    found = await docket.appeals(call.brand, call.by, limit=limit)
    call.screen.answer(
        lambda: docket_documents.appeals(found), lambda: docket_pictures.appeals(found.rows, fancy=call.screen.fancy)
    )
    call.screen.hint("moderation appeal CASE --grant" if found.rows else "Nobody waits for an appeal.")


async def appeal(
    call: Call,
    number: Number,
    grant: Annotated[
        bool | None, typer.Option("--grant/--decline", help="Bring it back, or let it stand; else it is shown.")
    ] = None,
    answer: Annotated[
        str,
        typer.Argument(metavar="ANSWER", help="What they are told; needed to decline.", callback=given._from_stdin),
    ] = "",
) -> None:
    """Show an appeal, or decide it, once; whoever made the case cannot."""
    if grant is None:
        if answer:
            raise typer.BadParameter("say whether you --grant or --decline it")
        _shown(call, await docket.case(call.brand, call.by, CaseNumber(number)))
        return
    await deciding.decide(call.brand, CaseNumber(number), call.by, granted=grant, answer=answer)
    one = await docket.case(call.brand, call.by, CaseNumber(number))
    became = "granted; it is brought back" if grant else "declined; it stands"
    call.screen.answer(lambda: docket_documents.case(one), lambda: [f"The appeal on case {number} is {became}."])


def _shown(call: Call, one: CaseView) -> None:
    call.screen.answer(lambda: docket_documents.case(one), lambda: docket_pictures.case(one, fancy=call.screen.fancy))
    if "undo" in one.buttons:
        call.screen.hint(f"moderation undo {one.case.number} --why …")


COMMANDS: tuple[Command, ...] = (
    cases,
    case,
    undo,
    reason,
    appeals,
    appeal,
    *ruling.COMMANDS,
    *outsiders.COMMANDS,
    *bad_days.COMMANDS,
)


def add_moderation(app: typer.Typer, parts: Parts) -> typer.Typer:
    """Give `app` the group `moderation`; answers the group, for what else belongs into it."""
    group = typer.Typer(no_args_is_help=True, help=HELP)
    for deed in COMMANDS:
        group.command(deed.__name__.removesuffix("_").replace("_", "-"))(as_command(deed, parts))
    app.add_typer(group, name="moderation")
    return group
