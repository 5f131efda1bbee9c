"""What stands in the menu of a message: send a colleague's words as our reply, or put an answer into the FAQ."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.surfaces.discord import keeping, modals, places
from bot.surfaces.discord.asked import Asked, Interaction, answer, in_time
from bot.surfaces.discord.commands.why import why_this
from bot.surfaces.discord.files import kept
from bot.surfaces.discord.ids import text_digest
from bot.surfaces.discord.notes import SAID
from inbox import review, views
from inbox.errors import NotAllowed, NotFound, Refused
from inbox.models import DraftId

MOMENT = 30  # seconds in which the same words are not sent twice; later somebody may mean it


async def send_as_reply(interaction: Interaction, message: discord.Message) -> None:
    """Send what somebody of us wrote in a post to whom the post is about."""
    text = message.clean_content.strip()

    async def send(asked: Asked) -> None:
        await asked.acknowledge()
        review.require(asked.by, "reply")
        if message.author.bot or message.type not in SAID:
            raise NotAllowed("Only what one of us wrote can be sent as a reply.")
        id = await places.conversation(asked)
        media = await kept(asked.kit, message.attachments)
        these_words = f"reply:{message.id}:{text_digest(text)}"
        if not await asked.kit.cards.first(these_words, MOMENT):
            raise NotAllowed("Somebody sent this as a reply a moment ago.")
        try:
            await keeping.send(asked, id, text, media=media)
        except Refused:
            await asked.kit.cards.not_done(these_words)
            raise

    await answer(interaction, send)


async def add_to_faq(interaction: Interaction, message: discord.Message) -> None:
    """Open the window with what a card was about, and what was answered."""

    async def propose(asked: Asked) -> None:
        review.require(asked.by, "faq")
        question, answered = await in_time(_decided(asked, message))
        await asked.show(modals.faq("", question, answered))

    await answer(interaction, propose)


async def _decided(asked: Asked, message: discord.Message) -> tuple[str, str]:
    id = await places.conversation(asked)
    slot = await places.slot(asked, id, message)
    if not slot:
        raise NotFound("Nothing was answered with this card.")
    card = await views.card(asked.kit.brand, asked.by, DraftId(slot))
    return card.about.text if card.about else "", card.text


def menus() -> tuple[app_commands.ContextMenu, ...]:
    """The entries of a message's menu."""
    return (
        app_commands.ContextMenu(name="Send as reply", callback=send_as_reply),
        app_commands.ContextMenu(name="Add to FAQ", callback=add_to_faq),
        app_commands.ContextMenu(name="Why?", callback=why_this),
    )
