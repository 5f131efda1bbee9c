"""Does what was decided on X, once: answers, writes in private, changes what was said or what somebody may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.networks._x.api import Api
from bot.networks._x.calls import (
    DM_FILES,
    Call,
    Doing,
    answered,
    answering,
    doing,
    editing,
    messaging,
    talk,
)
from bot.networks._x.errors import reason
from bot.networks._x.ids import is_private, own, padded, said_at
from bot.networks._x.media import Uploads
from bot.networks._x.versions import join, newest_of
from inbox.actions import Block, DirectMessage, Edit, Mute, Remove, Reply, Unblock
from inbox.errors import NetworkError, Rejected, Uncertain
from inbox.models import RemoteId
from inbox.network import Mailbox, Receipt


@dataclass(frozen=True, slots=True)
class Acting:
    """The hands of one account, whose id is `me`; raises NetworkErrors."""

    me: str
    api: Api
    mailbox: Mailbox
    uploads: Uploads
    summons: bool  # whether X lets only those be answered who mention or quote us

    async def say(self, action: Reply | DirectMessage, key: str) -> Receipt:
        """Say it; the receipt bears the time that X gave it. The same key goes on with files that are there."""
        if not action.text.strip() and not action.media:
            raise Rejected("There is nothing to say: the text is empty, and no file goes along.")
        if isinstance(action, Reply) and not is_private(action.thread):
            return await self._answer(action, key)
        if len(action.media) > DM_FILES:
            raise Rejected("X takes one file in a private message. Send the others in messages of their own.")
        where, group = talk(action) if isinstance(action, Reply) else (str(action.person), False)
        media = await self.uploads.ready(action.media, "dm", key)
        return _receipt(await send(self.api, messaging(where, action.text, media, group=group)), "dm_event_id")

    async def edit(self, action: Edit) -> Receipt:
        """Give a post of ours another text; X makes a new version of it, which is noted."""
        newest = await newest_of(self.mailbox, action.message)
        receipt = _receipt(await send(self.api, editing(action, newest)), "id")
        await join(self.mailbox, [own(action.message), own(receipt.id)])
        return Receipt(action.message, receipt.at)

    async def do(self, action: Doing, now: int) -> Receipt:
        """Change a message, or what somebody may do; the receipt names what was acted upon."""
        if isinstance(action, Mute | Block | Unblock):
            await send(self.api, doing(action, self.me))
            return Receipt(action.person, now)
        newest = await newest_of(self.mailbox, action.message)
        try:
            await send(self.api, doing(action, self.me, newest))
        except NetworkError as error:
            if not isinstance(action, Remove) or reason(error) != "gone":
                raise
        return Receipt(action.message, now)

    async def _answer(self, action: Reply, key: str) -> Receipt:
        post = await newest_of(self.mailbox, answered(action))
        media = await self.uploads.ready(action.media, "tweet", key)
        return _receipt(await send(self.api, answering(action.text, post, media, summoned=self.summons)), "id")


async def send(api: Api, call: Call) -> Mapping[str, Any]:
    """Make a call; the `data` of its answer."""
    answer = await api.send(call.method, call.path, call.body, thing=call.thing)
    data = answer.get("data")
    return data if isinstance(data, dict) else {}


def _receipt(data: Mapping[str, Any], name: str) -> Receipt:
    id = id_in(data, name)
    return Receipt(padded(id), said_at(id))


def id_in(data: Mapping[str, Any], name: str = "id") -> str:
    """The id of what came to be; Uncertain when X said yes without one."""
    id = data.get(name)
    if not isinstance(id, str | int) or not RemoteId(str(id)).isdecimal():
        raise Uncertain("X said yes in words that could not be read.")
    return str(id)
