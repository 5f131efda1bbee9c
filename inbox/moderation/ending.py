"""How a case ends: what takes each of its deeds back, who may do that, and that it happens once and whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inbox.actions import Action, ActionKind, Block, Delivery, Hide, Mute, Proposal, Slow, Unblock, Unhide, kind_of
from inbox.brand import Brand
from inbox.capabilities import Capabilities
from inbox.cases import Case, CaseNumber, Deed
from inbox.errors import AlreadyDecided, NotAllowed, NotFound, Outdated, Refused
from inbox.models import Actor, DeliveryId, Kind
from inbox.policy import hold, may
from inbox.review import require
from inbox.store.cases import Ending, Never, Speech
from inbox.store.drafts import Not
from inbox.wording import CANNOT, cannot, network

TRIES: Final = 3  # each time the deeds of a case change while it is being ended
PERHAPS_DONE: Final = frozenset({"sending", "sent"})  # as in _deeds.lua: perhaps_done
WAITING: Final = frozenset({"queued", "parked"})
SAID: Final[frozenset[ActionKind]] = frozenset({"reply", "direct_message"})


@dataclass(frozen=True, slots=True)
class Back:
    """How one deed is taken back: by `action`, or by nothing, and then `why_not` says so where somebody should know.

    What surely never `happened`, because it has not left or was refused, needs nobody's right to that action.
    """

    deed: Deed
    delivery: Delivery | None
    action: Action | None
    why_not: str = ""
    happened: bool = True


def reverse(action: Action) -> Action | None:
    """What takes an action back; None where nothing does."""
    match action:
        case Hide(thread, message):
            return Unhide(thread, message)
        case Mute(thread, person, seconds) if seconds:
            return Mute(thread, person, 0)
        case Block(thread, person):
            return Unblock(thread, person)
        case Slow(thread, seconds) if seconds:
            return Slow(thread, 0)
        case _:
            return None


async def backs(brand: Brand, case: Case) -> tuple[Back, ...]:
    """How each deed of a case is taken back, as things are now."""
    ids = [deed.delivery for deed in case.deeds] + [deed.undone for deed in case.deeds if deed.undone]
    deliveries = await brand.store.cases.deliveries(ids)
    kind = (await brand.store.conversations.kinds([case.conversation])).get(case.conversation)
    return backs_of(brand, case, deliveries, kind)


def backs_of(
    brand: Brand, case: Case, deliveries: Mapping[DeliveryId, Delivery], kind: Kind | None
) -> tuple[Back, ...]:
    """The same, of a case whose deliveries and kind of conversation are known."""
    capabilities = brand.capabilities.get(case.account)
    found = []
    for deed in case.deeds:
        delivery = deliveries.get(deed.delivery)
        action = reverse(delivery.action) if delivery else None
        happened = delivery is None or delivery.unsure or delivery.state in PERHAPS_DONE
        offered = bool(action and capabilities and kind and capabilities.offers(kind, kind_of(action)))
        stays = ""
        if action is None:
            stays = _for_good(case, deed.kind)
        elif capabilities and not offered:
            stays = cannot(capabilities, kind_of(action))
        stays = " ".join(filter(None, (stays, _rejected(delivery, capabilities))))
        wanted = action if offered and not _taken_back(deed, deliveries) else None
        found.append(Back(deed, delivery, wanted, stays if happened else "", happened))
    return tuple(found)


def _taken_back(deed: Deed, deliveries: Mapping[DeliveryId, Delivery]) -> bool:
    """Whether a deed was taken back alone; what waits to do that is done with the case, at once."""
    undoing = deliveries.get(deed.undone) if deed.undone else None
    return deed.undone is not None and not (undoing and undoing.state in WAITING)


def _rejected(delivery: Delivery | None, capabilities: Capabilities | None) -> str:
    """What stays away where a block rejects the message with its author."""
    with_it = delivery and isinstance(delivery.action, Block) and delivery.action.message
    reviews = capabilities and capabilities.reviews
    return "The message that was rejected together with that stays away." if with_it and reviews else ""


def why_not(brand: Brand, by: Actor, case: Case, found: Sequence[Back], level: str) -> str:
    """Why this actor cannot take a case back now, as a sentence; empty when they can."""
    if not may(by, "judge"):
        return f"{by.name} may not undo cases (role {by.role or 'nobody'}); somebody with more rights can."
    if case.account not in brand.capabilities:
        return f"The account {case.account} is not switched on; add it to bot.yaml."
    for back in found:
        if back.action and back.happened and not may(by, kind_of(back.action)):
            what = CANNOT[kind_of(back.action)]
            return f"Undoing this means to {what}, which {by.name} may not; somebody with more rights can."
        if back.action and (words := hold(level, back.action, by)):
            return f"Not undone: {words}."
    return ""


async def end(brand: Brand, case: Case, verdict: Ending, by: Actor, words: str, speech: Speech | None = None) -> Case:
    """Take a case back, or decide the appeal against it; raises the Refused that says why not."""
    for _ in range(TRIES):
        found = await backs(brand, case)
        if verdict != "declined" and case.stands:
            level = (await brand.store.modes.read(brand.now())).level
            if refused := why_not(brand, by, case, found, level):
                raise NotAllowed(refused)
        proposals = [_proposal(case, back, by) for back in found]
        done = await brand.store.cases.end(case.number, verdict, by, words, brand.now(), backs=proposals, speech=speech)
        if done and done.why == "changed":
            case = await find(brand, case.number)
            continue
        if done:
            raise _refusal(case, done)
        return await find(brand, case.number)
    raise Outdated(f"Case {case.number} changes right now; look again.")


async def find(brand: Brand, number: CaseNumber) -> Case:
    """One case; raises NotFound."""
    case = await brand.store.cases.find(number)
    if case is None:
        raise NotFound(f"There is no case {number}.")
    return case


async def judging(brand: Brand, by: Actor, number: CaseNumber) -> Case:
    """One case, for somebody who may judge; raises NotAllowed and NotFound."""
    require(by, "judge")
    return await find(brand, number)


def _proposal(case: Case, back: Back, by: Actor) -> Proposal | Never | None:
    if not back.happened:
        return "never done"
    return Proposal(back.action, by, f"case {case.number} is undone") if back.action else None


def _for_good(case: Case, kind: ActionKind) -> str:
    if kind in SAID:
        return "What was said to them stays said."
    if kind == "remove":
        return f"{network(case.account)} cannot bring back what was removed; the words are kept here."
    return ""


def _refusal(case: Case, refused: Not) -> Refused:
    match refused.why, refused.detail:
        case "undone", (who, *_):
            return AlreadyDecided(f"Case {case.number} was undone already" + (f" by {who}." if who else "."))
        case "decided", (how, who, *_):
            return AlreadyDecided(f"The appeal on case {case.number} was {how} already by {who}.")
        case "appealed", _:
            return NotAllowed(f"An appeal on case {case.number} is open; decide that one.")
        case "own", _:
            return NotAllowed("An appeal is decided by somebody else than who did what it is about.")
        case "none", _:
            return NotFound(f"Nobody appealed on case {case.number}.")
        case _:
            return NotFound(f"There is no case {case.number}.")
