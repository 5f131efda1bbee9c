"""Pure rules: who may do what, what may go out without a person, and what is held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from inbox.actions import SPEAKS, Action, ActionKind, Delivery, Draft, Proposal, kind_of
from inbox.capabilities import UNITS, Capabilities
from inbox.cases import MODERATION
from inbox.models import AccountId, Actor, Conversation, Kind, Media
from inbox.times import span

Level = Literal["normal", "careful", "crisis", "stopped"]
LEVELS: tuple[Level, ...] = get_args(Level)
Autonomy = Literal["off", "draft", "auto"]

Verb = (
    ActionKind
    | Literal[
        "look", "note", "assign", "claim", "snooze", "resolve", "label",
        "approve", "reject", "redraft", "recall", "retry", "discard", "mode", "people", "faq", "autonomy",
        "judge", "measure", "moderation",
    ]
)  # fmt: skip

_WRITER: frozenset[Verb] = frozenset(
    {"look", "note", "assign", "claim", "snooze", "resolve", "label", "reject", "redraft"}
)
_MODERATOR: frozenset[Verb] = _WRITER | {
    "approve", "recall", "reply", "direct_message", "react", "edit", "hide", "unhide", "mute", "slow", "retry",
    "discard", "judge", "measure",
}  # fmt: skip
_LEAD: frozenset[Verb] = _MODERATOR | {"remove", "block", "unblock", "publish", "mode", "faq", "autonomy", "moderation"}

KEEPS_ORDER: frozenset[ActionKind] = frozenset(
    {"hide", "unhide", "remove", "mute", "block", "unblock", "slow"}
)  # what rules do also while nothing else goes out alone: then, above all

RIGHTS: dict[str, frozenset[Verb]] = {
    "viewer": frozenset({"look"}),
    "writer": _WRITER,
    "moderator": _MODERATOR,
    "lead": _LEAD,
    "admin": _LEAD | {"people"},
}
_MEANS: dict[Verb, str] = {
    "autonomy": "decide what goes out alone",
    "faq": "teach the FAQ",
    "look": "look in here",
    "measure": "switch measures on or off",
    "mode": "set the mode",
    "moderation": "decide about rules and whom they look at",
    "people": "decide who works here",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How many answers may go out alone `within` a time (ms) to one person and in one conversation.

    Whoever is over it gets none for as long as `cool_down` (ms), and then as many again: two programs that answer each
    other fall silent, because nothing but a message from outside is ever answered.
    """

    per_person: int = 5
    per_conversation: int = 10
    within: int = 600_000
    cool_down: int = 3_600_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Earned:
    """When it is proposed to let a slice go alone: after so many drafts, when so large a share is proven unchanged."""

    after: int = 30
    unchanged: float = 0.9


EARNED = Earned()


def too_many(limits: Limits, who: str, most: int) -> str:
    """Why what might go out alone waits, when somebody ("they", "this conversation") had as much of it as they may."""
    if not most:
        return "bot.yaml lets nothing go out alone: its limit is 0"
    answers = f"{most} automatic answer{'s' if most > 1 else ''}"
    return f"{who} got {answers} within {span(limits.within)}; perhaps a program writes to us"


@dataclass(frozen=True, slots=True)
class Slice:
    """What may be let go alone together: one responder, on one account, in one kind of conversation, under one label.

    Without a label it is about conversations of every label and of none.
    """

    responder: str
    account: AccountId
    kind: Kind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Mode:
    """How careful we are right now, since when, by whom, why and until when (0: until somebody changes it)."""

    level: Level = "normal"
    since: int = 0
    by: str = ""
    why: str = ""
    until: int = 0


def may(actor: Actor, verb: Verb) -> bool:
    """Whether this actor has the right; the system has all, a responder has none, unknown roles have none."""
    if actor.kind == "system":
        return True
    return actor.kind == "person" and verb in RIGHTS.get(actor.role, frozenset())


def means(verb: Verb) -> str:
    """What a right is for, in words: "meera may not …"."""
    return _MEANS.get(verb, verb.replace("_", " "))


def buttons(by: Actor, draft: Draft, delivery: Delivery | None, conversation: Conversation) -> tuple[Verb, ...]:
    """What this actor may do with a draft as it stands, or with what became of it."""
    kind = kind_of(draft.proposal.action)
    wanted: tuple[Verb, ...] = ()
    if draft.state == "pending":
        edit: tuple[Verb, ...] = ("edit",) if kind in SPEAKS else ()
        drafted = draft.proposal.by.kind == "responder" and not conversation.quiet_by
        wanted = ("approve", *edit, "reject", *(("redraft",) if drafted else ()))
    elif delivery and delivery.state == "queued":
        wanted = ("recall",)
    elif delivery and delivery.state == "parked":
        wanted = ("retry", "discard")
    return tuple(verb for verb in wanted if may(by, verb) and (verb != "approve" or may(by, kind)))


def timely(buttons: tuple[Verb, ...], late: str, too_late: str) -> tuple[Verb, ...]:
    """Of the buttons those that a window leaves: `late` is why it cannot go as it is, `too_late` nor in own words."""
    over = {"approve"} if late else set()
    return tuple(verb for verb in buttons if verb not in (over | {"edit"} if too_late else over))


def waits(proposal: Proposal, autonomy: Autonomy, level: str, conversation: Conversation) -> str:
    """Why a proposal waits for a person; empty where it may go out alone: proven, checked and allowed by somebody."""
    reasons = {
        f"autonomy is {autonomy} here": autonomy != "auto",
        hold(level, proposal.action, proposal.by): level != "normal",
        "it needs a person's judgement": proposal.evidence == "none",
        "a check failed": bool(proposal.checks),
        f"{conversation.quiet_by} wrote here": bool(conversation.quiet_by),
        f"{conversation.claimed_by} is writing here": bool(conversation.claimed_by),
        "they blocked us or left": conversation.left,
    }
    return next((words for words, true in reasons.items() if true), "")


def hold(level: str, action: Action, by: Actor) -> str:
    """Why a decided action must not leave right now; empty when it may."""
    match level:
        case "stopped":
            return "everything is stopped"
        case "crisis" if kind_of(action) == "publish":
            return "nothing planned goes out in a crisis"
        case "crisis" | "careful" if by == MODERATION and kind_of(action) in KEEPS_ORDER:
            return ""
        case "crisis" | "careful" if by.kind != "person":
            return f"in {level} mode nothing goes out without a person"
        case _:
            return ""


def unfit(capabilities: Capabilities, kind: Kind, action: Action) -> str:
    """Why the network would not take the files that go along in this kind of conversation; empty when it would."""
    media: tuple[Media, ...] = getattr(action, "media", ())
    network = capabilities.network
    if media and kind in capabilities.silent and kind_of(action) == "reply":
        return f"files are attached; {network} takes none here"
    if len(media) > capabilities.media_count:
        most = capabilities.media_count
        return f"{len(media)} files are attached; {network} takes {most or 'none'}" + (" at once" if most else "")
    for one in media:
        most_bytes = capabilities.media.get(one.kind, 0)
        if not most_bytes:
            return f"{network} takes no {one.kind}"
        if one.size > most_bytes:
            return f"{one.name or one.kind} has {one.size} bytes; {network} takes {most_bytes}"
    return ""


def too_long(capabilities: Capabilities, kind: Kind, action: Action) -> str:
    """Why the network would not take this text in this kind of conversation; empty when it would."""
    text: str = getattr(action, "text", "")
    has_media, limit = bool(getattr(action, "media", None)), capabilities.limit(kind, kind_of(action))
    most = limit.caption if limit.caption and has_media else limit.most
    if (over := limit.over(text, most)) is None:
        return ""
    length, allowed, unit = over
    return f"the text is {length} {UNITS[unit]} long; {capabilities.network} takes {allowed}"
