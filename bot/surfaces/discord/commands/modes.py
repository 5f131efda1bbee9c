"""Commands that say what may go out at all: /mode, /pause."""

from __future__ import annotations

from typing import Any, Final, Literal

from discord import app_commands

from bot.surfaces.discord import when, words
from bot.surfaces.discord.asked import Asked, Interaction, answer
from bot.surfaces.discord.commands.choices import nothing
from bot.surfaces.discord.places import conversation as place
from bot.surfaces.discord.shown import line
from inbox import review, views
from inbox.errors import NotAllowed
from inbox.policy import Mode

MEANS: Final = {
    "normal": "what is allowed goes out alone",
    "careful": "nothing goes out without a person",
    "crisis": "nothing goes out without a person, and nothing planned at all",
    "stopped": "nothing goes out at all",
}
WHY: Final = 300


@app_commands.command(name="mode", description="How careful we are: look at it, or change it.")
@app_commands.describe(level="The new one; left out, it is only shown", why="Everybody sees it", until="2h, 18:00 …")
@app_commands.autocomplete(until=nothing)
async def mode(
    interaction: Interaction,
    level: Literal["normal", "careful", "crisis", "stopped"] | None = None,
    why: app_commands.Range[str, 0, WHY] = "",
    until: str = "",
) -> None:
    """Show or set the mode."""

    async def change(asked: Asked) -> None:
        await asked.acknowledge()
        if level is None and (why or until):
            raise NotAllowed("Nothing was changed: name the level, too.")
        if level is None:
            now = (await views.overview(asked.kit.brand, asked.by)).mode
        else:
            now = await review.set_mode(asked.kit.brand, asked.by, level, why, _end(asked, until))
        await asked.done(_in_words(now))

    await answer(interaction, change, why)


@app_commands.command(name="pause", description="Silence the responders here, or stop everything everywhere.")
@app_commands.describe(
    where="Only in this conversation, or nothing goes out at all",
    lasting="How long everything stops, such as 30m; until somebody changes it when left out",
    it="Whether the pause begins or ends",
)
@app_commands.rename(lasting="for")
@app_commands.autocomplete(lasting=nothing)
async def pause(
    interaction: Interaction,
    where: Literal["here", "everywhere"],
    lasting: str = "",
    it: Literal["begins", "ends"] = "begins",
) -> None:
    """Be quiet for a while."""

    async def be_quiet(asked: Asked) -> None:
        await asked.acknowledge()
        if where == "everywhere":
            await _everywhere(asked, lasting, end=it == "ends")
        else:
            await _here(asked, lasting, end=it == "ends")

    await answer(interaction, be_quiet)


async def _everywhere(asked: Asked, lasting: str, *, end: bool) -> None:
    level: Literal["normal", "stopped"] = "normal" if end else "stopped"
    until = 0 if end else _end(asked, lasting)
    now = (await views.overview(asked.kit.brand, asked.by)).mode.level
    if end and now != "stopped":
        raise NotAllowed(f"Nothing is paused: the mode is {now}; `/mode` changes that.")
    why = f"{'resumed' if end else 'paused'} by {asked.by.name}"
    await asked.done(_in_words(await review.set_mode(asked.kit.brand, asked.by, level, why, until)))


async def _here(asked: Asked, lasting: str, *, end: bool) -> None:
    if lasting:
        raise NotAllowed("A conversation is quiet until somebody ends it; leave `for` out, and use `end` later.")
    await review.silence(asked.kit.brand, await place(asked), asked.by, silent=not end)
    await asked.done("The responders speak here again." if end else "The responders are silent here.")


def _end(asked: Asked, until: str) -> int:
    return when.to_come(asked.kit, until) if until else 0


def _in_words(mode: Mode) -> str:
    by = f" since {words.moment(mode.since)} by {line(mode.by, WHY)}" if mode.by else ""
    why = f": {line(mode.why, WHY)}" if mode.why else ""
    until = f" It ends {words.moment(mode.until)}." if mode.until else ""
    return f"**{mode.level}**{by}{why}. That means: {MEANS[mode.level]}.{until}"


COMMANDS: Final[tuple[app_commands.Command[Any, ..., None], ...]] = (mode, pause)
