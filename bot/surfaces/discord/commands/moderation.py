"""Commands about moderation: /case, /cases, /appeals, /moderation, /allow."""

from __future__ import annotations

from typing import Any, Final, Literal

from discord import app_commands

from bot.surfaces.discord.asked import Asked, Interaction, answer
from bot.surfaces.discord.commands.choices import nothing
from bot.surfaces.discord.commands.figures import SINCE
from bot.surfaces.discord.moderation import deeds, listing
from bot.surfaces.discord.places import conversation as place
from bot.surfaces.discord.shown import line
from inbox import times, views
from inbox.errors import NotFound
from inbox.models import ContactId, ConversationId
from inbox.moderation import people

NAME: Final = 60
WHY: Final = 300
DAY: Final = 86_400_000

moderation = app_commands.Group(name="moderation", description="What moderation does, and by which rules.")


@app_commands.command(name="case", description="One case: what was said, what was done, why, and the way back.")
@app_commands.describe(number="Its number")
async def case(interaction: Interaction, number: app_commands.Range[int, 1]) -> None:
    """Show a case."""
    await answer(interaction, lambda asked: deeds.show(asked, str(number)))


@app_commands.command(name="cases", description="What was done to whom and why, newest first.")
@app_commands.describe(
    person="Only those of whoever this conversation is with",
    rule="Only those of one rule",
    account="Only those of one account",
    state="Only those that stand so",
)
@app_commands.autocomplete(person=nothing, rule=nothing, account=nothing)
async def cases(
    interaction: Interaction,
    person: str = "",
    rule: str = "",
    account: str = "",
    state: Literal["standing", "undone", "appealed"] | None = None,
) -> None:
    """List cases."""

    async def look(asked: Asked) -> None:
        await asked.acknowledge()
        whom = await _person(asked, ConversationId(person)) if person else ""
        await listing.cases(asked, account=account, rule=rule, state=state or "", person=whom)

    await answer(interaction, look)


@app_commands.command(name="appeals", description="What people ask to be looked at again, what is due first.")
async def appeals(interaction: Interaction) -> None:
    """List appeals."""
    await answer(interaction, listing.appeals)


@moderation.command(name="state", description="What waits for people, what is on for a bad day, how many rules act.")
async def state(interaction: Interaction) -> None:
    """How moderation stands."""
    await answer(interaction, listing.state)


@moderation.command(name="flags", description="What waits for a person to judge it, worst first.")
async def flags(interaction: Interaction) -> None:
    """List flags."""
    await answer(interaction, listing.flags)


@moderation.command(name="rules", description="How each rule stands: in shadow, in force or off.")
async def rules(interaction: Interaction) -> None:
    """List rules."""
    await answer(interaction, listing.rules)


@moderation.command(name="figures", description="Cases, what was undone, and how fast it was out of sight.")
@app_commands.describe(since="How far back")
@app_commands.choices(since=SINCE)
async def figures(interaction: Interaction, since: str = "7d") -> None:
    """Figures since a time."""
    await answer(interaction, lambda asked: listing.figures(asked, times.ago(since, asked.kit.brand.now())))


@app_commands.command(name="allow", description="Let no rule look at whoever a conversation is with, or end that.")
@app_commands.describe(
    why="It is kept", conversation="Another conversation than that of this post", it="Whether that begins or ends"
)
@app_commands.autocomplete(conversation=nothing)
async def allow(
    interaction: Interaction,
    why: app_commands.Range[str, 0, WHY] = "",
    conversation: str = "",
    it: Literal["begins", "ends"] = "begins",
) -> None:
    """Put somebody on the list of those whom rules leave alone."""

    async def change(asked: Asked) -> None:
        await asked.acknowledge()
        whom = ContactId(await _person(asked, await place(asked, conversation)))
        if it == "begins":
            await people.allow(asked.kit.brand, whom, asked.by, why)
        else:
            await people.disallow(asked.kit.brand, whom, asked.by, why)
        who = line(whom, NAME)
        begins = f"No rule looks at {who} from now on."
        await asked.done(begins if it == "begins" else f"Rules look at {who} again.")

    await answer(interaction, change, why)


async def _person(asked: Asked, id: ConversationId) -> str:
    """Whom a conversation is with; raises NotFound for one in which nobody wrote, and for a group."""
    whom = (await views.reading(asked.kit.brand, asked.by, id, limit=1)).conversation.contact
    if whom is None:
        raise NotFound("Nobody in particular is meant by this conversation; name another one.")
    return whom


COMMANDS: Final[tuple[app_commands.Command[Any, ..., None] | app_commands.Group, ...]] = (
    case,
    cases,
    appeals,
    moderation,
    allow,
)
