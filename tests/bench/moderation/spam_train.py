"""Makes responders/moderation/spam/weights.json: `python -m tests.bench.moderation.spam_train <folder>`.

The folder has moderation/youtube_spam.jsonl and moderation/sms_spam.jsonl: YouTube Spam Collection and SMS Spam
Collection (UCI, CC BY 4.0). The examples of this folder are trained on as well. The same folder gives the same file.

The probability is calibrated on scores that were made without the row: comments without their whole video, messages
and examples without all that differ from them in numbers only.
"""

from __future__ import annotations

import base64
import json
import sys
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from responders.moderation.spam.model import GROUPS, WEIGHTS
from responders.moderation.spam.traces import FIGURES
from tests.bench.moderation.spam_data import Flags, folds, rows
from tests.bench.moderation.spam_fit import EXACTLY, Array, Kernels, Recipe, Seen, scored, see, teach, together

RECIPE = Recipe()
PARTS = 5
FEWEST = 2  # a piece that stands in one row only is learnt by heart
Scores = NDArray[np.float64]


def main(folder: Path) -> None:
    """Train on everything, calibrate, write."""
    seen = see(rows(folder))
    alike = seen.kernels(RECIPE)
    taught = ~seen.held
    weights = tables(seen, teach(seen, alike, taught, RECIPE, EXACTLY), RECIPE)
    scores = unseen_scores(seen, alike, RECIPE)
    places = (taught & ~seen.messages, seen.messages)
    lines = [calibrated(scores[place], seen.spam[place]) for place in places]
    made = written(seen, weights) | {"calibration": [[short(slope), short(lift)] for slope, lift in lines]}
    WEIGHTS.write_text(json.dumps(made, indent=1) + "\n")
    print(f"{int(taught.sum())} rows, {WEIGHTS.stat().st_size / 1000:.0f} kB, calibration {made['calibration']}")


def tables(seen: Seen, given: Array, recipe: Recipe) -> tuple[list[Array], Array, Array]:
    """The weights of the buckets by group, those of the figures, and the base; a column for each regression."""
    shares = np.array(recipe.by_expert(), np.float32).T
    *found, figures = (share * (matrix.T @ given) for share, matrix in zip(shares, seen.matrices, strict=True))
    for group, rare in enumerate(seen.rarity):
        found[group] *= rare[:, None]
        found[group][(seen.matrices[group] > 0).sum(0) < FEWEST] = 0
    figures = figures / seen.deviation[:, None] / np.float32(len(FIGURES) ** 0.5)
    return found, figures, given.sum(0) - seen.mean @ figures


def unseen_scores(seen: Seen, alike: Kernels, recipe: Recipe) -> Scores:
    """The score of every row by a model that was not taught it, nor its video or its doubles; messages are private."""
    found = np.zeros(len(seen.rows))
    for part in strangers(seen):
        found[part] = together(scored(alike, teach(seen, alike, ~part, recipe)), seen.messages)[part]
    return found


def strangers(seen: Seen) -> list[Flags]:
    """The parts that are left out in turn: each video, and messages and examples in five."""
    place = np.array([row.place for row in seen.rows])
    videos = [place == name for name in sorted(set(place[seen.comments]))]
    return [*videos, *folds(seen.rows, seen.messages | seen.own, PARTS)]


def calibrated(scores: Scores, spam: Flags) -> tuple[float, float]:
    """Slope and lift, so that 1 / (1 + exp(-(slope · score + lift))) is a probability; Newton's method."""
    line = np.stack([scores, np.ones_like(scores)])
    found = np.array([1.0, 0.0])
    # As Platt does: never quite sure, so that a gap in the rows makes no endless slope.
    wanted = np.where(spam, 1 - 1 / (spam.sum() + 2), 1 / ((~spam).sum() + 2))
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(found @ line, -30, 30)))
        curve = (line * (chance * (1 - chance))) @ line.T
        found += np.linalg.solve(curve, line @ (wanted - chance))
    return float(found[0]), float(found[1])


def written(seen: Seen, weights: tuple[list[Array], Array, Array]) -> dict[str, object]:
    """As weights.json has it."""
    groups, figures, base = weights
    return {
        "base": [short(one) for one in base],
        "figures": {name: [short(one) for one in row] for name, row in zip(FIGURES, figures, strict=True)},
        "tables": {name: packed(table.T) for name, table in zip(GROUPS, groups, strict=True)},
        "rarity": {name: packed(rare[None]) for name, rare in zip(GROUPS, seen.rarity, strict=True)},
    }


def packed(table: Array) -> dict[str, object]:
    """Each row in 255 steps, one byte each."""
    units = np.maximum(np.abs(table).max(1), 1e-9) / 127
    pressed = zlib.compress(np.round(table / units[:, None]).astype(np.int8).tobytes(), 9)
    return {"units": [short(unit) for unit in units], "bytes": base64.b85encode(pressed).decode()}


def short(number: float) -> float:
    """Six digits are enough."""
    return float(f"{float(number):.6g}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
