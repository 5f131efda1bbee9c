"""What the commands of `moderation` draw: cases, flags, rules and their matches, people, measures, figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from bot.surfaces.cli import lists, safe, words
from bot.surfaces.cli.hung import Hung, named, quoted
from bot.surfaces.cli.screen import Picture
from inbox.docket.shown import (
    AppealView,
    CaseView,
    FlagView,
    Measures,
    PersonView,
    RuleView,
    TallyView,
)
from inbox.docket.shown import MatchView as Matched
from inbox.times import span, stamp

STATES = {"done": "green", "on its way": "cyan", "refused": "bold red", "undone": "dim", "noted": ""}
RULES = {"force": "bold green", "shadow": "yellow", "off": "dim"}


def cases(rows: Sequence[CaseView], *, fancy: bool) -> Picture:
    """A page of cases."""
    if rows:
        drawn = [
            (
                str(row.case.number),
                Text(row.state, STATES[row.state]),
                stamp(row.case.at),
                safe.line(row.by),
                lists.called(row.name, fancy=fancy),
                _said(row),
            )
            for row in rows
        ]
        yield from lists.table(("case", "state", "when", "by", "who", "said"), drawn, fancy=fancy)


def case(one: CaseView, *, fancy: bool) -> Picture:
    """One case with all there is to decide on."""
    it = one.case
    yield Text.assemble((f"case {it.number}", "bold yellow"), ("  " + safe.line(one.told), STATES[one.state]))
    where = f"  {safe.line(it.conversation)}" + (f" {safe.line(it.message)}" if it.message else "")
    yield Text.assemble((safe.line(one.name), "bold"), f" on {safe.line(one.network)}", (where, "dim"))
    if it.text or it.media:
        yield quoted("\n".join([safe.lines(it.text), *map(words.medium, it.media)]).strip(), fancy=fancy)
    yield from named(
        [
            ("edited", "\n".join(f"{stamp(at)}: {safe.lines(text)}" for at, text in it.later)),
            ("person", safe.line(it.person or "")),
            ("under", safe.line(one.post)),
            ("by", safe.line(one.by) + (f", version {safe.line(it.version)}" if it.version else "")),
            ("because", safe.line(it.reason)),
            ("told", f"{stamp(it.told_at)}: {safe.line(it.told)}" if it.told_at else ""),
            ("labels", ", ".join(map(safe.line, it.labels))),
            ("strikes", f"{_points(it.points)}, they have {_points(one.points)} now" if it.points else ""),
            ("did", "\n".join(f"{safe.line(deed.words)}: {safe.line(deed.told)}" for deed in one.deeds)),
            ("appeal", appeal(one.appeal)),
            ("undoing", "\n".join(map(safe.line, (*one.brings_back, *one.cannot)))),
            ("no undo", safe.line(one.why_no_undo)),
            ("earlier", ", ".join(f"case {other.number}" for other in one.earlier)),
            ("by hand", safe.line(one.opens)),
        ]
    )


def appeal(one: AppealView | None) -> str:
    """What they ask, and what became of it."""
    if one is None:
        return ""
    answered = f"\nanswered: {safe.line(one.appeal.answer)}" if one.appeal.answer else ""
    return f"{safe.line(one.told)}\n{safe.lines(one.appeal.words)}{answered}"


def appeals(rows: Sequence[CaseView], *, fancy: bool) -> Picture:
    """Appeals that wait."""
    drawn = [
        (
            str(row.case.number),
            Text(_left(row.appeal.left), "bold red" if row.appeal.left < 0 else ""),
            safe.line(row.by),
            lists.called(row.name, fancy=fancy),
            safe.line(row.appeal.appeal.words),
        )
        for row in rows
        if row.appeal
    ]
    if drawn:
        yield from lists.table(("case", "left", "by", "who", "ask"), drawn, fancy=fancy)


def flags(rows: Sequence[FlagView], *, fancy: bool) -> Picture:
    """What waits to be judged."""
    drawn = [
        (
            f"{row.flag.finding.severity:.2f}",
            safe.line(row.flag.conversation),
            safe.line(row.flag.message),
            safe.line(row.because),
            f"{safe.line(row.name)}: {safe.line(row.flag.text)}",
        )
        for row in rows
    ]
    if drawn:
        yield from lists.table(("worst", "conversation", "message", "because", "said"), drawn, fancy=fancy)


def rules(found: Iterable[RuleView], *, alone: bool = False) -> Picture:
    """Each rule in a line or two; `alone`: its matches stand below."""
    for one in found:
        state = one.standing.state
        gone = "" if one.in_file else "  (moderation.yaml has it no more)"
        yield Text.assemble(
            (safe.line(one.standing.rule), "bold"), f"  {safe.line(one.told)}{gone}", style=RULES[state]
        )
        yield from map(_below, map(safe.line, one.missing))
        if one.waiting and not alone:
            wait = "match waits" if len(one.waiting) == 1 else "matches wait"
            yield _below(f"{len(one.waiting)} {wait} for “right?”: moderation rule {safe.line(one.standing.rule)}")


def _below(words: str) -> Hung:
    return Hung(words, "    ", "    ", style="dim")


def rule(one: RuleView, *, fancy: bool) -> Picture:
    """One rule with its matches."""
    yield from rules([one], alone=True)
    if one.confirm:
        yield Text(safe.line(one.confirm), "yellow")
    drawn = [_match(row) for row in (*one.waiting, *one.judged)]
    if drawn:
        yield from lists.table(("match", "verdict", "would", "because", "said"), drawn, fancy=fancy)


def measures(found: Measures, *, fancy: bool) -> Picture:
    """What is on, then what can be switched on."""
    for one in found.on:
        it = one.measure
        by = f"  by {safe.line(it.by)} {stamp(it.at)}"
        yield Text.assemble((it.id, "yellow"), f"  {safe.line(one.told)}", (by, "dim"))
    drawn = [
        (one.kind.replace("_", "-"), one.account, safe.line(one.title), Text(safe.line(one.why_not), "dim"))
        for one in found.offers
    ]
    if drawn:
        yield from lists.table(("measure", "account", "does", "not there because"), drawn, fancy=fancy)


def person(one: PersonView, *, fancy: bool) -> Picture:
    """What moderation knows of somebody."""
    it = one.person
    yield Text.assemble(
        (safe.line(one.name), "bold"), f" on {safe.line(one.network)}", (f"  {safe.line(one.id)}", "dim")
    )
    strikes = [
        f"{stamp(each.at)}  {_points(each.points)} for case {each.case}, {each.left:.1f} left" for each in one.strikes
    ]
    same = [f"{safe.line(each.name)} on {safe.line(each.network)} ({safe.line(each.id)})" for each in one.same]
    yield from named(
        [
            ("points", f"{it.points:.1f}" if it.points else "none"),
            ("strikes", "\n".join(strikes)),
            ("next", safe.line(one.next_step)),
            ("allowed", f"no rule looks at them, says {safe.line(one.allowed_by)}" if it.allowed else ""),
            ("blocked", "what they write is dropped" if one.blocked else ""),
            ("labels", ", ".join(map(safe.line, it.labels))),
            ("also", "\n".join(same)),
        ]
    )
    yield from cases(one.cases, fancy=fancy)


def tally(found: TallyView, *, fancy: bool) -> Picture:
    """What moderation did."""
    it = found.tally
    rows = [
        ("cases", str(found.cases)),
        ("undone", str(found.undone)),
        *((safe.line(what), str(count)) for what, count in found.deeds),
        ("out of sight after", f"{span(found.median_to_hide)} for half" if found.median_to_hide is not None else "-"),
        ("and for 95 %", span(found.p95_to_hide) if found.p95_to_hide is not None else "-"),
        ("dropped of blocked people", str(it.dropped)),
        ("appeals", f"{it.appeals}, {it.granted} granted"),
    ]
    yield from lists.table((f"since {stamp(it.since)}", "how many"), rows, fancy=fancy)
    shares = [
        (safe.line(one.name), str(one.cases), str(one.undone), f"{one.share * 100:.0f} %") for one in found.shares
    ]
    if shares:
        yield from lists.table(("by", "cases", "undone", "share"), shares, fancy=fancy)


def _said(row: CaseView) -> str:
    return safe.line(row.case.text) or ", ".join(words.medium(one) for one in row.case.media)


def _points(many: float) -> str:
    """To a tenth; they fade all the time."""
    tenths = f"{round(many, 1):g}"
    return f"{tenths} point{'' if tenths == '1' else 's'}"


def _left(milliseconds: int) -> str:
    return f"overdue for {span(-milliseconds)}" if milliseconds < 0 else span(milliseconds)


def _match(row: Matched) -> tuple[str | Text, ...]:
    verdict = Text(safe.line(row.told) or "right?", "yellow" if not row.match.verdict else "")
    would, because = ", ".join(map(safe.line, row.wants)), safe.line(row.match.finding.because)
    return safe.line(row.match.id), verdict, would, because, f"{safe.line(row.name)}: {safe.line(row.match.text)}"
