"""Puts the control channel together: its connection, its cards, its notices, each as a job for the supervisor."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Sequence
from typing import Final

from bot.discord_base import point_at
from bot.supervisor import Job
from bot.surfaces.discord.calls import Calls
from bot.surfaces.discord.channels import Channels
from bot.surfaces.discord.client import ControlChannel
from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.post import Posting, Where
from bot.surfaces.discord.posting import post_next
from bot.surfaces.discord.rest import Rest
from bot.surfaces.discord.routing import role_id, route
from bot.surfaces.discord.shift import Shift
from bot.tail import Tail
from inbox.models import Actor, Contact, Conversation

POSTERS: Final = 4
NOTICES: Final = ("mode.",)  # they come by the clock, but for a change of the mode


class ControlRoom:
    """The control channel of one process; any number of processes may have one on the same Redis."""

    def __init__(self, kit: Kit, tail: Tail, stopping: asyncio.Event) -> None:
        """Nothing runs yet; the jobs find no new work once `stopping` is set."""
        options = kit.options
        point_at(options.base_url)
        self._kit = kit
        self._rest = Rest(options.token)
        self._channel = ControlChannel(kit)
        calls = Calls(self._rest)
        self._shift = Shift(kit, calls, tail.lookout(stopping, NOTICES))
        self._look = tail.lookout(stopping)
        self._posting = Posting(
            brand=kit.brand,
            board=kit.cards,
            calls=calls,
            channels=Channels(calls, kit.cards, kit.brand.capabilities, kit.brand.now),
            by=Actor("person", "control channel", options.strongest or "viewer"),
            route=self._where,
            may_post=self._shift.storm.may_post,
            needs_none=self._shift.storm.needs_none,
            desk_url=kit.desk_url,
        )

    def jobs(self) -> Sequence[Job]:
        """Everything that has to run."""
        posters = [
            Job(f"cards {number}", functools.partial(post_next, self._posting, self._look)) for number in range(POSTERS)
        ]
        return [
            Job("control channel", self._channel.run, waits=True),
            Job("notices", self._shift.next),
            *posters,
        ]

    async def close(self) -> None:
        """Let go of what is held; called once, when the jobs have ended."""
        await self._rest.aclose()

    def _where(self, conversation: Conversation, contact: Contact | None) -> Where:
        """Where a post goes; a role that is named is known while the connection is there."""
        options, language = self._kit.options, contact.language if contact else ""
        found = route(options, conversation, language, self._kit.brand.now())
        client = self._channel.client
        server = client.get_guild(options.server) if client else None
        roles = {role.id: role.name for role in server.roles} if server else {}
        return Where(found.channel, role_id(found.mention, roles) or 0)
