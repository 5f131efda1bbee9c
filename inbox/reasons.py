"""Why something was answered, held, hidden or left alone: what was done, by whom, what it rested on; read only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Literal

from inbox.actions import SPEAKS, ActionKind, Delivery, Draft, kind_of
from inbox.brand import Brand
from inbox.cases import Case, CaseNumber
from inbox.decisions import Decision
from inbox.errors import NotFound
from inbox.models import Actor, ConversationId, DeliveryId, DraftId, Message, RemoteId
from inbox.review import require
from inbox.store.conversations import Did, History
from inbox.store.drafts import EDITED
from inbox.times import stamp

What = Literal[
    "drafted", "approved", "rejected", "outdated",
    "answered", "hidden", "shown", "removed", "muted", "blocked", "unblocked", "reacted", "edited", "published",
    "held", "parked", "recalled", "discarded",
    "looked", "handed_off", "skipped", "silent", "capped", "again", "silenced", "back",
    "snoozed", "resolved", "reopened", "moved", "left", "returned",
    "ignored", "unseen", "waiting", "slowed", "case", "flagged", "judged",
]  # fmt: skip

# What a line says without a draft: {by} did it, {detail} came with it.
STANDS: dict[str, tuple[What, str]] = {
    "conversation.handed_off": ("handed_off", "{by} asks for a person: {detail}"),
    "conversation.snoozed": ("snoozed", "{by} put it away until {detail}"),
    "conversation.resolved": ("resolved", "{by} resolved it"),
    "conversation.reopened": ("reopened", "{by} opened it again"),
    "conversation.moved": ("moved", "the network moved this conversation to {detail}"),
    "contact.left": ("left", "they blocked us or left"),
    "contact.back": ("returned", "they came back"),
    "responders.skipped": ("skipped", "no answer came from {detail}"),
    "responders.silent": ("silent", "another draft was wanted: {detail}"),
    "responders.capped": ("capped", "what would have gone out alone waits for a person: {detail}"),
    "responders.silenced": ("silenced", "{by} switched the responders off here"),
    "responders.back": ("back", "{by} switched the responders on again"),
}
# What a line says about the one message that it names.
OF_A_MESSAGE: dict[str, tuple[What, str]] = {
    "moderation.flag": ("flagged", "it was left to a person to judge: {detail}"),
    "moderation.settled": ("judged", "{by} judged it: {detail}"),
}
# What a line says about a draft or a delivery.
DECIDED: dict[str, tuple[What, str]] = {
    "draft.approved": ("approved", "{by} approved it"),
    "draft.rejected": ("rejected", "{by} rejected it: {detail}"),
    "draft.again": ("again", "the draft waits again: {detail}"),
    "draft.outdated": ("outdated", "the draft no longer fits: {detail}"),
    "delivery.held": ("held", "it was held back: {detail}"),
    "delivery.parked": ("parked", "it could not be sent: {detail}"),
    "delivery.recalled": ("recalled", "{by} took it back before it left"),
    "delivery.discarded": ("discarded", "{by} let it be"),
}
DONE: dict[ActionKind, tuple[What, str]] = {
    "reply": ("answered", "answered"),
    "direct_message": ("answered", "wrote in private"),
    "hide": ("hidden", "hid it"),
    "unhide": ("shown", "showed it again"),
    "remove": ("removed", "removed it"),
    "mute": ("muted", "muted them"),
    "block": ("blocked", "blocked them"),
    "unblock": ("unblocked", "let them back in"),
    "react": ("reacted", "reacted"),
    "edit": ("edited", "changed what we said"),
    "publish": ("published", "published it"),
    "slow": ("slowed", "let everybody write less often"),
}
IN_THE_APP = "on the network itself, not through us"
HELD = "the network shows it to nobody until we publish it, so nothing is drafted"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that happened to a message or a conversation, or did not, in words; newest last."""

    at: int
    what: What
    words: str
    by: str = ""
    source: str = ""  # the rule or FAQ entry that it rests on
    version: str = ""  # and of which version of the file
    message: RemoteId | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What one message is about: the words that were answered together with it, and what answered them."""

    message: Message
    together: frozenset[RemoteId]
    answer: Message | None


async def why(brand: Brand, by: Actor, id: ConversationId, message: RemoteId | None = None) -> tuple[Reason, ...]:
    """Why a message, or what is newest in a conversation, was answered, held, hidden or left alone; raises NotFound."""
    require(by, "look")
    history = await brand.store.conversations.history(id, brand.now(), message)
    if history is None:
        raise NotFound(f"There is no message {message} in {id}." if message else f"There is no conversation {id}.")
    scope = _scope(history, history.about)
    found = [_looked(decision) for decision in await brand.store.ledger.of(id) if _about(history, decision, scope)]
    found += [reason for case in await _cases(brand, history, scope) for reason in _of_case(case)]
    found += [reason for did in history.timeline if (reason := _reason(history, did, scope))]
    found += _outside(history, scope)
    found += await _stuck(brand, history, scope)
    waits = scope or _scope(history, history.conversation.last if history.conversation.waiting_since else None)
    if waits and (cause := _left_alone(brand, history, waits)):
        found.append(Reason(waits.message.at, *cause, message=waits.message.id))
    return tuple(sorted(found, key=lambda reason: reason.at))


# ---------------------------------------------------------------------------------------------- what a message is about


def _scope(history: History, id: RemoteId | None) -> Scope | None:
    at = next((at for at, message in enumerate(history.messages) if message.id == id), None)
    if at is None:
        return None
    first, *later = history.messages[at:]
    together, alone = {first.id}, history.conversation.thread.kind == "direct"
    for one in later:
        if one.ours and (alone or one.reply_to in together):
            return Scope(first, frozenset(together), one)
        if one.contact == first.contact:
            together.add(one.id)
    return Scope(first, frozenset(together), None)


def _concerns(scope: Scope, draft: Draft) -> bool:
    """Whether a draft is about the message: it answers it, or acts on it or on who said it."""
    message, action = scope.message, draft.proposal.action
    if message.ours and message.delivery == draft.delivery:
        return True
    person = getattr(action, "person", None)
    if _kind(draft) in SPEAKS:
        return draft.about in scope.together and not message.ours
    if person:
        return bool(message.contact) and str(message.contact).endswith(f"/{person}")
    return getattr(action, "message", None) == message.id


def _during(scope: Scope, did: Did) -> bool:
    """Whether something that was done in the whole conversation was done while the message waited."""
    return did.at >= scope.message.at and (scope.answer is None or did.at <= scope.answer.at) and not scope.message.ours


# ------------------------------------------------------------------------------------------------ when somebody looked


def _about(history: History, decision: Decision, scope: Scope | None) -> bool:
    """Whether a decision was made of the message, before it was answered."""
    place = {message.id: number for number, message in enumerate(history.messages)}
    upto = place.get(decision.upto, -1)
    if scope is None:
        return upto >= 0
    before_answer = scope.answer is None or upto < place[scope.answer.id]
    return decision.asker == scope.message.contact and upto >= place[scope.message.id] and before_answer


def _looked(decision: Decision) -> Reason:
    """That the responders looked, at how much, and what they were made of."""
    messages = f"{decision.count} messages" if decision.count > 1 else "one message"
    made_of = [f"{name} {version}" for name, version in decision.versions.items() if version]
    config = f", configured as {', '.join([decision.config, *made_of])}" if decision.config else ""
    wish = decision.facts.wish
    asked = f", because {wish.by} asked for “{wish.words}”" if wish else ""
    return Reason(decision.at, "looked", f"the responders looked at {messages}{config}{asked}", message=decision.upto)


# -------------------------------------------------------------------------------------------------------- what was done


def _reason(history: History, did: Did, scope: Scope | None) -> Reason | None:
    """A line of the timeline as a reason; None for a step that explains nothing, or one about something else."""
    if did.what in STANDS:
        what, words = STANDS[did.what]
        detail = _moment(did.detail) if what == "snoozed" else did.detail
        said = words.format(by=did.by or "Sangam", detail=detail)
        return Reason(did.at, what, said, did.by) if scope is None or _during(scope, did) else None
    if did.what in OF_A_MESSAGE:
        what, words = OF_A_MESSAGE[did.what]
        said, about = words.format(by=did.by, detail=did.detail), RemoteId(did.ref)
        return Reason(did.at, what, said, did.by, message=about) if scope is None or scope.message.id == about else None
    delivery = history.deliveries.get(DeliveryId(did.ref))
    draft = history.drafts.get(delivery.draft if delivery else DraftId(did.ref))
    if draft is None or (scope and not _concerns(scope, draft)):
        return None
    told = _told(did, draft, delivery)
    if told is None:
        return None
    source = ", ".join(source.id for source in draft.proposal.sources)
    message = getattr(draft.proposal.action, "message", None) or draft.about
    by = delivery.by.name if delivery and did.what == "delivery.sent" else did.by
    return Reason(did.at, *told, by, source, draft.proposal.version, message)


def _told(did: Did, draft: Draft, delivery: Delivery | None) -> tuple[What, str] | None:
    match did.what:
        case "draft.new" if draft.proposal.by.kind == "responder":
            return "drafted", _drafted(draft)
        case "draft.approved":
            mark = f", {EDITED}" if did.detail == EDITED else ""
            return "approved", f"{did.by} approved it{mark}{_in_mode(draft)}"
        case "delivery.sent" if delivery:
            return _sent(draft, delivery)
        case "delivery.recalled" if not did.by:
            return "recalled", f"it was taken back before it left: {did.detail}"
        case what if what in DECIDED:
            word, words = DECIDED[what]
            return word, words.format(by=did.by or "Sangam", detail=did.detail)
        case _:
            return None


def _drafted(draft: Draft) -> str:
    proposal = draft.proposal
    failed = f"; failed checks: {' '.join(proposal.checks)}" if proposal.checks else ""
    waits = f"; it waited for a person: {draft.waits}" if draft.waits else "; it needed nobody"
    return f"{proposal.by.name} drafted this because {proposal.because}{failed}{waits}"


def _sent(draft: Draft, delivery: Delivery) -> tuple[What, str]:
    what, did = DONE[_kind(draft)]
    author, decider = draft.proposal.by, delivery.by
    if author.kind == "person":
        return what, f"{author.name} {did}{_in_mode(draft)}"
    if decider.kind == "person":
        mark = f", {EDITED}" if delivery.edited else ""
        return what, f"{author.name} {did}, approved by {decider.name}{mark}{_in_mode(draft)}"
    return what, f"{author.name} {did} by itself, because {draft.proposal.because}"


def _in_mode(draft: Draft) -> str:
    return "" if draft.mode == "normal" else f", in {draft.mode} mode"


def _kind(draft: Draft) -> ActionKind:
    return kind_of(draft.proposal.action)


def _moment(at: str) -> str:
    return f"{stamp(int(at), UTC)} UTC"


# ---------------------------------------------------------------------------------------------- by which case, and how


async def _cases(brand: Brand, history: History, scope: Scope | None) -> list[Case]:
    """The cases about a message, or all that the timeline tells of."""
    if scope:
        return await brand.store.cases.of_message(history.conversation.id, scope.message.id)
    named = dict.fromkeys(did.ref for did in history.timeline if did.what.startswith("case."))
    return await brand.store.cases.read([CaseNumber(int(number)) for number in named])


def _of_case(case: Case) -> Iterator[Reason]:
    """How a case began, what became of it, and how it ended."""
    who = f"the rule {case.rule}" if case.rule and case.by.kind == "responder" else case.by.name
    yield _step(case, case.at, f"{who} opened case {case.number}", case.reason, who)
    if case.appeal:
        appeal = case.appeal
        yield _step(case, appeal.at, f"they appealed against case {case.number}")
        if appeal.state != "open":
            said = f"{appeal.by} {appeal.state} the appeal against case {case.number}"
            yield _step(case, appeal.decided_at, said, by=appeal.by)
    if case.undone_at:
        by = case.undone_by
        said = f"{by} undid case {case.number}" if by else f"case {case.number} ended"
        yield _step(case, case.undone_at, said, case.undone_why, by)


def _step(case: Case, at: int, said: str, why: str = "", by: str = "") -> Reason:
    words = f"{said}: {why}" if why else said
    return Reason(at, "case", words, by, case.rule, case.version, case.message)


# -------------------------------------------------------------------------- what was done elsewhere, or not done at all


def _outside(history: History, scope: Scope | None) -> Iterator[Reason]:
    """What happened to messages without us: hidden, removed or answered on the network itself."""
    sent = [d.action for d in history.deliveries.values() if d.state == "sent"]
    ours = {(kind_of(action), getattr(action, "message", None)) for action in sent}
    messages = (scope.message, scope.answer) if scope else history.messages
    for one in messages:
        if one is None:
            continue
        if one.held:
            yield Reason(one.at, "waiting", f"it waits for review: {HELD}", message=one.id)
        elif one.hidden and ("hide", one.id) not in ours:
            yield Reason(one.at, "hidden", f"it was hidden {IN_THE_APP}", message=one.id)
        if one.removed_at and ("remove", one.id) not in ours:
            yield Reason(one.removed_at, "removed", f"it was removed {IN_THE_APP}", message=one.id)
        if one.ours and not one.delivery:
            about = scope.message.id if scope else one.reply_to or one.id
            yield Reason(one.at, "answered", f"somebody wrote {IN_THE_APP}", message=about)


async def _stuck(brand: Brand, history: History, scope: Scope | None) -> list[Reason]:
    """What was decided and cannot leave because its account pauses or is stopped."""
    queued = [d for d in history.deliveries.values() if d.state == "queued"]
    if not queued:
        return []
    account = await brand.store.modes.account(history.conversation.account, brand.now())
    if account.state == "ok":
        return []
    words = f"it waits because the account is {account.state}: {account.why}"
    drafts = ((d, history.drafts.get(d.draft)) for d in queued)
    return [
        Reason(d.due, "held", words, message=draft.about)
        for d, draft in drafts
        if draft and (scope is None or _concerns(scope, draft))
    ]


def _left_alone(brand: Brand, history: History, scope: Scope) -> tuple[What, str] | None:
    """Why there is no draft for a message that nobody answered; None where there is one, or was."""
    message, conversation = scope.message, history.conversation
    if message.ours or message.removed_at or message.held:
        return None
    if message.case:
        return "ignored", f"case {message.case} took it out of sight, so nothing is drafted"
    drafts = (draft for draft in history.drafts.values() if _kind(draft) in SPEAKS)
    if scope.answer or any(_concerns(scope, draft) for draft in drafts):
        return None
    capabilities = brand.capabilities.get(conversation.account)
    if capabilities is None:
        return "ignored", f"the account {conversation.account} is not switched on"
    if not capabilities.offers(conversation.thread.kind, "reply"):
        return "ignored", f"{capabilities.network} lets us answer nobody here"
    if conversation.quiet_by:
        return "silenced", f"the responders are silent here since {_who(conversation.quiet_by)} took over"
    if conversation.left:
        return "ignored", "they blocked us or left, so nothing is drafted"
    return _unanswered(history, scope)


def _unanswered(history: History, scope: Scope) -> tuple[What, str] | None:
    """Why no responder drafted anything where all of them might have."""
    said = [message.text for message in history.messages if message.id in scope.together]
    if not any(text.strip() for text in said):
        return "ignored", "there are no words in it that a responder could answer"
    if scope.message.contact in history.unseen:
        return "unseen", "no responder has looked at it yet"
    if any(did.what == "conversation.handed_off" and _during(scope, did) for did in history.timeline):
        return None
    if history.off:
        return "ignored", f"{history.off} had an answer, but may not draft here: autonomy is off"
    return "ignored", "nothing fits: no responder had an answer"


def _who(quiet_by: str) -> str:
    return "somebody in the network's own app" if quiet_by == "native" else quiet_by
