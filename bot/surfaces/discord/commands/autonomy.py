"""/autonomy: what goes out alone because people kept sending it unchanged, what might, and taking it back."""

from __future__ import annotations

from typing import Any, Final

from discord import app_commands

from bot.surfaces.discord.asked import Asked, Interaction, answer
from bot.surfaces.discord.autonomy import show


@app_commands.command(name="autonomy", description="What goes out alone because it has earned that, and what might.")
async def autonomy(interaction: Interaction) -> None:
    """How everything stands that people decided on lately."""

    async def tell(asked: Asked) -> None:
        await asked.acknowledge()
        await show(asked)

    await answer(interaction, tell)


COMMANDS: Final[tuple[app_commands.Command[Any, ..., None], ...]] = (autonomy,)
