"""What is wrong in the files that operators write: where, which key, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from inbox.errors import SetupError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake; `file` is relative to the folder above config/, `line` counts from 1."""

    file: str
    line: int
    key: str  # dotted; empty when it is about the file as a whole
    message: str

    def __str__(self) -> str:
        """The line that people read and editors jump from."""
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.key, self.message) if part)


class ConfigError(SetupError):
    """The files cannot be used; `problems` are all mistakes in all of them, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems and put each on a line of its own."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at what was meant: the nearest known word, or all of them when none is near; "" when there are none."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    return f"known here: {', '.join(names)}" if names else ""
