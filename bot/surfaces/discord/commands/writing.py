"""Commands that write to somebody outside: /reply, /canned. The only way there beside buttons and a message's menu."""

from __future__ import annotations

from typing import Any, Final

import discord
from discord import app_commands

from bot.surfaces.discord import keeping, modals
from bot.surfaces.discord.asked import Asked, Interaction, answer, in_time
from bot.surfaces.discord.commands.choices import nothing
from bot.surfaces.discord.files import kept
from bot.surfaces.discord.places import conversation as place
from inbox import review, views
from inbox.errors import NotAllowed, NotFound
from inbox.views import Reading

ELSEWHERE: Final = "Another conversation than that of this post"


@app_commands.command(name="reply", description="Answer somebody; this leaves.")
@app_commands.describe(text="What they will read", attachment="A file that goes along", conversation=ELSEWHERE)
@app_commands.autocomplete(conversation=nothing)
async def reply(
    interaction: Interaction, text: str, attachment: discord.Attachment | None = None, conversation: str = ""
) -> None:
    """Write, perhaps with a file."""

    async def write(asked: Asked) -> None:
        await asked.acknowledge()
        review.require(asked.by, "reply")
        media = await kept(asked.kit, [attachment] if attachment else [])
        await keeping.send(asked, await place(asked, conversation), text, media=media)

    await answer(interaction, write, text)


@app_commands.command(name="canned", description="A reply that was written beforehand; read it over, then send it.")
@app_commands.describe(name="Which one", conversation=ELSEWHERE)
@app_commands.autocomplete(name=nothing, conversation=nothing)
async def canned(interaction: Interaction, name: str, conversation: str = "") -> None:
    """Open the window with a text that is there already, in the language of whoever reads it."""

    async def offer(asked: Asked) -> None:
        review.require(asked.by, "reply")
        chosen = asked.kit.canned().get(name)
        if chosen is None:
            raise NotFound(f"There is no canned reply {name}.")
        reading = await in_time(_read(asked, conversation))
        if not chosen.fits(reading.conversation.account):
            raise NotAllowed(f"The reply {name} was not written for {reading.conversation.account}.")
        contact = reading.contact
        text = chosen.text(contact.language, contact.name) if contact else chosen.text()
        if not modals.fits(text):
            raise NotAllowed("This text is longer than a window of Discord holds; send it from the desk.")
        await asked.show(modals.reply(conversation, text, name))

    await answer(interaction, offer)


async def _read(asked: Asked, conversation: str) -> Reading:
    return await views.reading(asked.kit.brand, asked.by, await place(asked, conversation), limit=1)


COMMANDS: Final[tuple[app_commands.Command[Any, ..., None], ...]] = (reply, canned)
