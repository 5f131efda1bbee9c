"""Commands that keep order: /assign, /snooze, /resolve, /note."""

from __future__ import annotations

from typing import Any, Final

from discord import app_commands

from bot.surfaces.discord import keeping
from bot.surfaces.discord.asked import Asked, Interaction, answer
from bot.surfaces.discord.commands.choices import NOBODY, everybody, nothing
from bot.surfaces.discord.places import conversation as place
from bot.surfaces.discord.shown import line
from inbox import review
from inbox.errors import NotAllowed, NotFound

ELSEWHERE: Final = "Another conversation than that of this post"
NAME: Final = 60


@app_commands.command(name="assign", description="Give a conversation to somebody, or to nobody.")
@app_commands.describe(to="Whom; you, when left out", conversation=ELSEWHERE)
@app_commands.autocomplete(to=nothing, conversation=nothing)
async def assign(interaction: Interaction, to: str = "", conversation: str = "") -> None:
    """Give it to one of us, to oneself, or to nobody."""

    async def give(asked: Asked) -> None:
        await asked.acknowledge()
        name = "" if to == NOBODY else to or asked.by.name
        if name and name not in await everybody(asked):
            raise NotFound(f"There is nobody called {name} here.")
        await review.assign(asked.kit.brand, await place(asked, conversation), asked.by, name)
        await asked.done(f"It is {line(name, NAME) or 'nobody'}'s now.")

    await answer(interaction, give)


@app_commands.command(name="snooze", description="Put a conversation away until a time, or until they write.")
@app_commands.describe(when="Such as 2h, tomorrow 9:00, friday", conversation=ELSEWHERE)
@app_commands.autocomplete(when=nothing, conversation=nothing)
async def snooze(interaction: Interaction, when: str, conversation: str = "") -> None:
    """Put it away."""

    async def away(asked: Asked) -> None:
        await asked.acknowledge()
        await keeping.put_away(asked, await place(asked, conversation), when)

    await answer(interaction, away)


@app_commands.command(name="resolve", description="Close a conversation; it opens again when they write.")
@app_commands.describe(conversation=ELSEWHERE)
@app_commands.autocomplete(conversation=nothing)
async def resolve(interaction: Interaction, conversation: str = "") -> None:
    """Close it."""
    await answer(interaction, lambda asked: keeping.resolve(asked, conversation))


@app_commands.command(name="note", description="Keep words for the team; they never leave.")
@app_commands.describe(text="The note", conversation=ELSEWHERE)
@app_commands.autocomplete(conversation=nothing)
async def note(interaction: Interaction, text: str, conversation: str = "") -> None:
    """Keep it."""

    async def keep(asked: Asked) -> None:
        await asked.acknowledge()
        if not text.strip():
            raise NotAllowed("The note is empty.")
        await review.note(asked.kit.brand, await place(asked, conversation), asked.by, text.strip())
        await asked.done("Noted; it stays among us.")

    await answer(interaction, keep, text)


COMMANDS: Final[tuple[app_commands.Command[Any, ..., None], ...]] = (assign, snooze, resolve, note)
