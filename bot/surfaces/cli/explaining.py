"""The commands that account for what happened: why, stats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.text import Text

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import documents, lists, safe, words
from bot.surfaces.cli.call import Call
from bot.surfaces.cli.hung import named
from bot.surfaces.cli.screen import Picture
from inbox import insights, reasons
from inbox.insights import Figures
from inbox.models import ConversationId, RemoteId
from inbox.reasons import Reason
from inbox.store.meters import Spent
from inbox.times import ago, length, span, stamp


async def why(
    call: Call,
    conversation: given.Conversation,
    message: Annotated[
        str | None, typer.Option("--message", metavar="MESSAGE", help="About this message only, by its id.")
    ] = None,
) -> None:
    """Say why something was answered, held, hidden or left alone: by whom, by which rule, in which version."""
    id, about = ConversationId(conversation), RemoteId(message) if message else None
    found = await reasons.why(call.brand, call.by, id, about)
    call.screen.answer(
        lambda: {"conversation": id, "reasons": [documents.reason(reason) for reason in found]},
        lambda: lists.table(("when", "what", "why"), [_reason(one) for one in found], fancy=call.screen.fancy),
    )
    if not found:
        call.screen.hint("Nothing was done here, and nobody waits for us.")


async def stats(
    call: Call,
    since: Annotated[str, typer.Option("--since", help="From when on: 8h, 7d, 2026-12-01T09:00.")] = "24h",
    overdue: Annotated[str, typer.Option("--overdue", help="How long somebody may wait: 4h.")] = "4h",
) -> None:
    """Show figures: how things stand, and what was heard, answered and decided since a time."""
    begin, late = _read(ago, since, call.brand.now(), hint="--since"), _read(length, overdue, hint="--overdue")
    found = await insights.figures(call.brand, call.by, begin, late)
    call.screen.answer(
        lambda: documents.figures(begin, found),
        lambda: _figures(begin, found, call.brand.now(), fancy=call.screen.fancy),
    )


def _read(reading: Callable[..., int], text: str, *more: int, hint: str) -> int:
    try:
        return reading(text, *more)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint=hint) from None


def _reason(one: Reason) -> tuple[str, Text, Text]:
    rests_on = " ".join(filter(None, (safe.line(one.source), one.version and f"version {safe.line(one.version)}")))
    said = Text.assemble(safe.line(one.words), (f"  ({rests_on})" if rests_on else "", "dim"))
    return stamp(one.at), Text(one.what.replace("_", " "), "bold"), said


def _figures(since: int, it: Figures, now: int, *, fancy: bool) -> Picture:
    first = span(it.median_first_answer_ms) if it.median_first_answer_ms is not None else "-"
    counts = [
        ("open", it.open),
        ("waiting", it.waiting),
        ("overdue", it.overdue),
        ("drafts to decide", it.drafted),
        ("parked", it.parked),
    ]
    happened = [
        ("heard", it.heard),
        ("answered", it.answered),
        ("by itself", it.by_itself),
        ("drafts decided", it.decided),
        ("sent as drafted", it.unchanged),
        ("edited first", it.edited),
        ("rejected", it.rejected),
    ]
    yield from lists.table(("now", "how many"), [(name, str(count)) for name, count in counts], fancy=fancy)
    title = f"since {stamp(since)}" + ("" if it.complete else ", of the newest part only")
    rows = [(name, str(count)) for name, count in happened]
    yield from lists.table((title, "how many"), [*rows, ("first answer after", first)], fancy=fancy)
    for name, ranked in (("topic", it.topics), ("answered by", it.by_person)):
        if ranked:
            yield from lists.table((name, ""), [(safe.line(one), str(count)) for one, count in ranked], fancy=fancy)
    if it.spent:
        used = [(safe.line(name), *_used(one)) for name, one in it.spent]
        yield from lists.table(("asked outside", "today", "this month (UTC)"), used, fancy=fancy)
    yield from lists.spending(it.costs, now, fancy=fancy)
    yield from named(("waits", _waiting(it, now, number)) for number in range(len(it.longest_waiting)))


def _used(one: Spent) -> tuple[str, str]:
    used = ((one.day_tokens, one.day_micros), (one.month_tokens, one.month_micros))
    today, month = (f"{tokens:,} tokens, {micros / 1_000_000:.4f}" for tokens, micros in used)
    return today, month


def _waiting(it: Figures, now: int, number: int) -> Text:
    row = it.longest_waiting[number]
    one, name = row.conversation, row.contact.name or row.contact.remote if row.contact else ""
    who = words.who(one, name)
    return Text.assemble(span(now - one.waiting_since), "  ", safe.line(one.id), "  ", (who, "bold"))
