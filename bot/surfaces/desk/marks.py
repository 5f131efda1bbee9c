"""What a conversation shows of moderation: by which case a message is out of sight, and what is on for bad days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inbox import docket
from inbox.actions import ActionKind
from inbox.brand import Brand
from inbox.cases import CaseNumber, Measure, MeasureKind
from inbox.docket.cases import views
from inbox.docket.shown import CaseView, MeasureView
from inbox.models import Actor, Conversation
from inbox.moderation.measures import DOES, why_not
from inbox.policy import may
from inbox.times import span
from inbox.views import Reading
from inbox.wording import sentence

DONE: Mapping[ActionKind, str] = {
    "hide": "hidden",
    "remove": "removed",
    "mute": "muted",
    "block": "blocked",
    "slow": "slowed down",
}
LASTS: Mapping[str, str] = {
    "1h": "1 hour",
    "3h": "3 hours",
    "tomorrow": "until tomorrow, 9:00",
    "": "until somebody ends it",
}
PACES: Mapping[str, str] = {
    "10": "10 seconds",
    "30": "30 seconds",
    "60": "1 minute",
    "300": "5 minutes",
    "900": "15 minutes",
}
HERE: tuple[MeasureKind, ...] = ("hide_new", "followers_only", "known_only", "slow", "freeze")


@dataclass(frozen=True, slots=True)
class Mark:
    """The case by which a message is out of sight, in few words."""

    number: CaseNumber
    words: str  # "hidden by the rule scam-links"
    reason: str
    may_undo: bool
    appealed: bool  # an appeal waits to be decided


@dataclass(frozen=True, slots=True)
class Marks:
    """What one conversation shows of moderation, for somebody who reads it."""

    cases: Mapping[int, Mark]
    on: tuple[MeasureView, ...] = ()
    offers: tuple[MeasureKind, ...] = ()  # what can be switched on here


NO_MARKS = Marks({})


def does(measure: Measure, *, here: bool = False) -> str:
    """What a measure does and where, as a sentence; `here` is where it is read."""
    where = f"on {measure.account}"
    if measure.post:
        where = "under this post" if here else f"under the post {measure.post}"
    elif measure.conversation:
        where = "in this conversation" if here else f"in {measure.conversation}"
    return sentence(f"{DOES[measure.kind].format(span=span(1000 * measure.seconds))} {where}")


async def marks(brand: Brand, by: Actor, reading: Reading) -> Marks:
    """The cases of its messages, and the measures that are on there."""
    numbers = {CaseNumber(line.message.case) for line in reading.lines if line.message and line.message.case}
    cases = await brand.store.cases.read(sorted(numbers)) if numbers else []
    shown = await views(brand, by, cases) if cases else ()
    return Marks({one.case.number: _mark(one) for one in shown}, *await _measures(brand, by, reading.conversation))


def _mark(one: CaseView) -> Mark:
    done = list(dict.fromkeys(DONE[deed.kind] for deed in one.case.deeds if deed.kind in DONE))
    return Mark(
        number=one.case.number,
        words=f"{', '.join(done) or 'noted'} by {one.by}",
        reason=one.case.reason,
        may_undo="undo" in one.buttons,
        appealed=one.appeal is not None and one.appeal.appeal.state == "open",
    )


async def _measures(
    brand: Brand, by: Actor, c: Conversation
) -> tuple[tuple[MeasureView, ...], tuple[MeasureKind, ...]]:
    if c.thread.kind == "direct":
        return (), ()
    found = (await docket.measures(brand, by)).on
    capabilities = brand.capabilities.get(c.account)
    slows = capabilities is not None and capabilities.offers(c.thread.kind, "slow")
    offers = [kind for kind in HERE if kind != "slow" or slows] if may(by, "measure") else []
    return _of(found, c), tuple(kind for kind in offers if not why_not(brand, kind, c.account))


def _of(on: Sequence[MeasureView], c: Conversation) -> tuple[MeasureView, ...]:
    """Of what is on that which is about this conversation, its post or its whole account."""
    post = c.thread.subject.remote if c.thread.subject else None
    found = []
    for one in on:
        it = one.measure
        whole = it.post is None and it.conversation is None
        if it.account == c.account and (whole or it.conversation == c.id or (it.post is not None and it.post == post)):
            found.append(one)
    return tuple(found)
