"""Why a draft was made and why it waits: what stands under it on its card, what a person must know first. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.surfaces.discord import words
from bot.surfaces.discord.shown import line, size
from inbox import wording
from inbox.actions import Draft, Proposal, Source
from inbox.views import Card, Reading

NAME, REASON, QUOTE, CHECK, VERSION = 80, 240, 140, 140, 16
REASONS, SOURCES, CHECKS = 7, 4, 5
ALL: Final = 2200  # characters of all of it
NO_OTHER: Final = "**No other draft:**"
AGAIN, SILENT = "draft.again", "responders.silent"  # lines of the log
CUT: Final = "-# Not all of it fits here; the desk has the whole."


def below(reading: Reading, one: Card | None) -> Iterator[str]:
    """What a person must know before they decide comes first; what does not fit is left to the desk."""
    lines = _to_know(reading, one) if one else _unanswered(reading)
    room = ALL - size(CUT)
    for said in lines:
        room -= size(said) + 1
        if room < 0:
            yield CUT
            return
        yield said


def _to_know(reading: Reading, one: Card) -> Iterator[str]:
    draft, proposal = one.draft, one.draft.proposal
    if media := getattr(proposal.action, "media", ()):
        yield f"-# with {words.attached(media)}"
    if one.late:
        yield f"**✗ {line(wording.sentence(one.late), REASON)}**"
    yield from _cost(one)
    if draft.state == "pending" and draft.reason:
        yield f"**It came back:** {line(draft.reason, REASON)}"
    if draft.state == "pending" and (why := _no_other(reading, draft)):
        yield f"{NO_OTHER} {line(why, REASON)}"
    yield from (f"**✗ {line(check, CHECK)}**" for check in proposal.checks[:CHECKS])
    if (more := len(proposal.checks) - CHECKS) > 0:
        yield f"**✗ and {more} more checks failed**"
    if draft.state == "pending" and (waits := wording.why_it_waits(draft)):
        yield f"-# It waits: {line(waits, REASON)}"
    if tongues := wording.other_language(proposal.language, one.contact or reading.contact):
        yield f"-# {line(tongues, REASON)}"
    yield from _because(proposal)
    for number, source in enumerate(proposal.sources[:SOURCES]):
        yield _source(source, proposal, proposal.version if number == 0 else "")
    if (more := len(proposal.sources) - SOURCES) > 0:
        yield f"-# and {more} more source{'s' if more > 1 else ''}"


def _cost(one: Card) -> Iterator[str]:
    """What sending it costs: money, and one of the messages that the network still lets through."""
    told = (one.price, wording.messages(one.messages_left, one.messages_most))
    if one.draft.state == "pending" and any(told):
        yield f"-# {' · '.join(line(words, REASON) for words in told if words)}"


def _because(proposal: Proposal) -> Iterator[str]:
    """Why it was drafted, a line for each reason."""
    if not proposal.because:
        return
    first, *others = wording.grounds(proposal)
    evidence = words.EVIDENCE.get(proposal.evidence, "")
    yield f"-# Because: {line(first, REASON)}" + (f" ({evidence})" if evidence else "")
    yield from (f"-# · {line(reason, REASON)}" for reason in others[: REASONS - 1])
    if (more := len(others) + 1 - REASONS) > 0:
        yield f"-# · and {more} more reason{'s' if more > 1 else ''}"


def _source(source: Source, proposal: Proposal, version: str) -> str:
    title = f" · {line(source.title, NAME)}" if source.title.strip() else ""
    quote = f" · “{line(source.quote, QUOTE)}”" if source.quote.strip() else ""
    made = f" (version {line(version, VERSION)})" if version else ""
    return f"-# Rests on {line(wording.source(source, proposal.by), NAME)}{title}{quote}{made}"


def _no_other(reading: Reading, draft: Draft) -> str:
    """Why this draft waits again although another one was wanted; empty when none was, or they wrote since."""
    again = [said.did for said in reading.lines if said.did and said.did.what == AGAIN and said.did.ref == draft.id]
    return again[-1].detail if again else ""


def _unanswered(reading: Reading) -> Iterator[str]:
    """How much may still be said; why nothing is drafted, when another draft was wanted since they wrote last."""
    if reading.late and reading.messages_left == 0:
        yield f"**✗ {line(wording.sentence(reading.late), REASON)}**"
    elif reading.messages_left is not None:
        yield f"-# {wording.messages(reading.messages_left, reading.messages_most)}"
    for said in reversed(reading.lines):
        if said.message and not said.message.ours:
            return
        if said.did and said.did.what == SILENT:
            yield f"{NO_OTHER} {line(said.did.detail, REASON)}"
            return
