"""The commands of `moderation` about people outside: their strikes and cases, and what our people note of them."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.surfaces.cli import docket_documents, docket_pictures, safe
from bot.surfaces.cli.call import Call, Command
from inbox import docket
from inbox.models import ContactId
from inbox.moderation import people

Contact = Annotated[str, typer.Argument(metavar="CONTACT", help="Their id, as `moderation case` shows it.")]
Other = Annotated[str, typer.Argument(metavar="CONTACT", help="The id of their other account.")]
Why = Annotated[str, typer.Option("--why", help="The reason; it is kept.")]


async def person(call: Call, contact: Contact) -> None:
    """Show what moderation knows of somebody: strikes, cases, other accounts."""
    one = await docket.person(call.brand, call.by, ContactId(contact))
    call.screen.answer(
        lambda: docket_documents.person(one), lambda: docket_pictures.person(one, fancy=call.screen.fancy)
    )


async def allow(call: Call, contact: Contact, why: Why = "") -> None:
    """Let no rule look at somebody from now on."""
    await people.allow(call.brand, ContactId(contact), call.by, why)
    _done(call, contact, "No rule looks at them from now on.", allowed=True)


async def disallow(call: Call, contact: Contact, why: Why = "") -> None:
    """Let rules look at somebody again."""
    await people.disallow(call.brand, ContactId(contact), call.by, why)
    _done(call, contact, "Rules look at them again.", allowed=False)


async def label(
    call: Call,
    contact: Contact,
    labels: Annotated[
        list[str] | None, typer.Argument(metavar="LABEL", help="All of theirs; none takes them off.")
    ] = None,
) -> None:
    """Set the labels of somebody, which rules may ask for."""
    await people.label_person(call.brand, ContactId(contact), call.by, labels or [])
    said = ", ".join(map(safe.line, labels or [])) or "none"
    _done(call, contact, f"Their labels: {said}.", labels=labels or [])


async def merge(call: Call, contact: Contact, other: Other) -> None:
    """Say that two accounts are one person: they share strikes, and whether they are allowed."""
    now = await people.merge(call.brand, ContactId(contact), ContactId(other), call.by)
    _done(
        call,
        contact,
        f"They are one person, with {now.points:g} points.",
        same=[*now.same_as],
        points=round(now.points, 2),
    )


async def unmerge(call: Call, contact: Contact) -> None:
    """Say that an account is somebody else after all."""
    await people.unmerge(call.brand, ContactId(contact), call.by)
    _done(call, contact, "This account is somebody else again.", same=[])


def _done(call: Call, contact: str, sentence: str, **stands: object) -> None:
    call.screen.answer(lambda: {"person": contact, **stands}, lambda: [sentence])


COMMANDS: tuple[Command, ...] = (person, allow, disallow, label, merge, unmerge)
