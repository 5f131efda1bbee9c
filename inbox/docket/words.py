"""How surfaces say what moderation did, wants and measures; every sentence of the docket comes from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inbox.actions import ActionKind, Delivery
from inbox.brand import Brand
from inbox.cases import Case, CaseNumber, Wants
from inbox.docket.shown import DeedState
from inbox.models import AccountId, Contact
from inbox.moderation.ending import Back
from inbox.times import span, stamp
from inbox.wording import ACTIONS

MEASURE: Final = "measure "  # how the rule of a case begins that a measure opened
SOMEBODY: Final = "Somebody"
STATES: Final[Mapping[str, DeedState]] = {
    "queued": "on its way",
    "sending": "on its way",
    "sent": "done",
    "parked": "refused",
    "held": "held",
    "recalled": "not done",
    "discarded": "not done",
}
STUCK: Final = frozenset({"parked", "held", "recalled", "discarded"})  # what undoes a deed, and does not
SHOWN_AGAIN: Final = "The message is shown again."
SHOWN_THERE: Final = "shown again in the app itself"
BRINGS_BACK: Final[Mapping[ActionKind, str]] = {
    "unhide": SHOWN_AGAIN,
    "mute": "{name} may write again.",
    "unblock": "{name} is let back in.",
    "slow": "Slow mode ends.",
}

KEPT: Final[Mapping[frozenset[ActionKind], str]] = {  # by what another case may want as well
    frozenset({"hide", "remove"}): BRINGS_BACK["unhide"],
    frozenset({"mute"}): BRINGS_BACK["mute"],
    frozenset({"block"}): BRINGS_BACK["unblock"],
}


def name_of(contact: Contact | None) -> str:
    """What somebody is called."""
    return contact.name if contact and contact.name else SOMEBODY


def by_whom(case: Case) -> str:
    """Who did it: "the rule scam", one of ours, or what one of ours switched on."""
    if case.by.kind == "person":
        return f"a measure that {case.by.name} switched on" if case.rule else case.by.name
    return rule_name(case.rule) if case.rule else case.by.name


def rule_name(rule: str) -> str:
    """What acts in place of a person; "" are our people."""
    if rule.startswith(MEASURE):
        return f"the {rule}"
    return f"the rule {rule}" if rule else "people"


def action(brand: Brand, account: AccountId, kind: ActionKind, seconds: int = 0) -> str:
    """What was done, as its network calls that."""
    capabilities = brand.capabilities.get(account)
    words = (capabilities.called.get(kind) if capabilities else None) or ACTIONS[kind]
    return f"{words} for {span(1000 * seconds)}" if kind == "mute" and seconds else words


def deed(state: DeedState, delivery: Delivery | None, back: str) -> str:
    """How a deed stands, with the network's own words where it refused; `back` is how it goes with taking it back."""
    at = f" {stamp(delivery.sent_at)}" if delivery and delivery.sent_at else ""
    match state:
        case "done" | "taken back":
            return f"done{at}" + (f", {back}" if back else "")
        case "refused":
            said = delivery.words.rstrip(".") if delivery and delivery.words else "nobody knows why"
            unsure = delivery is not None and delivery.error == "Uncertain"
            return ("perhaps done: " if unsure else "refused: ") + said + (f", {back}" if back else "")
        case "held":
            return "kept back: " + (delivery.words if delivery and delivery.words else "the mode lets nothing out")
        case _:
            return state


def taking_back(undoing: Delivery | None) -> str:
    """How it goes with what undoes a deed; empty where nothing does."""
    if undoing is None:
        return ""
    match undoing.state:
        case "sent":
            return f"taken back {stamp(undoing.sent_at)}"
        case "parked":
            return f"could not be taken back: {undoing.words.rstrip('.')}"
        case "held":
            return "the mode keeps back what undoes it"
        case "recalled" | "discarded":
            return "was to be taken back, and is not"
        case _:
            return "is being taken back"


def brings_back(back: Back, name: str) -> str:
    """What undoing does about one deed, as a sentence; empty where it does nothing."""
    if back.delivery and not back.happened:
        return "It is stopped before it leaves." if back.delivery.state == "queued" else ""
    if back.action is None:
        return ""
    kind: ActionKind = "unhide" if back.deed.kind == "hide" else back.deed.kind
    kind = "unblock" if kind == "block" else kind
    return BRINGS_BACK[kind].format(name=name)


def kept(back: str, other: CaseNumber, name: str) -> str:
    """What is said in place of what undoing would bring back, did not another case want it, too."""
    if back == SHOWN_AGAIN:
        return f"The message stays out of sight: case {other} is about it, too."
    return f"{name} stays {'muted' if back == BRINGS_BACK['mute'] else 'blocked'}: case {other} wants that, too."


def wants(wants: Wants) -> tuple[str, ...]:
    """What a rule wants done, a few words each."""
    said = [
        {"": "", "hide": "take it out of sight", "hold": "let a person judge it", "remove": "remove it"}[wants.sight]
    ]
    said.append("or remove it where it cannot be hidden" if wants.may_remove and wants.sight == "hide" else "")
    said.append(f"mute them for {span(1000 * wants.mute)}" if wants.mute else "")
    said.append("block them" if wants.block else "")
    said.append(f"let everybody write only once in {span(1000 * wants.slow)}" if wants.slow else "")
    said.append(f"label it {', '.join(wants.labels)}" if wants.labels else "")
    said.append(f"give it priority {wants.priority}" if wants.priority is not None else "")
    said.append(f"give them {wants.points:g} {'point' if wants.points == 1 else 'points'}" if wants.points else "")
    said.append(f"answer “{wants.reply}”" if wants.reply else "")
    said.append("tell the team" if wants.tell else "")
    said.append("leave it alone" if wants.keep else "")
    return tuple(words for words in said if words)
