"""From a question to the likeliest entry, and all that speaks for and against it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from responders.matching.evidence import Evidence, differences
from responders.matching.fitted import Entry, Fitted, Phrasing, Seen
from responders.matching.grams import words
from responders.matching.index import PHRASES, SPELLING
from responders.matching.polarity import asking, denied
from responders.matching.postings import Bools, Floats

CONTENDERS = 12  # entries that the classifier is asked about: those with the nearest phrasings
FAR = 0.1  # a question that is less like every phrasing shares a common word with them by chance
CERTAINLY_FAR = FAR - 1e-4  # rounding takes less than that
STRANGE = 0.5  # the share of a question, by weight, that an entry may never have heard of
MEANING = 2  # the view behind phrases and spelling
STEEP = 8.0  # how much a difference of scores counts when they are made into shares


@dataclass(frozen=True, slots=True)
class Finding:
    """The likeliest entry and the next, each with its nearest phrasing."""

    entry: Entry
    phrasing: Phrasing
    evidence: Evidence
    second: Entry | None
    second_phrasing: Phrasing | None
    doubt: str  # why a person has to look, whatever the figures say; "" for no such reason
    meant: bool  # whether meaning was weighed as well


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The contenders by their scores, best first, and how near their phrasings are."""

    order: Sequence[int]
    scores: Sequence[float]
    none: float  # the score of the questions that have no entry
    views: Floats  # how near every phrasing is; 0 for those of entries that are left out


def weigh(brand: Fitted, text: str, kept: Bools | None = None, vector: Sequence[float] | None = None) -> Finding | None:
    """The likeliest of the entries that are kept; None when no phrasing is anywhere near."""
    said = words(text)
    asked = brand.index.read(said)
    if vector is None and brand.index.most(asked) < CERTAINLY_FAR:
        return None
    seen = brand.see(asked, vector)
    likeness = seen.likeness
    ranking = _ranking(brand, seen, kept)
    if ranking is None:
        return None
    first = ranking.order[0]
    entry, phrasing = _nearest(brand, first, likeness)
    second, second_phrasing = _nearest(brand, ranking.order[1], likeness) if len(ranking.order) > 1 else (None, None)
    diff = differences(asked.words, brand.index.vocabulary.known, entry.words, phrasing.words)
    asks = asking(said)
    evidence = Evidence(
        **_standing(brand, ranking),
        **_nearness(ranking.views, entry.rows, likeness[entry.rows]),
        strange_most=diff.strange[0],
        strange=diff.strange[1],
        strange_share=diff.strange[2],
        apart_most=diff.apart[0],
        apart=diff.apart[1],
        apart_share=diff.apart[2],
        lost_most=diff.lost[0],
        lost=diff.lost[1],
        lost_share=diff.lost[2],
        core_most=diff.core[0],
        core=diff.core[1],
        unknown_most=diff.unknown[0],
        unknown_share=diff.unknown[1],
        asks=len(asks - entry.asks),
        asks_apart=len(asks ^ phrasing.asks),
        numbers=_numbers(asked.words.keys() - phrasing.said),
        weight=diff.weight,
        length=math.log1p(len(said)),
        near_length=len(phrasing.words),
        entries=math.log(len(brand.entries)),
        phrasings=math.log(entry.rows.stop - entry.rows.start),
        phrasings_mean=math.log(len(brand.phrasings) / len(brand.starts)),
    )
    return Finding(entry, phrasing, evidence, second, second_phrasing, _doubt(said, phrasing, evidence), seen.meant)


def _doubt(said: Sequence[str], phrasing: Phrasing, evidence: Evidence) -> str:
    """What few phrasings cannot teach: these three turn a look-alike into another question."""
    if denied(said) != phrasing.denies:
        return 'only one of the two says "not"'
    if evidence.numbers:
        return "it has a number of its own"
    if evidence.strange_share > STRANGE:
        return "most of what it says stands in no phrasing of the entry"
    return ""


def _ranking(brand: Fitted, seen: Seen, kept: Bools | None) -> _Ranking | None:
    if seen.likeness.max() < FAR:
        return None
    count = len(brand.entries)
    near = np.maximum.reduceat(seen.likeness, brand.starts)[:count]
    if kept is not None:
        near *= kept
    if near.max() < FAR:
        return None
    contenders = (-near).argpartition(min(CONTENDERS, count) - 1)[:CONTENDERS]
    if kept is not None:
        contenders = contenders[kept[contenders]]
    contenders.sort()
    if brand.nothing:  # asked with them, as most of the cost is the same for one and for a dozen
        *scores, none = brand.scores(seen, np.append(contenders, count)).tolist()
    else:
        scores, none = brand.scores(seen, contenders).tolist(), 0.0
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    views = seen.views if kept is None else seen.views * brand.by_row(kept)
    return _Ranking([int(contenders[at]) for at in order], [scores[at] for at in order], none, views)


def _numbers(of: Iterable[str]) -> int:
    """How many have a digit; words of letters alone, nearly all, are not looked through."""
    return sum(not word.isalpha() and any(letter.isdigit() for letter in word) for word in of)


def _standing(brand: Fitted, ranking: _Ranking) -> dict[str, float]:
    """How the entry stands among the others, by the classifier."""
    scores = ranking.scores
    score, second = scores[0], max(scores[1], 0.0) if len(scores) > 1 else 0.0
    unanswered = ranking.views[:, brand.starts[-1] :].max(1).tolist() if brand.nothing else [0.0]
    return {
        "score": score,
        "second": second,
        "ahead": score - second,
        "share": 1 / sum(math.exp(STEEP * (other - score)) for other in scores),
        "positive": sum(max(other, 0.0) for other in scores),
        "none": ranking.none,
        "none_near": _mean(unanswered),
    }


def _nearness(views: Floats, rows: slice, own: Floats) -> dict[str, float]:
    """How near the entry's phrasings are, and how much nearer than anybody else's."""
    mine = views[:, rows].max(1).tolist()
    before = views[:, : rows.start].max(1, initial=0).tolist()
    behind = views[:, rows.stop :].max(1, initial=0).tolist()
    leads = [near - max(others) for near, *others in zip(mine, before, behind, strict=True)]
    return {
        "near_phrases": mine[PHRASES],
        "near_spelling": mine[SPELLING],
        "near_meaning": mine[MEANING] if len(mine) > MEANING else 0.0,
        "lead_meaning": leads[MEANING] if len(mine) > MEANING else 0.0,
        "near": _mean(mine),
        "near_least": min(mine),
        "lead_phrases": leads[PHRASES],
        "lead_spelling": leads[SPELLING],
        "lead": _mean(leads),
        "agree": float(sum(lead >= 0 for lead in leads)),
        "near_some": _mean(sorted(own.tolist())[-3:]),
    }


def _mean(of: Sequence[float]) -> float:
    return sum(of) / len(of)


def _nearest(brand: Fitted, entry: int, likeness: Floats) -> tuple[Entry, Phrasing]:
    found = brand.entries[entry]
    return found, brand.phrasings[found.rows.start + int(likeness[found.rows].argmax())]
