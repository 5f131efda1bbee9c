"""The public sets of questions: which text asks for which entry, and which text asks for none."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from responders.matching.fitted import Example

# A set is left out of what judges it together with those that share its questions.
FAMILIES = {"clinc_banking_oos": "clinc150", "clinc_credit_cards_oos": "clinc150"}
ALL = 10**9


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks; `entry` is "" when no entry answers it."""

    text: str
    entry: str


@dataclass(frozen=True, slots=True)
class Rows:
    """One set: the phrasings by the name of their part, and the questions to validate on."""

    name: str
    parts: dict[str, tuple[Question, ...]]

    @property
    def family(self) -> str:
        """The name of the set whose questions these are."""
        return FAMILIES.get(self.name, self.name)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The public questions to validate on."""
        return self.parts["val"]

    def examples(self, most: int) -> list[Example]:
        """The first so many phrasings of every entry, from the part made for that number where there is one."""
        part = self.parts.get(f"train_{most}") or self.parts["train"]
        taken: Counter[str] = Counter()
        found = []
        for question in part:
            if question.entry and taken[question.entry] < most:
                taken[question.entry] += 1
                found.append(Example(question.entry, question.text))
        return found


@cache
def sets(folder: Path) -> tuple[Rows, ...]:
    """Every set in the folder, by name."""
    return tuple(_rows(file) for file in sorted((folder / "faq").glob("*.jsonl")))


def _rows(file: Path) -> Rows:
    parts: dict[str, list[Question]] = defaultdict(list)
    for line in file.read_text().splitlines():
        row = json.loads(line)
        parts[row["split"]].append(Question(row["text"], row["intent"] or ""))
    return Rows(file.stem, {name: tuple(part) for name, part in parts.items()})


@dataclass(frozen=True, slots=True)
class Brand:
    """A made-up brand: some entries of a set with some of their phrasings, and what its people ask."""

    examples: tuple[Example, ...]
    nothing: tuple[str, ...]
    questions: tuple[Question, ...]


def brands(rows: Rows, count: int) -> Iterator[Brand]:
    """Brands out of one set. Questions for entries that were left out are its look-alikes without an entry."""
    for number in range(count):
        yield _brand(rows, random.Random(f"{rows.name} {number}"))


def _brand(rows: Rows, dice: random.Random) -> Brand:
    phrasings: dict[str, list[str]] = defaultdict(list)
    for question in rows.parts["train"]:
        phrasings[question.entry].append(question.text)
    entries = _entries(sorted(phrasings.keys() - {""}), dice)
    most = dice.choice([1, 2, 3, 5, 5, 10, 10, 10, 20])
    most = max(1, min(most, 800 // len(entries)))
    examples = [Example(entry, text) for entry in entries for text in _some(phrasings[entry], most, dice)]
    asked = _shuffled([q for q in rows.questions if q.entry in entries], dice)[:300]
    near = [Question(q.text, "") for q in rows.questions if q.entry and q.entry not in entries]
    near += [Question(t, "") for entry in sorted(phrasings.keys() - {"", *entries}) for t in phrasings[entry][:6]]
    near = _shuffled(near, dice)[:150]
    far = _shuffled([q for q in rows.questions if not q.entry], dice)[:250]
    told, outside = _told(near + far, dice)
    return Brand(tuple(examples), tuple(q.text for q in told), tuple(asked + outside))


def _entries(names: list[str], dice: random.Random) -> list[str]:
    """All of them, as the set means it, or any number from five up; small numbers are as likely as large ones."""
    if dice.random() < 0.4:
        return names
    count = round(5 * (len(names) / 5) ** dice.random())
    return dice.sample(names, min(count, len(names)))


def _some(texts: list[str], most: int, dice: random.Random) -> list[str]:
    count = most if dice.random() < 0.7 else max(1, round(most * dice.uniform(0.3, 1.7)))
    return dice.sample(texts, min(count, len(texts)))


def _told(outside: list[Question], dice: random.Random) -> tuple[list[Question], list[Question]]:
    """One brand in three knows a part of what its people ask without an entry."""
    count = dice.randint(1, max(len(outside) // 2, 1)) if outside and dice.random() < 0.35 else 0
    outside = _shuffled(outside, dice)
    return outside[:count], outside[count:]


def _shuffled(questions: list[Question], dice: random.Random) -> list[Question]:
    return dice.sample(questions, len(questions))
