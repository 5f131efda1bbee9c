"""Deciding an appeal: somebody does who did not open the case, once, and the person is told."""

from __future__ import annotations

from inbox.actions import Proposal, Reply
from inbox.brand import Brand
from inbox.cases import Appeal, Case, CaseNumber
from inbox.errors import NotAllowed, NotFound
from inbox.models import AccountId, Actor, RemoteId, account_of
from inbox.moderation.ending import end, judging
from inbox.moderation.undoing import apology
from inbox.policy import too_long
from inbox.store.cases import Speech


async def decide(brand: Brand, number: CaseNumber, by: Actor, *, granted: bool, answer: str = "") -> Case:
    """Grant an appeal (the case is undone) or decline it, and answer where it was asked.

    Without an answer, one that is granted is answered by the apology of moderation.yaml; declining needs one.
    Raises NotFound, NotAllowed (no right, one's own case, nothing to answer) and AlreadyDecided.
    """
    case = await judging(brand, by, number)
    if case.appeal is None:
        raise NotFound(f"Nobody appealed on case {number}.")
    text = answer.strip() or (apology(brand, case) if granted else "")
    # What was decided, or is one's own, is said first: nobody should write an answer for nothing.
    speech = await _answer(brand, case, case.appeal, by, text) if case.appeal.state == "open" else None
    return await end(brand, case, "granted" if granted else "declined", by, text, speech)


async def overdue(brand: Brand, number: CaseNumber) -> None:
    """Say in the log that the time is over in which an appeal should have been decided; nothing if it was."""
    await brand.store.cases.overdue(number, brand.now())


def why_not(by: Actor, case: Case) -> str:
    """Why this actor may not decide the appeal on a case, as a sentence; empty when they may.

    Whoever is nobody's known name on one surface has the name of that surface behind an @ there: it is the same person.
    """
    if case.by.kind == "person" and case.by.name.partition("@")[0] == by.name.partition("@")[0]:
        return "An appeal is decided by somebody else than who did what it is about."
    return ""


async def _answer(brand: Brand, case: Case, appeal: Appeal, by: Actor, text: str) -> Speech:
    if words := why_not(by, case):
        raise NotAllowed(words)
    if not text:
        raise NotAllowed("Say what they are answered; there is nothing.")
    account = account_of(appeal.conversation)
    action = Reply(_thread(account, appeal), text, appeal.message)
    capabilities = brand.capabilities.get(account)
    kind = (await brand.store.conversations.kinds([appeal.conversation])).get(appeal.conversation)
    if capabilities and kind and (words := too_long(capabilities, kind, action)):
        raise NotAllowed(f"Not sent: {words}.")
    return Speech(
        appeal.conversation, appeal.message, Proposal(action, by, f"answers the appeal on case {case.number}")
    )


def _thread(account: AccountId, appeal: Appeal) -> RemoteId:
    return RemoteId(appeal.conversation.removeprefix(f"{account}/"))
