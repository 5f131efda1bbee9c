"""One interaction of somebody we know: acknowledged before anything else, answered so that only they see it.

Nothing is done for an interaction that could not be acknowledged. Discord takes one acknowledgement, so that of several
processes, or of two deliveries of one click, one acts; and what is acknowledged too late was not seen to be done.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import aiohttp
import discord
import structlog

from bot.surfaces.discord import shown
from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.people import actor
from inbox.errors import NotAllowed, Refused, StoreAway
from inbox.models import Actor

log = structlog.get_logger("sangam")

T = TypeVar("T")
Answer = Callable[[], Awaitable[object]]
Interaction = discord.Interaction[Any]
LONGEST: Final = 2000  # of a message's text (discord docs, resources/message, read 2026-11-27)
REFUSED: Final = 700  # of the words why something was refused
QUOTED: Final = 1200  # more than this of somebody's own words is given back as a file
PATIENCE: Final = 2.0  # seconds of the three in which Discord wants its answer
# Of an interaction's token, which lasts 15 minutes (discord docs, topics/opcodes-and-status-codes, read 2026-11-27):
# unknown webhook, unknown interaction, invalid webhook token.
TOO_LATE: Final = frozenset({10015, 10062, 50027})
REJECTED: Final = 400  # what was wrong with it is ours to mend; nobody has answered yet
ALREADY: Final = 40060  # interaction has already been acknowledged
AWAY: Final = "Sangam cannot reach its store: nothing is known to be sent. Look at the card, then try again."
BROKEN: Final = "Something broke inside Sangam; it is written down. Look at the card before you try again."
STRANGER: Final = "Only the team of this server works with Sangam here."
NOT_YET: Final = "Discord has not told Sangam yet which roles this server has. Press again in a moment."
FAILED = (discord.DiscordException, aiohttp.ClientError, OSError)


class Elsewhere(Exception):
    """Another process has this interaction, or it is too old to be acknowledged: nothing is done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, through which interaction, and all that there is to answer with."""

    kit: Kit
    by: Actor
    interaction: Interaction

    @property
    def picked(self) -> str:
        """What was picked in the menu."""
        data: Any = self.interaction.data
        return str((data.get("values") or [""])[0])

    async def acknowledge(self) -> None:
        """Say that it arrived, in time; raises Elsewhere, and then nothing may be done."""
        on_a_message = self.interaction.message is not None
        await self._first(lambda: self.interaction.response.defer(ephemeral=True, thinking=not on_a_message))

    async def show(self, modal: discord.ui.Modal) -> None:
        """Answer with a window to fill in; raises Elsewhere. What is filled in comes to whichever process is there."""
        modal.stop()  # discord.py need not remember it: its id says what it is for
        await self._first(lambda: self.interaction.response.send_modal(modal))

    async def ask(self, words: str, view: discord.ui.View) -> None:
        """Answer at once with a question that only they see; raises Elsewhere."""
        view.stop()
        message: dict[str, Any] = {"view": view, "ephemeral": True, "allowed_mentions": NOBODY}
        await self._first(lambda: self.interaction.response.send_message(words, **message))

    async def say(self, words: str, view: discord.ui.View | None = None, file: discord.File | None = None) -> None:
        """Say something that only they see; when it is too late for that, what was done stays done."""
        more = _with(view) | ({"file": file} if file else {})
        await _told(self.interaction, lambda: self._send(content=shown.cut(words, LONGEST), **more))

    async def lay_out(self, view: discord.ui.LayoutView) -> None:
        """Show a list that only they see, in place of the one whose button was pressed."""
        view.stop()
        if self._on_a_private_message:
            await self._replace(view=view)
        else:
            await _told(self.interaction, lambda: self._send(view=view))

    async def done(self, words: str = "", view: discord.ui.View | None = None, *, told: bool = False) -> None:
        """It is done: said where a question or a command waits for an answer, else only when `told`.

        A card says by itself what became of it.
        """
        if self._on_a_question:
            words = shown.cut(words or "Done.", LONGEST)
            if view:
                view.stop()
            await self._replace(content=words, view=view)
        elif told or self.interaction.message is None:
            await self.say(words or "Done.", view)

    async def through(self, work: Awaitable[None], typed: str = "") -> None:
        """Do the work and say what was refused in its own words, with what they typed, so that it is not lost."""
        try:
            await work
        except Elsewhere as elsewhere:
            log.info("discord.elsewhere", by=self.by.name, why=str(elsewhere))
        except Refused as refused:
            await self._give_back(shown.cut(shown.shown(str(refused)), REFUSED), typed)
        except StoreAway:
            await self._give_back(AWAY, typed)
        except Exception:  # a bug in one click must not leave somebody without a word; the traceback mends it
            log.exception("discord.click_failed", by=self.by.name)
            await self._give_back(BROKEN, typed)

    async def _give_back(self, words: str, typed: str) -> None:
        if not typed:
            await self.say(words)
        elif shown.size(quote := shown.shown(typed)) <= QUOTED:
            await self.say(f"{words}\nYou wrote:\n{quote}")
        else:
            file = discord.File(io.BytesIO(typed.encode("utf-8", "replace")), "what-you-wrote.txt")
            await self.say(f"{words}\nWhat you wrote is in the file.", file=file)

    async def _first(self, answer: Answer) -> None:
        """The acknowledgement itself: whatever kept it from being taken, somebody else has it or nobody will know."""
        if self.interaction.client.is_closed():
            raise Elsewhere("we are about to stop")
        try:
            await answer()
        except FAILED as error:
            if getattr(error, "status", 0) == REJECTED and getattr(error, "code", 0) != ALREADY:
                log.error("discord.answer_not_taken", words=str(error))
                raise NotAllowed("Discord does not take what was to be shown here; do it on the desk.") from error
            raise Elsewhere(str(error)) from error

    async def _replace(self, **message: Any) -> None:
        message |= {"allowed_mentions": NOBODY}
        await _told(self.interaction, lambda: self.interaction.edit_original_response(**message))

    async def _send(self, **message: Any) -> None:
        message |= {"ephemeral": True, "allowed_mentions": NOBODY}
        if self.interaction.response.is_done():
            await self.interaction.followup.send(**message)
        else:
            await self.interaction.response.send_message(**message)

    @property
    def _on_a_private_message(self) -> bool:
        message = self.interaction.message
        return message is not None and message.flags.ephemeral

    @property
    def _on_a_question(self) -> bool:
        """A list stays when one of its buttons was pressed, a question has its answer then."""
        message = self.interaction.message
        return self._on_a_private_message and message is not None and not message.flags.components_v2


NOBODY: Final = discord.AllowedMentions.none()


def seated(interaction: Interaction) -> Asked | None:
    """Who asks, as one of us; None for everybody else, and everywhere but on our server."""
    kit: Kit = interaction.client.kit
    by = actor(kit.options, interaction.user)
    return Asked(kit, by, interaction) if by else None


async def answer(interaction: Interaction, work: Callable[[Asked], Awaitable[None]], typed: str = "") -> None:
    """Do what one of us asks for; anybody else is told one sentence and nothing more."""
    asked = seated(interaction)
    with interaction.client.busy():
        if asked:
            await asked.through(work(asked), typed)
        else:
            stranger: dict[str, Any] = {"ephemeral": True, "allowed_mentions": NOBODY}
            words = STRANGER if _knows_roles(interaction) else NOT_YET
            await _told(interaction, lambda: interaction.response.send_message(words, **stranger))


def _knows_roles(interaction: Interaction) -> bool:
    """Whether roles that the options name can be told; not while our server is away, as right after a start."""
    kit: Kit = interaction.client.kit
    ours = interaction.client.get_guild(kit.options.server)
    return interaction.guild_id != kit.options.server or bool(ours and ours.roles)


async def in_time(work: Awaitable[T]) -> T:
    """What the store says, for an answer that must be whole at once; raises NotAllowed where it takes too long."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await work
    except (TimeoutError, StoreAway):
        raise NotAllowed("Sangam's store is too slow just now; try again in a moment, or use the desk.") from None


async def _told(interaction: Interaction, answer: Answer) -> None:
    """Say it, if it can still be said; what was done is not undone by that."""
    if interaction.client.is_closed():
        return
    try:
        await answer()
    except FAILED as error:
        code = getattr(error, "code", 0)
        say = log.info if code in TOO_LATE or code == ALREADY else log.warning
        say("discord.not_told", words=str(error))


def _with(view: discord.ui.View | None) -> dict[str, Any]:
    if view is None:
        return {}
    view.stop()
    return {"view": view}
