"""Clicks that act on what was said and on who said it: hide, like, remove, mute, block, write in private.

They act on what the card is about.

What cannot be undone is asked once more, and says whom it would meet; the answer names the message or the person, so
that it means the same when they have written again meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import discord

from bot.surfaces.discord import buttons, keeping, modals
from bot.surfaces.discord.asked import Asked, in_time
from bot.surfaces.discord.places import About, about, conversation
from bot.surfaces.discord.shown import line, quoted
from inbox import review, times, views, wording
from inbox.actions import Action, ActionKind, Block, Hide, Mute, React, Remove, Unblock, Unhide, kind_of
from inbox.errors import NotFound
from inbox.models import RemoteId

FOR: Final = {
    "600": "10 minutes",
    "3600": "1 hour",
    "86400": "1 day",
    "604800": "7 days",
    "2419200": "28 days",
    "0": "Let them write again",
}
LIKE: Final = "👍"
RENAMED: Final[frozenset[ActionKind]] = frozenset({"hide", "unhide"})
NAME, WORDS = 60, 300  # characters of a name and of what was said that are shown


async def hide(asked: Asked, ref: str) -> None:
    """Take the message out of sight."""
    await _at_once(asked, "Hiding what {name} said", lambda it: Hide(it.conversation.thread.remote, it.message))


async def unhide(asked: Asked, ref: str) -> None:
    """Bring it back."""
    await _at_once(asked, "Showing what {name} said", lambda it: Unhide(it.conversation.thread.remote, it.message))


async def like(asked: Asked, ref: str) -> None:
    """Like it."""
    await _at_once(asked, "Liking what {name} said", lambda it: React(it.conversation.thread.remote, it.message, LIKE))


async def unlike(asked: Asked, ref: str) -> None:
    """Take the like back."""
    await _at_once(
        asked, "Liking no more what {name} said", lambda it: React(it.conversation.thread.remote, it.message, "")
    )


async def private(asked: Asked, ref: str) -> None:
    """Open the window to write to its author in private; the first answer must be the window itself."""
    review.require(asked.by, "direct_message")
    it = await in_time(about(asked))
    capabilities = asked.kit.brand.capabilities.get(it.conversation.account)
    once = wording.private_once(capabilities, times.span) if capabilities else ""
    limit = capabilities.limit(it.conversation.thread.kind, "direct_message") if capabilities else None
    await asked.show(modals.private(it.message, it.name, once, limit))


async def privately(asked: Asked, ref: str, fields: Mapping[str, str]) -> None:
    """Send what was written, to whoever said the message."""
    await asked.acknowledge()
    text = fields.get("text", "").strip()
    id = await conversation(asked)
    delivery = await review.write_private(asked.kit.brand, id, asked.by, text, RemoteId(ref))
    told = await keeping.look_again(asked, id, text)
    seconds = asked.kit.brand.undo.people // 1000
    await asked.done(f"It leaves in private in {seconds} s.{told}", buttons.recall(delivery), told=True)


async def remove(asked: Asked, ref: str) -> None:
    """Ask whether the message shall really be removed."""
    await asked.acknowledge()
    review.require(asked.by, "remove")
    it = await about(asked)
    called, remark = _named(asked, it, "remove")
    question = f"{called or 'Remove this for good'}? {line(it.name, NAME)} said:\n{quoted(it.text, WORDS)}{remark}"
    await asked.say(question, buttons.sure(called or "Remove it", "remove_now", it.message))


async def block(asked: Asked, ref: str) -> None:
    """Ask whether the person shall really be shut out."""
    await asked.acknowledge()
    review.require(asked.by, "block")
    it = await about(asked)
    capabilities = asked.kit.brand.capabilities.get(it.conversation.account)
    back = capabilities is not None and capabilities.offers(it.conversation.thread.kind, "unblock")
    called, remark = _named(asked, it, "block")
    again = _named(asked, it, "unblock")[0] or "Let them back in"
    ways = [buttons.button(called or "Block them", "block_now", _person(it), discord.ButtonStyle.danger)]
    ways += [buttons.button(again, "unblock_now", _person(it))] if back else []
    question = f"{called}: {line(it.name, NAME)}?" if called else f"Block {line(it.name, NAME)}?"
    await asked.say(question + remark, buttons.of(*ways))


async def mute(asked: Asked, ref: str) -> None:
    """Ask for how long."""
    await asked.acknowledge()
    review.require(asked.by, "mute")
    it = await about(asked)
    menu = buttons.pick("muted", _person(it), "For how long?", FOR)
    await asked.say(f"Mute {line(it.name, NAME)} …{_named(asked, it, 'mute')[1]}", menu)


async def remove_now(asked: Asked, ref: str) -> None:
    """Remove it."""
    await _meant(asked, "It is removed", lambda thread: Remove(thread, RemoteId(ref)))


async def block_now(asked: Asked, ref: str) -> None:
    """Block them."""
    await _meant(asked, "They are blocked", lambda thread: Block(thread, RemoteId(ref)))


async def unblock_now(asked: Asked, ref: str) -> None:
    """Let them back in."""
    await _meant(asked, "They are let back in", lambda thread: Unblock(thread, RemoteId(ref)))


async def muted(asked: Asked, ref: str) -> None:
    """Mute them for as long as was picked."""
    seconds = int(asked.picked) if asked.picked in FOR else 3600
    words = f"They are muted for {FOR[str(seconds)]}" if seconds else "They may write again"
    await _meant(asked, words, lambda thread: Mute(thread, RemoteId(ref), seconds))


async def _at_once(asked: Asked, words: str, action: Callable[[About], Action]) -> None:
    await asked.acknowledge()
    it = await about(asked)
    delivery = await review.act(asked.kit.brand, it.conversation.id, asked.by, action(it))
    kind = kind_of(action(it))
    called = _named(asked, it, kind)[0] if kind in RENAMED else ""
    name = line(it.name, NAME)
    said = f"{f'{called}: what {name} said' if called else words.format(name=name)}:\n{quoted(it.text, WORDS)}"
    await asked.done(said, buttons.recall(delivery), told=True)


async def _meant(asked: Asked, words: str, action: Callable[[RemoteId], Action]) -> None:
    await asked.acknowledge()
    id = await conversation(asked)
    thread = (await views.reading(asked.kit.brand, asked.by, id, limit=1)).conversation.thread.remote
    delivery = await review.act(asked.kit.brand, id, asked.by, action(thread))
    seconds = asked.kit.brand.undo.people // 1000
    await asked.done(f"{words} in {seconds} s.", buttons.recall(delivery), told=True)


def _named(asked: Asked, it: About, kind: ActionKind) -> tuple[str, str]:
    """What an action is called on this network, and what is special about it there, each empty where it is usual."""
    capabilities = asked.kit.brand.capabilities.get(it.conversation.account)
    if capabilities is None:
        return "", ""
    remark = capabilities.remarks.get(kind, "")
    return capabilities.called.get(kind, ""), f"\n-# {remark}" if remark else ""


def _person(it: About) -> RemoteId:
    if it.person is None:
        raise NotFound("We said that ourselves; there is nobody to act on.")
    return it.person
