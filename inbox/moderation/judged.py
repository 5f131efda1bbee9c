"""What rules made of messages becomes what is done: cases, flags, what the team is told, and what waits for trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from inbox.actions import Action, Proposal, Reply, Source, kind_of
from inbox.brand import Brand
from inbox.capabilities import Capabilities
from inbox.cases import MODERATION, NOTHING_FOUND, Arrival, CaseNumber, Fairness, Finding, Judgement, Wants
from inbox.models import Conversation, Message
from inbox.moderation import codes
from inbox.moderation.notices import told
from inbox.moderation.resolving import Found, Resolved, deeds_of, measured, resolve
from inbox.store.by_hand import UNTOLD
from inbox.store.case_codec import finding_body
from inbox.store.codec import actor_text, contact_text, dumps, proposal_text
from inbox.store.judging import Unjudged, Waiting, case_fields

Json = dict[str, Any]
CHANGED: Final = "its author changed it after it was taken out of sight, and no rule in force wants it away any more"
NOT_THEIRS: Final = "This code does not belong to anything that we can look up for you here."
ASKED_IN_VAIN: Final = "they sent a code that is not theirs; a person should look before anything is said"


@dataclass(frozen=True, slots=True)
class _Here:
    """One message and all that is needed to say what becomes of it."""

    fairness: Fairness
    capabilities: Capabilities
    conversation: Conversation
    waiting: Waiting
    now: int

    @property
    def message(self) -> Message:
        return self.waiting.message


async def judged(
    brand: Brand, claimed: Unjudged, results: Sequence[tuple[Message, Judgement]], *, keep: bool = False
) -> tuple[CaseNumber, ...] | None:
    """Do what the rules in force want and keep what the others would have done; answers the cases that were opened.

    All of it in one step, or nothing: killed before, the messages are judged again. None when somebody else holds the
    conversation by now; with `keep` it stays held by us. Of what has no result nothing was found. Raises StoreAway.
    """
    fairness, now = brand.fairness or Fairness(), brand.now()
    capabilities = brand.capabilities.get(claimed.conversation.account)
    found = {message.id: judgement for message, judgement in results}
    items = []
    for waiting in claimed.waiting:
        item: Json = {"m": waiting.message.id, "g": waiting.digest, "p": waiting.message.person or ""}
        if capabilities:  # else the account is not switched on, and nothing can be done there
            here = _Here(fairness, capabilities, claimed.conversation, waiting, now)
            item |= _item(here, claimed, found.get(waiting.message.id, NOTHING_FOUND))
        items.append(item)
    unknown = dict.fromkeys(words for _, judgement in results for words in judgement.unknown)
    return await brand.store.judging.judged(claimed, items, unknown, fairness.ladder.half_life, now, keep=keep)


def arrival_of(claimed: Unjudged, waiting: Waiting, now: int) -> Arrival:
    """A message that waits, as rules look at it; what happens around it is not counted yet."""
    return Arrival(
        message=waiting.message,
        contact=waiting.contact,
        conversation=claimed.conversation,
        now=now,
        messages=waiting.messages,
        known_since=waiting.known_since,
        person=waiting.person,
        mode=claimed.mode,
    )


def _item(here: _Here, claimed: Unjudged, judgement: Judgement) -> Json:
    """What judged.lua writes down of one message."""
    waiting, item = here.waiting, _appeal(here)
    if waiting.cleared or waiting.person.allowed:
        return item
    acting = [one for one in judgement.findings if (one.rule, one.version) in claimed.acting]
    shadow = [one for one in judgement.findings if one not in acting and one.rule not in claimed.off]
    of_measures = measured(arrival_of(claimed, waiting, here.now), waiting.came, claimed.measures)
    resolved = resolve(here.capabilities, here.conversation, here.message, [*of_measures, *map(Found, acting)])
    item |= _besides(here, resolved)
    if resolved.case:
        item["case"] = _case(here, resolved, resolved.case)
    if acting:
        item["acted"] = [f"{one.rule}@{one.version}" for one in acting]
    if shadow:
        item["matches"] = [{"r": one.rule, "v": one.version, "body": _text_of(here, one)} for one in shadow]
    return item


# ---------------------------------------------------------------------------------------------------------------- cases


def _case(here: _Here, resolved: Resolved, case: Found) -> Json:
    finding, by = case.finding, case.by
    say = UNTOLD
    if resolved.deeds:
        say = told(
            here.fairness, here.capabilities, here.conversation, here.message, here.waiting.contact, finding.told
        )
    fields = case_fields(
        here.message, here.waiting.contact, by,
        rule=finding.rule, version=finding.version, told=finding.told, points=resolved.points,
        labels=resolved.labels, code=say.code, notice=say.notice,
    )  # fmt: skip
    return {
        "by": actor_text(by),
        "author": by.name,
        "reason": resolved.reason,
        "deeds": _deeds(resolved.deeds, case, resolved.reason),
        "away": resolved.away,
        "points": resolved.points,
        "ladder": [_step(here, case, *step) for step in here.fairness.ladder.steps] if resolved.points else [],
        "fields": fields,
    }


def _step(here: _Here, case: Found, at: float, wants: Wants) -> list[object]:
    """What follows when somebody's strikes reach so many points."""
    why = f"they have {at:g} strike points"
    deeds = _deeds(deeds_of(here.capabilities, here.conversation, here.message, wants), case, why)
    also: Json = {"lb": list(wants.labels), "pr": wants.priority, "tell": wants.tell}
    return [at, deeds, f"; {why}", {key: value for key, value in also.items() if value not in ([], None, "")}]


def _deeds(actions: Sequence[Action], case: Found, because: str) -> list[list[object]]:
    return [[kind_of(one), _proposal(one, case, because), getattr(one, "seconds", 0)] for one in actions]


def _proposal(action: Action, found: Found, because: str) -> str:
    finding = found.finding
    source = Source(finding.rule, finding.rule)
    return proposal_text(Proposal(action, found.by, because, "rule", (source,), version=finding.version))


# --------------------------------------------------------------------------------------------------- what comes with it


def _besides(here: _Here, resolved: Resolved) -> Json:
    item: Json = {}
    flag, case = resolved.flag, here.message.case
    if case and not resolved.away:
        flag = Finding("", "", CHANGED, Wants())
    if flag:
        item["flag"] = {"severity": flag.severity, "body": _text_of(here, flag), "words": flag.because, "by": flag.rule}
    if resolved.labels:
        item["lb"] = list(resolved.labels)
    if resolved.priority is not None:
        item["pr"] = resolved.priority
    if resolved.tells:
        item["tell"] = [list(one) for one in resolved.tells]
    if resolved.replies and here.capabilities.offers(here.conversation.thread.kind, "reply") and not case:
        found = resolved.replies
        action = Reply(here.conversation.thread.remote, found.finding.wants.reply, here.message.id)
        by = actor_text(MODERATION)
        item["reply"] = {"body": _proposal(action, Found(found.finding), found.finding.because), "by": by,
                         "author": MODERATION.name}  # fmt: skip
    return item


def _text_of(here: _Here, finding: Finding) -> str:
    """A match or a flag, as case_codec reads it."""
    message, contact = here.message, here.waiting.contact
    about = {"c": here.conversation.id, "m": message.id, "who": contact_text(contact), "x": message.text}
    return dumps({"f": finding_body(finding), "t": here.now, **about})


def _appeal(here: _Here) -> Json:
    """A code in what they say asks for a case to be looked at again; whose it is only the store knows."""
    found = codes.found(here.message.text)
    if not found:
        return {}
    refusal, fairness = "", here.fairness
    if here.capabilities.offers(here.conversation.thread.kind, "reply"):
        reply = Reply(here.conversation.thread.remote, NOT_THEIRS, here.message.id)
        refusal = proposal_text(Proposal(reply, MODERATION, ASKED_IN_VAIN, "none"))
    return {
        "code": {
            "codes": list(found), "words": here.message.text, "proof": here.capabilities.anonymous, "refusal": refusal,
            "waits": ASKED_IN_VAIN, "within": fairness.appeal_within, "decide": fairness.decide_within,
        }
    }  # fmt: skip
