"""Makes a record of ours once, however often it is asked for: by a record key that is noted before the call.

The key is a time-ordered id (TID) of the moment when it was first to be made. Two records cannot have one key, so a
call whose answer was lost is looked for by it, and one that comes late makes nothing twice.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from bot.networks._bluesky.api import Api
from bot.networks._bluesky.errors import reason
from bot.networks._bluesky.ids import tid
from inbox.errors import Rejected, Uncertain
from inbox.models import RemoteId
from inbox.network import Mailbox

MADE: Final = RemoteId("made")  # delivery key -> when it was first to be made
MOST_KNOWN: Final = 5_000
UNREADABLE: Final = "Bluesky said yes in words that could not be read."


@dataclass(frozen=True, slots=True)
class Made:
    """A record of ours that is there; `cid` stands for its content."""

    uri: str
    cid: str
    at: int

    @property
    def ref(self) -> dict[str, str]:
        """The record, as other records name it."""
        return {"uri": self.uri, "cid": self.cid}


@dataclass(frozen=True, slots=True)
class Records:
    """Makes records for one account; `now` is in unix ms."""

    api: Api
    mailbox: Mailbox
    now: Callable[[], int]
    _keys: OrderedDict[str, str] = field(default_factory=OrderedDict)  # delivery keys by the newest record keys

    async def rkey(self, key: str) -> tuple[str, int]:
        """The record key for a delivery key, and the time it stands for."""
        ms = int((await self.mailbox.append(MADE, key, str(self.now()))).body)
        return self._known(ms, key), ms

    async def make(self, collection: str, key: str, fields: Mapping[str, Any]) -> Made:
        """Make it unless it is there already; raises NetworkErrors."""
        if (made := await self.find(collection, key)) is not None:
            return made
        rkey, ms = await self.rkey(key)
        record = {"$type": collection, **fields, "createdAt": written(ms)}
        body = {"repo": await self.api.me(), "collection": collection, "rkey": rkey, "record": record}
        try:
            return _made(await self.api.post("com.atproto.repo.createRecord", body), ms)
        except Rejected as error:
            # Servers fail where the key is taken (HTTP 500, which is Uncertain), and are about to say so by a name.
            if "exist" in reason(error).lower() and (made := await self.find(collection, key)) is not None:
                return made
            raise

    async def find(self, collection: str, key: str) -> Made | None:
        """The record that was made for a delivery key; None when there is none."""
        noted = await self.mailbox.find(MADE, key)
        if noted is None:
            return None
        said = await self.api.record(collection, self._known(int(noted.body), key))
        return None if said is None else _made(said, int(noted.body))

    def key_of(self, rkey: str) -> str:
        """The delivery key that a record was made or looked for by this process; "" for any other one.

        What an earlier process made is known to the inbox by its id, or is looked for before it is known.
        """
        return self._keys.get(rkey, "")

    def _known(self, ms: int, key: str) -> str:
        rkey = tid(ms, key)
        self._keys[rkey] = key
        if len(self._keys) > MOST_KNOWN:
            self._keys.popitem(last=False)
        return rkey

    async def put(self, collection: str, rkey: str, fields: Mapping[str, Any], **swap: str | None) -> None:
        """Make or change the one record that has this key."""
        record = {"$type": collection, "createdAt": written(self.now()), **fields}
        body = {"repo": await self.api.me(), "collection": collection, "rkey": rkey, "record": record, **swap}
        await self.api.post("com.atproto.repo.putRecord", body)

    async def delete(self, collection: str, rkey: str) -> None:
        """Delete a record of ours; one that is not there is deleted already."""
        body = {"repo": await self.api.me(), "collection": collection, "rkey": rkey}
        await self.api.post("com.atproto.repo.deleteRecord", body)


def written(ms: int) -> str:
    """A time as records hold it."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _made(said: Mapping[str, Any], at: int) -> Made:
    match said:
        case {"uri": str(uri), "cid": str(cid)}:
            return Made(uri, cid, at)
    raise Uncertain(UNREADABLE)
