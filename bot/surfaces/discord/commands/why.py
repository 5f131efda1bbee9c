"""/why: why something was answered, held, hidden or left alone, by which rule and which version of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import discord
from discord import app_commands

from bot.surfaces.discord import places, words
from bot.surfaces.discord.asked import LONGEST, Asked, Interaction, answer
from bot.surfaces.discord.commands.choices import nothing
from bot.surfaces.discord.shown import line, size
from inbox import reasons, views
from inbox.models import ConversationId, DraftId, RemoteId
from inbox.reasons import Reason

WORDS, NAME = 400, 80
NOTHING: Final = "Nothing happened here yet that needs a reason."
EARLIER: Final = "-# What happened before this is on the desk."


@app_commands.command(name="why", description="Why this was answered, held, hidden or left alone.")
@app_commands.describe(conversation="Another conversation than that of this post", draft="The number of a draft")
@app_commands.autocomplete(conversation=nothing)
async def why(interaction: Interaction, conversation: str = "", draft: str = "") -> None:
    """Everything that led to how a conversation, or what one draft is about, stands now."""

    async def explain(asked: Asked) -> None:
        await asked.acknowledge()
        if draft:
            await _about_draft(asked, DraftId(draft))
        else:
            await _explained(asked, await places.conversation(asked, conversation), None)

    await answer(interaction, explain)


async def why_this(interaction: Interaction, message: discord.Message) -> None:
    """The same for what one card shows."""

    async def explain(asked: Asked) -> None:
        await asked.acknowledge()
        id = await places.conversation(asked)
        if slot := await places.slot(asked, id, message):
            await _about_draft(asked, DraftId(slot))
        else:
            await _explained(asked, id, None)

    await answer(interaction, explain)


def told(found: Sequence[Reason]) -> str:
    """The reasons in words, oldest first; where not all fit, the newest."""
    lines: list[str] = []
    room = LONGEST - size(EARLIER) - 1
    for reason in reversed(found):
        said = "\n".join(_said(reason))
        if size(said) + 1 > room:
            return "\n".join([EARLIER, *lines])
        lines.insert(0, said)
        room -= size(said) + 1
    return "\n".join(lines) or NOTHING


async def _about_draft(asked: Asked, id: DraftId) -> None:
    draft = (await views.card(asked.kit.brand, asked.by, id)).draft
    await _explained(asked, draft.conversation, draft.about)


async def _explained(asked: Asked, id: ConversationId, message: RemoteId | None) -> None:
    await asked.say(told(await reasons.why(asked.kit.brand, asked.by, id, message)))


def _said(reason: Reason) -> Iterator[str]:
    yield f"**{reason.what.replace('_', ' ')}** {words.moment(reason.at)}: {line(reason.words, WORDS)}"
    if reason.source:
        version = f", version {line(reason.version, NAME)}" if reason.version else ""
        yield f"-# rests on {line(reason.source, NAME)}{version}"


COMMANDS: Final[tuple[app_commands.Command[Any, ..., None], ...]] = (why,)
