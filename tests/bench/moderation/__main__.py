"""Measures moderation on public data: `python -m tests.bench.moderation <folder with the data> [part …]`.

Without parts, all of them; each prints its tables and writes them into docs/moderation-quality.md, unless `--print`.
Ends with code 2 and says where the data are from when they are not there.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from tests.bench.moderation.data import SOURCES, found, missing
from tests.bench.moderation.report import write

ON_DATA = ("shipped", "toxicity", "spam")  # parts that read the folder
BY_ITSELF = {"evasion": "disguises", "cost": "cost"}  # parts that make what they measure, by the place of their tables
NOTHING_TO_MEASURE_ON = 2


def main() -> int:
    """Measure, print and write; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.moderation", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default=os.environ.get("SANGAM_QUALITY", ""), help="where the *.jsonl are")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join((*ON_DATA, *BY_ITSELF))}")
    parser.add_argument("--print", action="store_true", help="leave the page as it is")
    asked = parser.parse_args()
    folder = found(Path(asked.folder)) if asked.folder else None
    absent = SOURCES if folder is None else missing(folder)
    if absent:
        print(where(folder, absent))
        return NOTHING_TO_MEASURE_ON
    for part in asked.parts or (*ON_DATA, *BY_ITSELF):
        print(f"\n== {part}\n", flush=True)
        module = importlib.import_module(f"tests.bench.moderation.{part}")
        lines: list[str] = module.report(folder) if part in ON_DATA else module.report()
        print("\n".join(lines), flush=True)
        if not asked.print:
            write(BY_ITSELF.get(part, part), lines)
    return 0


def where(folder: Path | None, absent: tuple[object, ...] | list[object]) -> str:
    """What is not there, and where it is from."""
    place = f"in {folder}" if folder else "to measure on: name the folder that has the files, or set SANGAM_QUALITY"
    listed = [f"  {source.name}.jsonl: {source.what} ({source.licence})" for source in SOURCES if source in absent]
    return "\n".join([f"There is nothing {place}. These are missing, one JSON object a line:", *listed])


if __name__ == "__main__":
    sys.exit(main())
