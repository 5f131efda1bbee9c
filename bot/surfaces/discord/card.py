"""The card: everything to decide one draft on, or to take up a conversation in which nothing is drafted. Pure.

Discord takes 4,000 characters and 40 components in a message and five buttons in a row; what somebody said and what we
would say share the room that the rest leaves, and what is cut is whole on the desk.
Source of the limits: discord docs, components/reference and resources/message, read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot.surfaces.discord import words
from bot.surfaces.discord.grounds import CUT, below
from bot.surfaces.discord.links import picture
from bot.surfaces.discord.marks import marker
from bot.surfaces.discord.offers import buttons, rows
from bot.surfaces.discord.shown import SOMEBODY, cut, line, plain, quoted, shown, size, to_copy
from bot.surfaces.discord.topic import topic_id
from inbox import wording
from inbox.actions import ActionKind, Draft
from inbox.models import Conversation, Message
from inbox.views import Card, Reading
from inbox.wording import network

TEXT: Final = 3900  # characters of all texts together; Discord takes 4,000
NAME, REASON = 80, 240
LEAST: Final = 40  # characters of a message before another one beside it is shown at all
BURST: Final = 3  # messages of one person in a row that one answer answers
URGENT: Final = 8  # from this priority on a card is red
WAITING, DRAFTED, URGENTLY, LEAVING, PARKED, QUIET = 0xFEE75C, 0x5865F2, 0xED4245, 0x57F287, 0xE67E22, 0x80848E


@dataclass(frozen=True, slots=True)
class Scene:
    """A conversation as all its cards show it; `closes` is when the next window ends (0: none does)."""

    reading: Reading
    closes: int = 0
    own_only: frozenset[ActionKind] = frozenset()  # what the network offers on our own messages only
    desk: str = ""  # where this conversation stands on the desk; empty where the desk has no address
    plain: bool = False  # without addresses from outside: Discord did not take the card with them

    @property
    def conversation(self) -> Conversation:
        """The conversation itself."""
        return self.reading.conversation


def card(scene: Scene, one: Card | None, mention: int = 0) -> ui.LayoutView:
    """A draft as a person decides on it; `one` is None where nothing is drafted. `mention`: the role that is told."""
    above, beneath = "\n".join(_above(scene, one)), "\n".join(below(scene.reading, one))
    post = words.post(scene.conversation)
    said, drafted = _texts(scene, one, TEXT - size(above) - size(post) - size(beneath))
    frame: ui.Container[Any] = ui.Container(accent_colour=_colour(scene, one), id=marker(scene.conversation.id))
    frame.add_item(ui.TextDisplay(above, id=marker(scene.conversation.id, one.draft.id if one else "")))
    if post:
        frame.add_item(_post(scene, post))
    if said:
        frame.add_item(ui.TextDisplay(said))
    if pictures := not scene.plain and _pictures(scene, one):
        frame.add_item(ui.MediaGallery(*pictures))
    if one:
        frame.add_item(ui.Separator()).add_item(ui.TextDisplay(_title(one)))
        if drafted:
            frame.add_item(ui.TextDisplay(drafted))  # alone, so that Edit can read it from here
    if beneath:
        frame.add_item(ui.TextDisplay(beneath))
    offered = buttons(scene.reading, one, scene.desk, scene.own_only)
    for row in rows(button for button in offered if not (scene.plain and button.url)):
        frame.add_item(row)
    view = ui.LayoutView(timeout=None)
    if mention:
        view.add_item(ui.TextDisplay(f"<@&{mention}>"))
    return view.add_item(frame)


# ------------------------------------------------------------------------------------------------ who, where, how long


def _above(scene: Scene, one: Card | None) -> Iterator[str]:
    reading, conversation = scene.reading, scene.conversation
    contact = (one.contact if one else None) or reading.contact
    name = line(contact.name if contact and plain(contact.name).strip() else SOMEBODY, NAME)
    handle = f" {line(f'@{contact.username}', NAME)}" if contact and plain(contact.username).strip() else ""
    handle = "" if handle == f" {name}" else handle
    place = conversation.thread.title if conversation.thread.kind == "group" else ""
    yield f"### {name}{handle}" + (f" in {line(place, NAME)}" if place.strip() else "")
    yield "-# " + " · ".join(_facts(scene))
    if flags := list(_flags(conversation, reading.mode)):
        yield " · ".join(flags)


def _post(scene: Scene, words_of_it: str) -> ui.Item[ui.LayoutView]:
    """The post that was commented on, beside its picture where everybody may fetch that."""
    subject = scene.conversation.thread.subject
    seen = [item for item in map(picture, subject.media if subject else ()) if item]
    if scene.plain or not seen:
        return ui.TextDisplay(words_of_it)
    return ui.Section(words_of_it, accessory=ui.Thumbnail(seen[0].media.url, description=seen[0].description))


def _facts(scene: Scene) -> Iterator[str]:
    conversation = scene.conversation
    yield network(conversation.account)
    yield words.KINDS[conversation.thread.kind]
    if conversation.waiting_since:
        yield f"asked {words.moment(conversation.waiting_since)}"
    if until := words.window(scene.reading, scene.closes):
        yield until
    if conversation.labels:
        yield line(", ".join(conversation.labels), NAME)


def _flags(conversation: Conversation, mode: str) -> Iterator[str]:
    if mode != "normal":
        yield f"**{mode} mode**"
    if conversation.left:
        yield "**they blocked us or left**"
    if conversation.claimed_by:
        yield f"✍ **{line(conversation.claimed_by, NAME)} is writing**"
    if conversation.assignee:
        yield f"assigned to {line(conversation.assignee, NAME)}"
    if conversation.snoozed_until:
        yield f"snoozed until {words.moment(conversation.snoozed_until, 'f')}"
    if conversation.priority:
        yield f"priority {conversation.priority}"


# ------------------------------------------------------------------------------------------- what was said, and drafted


def _texts(scene: Scene, one: Card | None, room: int) -> tuple[str, str]:
    """What they said and what we would say, each cut so that both fit; half the room is either's own."""
    asked, drafted = _asked(scene.reading, one), _shown(one) if one else ""
    room -= size(CUT) + (size(_title(one)) if one else 0)
    theirs, ours = sum(size(_said(message, room)) + 1 for message in asked), size(drafted)
    mine = min(ours, max(room // 2, room - theirs))
    if ours > mine and one:
        drafted = cut(shown(_drafted(one)), mine) + f"\n{CUT}"
    return _together(asked, room - mine), drafted


def _shown(one: Card) -> str:
    """What would be said; what could not be sent stands so that it can be copied, and said by hand."""
    text = _drafted(one)
    is_parked = one.delivery is not None and one.delivery.state == "parked"
    return to_copy(text) if is_parked else shown(text)


def _drafted(one: Card) -> str:
    """What would be said, as it was edited; an action without words is named by the title above it."""
    action = one.delivery.action if one.delivery else one.draft.proposal.action
    text = str(getattr(action, "text", ""))
    return text if text.strip() else ""


def _asked(reading: Reading, one: Card | None) -> Sequence[Message]:
    """The message that a card is about, with what the same person said right before it, oldest first."""
    messages = [said.message for said in reading.lines if said.message]
    about = topic_id(reading, one)
    last = next((n for n, message in enumerate(messages) if message.id == about), None)
    if last is None:
        return (one.about,) if one and one.about else ()
    first = last
    while first > 0 and last - first < BURST - 1 and messages[first - 1].contact == messages[last].contact:
        first -= 1
    return messages[first : last + 1]


def _together(asked: Sequence[Message], room: int) -> str:
    """The newest of the messages that fit, oldest first; the newest one itself is always there, if cut."""
    found: list[str] = []
    for message in reversed(asked):
        if found and room < LEAST:
            break
        found.insert(0, _said(message, room))
        room -= size(found[0]) + 1
    return "\n".join(found)


def _said(message: Message, room: int) -> str:
    marks = [word for word, true in _marks(message) if true]
    hanging = [*([words.attached(message.media)] if message.media else []), *marks]
    below = f"-# {' · '.join(hanging)}" if hanging else ""
    quote = quoted(message.text, max(LEAST, room - size(below) - 1))
    return "\n".join(part for part in (quote, below) if part) or "-# (nothing that could be shown)"


def _marks(message: Message) -> tuple[tuple[str, bool], ...]:
    unseen = any(not picture(one) for one in message.media)
    removed, edited = message.removed_at > 0, message.edited_at > 0
    private = "said in private" if message.ours else "written to in private"
    return (
        ("open on the desk", unseen),
        ("edited", edited),
        ("removed", removed),
        ("held for review: others do not see it", message.held),
        ("hidden", message.hidden and not message.held),
        (f"out of sight by case {message.case}", message.case > 0),
        (private, message.private),
        (f"we reacted {line(message.reaction, NAME)}", bool(message.reaction)),
    )


def _pictures(scene: Scene, one: Card | None) -> list[discord.MediaGalleryItem]:
    media = [medium for message in _asked(scene.reading, one) for medium in message.media]
    return [item for item in map(picture, media) if item][:10]


# -------------------------------------------------------------------------------------------------- what we would do


def _title(one: Card) -> str:
    draft, delivery = one.draft, one.delivery
    what, by = words.action(draft.proposal.action, one.called), line(wording.drafter(draft.proposal.by), NAME)
    if delivery and delivery.state == "parked":
        return f"**Not sent, a person must look:** {line(delivery.words or delivery.error, REASON)}"
    if delivery and draft.state == "approved":
        decided = "goes out by itself" if delivery.by.kind == "system" else f"{_decision(draft)}"
        return f"**{what}** {decided}, leaves {words.moment(delivery.due)}"
    return f"**{what}** · drafted by {by}"


def _decision(draft: Draft) -> str:
    by, author = line(draft.decided_by, NAME), draft.proposal.by
    if author.kind == "person":
        return f"{words.by_hand(draft.proposal.action)} {line(author.name, NAME)}"
    return f"approved by {by}"


def _colour(scene: Scene, one: Card | None) -> int:
    conversation = scene.conversation
    if one and one.delivery and one.delivery.state in ("parked", "queued", "sending"):
        return PARKED if one.delivery.state == "parked" else LEAVING
    if conversation.priority >= URGENT or (one and one.draft.proposal.checks):
        return URGENTLY
    if conversation.state != "open":
        return QUIET
    return DRAFTED if one else WAITING
