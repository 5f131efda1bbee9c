"""What trying rules of moderation brought to light: as tables for people, as one document for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.text import Text

from bot.moderation_trying import TOO_MUCH, Tried, blind, comes_down_to, kinds_of
from bot.surfaces.cli import lists, safe
from bot.surfaces.cli import tried as looks
from bot.surfaces.cli.screen import Document, Picture, Screen
from inbox.capabilities import Capabilities
from inbox.cases import Arrival, Finding, Judgement, Wants
from inbox.models import AccountId, Kind
from inbox.times import iso, span, stamp
from responders.moderation.judge import NOT_ASKED, Moderation, concerns
from responders.moderation.wanting import Fight, fights, wants_of

Networks = Mapping[AccountId, Capabilities]
ASKING = "--ask-classifier"
KINDS: Mapping[Kind, str] = {"direct": "in private", "group": "in groups", "comments": "in comments"}


def show_one(where: Screen, networks: Networks, arrival: Arrival, judgement: Judgement) -> None:
    """What the rules make of one text."""
    where.answer(
        lambda: _one_document(networks, arrival, judgement),
        lambda: _one(networks, arrival, judgement, fancy=where.fancy),
    )
    if not judgement.findings:
        where.hint("No rule matches.")


def show_many(where: Screen, judge: Moderation, networks: Networks, tried: Tried) -> None:
    """What the rules make of what was said lately."""
    where.answer(
        lambda: _many_document(judge, networks, tried), lambda: _many(judge, networks, tried, fancy=where.fancy)
    )
    if not tried.messages:
        where.hint("Nothing was said to us in that time.")
    else:
        where.hint("Every new or changed rule begins in shadow: it acts when you have seen that it is right.")


def _one(networks: Networks, arrival: Arrival, judgement: Judgement, *, fancy: bool) -> Picture:
    rows = [(found.rule, in_words(found.wants), safe.line(found.because)) for found in judgement.findings]
    if rows:
        yield from lists.table(("rule", "wants", "because it found"), rows, fancy=fancy)
    here = networks.get(arrival.conversation.account)
    if rows and here:
        deeds = [(found.rule, "; ".join(_deeds(found, here, arrival))) for found in judgement.findings]
        yield from lists.table(("rule", f"on {here.network}"), deeds, fancy=fancy)
    yield from _differ([(fight, 0) for fight in fights(judgement.findings)])
    yield from (Text(safe.line(f"Not known: {what}"), "yellow") for what in judgement.unknown)
    if NOT_ASKED in judgement.unknown:
        yield Text(f"{ASKING} asks it, in one call; then this text leaves this machine.", "yellow")


def _deeds(found: Finding, here: Capabilities, arrival: Arrival) -> tuple[str, ...]:
    return comes_down_to(found.wants, here, arrival.conversation.thread.kind)


def _many(judge: Moderation, networks: Networks, tried: Tried, *, fancy: bool) -> Picture:
    if tried.messages and fancy:
        when = f"from {stamp(tried.begin)} to {stamp(tried.end)}"
        yield Text(f"{tried.messages} messages {when}; {tried.matched} matched a rule", "bold")
    wanted = {rule.id: in_words(wants_of(rule.do)) for rule in judge.file.rules}
    rows = [
        (id, str(rule.matches or "-"), _share(rule.matches, tried.messages), safe.line(wanted[id]))
        for id, rule in tried.rules.items()
    ]
    if rows:
        yield from lists.table(("rule", "matches", "of all", "wants"), rows, fancy=fancy)
    yield from looks.examples({id: rule.examples for id, rule in tried.rules.items()}, fancy=fancy)
    if networks and rows:
        yield from lists.table(("rule", "network", "what it would do there"), _by_network(judge, networks), fancy=fancy)
    yield from _warnings(judge, tried, fancy=fancy)


def _warnings(judge: Moderation, tried: Tried, *, fancy: bool) -> Picture:
    for id in tried.too_much:
        share = _share(tried.rules[id].matches, tried.messages)
        yield Text(f"{id} matches {share} of all messages, more than {TOO_MUCH:.0%}: is that meant?", "bold red")
    for rule in judge.file.rules:
        if rule.forced:
            yield Text(f"{rule.id} matches nearly everything: it stays in shadow until a lead confirms it.", "bold red")
    yield from _differ(tried.fights)
    for what, count in tried.unknown.items():
        yield Text(safe.line(f"Not known in {_messages(count)}: {what}"), "yellow")
    if tried.unasked:
        yield Text(
            f"{ASKING} asks it, in at most {calls(tried.unasked)}; then these texts leave this machine.", "yellow"
        )
    for one in blind(judge):
        yield Text(f"{one.rule} asks {one.asks}, which is not known of then: here it never matches by that.", "yellow")
    yield from looks.never(tried.never, fancy=fancy)
    if tried.messages:
        yield Text(
            f"A message took {tried.typical:.0f} µs ({tried.slowest:.0f} µs in the slowest of a hundred).", "dim"
        )


def _differ(found: Iterable[tuple[Fight, int]]) -> Picture:
    for fight, count in found:
        where = f" in {_messages(count)}" if count else ""
        yield Text(
            safe.line(
                f"{fight.first} and {fight.second} differ{where} about {fight.about}: "
                f"{fight.first} stands first and has its way ({fight.has_its_way}, not {fight.gives_way})."
            ),
            "yellow",
        )


def _by_network(judge: Moderation, networks: Networks) -> list[tuple[str, str, str]]:
    """What each rule comes down to, one line for all networks on which that is the same."""
    rows: list[tuple[str, str, str]] = []
    for rule in judge.file.rules:
        same: dict[str, dict[str, None]] = {}
        for account, here in networks.items():
            for kind in kinds_of(here):
                if concerns(rule, account, kind) and (deeds := comes_down_to(wants_of(rule.do), here, kind)):
                    same.setdefault("; ".join(deeds), {})[f"{here.network} {KINDS[kind]}"] = None
        rows += [(rule.id, ", ".join(places), deeds) for deeds, places in same.items()]
    return rows


def in_words(wants: Wants) -> str:
    """What a rule wants, in a few words."""
    told = (
        "keep it" if wants.keep else "",
        {"": "", "hide": "hide it", "hold": "hold it for a person", "remove": "remove it"}[wants.sight],
        f"mute them for {span(wants.mute * 1000)}" if wants.mute else "",
        "block them" if wants.block else "",
        f"slow the place to one message in {span(wants.slow * 1000)}" if wants.slow else "",
        f"{wants.points:g} strike{'' if wants.points == 1 else 's'}" if wants.points else "",
        f"label it {', '.join(wants.labels)}" if wants.labels else "",
        f"raise it to {wants.priority}" if wants.priority is not None else "",
        "answer" if wants.reply else "",
        "tell the team" if wants.tell else "",
    )
    return ", ".join(filter(None, told))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole and part else "-"


def _messages(count: int) -> str:
    return f"{count} message{'' if count == 1 else 's'}"


def calls(count: int) -> str:
    """So many calls, in words."""
    return f"{count} call{'' if count == 1 else 's'}"


def _one_document(networks: Networks, arrival: Arrival, judgement: Judgement) -> Document:
    here = networks.get(arrival.conversation.account)
    return {
        "text": arrival.message.text,
        "account": arrival.conversation.account,
        "kind": arrival.conversation.thread.kind,
        "rules": [
            {
                "rule": found.rule,
                "version": found.version,
                "found": found.because,
                "wants": in_words(found.wants),
                "does": list(_deeds(found, here, arrival)) if here else None,
                "severity": found.severity,
                "told": found.told or None,
            }
            for found in judgement.findings
        ],
        "differ": [_fight(fight) for fight in fights(judgement.findings)],
        "unknown": list(judgement.unknown),
    }


def _many_document(judge: Moderation, networks: Networks, tried: Tried) -> Document:
    return {
        "messages": tried.messages,
        "from": iso(tried.begin),
        "to": iso(tried.end),
        "matched": tried.matched,
        "rules": [
            {
                "rule": id,
                "version": judge.versions[id],
                "matches": rule.matches,
                "examples": [looks.example_document(one) for one in rule.examples],
            }
            for id, rule in tried.rules.items()
        ],
        "networks": [
            {"rule": rule, "where": where, "does": does} for rule, where, does in _by_network(judge, networks)
        ],
        "differ": [{**_fight(fight), "messages": count} for fight, count in tried.fights],
        "too_much": list(tried.too_much),
        "forced": [rule.id for rule in judge.file.rules if rule.forced],
        "unknown": dict(tried.unknown),
        "unasked": tried.unasked,
        "blind": [{"rule": one.rule, "asks": one.asks} for one in blind(judge)],
        "never": list(tried.never),
        "microseconds": {"typical": round(tried.typical, 1), "slowest_of_100": round(tried.slowest, 1)},
    }


def _fight(fight: Fight) -> dict[str, object]:
    return {
        "rules": [fight.first, fight.second],
        "about": fight.about,
        "has_its_way": fight.has_its_way,
        "gives_way": fight.gives_way,
    }
