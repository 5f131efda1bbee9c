"""Commands that only look: /inbox, /open, /search, /parked."""

from __future__ import annotations

from typing import Any, Final

from discord import app_commands

from bot.surfaces.discord import lists, words
from bot.surfaces.discord.asked import Asked, Interaction, answer
from bot.surfaces.discord.commands.choices import nothing
from bot.surfaces.discord.keeping import lead_to
from bot.surfaces.discord.shown import line
from inbox import views
from inbox.models import ConversationId
from inbox.search import Hit

SHELVES: Final = [
    *(app_commands.Choice(name=title, value=shelf) for shelf, (title, _) in views.SHELVES.items()),
    app_commands.Choice(name="Mine", value="mine"),
]
NAME, EXCERPT = 60, 200


@app_commands.command(name="inbox", description="Who waits for us, page by page.")
@app_commands.describe(shelf="Which shelf", account="Only this account", label="Only what has this label")
@app_commands.choices(shelf=SHELVES)
@app_commands.autocomplete(account=nothing)
async def inbox(interaction: Interaction, shelf: str = "waiting", account: str = "", label: str = "") -> None:
    """A shelf, or what has a label."""

    async def show(asked: Asked) -> None:
        await asked.acknowledge()
        await lists.inbox(asked, f"label:{label}" if label else shelf, account)

    await answer(interaction, show)


@app_commands.command(name="open", description="Go to the post of a conversation; it gets one if it has none.")
@app_commands.describe(conversation="Type a name or a few words")
@app_commands.autocomplete(conversation=nothing)
async def open_post(interaction: Interaction, conversation: str) -> None:
    """The way to a conversation."""

    async def lead(asked: Asked) -> None:
        await asked.acknowledge()
        await lead_to(asked, ConversationId(conversation))

    await answer(interaction, lead)


@app_commands.command(name="search", description="Find what was said, noted or labelled.")
@app_commands.describe(sought="All of these words")
@app_commands.rename(sought="words")
async def search(interaction: Interaction, sought: app_commands.Range[str, 1, 200]) -> None:
    """What has all these words."""

    async def find(asked: Asked) -> None:
        await asked.acknowledge()
        hits = await asked.kit.search(words=sought, by=asked.by)
        shown = [(hit.conversation, _hit(hit)) for hit in hits[: lists.ROWS]]
        title = f"## {line(sought, NAME)}\n" + (f"{len(hits)} found" if hits else "Nothing was found.")
        await lists.found(asked, title, shown)

    await answer(interaction, find)


@app_commands.command(name="parked", description="Sends that did not work out, and arrivals nobody understood.")
async def parked(interaction: Interaction) -> None:
    """What a person must look at."""

    async def show(asked: Asked) -> None:
        await asked.acknowledge()
        await lists.parked(asked)

    await answer(interaction, show)


def _hit(hit: Hit) -> str:
    kind = "" if hit.kind == "message" else f" · {hit.kind}"
    return f"**{line(hit.author or 'Somebody', NAME)}**{kind} · {words.moment(hit.at)}\n{line(hit.snippet, EXCERPT)}"


COMMANDS: Final[tuple[app_commands.Command[Any, ..., None], ...]] = (inbox, open_post, search, parked)
