"""What is looked up before an event can be read: a place not met yet, the post a thread hangs on, somebody's roles.

Also the DMs: Discord lists no bot's DMs, so those that were seen once are kept in the mailbox.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict, deque
from collections.abc import Container, Iterable
from typing import Any, Final, cast

from bot.networks._discord_calls import Call, read
from bot.networks._discord_ids import remote, snowflake
from bot.networks._discord_known import MOST_PEOPLE, MOST_THREADS, Channel, Known, put
from bot.networks._discord_parse import DM, Ours, about, hangs_on
from bot.networks._discord_scope import FORUMS, THREADS
from bot.networks._discord_shapes import RawChannel, RawDispatch, RawMessage
from bot.networks._discord_wire import Wire
from bot.networks._payloads import MALFORMED
from inbox.errors import Rejected
from inbox.incoming import Incoming, NewMessage
from inbox.models import RemoteId
from inbox.network import Mailbox

DMS: Final = RemoteId("dms.known")  # where in the mailbox they stand; named so that no thread of people is
PAGE: Final = 200
REMEMBERED: Final = 50


class Memory:
    """Fills `known` with what the gateway does not tell by itself."""

    def __init__(self, wire: Wire, mailbox: Mailbox, known: Known, ours: Ours) -> None:
        """`known` is shared with whoever parses."""
        self._wire, self._mailbox = wire, mailbox
        self.known, self.ours = known, ours
        self._roles: OrderedDict[tuple[int, int], list[str]] = OrderedDict()
        self._greeted: set[int] = set()  # DMs whose past is read
        self._newest: OrderedDict[RemoteId, deque[RemoteId]] = OrderedDict()  # thread -> its last messages

    def stored(self, events: Iterable[Incoming]) -> None:
        """Remember the last messages of each place, so that it is seen when one is removed while we are away."""
        for event in events:
            if isinstance(event, NewMessage):
                newest = self._newest.get(event.thread.remote) or deque(maxlen=REMEMBERED)
                newest.append(event.id)
                put(self._newest, event.thread.remote, newest, MOST_THREADS)

    def newest(self, channel: int) -> set[RemoteId]:
        """The last messages of a place that this process has stored."""
        return set(self._newest.get(remote(channel), ()))

    async def recall(self, behind: Container[int]) -> None:
        """Know the DMs of earlier runs; the past of those that are behind is not read yet."""
        after = "0"
        while lines := await self._mailbox.read(DMS, after, PAGE):
            for line in lines:
                self._know_dm(int(line.key), int(line.body))
                if int(line.key) not in behind:
                    self.greeted(int(line.key))
            after = lines[-1].id

    async def prepare(self, dispatch: RawDispatch) -> int:
        """Look up what reading this dispatch needs; answers a DM whose past was not read yet, else 0."""
        channel, guild = about(dispatch)
        if not channel:
            return 0
        if guild:
            await self._prepare_channel(channel)
        if guild or not self.ours.scope.direct_messages:
            return 0
        return await self._prepare_dm(channel, cast("RawMessage", dispatch["d"]))

    async def _prepare_channel(self, channel: int) -> None:
        place = self.known.channels.get(channel) or await self._look_up(channel)
        if place is None:
            return
        if place.parent and place.parent not in self.known.channels and place.type in THREADS:
            await self._look_up(place.parent)
        if self.ours.scope.reads(place, self.known):
            await self.find_subject(place)

    async def find_subject(self, place: Channel) -> None:
        """Learn what a thread hangs on, once."""
        if place.type not in THREADS or place.id in self.known.subjects:
            return
        parent = self.known.channels.get(place.parent)
        starts_in = place.id if parent and parent.type in FORUMS else place.parent
        if parent and parent.type in FORUMS and place.owner != self.known.me:
            self.known.hang(place.id, None)
            return
        starter = await self._asked(read(starts_in, place.id))
        subject = None
        with contextlib.suppress(*MALFORMED):
            subject = hangs_on(place, cast("RawMessage | None", starter), self.known.me, self.known)
        self.known.hang(place.id, subject)

    async def _prepare_dm(self, channel: int, told: RawMessage) -> int:
        author = snowflake(told.get("author", {}).get("id", 0))
        if channel in self._greeted:
            return 0
        if not author or author == self.known.me:
            if channel not in self.known.channels:
                await self._look_up(channel)
            author = self._person_in(channel)
        if not author:
            return 0
        self._know_dm(channel, author)
        return channel

    async def keep_dm(self, channel: int) -> None:
        """Know a DM after a restart, too."""
        await self._mailbox.append(DMS, str(channel), str(self._person_in(channel)))

    def greeted(self, channel: int) -> None:
        """The past of a DM is read."""
        self._greeted.add(channel)

    def _person_in(self, channel: int) -> int:
        return next((person for person, dm in self.known.dms.items() if dm == channel), 0)

    def _know_dm(self, channel: int, person: int) -> None:
        self.known.dms[person] = channel
        self.known.channels.setdefault(channel, Channel(channel, DM))

    async def add_roles(self, guild: int, message: RawMessage) -> None:
        """Messages from the history do not say which roles their author has; where those matter, ask."""
        author = message["author"]
        if not self.ours.staff or author.get("bot") or "webhook_id" in message:
            return
        key = guild, snowflake(author["id"])
        if key not in self._roles:
            ids = {"guild_id": guild, "user_id": key[1]}
            member = await self._asked(Call("GET", "/guilds/{guild_id}/members/{user_id}", ids))
            put(self._roles, key, list(member["roles"]) if member else [], MOST_PEOPLE)
        message["member"] = {"roles": self._roles[key]}

    async def _look_up(self, channel: int) -> Channel | None:
        found = await self._asked(Call("GET", "/channels/{channel_id}", {"channel_id": channel}))
        with contextlib.suppress(*MALFORMED):
            return self.known.keep_channel(cast("RawChannel", found)) if found else None
        return None

    async def _asked(self, call: Call) -> Any:
        """The answer; None where Discord does not show it to us."""
        try:
            return await self._wire.ask(call)
        except Rejected:
            return None
