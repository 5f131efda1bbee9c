"""Undoing a case: what was done outside is taken back, its strikes are taken off, and rules spare the message."""

from __future__ import annotations

from inbox.actions import Proposal
from inbox.brand import Brand
from inbox.cases import Case, CaseNumber
from inbox.errors import NotAllowed, NotFound
from inbox.models import Actor
from inbox.moderation.ending import end, judging
from inbox.moderation.telling import way_to_tell
from inbox.store.cases import Speech

LONGEST_REASON = 500


async def undo(brand: Brand, number: CaseNumber, by: Actor, why: str = "", *, apologise: bool = False) -> Case:
    """Take a case back, once; with `apologise` its author is told that we are sorry, where that can be said.

    What had not left yet never does. Raises NotFound, AlreadyDecided, and NotAllowed: no right, an appeal is open,
    everything is stopped, or there is no way to apologise.
    """
    case = await judging(brand, by, number)
    speech = await _apology(brand, case, by) if apologise and case.stands else None
    return await end(brand, case, "undone", by, _words(why), speech)


async def reason(brand: Brand, number: CaseNumber, by: Actor, words: str) -> None:
    """Say, or say better, why this was done; for our own people."""
    await judging(brand, by, number)
    if not (kept := _words(words)):
        raise NotAllowed("Say why in a few words; there are none.")
    if not await brand.store.cases.reason(number, by.name, kept, brand.now()):
        raise NotFound(f"There is no case {number}.")


def apology(brand: Brand, case: Case) -> str:
    """What moderation.yaml says to somebody whose case was a mistake; empty where it says nothing."""
    language = case.contact.language if case.contact else ""
    return brand.fairness.apology(language).strip() if brand.fairness else ""


async def _apology(brand: Brand, case: Case, by: Actor) -> Speech:
    text = apology(brand, case)
    if not text:
        raise NotAllowed("moderation.yaml has no `apology` to say; write one there, or undo this without.")
    action = await way_to_tell(brand, case, text)
    if action is None:
        raise NotAllowed("There is no way (any more) to tell them; undo this without an apology.")
    because = f"case {case.number} was a mistake"
    return Speech(case.conversation, case.message, Proposal(action, by, because))


def _words(why: str) -> str:
    words = " ".join(why.split())
    if len(words) > LONGEST_REASON:
        raise NotAllowed(f"Say why in at most {LONGEST_REASON} characters; these are {len(words)}.")
    return words
