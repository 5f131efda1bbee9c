"""What was said in private: a log that goes on where a cursor stands; the first time, the last day of each talk."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, Final

from bot.networks._bluesky.api import Api
from bot.networks._bluesky.errors import reason
from bot.networks._bluesky.parse import Raw, at, line_of, reaction_of
from bot.networks._bluesky.reading import FIRST
from bot.networks._bluesky.talking import CONVO, talk
from bot.networks._payloads import MALFORMED
from inbox.errors import Rejected
from inbox.incoming import Incoming, Unreadable

MOST_TALKS: Final = 2_000
PAGE: Final = "100"
People = Mapping[str, Raw]  # profiles by DID


class Talks:
    """The direct messages of one account; `now` is in unix ms. Talks of more than two are passed over."""

    def __init__(self, api: Api, now: Callable[[], int]) -> None:
        """Nothing is read yet."""
        self._api = api
        self._now = now
        self._allowed = True
        self._people: OrderedDict[str, People | None] = OrderedDict()

    async def since(self, log: str, me: str) -> AsyncIterator[tuple[list[Incoming], str]]:
        """What was said since a place in the log, oldest first, with the place after it.

        Ends at once where the app password does not allow direct messages.
        """
        if not self._allowed:
            return
        try:
            async for page in self._entries(log, me) if log else self._first(me):
                yield page
        except Rejected as error:
            if reason(error) != "NoChat":
                raise
            self._allowed = False

    async def _first(self, me: str) -> AsyncIterator[tuple[list[Incoming], str]]:
        """The last day of every talk; the log goes on from the newest of them all."""
        talks = await self._api.get(f"{CONVO}.listConvos", (("limit", PAGE),))
        convos = [one for one in talks.get("convos") or () if isinstance(one, Mapping)]
        told = list[Incoming]()
        for convo in convos:
            try:
                if self._keep(convo) is not None and self._is_new(convo["lastMessage"]):
                    told += await self._told(await self._newest(str(convo["id"])), me)
            except MALFORMED:  # a talk in which nothing was said
                continue
        if convos:
            yield told, max(str(one.get("rev") or "") for one in convos)

    async def _newest(self, convo: str) -> list[Raw]:
        """The last day of a talk, oldest first, as the log would tell it."""
        page = await self._api.get(f"{CONVO}.getMessages", (("convoId", convo), ("limit", PAGE)))
        lines = [one for one in page.get("messages") or () if self._is_new(one)]
        return [{"$type": "#logCreateMessage", "convoId": convo, "message": one} for one in reversed(lines)]

    def _is_new(self, message: Raw) -> bool:
        return at(str(message["sentAt"])) >= self._now() - FIRST

    async def _entries(self, log: str, me: str) -> AsyncIterator[tuple[list[Incoming], str]]:
        while True:
            said = await self._api.get(f"{CONVO}.getLog", (("cursor", log),))
            entries = [one for one in said.get("logs") or () if isinstance(one, Mapping)]
            if not entries:
                return
            after = str(said.get("cursor") or max(str(one.get("rev") or "") for one in entries))
            yield await self._told(entries, me), after
            if after == log:
                return
            log = after

    async def _told(self, entries: Sequence[Raw], me: str) -> list[Incoming]:
        told = list[Incoming]()
        for entry in entries:
            try:
                if (one := await self._meant(entry, me)) is not None:
                    told.append(one)
            except MALFORMED as error:
                raw, id = json.dumps(entry, ensure_ascii=False), f"log.{entry.get('rev')}"
                told.append(Unreadable(id, raw, f"{type(error).__name__}: {error}", self._now()))
        return told

    async def _meant(self, entry: Raw, me: str) -> Incoming | None:
        kind = str(entry["$type"]).rpartition("#")[2]
        if kind not in ("logCreateMessage", "logAddReaction", "logRemoveReaction"):
            return None
        people = await self._in(str(entry["convoId"]))
        if people is None:
            return None
        known = {**people, **{str(one["did"]): one for one in entry.get("relatedProfiles") or ()}}
        if kind != "logCreateMessage":
            return reaction_of(entry, me, known)
        message: dict[str, Any] = entry["message"]
        return line_of(str(entry["convoId"]), message, me, known) if "text" in message else None

    async def _in(self, convo: str) -> People | None:
        """Who is in a talk; None for one that is gone, or of more than two."""
        if convo not in self._people:
            try:
                self._keep(await talk(self._api, convo))
            except Rejected as error:
                if reason(error) == "NoChat":
                    raise
                self._people[convo] = None
        return self._people[convo]

    def _keep(self, convo: Raw) -> People | None:
        kind = convo.get("kind")
        group = isinstance(kind, Mapping) and str(kind.get("$type")).endswith("#groupConvo")
        people = {str(one["did"]): one for one in convo.get("members") or ()}
        self._people[str(convo["id"])] = None if group or len(people) > 2 else people
        if len(self._people) > MOST_TALKS:
            self._people.popitem(last=False)
        return None if group or len(people) > 2 else people
