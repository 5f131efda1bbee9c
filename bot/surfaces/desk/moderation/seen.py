"""What the tabs of moderation show: messages to judge, appeals, cases, rules, measures, figures."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.kit import Kit
from bot.surfaces.desk.marks import LASTS, does
from bot.surfaces.desk.moderation import people
from bot.surfaces.desk.moderation.query import Query, account_in, number_in
from bot.surfaces.desk.moderation.saying import EXPLAINED, RULE_STATES, SHELVES, SPANS, STATES, quick, severity
from bot.surfaces.desk.pieces import MUTES
from inbox import docket
from inbox.actions import ActionKind
from inbox.capabilities import Capabilities
from inbox.cases import CaseShelf
from inbox.docket.shown import FlagView, MeasureView, Offer
from inbox.docket.words import MEASURE
from inbox.models import AccountId, Actor, ContactId, Kind, account_of, contact_id
from inbox.moderation import rulings
from inbox.outcomes import DAY_MS
from inbox.policy import may
from inbox.wording import network

Filled = tuple[str, dict[str, object]]
A_PAGE = 50
SHOWN: dict[str, CaseShelf] = {"standing": "standing", "undone": "undone", "appealed": "appealed"}
MATCHES = 3  # of each rule among all rules
FEW = 5  # messages among which nobody needs to pick an account
ON_PEOPLE: tuple[ActionKind, ...] = ("mute", "block")
OUT_OF_SIGHT: tuple[ActionKind, ...] = ("hide", "remove")


async def judge(kit: Kit, me: Visitor, query: Query) -> Filled:
    """What rules leave to a person, worst first."""
    account = account_in(kit.brand, query.get("account", ""))
    found = await docket.flags(kit.brand, me.actor, account=account, limit=A_PAGE)
    return "judge", {
        "rows": [(row, severity(row.flag.finding.severity), _person(row)) for row in found.rows],
        "total": found.total,
        "offered": await _offered(kit, me, found.rows),
        "may_judge": may(me.actor, "judge"),
        "account": account or "",
        "accounts": list(kit.brand.capabilities),
        "few": FEW,
        "measure": MEASURE,
        "mutes": {seconds: words for seconds, words in MUTES.items() if seconds != "0"},
        "here": "/moderation" + (f"?{urlencode({'account': account})}" if account else ""),
    }


async def appeals(kit: Kit, me: Visitor, query: Query) -> Filled:
    """What people ask to be looked at again, what is due first."""
    found = await docket.appeals(kit.brand, me.actor, limit=A_PAGE)
    return "appeals", {"found": found, "here": "/moderation/appeals"}


async def cases(kit: Kit, me: Visitor, query: Query) -> Filled:
    """Cases, newest first, perhaps only some of them, or the one with a number."""
    asked = query.get("number", "").strip()
    if (number := number_in(asked)) is not None:
        return await people.case(kit, me, {"number": str(number)})
    account, rule = account_in(kit.brand, query.get("account", "")), query.get("rule", "")
    state, person = SHOWN.get(query.get("state", ""), ""), query.get("person", "")
    found = await docket.cases(
        kit.brand,
        me.actor,
        account=account or "",
        state=state,
        rule=rule,
        person=ContactId(person) if person else None,
        after=query.get("after") or None,
        limit=A_PAGE,
    )
    kept = {"account": account or "", "rule": rule, "state": state, "person": person}
    kept = {name: value for name, value in kept.items() if value}
    return "cases", {
        "found": found,
        "counted": not rule and not state,
        "states": STATES,
        "kept": kept,
        "later": bool(query.get("after")),
        "first": "/moderation/cases" + (f"?{urlencode(kept)}" if kept else ""),
        "more": "/moderation/cases?" + urlencode(kept | {"after": found.next or ""}),
        "person": person,
        "rules": [one.rule for one in await rulings.standings(kit.brand, me.actor)],
        "accounts": list(kit.brand.capabilities),
        "shelves": SHELVES,
        "no_number": asked,
    }


async def rules(kit: Kit, me: Visitor, query: Query) -> Filled:
    """Every rule with how it stands, and the newest of its matches."""
    found = await docket.rules(kit.brand, me.actor, matches=MATCHES)
    return "rules", {
        "rules": found,
        "most": MATCHES,
        "asks": any(match.ask for one in found for match in one.waiting),
        "rule_states": RULE_STATES,
        "here": "/moderation/rules",
    }


async def rule(kit: Kit, me: Visitor, query: Query) -> Filled:
    """One rule with its matches."""
    name = query.get("name", "")
    return "rule", {
        "one": await docket.rule(kit.brand, me.actor, name),
        "rule_states": RULE_STATES,
        "here": f"/moderation/rule?{urlencode({'name': name})}",
    }


async def measures(kit: Kit, me: Visitor, query: Query) -> Filled:
    """What is on for bad days, and what can be switched on."""
    found = await docket.measures(kit.brand, me.actor)
    accounts = dict.fromkeys(offer.account for offer in found.offers)
    return "measures", {
        "on": found.on,
        "does": does,
        "offers": [_switches(account, found.offers) for account in accounts],
        "links": {one.measure.id: _place(one) for one in found.on},
        "explained": EXPLAINED,
        "lasts": LASTS,
        "here": "/moderation/measures",
    }


async def figures(kit: Kit, me: Visitor, query: Query) -> Filled:
    """What moderation did in some days."""
    since = query.get("since", "") if query.get("since") in SPANS else "7d"
    found = await docket.tally(kit.brand, me.actor, kit.brand.now() - SPANS[since][1] * DAY_MS)
    return "figures", {"found": found, "quick": quick, "spans": SPANS, "since": since, "measure": MEASURE}


def _person(row: FlagView) -> ContactId | None:
    contact = row.flag.contact
    return contact_id(account_of(row.flag.conversation), contact.remote) if contact else None


def _switches(account: AccountId, offers: Sequence[Offer]) -> tuple[AccountId, list[Offer], list[str]]:
    """What can be switched on for an account, and why the rest cannot; slow mode is for one conversation only.

    That a network does not tell who follows is no news beside a button that does nearly the same.
    """
    theirs = [offer for offer in offers if offer.account == account and offer.kind != "slow"]
    offered = [offer for offer in theirs if not offer.why_not]
    known = any(offer.kind == "known_only" for offer in offered)
    refused = [offer.why_not for offer in theirs if offer.why_not and not (known and offer.kind == "followers_only")]
    return account, offered, list(dict.fromkeys(refused))


def _place(one: MeasureView) -> str:
    """The conversation that a measure is about; empty for a whole account or a post."""
    return f"/?{urlencode({'shelf': 'all', 'c': one.measure.conversation})}" if one.measure.conversation else ""


async def _offered(kit: Kit, me: Visitor, rows: Sequence[FlagView]) -> dict[str, tuple[list[ActionKind], str]]:
    """What this actor may do to people there, and why nothing goes out of sight there, by conversation."""
    ids = list(dict.fromkeys(row.flag.conversation for row in rows))
    kinds = await kit.brand.store.conversations.kinds(ids) if ids else {}
    found: dict[str, tuple[list[ActionKind], str]] = {}
    for id in ids:
        capabilities, kind = kit.brand.capabilities.get(AccountId(account_of(id))), kinds.get(id)
        if capabilities and kind:
            on_people = [verb for verb in ON_PEOPLE if capabilities.offers(kind, verb) and may(me.actor, verb)]
            found[id] = on_people, _stays(capabilities, kind, me.actor)
        else:
            found[id] = [], "This account is not switched on."
    return found


def _stays(capabilities: Capabilities, kind: Kind, by: Actor) -> str:
    """Why this actor cannot take something out of sight there, as a sentence; empty when they can."""
    ways = [one for one in OUT_OF_SIGHT if capabilities.offers(kind, one) and one not in capabilities.own_only]
    name = network(capabilities.network)
    if not ways:
        return f"{name} has no way to take this out of sight. Answer it, or leave it."
    return "" if may(by, ways[0]) else f"{name} can only remove this for good, which a lead or an admin may."
