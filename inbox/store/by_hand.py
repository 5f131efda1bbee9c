"""What a deed of one of our people means for cases: it opens one, or takes back what stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inbox.actions import Action, Block, Hide, Mute, Remove, Unblock, Unhide, kind_of
from inbox.models import Actor, Message, RemoteId, contact_id
from inbox.store.conversations import Correspondence
from inbox.store.judging import case_fields


@dataclass(frozen=True, slots=True)
class Told:
    """What its author is told of a deed: why, the code to appeal with, and the proposal that says so, as JSON.

    `flagged`: it is done only while a rule leaves the message to a person, so that two who judge it do that once.
    """

    why: str = ""
    code: str = ""
    notice: str = ""
    flagged: bool = False


UNTOLD = Told()


def by_hand(
    found: Correspondence, by: Actor, action: Action, evidence: Message | None, why: str, told: Told
) -> dict[str, Any]:
    """The `case` that an action opens, or what it takes `back`, as propose.lua takes it; empty for any other.

    `evidence` is the message that it is about (`evidence_of`).
    """
    match action:
        case Unhide(message=message):
            return {"back": {"kind": "hide", "m": message, "p": ""}}
        case Unblock(person=person):
            return {"back": {"kind": "block", "m": "", "p": person}}
        case Mute(person=person, seconds=0):
            return {"back": {"kind": "mute", "m": "", "p": person}}
        case Hide() | Remove() | Block() | Mute():
            return _case(found, by, action, evidence, why, told)
    return {}


def evidence_of(found: Correspondence, action: Action) -> RemoteId | None:
    """The message that a case would keep: the one that something is done to, or their newest."""
    if not isinstance(action, Hide | Remove | Block | Mute):
        return None
    message: RemoteId | None = getattr(action, "message", None)
    return message or newest_of(found, getattr(action, "person", RemoteId("")))


def newest_of(found: Correspondence, person: RemoteId) -> RemoteId | None:
    """The newest message of theirs that stands: where we review, one is shut out together with what one wrote."""
    theirs = [one.id for one in found.messages if one.person == person and not one.removed_at]
    return theirs[-1] if theirs else None


def _case(
    found: Correspondence, by: Actor, action: Action, evidence: Message | None, why: str, told: Told
) -> dict[str, Any]:
    person: RemoteId | None = getattr(action, "person", None) or (evidence.person if evidence else None)
    if person is None:
        return {}  # our own words
    contact = found.people.get(contact_id(found.conversation.account, person))
    message = evidence or Message(RemoteId(""), "", 0)
    fields = case_fields(message, contact, by, told=told.why, code=told.code, notice=told.notice)
    case = {"kind": kind_of(action), "m": message.id, "p": person, "y": why, "fields": fields}
    also = {"flagged": True} if told.flagged else {}
    return {"case": {**case, "seconds": getattr(action, "seconds", 0)}, **also}
