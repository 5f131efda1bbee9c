"""Between what moderation keeps and what stands in Redis: short field names, nothing that is empty.

Case: at, a account, c conversation, m message, p person, who contact, x text, md media, by actor, r rule, v version,
y reason, ty told reason, pt points, sw strikes that wait for somebody to agree, lb labels, ls those of them that it
set, dd deeds [[kind, delivery, seconds, delivery that undid it, "elsewhere" or ""]...], aw "1" when the message was out
of sight before (else what ended that),
done, hid out of sight since, rc when the message came to us, ub, ut, uy undone by, at and why, cd code, ct told at, nt
the proposal of a notice that waits, ap appeal {at, due, c, m, x, st, by, dt, an, late}, lt [[at, text]...] what the
text was changed to.
Finding: r rule, v version, b because, w wants, s severity, ty told, fo forced. Wants: the fields by name.
Match and flag: f finding, t at, c conversation, m message, who contact, x text; of a match also vd verdict, vb by.
Standing: v version, s state, t since, b by, y why, o place in the file (none: it is there no more); its counts stand
in a hash of their own: n matches, right, wrong, acted, undone.
Measure: k kind, a account, p post, c conversation, u until, b by, t at, y why, sec seconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from inbox.cases import (
    Appeal,
    Case,
    CaseNumber,
    Deed,
    Finding,
    Flag,
    Match,
    Measure,
    Standing,
    Wants,
)
from inbox.models import AccountId, ContactId, ConversationId, DeliveryId, Media, RemoteId
from inbox.store import codec
from inbox.store.codec import dumps

Json = dict[str, Any]

# ------------------------------------------------------------------------------------------------------------- findings


def _told(body: Mapping[str, object]) -> Json:
    """What says something; 0 and "" are what is left out."""
    return {key: value for key, value in body.items() if value not in ("", 0, (), [], False)}


def wants_body(wants: Wants) -> Json:
    """What a rule wants, without what is as usual."""
    body = _told({**asdict(wants), "labels": list(wants.labels), "priority": None})
    body.pop("priority", None)
    return {**body, **({"priority": wants.priority} if wants.priority is not None else {})}


def wants_of(body: Json) -> Wants:
    """What a rule wants, behind its JSON; fields of a later version are passed over."""
    known = {field.name for field in fields(Wants)}
    values = {key: value for key, value in body.items() if key in known}
    return Wants(**{**values, "labels": tuple(values.get("labels") or ())})


def finding_body(finding: Finding) -> Json:
    """A finding as JSON takes it."""
    body = {"r": finding.rule, "v": finding.version, "b": finding.because, "s": finding.severity}
    return body | _told({"w": wants_body(finding.wants), "ty": finding.told, "fo": finding.forced})


def finding_of(body: Json) -> Finding:
    """The finding behind its JSON."""
    wants = wants_of(body.get("w") or {})
    told, forced = body.get("ty", ""), bool(body.get("fo", False))
    return Finding(body["r"], body["v"], body.get("b", ""), wants, float(body.get("s", 0.5)), told, forced)


def match_of(id: str, text: str) -> Match:
    """The match behind its JSON."""
    body = json.loads(text)
    where = (ConversationId(body["c"]), RemoteId(body["m"]), codec.contact_of(body.get("who", "")))
    verdict = (body.get("vd", ""), body.get("vb", ""))
    return Match(id, finding_of(body["f"]), int(body["t"]), *where, body.get("x", ""), *verdict)


def flag_of(text: str) -> Flag:
    """The flag behind its JSON."""
    body = json.loads(text)
    where = (ConversationId(body["c"]), RemoteId(body["m"]), codec.contact_of(body.get("who", "")))
    return Flag(*where, body.get("x", ""), int(body["t"]), finding_of(body["f"]))


# ---------------------------------------------------------------------------------------------------------------- cases


def case_of(number: CaseNumber, c: Mapping[str, str]) -> Case:
    """The case behind its hash."""
    person = c.get("p", "")
    return Case(
        number=number,
        at=int(c["at"]),
        account=AccountId(c["a"]),
        conversation=ConversationId(c["c"]),
        message=RemoteId(c["m"]) if c.get("m") else None,
        person=ContactId(f"{c['a']}/{person}") if person else None,
        contact=codec.contact_of(c.get("who", "")),
        text=c.get("x", ""),
        media=tuple(Media(*item) for item in _list(c.get("md", ""))),
        by=codec.actor_of(c["by"]),
        rule=c.get("r", ""),
        version=c.get("v", ""),
        reason=c.get("y", ""),
        told=c.get("ty", ""),
        points=float(c.get("pt") or 0),
        waits=float(json.loads(c["sw"])["points"]) if c.get("sw") else 0,
        deeds=tuple(_deed_of(deed) for deed in _list(c.get("dd", ""))),
        labels=tuple(_list(c.get("lb", ""))),
        done_at=int(c.get("done") or 0),
        undone_by=c.get("ub", ""),
        undone_at=int(c.get("ut") or 0),
        undone_why=c.get("uy", ""),
        code=c.get("cd", ""),
        told_at=int(c.get("ct") or 0),
        appeal=_appeal_of(c["ap"]) if c.get("ap") else None,
        later=tuple((int(at), text) for at, text in _list(c.get("lt", ""))),
    )


def _list(text: str) -> list[Any]:
    """A JSON list; Lua writes an empty one as {}."""
    return list(json.loads(text or "[]"))


def _deed_of(deed: list[Any]) -> Deed:
    kind, delivery, seconds, undone = deed
    return Deed(kind, DeliveryId(delivery), int(seconds or 0), DeliveryId(undone) if undone else None)


def _appeal_of(text: str) -> Appeal:
    body = json.loads(text)
    asked = (int(body["at"]), int(body["due"]), ConversationId(body["c"]), RemoteId(body["m"]), body.get("x", ""))
    return Appeal(*asked, body.get("st", "open"), body.get("by", ""), int(body.get("dt", 0)), body.get("an", ""))


# ---------------------------------------------------------------------------------------------------- rules, measures


def standing_of(rule: str, text: str, counts: Mapping[str, str]) -> Standing:
    """How a rule stands, behind its JSON and its counts."""
    body = json.loads(text)
    said = (body["v"], body.get("s", "shadow"), int(body.get("t", 0)), body.get("b", ""), body.get("y", ""))
    counted = (int(counts.get(name) or 0) for name in ("n", "right", "wrong", "acted", "undone"))
    return Standing(rule, *said, *counted)


def measure_text(measure: Measure) -> str:
    """A measure as JSON, without its id."""
    body = {"k": measure.kind, "a": measure.account, "p": measure.post or "", "c": measure.conversation or ""}
    ends = {"u": measure.until, "b": measure.by, "t": measure.at, "y": measure.why, "sec": measure.seconds}
    return dumps(_told(body | ends))


def measure_of(id: str, text: str) -> Measure:
    """The measure behind its JSON."""
    body = json.loads(text)
    return Measure(
        id=id,
        kind=body["k"],
        account=AccountId(body["a"]),
        post=RemoteId(body["p"]) if body.get("p") else None,
        conversation=ConversationId(body["c"]) if body.get("c") else None,
        until=int(body.get("u", 0)),
        by=body.get("b", ""),
        at=int(body.get("t", 0)),
        why=body.get("y", ""),
        seconds=int(body.get("sec", 0)),
    )
