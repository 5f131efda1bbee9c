"""How cases, appeals, flags, matches and measures look: what was said, what is done, why, and the buttons. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import discord
from discord import ui

from bot.surfaces.discord import words
from bot.surfaces.discord.buttons import named
from bot.surfaces.discord.ids import MOST, button_id, text_digest
from bot.surfaces.discord.links import link
from bot.surfaces.discord.notices import Row
from bot.surfaces.discord.shown import covered, line, quoted
from inbox.cases import Case, Finding, Flag
from inbox.docket.shown import CaseView, DeedView, FlagView, MatchView, MeasureView
from inbox.models import ConversationId, Media, RemoteId
from inbox.moderation.measures import in_words
from inbox.wording import sentence

NAME, REASON, POST, WORDS, SHORT = 60, 240, 120, 700, 140  # characters
EARLIER: Final = 5
# What is named so is covered until somebody wants to read it: reading it all day harms those who do.
HARSH: Final = ("toxic", "hate", "threat", "insult", "abuse", "harass", "slur", "sexual", "violen", "obscen", "profan")
DIGEST: Final = "~"
DETAILS: Final = "Details"  # the button that shows all of a case, only to whoever presses it
SIGNS: Final = {"done": "✓", "refused": "✗", "undone": "↷", "on its way": "…", "noted": "·"}
SECONDARY, PRIMARY, SUCCESS, DANGER = (
    discord.ButtonStyle.secondary,
    discord.ButtonStyle.primary,
    discord.ButtonStyle.success,
    discord.ButtonStyle.danger,
)


def hurts(it: Case) -> bool:
    """Whether what its rule is called, what it found or how it labels says that the words hurt."""
    return _is_harsh(it.rule, it.reason, *it.labels)


def _found_to_hurt(it: Finding) -> bool:
    return _is_harsh(it.rule, it.because, *it.wants.labels)


def _is_harsh(*said: str) -> bool:
    told = " ".join(said).casefold()
    return any(word in told for word in HARSH)


def said(text: str, media: Sequence[Media] = (), *, harsh: bool, most: int = WORDS) -> str:
    """What somebody said, quoted, with what hangs on it; covered where it hurts."""
    quote = covered(text, most) if harsh else quoted(text, most)
    files = f"-# with {words.attached(media)}" if media else ""
    return "\n".join(part for part in (quote, files) if part) or "-# (nothing that could be shown)"


def row(*buttons: tuple[str, str, str, discord.ButtonStyle], url: str = "") -> Row:
    """Buttons beside one another: label, verb, what it is about, how it looks; perhaps a way into the network."""
    made: Row = ui.ActionRow()
    for label, verb, ref, style in buttons:
        made.add_item(ui.Button(label=label, custom_id=named(verb, ref), style=style))
    if address := link(url):
        made.add_item(ui.Button(label="Look", url=address))
    return made


# ---------------------------------------------------------------------------------------------------------------- cases


def case(one: CaseView) -> str:
    """A case as its card shows it; one line once it was undone, and one for each thing that stays done all the same."""
    it = one.case
    name = line(one.name, NAME)
    if it.undone_at:
        why = f": {line(it.undone_why, REASON)}" if it.undone_why else ""
        by = line(it.undone_by, NAME)
        undone = f"-# ↷ Case {it.number}, {name}: undone by {by} {words.moment(it.undone_at)}{why}"
        stays = [f"✗ **{line(deed.words, NAME)}** {line(deed.back, REASON)}" for deed in one.deeds if deed.stuck]
        return "\n".join([undone, *stays])
    return "\n".join(_case(one, name))


def _case(one: CaseView, name: str) -> Iterator[str]:
    yield f"### Case {one.case.number} · {name} on {one.network}"
    yield from _evidence(one)
    if one.appeal:
        waits = f"waits for an answer, to be decided {words.moment(one.appeal.appeal.due)}"
        yield f"**Appeal:** {waits if one.appeal.appeal.state == 'open' else line(one.appeal.told, REASON)}"


def _evidence(one: CaseView, most: int = WORDS) -> Iterator[str]:
    """What was said, what was done about it, by whom and why."""
    it = one.case
    yield said(it.text, it.media, harsh=hurts(it), most=most)
    if one.post:
        yield f"-# Under “{line(one.post, POST)}”"
    yield "\n".join(map(deed, one.deeds)) or f"· Nothing was to be done on {one.network}"
    version = f", version {line(it.version, NAME)}" if it.version else ""
    because = f": {line(it.reason, REASON)}" if it.reason else ""
    yield f"-# {line(one.by, NAME)}{version}{because} · {words.moment(it.at)}"
    if it.later:
        at, text_then = it.later[-1]
        yield f"-# Edited {words.moment(at)} to: {line(text_then, REASON)}"


def deed(one: DeedView) -> str:
    """One thing that was done, and how it stands."""
    sign = {"done": "✓", "refused": "✗", "on its way": "…"}.get(one.state, "↷")
    told = line(one.told, REASON)
    if one.state == "done" and one.at:  # a moment in the time of whoever reads it
        told = f"done {words.moment(one.at)}" + (f", {line(one.back, REASON)}" if one.back else "")
    return f"{sign} **{line(one.words, NAME)}**: {told}"


def case_buttons(one: CaseView) -> tuple[Row, ...]:
    """What can be done about a case; none once it was undone."""
    number = str(one.case.number)
    if one.case.undone_at:
        return ()
    asked = one.appeal is not None and one.appeal.appeal.state == "open"  # then it is decided there
    offered = [] if asked else [("Undo", "case_undo", number, SECONDARY)]
    offered.append((DETAILS, "case", number, SECONDARY))
    if one.case.person:
        offered.append(("Let no rule look at them", "case_allow", number, SECONDARY))
    return (row(*offered, url=one.opens),)


def whole_case(one: CaseView) -> str:
    """All there is to know of a case, for one person."""
    it = one.case
    lines = [*_case(one, line(one.name, NAME)), *_asked(one)]
    if it.undone_at:
        lines += [f"↷ Undone by {line(it.undone_by, NAME)} {words.moment(it.undone_at)}: {line(it.undone_why, REASON)}"]
    if it.told_at:
        lines += [f"-# They were told {words.moment(it.told_at)}: {line(it.told, REASON)}"]
    if it.points:
        lines += [f"-# A strike of {_points(it.points)}; they have {_points(one.points)} now"]
    if it.labels:
        lines += [f"-# Labels: {line(', '.join(it.labels), NAME)}"]
    if undoing := (*one.brings_back, *one.cannot):
        lines += ["-# What undoing it does:", *(f"- {line(words_, REASON)}" for words_ in undoing)]
    if one.why_no_undo:
        lines += [f"-# No undo now: {line(one.why_no_undo, REASON)}"]
    if one.earlier:
        lines += [f"-# Earlier: {', '.join(f'case {other.number}' for other in one.earlier[:EARLIER])}"]
    return "\n".join(lines)


def _points(many: float) -> str:
    """To a tenth; they fade all the time."""
    tenths = f"{round(many, 1):g}"
    return f"{tenths} point{'' if tenths == '1' else 's'}"


def in_short(one: CaseView) -> str:
    """A case in a list."""
    it = one.case
    what = ", ".join(line(each.words, NAME) for each in one.deeds) or "noted"
    quote = said(it.text, it.media, harsh=hurts(it), most=POST)
    who = f"{SIGNS[one.state]} **Case {it.number}** · {line(one.name, NAME)} on {one.network}"
    return f"{who} · {what} · {one.state}\n{quote}\n-# {line(one.by, NAME)} · {words.moment(it.at)}"


# -------------------------------------------------------------------------------------------------------------- appeals


def appeal(one: CaseView, most: int = WORDS) -> str:
    """An appeal as its card shows it, with the evidence of its case; one line once it was decided."""
    shown = one.appeal
    assert shown
    asked, number, name = shown.appeal, one.case.number, line(one.name, NAME)
    if asked.state != "open":
        sign, became = ("✓", "granted") if asked.state == "granted" else ("✗", "declined")
        answer = f": {line(asked.answer, REASON)}" if asked.answer else ""
        by = line(asked.by, NAME)
        return f"-# {sign} Appeal on case {number}, {name}: {became} by {by} {words.moment(asked.decided_at)}{answer}"
    late = "**Overdue**, it should have been decided" if shown.left < 0 else "to be decided"
    lines = [f"### Appeal on case {number} · {name} on {one.network}", *_asked(one, most)]
    lines += [f"-# asked {words.moment(asked.at)} · {late} {words.moment(asked.due)}", "**What it is about:**"]
    return "\n".join([*lines, *_evidence(one, most)])


def _asked(one: CaseView, most: int = WORDS) -> Iterator[str]:
    if one.appeal:
        yield "**They say:**"
        yield quoted(one.appeal.appeal.words, most) or "-# (no words)"


def appeal_buttons(one: CaseView) -> tuple[Row, ...]:
    """What can be answered; none once it was decided. Whoever made the case is refused when they press."""
    if one.appeal is None or one.appeal.appeal.state != "open":
        return ()
    number = str(one.case.number)
    grant = ("Bring it back", "appeal_grant", number, SUCCESS)
    return (row(grant, ("It stands…", "appeal_decline", number, SECONDARY), (DETAILS, "case", number, SECONDARY)),)


# ---------------------------------------------------------------------------------------------------------------- flags


def flag(one: FlagView, most: int = WORDS) -> str:
    """A message that a person has to judge."""
    it = one.flag
    quote = said(it.text, harsh=_found_to_hurt(it.finding), most=most)
    return (
        f"### A person has to judge · {line(one.name, NAME)} on {one.network}\n{quote}\n"
        f"-# {line(one.because, REASON)} · {words.moment(it.at)}"
    )


def flag_buttons(one: FlagView) -> tuple[Row, ...]:
    """What can be done with it."""
    ref = flag_ref(one.flag)
    offered = [("Take out of sight", "flag_out", ref, DANGER), ("Leave it", "flag_leave", ref, SUCCESS)]
    if one.mutes:
        offered.append(("Mute…", "flag_mute", ref, SECONDARY))
    return (row(*offered, url=one.opens),)


def flag_ref(it: Flag) -> str:
    """What a button says of a flagged message: where it is, or by what it is found again if that is too long."""
    ref = f"{it.conversation} {it.message}"
    try:
        button_id("flag_leave", ref)
    except ValueError:
        return flag_digest(it.conversation, it.message)
    return ref


def flag_digest(conversation: ConversationId, message: RemoteId) -> str:
    """By what a flagged message is found again."""
    return f"{DIGEST}{text_digest(f'{conversation} {message}')}"


# -------------------------------------------------------------------------------------------------------------- matches


def match(one: MatchView) -> str:
    """What a rule in shadow would have done, and whether somebody said that this is right."""
    it = one.match
    quote = said(it.text, harsh=_found_to_hurt(it.finding), most=POST)
    would = line(", ".join(one.wants), SHORT) or "only write it down"
    rule, name = line(it.finding.rule, NAME), line(one.name, NAME)
    if one.told:
        return f"-# {rule}, {name}: {line(one.told, SHORT)}"
    why = f"-# {line(it.finding.because, SHORT)} · {words.moment(it.at)}"
    return f"{name} wrote; the rule **{rule}** would {would}:\n{quote}\n{why}"


def match_buttons(one: MatchView) -> tuple[Row, ...]:
    """Right or wrong; none once somebody said so."""
    if one.match.verdict:
        return ()
    id = one.match.id
    return (row(("Right", "match_right", id, SUCCESS), ("Wrong", "match_wrong", id, DANGER)),)


# ------------------------------------------------------------------------------------------------------------- measures


def measure(one: MeasureView) -> str:
    """What a measure does, where, until when (in the time of whoever reads it), and who switched it on."""
    it = one.measure
    ends = f"until {words.moment(it.until, 'f')}" if it.until else "until somebody ends it"
    why = f": {line(it.why, SHORT)}" if it.why else ""
    return f"🛡 {line(sentence(in_words(replace(it, until=0))), REASON)}\n-# {line(it.by, NAME)}, {ends}{why}"


def text(words_: str) -> ui.TextDisplay[Any]:
    """Words as a part of a notice."""
    return ui.TextDisplay(words_)


assert len("sg:flag_leave:") + len(DIGEST) + 8 <= MOST
