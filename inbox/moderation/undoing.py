"""Undoing a case: what was done outside is taken back, its strikes are taken off, and rules spare the message."""

from __future__ import annotations

from inbox.brand import Brand
from inbox.cases import Case, CaseNumber
from inbox.models import Actor


async def undo(brand: Brand, number: CaseNumber, by: Actor, why: str = "", *, apologise: bool = False) -> Case:
    """Take a case back, once; with `apologise` its author is told that we are sorry, where that can be said.

    Raises NotFound, NotAllowed (no right, an appeal on one's own case is open, everything is stopped) and
    AlreadyDecided.
    """
    raise NotImplementedError


async def reason(brand: Brand, number: CaseNumber, by: Actor, words: str) -> None:
    """Say, or say better, why this was done; for our own people."""
    raise NotImplementedError
