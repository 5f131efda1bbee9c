"""Disguises: how many spellings the lists find, how many clean messages they touch. `python -m tests.bench.moderation`.

The spellings and the clean messages lie in tests/responders/moderation/evasion.
"""

from __future__ import annotations

from tests.bench.moderation.report import table
from tests.responders.moderation.evasion.figures import caught, index, touched


def report() -> list[str]:
    """Two sentences and a table in Markdown."""
    lists = index()
    rows = [(share.name, share.part, share.whole, f"{share.percent:.1f}") for share in caught(lists)]
    clean = touched(lists)
    return [
        *table(("spellings", "caught", "of", "%"), rows),
        "",
        f"Clean messages with a hit: {clean.part} of {clean.whole:,} ({clean.percent:.2f} %).",
    ]


def main() -> None:
    """Print it."""
    print("\n".join(report()))


if __name__ == "__main__":
    main()
