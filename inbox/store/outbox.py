"""The one way out, in Redis: deliveries queued per conversation, claimed, begun, and what became of them.

"sending" is written before the call. A delivery found in that state by a new claim was left by a crash: whether the
network did it is unknown, and inbox.delivery says what follows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from inbox.actions import Delivery, DeliveryState
from inbox.models import Actor, DeliveryId, DraftId, Message, RemoteId, Thread
from inbox.store import codec
from inbox.store.drafts import Not
from inbox.store.queue import Idle, idle
from inbox.store.scripts import Scripts, pairs
from inbox.store.shelves import newest

LOOK_AGAIN_AT_STOPPED = 15_000


@dataclass(frozen=True, slots=True)
class Sending:
    """A delivery that is due, its lane held by `token`; `last_inbound` is when they last wrote (0: never).

    `about` is the message that it answers, where that is still there; `said` how many of ours since they last wrote.
    """

    token: str
    delivery: Delivery
    thread: Thread
    mode: str
    last_inbound: int
    about: Message | None = None
    said: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """What an action did to a message that was already there, as fields of its record."""

    message: RemoteId
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Pause:
    """What a failed send means for the whole account: paused until a time, or stopped until somebody mends it."""

    state: str
    until: int = 0


def draft_of(id: DeliveryId) -> DraftId:
    """The draft that a delivery was made of: its number stands in the delivery's id (`enqueue` in _sending.lua)."""
    return DraftId(id.rpartition("-")[2].partition(".")[0])


class Outbox:
    """Reads and writes deliveries of one brand."""

    def __init__(self, scripts: Scripts) -> None:
        """Deliveries of the brand that the scripts are bound to."""
        self._scripts = scripts

    async def claim(self, now: int, lease: int, token: str) -> Sending | Idle | None:
        """Hold the conversation whose head delivery is due longest; None when its turn had not come after all."""
        found = await self._scripts.run("claim_send", now, lease, token, LOOK_AGAIN_AT_STOPPED)
        if not found[0]:
            return idle(found[1])
        if len(found) == 1:
            return None
        _, id, fields, mode, (last, thread, about, asked, said) = found
        delivery = codec.delivery_of(id, pairs(fields))
        message = codec.message_of(about, asked, delivery.account) if asked else None
        return Sending(token, delivery, codec.thread_of(thread), mode, int(last or 0), message, said)

    async def begin(self, sending: Sending, now: int) -> Sending | None:
        """Write down, for a Redis that is killed now, too, that the call is about to be made.

        None when something changed since the claim: leave it. May take as long as a disk that stalls.
        """
        d = sending.delivery
        found = await self._scripts.run_kept("begin", now, d.conversation, d.id, sending.token, sending.mode)
        if found != "ok":
            return None
        return replace(
            sending,
            delivery=replace(d, state="sending", tries=d.tries + 1, begun_at=now, begun_first=d.begun_first or now),
        )

    async def sent(
        self,
        sending: Sending,
        message: Message | None,
        kind: str,
        at: int,
        now: int,
        changed: Changed | None = None,
        further: Sequence[RemoteId] = (),
    ) -> None:
        """The network did it: keep what we said, answer the conversation, move the lane on.

        `further` are the network's ids of what else `message` left as; none of them is a message of its own.
        """
        d = sending.delivery
        said: tuple[str, int, str, str] = ("", at, "", "")
        if message:
            said = (message.id, at, codec.message_text(message), codec.preview(message.text, message.media))
        touched = (changed.message, codec.dumps(dict(changed.fields))) if changed else ("", "")
        await self._scripts.run("sent", now, d.conversation, d.id, sending.token, *said, kind, *touched, *further)

    async def unsent(
        self,
        delivery: Delivery,
        to: DeliveryState,
        now: int,
        *,
        token: str = "",
        due: int = 0,
        error: str = "",
        words: str = "",
        by: str = "",
        pause: Pause | None = None,
    ) -> str:
        """It did not go out, or nobody knows: move it on; answers "ok" or the state that it is in instead."""
        account = (pause.state, pause.until) if pause else ("", 0)
        where = (delivery.conversation, delivery.id, token, delivery.state, to)
        return str(await self._scripts.run("unsent", now, *where, due, error, words, by, *account))

    async def recall(self, id: DeliveryId, by: str, now: int) -> DraftId | Not:
        """Take a queued delivery back; its draft waits again."""
        found = await self._scripts.run_kept("recall", now, id, by)
        return DraftId(found[1]) if found[0] == "ok" else Not(found[0], tuple(found[1:]))

    async def open(self, id: DeliveryId) -> Delivery | None:
        """One delivery; None when there is none."""
        client, keys = self._scripts.client, self._scripts.keys
        found = await client.call("HGETALL", keys("o", id))
        return codec.delivery_of(id, found) if isinstance(found, dict) and found else None

    async def belongs_to_another(self, delivery: Delivery, message: RemoteId) -> bool:
        """Whether a message of this conversation is what another delivery said: with the same words, perhaps."""
        client, keys = self._scripts.client, self._scripts.keys
        found = await client.call("HGET", keys("m", delivery.conversation), message)
        said = json.loads(str(found)).get("o") if found else None
        return said not in (None, delivery.id)

    async def deciders(self, ids: Sequence[DeliveryId]) -> list[Actor]:
        """Who decided that each of these goes out; those that are not there any more are left out."""
        client, keys = self._scripts.client, self._scripts.keys
        found = await client.pipeline([("HGET", keys("o", id), "by") for id in ids])
        return [codec.actor_of(str(text)) for text in found if text]

    async def parked(self, limit: int = 100, after: str | None = None) -> tuple[list[Delivery], str | None]:
        """Deliveries that a person must look at, newest first, and where to go on (None: these were the last)."""
        client, keys = self._scripts.client, self._scripts.keys
        ids, then = await newest(self._scripts, "parked", limit, after)
        found = await client.pipeline([("HGETALL", keys("o", id)) for id in ids])
        return [codec.delivery_of(i, o) for i, o in zip(ids, found, strict=True) if isinstance(o, dict) and o], then
