"""Every approved reply that teaches something offers it: that this question, too, asks for an entry of the FAQ."""

from __future__ import annotations

from discord import ui

from bot.learning import accept
from bot.surfaces.discord import buttons
from bot.surfaces.discord.asked import Asked
from bot.surfaces.discord.shown import line
from inbox.errors import NotFound, StoreAway
from inbox.models import DraftId
from inbox.review import require

QUESTION, ENTRY = 300, 100


async def approved(asked: Asked, draft: DraftId, told: str = "", view: ui.View | None = None) -> None:
    """Answer an approval: with what is `told`, and with what the reply would teach, for whoever may teach it."""
    offer = await _offer(asked, draft)
    if offer:
        view = view or ui.View(timeout=None)
        view.add_item(buttons.button("Teach the FAQ", "teach", draft))
    told = "\n".join(part for part in (f"Approved.{told}", offer) if part)
    await asked.done(told, view, told=view is not None)


async def teach(asked: Asked, ref: str) -> None:
    """Write it into the FAQ."""
    await asked.acknowledge()
    require(asked.by, "faq")
    kit = asked.kit
    lesson = await kit.school.offer(kit.brand, asked.by, DraftId(ref))
    if lesson is None:
        raise NotFound("This teaches the FAQ nothing any more: it has that question, or the reply was taken back.")
    await accept(kit.brand, asked.by, lesson, kit.school.teach)
    await asked.done(
        f"The FAQ knows now that “{line(lesson.question, QUESTION)}” asks for {line(lesson.entry, ENTRY)}."
    )


async def _offer(asked: Asked, draft: DraftId) -> str:
    """What it would teach, in words; empty when that is nothing, or nobody can tell just now."""
    try:
        lesson = await asked.kit.school.offer(asked.kit.brand, asked.by, draft)
    except StoreAway:
        return ""
    if lesson is None:
        return ""
    return f"Teach the FAQ: “{line(lesson.question, QUESTION)}” asks for **{line(lesson.entry, ENTRY)}**?"
