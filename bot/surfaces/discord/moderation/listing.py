"""Lists of moderation that one person asks for: cases, appeals, flags, rules, how things stand; only they see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, get_args

from discord import ui

from bot.surfaces.discord import words
from bot.surfaces.discord.asked import Asked
from bot.surfaces.discord.buttons import button, named
from bot.surfaces.discord.moderation import cards
from bot.surfaces.discord.moderation.cards import SECONDARY, row, text
from bot.surfaces.discord.moderation.deeds import whom
from bot.surfaces.discord.moderation.together import waiting
from bot.surfaces.discord.shown import cut, line
from inbox import docket, times
from inbox.cases import CaseShelf
from inbox.docket.shown import RuleButton, RuleView, TallyView
from inbox.errors import NotAllowed
from inbox.models import AccountId, ContactId

Part = ui.Item[Any]
ROWS, FEW = 7, 4  # of a list of short and of long things, for a message takes 40 components and 4,000 characters
NAME, WORDS, NEED, LONGEST = 60, 200, 100, 900
RULES: Final = 8
LABELS: Final[dict[RuleButton, tuple[str, str]]] = {
    "put_in_force": ("Put it in force", "rule_force"),
    "back_to_shadow": ("Back to shadow", "rule_shadow"),
    "switch_off": ("Switch it off", "rule_off"),
}


async def cases(
    asked: Asked, *, account: str = "", rule: str = "", state: CaseShelf = "", person: str = "", after: str = ""
) -> None:
    """A page of cases, newest first, each with the way to all of it."""
    found = await docket.cases(
        asked.kit.brand,
        asked.by,
        account=AccountId(account),
        state=state,
        rule=rule,
        person=ContactId(person) if person else None,
        after=after or None,
        limit=ROWS,
    )
    only = [
        word for word in (state, rule and f"rule {line(rule, NAME)}", line(account, NAME), line(person, NAME)) if word
    ]
    title = " · ".join(["## Cases", *only])
    rows: list[Part] = [
        ui.Section(text(cards.in_short(one)), accessory=button(cards.DETAILS, "case", str(one.case.number)))
        for one in found.rows
    ]
    more = "|".join([account, state, person, found.next or "", rule]) if found.next else ""
    await _laid_out(
        asked, f"{title}\n{found.total} in all" if rows else f"{title}\nThere is none.", rows, "cases", more
    )


async def cases_page(asked: Asked, ref: str) -> None:
    """The newest cases, or the next page of the same list."""
    await asked.acknowledge()
    account, state, person, after, rule = ref.split("|", 4) if ref else ("",) * 5
    await cases(asked, account=account, rule=rule, state=shelf(state), person=person, after=after)


async def cases_of(asked: Asked, ref: str) -> None:
    """All cases of whoever this one is about."""
    await asked.acknowledge()
    person, _ = await whom(asked, ref)
    await cases(asked, person=person)


def shelf(word: str) -> CaseShelf:
    """The list of cases that a word names; all of them for one that names none."""
    known: Sequence[CaseShelf] = get_args(CaseShelf)
    return next((one for one in known if one == word), "")


async def appeals(asked: Asked, _: str = "") -> None:
    """What people ask to be looked at again, what is due first."""
    await asked.acknowledge()
    found = await docket.appeals(asked.kit.brand, asked.by, limit=FEW)
    parts: list[Part] = []
    for one in found.rows:
        parts += [text(cut(cards.appeal(one, cards.POST), LONGEST)), *cards.appeal_buttons(one)]
    late = f", {found.overdue} overdue" if found.overdue else ""
    title = f"## Appeals\n{_wait(found.total)}{late}" if parts else "## Appeals\nNobody waits for an answer."
    await _laid_out(asked, title, parts)


async def flags(asked: Asked, _: str = "") -> None:
    """What waits for a person to judge it, worst first."""
    await asked.acknowledge()
    found = await docket.flags(asked.kit.brand, asked.by, limit=FEW)
    parts = [part for one in found.rows for part in (text(cards.flag(one, cards.POST)), *cards.flag_buttons(one))]
    title = f"## To be judged\n{_wait(found.total)}, the worst first" if parts else "## To be judged\nNothing waits."
    await _laid_out(asked, title, parts)


async def rules(asked: Asked, ref: str = "") -> None:
    """How each rule stands, page by page; `ref` is how many were shown already."""
    await asked.acknowledge()
    found = await docket.rules(asked.kit.brand, asked.by, matches=1)
    shown = int(ref) if ref.isascii() and ref.isdigit() and int(ref) < len(found) else 0
    page = found[shown : shown + RULES]
    parts = [part for one in page for part in (text(_rule(one)), *_ways(one))]
    told = f"{shown + 1}–{shown + len(page)} of {len(found)}" if found else "There are none in moderation.yaml yet."
    more = str(shown + RULES) if shown + RULES < len(found) else ""
    await _laid_out(asked, f"## Rules\n{told}", parts, "rules", more)


def _ways(one: RuleView) -> list[Part]:
    """The buttons of a rule; none where its name is too long for them."""
    ways = [(*LABELS[what], one.standing.rule, SECONDARY) for what in one.buttons]
    try:
        return [row(*ways)] if ways else []
    except NotAllowed:
        return [text("-# Its name is too long for a button; the desk and the command line change how it stands.")]


def _rule(one: RuleView) -> str:
    gone = "" if one.in_file else " (moderation.yaml has it no more)"
    needs = "".join(f"\n-# {line(need, NEED)}" for need in one.missing[:2])
    return f"**{line(one.standing.rule, NAME)}**{gone}: {line(one.told, WORDS)}{needs}"


async def state(asked: Asked) -> None:
    """How moderation stands: what waits for people, what is on, which rules act."""
    await asked.acknowledge()
    brand, by = asked.kit.brand, asked.by
    flagged, asking = await docket.flags(brand, by, limit=1), await docket.appeals(brand, by, limit=1)
    found, on = await docket.rules(brand, by, matches=1), await docket.measures(brand, by)
    states = [one.standing.state for one in found if one.in_file]
    lines = [
        "## Moderation",
        waiting(asking, flagged) or "Nothing waits for a person.",
        f"Rules: {states.count('force')} in force, {states.count('shadow')} in shadow, {states.count('off')} off",
        *(cards.measure(one) for one in on.on[:ROWS]),
    ]
    ways = row(
        ("Judge the worst", "flags", "", SECONDARY),
        ("Appeals", "appeals", "", SECONDARY),
        ("Newest cases", "cases", "", SECONDARY),
    )
    await _laid_out(asked, "\n".join(lines), [ways])


async def figures(asked: Asked, since: int) -> None:
    """What moderation did since a time."""
    await asked.acknowledge()
    found = await docket.tally(asked.kit.brand, asked.by, since)
    title = f"## What moderation did since {words.moment(found.tally.since, 'f')}"
    await _laid_out(asked, "\n".join([title, *_figures(found)]), [])


def _figures(found: TallyView) -> list[str]:
    it = found.tally
    lines = [f"**{found.cases}** {'case' if found.cases == 1 else 'cases'}, **{found.undone}** of them undone"]
    lines += [f"- {line(what, NAME)}: {count}" for what, count in found.deeds]
    if found.median_to_hide is not None and found.p95_to_hide is not None:
        lines.append(
            f"Half were out of sight within {times.span(found.median_to_hide)}, "
            f"95 % within {times.span(found.p95_to_hide)}"
        )
    lines += [
        f"- {line(one.name, NAME)}: {one.cases} {'case' if one.cases == 1 else 'cases'}, {one.share * 100:.0f} % undone"
        for one in found.shares[:RULES]
    ]
    if it.appeals:
        lines.append(f"{it.appeals} {'appeal' if it.appeals == 1 else 'appeals'}, {it.granted} granted")
    if it.dropped:
        lines.append(f"{it.dropped} messages of blocked people dropped before anybody looked")
    return lines


def _wait(count: int) -> str:
    return f"{count} {'waits' if count == 1 else 'wait'}"


async def measures(asked: Asked) -> None:
    """What is on for a bad day, each with the way to end it."""
    found = await docket.measures(asked.kit.brand, asked.by)
    parts: list[Part] = []
    for one in found.on[:ROWS]:
        parts.append(text(cards.measure(one)))
        if one.may_end:
            parts.append(row(("End it", "measure_end", one.measure.id, SECONDARY)))
    await _laid_out(
        asked,
        "## On for a bad day"
        if parts
        else "## On for a bad day\nNothing is. `/measure` with `what` switches something on.",
        parts,
    )


async def _laid_out(asked: Asked, title: str, parts: Sequence[Part], verb: str = "", more: str = "") -> None:
    view = ui.LayoutView(timeout=None)
    view.add_item(text(title))
    for part in parts:
        view.add_item(part)
    if more:
        view.add_item(_next(verb, more))
    await asked.lay_out(view)


def _next(verb: str, more: str) -> Part:
    try:
        return ui.ActionRow(ui.Button(label="Next page", custom_id=named(verb, more)))
    except NotAllowed:
        return text("There is more; the desk and the command line show all of it.")
