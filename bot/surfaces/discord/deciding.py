"""Clicks that decide about a draft or a delivery: approve, edit, reject, another draft, recall, retry, discard."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.surfaces.discord import buttons, keeping, modals, teaching
from bot.surfaces.discord.asked import Asked, in_time
from bot.surfaces.discord.ids import text_digest
from bot.surfaces.discord.places import texts
from bot.surfaces.discord.shown import meant
from inbox import delivery, review, views
from inbox.errors import NotAllowed
from inbox.models import DeliveryId, DraftId


async def approve(asked: Asked, ref: str) -> None:
    """Send a draft as it is."""
    await asked.acknowledge()
    await review.approve(asked.kit.brand, DraftId(ref), asked.by)
    await teaching.approved(asked, DraftId(ref))


async def edit(asked: Asked, ref: str) -> None:
    """Open the window with the drafted text in it; the first answer must be the window itself."""
    review.require(asked.by, "approve")
    draft, _, digest = ref.partition(":")
    text = _on_the_card(asked.interaction.message, digest)
    if text is None:
        text = (await in_time(views.card(asked.kit.brand, asked.by, DraftId(draft)))).text
    if not modals.fits(text):
        raise NotAllowed(
            f"This text is longer than a window of Discord holds; edit it on the desk. {asked.kit.desk_url}"
        )
    await asked.show(modals.edit(draft, text))


async def edited(asked: Asked, ref: str, fields: Mapping[str, str]) -> None:
    """Send a draft with the text of the window."""
    await asked.acknowledge()
    text = fields.get("text", "")
    one = await views.card(asked.kit.brand, asked.by, DraftId(ref))
    told = "" if text == one.text else await keeping.look_again(asked, one.conversation.id, text)
    delivery = await review.approve(asked.kit.brand, DraftId(ref), asked.by, text)
    await teaching.approved(asked, DraftId(ref), told, buttons.recall(delivery) if told else None)


async def reject(asked: Asked, ref: str) -> None:
    """Ask why."""
    review.require(asked.by, "reject")
    await asked.show(modals.reject(ref))


async def rejected(asked: Asked, ref: str, fields: Mapping[str, str]) -> None:
    """End a draft with the reason picked and the words added."""
    await asked.acknowledge()
    reason = ": ".join(word for word in (fields.get("reason", ""), fields.get("words", "").strip()) if word)
    await review.reject(asked.kit.brand, DraftId(ref), asked.by, reason or "no reason given")
    await asked.done("Rejected.")


async def redraft(asked: Asked, ref: str) -> None:
    """Ask what is wished of another one."""
    review.require(asked.by, "redraft")
    draft, _, language = ref.partition(":")
    await asked.show(modals.redraft(draft, language))


async def redrafted(asked: Asked, ref: str, fields: Mapping[str, str]) -> None:
    """Let the responders try again: as it is wished, or without what this draft rests on."""
    await asked.acknowledge()
    wish = ", ".join(word for word in (fields.get("wish", ""), fields.get("words", "").strip()) if word)
    await review.redraft(asked.kit.brand, DraftId(ref), asked.by, wish)
    await asked.done("Another draft is on its way.")


async def recall(asked: Asked, ref: str) -> None:
    """Take back what has not left."""
    await asked.acknowledge()
    await review.recall(asked.kit.brand, DeliveryId(ref), asked.by)
    await asked.done("Taken back; nothing was sent.")


async def retry(asked: Asked, ref: str) -> None:
    """Send a parked delivery after all."""
    await asked.acknowledge()
    await delivery.retry(asked.kit.brand, DeliveryId(ref), asked.by)
    await asked.done("It is on its way again.", told=True)


async def discard(asked: Asked, ref: str) -> None:
    """Let a parked delivery be."""
    await asked.acknowledge()
    await delivery.discard(asked.kit.brand, DeliveryId(ref), asked.by)
    await asked.done("It will not be sent.", told=True)


def _on_the_card(message: discord.Message | None, digest: str) -> str | None:
    """The drafted text as the card in the click itself shows it; None when it is not there whole and unchanged."""
    shown = (meant(words) for words in texts(message.components if message else ()))
    return next((text for text in shown if text_digest(text) == digest), None)
