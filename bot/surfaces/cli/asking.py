"""Questions that a command asks a person, and secrets that it reads from files: never shown, never an argument."""

from __future__ import annotations

import contextlib
import getpass
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from inbox.errors import SetupError

SECRET_BYTES = 4096


def ask(words: str, *, hidden: bool, needed: bool = True) -> str:
    """One answer of the person; raises SetupError when there is none that is needed."""
    if sys.stdin.isatty():
        with _ended_by_ctrl_c():
            said = getpass.getpass(f"{words}: ") if hidden else input(f"{words}: ")
    else:
        sys.stderr.write(f"{words}: \n")
        said = sys.stdin.readline()
    if needed and not said.strip():
        raise SetupError(f"Without an answer this cannot go on: {words}.")
    return said.strip()


@contextlib.contextmanager
def _ended_by_ctrl_c() -> Iterator[None]:
    """asyncio would cancel what runs, and what waits for a line on the terminal would never know."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def secret_in(path: Path | None) -> str:
    """What stands in a file that holds a secret; "" without one. Raises BadParameter when it cannot be read."""
    if path is None:
        return ""
    try:
        said = sys.stdin.readline() if str(path) == "-" else path.read_text("utf-8")[:SECRET_BYTES]
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path} cannot be read: {error}") from None
    if not said.strip():
        raise typer.BadParameter(f"{path} is empty")
    return said.strip()
