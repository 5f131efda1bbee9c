"""Whether a rule acts: what people say of its matches earns that, a lead says so, or what goes wrong ends it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from inbox.actions import Action, Hide, Remove, kind_of
from inbox.bounds import at_least, proves
from inbox.brand import Brand
from inbox.cases import CaseNumber, Finding, Match, RuleState, Standing, Verdict
from inbox.errors import AlreadyDecided, NotAllowed, NotFound, Outdated, Refused
from inbox.models import Actor, Conversation, ConversationId, RemoteId
from inbox.moderation.ending import end
from inbox.moderation.notices import told
from inbox.policy import may
from inbox.review import SETTLED, act, require
from inbox.review import message as one_message
from inbox.store.by_hand import UNTOLD
from inbox.store.drafts import Not
from inbox.store.rulings import Known
from inbox.wording import network

ITS_MATCHES: Final = "its matches"  # who lets a rule act that has earned it
EVERYTHING: Final = "it matches nearly everything"
FOR_GOOD: Final = "what it does cannot be undone"
LEFT: Final = "the message is left where it is"
LOOKED_AT: Final = 100
FAR: Final = 1_000


async def register(brand: Brand, versions: Mapping[str, str], confirm: Mapping[str, str] | None = None) -> None:
    """Tell which rules, in which order and version, moderation.yaml has now: whoever reads it calls this each time.

    A rule that is new or another version begins in shadow; one that is gone counts for nothing. `confirm` names rules
    that act only when a lead confirms that, with the reason as part of a sentence ("what it does cannot be undone").
    """
    await brand.store.rulings.register(versions, confirm or {}, brand.now())
    for known in await brand.store.rulings.all():
        await _earn(brand, known)


async def standings(brand: Brand, by: Actor) -> tuple[Standing, ...]:
    """How each rule stands, in the order of the file, then those that the file has no more."""
    require(by, "look")
    return tuple(known.standing for known in await brand.store.rulings.all())


async def say(brand: Brand, match: str, by: Actor, verdict: Verdict) -> Standing:
    """Say whether a match is right or wrong; said again it is changed, an empty verdict takes it back."""
    require(by, "judge")
    found = await brand.store.rulings.match(match)
    if found is None or await brand.store.rulings.say(match, verdict, by.name, brand.now()):
        raise NotFound("There is no such match any more.")
    known = await _known(brand, found.finding.rule)
    if known.standing.version == found.finding.version and await _earn(brand, known, found):
        known = await _known(brand, found.finding.rule)
    return known.standing


async def put_in_force(brand: Brand, rule: str, by: Actor, why: str = "", *, confirmed: bool = False) -> Standing:
    """Let a rule act from now on; one that matches nearly everything, or cannot be undone, needs `confirmed`."""
    require(by, "moderation")
    known = await _known(brand, rule)
    needs = await to_confirm(brand, known)
    if needs and not confirmed:
        raise NotAllowed(f"{rule} is not in force: {needs}. Look at its matches, then confirm that you want it.")
    return await _state(brand, known, "force", by.name, why)


async def back_to_shadow(brand: Brand, rule: str, by: Actor, why: str = "") -> Standing:
    """Let a rule only write down what it would do; it has to earn anew to act by itself."""
    require(by, "moderation")
    return await _state(brand, await _known(brand, rule), "shadow", by.name, why)


async def switch_off(brand: Brand, rule: str, by: Actor, why: str = "") -> Standing:
    """Let a rule do nothing, not even write down its matches."""
    require(by, "moderation")
    return await _state(brand, await _known(brand, rule), "off", by.name, why)


def proven(standing: Standing) -> float:
    """The share of its matches that is right, at least, with 95 % certainty."""
    return _proven(standing.right, standing.right + standing.wrong)


def to_go(standing: Standing, precision: float) -> int:
    """How many more matches have to be right, with none that is wrong, until this share is proven; at most `FAR`."""
    return _to_go(standing.right, standing.right + standing.wrong, precision)


@lru_cache(maxsize=4096)
def _proven(right: int, judged: int) -> float:
    return at_least(right, judged)


@lru_cache(maxsize=4096)
def _to_go(right: int, judged: int, precision: float) -> int:
    low, high = 0, FAR
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if proves(right + middle, judged + middle, precision) else (middle + 1, high)
    return low


async def to_confirm(brand: Brand, known: Known, matches: Sequence[Match] | None = None) -> str:
    """Why a lead has to confirm that a rule acts, as part of a sentence; empty where nobody has to.

    What the file does not tell, the rule's own matches do.
    """
    if known.confirm:
        return known.confirm
    if matches is None:
        rule = known.standing.rule
        matches = (await brand.store.rulings.matches([rule], LOOKED_AT))[rule]
    of_this = (match.finding for match in matches if match.finding.version == known.standing.version)
    return next((words for finding in of_this if (words := _for_good(finding))), "")


def _for_good(finding: Finding) -> str:
    if finding.forced:
        return EVERYTHING
    wants = finding.wants
    return FOR_GOOD if wants.sight == "remove" or wants.may_remove or wants.block else ""


async def _earn(brand: Brand, known: Known, match: Match | None = None) -> bool:
    """Let a rule act that people judged often enough to be right; True when it does now."""
    standing, fairness = known.standing, brand.fairness
    judged = standing.right + standing.wrong
    if fairness is None or known.place is None or standing.state != "shadow" or judged < fairness.after:
        return False
    if not judged or not proves(standing.right, judged, fairness.precision):
        return False
    why = f"{standing.right} of {judged} matches were right; more than {int(proven(standing) * 100)} % is proven"
    await brand.store.rulings.earned(standing.rule, standing.version, why, brand.now())
    if not fairness.alone or (match and _for_good(match.finding)) or await to_confirm(brand, known):
        return False
    done = await brand.store.rulings.state(standing.rule, standing.version, "force", ITS_MATCHES, why, brand.now())
    return done is None


async def _known(brand: Brand, rule: str) -> Known:
    known = await brand.store.rulings.find(rule)
    if known is None:
        raise NotFound(f"There is no rule {rule} in moderation.yaml.")
    return known


async def _state(brand: Brand, known: Known, state: RuleState, by: str, why: str) -> Standing:
    standing = known.standing
    anew = standing.state == "force" and state == "shadow"
    why = " ".join(why.split())
    refused = await brand.store.rulings.state(standing.rule, standing.version, state, by, why, brand.now(), anew=anew)
    if refused:
        raise _refusal(standing.rule, state, refused)
    return (await _known(brand, standing.rule)).standing


def _refusal(rule: str, state: RuleState, refused: Not) -> Refused:
    match refused.why:
        case "already":
            words = {"force": "in force", "shadow": "in shadow", "off": "off"}[state]
            return AlreadyDecided(f"{rule} is {words} already.")
        case "changed":
            return Outdated(f"{rule} was changed in moderation.yaml just now; look at it again.")
        case _:
            return NotFound(f"moderation.yaml has no rule {rule} any more.")


# ----------------------------------------------------------------------------------------- what waits for a person


async def clear(brand: Brand, conversation: ConversationId, message: RemoteId, by: Actor) -> None:
    """Leave a flagged message where it is; no rule flags it again until its text changes.

    Where the rule could do nothing and gave strikes only, these are taken off: its case is undone by this person.
    """
    require(by, "judge")
    flag = await brand.store.rulings.flag(conversation, message)
    if not await brand.store.rulings.settle(conversation, message, by.name, brand.now(), cleared=True):
        raise AlreadyDecided(SETTLED)
    for case in await brand.store.cases.of_message(conversation, message):
        if flag and case.stands and case.rule == flag.finding.rule and not case.deeds:
            with contextlib.suppress(AlreadyDecided):  # somebody undid it just now
                await end(brand, case, "undone", by, LEFT)


async def condemn(
    brand: Brand, conversation: ConversationId, message: RemoteId, by: Actor, reason: str = ""
) -> CaseNumber:
    """Take a flagged message out of sight, the mildest way that the network has; a case of this person.

    Raises AlreadyDecided when nobody needs to judge it any more, NotAllowed where the network cannot.
    """
    require(by, "judge")
    flag, fairness = await brand.store.rulings.flag(conversation, message), brand.fairness
    found = await brand.store.conversations.read(conversation, brand.now(), limit=1)
    if flag is None or fairness is None or found is None:
        raise AlreadyDecided(SETTLED)
    action = _mildest(brand, found.conversation, message, by)
    why = reason.strip() or flag.finding.because
    notice = UNTOLD
    if flag.contact:
        capabilities = brand.capabilities[found.conversation.account]
        said = await one_message(brand, conversation, message)
        notice = told(fairness, capabilities, found.conversation, said, flag.contact, flag.finding.told)
    await act(brand, conversation, by, action, why=why, told=replace(notice, flagged=True))
    return (await brand.store.cases.of_message(conversation, message))[-1].number


def _mildest(brand: Brand, conversation: Conversation, message: RemoteId, by: Actor) -> Action:
    """What takes a message out of sight, to be undone where the network has that; raises NotAllowed."""
    capabilities, thread = brand.capabilities.get(conversation.account), conversation.thread
    for action in (Hide(thread.remote, message), Remove(thread.remote, message)):
        kind = kind_of(action)
        if capabilities and capabilities.offers(thread.kind, kind) and kind not in capabilities.own_only:
            if not may(by, kind):
                can_only = f"{network(conversation.account)} can only {kind} this"
                raise NotAllowed(f"{can_only}, which {by.name} may not; somebody with more rights can.")
            return action
    raise NotAllowed(
        f"{network(conversation.account)} has no way to take this out of sight; mute or block whoever wrote it, "
        "answer it, or clear it."
    )
