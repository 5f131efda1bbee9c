"""Tables of figures, and where they go in docs/moderation-quality.md: between `<!-- name -->` and `<!-- /name -->`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[3] / "docs" / "moderation-quality.md"


def table(head: Sequence[str], body: Sequence[Sequence[object]]) -> list[str]:
    """A table in Markdown; the first column is text, the others are figures."""
    ruler = ["---", *["---:"] * (len(head) - 1)]
    return [_line(head), _line(ruler), *(_line([str(cell) for cell in cells]) for cells in body)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def share(part: float, whole: float) -> str:
    """A share in percent, with one figure behind the point; a dash of nothing."""
    return f"{100 * part / whole:.1f}" if whole else "–"


def placed(page: str, name: str, lines: Sequence[str]) -> str:
    """The page with these lines between the marks of that name; raises ValueError when it has no such marks."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not marks.search(page):
        raise ValueError(f"{PAGE.name} has no place for {name}: write <!-- {name} --> and <!-- /{name} --> into it")
    body = "\n".join(lines).strip("\n")
    return marks.sub(lambda found: f"{found[1]}\n{body}\n\n{found[2]}", page)


def write(name: str, lines: Sequence[str], page: Path = PAGE) -> None:
    """Put the lines into the page."""
    page.write_text(placed(page.read_text("utf-8"), name, lines), "utf-8")
