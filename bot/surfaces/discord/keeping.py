"""Clicks about a conversation: reply, take, let go, snooze, resolve, reopen, and opening one that has no post yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.surfaces.discord import buttons, modals, places, shown, when, words
from bot.surfaces.discord.asked import Asked
from bot.surfaces.discord.places import conversation
from inbox import review, times, views
from inbox.models import ConversationId
from inbox.warnings import warnings

OTHER: Final = "other"
FINDING: Final = 300  # of the words of one
PRESETS: Final = {
    "1h": "In 1 hour",
    "3h": "In 3 hours",
    "tomorrow": "Tomorrow at 9:00",
    "monday": "On Monday at 9:00",
    OTHER: "At another time …",
}


async def reply(asked: Asked, ref: str) -> None:
    """Open the window to write in."""
    review.require(asked.by, "reply")
    await asked.show(modals.reply(ref))


async def replied(asked: Asked, ref: str, fields: Mapping[str, str]) -> None:
    """Send what was written."""
    await asked.acknowledge()
    id = await conversation(asked, ref)
    await send(asked, id, fields.get("text", ""), to=await places.answered(asked, id))


async def send(asked: Asked, id: ConversationId, text: str, **more: object) -> None:
    """A reply on its way, and the way to stop it."""
    told = await look_again(asked, id, text)
    if parts := await views.leaves_as(asked.kit.brand, id, text.strip()):
        told = f" It {parts}.{told}"
    delivery = await review.reply(asked.kit.brand, id, asked.by, text.strip(), **more)  # type: ignore[arg-type]
    seconds = asked.kit.brand.undo.people // 1000
    await asked.done(f"Your reply leaves in {seconds} s.{told}", buttons.recall(delivery), told=True)


async def look_again(asked: Asked, id: ConversationId, text: str) -> str:
    """What is wrong with a text that somebody is about to send, a line for each finding; empty when nothing is."""
    told = await warnings(asked.kit.brand, asked.by, id, text)
    return "".join(f"\nLook again: {shown.line(words, FINDING)}" for words in told)


async def claim(asked: Asked, ref: str) -> None:
    """Say that one is writing here."""
    await asked.acknowledge()
    await review.claim(asked.kit.brand, await conversation(asked, ref), asked.by)
    await asked.done("Nobody else can send here for two minutes.", told=True)


async def let_go(asked: Asked, ref: str) -> None:
    """End a claim."""
    await asked.acknowledge()
    await review.let_go(asked.kit.brand, await conversation(asked, ref), asked.by)
    await asked.done("Everybody can send here again.", told=True)


async def snooze(asked: Asked, ref: str) -> None:
    """Ask until when."""
    review.require(asked.by, "snooze")
    await asked.ask("Put this away until …", buttons.pick("snoozed", ref, "Until when?", PRESETS))


async def snoozed(asked: Asked, ref: str) -> None:
    """Put it away until the time that was picked, or ask for another one."""
    picked = asked.picked
    if picked == OTHER:
        await asked.show(modals.snooze(ref, times.EXAMPLES))
    else:
        await asked.acknowledge()
        await put_away(asked, await conversation(asked, ref), picked)


async def snoozed_until(asked: Asked, ref: str, fields: Mapping[str, str]) -> None:
    """Put it away until the time that was written."""
    await asked.acknowledge()
    await put_away(asked, await conversation(asked, ref), fields.get("when", ""))


async def put_away(asked: Asked, id: ConversationId, time: str) -> None:
    """Snooze a conversation until a time in words."""
    until = when.to_come(asked.kit, time)
    await review.snooze(asked.kit.brand, id, asked.by, until)
    await asked.done(f"Put away until {words.moment(until, 'f')}, or until they write.")


async def resolve(asked: Asked, ref: str) -> None:
    """Close the conversation."""
    await asked.acknowledge()
    await review.resolve(asked.kit.brand, await conversation(asked, ref), asked.by)
    await asked.done("Resolved.")


async def reopen(asked: Asked, ref: str) -> None:
    """Open it again."""
    await asked.acknowledge()
    await review.reopen(asked.kit.brand, await conversation(asked, ref), asked.by)
    await asked.done("Open again.")


async def open_post(asked: Asked, ref: str) -> None:
    """Show where a conversation's post is, or have one made."""
    await asked.acknowledge()
    await lead_to(asked, ConversationId(ref))


async def lead_to(asked: Asked, id: ConversationId) -> None:
    """The post of a conversation; where there is none yet, it comes before the others that wait."""
    kit = asked.kit
    await views.reading(kit.brand, asked.by, id, limit=1)  # there is such a conversation, and they may look
    post = (await kit.cards.read(id)).post
    if post:
        await asked.say(f"Here it is: {places.post_link(asked, post)}")
    else:
        await kit.cards.ask(id, kit.brand.now())
        await asked.say("It gets its post in a moment; you find it at the top of the channel.")
