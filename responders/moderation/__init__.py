"""Moderation: rules that look at every message from outside, and say what should become of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responders.moderation.file import ModerationFile

if TYPE_CHECKING:
    from responders.moderation.judge import Moderation

__all__ = ["Moderation", "ModerationFile"]


def __getattr__(name: str) -> object:
    """The judge, loaded when somebody asks for it: whoever only reads the file need not wait for all that judges."""
    if name == "Moderation":
        from responders.moderation.judge import Moderation

        return Moderation
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
