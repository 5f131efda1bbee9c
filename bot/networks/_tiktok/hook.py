"""The one hook of an app: proves that it is TikTok who calls, gives each account its part, and has all of it stored.

A body is about one account, named by its open_id. TikTok sends again, for three days, what is not answered with 200.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final, Protocol

from bot.networks._payloads import MALFORMED, clean
from bot.networks._tiktok.parse import WITHOUT_WORDS, parse
from bot.networks._tiktok.place import Known
from bot.networks._tiktok.shapes import Raw, moment, table, unreadable
from bot.networks._tiktok.signature import HEADER, wrong
from inbox.errors import NetworkError
from inbox.incoming import Incoming, Receive
from inbox.network import Hook, HookAnswer

METHOD: Final = "TikTok calls this address with POST only."
LATER: Final = "Whether this is ours or somebody else's cannot be told just now: send it again later. ({why})"


class Taker(Protocol):
    """One account as the hook sees it."""

    @property
    def known(self) -> Known:
        """Who it is, and what it knows."""
        ...

    async def sure(self, events: list[Incoming]) -> list[Incoming]:
        """The same events, with those of ours told as ours; raises a NetworkError when nobody can tell."""
        ...

    def somebody_in_europe(self, at: int) -> None:
        """Told when somebody wrote, and not what."""
        ...

    def wanted(self) -> None:
        """Told when there may be something to look up."""
        ...


Party = Sequence[tuple[Taker, Receive]]


async def answer(hook: Hook, secret: str, party: Party, now: int) -> HookAnswer:
    """Answer a hook of the app that all of `party` (never empty) belong to; `now` in unix ms.

    200 only when everything is stored. Raises StoreAway when it cannot be.
    """
    if hook.method != "POST":
        return HookAnswer(405, METHOD)
    if words := wrong(secret, hook.body, hook.headers.get(HEADER), now):
        return HookAnswer(401, words)
    try:
        whole = table(json.loads(hook.body))
        who = str(whole["user_openid"])
    except MALFORMED as error:
        return await _stored([unreadable(hook.body.decode("utf-8", "replace"), error, now)], party[0][1])
    theirs = [(taker, receive) for taker, receive in party if taker.known.business_id == who]
    if not theirs:
        return await _stored([unreadable(whole, _of_nobody(who), now, f"entry.{clean(who)[:80]}")], party[0][1])
    for taker, receive in theirs:
        said = await _taken(whole, taker, receive, now)
        if said.status != 200:
            return said
    return HookAnswer(200, "stored")


async def _taken(whole: Raw, taker: Taker, receive: Receive, now: int) -> HookAnswer:
    events = parse(whole, taker.known, now)
    try:
        events = await taker.sure(events)
    except NetworkError as error:
        return HookAnswer(503, LATER.format(why=error))
    if events:
        await receive(events, None)
    if whole.get("event") == WITHOUT_WORDS:
        taker.somebody_in_europe(moment(now, whole.get("create_time")))
    taker.wanted()
    return HookAnswer(200, "stored")


async def _stored(events: list[Incoming], receive: Receive) -> HookAnswer:
    await receive(events, None)
    return HookAnswer(200, "stored")


def _of_nobody(who: str) -> str:
    return (
        f"TikTok sends us what happens on the account {clean(who)[:80]}, and no account in bot.yaml has it. Add an "
        f'account (network: tiktok, business_id: "{clean(who)[:80]}"), or take the app off there. This is said once.'
    )
