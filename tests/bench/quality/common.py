"""Makes responders/matching/common.json: `python -m tests.bench.quality.common <folder with faq/*.jsonl>`.

Counts in how many kinds of question a word turns up, in ten phrasings of each, over CLINC150 (CC BY 3.0,
clinc/oos-eval), Banking77 and HWU64 (CC BY 4.0). Only words and counts are kept, no sentence.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from responders.matching.common import TABLE
from responders.matching.grams import words
from tests.bench.quality.data import sets

SOURCES = ("banking77", "clinc150", "hwu64")
FEWEST = 3


def main(folder: Path) -> None:
    """Count and write."""
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for rows in sets(folder):
        if rows.name in SOURCES:
            for example in rows.examples(10):
                kinds[rows.name, example.entry].update(words(example.text))
    counts = Counter(word for said in kinds.values() for word in said)
    kept = {word: count for word, count in sorted(counts.items()) if count >= FEWEST}
    TABLE.write_text(json.dumps({"kinds": len(kinds), "words": kept}, ensure_ascii=False, indent=0) + "\n")
    print(f"{TABLE.name}: {len(kept)} words of {len(kinds)} kinds of question")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
