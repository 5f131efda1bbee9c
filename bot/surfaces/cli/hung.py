"""Text that hangs behind a mark or a name at its left: no right edge, so that no script's width can break it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Hung:
    """`first` stands before the first line, `rest` before each further one, also where the terminal made it one."""

    text: str | Text
    first: str
    rest: str
    mark: str = "dim"  # the style of what stands before
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Wrapped on a terminal, whole lines elsewhere."""
        text = Text(self.text, self.style) if isinstance(self.text, str) else self.text
        if console.is_terminal:
            lines = text.wrap(console, max(NARROWEST, options.max_width - len(self.rest)))
        else:
            lines = text.split("\n", allow_blank=True)
        for at, line in enumerate(lines):
            yield Text.assemble((self.rest if at else self.first, self.mark), line)


def quoted(text: str, *, fancy: bool, bar: str = "│", mark: str = "dim", style: str = "") -> Hung:
    """Somebody's words behind a bar; behind a `>` where nothing may be drawn."""
    edge = f"{bar if fancy else '>'} "
    return Hung(text, edge, edge, mark, style)


def named(found: Iterable[tuple[str, str | Text]]) -> list[Hung]:
    """Names and values below each other; those without a value are left out."""
    return [Hung(value, f"{name:<9}", " " * 9) for name, value in found if value]
