"""Makes responders/matching/calibrator.json: `python -m tests.bench.quality.train <folder with faq/*.jsonl>`.

The weights come from some hundred made-up brands out of the public sets. The threshold comes from judges that have not
seen the set that they judge: one number for all sets, the lowest from which on the lower bound of the precision holds.
With a second argument, a file of vectors (`texts` and `vectors` in .npz), it makes calibrator_meaning.json, out of the
questions that have one.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from responders.matching.calibrator import MEANING_WEIGHTS, WEIGHTS
from responders.matching.evidence import FIGURES
from tests.bench.quality.data import Rows, sets
from tests.bench.quality.gather import Found, gather, of_brands, trained
from tests.bench.quality.regression import Array, Regression

BRANDS = 24  # per set
PHRASINGS = (5, 10)  # per entry, when the threshold is looked for
PRECISION = 0.93  # of every family of sets, as a lower bound
SURENESS = 1.28  # standard deviations: wrong about the bound one time in ten
FEWEST = 50  # questions
PLAUSIBLE = 0.25


def main(folder: Path, file: Path | None = None) -> None:
    """Gather, train without each family for the threshold, train with all for the weights, and write."""
    vectors = known_vectors(file) if file else None
    chosen = [rows for rows in (covered(rows, vectors) for rows in sets(folder)) if rows]
    taught = [found for rows in chosen for found in of_brands(rows, BRANDS, vectors)]
    judged = [(r, gather(r, r.examples(most), (), r.questions, vectors)) for r in chosen for most in PHRASINGS]
    unseen = without_each(taught)
    made = trained(taught).written(FIGURES)
    groups = grouped([(found, found.probabilities(unseen[rows.family])) for rows, found in judged])
    made |= {"sure": threshold(groups), "plausible": PLAUSIBLE}
    (MEANING_WEIGHTS if file else WEIGHTS).write_text(json.dumps(made, indent=1) + "\n")
    print(f"{len(chosen)} sets, {len(taught)} brands: sure from {made['sure']}")


def known_vectors(file: Path) -> dict[str, Array]:
    """The vector of each text."""
    read = np.load(file)
    return dict(zip(read["texts"].tolist(), read["vectors"], strict=True))


def covered(rows: Rows, vectors: Mapping[str, Array] | None) -> Rows | None:
    """The part of a set that has vectors; None where too little has."""
    if vectors is None:
        return rows
    parts = {name: tuple(q for q in part if q.text in vectors) for name, part in rows.parts.items()}
    parts["train"] = parts.get("train_10") or parts["train"]
    return Rows(rows.name, parts) if len(parts["val"]) > FEWEST and len(parts["train"]) > FEWEST else None


def without_each(taught: Sequence[Found]) -> dict[str, Regression]:
    """For every family, the calibrator that has seen all others."""
    families = sorted({found.family for found in taught})
    return {family: trained([found for found in taught if found.family != family]) for family in families}


def grouped(judged: Sequence[tuple[Found, Array]]) -> list[tuple[Array, Array]]:
    """Probabilities and whether they were right, by family; the three small brands are one, or luck would decide."""
    names = {found.family.split("_")[0] for found, _ in judged}
    groups = []
    for name in sorted(names):
        own = [(given, found.right) for found, given in judged if found.family.split("_")[0] == name]
        groups.append((np.concatenate([given for given, _ in own]), np.concatenate([right for _, right in own])))
    return groups


def threshold(groups: Sequence[tuple[Array, Array]]) -> float:
    """The lowest probability, in hundredths, from which on every group is as precise as it must be."""
    for hundredth in range(50, 100):
        if all(bound(given >= hundredth / 100, right) >= PRECISION for given, right in groups):
            return hundredth / 100
    return 1.0


def bound(answered: Array, right: Array) -> float:
    """The lower bound of Wilson for the precision of what is answered; 1 where nothing is."""
    count = int(answered.sum())
    if not count:
        return 1.0
    share, z2 = float(right[answered].mean()), SURENESS * SURENESS
    spread = SURENESS * math.sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    return (share + z2 / (2 * count) - spread) / (1 + z2 / count)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
