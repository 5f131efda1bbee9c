"""What every adapter needs to read what a network told: texts that can be stored, and what goes wrong while reading."""

from __future__ import annotations

from typing import Final

MALFORMED: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading raises when a payload is not as the network's description says."""


def a_text(value: object) -> str:
    """A text as it came, without what no store can keep: NUL and lone surrogates. TypeError when it is no text."""
    if not isinstance(value, str):
        raise TypeError(f"expected a text, got {type(value).__name__}")
    if "\0" in value:
        value = value.replace("\0", "")
    return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean(value: object) -> str:
    """The same, where no text at all is an empty one."""
    return "" if value is None else a_text(value)
