"""The JSON that the commands of `moderation` answer with; docs/cli.md describes the keys, and they stay."""

from __future__ import annotations

from inbox.cases import Appeal, Finding
from inbox.docket.shown import (
    Appeals,
    AppealView,
    Cases,
    CaseView,
    DeedView,
    Flags,
    FlagView,
    Measures,
    MeasureView,
    Offer,
    PersonView,
    RuleView,
    TallyView,
)
from inbox.docket.shown import MatchView as Matched
from inbox.times import iso

Json = dict[str, object]


def cases(found: Cases) -> Json:
    """A page of cases; `next` goes into --after."""
    return {"total": found.total, "next": found.next, "cases": [case(row) for row in found.rows]}


def case(one: CaseView) -> Json:
    """What was done to whom and why, and how that stands."""
    it = one.case
    return {
        "case": str(it.number),
        "at": iso(it.at),
        "state": one.state,
        "told": one.told,
        "account": it.account,
        "conversation": it.conversation,
        "message": it.message,
        "person": it.person,
        "name": one.name,
        "text": it.text,
        "files": len(it.media),
        "later": [{"at": iso(at), "text": text} for at, text in it.later],
        "post": one.post or None,
        "by": {"kind": it.by.kind, "name": it.by.name},
        "rule": it.rule or None,
        "version": it.version or None,
        "reason": it.reason or None,
        "told_them": it.told or None,
        "told_at": iso(it.told_at),
        "points": it.points,
        "labels": list(it.labels),
        "deeds": [_deed(deed) for deed in one.deeds],
        "done_at": iso(it.done_at),
        "undone_by": it.undone_by or None,
        "undone_at": iso(it.undone_at),
        "undone_why": it.undone_why or None,
        "brings_back": list(one.brings_back),
        "cannot": list(one.cannot),
        "buttons": list(one.buttons),
        "why_no_undo": one.why_no_undo or None,
        "apology": one.apology or None,
        "appeal": _appeal(it.appeal, one.appeal) if it.appeal else None,
        "earlier": [str(other.number) for other in one.earlier],
        "opens": one.opens or None,
    }


def appeals(found: Appeals) -> Json:
    """What waits to be looked at again."""
    return {"total": found.total, "overdue": found.overdue, "cases": [case(row) for row in found.rows]}


def flags(found: Flags) -> Json:
    """What waits for a person to judge it."""
    return {"total": found.total, "flags": [_flag(row) for row in found.rows]}


def rule(one: RuleView) -> Json:
    """How a rule stands, with its newest matches."""
    it = one.standing
    return {
        "rule": it.rule,
        "version": it.version,
        "state": it.state,
        "since": iso(it.since),
        "by": it.by or None,
        "why": it.why or None,
        "told": one.told,
        "matched": it.matches,
        "right": it.right,
        "wrong": it.wrong,
        "acted": it.acted,
        "undone": it.undone,
        "proven": round(one.proven, 4),
        "missing": list(one.missing),
        "confirm": one.confirm or None,
        "in_file": one.in_file,
        "buttons": list(one.buttons),
        "matches": [match(row) for row in (*one.waiting, *one.judged)],
    }


def match(one: Matched) -> Json:
    """What a rule in shadow would have done."""
    it = one.match
    return {
        "match": it.id,
        "at": iso(it.at),
        "conversation": it.conversation,
        "message": it.message,
        "name": one.name,
        "text": it.text,
        **_finding(it.finding, one.wants),
        "verdict": it.verdict or None,
        "by": it.by or None,
    }


def measures(found: Measures) -> Json:
    """What is on, and what can be switched on."""
    return {
        "measures": [measure(one) for one in found.on],
        "offers": [_offer(one) for one in found.offers],
    }


def measure(one: MeasureView) -> Json:
    """One that is on."""
    it = one.measure
    return {
        "id": it.id,
        "kind": it.kind.replace("_", "-"),
        "account": it.account,
        "post": it.post,
        "conversation": it.conversation,
        "until": iso(it.until),
        "by": it.by or None,
        "at": iso(it.at),
        "why": it.why or None,
        "seconds": it.seconds or None,
        "told": one.told,
    }


def person(one: PersonView) -> Json:
    """What moderation knows of somebody."""
    it = one.person
    return {
        "person": one.id,
        "name": one.name,
        "points": round(it.points, 2),
        "next_step": one.next_step or None,
        "allowed": it.allowed,
        "allowed_by": one.allowed_by or None,
        "blocked": one.blocked,
        "labels": list(it.labels),
        "strikes": [
            {"at": iso(one.at), "points": one.points, "left": round(one.left, 2), "case": str(one.case)}
            for one in one.strikes
        ],
        "same": [{"person": one.id, "name": one.name} for one in one.same],
        "cases": [case(row) for row in one.cases],
    }


def tally(found: TallyView) -> Json:
    """What was done in a span."""
    it = found.tally
    return {
        "since": iso(it.since),
        "cases_opened": found.cases,
        "cases_undone": found.undone,
        "by_rule": [
            {"rule": one.rule or None, "name": one.name, "cases_opened": one.cases, "cases_undone": one.undone}
            for one in found.shares
        ],
        "by_deed": [{"words": words, "count": count} for words, count in found.deeds],
        "median_to_hide_ms": found.median_to_hide,
        "p95_to_hide_ms": found.p95_to_hide,
        "dropped": it.dropped,
        "appeals": it.appeals,
        "granted": it.granted,
    }


def _offer(one: Offer) -> Json:
    kind = one.kind.replace("_", "-")
    return {"kind": kind, "account": one.account, "title": one.title, "why_not": one.why_not or None}


def _deed(one: DeedView) -> Json:
    return {
        "kind": one.kind,
        "words": one.words,
        "state": one.state,
        "told": one.told,
        "delivery": one.delivery,
        "at": iso(one.at),
        "undoing": one.undoing,
    }


def _appeal(it: Appeal, shown: AppealView | None) -> Json:
    return {
        "at": iso(it.at),
        "due": iso(it.due),
        "conversation": it.conversation,
        "message": it.message,
        "text": it.words,
        "state": it.state,
        "by": it.by or None,
        "decided_at": iso(it.decided_at),
        "answer": it.answer or None,
        "why_not": shown.why_not or None if shown else None,
    }


def _flag(one: FlagView) -> Json:
    it = one.flag
    return {
        "conversation": it.conversation,
        "message": it.message,
        "at": iso(it.at),
        "name": one.name,
        "text": it.text,
        **_finding(it.finding, one.wants),
        "severity": it.finding.severity,
        "buttons": list(one.buttons),
        "opens": one.opens or None,
    }


def _finding(it: Finding, wants: tuple[str, ...]) -> Json:
    return {"rule": it.rule, "version": it.version, "because": it.because, "wants": list(wants)}
