"""Scores the matcher on public questions: `python -m tests.bench.quality [folder with faq/*.jsonl]`.

Without a folder, the one that SANGAM_QUALITY names; without either it says so and ends. Beside the matcher stand two
plain methods, in the same run. `--phrasings 10` measures that number only, `--unseen` adds judges that have not seen
the set, which takes some minutes longer.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tests.bench.quality.data import ALL, sets
from tests.bench.quality.report import one_rule, per_set, resources
from tests.bench.quality.score import METHODS, Scored, scored, unseen

PHRASINGS = (1, 5, 10, ALL)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.quality", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default=os.environ.get("SANGAM_QUALITY", ""), help="where faq/*.jsonl is")
    parser.add_argument("--phrasings", type=int, nargs="*", default=PHRASINGS, help="per entry")
    parser.add_argument(
        "--unseen", action="store_true", help="also judges that have not seen the set; trains them first"
    )
    asked = parser.parse_args()
    if not asked.folder or not sets(Path(asked.folder)):
        print(
            "There are no questions to measure on: name the folder that has faq/*.jsonl, or set SANGAM_QUALITY to it."
        )
        return
    folder = Path(asked.folder)
    for most in asked.phrasings:
        print(f"\n=== {'all' if most >= ALL else most} phrasings per entry", flush=True)
        rows: list[Scored] = [scored(rows, most, name) for name in METHODS for rows in sets(folder)]
        if asked.unseen:
            rows += unseen(folder, most)
        print("\n".join([*per_set(rows), *one_rule(rows), *resources(rows)]), flush=True)


if __name__ == "__main__":
    main()
