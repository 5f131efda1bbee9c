"""/faq add: a question that we answered, and our answer, become one more entry of the FAQ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from discord import app_commands

from bot.surfaces.discord import modals
from bot.surfaces.discord.asked import Asked, Interaction, answer, in_time
from bot.surfaces.discord.commands.choices import nothing
from bot.surfaces.discord.places import conversation as place
from bot.surfaces.discord.shown import line
from inbox import review, views
from inbox.errors import NotFound
from inbox.models import Message
from inbox.views import Reading

LINES: Final = 40

faq = app_commands.Group(name="faq", description="Questions that are answered the same way every time.")


@faq.command(name="add", description="Make an FAQ entry of the last question that we answered here.")
@app_commands.describe(conversation="Another conversation than that of this post")
@app_commands.autocomplete(conversation=nothing)
async def add(interaction: Interaction, conversation: str = "") -> None:
    """Propose the newest question of a conversation that has an answer of ours."""

    async def propose(asked: Asked) -> None:
        review.require(asked.by, "faq")
        question, answered = answered_last(await in_time(_read(asked, conversation)))
        await asked.show(modals.faq("", question.text, answered.text))

    await answer(interaction, propose)


async def write(asked: Asked, ref: str, fields: Mapping[str, str]) -> None:
    """Write the entry as it was put right in the window."""
    await asked.acknowledge()
    review.require(asked.by, "faq")
    entry = await asked.kit.school.teach.entry("", fields["question"].strip(), fields["answer"].strip())
    await asked.done(f"The FAQ has it as {line(entry.id, 100)}.", told=True)


def answered_last(reading: Reading) -> tuple[Message, Message]:
    """The newest answer of ours, and the message that it answers; raises NotFound."""
    messages = [said.message for said in reading.lines if said.message and said.message.text.strip()]
    known = {message.id: message for message in messages}
    for number in range(len(messages) - 1, -1, -1):
        answer = messages[number]
        if not answer.ours or answer.removed_at:
            continue
        before = [message for message in messages[:number] if not message.ours]
        asked = known.get(answer.reply_to) if answer.reply_to else None
        question = asked if asked and not asked.ours else (before[-1] if before else None)
        if question:
            return question, answer
    raise NotFound("Nothing that they asked here was answered yet.")


async def _read(asked: Asked, conversation: str) -> Reading:
    return await views.reading(asked.kit.brand, asked.by, await place(asked, conversation), limit=LINES)


COMMANDS: Final = (faq,)
