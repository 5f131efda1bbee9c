"""How replay and eval are shown: counts first, then one block for each thing that a person may want to judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.text import Text

from bot.evaluation import Evaluation, Row, Score, Wrong
from bot.replay import Replayed
from bot.surfaces.cli import safe
from bot.surfaces.cli.hung import Hung
from bot.surfaces.cli.screen import Document, Picture
from inbox.brand import Brand
from inbox.decisions import Decision, Proposed
from inbox.models import DraftId
from inbox.times import iso, stamp

INDENT = 8  # the width of what stands before a text
# In the order in which they are counted.
CHANGES = {
    "same": "the same as then",
    "answered": "would be answered now",
    "silent": "would not be answered any more",
    "otherwise": "would be answered differently",
    "alone": "would go out alone now",
    "waits": "would not go out alone any more",
    "handed": "would be handed to a person now",
    "kept": "would not be handed to a person any more",
    "labels": "with other labels, priority, assignee or snooze",
    "reasons": "the same text for other reasons",
    "anew": "the model would be asked something new, which is not done here",
}
CANNOT = "cannot: "
NONE = "The responders have decided nothing since {}; what they decide is kept for 90 days."
MILLION = 1_000_000


async def texts_of_then(brand: Brand, shown: Sequence[Replayed]) -> dict[DraftId, str]:
    """What the drafts of then said."""
    ids = [one.draft for done in shown for one in done.then.proposals if one.draft]
    drafts = await brand.store.aftermaths.drafts(ids)
    return {id: str(getattr(draft.proposal.action, "text", "")) for id, (draft, _) in drafts.items()}


# ----------------------------------------------------------------------------------------------------------- replay


def replay_picture(
    since: int,
    config: Path | None,
    counts: Mapping[str, int],
    shown: Sequence[Replayed],
    texts: Mapping[DraftId, str],
    now: int,
    *,
    fancy: bool,
) -> Picture:
    """The counts, then each decision that differs."""
    if not counts.get("decisions"):
        yield NONE.format(stamp(since))
        return
    by = f"the files in {config}" if config else "the files as they stand"
    yield f"{_many(counts['decisions'], 'decision')} since {stamp(since)}, done again by {by}:"
    yield from (f"{number:>8,}  {words}" for number, words in _counted(counts))
    for one in shown:
        yield ""
        yield from _block(one, texts)
    left = sum(counts.get(change, 0) for change in CHANGES if change != "same")
    if left and not shown:
        yield "\nNone of these is shown; --limit and --only say which are."


def replay_document(
    since: int, counts: Mapping[str, int], shown: Sequence[Replayed], texts: Mapping[DraftId, str]
) -> Document:
    """The same for programs."""
    cannot = {name.removeprefix(CANNOT): count for name, count in counts.items() if name.startswith(CANNOT)}
    return {
        "since": iso(since),
        "decisions": counts["decisions"],
        "counts": {change: counts.get(change, 0) for change in CHANGES},
        "cannot": cannot,
        "changed": [
            {
                "id": one.then.id,
                "at": iso(one.then.at),
                "conversation": one.then.conversation,
                "changes": sorted(one.changes),
                "asks_anew": one.anew,
                "question": one.turn.question if one.turn else "",
                "then": _side(one.then, [texts.get(p.draft, "") if p.draft else "" for p in one.then.proposals]),
                "now": _side(one.now, _texts_of_now(one)) if one.now else None,
            }
            for one in shown
        ],
    }


def _counted(counts: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    yield counts.get("same", 0), CHANGES["same"]
    yield from ((counts[change], words) for change, words in CHANGES.items() if change != "same" and counts.get(change))
    for name in sorted(name for name in counts if name.startswith(CANNOT)):
        yield counts[name], f"cannot be done again: {name.removeprefix(CANNOT)}"


def _block(one: Replayed, texts: Mapping[DraftId, str]) -> Picture:
    changes = "; ".join(
        CHANGES[change] for change in CHANGES if change in one.changes or (change == "anew" and one.anew)
    )
    yield Text.assemble((f"{stamp(one.then.at)}  {safe.line(one.then.conversation)}", "bold"), f"  {changes}")
    if one.turn:
        yield _hung("asked", one.turn.question)
    yield from _lines("then", one.then, [texts.get(p.draft, "") if p.draft else "" for p in one.then.proposals])
    if one.now:
        yield from _lines("now", one.now, _texts_of_now(one))


def _lines(when: str, decision: Decision, texts: Sequence[str]) -> Picture:
    if not decision.proposals:
        yield _hung(when, "nothing" + _besides(decision))
    for proposed, text in zip(decision.proposals, texts, strict=True):
        yield _hung(when, f"{_by(proposed)}, {_fate(proposed)}{_besides(decision)}")
        if text:
            yield _hung("", text)


def _hung(name: str, text: str) -> Hung:
    return Hung(safe.lines(text), f"  {name:<{INDENT - 2}}", " " * INDENT)


def _by(proposed: Proposed) -> str:
    return " ".join((proposed.by, ", ".join(proposed.sources))).strip()


def _fate(proposed: Proposed) -> str:
    checks = f" ({' '.join(proposed.checks)})" if proposed.checks else ""
    return f"waits: {proposed.waits}{checks}" if proposed.waits else "alone"


def _besides(decision: Decision) -> str:
    said = [
        f"hands over: {decision.hand_off}" if decision.hand_off else "",
        f"labels {', '.join(decision.labels)}" if decision.labels else "",
        f"priority {decision.priority}" if decision.priority is not None else "",
        f"gives it to {decision.assign}" if decision.assign else "",
        "snoozes it" if decision.snooze else "",
        f"skipped {', '.join(decision.skipped)}" if decision.skipped else "",
    ]
    return "".join(f"; {words}" for words in said if words)


def _texts_of_now(one: Replayed) -> list[str]:
    return [str(getattr(proposal.action, "text", "")) for proposal in one.proposals]


def _side(decision: Decision, texts: Sequence[str]) -> Document:
    return {
        "proposals": [
            {
                "by": proposed.by,
                "sources": list(proposed.sources),
                "evidence": proposed.evidence,
                "text": text,
                "checks": list(proposed.checks),
                "waits": proposed.waits,
            }
            for proposed, text in zip(decision.proposals, texts, strict=True)
        ],
        "labels": list(decision.labels),
        "priority": decision.priority,
        "hand_off": decision.hand_off,
        "assign": decision.assign,
        "snooze_ms": decision.snooze,
        "skipped": list(decision.skipped),
    }


# ------------------------------------------------------------------------------------------------------------- eval


def eval_picture(since: int, config: Path | None, found: Evaluation, limit: int, *, fancy: bool) -> Picture:
    """Every slice, every source, then what would have been wrong."""
    if not found.decisions:
        yield NONE.format(stamp(since))
        return
    by = f"the files in {config}" if config else "the files as they stand"
    yield f"{_many(found.decisions, 'decision')} since {stamp(since)}; what would be is by {by}."
    if found.cannot:
        yield f"{found.cannot:,} of these are left out: what was asked is not there any more as it was."
    for row, score in found.rows.items():
        if not row.source:
            yield ""
            yield Text(slice_words(row), "bold")
            yield from (f"  {name:<10}{words}" for name, words in _facts(score) if words)
    sources = [(row, score) for row, score in found.rows.items() if row.source]
    if sources:
        yield ""
        yield Text("By what the answers rest on", "bold")
        yield from (f"  {row.responder} {safe.line(row.source)}: {_short(score)}" for row, score in sources)
    if found.wrong:
        yield ""
        yield Text(f"Would go out alone now, and something else was said then: {found.wrong_in_all:,}", "bold")
        for wrong in found.wrong[:limit]:
            yield ""
            yield from _wrong(wrong)


def eval_document(since: int, found: Evaluation, held: Sequence[Row], gate: float | None, limit: int) -> Document:
    """The same for programs; shares are between 0 and 1, money is in millionths of the currency of the prices."""
    return {
        "since": iso(since),
        "decisions": found.decisions,
        "left_out": found.cannot,
        "slices": [_row(row, score) for row, score in found.rows.items() if not row.source],
        "sources": [_row(row, score) for row, score in found.rows.items() if row.source],
        "wrong": found.wrong_in_all,
        "wrong_ones": [
            {
                "at": iso(one.at), "conversation": one.conversation, "responder": one.responder, "source": one.source,
                "question": one.question, "would": one.would, "said": one.said, "by": one.by, "why": one.why,
            }
            for one in found.wrong[:limit]
        ],
        "gate": gate,
        "passed": None if gate is None else bool(held) and all(found.rows[row].safe >= gate for row in held),
    }  # fmt: skip


def slice_words(row: Row) -> str:
    """A slice as people read it."""
    label = f", labelled {row.label}" if row.label else ""
    return safe.line(f"{row.responder} on {row.account}, {row.kind}{label}")


def _facts(score: Score) -> Iterator[tuple[str, str]]:
    yield "covers", f"{score.answered:,} of {_many(score.asked, 'question')} ({_share(score.answered, score.asked)})"
    yield "drafts", _drafts(score)
    yield "alone", f"{score.alone:,} went out alone, {score.bad:,} ended badly" if score.alone else ""
    yield "would be", _would(score)
    yield "cost", _cost(score)


def _drafts(score: Score) -> str:
    if not score.decided + score.outdated + score.open:
        return ""
    changed = f" ({score.changed / score.edited:.0%} of the text on average)" if score.edited else ""
    said = [
        f"{score.unchanged:,} sent unchanged",
        f"{score.edited:,} edited{changed}",
        f"{score.rejected:,} rejected",
        f"{score.outdated:,} outdated" if score.outdated else "",
        f"{score.open:,} undecided" if score.open else "",
        f"at least {score.proven:.1%} are sent unchanged" if score.decided else "",
    ]
    return ", ".join(filter(None, said[:5])) + (f"; {said[5]}" if said[5] else "")


def _would(score: Score) -> str:
    if not score.would:
        return ""
    judged = f"{score.right:,} right, {score.wrong:,} wrong, {score.unknown:,} unknown"
    return f"{score.would:,} would need nobody now: {judged}; at least {score.safe:.1%} right"


def _cost(score: Score) -> str:
    if not score.tokens and not score.micros:
        return ""
    each = f", {score.micros / MILLION / score.answered:.4f} an answer" if score.answered and score.micros else ""
    money = f", {score.micros / MILLION:.2f} in money{each}" if score.micros else ""
    return f"{score.tokens:,} tokens{money}"


def _short(score: Score) -> str:
    said = [
        (score.unchanged, "unchanged"), (score.edited, "edited"), (score.rejected, "rejected"), (score.alone, "alone"),
        (score.bad, "ended badly"), (score.right, "would be right"), (score.wrong, "would be wrong"),
    ]  # fmt: skip
    return ", ".join(f"{count:,} {words}" for count, words in said if count) or f"{score.answered:,} drafted"


def _wrong(one: Wrong) -> Picture:
    source = f" {one.source}" if one.source else ""
    yield Text.assemble((f"{stamp(one.at)}  {safe.line(one.conversation)}", "bold"), f"  {one.responder}{source}")
    yield _hung("asked", one.question)
    yield _hung("would", one.would)
    why = f" ({one.why})" if one.why else ""
    yield _hung("said", f"{one.by}: {one.said}{why}" if one.said else f"nothing; {one.by} did not want it{why}")


def _row(row: Row, score: Score) -> Document:
    named = {"responder": row.responder, "source": row.source} if row.source else {
        "responder": row.responder, "account": row.account, "kind": row.kind, "label": row.label,
    }  # fmt: skip
    return {
        **named,
        "asked": score.asked,
        "answered": score.answered,
        "unchanged": score.unchanged,
        "edited": score.edited,
        "edited_distance": round(score.changed / score.edited, 4) if score.edited else None,
        "rejected": score.rejected,
        "outdated": score.outdated,
        "open": score.open,
        "unchanged_at_least": round(score.proven, 4),
        "alone": score.alone,
        "alone_bad": score.bad,
        "would_be_alone": score.would,
        "would_be_right": score.right,
        "would_be_wrong": score.wrong,
        "would_be_unknown": score.unknown,
        "right_at_least": round(score.safe, 4),
        "tokens": score.tokens,
        "micros": score.micros,
    }


def _share(part: int, of: int) -> str:
    return f"{part / of:.0%}" if of else "-"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
