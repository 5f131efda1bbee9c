"""What a rule wants done, in the words of the inbox; and where two rules want different things of one message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from inbox.canned import in_language
from inbox.cases import Finding, Sight, Wants
from responders.moderation.file import Do, ToPeople

KEEP = "keep"


def wants_of(do: ToPeople, language: str = "") -> Wants:
    """What is written under `do`, or in a step of the ladder; what it says is in their language."""
    more = do if isinstance(do, Do) else None
    return Wants(
        sight=_sight(more) if more else "",
        mute=_seconds(do.mute),
        block=bool(do.block),
        slow=_seconds(more.slow) if more else 0,
        labels=do.labels,
        priority=do.priority,
        points=(more.strike or 0) if more else 0,
        reply=said(more.reply, language) if more else "",
        tell=do.tell or "",
        keep=bool(more and more.keep),
        may_remove=bool(more and more.hide and more.irreversible),
    )


def said(texts: Mapping[str, str] | None, language: str) -> str:
    """The text for somebody who reads this language, "" where nothing is said."""
    return in_language(texts, language) if texts else ""


@dataclass(frozen=True, slots=True)
class Fight:
    """Two rules that want different things of one message: what about, what each wants; the first has its way."""

    about: str
    first: str
    second: str
    has_its_way: str
    gives_way: str


def fights(findings: Sequence[Finding]) -> Iterator[Fight]:
    """Each pair of rules that differ about one message, in the order of the file."""
    for at, second in enumerate(findings):
        for first in findings[:at]:
            for about, one, other in _differences(first.wants, second.wants):
                yield Fight(about, first.rule, second.rule, one, other)


def _differences(one: Wants, other: Wants) -> Iterator[tuple[str, str, str]]:
    if one.keep != other.keep:
        acts = other if one.keep else one
        if acts.sight or acts.mute or acts.block or acts.points or acts.slow or acts.reply:
            yield "whether anything is done", _words(one), _words(other)
        return
    pairs = (
        ("what becomes of the message", one.sight, other.sight),
        ("how long they are muted", _span(one.mute), _span(other.mute)),
        ("how slowly people may write", _span(one.slow), _span(other.slow)),
        ("its priority", _number(one.priority), _number(other.priority)),
        ("what they are answered", one.reply, other.reply),
    )
    yield from ((about, first, second) for about, first, second in pairs if first and second and first != second)


def _words(wants: Wants) -> str:
    return KEEP if wants.keep else wants.sight or "acts"


def _sight(do: Do) -> Sight:
    return "hide" if do.hide else "hold" if do.hold else "remove" if do.remove else ""


def _seconds(lasting: timedelta | None) -> int:
    return round(lasting.total_seconds()) if lasting else 0


def _span(seconds: int) -> str:
    return f"{seconds} s" if seconds else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
