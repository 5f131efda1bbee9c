"""Clicks that act on what was said and on who said it: hide, remove, mute, block. They act on what the card is about.

What cannot be undone is asked once more, and says whom it would meet; the answer names the message or the person, so
that it means the same when they have written again meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.surfaces.discord import buttons
from bot.surfaces.discord.asked import Asked
from bot.surfaces.discord.places import About, about, conversation
from bot.surfaces.discord.shown import line, quoted
from inbox import review, views
from inbox.actions import Action, Block, Hide, Mute, Remove, Unhide
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
NAME, WORDS = 60, 300  # characters of a name and of what was said that are shown


async def hide(asked: Asked, ref: str) -> None:
    """Take the message out of sight."""
    await _at_once(asked, "Hiding what {name} said", lambda it: Hide(it.conversation.thread.remote, it.message))


async def unhide(asked: Asked, ref: str) -> None:
    """Bring it back."""
    await _at_once(asked, "Showing what {name} said", lambda it: Unhide(it.conversation.thread.remote, it.message))


async def remove(asked: Asked, ref: str) -> None:
    """Ask whether the message shall really be removed."""
    await asked.acknowledge()
    review.require(asked.by, "remove")
    it = await about(asked)
    question = f"Remove this for good? {line(it.name, NAME)} said:\n{quoted(it.text, WORDS)}"
    await asked.say(question, buttons.sure("Remove it", "remove_now", it.message))


async def block(asked: Asked, ref: str) -> None:
    """Ask whether the person shall really be shut out."""
    await asked.acknowledge()
    review.require(asked.by, "block")
    it = await about(asked)
    await asked.say(f"Block {line(it.name, NAME)}?", buttons.sure("Block them", "block_now", _person(it)))


async def mute(asked: Asked, ref: str) -> None:
    """Ask for how long."""
    await asked.acknowledge()
    review.require(asked.by, "mute")
    it = await about(asked)
    menu = buttons.pick("muted", _person(it), "For how long?", FOR)
    await asked.say(f"Mute {line(it.name, NAME)} …", menu)


async def remove_now(asked: Asked, ref: str) -> None:
    """Remove it."""
    await _meant(asked, "It is removed", lambda thread: Remove(thread, RemoteId(ref)))


async def block_now(asked: Asked, ref: str) -> None:
    """Block them."""
    await _meant(asked, "They are blocked", lambda thread: Block(thread, RemoteId(ref)))


async def muted(asked: Asked, ref: str) -> None:
    """Mute them for as long as was picked."""
    seconds = int(asked.picked) if asked.picked in FOR else 3600
    words = f"They are muted for {FOR[str(seconds)]}" if seconds else "They may write again"
    await _meant(asked, words, lambda thread: Mute(thread, RemoteId(ref), seconds))


async def _at_once(asked: Asked, words: str, action: Callable[[About], Action]) -> None:
    await asked.acknowledge()
    it = await about(asked)
    delivery = await review.act(asked.kit.brand, it.conversation.id, asked.by, action(it))
    said = f"{words.format(name=line(it.name, NAME))}:\n{quoted(it.text, WORDS)}"
    await asked.done(said, buttons.recall(delivery), told=True)


async def _meant(asked: Asked, words: str, action: Callable[[RemoteId], Action]) -> None:
    await asked.acknowledge()
    id = await conversation(asked)
    thread = (await views.reading(asked.kit.brand, asked.by, id, limit=1)).conversation.thread.remote
    delivery = await review.act(asked.kit.brand, id, asked.by, action(thread))
    seconds = asked.kit.brand.undo.people // 1000
    await asked.done(f"{words} in {seconds} s.", buttons.recall(delivery), told=True)


def _person(it: About) -> RemoteId:
    if it.person is None:
        raise NotFound("We said that ourselves; there is nobody to act on.")
    return it.person
