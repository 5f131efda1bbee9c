"""Does what was decided on Facebook or Instagram, once: says it, or changes what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.networks._meta.calls import Call, Doing, doing, named, sayings
from bot.networks._meta.errors import GONE, refusal
from bot.networks._meta.graph import Graph, Upload
from bot.networks._meta.ids import own, padded
from bot.networks._meta.media import Outgoing
from bot.networks._meta.place import Place
from bot.networks._meta.said import Said
from bot.networks._meta.words import NAMES
from inbox.actions import Block, DirectMessage, Mute, Remove, Reply, Unblock
from inbox.errors import NetworkError, Rejected, Uncertain, Unsupported, WindowClosed
from inbox.models import RemoteId
from inbox.network import Receipt

INVALID: Final = 100
QUOTES: Final = "reply_to"
UNQUOTABLE: Final = ((100, 0), GONE, (100, 2534002))  # of a message that is gone, or too old, or cannot be quoted


class Acting:
    """The hands of one account."""

    def __init__(self, place: Place, graph: Graph, said: Said, outgoing: Outgoing) -> None:
        """Act with these; nothing happens yet."""
        self._place = place
        self._graph = graph
        self._said = said
        self._outgoing = outgoing

    async def say(self, action: Reply | DirectMessage, key: str, now: int) -> Receipt:
        """Say it, in as many messages as that takes; the receipt is the first one's. Raises a NetworkError."""
        calls = sayings(action, self._place, key)
        self._said.begin(key)
        try:
            receipts = await self._say(calls, key, now)
        except NetworkError:
            await self._said.lost(key)
            raise
        self._said.done(key, receipts[0])
        return replace(receipts[0], further=tuple(receipt.id for receipt in receipts[1:]))

    async def _say(self, calls: Sequence[Call], key: str, now: int) -> list[Receipt]:
        receipts: list[Receipt] = []
        for number, call in enumerate(calls, 1):
            part = named(key, number, len(calls))
            known = await self._said.found(part) if len(calls) > 1 else None
            try:
                receipts.append(known or await self._send(call, part, now, alone=len(calls) == 1))
            except (Rejected, WindowClosed, Unsupported) as error:
                if receipts:
                    raise type(error)(f"{error} What stands before part {number} of {len(calls)} is sent.") from None
                raise
        return receipts

    async def do(self, action: Doing, now: int) -> Receipt:
        """Change what was said, or what somebody may do; the receipt names what was acted upon."""
        call = doing(action, self._place)
        try:
            answer = await self._ask(call)
        except NetworkError as error:
            if not isinstance(action, Remove) or refusal(error) != GONE or await self._there(action.message):
                raise
        else:
            self._judge(action, answer)
        return Receipt(action.person if isinstance(action, Mute | Block | Unblock) else action.message, now)

    async def _send(self, call: Call, part: str, now: int, *, alone: bool) -> Receipt:
        fields, files = await self._outgoing.ready(call)
        answer = await self._post(call.path, fields, files)
        id = answer.get("message_id" if call.private else "id")
        if not isinstance(id, str | int) or not id:
            raise Uncertain(f"{NAMES[self._place.network]} said yes in words that could not be read.")
        receipt = Receipt(RemoteId(str(id)) if call.private else padded(str(id)), now)
        if not alone:
            await self._said.keep(part, receipt)
        return receipt

    async def _post(self, path: str, fields: Mapping[str, object], files: Sequence[Upload]) -> Mapping[str, Any]:
        """Say it; when Meta did not because of what goes along with the words, say it without that."""
        try:
            return await self._graph.post(path, fields, files=files)
        except Rejected as error:
            plainer = _plainer(fields, error)
            if plainer is None:
                raise
        return await self._post(path, plainer, files)

    async def _ask(self, call: Call) -> Mapping[str, Any]:
        if call.method == "DELETE":
            return await self._graph.delete(call.path, **{name: str(value) for name, value in call.fields.items()})
        return await self._graph.post(call.path, call.fields)

    async def _there(self, message: RemoteId) -> bool:
        """Whether a comment that could not be deleted is there; Meta says the same of what is gone and what is shut."""
        try:
            await self._graph.get(f"/{own(message)}", fields="id")
        except Rejected as error:
            return refusal(error) != GONE
        return True

    def _judge(self, action: Doing, answer: Mapping[str, Any]) -> None:
        """Blocking answers with a yes or no for each person."""
        if isinstance(action, Block | Unblock) and answer.get(str(action.person)) is False:
            raise Rejected(f"{NAMES[self._place.network]} refused to change this for this person, and gave no reason.")


def _plainer(fields: Mapping[str, object], error: Rejected) -> Mapping[str, object] | None:
    """The same message without our key where that is refused, else without its quotation; None: it is not that."""
    message = fields.get("message")
    if (
        refusal(error)[0] == INVALID
        and "metadata" in str(error)
        and isinstance(message, dict)
        and "metadata" in message
    ):
        return {**fields, "message": {name: value for name, value in message.items() if name != "metadata"}}
    if QUOTES in fields and refusal(error) in UNQUOTABLE:
        return {name: value for name, value in fields.items() if name != QUOTES}
    return None
