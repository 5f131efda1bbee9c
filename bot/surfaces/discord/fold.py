"""A card that nobody has to decide on any more, as one line: who was answered, by whom, when, and with what. Pure."""

from __future__ import annotations

from typing import Any, Final

from discord import ui

from bot.surfaces.discord import words
from bot.surfaces.discord.marks import marker
from bot.surfaces.discord.shown import line
from inbox.actions import Action
from inbox.models import Conversation
from inbox.views import Card, Reading

NAME, REASON, TEXT = 60, 160, 160
DONE, NOT_DONE, OVER = "✓", "✗", "↷"
GONE: Final = f"-# {OVER} This draft is not kept any more."


def folded(reading: Reading, slot: str, one: Card | None) -> ui.LayoutView:
    """What became of a slot; `one` is None for the conversation itself, and for a draft that is not kept any more."""
    said = _decided(one, reading) if one else _moved_on(reading) if not slot else GONE
    text: ui.TextDisplay[Any] = ui.TextDisplay(said, id=marker(reading.conversation.id, slot))
    return ui.LayoutView(timeout=None).add_item(text)


def _decided(one: Card, reading: Reading) -> str:
    contact = one.contact or reading.contact
    name = line(words.who(one.conversation, contact.name if contact else ""), NAME)
    sign, fate = _fate(one)
    action = _action(one)
    text = str(getattr(action, "text", "")).strip()
    what = f" · “{line(text, TEXT)}”" if text else f" · {words.action(action, one.called)}"
    return f"-# {sign} {name}: {fate}{what}"


def _fate(one: Card) -> tuple[str, str]:
    draft, delivery = one.draft, one.delivery
    by = line(draft.decided_by, NAME)
    reason = f": {line(draft.reason, REASON)}" if draft.reason.strip() else ""
    if draft.state == "rejected":
        return NOT_DONE, f"rejected by {by}{reason}"
    if draft.state == "outdated" or delivery is None:
        return OVER, f"no longer fits{reason}"
    if delivery.state == "sent":
        said = ", sent" if hasattr(_action(one), "text") else ""
        return DONE, f"{_decision(one)}{said} {words.moment(delivery.sent_at, 't')}"
    return NOT_DONE, f"{_decision(one)}, {delivery.state}" + (
        f": {line(delivery.words, REASON)}" if delivery.words.strip() else ""
    )


def _action(one: Card) -> Action:
    """What was done or would have been, as it was changed, if it was."""
    return one.delivery.action if one.delivery else one.draft.proposal.action


def _decision(one: Card) -> str:
    author = one.draft.proposal.by
    if author.kind == "person":
        return f"{words.by_hand(_action(one))} {line(author.name, NAME)}"
    if one.delivery and one.delivery.by.kind != "person":
        return f"answered by {line(author.name, NAME)} alone"
    how = f", {line(one.draft.reason, REASON)}" if one.draft.reason else ""
    return f"approved by {line(one.draft.decided_by, NAME)}{how}"


def _moved_on(reading: Reading) -> str:
    """What became of a conversation in which nothing was drafted."""
    conversation = reading.conversation
    name = line(words.who(conversation, reading.contact.name if reading.contact else ""), NAME)
    return f"-# {OVER} {name}: {_stands(conversation)}"


def _stands(conversation: Conversation) -> str:
    if conversation.state == "snoozed":
        return f"snoozed until {words.moment(conversation.snoozed_until, 'f')}"
    return "resolved" if conversation.state == "resolved" else "nobody waits for us here any more"
