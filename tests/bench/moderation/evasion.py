"""Disguises: how many spellings the lists find, how many clean messages they touch. `python -m tests.bench.moderation`.

The spellings and the clean messages lie in tests/responders/moderation/evasion.
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.bench.moderation.report import table
from tests.responders.moderation.evasion import second
from tests.responders.moderation.evasion.figures import Share, caught, index, share, touched


def report() -> list[str]:
    """A table in Markdown and a sentence for each of the two authors."""
    lists = index()
    theirs = share("", (bool(second.touched(said)) for said in second.clean()))
    return [
        *_part("spellings of the first author", caught(lists), touched(lists)),
        "",
        *_part("spellings of the second author", second.shares(), theirs),
    ]


def _part(title: str, shares: Iterable[Share], clean: Share) -> list[str]:
    rows = [(each.name, each.part, each.whole, f"{each.percent:.1f}") for each in shares]
    return [
        *table((title, "caught", "of", "%"), rows),
        "",
        f"Clean messages with a hit: {clean.part} of {clean.whole:,} ({clean.percent:.2f} %).",
    ]


def main() -> None:
    """Print it."""
    print("\n".join(report()))


if __name__ == "__main__":
    main()
