"""One conversation as it is read on a terminal: who, the lines in their order, the cards that wait, what leaves."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from rich.text import Text

from bot.surfaces.cli import safe, words
from bot.surfaces.cli.card import asker, card, leaving, open_in, stuck, under, window
from bot.surfaces.cli.hung import Hung, named
from bot.surfaces.cli.screen import Picture
from inbox import wording
from inbox.actions import SPEAKS, ActionKind
from inbox.models import Conversation
from inbox.times import clock, day, span, stamp
from inbox.views import Reading, Said

REVIEW: tuple[ActionKind, ...] = ("unhide", "remove", "block")  # what may become of what waits for our review
INDENT = 7  # the width of a time of day and the room behind it
# Steps that the conversation shows by itself: as a card, as what leaves, as what was said.
SHOWN_ANYWAY = {"draft.new", "delivery.queued", "delivery.sending", "conversation.claimed", "conversation.let_go"}


def thread(read: Reading, now: int, *, fancy: bool) -> Picture:
    """A conversation, oldest line first."""
    yield asker(read.conversation, read.contact)
    if subject := under(read.conversation):
        yield subject
    yield from named(_standing(read, now))
    today, shown = "", {said.message.id for said in read.lines if said.message}
    for said in filter(_worth_a_line, read.lines):
        if day(said.at) != today:
            today = day(said.at)
            yield Text(f"\n{today}", "dim")
        yield _line(said)
    yield from _held(read)
    for one in read.leaving:
        yield Text()
        yield leaving(one, now)
    for one in read.parked:
        yield Text()
        yield from stuck(one, read.ways_out.get(one.id, ""))
    for waiting in read.cards:
        yield Text()
        yield from card(waiting, fancy=fancy, shown=shown)
    yield Text()


def _worth_a_line(said: Said) -> bool:
    did = said.did
    return did is None or not (did.what in SHOWN_ANYWAY or (did.what == "delivery.sent" and did.detail in SPEAKS))


def _standing(read: Reading, now: int) -> Iterable[tuple[str, str | Text]]:
    one = read.conversation
    yield "state", one.state + (f" until {stamp(one.snoozed_until)}" if one.snoozed_until else "")
    yield "waiting", span(now - one.waiting_since) if one.waiting_since else ""
    yield "window", window(read.window_left, read.own_words_left)
    yield "left", wording.messages(read.messages_left, read.messages_most)
    yield "late", Text(safe.line(wording.sentence(read.late)), "red")
    yield from _people(one)
    yield "labels", ", ".join(safe.line(label) for label in one.labels)
    yield "mode", read.mode if read.mode != "normal" else ""
    yield "by hand", open_in(one, read.opens)


def _held(read: Reading) -> Picture:
    """What to type for each message that waits for our review."""
    where = shlex.quote(safe.line(read.conversation.id))
    for message in read.held:
        which = shlex.quote(safe.line(message.id))
        typed = [
            f"{command} {where} --message {which} ({read.called.get(command, command).lower()})"
            for command in REVIEW
            if command in read.verbs
        ]
        if typed:
            yield Text()
            yield Text(f"held for review: “{safe.line(message.text)}”", "yellow")
            yield Text(" · ".join(typed), "cyan")


def _people(one: Conversation) -> Iterable[tuple[str, str]]:
    yield "with", safe.line(one.assignee)
    yield "writing", safe.line(one.claimed_by)
    yield "silent", f"responders are, since {safe.line(one.quiet_by)} wrote" if one.quiet_by else ""


def _line(said: Said) -> Hung:
    at = f"{clock(said.at)}  "
    if said.did:
        did = said.did
        return Hung(words.deed(did.what, did.ref, did.by, did.detail), at, " " * INDENT, style="dim italic")
    assert said.message  # a line is either something said or something done
    ours = said.message.ours
    name = Text(f"{safe.line(said.author) or 'we'}: ", "bold cyan" if ours else "bold")
    return Hung(Text.assemble(name, words.body(said.message)), at, " " * INDENT)
