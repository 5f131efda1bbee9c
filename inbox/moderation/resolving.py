"""What becomes of a message of which rules want this and that: pure, by what the network can do.

Where two findings differ in one thing, the one that stands first has its way. To take something out of sight the
mildest way of the network is taken; where there is none that can be undone, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inbox.actions import Action, Block, Hide, Mute, Remove, Slow, kind_of
from inbox.capabilities import Capabilities
from inbox.cases import MODERATION, Arrival, Finding, Measure, Sight, Wants
from inbox.incoming import UNKNOWN
from inbox.models import Actor, Conversation, Message
from inbox.times import stamp
from inbox.wording import network


@dataclass(frozen=True, slots=True)
class Found:
    """A finding that acts, and who answers for it: moderation, or whoever switched a measure on."""

    finding: Finding
    by: Actor = MODERATION


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is done about one message; `case` is the finding that it is done for, None where no case is opened.

    `away` says that the message is out of sight then. `flag` is what a person has to look at.
    """

    case: Found | None = None
    deeds: tuple[Action, ...] = ()
    away: bool = False
    points: float = 0
    reason: str = ""
    labels: tuple[str, ...] = ()
    priority: int | None = None
    replies: Found | None = None
    tells: tuple[tuple[str, str], ...] = ()  # rule and words
    flag: Finding | None = None


NOTHING = Resolved()


def resolve(
    capabilities: Capabilities, conversation: Conversation, message: Message, found: Sequence[Found]
) -> Resolved:
    """What is done of all that the findings want; each of them is in force."""
    acting = _until_kept(found)
    wants = together(one.finding.wants for one in acting)
    deeds = deeds_of(capabilities, conversation, message, wants)
    gone = message.hidden or bool(message.removed_at)
    away = any(isinstance(deed, Hide | Remove) for deed in deeds) or (gone and wants.sight in ("hide", "remove"))
    points = wants.points if message.person and not message.person.startswith(UNKNOWN) else 0
    case = _answers_for(acting) if deeds or away or points else None
    return Resolved(
        case=case,
        deeds=deeds if case else (),
        away=away,
        points=points,
        reason=_reason(case, acting) if case else "",
        labels=wants.labels,
        priority=wants.priority,
        replies=next((one for one in acting if one.finding.wants.reply), None),
        tells=tuple((one.finding.rule, one.finding.wants.tell) for one in acting if one.finding.wants.tell),
        flag=_to_look_at(capabilities, conversation, acting, wants, done=bool(deeds) or away),
    )


def together(all_wants: Iterable[Wants]) -> Wants:
    """What several want: of each thing what the first of them says, and the labels of all."""
    wants = Wants()
    for one in all_wants:
        wants = Wants(
            sight=wants.sight or one.sight,
            mute=wants.mute or one.mute,
            block=wants.block or one.block,
            slow=wants.slow or one.slow,
            labels=tuple(dict.fromkeys((*wants.labels, *one.labels))),
            priority=one.priority if wants.priority is None else wants.priority,
            points=wants.points or one.points,
            reply=wants.reply or one.reply,
            tell=wants.tell or one.tell,
            may_remove=wants.may_remove if wants.sight else one.may_remove,
        )
    return wants


def deeds_of(
    capabilities: Capabilities, conversation: Conversation, message: Message, wants: Wants
) -> tuple[Action, ...]:
    """The actions that do what is wanted, as far as the network has them for other people's messages here."""
    thread, person = conversation.thread.remote, message.person
    deeds: list[Action] = []
    if not message.hidden and not message.removed_at and (sight := sight_of(capabilities, conversation, wants)):
        deeds.append((Hide if sight == "hide" else Remove)(thread, message.id))
    if person and not person.startswith(UNKNOWN):
        if wants.mute:
            deeds.append(Mute(thread, person, wants.mute))
        if wants.block:
            deeds.append(Block(thread, person, message.id if capabilities.reviews else None))
    if wants.slow:
        deeds.append(Slow(thread, wants.slow))
    return tuple(deed for deed in deeds if capabilities.offers(conversation.thread.kind, kind_of(deed)))


def sight_of(capabilities: Capabilities, conversation: Conversation, wants: Wants) -> Sight:
    """How the network takes it out of sight: hide where it can, remove only where the rule may; "" for neither."""
    kind = conversation.thread.kind
    hides = capabilities.offers(kind, "hide") and "hide" not in capabilities.own_only
    removes = capabilities.offers(kind, "remove") and "remove" not in capabilities.own_only
    match wants.sight:
        case "remove" if removes:
            return "remove"
        case "hide" | "remove" if hides:
            return "hide"
        case "hide" if removes and wants.may_remove:
            return "remove"
    return ""


def _until_kept(found: Sequence[Found]) -> list[Found]:
    """The findings above one that leaves the message alone."""
    for at, one in enumerate(found):
        if one.finding.wants.keep:
            return list(found[:at])
    return list(found)


def _answers_for(acting: Sequence[Found]) -> Found | None:
    """The first of the findings that wants what a case is opened for."""
    for one in acting:
        wants = one.finding.wants
        if wants.sight in ("hide", "remove") or wants.mute or wants.block or wants.slow or wants.points:
            return one
    return None


def _reason(case: Found, acting: Sequence[Found]) -> str:
    """Why, in words: of the finding that answers for it first."""
    others = [one.finding for one in acting if one is not case and one.finding.because]
    more = "".join(f"; also {one.rule}: {one.because}" for one in others)
    return case.finding.because + more


def _to_look_at(
    capabilities: Capabilities, conversation: Conversation, acting: Sequence[Found], wants: Wants, *, done: bool
) -> Finding | None:
    """What a person has to look at: what a rule holds for them, and what the network can do nothing about."""
    if wants.sight == "hold":
        return next(one.finding for one in acting if one.finding.wants.sight == "hold")
    wanted = next((one.finding for one in acting if _wants_a_deed(one.finding.wants)), None)
    if wanted is None or done:
        return None
    final = sight_of(capabilities, conversation, replace(wants, may_remove=True)) == "remove"
    cannot = "can only remove it for good" if final else "has no way to do what the rule wants here"
    return replace(wanted, because=f"{wanted.because}; {network(capabilities.network)} {cannot}")


def _wants_a_deed(wants: Wants) -> bool:
    return bool(wants.sight in ("hide", "remove") or wants.mute or wants.block or wants.slow)


# ------------------------------------------------------------------------------------------------------------ measures


def measured(arrival: Arrival, came: int, measures: Sequence[Measure]) -> list[Found]:
    """What measures for bad days find of a new message: each wants it away, in the name of who switched it on."""
    return [
        Found(_finding(one), Actor("person", one.by))
        for one in measures
        if one.at <= came and _concerns(one, arrival.conversation) and _catches(one, arrival)
    ]


def _concerns(measure: Measure, conversation: Conversation) -> bool:
    """Whether a measure is about this conversation; what is said to us in private is never public."""
    if measure.account != conversation.account or conversation.thread.kind == "direct":
        return False
    if measure.conversation:
        return measure.conversation == conversation.id
    subject = conversation.thread.subject
    return measure.post is None or (subject is not None and subject.remote == measure.post)


def _catches(measure: Measure, arrival: Arrival) -> bool:
    match measure.kind:
        case "hide_new":
            return True
        case "followers_only":
            return not arrival.contact.follows
        case "known_only":  # a first message may bear a time before it came: networks' clocks differ, and some round
            first = arrival.messages == 1 and not arrival.message.edited_at
            return first or not 0 < arrival.known_since < measure.at
    return False


def _finding(measure: Measure) -> Finding:
    what = {
        "hide_new": "all that is new is hidden",
        "followers_only": "only followers are shown",
        "known_only": "only people who wrote before are shown",
    }[measure.kind]
    until = f" until {stamp(measure.until)}" if measure.until else ""
    because = f"{what}{until}, as {measure.by} switched on" + (f": {measure.why}" if measure.why else "")
    return Finding(f"measure {measure.id}", "", because, Wants(sight="hide"))
