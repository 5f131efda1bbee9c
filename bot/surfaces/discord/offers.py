"""Which buttons a card has: only what the network offers and somebody here may do, never more than Discord takes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import discord
from discord import ui

from bot.surfaces.discord.ids import MOST, button_id, edit_id
from bot.surfaces.discord.links import link
from bot.surfaces.discord.topic import topic, way_out
from inbox import wording
from inbox.actions import ActionKind
from inbox.models import Conversation, Message
from inbox.views import Card, Reading

ROW: Final = 5
LABEL: Final = 80  # characters on a button (discord docs, components/reference, read 2026-11-27)
GREY, BLUE, GREEN, RED = (
    discord.ButtonStyle.secondary,
    discord.ButtonStyle.primary,
    discord.ButtonStyle.success,
    discord.ButtonStyle.danger,
)
# a verb of the draft, or of its delivery: what stands on the button, and how it looks
ON_DRAFT: Final = {
    "approve": ("Approve", GREEN),
    "edit": ("Edit", BLUE),
    "reject": ("Reject", RED),
    "redraft": ("Another draft", GREY),
}
ON_DELIVERY: Final = {"recall": ("Recall", RED), "retry": ("Send it again", BLUE), "discard": ("Discard", RED)}
Button = ui.Button[Any]


def buttons(
    reading: Reading, one: Card | None, desk: str = "", own_only: Collection[ActionKind] = ()
) -> Iterator[Button]:
    """The buttons of a card in their order; what is `own_only` is offered on our own messages only."""
    if one:
        yield from _on_draft(one)
    if one is None or one.draft.state == "pending":
        yield from _on_conversation(reading, one, own_only)
    if address := link(way_out(reading, one)):
        yield ui.Button(label=wording.open_in(reading.conversation.account), url=address)
    post = reading.conversation.thread.subject
    if post and (address := link(post.link)):
        yield ui.Button(label="The post", url=address)
    if desk:
        yield ui.Button(label="Desk", url=desk)


def rows(all_of_them: Iterator[Button]) -> Iterator[ui.ActionRow[Any]]:
    """Buttons in rows of five."""
    listed = list(all_of_them)
    for first in range(0, len(listed), ROW):
        yield ui.ActionRow(*listed[first : first + ROW])


def _on_draft(one: Card) -> Iterator[Button]:
    for verb in one.buttons:
        if verb in ON_DRAFT:
            label, style = ON_DRAFT[verb]
            yield ui.Button(label=label, style=style, custom_id=_id(verb, one))
        elif verb in ON_DELIVERY and one.delivery and len(one.delivery.id) < MOST // 2:
            label, style = ON_DELIVERY[verb]
            yield ui.Button(label=label, style=style, custom_id=button_id(verb, one.delivery.id))


def _id(verb: str, one: Card) -> str:
    """The id of a button on a draft, with what its window shows: it must be there before the store can be asked."""
    draft = one.draft.id
    match verb:
        case "edit":
            return edit_id(draft, one.text)
        case "redraft" if one.contact and one.contact.language in wording.LANGUAGES:
            theirs, its = one.contact.language, one.draft.proposal.language
            return button_id(verb, draft if theirs == its else f"{draft}:{theirs}")
        case _:
            return button_id(verb, draft)


def _on_conversation(reading: Reading, one: Card | None, own_only: Collection[ActionKind]) -> Iterator[Button]:
    about = topic(reading, one)
    called: Mapping[Any, str] = reading.called if about and not about.ours else {}
    for verb, usual, style in _offered(reading.conversation, about):
        right = _right(verb)
        if right in reading.verbs and not (right in own_only and not (about and about.ours)):
            off = verb == "reply" and bool(reading.late)
            label = _told_apart(called.get(verb, usual), one)
            yield ui.Button(label=label, style=style, custom_id=button_id(verb), disabled=off)


def _told_apart(label: str, one: Card | None) -> str:
    """What stands on a button about a message, where a button about its draft says the same."""
    same = one is not None and any(label == said for said, _ in ON_DRAFT.values())
    return (f"{label} the message" if same else label)[:LABEL]


def _offered(conversation: Conversation, about: Message | None) -> Iterator[tuple[str, str, discord.ButtonStyle]]:
    """What may be done with a conversation as it stands now, and with the message that a card is about."""
    if about and about.held:
        yield from (("unhide", "Show it", GREEN), ("remove", "Remove", RED), ("block", "Block", RED))
        yield from _on_order(conversation)
        return
    yield "reply", "Reply", GREY
    if about and not (about.ours or about.private or about.removed_at):
        yield "private", "Private", GREY
    if about and conversation.thread.kind == "comments" and not (about.ours or about.removed_at):
        yield ("unlike", "Unlike", GREY) if about.reaction else ("like", "Like", GREY)
    yield from _on_order(conversation)
    yield from (
        ("unhide", "Show again", GREY) if about and about.hidden else ("hide", "Hide", GREY),
        ("remove", "Remove", GREY),
        ("mute", "Mute", GREY),
        ("block", "Block", GREY),
    )


def _on_order(conversation: Conversation) -> Iterator[tuple[str, str, discord.ButtonStyle]]:
    yield ("let_go", "Let go", GREY) if conversation.claimed_by else ("claim", "Take", GREY)
    yield "snooze", "Snooze", GREY
    yield ("reopen", "Open again", GREY) if conversation.state == "resolved" else ("resolve", "Resolve", GREY)


def _right(verb: str) -> str:
    return {
        "let_go": "claim",
        "reopen": "resolve",
        "private": "direct_message",
        "like": "react",
        "unlike": "react",
    }.get(verb, verb)
