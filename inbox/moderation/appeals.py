"""Deciding an appeal: somebody does who did not open the case, once, and the person is told."""

from __future__ import annotations

from inbox.brand import Brand
from inbox.cases import Case, CaseNumber
from inbox.models import Actor


async def decide(brand: Brand, number: CaseNumber, by: Actor, *, granted: bool, answer: str = "") -> Case:
    """Grant an appeal (the case is undone) or decline it, and answer where it was asked.

    Without an answer, one that is granted is answered by the apology of moderation.yaml; declining needs one.
    """
    raise NotImplementedError


async def overdue(brand: Brand, number: CaseNumber) -> None:
    """Say in the log that the time is over in which an appeal should have been decided; nothing if it was."""
    raise NotImplementedError
