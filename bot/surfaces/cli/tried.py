"""What trying the rules brought to light: as tables for people, as one document for programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import timedelta

from rich.text import Text

from bot.surfaces.cli import lists, safe
from bot.surfaces.cli.screen import Document, Picture, Screen
from bot.trying import DEEDS, OFF, Counted, Did, Example, Outcome, Tried, said_by
from inbox.times import iso, span, stamp
from responders.rules import Matched

SHOWN = 160  # characters of what was said, where people look
HEADS: dict[Did, str] = {
    "matched": "matches",
    "alone": "alone",
    "drafted": "drafts",
    "labelled": "labels",
    "raised": "raises",
    "assigned": "assigns",
    "handed_off": "hands off",
    "snoozed": "snoozes",
}


def show_one(where: Screen, outcome: Outcome) -> None:
    """What the rules would do with one text."""
    where.answer(lambda: _one_document(outcome), lambda: _one(outcome, fancy=where.fancy))
    if not outcome.matched:
        where.hint("No rule matches; the FAQ would be asked next.")
    elif not said_by(outcome) and not outcome.answer.hand_off:
        where.hint("No rule answers; the FAQ would be asked next.")


def show_many(where: Screen, tried: Tried) -> None:
    """What the rules would do with what was said lately."""
    where.answer(lambda: _many_document(tried), lambda: _many(tried, fancy=where.fancy))
    if not tried.turns:
        where.hint("Nothing was said to us in that time.")


def _one(outcome: Outcome, *, fancy: bool) -> Picture:
    rows = [(one.rule.id, _does(outcome, one), safe.line(one.hit)) for one in outcome.matched]
    if rows:
        yield from lists.table(("rule", "does", "because it found"), rows, fancy=fancy)
    if said := said_by(outcome):
        goes = "It would go out alone:" if not outcome.waits else f"It would wait for a person ({outcome.waits}):"
        yield Text(safe.line(goes), "bold" if not outcome.waits else "yellow")
        yield safe.lines(said)


def _does(outcome: Outcome, one: Matched) -> str:
    rule, did = one.rule, outcome.did(one)
    snooze = span(round(rule.snooze.total_seconds() * 1000)) if isinstance(rule.snooze, timedelta) else rule.snooze
    words: dict[Did, str] = {
        "alone": "answers alone",
        "drafted": "drafts an answer",
        "labelled": f"labels it {', '.join(rule.labels)}",
        "raised": f"raises it to {rule.priority}",
        "assigned": f"gives it to {rule.assign}",
        "handed_off": f"hands it off: {rule.hand_off}",
        "snoozed": f"puts it away ({snooze})",
    }
    return safe.line("; ".join(words[deed] for deed in did if deed in words) or "stays silent")


def _many(tried: Tried, *, fancy: bool) -> Picture:
    if fancy and tried.turns:
        when = f"from {stamp(tried.begin)} to {stamp(tried.end)}"
        yield Text(f"{tried.turns} turns {when}; {tried.unmatched} matched no rule", "bold")
    rows = [(safe.line(rule.id), *(_count(rule, deed) for deed in DEEDS)) for rule in tried.rules]
    if rows:
        yield from lists.table(("rule", *HEADS.values()), rows, fancy=fancy)
    yield from examples({rule.id: rule.examples for rule in tried.rules}, fancy=fancy)
    yield from never(tried.never, fancy=fancy)


def examples(of: Mapping[str, Sequence[Example]], *, fancy: bool) -> Picture:
    """What rules matched, by the ids of the rules."""
    rows = [
        (safe.line(id), Text(safe.line(one.conversation)), safe.line(f"{_short(one.text)}  ({one.found})"))
        for id, matched in of.items()
        for one in matched
    ]
    if rows:
        yield from lists.table(("rule", "conversation", "said"), rows, fancy=fancy)


def never(rules: Sequence[str], *, fancy: bool) -> Picture:
    """The rules that matched nothing."""
    if rules and fancy:
        yield Text(f"Never matched: {', '.join(rules)}", "yellow")


def _count(rule: Counted, deed: Did) -> str:
    return str(rule.counts[deed] or "-")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _one_document(outcome: Outcome) -> Document:
    answer, turn = outcome.answer, outcome.turn
    said = said_by(outcome)
    proposal = outcome.proposal
    return {
        "text": turn.question,
        "account": turn.conversation.account,
        "kind": turn.conversation.thread.kind,
        "language": turn.language or None,
        "at": iso(turn.now),
        "rules": [{"rule": one.rule.id, "found": one.hit, "does": list(outcome.did(one))} for one in outcome.matched],
        "answer": said or None,
        "alone": bool(said) and not outcome.waits,
        "off": outcome.waits == OFF,
        "waits": outcome.waits or None,
        "because": proposal.because if proposal else None,
        "labels": list(answer.labels),
        "priority": answer.priority,
        "assign": answer.assign or None,
        "hand_off": answer.hand_off or None,
        "snooze_ms": answer.snooze or None,
    }


def example_document(one: Example) -> Document:
    """Something that a rule matched, for programs."""
    return {**dataclasses.asdict(one), "at": iso(one.at)}


def _many_document(tried: Tried) -> Document:
    return {
        "turns": tried.turns,
        "from": iso(tried.begin),
        "to": iso(tried.end),
        "unmatched": tried.unmatched,
        "rules": [
            {
                "rule": rule.id,
                **rule.counts,
                "examples": [example_document(one) for one in rule.examples],
            }
            for rule in tried.rules
        ],
        "never": list(tried.never),
    }
