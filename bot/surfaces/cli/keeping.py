"""The commands that keep order: who has a conversation, notes, labels, snooze, resolve; and the brand's mode."""

from __future__ import annotations

import shlex
from typing import Annotated, Literal

import typer

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import documents, lists, safe
from bot.surfaces.cli.call import Call
from inbox import review, views
from inbox.models import ConversationId
from inbox.policy import Level
from inbox.times import EXAMPLES, iso, moment, stamp

When = Annotated[list[str], typer.Argument(metavar="WHEN", help=f"A length or a time: {EXAMPLES}.")]


async def assign(
    call: Call,
    conversation: given.Conversation,
    to: Annotated[str, typer.Argument(metavar="NAME", help="Who shall have it; nobody when left out.")] = "",
) -> None:
    """Give a conversation to somebody, or to nobody."""
    await review.assign(call.brand, ConversationId(conversation), call.by, to)
    _done(call, conversation, f"It is {safe.line(to) or 'nobody'}'s now.", assignee=to or None)


async def take(call: Call, conversation: given.Conversation) -> None:
    """Say that you are writing here: for two minutes nobody else can send."""
    await review.claim(call.brand, ConversationId(conversation), call.by)
    _done(call, conversation, "Nobody else can send here for two minutes.", claimed_by=call.by.name)


async def let_go(call: Call, conversation: given.Conversation) -> None:
    """Say that you, or somebody who went away, are no longer writing here."""
    await review.let_go(call.brand, ConversationId(conversation), call.by)
    _done(call, conversation, "Everybody can send here again.", claimed_by=None)


async def note(call: Call, conversation: given.Conversation, text: given.Words) -> None:
    """Keep words for the team; they never leave."""
    await review.note(call.brand, ConversationId(conversation), call.by, text)
    _done(call, conversation, "Noted.", note=text)


async def label(
    call: Call,
    conversation: given.Conversation,
    labels: Annotated[
        list[str] | None, typer.Argument(metavar="LABEL", help="All of its labels; none takes them off.")
    ] = None,
) -> None:
    """Set the labels of a conversation."""
    await review.label(call.brand, ConversationId(conversation), call.by, labels or [])
    said = ", ".join(safe.line(one) for one in labels or []) or "none"
    _done(call, conversation, f"Its labels: {said}.", labels=labels or [])


async def snooze(call: Call, conversation: given.Conversation, when: When) -> None:
    """Put a conversation away until a time, or until they write."""
    until = _moment(" ".join(when), call.brand.now())
    await review.snooze(call.brand, ConversationId(conversation), call.by, until)
    _done(call, conversation, f"Away until {stamp(until)}.", state="snoozed", snoozed_until=iso(until))


async def resolve(call: Call, conversation: given.Conversation) -> None:
    """Close a conversation; it opens again when they write."""
    await review.resolve(call.brand, ConversationId(conversation), call.by)
    _done(call, conversation, "Resolved.", state="resolved")


async def reopen(call: Call, conversation: given.Conversation) -> None:
    """Take a conversation back onto the open shelf."""
    await review.reopen(call.brand, ConversationId(conversation), call.by)
    _done(call, conversation, "Open again.", state="open")


async def responders(
    call: Call,
    conversation: given.Conversation,
    switch: Annotated[Literal["on", "off"], typer.Argument(help="Which.")],
) -> None:
    """Switch the responders of one conversation on or off."""
    await review.silence(call.brand, ConversationId(conversation), call.by, silent=switch == "off")
    _done(call, conversation, f"Responders are {switch} here.", responders=switch)


async def mode(
    call: Call,
    level: Annotated[Level | None, typer.Argument(help="The new one; left out, it is only shown.")] = None,
    why: Annotated[str, typer.Option("--why", help="The reason; everybody sees it.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="WHEN", help="When it ends by itself.")] = "",
) -> None:
    """Show or change how careful we are: what may go out at all."""
    if level:
        end = _moment(until, call.brand.now()) if until else 0
        found = await review.set_mode(call.brand, call.by, level, why, end)
    else:
        found = (await views.overview(call.brand, call.by)).mode
    call.screen.answer(lambda: documents.mode(found), lambda: [lists.mode(found)])


def _moment(text: str, now: int) -> int:
    try:
        return moment(text, now)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="WHEN") from None


def _done(call: Call, conversation: str, sentence: str, **stands: object) -> None:
    call.screen.answer(lambda: {"conversation": conversation, **stands}, lambda: [sentence])
    if stands.get("claimed_by"):
        call.screen.hint(f"reply {shlex.quote(conversation)} …   let-go {shlex.quote(conversation)}")
