"""Where a command's answer goes: a terminal that people look at, plain lines for pipes, or JSON for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console, RenderableType
from rich.text import Text

from bot.surfaces.cli import safe

Document = Mapping[str, object]
Picture = Iterable[RenderableType]


class _Console(Console):
    """Takes text as it stands, and lets the caller decide what a reader who went away means."""

    def on_broken_pipe(self) -> None:
        """Pass the error on that rich would turn into an exit of its own."""
        raise BrokenPipeError


@dataclass(frozen=True, slots=True)
class Screen:
    """`json`: one document instead of words; `fancy`: colours and lines may be drawn."""

    json: bool
    fancy: bool
    out: Console
    err: Console

    def answer(self, document: Callable[[], Document], picture: Callable[[], Picture]) -> None:
        """The one answer of a command, in the form that was asked for."""
        if self.json:
            self.write(safe.document(document()))
        else:
            self.show(picture())

    def show(self, picture: Picture) -> None:
        """Draw; where nobody looks at a terminal, nothing is cut or wrapped. Plain text is written as it stands."""
        for part in picture:
            if isinstance(part, str):
                self.write(part)
            else:
                self.out.print(part, soft_wrap=not self.fancy)

    def event(self, document: Document, picture: Picture) -> None:
        """One of many answers: a line of JSON, or drawn; it is out when this returns."""
        if self.json:
            self.write(safe.document(document, indent=None))
        else:
            self.show(picture)

    def hint(self, words: str) -> None:
        """What to do next; kept out of pipes and JSON."""
        if not self.json:
            (self.out if self.fancy else self.err).print(Text(words, "dim"), soft_wrap=not self.fancy)

    def warn(self, words: str) -> None:
        """What went wrong, on standard error, as it is."""
        self.err.print(Text(safe.lines(words)), soft_wrap=True)

    def write(self, text: str) -> None:
        """Text that needs no drawing."""
        self.out.file.write(text + "\n")
        self.out.file.flush()


def screen(*, json: bool, plain: bool) -> Screen:
    """The screen of this process as it is now."""
    for stream in (sys.stdout, sys.stderr):
        _survive_every_script(stream)
    fancy = not plain and not json and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return Screen(json, fancy, _console(sys.stdout, fancy=fancy), _console(sys.stderr, fancy=fancy))


def _console(stream: TextIO, *, fancy: bool) -> Console:
    options = {} if fancy else {"color_system": None, "no_color": True, "force_terminal": False}
    return _Console(file=stream, markup=False, emoji=False, highlight=False, **options)  # type: ignore[arg-type]


def _survive_every_script(stream: TextIO) -> None:
    """A terminal that cannot show a letter shows its number; it must not end the command."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")
