"""Deciding: proposals become drafts, a person (or a rule that says nobody is needed) makes one a delivery, once.

Every function takes the brand first and the actor as `by`; it raises a Refused whose message is shown as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inbox.actions import SPEAKS, Action, Block, DirectMessage, Edit, Proposal, Publish, Reply, kind_of
from inbox.brand import Brand
from inbox.capabilities import Capabilities
from inbox.decisions import Decision
from inbox.errors import AlreadyDecided, NotAllowed, NotFound, Outdated, Refused
from inbox.models import (
    SYSTEM,
    Actor,
    Conversation,
    ConversationId,
    DeliveryId,
    DraftId,
    Media,
    Message,
    RemoteId,
    contact_id,
)
from inbox.offers import about_of, not_offered, sift
from inbox.policy import LEVELS, Level, Mode, Verb, hold, may, means, too_long, unfit
from inbox.store.by_hand import UNTOLD, Told, by_hand, evidence_of, newest_of
from inbox.store.codec import dumps
from inbox.store.conversations import Correspondence
from inbox.store.drafts import NOTHING_ELSE, Claimed, Made, Not, Offer, Opened, Outcome
from inbox.warnings import LOOKED_AT, judged
from inbox.windows import Asked, too_late
from inbox.wording import cannot, network, of_our_own

CLAIM_MS = 120_000
LONGEST_WISH = 500
SETTLED = "Nobody needs to judge that message any more: somebody did, or it is gone."
ANOTHER = "another draft wanted"  # why a draft ended that the responders shall replace


async def propose(
    brand: Brand,
    turn: Claimed,
    proposals: Sequence[Proposal],
    outcome: Outcome = NOTHING_ELSE,
    decisions: Sequence[Decision] = (),
) -> tuple[Made, ...] | Not:
    """Save what the responders suggest and end the turn; what may go out alone is approved as the system.

    The decisions go into the ledger; their proposals are those that are given here, in this order.
    Refused whole (`Not`) when they wrote meanwhile or a person took over: the turn comes again if it should.
    """
    sifted = sift(brand, turn, proposals, outcome, decisions)
    return await brand.store.drafts.propose(
        turn.conversation.id,
        sifted.offers,
        brand.now(),
        author=proposals[0].by if proposals else SYSTEM,
        mode=turn.mode,
        turn=turn,
        outcome=sifted.outcome,
        limits=brand.limits,
        decisions=tuple(not_offered(decisions, sifted.off)),
    )


async def approve(brand: Brand, id: DraftId, by: Actor, text: str | None = None) -> DeliveryId:
    """Send a pending draft on its way, as it is or with another text; it leaves after the undo window."""
    opened = await brand.store.drafts.open(id, brand.now())
    if opened is None:
        raise NotFound(f"There is no draft {id}.")
    if opened.draft.state != "pending":
        raise _decided(opened.draft.state, opened.draft.decided_by, opened.draft.reason)
    action = _with_text(opened.draft.proposal.action, text)
    require(by, "approve")
    edited = action != opened.draft.proposal.action
    _check(brand, opened, by, action, person=edited or opened.draft.proposal.by.kind == "person")
    now = brand.now()
    done = await brand.store.drafts.approve(id, by, action, now + brand.undo.people, opened.mode, now, edited=edited)
    if isinstance(done, Not):
        raise refusal(done)
    return done


async def reject(brand: Brand, id: DraftId, by: Actor, reason: str) -> None:
    """End a pending draft; the reason is kept."""
    require(by, "reject")
    if refused := await brand.store.drafts.reject(id, by, reason, brand.now()):
        raise refusal(refused)


async def redraft(brand: Brand, id: DraftId, by: Actor, wish: str = "") -> None:
    """End a pending draft and let the responders make another one, without what this one rests on.

    With a wish ("shorter", "in Gujarati") it is written anew as wished, by a responder that can. It waits for a person
    whatever it is; when nothing else fits, the log says so (`responders.silent`).
    """
    require(by, "redraft")
    opened = await brand.store.drafts.open(id, brand.now())
    if opened is None:
        raise NotFound(f"There is no draft {id}.")
    author, conversation = opened.draft.proposal.by, opened.conversation
    if author.kind != "responder":
        raise NotAllowed(f"{author.name} wrote this; only what a responder drafted can be drafted anew.")
    if conversation.account not in brand.capabilities:
        raise _not_on(conversation)
    if conversation.left:
        raise NotAllowed("They blocked us or left; nothing is drafted for them.")
    wish = " ".join(wish.split())
    if len(wish) > LONGEST_WISH:
        raise NotAllowed(f"Say what you wish in at most {LONGEST_WISH} characters; these are {len(wish)}.")
    reason = f"{ANOTHER}: {wish}" if wish else ANOTHER
    if refused := await brand.store.drafts.reject(id, by, reason, brand.now(), again=True, wish=wish):
        raise refusal(refused)


async def recall(brand: Brand, id: DeliveryId, by: Actor) -> DraftId:
    """Take a decided reply back before it leaves; its draft waits again."""
    require(by, "recall")
    done = await brand.store.outbox.recall(id, by.name, brand.now())
    if isinstance(done, Not):
        if done.why == "missing":
            raise NotFound(f"There is no delivery {id}.")
        raise AlreadyDecided(f"Too late to take it back: it is {done.detail[0]}.")
    return done


async def reply(
    brand: Brand, id: ConversationId, by: Actor, text: str, media: tuple[Media, ...] = (), to: RemoteId | None = None
) -> DeliveryId:
    """Write in a conversation; responders fall silent there until they are switched on again."""
    found = await brand.store.conversations.read(id, brand.now(), limit=1)
    if found is None:
        raise NotFound(f"There is no conversation {id}.")
    thread, last = found.conversation.thread, found.conversation.last
    return await act(brand, id, by, Reply(thread.remote, text, to or last, media))


async def write_private(
    brand: Brand, id: ConversationId, by: Actor, text: str, about: RemoteId | None = None, media: tuple[Media, ...] = ()
) -> DeliveryId:
    """Write in private to whoever said `about`, or the newest words, in public; raises NotFound, NotAllowed."""
    found = await brand.store.conversations.read(id, brand.now(), limit=1)
    said = await message(brand, id, about or (found.conversation.last if found else None))
    if said.person is None:
        raise NotAllowed("We said that ourselves; there is nobody to write to.")
    return await act(brand, id, by, DirectMessage(said.person, text, said.id, media))


async def message(brand: Brand, id: ConversationId, message: RemoteId | None) -> Message:
    """One thing that was said in a conversation; raises NotFound, also for None: nobody wrote there yet."""
    found = await brand.store.conversations.history(id, brand.now(), message, limit=LOOKED_AT) if message else None
    said = next((one for one in found.messages if one.id == found.about), None) if found else None
    if said is None:
        raise NotFound(f"There is no message {message or ''} in the conversation {id}.".replace("  ", " "))
    return said


async def act(
    brand: Brand, id: ConversationId, by: Actor, action: Action, *, why: str = "", told: Told = UNTOLD
) -> DeliveryId:
    """Do something in a conversation as a person: a draft that is approved as it is made.

    Where rules judge, what is taken from somebody (hidden, removed, muted, blocked) is a case of this person's, with
    `why` for our people; what is taken back ends the case that stands.
    """
    require(by, kind_of(action))
    now = brand.now()
    found = await brand.store.conversations.read(id, now, limit=LOOKED_AT)
    if found is None:
        raise NotFound(f"There is no conversation {id}.")
    mode = (await brand.store.modes.read(now)).level
    conversation = found.conversation
    capabilities = brand.capabilities.get(conversation.account)
    if capabilities is None:
        raise _not_on(conversation)
    if not capabilities.offers(conversation.thread.kind, kind_of(action)):
        raise NotAllowed(cannot(capabilities, kind_of(action)))
    await _check_target(brand, conversation, capabilities, action, now)
    if isinstance(action, Block) and capabilities.reviews:
        action = replace(action, message=action.message or newest_of(found, action.person))
    _check_seen(capabilities, found, action)
    answered = about_of(action)
    about = await message(brand, id, answered) if answered and isinstance(action, DirectMessage) else None
    if about and any(getattr(one.action, "about", None) == about.id for one in found.deliveries):
        about = replace(about, private=True)  # it is on its way already
    asked = Asked(conversation.thread.kind, conversation.heard_at, about, found.said)
    words = _hindrance(capabilities, action, by, mode, asked, now, person=by.kind == "person")
    if words or (kind_of(action) in SPEAKS and not _says_something(action)):
        raise NotAllowed(f"Not sent: {words or 'there is nothing to send'}.")
    checks = judged(brand, conversation, found.messages, str(getattr(action, "text", "")))
    proposal = Proposal(action, by, f"written by {by.name}", checks=checks)
    offer = Offer(proposal, answered or conversation.last, now + brand.undo.people, by)
    shown = evidence_of(found, action) if brand.fairness else None
    evidence = await message(brand, id, shown) if shown else None
    deed = by_hand(found, by, action, evidence, why, told) if brand.fairness else {}
    made = await brand.store.drafts.propose(id, [offer], now, author=by, mode=mode, by_hand=deed)
    if isinstance(made, Not):
        raise refusal(made)
    assert made[0].delivery  # an offer with a due time always becomes one
    return made[0].delivery


async def note(brand: Brand, id: ConversationId, by: Actor, text: str) -> None:
    """Keep words for the team; they never leave."""
    require(by, "note")
    await _mark(brand, id, "note", by, detail=text)


async def assign(brand: Brand, id: ConversationId, by: Actor, to: str) -> None:
    """Give a conversation to somebody, or to nobody (an empty name)."""
    require(by, "assign")
    await _mark(brand, id, "conversation.assigned", by, detail=to, fields={"as": to})


async def claim(brand: Brand, id: ConversationId, by: Actor) -> None:
    """Say "I am writing here" for two minutes: others cannot send meanwhile."""
    require(by, "claim")
    until = brand.now() + CLAIM_MS
    await _mark(brand, id, "conversation.claimed", by, fields={"cl": f"{by.name}|{until}"})


async def let_go(brand: Brand, id: ConversationId, by: Actor) -> None:
    """End a claim, one's own or somebody's who went away."""
    require(by, "claim")
    await _mark(brand, id, "conversation.let_go", by, fields={"cl": ""})


async def snooze(brand: Brand, id: ConversationId, by: Actor, until: int) -> None:
    """Put a conversation away until a time (unix ms), or until they write again."""
    require(by, "snooze")
    if until <= brand.now():
        raise NotAllowed("A conversation can only be snoozed until a time to come.")
    await _mark(
        brand, id, "conversation.snoozed", by,
        detail=str(until), fields={"sn": until}, shelf="snoozed", score=until, wake_at=until,
    )  # fmt: skip


async def resolve(brand: Brand, id: ConversationId, by: Actor) -> None:
    """Close a conversation; pending replies no longer fit. It opens again when they write."""
    require(by, "resolve")
    await _mark(
        brand, id, "conversation.resolved", by, fields={"sn": 0}, shelf="resolved", score=brand.now(), outdates=True
    )


async def reopen(brand: Brand, id: ConversationId, by: Actor) -> None:
    """Take a conversation back onto the open shelf."""
    require(by, "resolve")
    await _mark(brand, id, "conversation.reopened", by, fields={"sn": 0}, shelf="open", score=brand.now())


async def label(brand: Brand, id: ConversationId, by: Actor, labels: Sequence[str]) -> None:
    """Set a conversation's labels."""
    require(by, "label")
    kept = list(dict.fromkeys(word for word in (label.strip() for label in labels) if word))
    await _mark(brand, id, "conversation.labelled", by, detail=", ".join(kept), fields={"lb": dumps(kept)})


async def silence(brand: Brand, id: ConversationId, by: Actor, *, silent: bool) -> None:
    """Switch the responders of one conversation off, or on again."""
    require(by, "claim")
    what = "responders.silenced" if silent else "responders.back"
    await _mark(brand, id, what, by, fields={"q": by.name if silent else ""}, outdates=silent)


async def set_mode(brand: Brand, by: Actor, level: Level, why: str = "", until: int = 0) -> Mode:
    """Change how careful we are, until a time (unix ms) or, with 0, until somebody changes it again.

    What ends by itself ends in normal; so a stricter mode may not end by itself while another one is on.
    """
    require(by, "mode")
    now = brand.now()
    if until and until <= now:
        raise NotAllowed("A mode can only last until a time to come.")
    before = (await brand.store.modes.read(now)).level
    if until and LEVELS.index(level) > LEVELS.index(before) > 0:
        raise NotAllowed(f"When this ended, the {before} mode would have ended, too; change the mode without an end.")
    mode = Mode(level, now, by.name, why, until)
    await brand.store.modes.change(mode, now)
    return mode


def require(by: Actor, verb: Verb) -> None:
    """Raise NotAllowed unless the actor has the right."""
    if not may(by, verb):
        role = by.role or "nobody"
        raise NotAllowed(f"{by.name} may not {means(verb)} (role {role}); somebody with more rights can.")


def refusal(refused: Not) -> Refused:
    """The store's refusal in words for a person."""
    match refused.why, refused.detail:
        case "decided", (state, by, why):
            return _decided(state, by, why)
        case "claimed", (name, *_):
            return NotAllowed(f"{name} is writing here right now.")
        case "quiet", (name, *_):
            who = "somebody" if name == "native" else name
            return NotAllowed(f"The responders are silent here since {who} wrote; switch them on first.")
        case "mode", (level, *_):
            return NotAllowed(f"The mode just changed to {level}; look again.")
        case "settled", _:
            return AlreadyDecided(SETTLED)
        case "missing", _:
            return NotFound("There is no such draft or conversation any more.")
        case _:
            return Outdated("The conversation moved on; look again.")


def _decided(state: str, by: str, why: str) -> Refused:
    match state:
        case "outdated":
            return Outdated(f"This draft no longer fits: {why}.")
        case _:
            return AlreadyDecided(f"Already {state}" + (f" by {by}" if by else "") + ".")


async def _check_target(
    brand: Brand, conversation: Conversation, capabilities: Capabilities, action: Action, now: int
) -> None:
    """Raise NotFound for what is not in this conversation, NotAllowed for what may be done to our own words only."""
    store = brand.store.conversations
    message: RemoteId | None = getattr(action, "message", None)
    found = await store.history(conversation.id, now, message, limit=1) if message else None
    if message and found is None:
        raise NotFound(f"There is no message {message} in this conversation.")
    if (
        found
        and kind_of(action) in capabilities.own_only
        and any(m.id == message and not m.ours for m in found.messages)
    ):
        raise NotAllowed(of_our_own(capabilities, kind_of(action)))
    person: RemoteId | None = getattr(action, "person", None)
    if person is None:
        return
    contact, alone = contact_id(conversation.account, person), conversation.thread.kind == "direct"
    if (alone and conversation.contact not in {None, contact}) or not await store.has_heard(contact):
        raise NotFound(f"There is nobody {person} in this conversation.")


def _check_seen(capabilities: Capabilities, found: Correspondence, action: Action) -> None:
    """Raise NotAllowed for words to what nobody outside sees: it waits there for our review."""
    held = {one.id for one in found.messages if one.held}
    to = about_of(action) or found.conversation.last
    if kind_of(action) in SPEAKS and held and (to is None or to in held):
        name = network(capabilities.network)
        raise NotAllowed(f"This waits for review on {name}, where nobody else sees it; publish it first, then answer.")


def _check(brand: Brand, opened: Opened, by: Actor, action: Action, *, person: bool) -> None:
    conversation = opened.conversation
    require(by, kind_of(action))
    capabilities = brand.capabilities.get(conversation.account)
    if capabilities is None:
        raise _not_on(conversation)
    asked = Asked(conversation.thread.kind, conversation.heard_at, opened.about, opened.said)
    words = _hindrance(capabilities, action, by, opened.mode, asked, brand.now(), person=person)
    if words:
        raise NotAllowed(f"Not sent: {words}.")


def _hindrance(
    capabilities: Capabilities, action: Action, by: Actor, mode: str, asked: Asked, now: int, *, person: bool
) -> str:
    """Why this cannot be sent as it is, now; empty when it can."""
    return (
        hold(mode, action, by)
        or too_late(capabilities, action, asked, now, person=person)
        or too_long(capabilities, asked.kind, action)
        or unfit(capabilities, asked.kind, action)
    )


def _not_on(conversation: Conversation) -> NotAllowed:
    return NotAllowed(f"The account {conversation.account} is not switched on; add it to bot.yaml.")


def _says_something(action: Action) -> bool:
    return bool(getattr(action, "text", "").strip() or getattr(action, "media", None))


def _with_text(action: Action, text: str | None) -> Action:
    if text is None:
        return action
    if not isinstance(action, Reply | DirectMessage | Edit | Publish):
        raise NotAllowed("This action has no text.")
    if not text.strip():
        raise NotAllowed("There is nothing to send.")
    return replace(action, text=text)


async def _mark(brand: Brand, id: ConversationId, what: str, by: Actor, **changes: object) -> None:
    done = await brand.store.conversations.mark(id, brand.now(), what, by.name, **changes)  # type: ignore[arg-type]
    if not done:
        raise NotFound(f"There is no conversation {id}.")
