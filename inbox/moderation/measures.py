"""The buttons for bad days: all new comments out of sight, only followers, slow mode, no answers by responders."""

from __future__ import annotations

import hashlib
from typing import Final

from inbox.actions import Proposal, Slow
from inbox.brand import Brand
from inbox.cases import MODERATION, Measure, MeasureKind
from inbox.errors import NotAllowed, NotFound
from inbox.models import AccountId, Actor, Conversation, ConversationId, RemoteId
from inbox.policy import hold
from inbox.review import require
from inbox.times import span, stamp
from inbox.wording import cannot, network

TITLES: Final[dict[MeasureKind, str]] = {
    "hide_new": "Hide everything new",
    "followers_only": "Only followers are seen",
    "known_only": "Only people who wrote before are seen",
    "slow": "Slow mode",
    "freeze": "No answers by responders",
}
DOES: Final[dict[MeasureKind, str]] = {
    "hide_new": "everything new is taken out of sight",
    "followers_only": "what is not from followers is taken out of sight",
    "known_only": "what is from people who never wrote before is taken out of sight",
    "slow": "everybody may write only once in {span}",
    "freeze": "no responder answers",
}
SLOWEST: Final = 6 * 3600  # seconds; the most that networks with slow mode take


async def switch_on(
    brand: Brand,
    by: Actor,
    kind: MeasureKind,
    account: AccountId,
    *,
    post: RemoteId | None = None,
    conversation: ConversationId | None = None,
    until: int = 0,
    why: str = "",
    seconds: int = 0,
) -> Measure:
    """Switch a measure on, until a time (unix ms; 0: until somebody ends it); `seconds` are those of slow.

    The same measure for the same place is changed, not doubled, and counts since it was first on. Raises NotAllowed
    where the network cannot, and NotFound for a conversation that is not there.
    """
    require(by, "measure")
    now = brand.now()
    if words := why_not(brand, kind, account):
        raise NotAllowed(words)
    if until and until <= now:
        raise NotAllowed("A measure can only last until a time to come.")
    place = await _place(brand, account, kind, post, conversation)
    act = await _slow(brand, by, place, seconds) if kind == "slow" else None
    kept, id = " ".join(why.split()), _id(kind, account, post, conversation)
    on = await brand.store.measures.find(id)
    measure = Measure(
        id=id,
        kind=kind,
        account=account,
        post=post,
        conversation=conversation,
        until=until,
        by=by.name,
        at=on.at if on and (not on.until or on.until > now) else now,
        why=kept,
        seconds=seconds if kind == "slow" else 0,
    )
    await brand.store.measures.on(measure, in_words(measure) + (f": {kept}" if kept else ""), now, by, act)
    return measure


async def switch_off(brand: Brand, id: str, by: Actor) -> None:
    """End a measure; raises NotFound when it is over already."""
    require(by, "measure")
    measure = await brand.store.measures.find(id)
    act = _end_of_slow(measure, by, f"{by.name} ended it") if measure else None
    if act and (words := await _held(brand, by)):
        raise NotAllowed(words)
    if measure is None or not await brand.store.measures.off(id, by, in_words(measure), brand.now(), act):
        raise NotFound("That is over already.")


async def active(brand: Brand) -> tuple[Measure, ...]:
    """What is on now, the oldest first."""
    return await brand.store.measures.all(brand.now())


async def lapse(brand: Brand, id: str) -> int | None:
    """End a measure whose time is over (the clock calls it); answers when to look again, None: never."""
    measure = await brand.store.measures.find(id)
    if measure is None:
        return None
    act = _end_of_slow(measure, MODERATION, "its time is over")
    until = await brand.store.measures.lapse(id, MODERATION, f"{in_words(measure)}: its time is over", brand.now(), act)
    return until or None


def why_not(brand: Brand, kind: MeasureKind, account: AccountId) -> str:
    """Why a measure cannot be switched on for an account, as a sentence; empty when it can."""
    capabilities = brand.capabilities.get(account)
    if capabilities is None:
        return f"The account {account} is not switched on; add it to bot.yaml."
    kinds = capabilities.actions
    if kind == "slow" and not any("slow" in offered for offered in kinds.values()):
        return cannot(capabilities, "slow")
    if kind in {"hide_new", "followers_only", "known_only"}:
        if brand.fairness is None:
            return "What people write is not judged here; that begins with a moderation.yaml beside bot.yaml."
        public = [offered for where, offered in kinds.items() if where != "direct"]
        if not any({"hide", "remove"} & offered for offered in public):
            if not public:
                return f"All that is said to {account} is private, and stays."
            return f"{network(account)} has no way to take anything out of sight."
    if kind == "followers_only" and not capabilities.tells_follows:
        return f"{network(account)} does not tell us who follows; let only people be seen who wrote before."
    return ""


def in_words(measure: Measure) -> str:
    """What a measure does, where and until when, without the end of a sentence."""
    where = f"in {measure.conversation}" if measure.conversation else f"on {measure.account}"
    where = f"under the post {measure.post}" if measure.post else where
    does = DOES[measure.kind].format(span=span(1000 * measure.seconds))
    return f"{does} {where}" + (f" until {stamp(measure.until)}" if measure.until else "")


def _id(kind: MeasureKind, account: AccountId, post: RemoteId | None, conversation: ConversationId | None) -> str:
    """The same for the same thing in the same place, so that it is there once; short, to be typed."""
    return hashlib.sha256("\n".join((kind, account, post or "", conversation or "")).encode()).hexdigest()[:8]


async def _place(
    brand: Brand, account: AccountId, kind: MeasureKind, post: RemoteId | None, conversation: ConversationId | None
) -> Conversation | None:
    if post and conversation:
        raise NotAllowed("Name a post or a conversation, not both.")
    if kind == "freeze" and post:
        raise NotAllowed("Responders are silenced on an account or in a conversation, not under a post.")
    if kind == "slow" and not conversation:
        raise NotAllowed("Slow mode is for one conversation; name it.")
    if conversation is None:
        return None
    found = await brand.store.conversations.read(conversation, brand.now(), limit=1)
    if found is None or found.conversation.account != account:
        raise NotFound(f"There is no conversation {conversation} on {account}.")
    return found.conversation


async def _slow(brand: Brand, by: Actor, place: Conversation | None, seconds: int) -> Proposal:
    assert place  # slow mode is for a conversation, which was looked up
    capabilities = brand.capabilities[place.account]
    if not capabilities.offers(place.thread.kind, "slow"):
        raise NotAllowed(cannot(capabilities, "slow"))
    if not 0 < seconds <= SLOWEST:
        raise NotAllowed(f"Say how many seconds lie between two messages of one person, from 1 to {SLOWEST}.")
    if words := await _held(brand, by):
        raise NotAllowed(words)
    return Proposal(Slow(place.thread.remote, seconds), by, f"slow mode, switched on by {by.name}")


def _end_of_slow(measure: Measure, by: Actor, because: str) -> Proposal | None:
    if measure.kind != "slow" or measure.conversation is None:
        return None
    thread = RemoteId(measure.conversation.removeprefix(f"{measure.account}/"))
    return Proposal(Slow(thread, 0), by, f"slow mode ends: {because}")


async def _held(brand: Brand, by: Actor) -> str:
    level = (await brand.store.modes.read(brand.now())).level
    words = hold(level, Slow(RemoteId(""), 0), by)
    return f"Not done: {words}." if words else ""
