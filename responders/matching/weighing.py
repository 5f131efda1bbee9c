"""From a question to the likeliest entry, and all that speaks for and against it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from responders.matching.evidence import Evidence, differences
from responders.matching.fitted import Entry, Fitted, Phrasing, Seen
from responders.matching.grams import words
from responders.matching.index import PHRASES, SPELLING
from responders.matching.polarity import asking, denied
from responders.matching.postings import Floats, Ints

CONTENDERS = 12  # entries that the classifier is asked about: those with the nearest phrasings
FAR = 0.1  # a question that is less like every phrasing shares a common word with them by chance
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

    order: Ints
    scores: Floats
    best: Floats  # by view and entry, the nearest phrasing; of entries that are left out, 0
    seen: Seen


def weigh(brand: Fitted, text: str, kept: NDArray[np.bool_], vector: Sequence[float] | None = None) -> Finding | None:
    """The likeliest of the entries that are kept; None when no phrasing is anywhere near."""
    said = words(text)
    asked = brand.index.read(said)
    seen = brand.see(asked, vector)
    likeness = seen.likeness
    ranking = _ranking(brand, seen, kept)
    if ranking is None:
        return None
    first = int(ranking.order[0])
    entry, phrasing = _nearest(brand, first, likeness)
    second, second_phrasing = (
        _nearest(brand, int(ranking.order[1]), likeness) if len(ranking.order) > 1 else (None, None)
    )
    diff = differences(asked.words, brand.index.vocabulary.known, entry.words, phrasing.words)
    asks = asking(said)
    evidence = Evidence(
        **_standing(brand, ranking),
        **_nearness(ranking, first, likeness[entry.rows]),
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
        numbers=sum(any(letter.isdigit() for letter in word) for word in set(said) - phrasing.said),
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


def _ranking(brand: Fitted, seen: Seen, kept: NDArray[np.bool_]) -> _Ranking | None:
    if seen.likeness.max() < FAR:
        return None
    best = np.maximum.reduceat(seen.views, brand.starts, axis=1)
    best[:, : len(kept)] *= kept
    near = np.maximum.reduceat(seen.likeness, brand.starts)[: len(kept)] * kept
    if near.max(initial=0) < FAR:
        return None
    contenders = np.sort(np.argpartition(-near, min(CONTENDERS, len(near)) - 1)[:CONTENDERS]).astype(np.int32)
    contenders = contenders[kept[contenders]]
    scores = brand.scores(seen, contenders)
    order = np.argsort(-scores, kind="stable")
    return _Ranking(contenders[order], scores[order], best, seen)


def _standing(brand: Fitted, ranking: _Ranking) -> dict[str, float]:
    """How the entry stands among the others, by the classifier."""
    scores = ranking.scores
    second = max(float(scores[1]), 0.0) if len(scores) > 1 else 0.0
    score = float(scores[0])
    return {
        "score": score,
        "second": second,
        "ahead": score - second,
        "share": 1 / float(np.exp(STEEP * (scores - scores[0])).sum()),
        "positive": float(np.maximum(scores, 0).sum()),
        "none": float(brand.scores(ranking.seen, np.array([len(brand.entries)], np.int32))[0])
        if brand.nothing
        else 0.0,
        "none_near": float(ranking.best[:, -1].mean()) if brand.nothing else 0.0,
    }


def _nearness(ranking: _Ranking, first: int, own: Floats) -> dict[str, float]:
    """How near the entry's phrasings are, and how much nearer than anybody else's."""
    mine = ranking.best[:, first].copy()
    others = ranking.best.copy()
    others[:, first] = 0
    leads = mine - others.max(1)
    return {
        "near_phrases": float(mine[PHRASES]),
        "near_spelling": float(mine[SPELLING]),
        "near_meaning": float(mine[MEANING]) if len(mine) > MEANING else 0.0,
        "lead_meaning": float(leads[MEANING]) if len(mine) > MEANING else 0.0,
        "near": float(mine.mean()),
        "near_least": float(mine.min()),
        "lead_phrases": float(leads[PHRASES]),
        "lead_spelling": float(leads[SPELLING]),
        "lead": float(leads.mean()),
        "agree": float((leads >= 0).sum()),
        "near_some": float(np.sort(own)[-3:].mean()),
    }


def _nearest(brand: Fitted, entry: int, likeness: Floats) -> tuple[Entry, Phrasing]:
    found = brand.entries[entry]
    return found, brand.phrasings[found.rows.start + int(likeness[found.rows].argmax())]
