"""How rules stand, what of theirs waits for "right?", and what they leave to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inbox.brand import Brand
from inbox.cases import Flag, Match
from inbox.docket import words
from inbox.docket.shown import FlagButton, Flags, FlagView, MatchView, RuleButton, RuleView
from inbox.errors import NotFound
from inbox.models import AccountId, Actor, RemoteId, account_of
from inbox.moderation.rulings import proven, to_confirm, to_go
from inbox.policy import may
from inbox.review import require
from inbox.store.rulings import Known
from inbox.times import day
from inbox.wording import network

LOOKED_AT, MOST = 60, 500
STATES = {"shadow": "in shadow", "force": "in force", "off": "off"}


async def rules(brand: Brand, by: Actor, *, matches: int = 5) -> tuple[RuleView, ...]:
    """Every rule in the order of the file, then those that it has no more but that acted; with their newest matches."""
    require(by, "look")
    known = await brand.store.rulings.all()
    found = await brand.store.rulings.matches([one.standing.rule for one in known], max(matches, LOOKED_AT))
    return tuple([await _rule(brand, by, one, found[one.standing.rule], matches) for one in known])


async def rule(brand: Brand, by: Actor, name: str, *, matches: int = 50) -> RuleView:
    """One rule with its newest matches; raises NotFound."""
    require(by, "look")
    known = await brand.store.rulings.find(name)
    if known is None:
        raise NotFound(f"There is no rule {name} in moderation.yaml.")
    found = (await brand.store.rulings.matches([name]))[name]
    return await _rule(brand, by, known, found, matches)


async def match(brand: Brand, by: Actor, id: str) -> MatchView:
    """One match; raises NotFound."""
    require(by, "look")
    found = await brand.store.rulings.match(id)
    if found is None:
        raise NotFound("There is no such match any more.")
    known = await brand.store.rulings.find(found.finding.rule)
    return _match(by, found, known)


async def flags(brand: Brand, by: Actor, *, account: AccountId | None = None, limit: int = 50) -> Flags:
    """What waits for a person to judge it, worst first."""
    require(by, "look")
    found, total = await brand.store.rulings.flags(max(1, min(limit, MOST)), account)
    return Flags(tuple(_flag(brand, by, flag) for flag in found), total)


def _flag(brand: Brand, by: Actor, flag: Flag) -> FlagView:
    account = account_of(flag.conversation)
    capabilities, thread = brand.capabilities.get(account), RemoteId(flag.conversation.removeprefix(f"{account}/"))
    buttons: tuple[FlagButton, ...] = ("clear", "condemn") if may(by, "judge") else ()
    return FlagView(
        flag=flag,
        name=words.name_of(flag.contact),
        network=network(account),
        waits=max(0, brand.now() - flag.at),
        because=(f"rule {flag.finding.rule}: " if flag.finding.rule else "") + flag.finding.because,
        wants=words.wants(flag.finding.wants),
        buttons=buttons,
        opens=capabilities.opens(thread, flag.message) if capabilities else "",
        mutes=bool(capabilities and any("mute" in offered for offered in capabilities.actions.values())),
    )


def _match(by: Actor, match: Match, known: Known | None) -> MatchView:
    said = f"{match.verdict}, says {match.by}" if match.verdict else ""
    counts = known is not None and _counts(match, known) and may(by, "judge")
    return MatchView(
        match=match,
        name=words.name_of(match.contact),
        wants=words.wants(match.finding.wants),
        told=said,
        ask=counts and not match.verdict,
        unsay=counts and bool(match.verdict),
    )


def _counts(match: Match, known: Known) -> bool:
    """Whether saying something about it counts: it is of the version that is there, and of the time since."""
    return known.place is not None and match.finding.version == known.standing.version and match.at >= known.since


async def _rule(brand: Brand, by: Actor, known: Known, found: Sequence[Match], most: int) -> RuleView:
    standing, here = known.standing, known.place is not None
    confirm = await to_confirm(brand, known, found)
    counting = [one for one in found if _counts(one, known)]
    waiting = [_match(by, one, known) for one in counting if not one.verdict]
    judged = [_match(by, one, known) for one in counting if one.verdict]
    lead = here and may(by, "moderation")
    offered: dict[str, tuple[RuleButton, ...]] = {
        "shadow": ("put_in_force", "switch_off"),
        "force": ("back_to_shadow", "switch_off"),
        "off": ("back_to_shadow", "put_in_force"),
    }
    return RuleView(
        standing=standing,
        told=_told(known),
        proven=proven(standing),
        missing=tuple(_missing(brand, known, confirm)) if here and standing.state == "shadow" else (),
        waiting=tuple(waiting[:most]),
        judged=tuple(judged[:most]),
        buttons=offered[standing.state] if lead else (),
        confirm=f"Put it in force although {confirm}?" if confirm and lead and standing.state != "force" else "",
        in_file=here,
    )


def _told(known: Known) -> str:
    """How it stands, since when, by whom and why, and what was counted."""
    standing = known.standing
    if known.place is None:
        return "moderation.yaml has it no more"
    who = f" by {standing.by}" if standing.by else ""
    why = f" ({standing.why})" if standing.why else ""
    counted = [f"{standing.matches} match{'es' if standing.matches != 1 else ''}"]
    if judged := standing.right + standing.wrong:
        counted.append(f"{standing.right} of {judged} judged right")
    if standing.acted:
        counted.append(f"{standing.undone} of {standing.acted} cases undone")
    return f"{STATES[standing.state]} since {day(standing.since)}{who}{why}: {', '.join(counted)}"


def _missing(brand: Brand, known: Known, confirm: str) -> Iterator[str]:
    standing, fairness = known.standing, brand.fairness
    if fairness is None:
        yield "No message is judged: there is no moderation.yaml."
        return
    judged = standing.right + standing.wrong
    needed = max(fairness.after - judged, to_go(standing, fairness.precision))
    if needed > 0:
        percent = f"{100 * fairness.precision:g} %"
        matches = "1 more match" if needed == 1 else f"{needed} more matches"
        yield f"{matches} must be judged right, and none wrong, until {percent} is proven."
    if confirm:
        yield f"A lead must put it in force: {confirm}."
    elif not fairness.alone:
        yield "A lead must put it in force; moderation.yaml lets no rule do that by itself."
