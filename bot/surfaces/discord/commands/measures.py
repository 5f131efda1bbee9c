"""/measure: what helps through a bad day, for a post or a whole account, until a time."""

from __future__ import annotations

import functools
from typing import Any, Final

from discord import app_commands

from bot.surfaces.discord import when, words
from bot.surfaces.discord.asked import Asked, Interaction, answer
from bot.surfaces.discord.commands.choices import nothing
from bot.surfaces.discord.moderation import listing
from bot.surfaces.discord.places import conversation as place
from bot.surfaces.discord.shown import line
from inbox import views
from inbox.cases import MeasureKind
from inbox.errors import NotAllowed, NotFound
from inbox.models import AccountId, ConversationId
from inbox.moderation import measures

NAME, WHY = 60, 300
DAY: Final = 86_400
KINDS: Final[dict[str, MeasureKind]] = {
    "hide new comments": "hide_new",
    "known people only": "known_only",
    "followers only": "followers_only",
    "slow mode": "slow",
    "freeze the responders": "freeze",
}
WHAT: Final = [app_commands.Choice(name=name, value=name) for name in KINDS]
POST, CONVERSATION, ACCOUNT = "this post", "this conversation", "the whole account"
WHERE: Final = [app_commands.Choice(name=name, value=name) for name in (POST, CONVERSATION, ACCOUNT)]


@app_commands.command(name="measure", description="Get through a bad day: hide what is new, slow mode, and more.")
@app_commands.describe(
    what="Which; left out, it is shown what is on",
    where="How much it is about",
    until="2h, 18:00 …; left out: until somebody ends it",
    why="Everybody sees it",
    account="Another account than that of this post",
    seconds="Of slow mode: between two messages of one person",
)
@app_commands.choices(what=WHAT, where=WHERE)
@app_commands.autocomplete(until=nothing, account=nothing)
async def measure(
    interaction: Interaction,
    what: str = "",
    where: str = POST,
    until: str = "",
    why: app_commands.Range[str, 0, WHY] = "",
    account: str = "",
    seconds: app_commands.Range[int, 0, DAY] = 30,
) -> None:
    """Switch something on, or show what is on."""

    async def change(asked: Asked) -> None:
        await asked.acknowledge()
        if not what:
            await listing.measures(asked)
            return
        end = when.to_come(asked.kit, until) if until else 0
        on = await _switch_on(asked, KINDS[what], where, account, end, why, seconds)
        lasts = f"until {words.moment(end, 'f')}" if end else "until somebody ends it"
        await asked.done(f"On: {what}, {on}, {lasts}. `/measure` ends it.")

    await answer(interaction, change, why)


async def _switch_on(
    asked: Asked, kind: MeasureKind, where: str, account: str, end: int, why: str, seconds: int
) -> str:
    """Switch it on; answers where, in words."""
    often = seconds if kind == "slow" else 0
    on = functools.partial(measures.switch_on, asked.kit.brand, asked.by, kind, until=end, why=why, seconds=often)
    if account:
        await on(AccountId(account))
        return f"on {line(account, NAME)}"
    it = (await views.reading(asked.kit.brand, asked.by, await _here(asked), limit=1)).conversation
    if where == ACCOUNT:
        await on(it.account)
        return f"on {line(it.account, NAME)}"
    if where == CONVERSATION or kind == "slow":
        await on(it.account, conversation=it.id)
        return "in this conversation"
    if it.thread.subject is None:
        raise NotAllowed(f"This conversation stands under no post; say where: {CONVERSATION}, or {ACCOUNT}.")
    await on(it.account, post=it.thread.subject.remote)
    return f"under “{line(it.thread.subject.text, NAME)}”"


async def _here(asked: Asked) -> ConversationId:
    """The conversation whose post this is; raises NotFound that says what may be named in its place."""
    try:
        return await place(asked)
    except NotFound:
        raise NotFound("This is no post of a conversation; type it in one, or name the `account`.") from None


COMMANDS: Final[tuple[app_commands.Command[Any, ..., None], ...]] = (measure,)
