"""What is switched on for bad days, and what moderation did in a span."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inbox.brand import Brand
from inbox.cases import Measure
from inbox.docket import words
from inbox.docket.shown import Measures, MeasureView, Offer, Share, TallyView
from inbox.models import Actor
from inbox.moderation import figures
from inbox.moderation.measures import TITLES, active, in_words, why_not
from inbox.policy import may
from inbox.review import require
from inbox.wording import ACTIONS, sentence


async def measures(brand: Brand, by: Actor) -> Measures:
    """What is on, and what this actor can switch on for each account."""
    require(by, "look")
    on = [_measure(brand, by, one) for one in await active(brand)]
    on.sort(key=lambda view: (view.left is None, view.left or 0))
    if not may(by, "measure"):
        return Measures(tuple(on), ())
    offers = (
        Offer(kind, account, title, why_not(brand, kind, account))
        for account in brand.capabilities
        for kind, title in TITLES.items()
    )
    return Measures(tuple(on), tuple(offers))


async def tally(brand: Brand, by: Actor, since: int) -> TallyView:
    """Cases, what was undone of them, and how fast, since the day of a time (unix ms)."""
    found = await figures.tally(brand, by, since)
    to_hide = sorted(found.to_hide)
    return TallyView(
        tally=found,
        cases=sum(found.cases.values()),
        undone=sum(found.undone.values()),
        shares=_shares(found.cases, found.undone),
        deeds=tuple(sorted(_in_words(found.deeds).items(), key=lambda item: (-item[1], item[0]))),
        median_to_hide=_at(to_hide, 0.5),
        p95_to_hide=_at(to_hide, 0.95),
    )


def _measure(brand: Brand, by: Actor, measure: Measure) -> MeasureView:
    left = max(0, measure.until - brand.now()) if measure.until else None
    why = f" {sentence(measure.why)}" if measure.why else ""
    return MeasureView(measure, sentence(in_words(measure)) + why, left, may(by, "measure"))


def _shares(cases: Mapping[str, int], undone: Mapping[str, int]) -> tuple[Share, ...]:
    """The rules with the most cases first."""
    names = {*cases, *undone}
    shares = [Share(rule, words.rule_name(rule), cases.get(rule, 0), undone.get(rule, 0)) for rule in names]
    return tuple(sorted(shares, key=lambda share: (-share.cases, share.rule)))


def _in_words(deeds: Mapping[str, int]) -> dict[str, int]:
    known: dict[str, str] = {kind: words for kind, words in ACTIONS.items()}  # noqa: C416 - keys of a wider type
    return {known.get(kind, kind): count for kind, count in deeds.items()}


def _at(ordered: Sequence[int], share: float) -> int | None:
    """The value below which this share of the others lies; None of none."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None
