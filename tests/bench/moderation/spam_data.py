"""Rows to train and measure spam on: comments of five videos, short messages, and the examples of this repository."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
EXAMPLES = Path(__file__).with_name("spam_examples.tsv")
MESSAGES, OWN, HELD = "messages", "examples", "held"
# Names and numbers that the collectors of the messages took out. Only clean ones have them, so they would give it away.
TAKEN_OUT = re.compile(r"&lt;(?:#|DECIMAL|TIME|URL|EMAIL)&gt;")
NO_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One text; `place` is its video, MESSAGES, OWN, or HELD for what is never trained on."""

    text: str
    place: str
    spam: bool
    language: str = "en"


def rows(folder: Path) -> list[Row]:
    """All of them; youtube_spam.jsonl and sms_spam.jsonl are in the folder, or in `moderation` in it."""
    found = [_row(line) for name in ("youtube_spam", "sms_spam") for line in _lines(folder, name)]
    return found + examples()


def examples() -> list[Row]:
    """The examples that were written for this project."""
    split = [line.split("\t") for line in EXAMPLES.read_text().splitlines() if line and not line.startswith("#")]
    return [Row(text, HELD if kind == "held" else OWN, kind == "spam", language) for kind, language, text in split]


def _lines(folder: Path, name: str) -> list[str]:
    inner = folder / "moderation"
    return ((inner if inner.is_dir() else folder) / f"{name}.jsonl").read_text().split("\n")[:-1]


def _row(line: str) -> Row:
    row = json.loads(line)
    return Row(TAKEN_OUT.sub("5", row["text"]), row.get("video", MESSAGES), bool(row["y"]))


def folds(found: list[Row], chosen: Flags, count: int, *, together: bool = True, seed: int = 0) -> list[Flags]:
    """The chosen rows in so many parts; texts that differ in numbers and signs only stand together."""
    keys = [NO_LETTERS.sub(" ", row.text.casefold()).strip() or row.text for row in found]
    numbers = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    group = np.array([numbers[key] for key in keys]) if together else np.arange(len(found))
    part = np.random.default_rng(seed).permutation(int(group.max()) + 1)[group] % count
    return [chosen & (part == at) for at in range(count)]
