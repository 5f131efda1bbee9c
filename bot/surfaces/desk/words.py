"""How the desk says things: spans of time, sizes, what was done, where a conversation stands. Pure functions.

The text that comes from outside is not made safe here: templates escape it and isolate its direction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inbox.actions import Action
from inbox.models import Kind, Media
from inbox.store.conversations import Did

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
# Marks that reorder or hide what follows; an element can isolate them, an attribute or a title cannot.
DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")

KINDS: dict[Kind, str] = {"direct": "Direct", "group": "Group", "comments": "Comment"}
DONE: dict[str, str] = {
    "hide": "hid a message",
    "unhide": "brought a message back",
    "remove": "removed a message",
    "mute": "muted somebody",
    "block": "blocked somebody",
    "unblock": "let somebody back in",
    "react": "reacted",
    "edit": "edited our message",
    "publish": "published a post",
    "slow": "let everybody write less often",
    "direct_message": "wrote in private",
}
# what the log says -> what a person reads, and its tone
DEEDS: dict[str, tuple[str, str]] = {
    "contact.back": ("They came back", "good"),
    "contact.left": ("They blocked us or left", "bad"),
    "conversation.handed_off": ("handed this to a person", ""),
    "conversation.moved": ("The network moved this conversation", ""),
    "conversation.reopened": ("opened this again", ""),
    "conversation.resolved": ("resolved this", "good"),
    "conversation.snoozed": ("snoozed this", ""),
    "delivery.discarded": ("discarded a parked send", ""),
    "delivery.held": ("held a reply back for review", "bad"),
    "delivery.parked": ("could not send and parked it", "bad"),
    "delivery.recalled": ("took a reply back before it left", ""),
    "draft.again": ("A draft waits again", ""),
    "draft.outdated": ("A draft no longer fits", ""),
    "draft.rejected": ("rejected a draft", ""),
    "measure.off": ("ended a measure", ""),
    "measure.on": ("switched on a measure", ""),
    "moderation.flag": ("left a message to a person to judge", "bad"),
    "moderation.settled": ("judged a message that a rule left to people", ""),
    "moderation.tell": ("told the team", ""),
    "moderation.unknown": ("A message could not be looked at whole", "bad"),
    "responders.capped": ("What would go out alone waits", "bad"),
    "responders.back": ("switched the responders on again", ""),
    "responders.silenced": ("silenced the responders here", ""),
    "responders.silent": ("No other draft", ""),
    "responders.skipped": ("Responders were skipped", "bad"),
}
# the same about a case, which stands for {case}; {detail} is what the log adds
OF_CASES: dict[str, tuple[str, str]] = {
    "appeal.declined": ("let {case} stand", ""),
    "appeal.granted": ("granted the appeal against {case}", "good"),
    "appeal.new": ("They ask to look at {case} again", "bad"),
    "appeal.overdue": ("The appeal against {case} waits for too long", "bad"),
    "case.changed": ("They changed what {case} is about", "bad"),
    "case.edited": ("said why {case} was opened", ""),
    "case.new": ("opened {case}", "bad"),
    "case.refused": ("The network refused what {case} asks for", "bad"),
    "case.undone": ("undid {case}", "good"),
    "strikes": ("Their strikes stand at {detail} after {case}", ""),
}
BY_ITSELF = dict.fromkeys(("delivery.recalled", "delivery.parked", "delivery.held"), "Sangam")
SHOWN_ELSEWHERE = frozenset(
    {"draft.new", "draft.approved", "delivery.queued", "delivery.sending", "note"}
    | {"conversation.claimed", "conversation.let_go", "case.done"}
)
TOLD = frozenset(
    {"delivery.recalled", "delivery.parked", "delivery.held", "draft.rejected", "draft.outdated"}
    | {"conversation.handed_off", "responders.skipped", "responders.silent", "responders.capped"}
    | {"measure.on", "measure.off", "moderation.flag", "moderation.settled", "moderation.tell", "moderation.unknown"}
    | {"case.edited", "case.new", "case.refused", "case.undone"}
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One small line of a conversation: who, did what, and the words that came with it; `tone` colours it."""

    by: str
    did: str
    words: str = ""
    tone: str = ""  # "", good, bad
    case: str = ""  # the number of the case that it is about


def span(ms: int) -> str:
    """A length of time in one or two words, as precise as somebody waiting cares about."""
    if ms < MINUTE:
        return "now"
    if ms < HOUR:
        return f"{ms // MINUTE} min"
    if ms < 2 * DAY:
        return f"{ms // HOUR} h"
    return f"{ms // DAY} d"


def left(ms: int) -> str:
    """How much time is left."""
    return "less than 1 min" if ms < MINUTE else span(ms)


def ago(ms: int) -> str:
    """How long something is over."""
    return "just now" if ms < MINUTE else f"{span(ms)} ago"


def size(count: int) -> str:
    """Bytes for people."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def plain(text: str) -> str:
    """Text for an attribute or a title: on one line, without marks that reorder what stands around it."""
    return " ".join(DIRECTION_MARKS.sub("", text).split())


def lower_first(text: str) -> str:
    """A name within a sentence."""
    return text[:1].lower() + text[1:]


def media(action: Action) -> tuple[Media, ...]:
    """The files that go along with an action."""
    return getattr(action, "media", ())


def deed(did: Did) -> Deed | None:
    """What somebody did, in words; None for steps that the conversation shows by itself."""
    if did.what in SHOWN_ELSEWHERE or (did.what == "delivery.sent" and did.detail not in DONE):
        return None
    words, tone = _done(did)
    case = did.ref if did.what in OF_CASES else ""
    return Deed(did.by or BY_ITSELF.get(did.what, ""), words, did.detail if did.what in TOLD else "", tone, case)


def _done(did: Did) -> tuple[str, str]:
    what, detail = did.what, did.detail
    if what in OF_CASES:
        words, tone = OF_CASES[what]
        return words.format(case=f"case {did.ref}", detail=detail), tone
    match what:
        case "delivery.sent":
            return DONE[detail], "good"
        case "conversation.assigned":
            return (f"gave this to {detail}" if detail else "gave this to nobody"), ""
        case "conversation.labelled":
            return (f"labelled it {detail}" if detail else "took the labels off"), ""
        case _:
            return DEEDS.get(what, (what.replace(".", " ").replace("_", " "), ""))
