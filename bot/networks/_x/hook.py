"""The one hook of an app: answers X's challenges, proves that it is X who calls, and gives each account its part.

It asks X nothing. What was not told along is wanted, and looked up by who listens.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final, Protocol

from bot.networks._payloads import MALFORMED
from bot.networks._x.parse import Heard, hear, whose
from bot.networks._x.shapes import Raw, table, unreadable
from bot.networks._x.signature import answer_to, is_challenge, signed
from inbox.incoming import Receive
from inbox.network import Hook, HookAnswer

FORGED: Final = (
    "This is not signed with the secret of our app. If you are the operator: compare consumer_secret in bot.yaml with "
    "the API Key Secret under Keys and tokens of the app."
)
NO_SECRET: Final = "No webhook is expected here: consumer_secret is not set in bot.yaml."
NO_CHALLENGE: Final = "X calls this address with a crc_token, or with POST."
UNUSED_METHOD: Final = "X calls this address with GET and POST only."
OF_NOBODY: Final = (
    'X tells us what happens to the account {id}, and no account in bot.yaml has it. Add an account (network: x, id: "'
    '{id}"), or take the app off there. This is said once.'
)


class Taker(Protocol):
    """One account as the hook sees it."""

    @property
    def me(self) -> str:
        """Its id on X."""
        ...

    async def take(self, heard: Heard, receive: Receive) -> None:
        """Store what it was told; raises StoreAway when it cannot be."""
        ...


Party = Sequence[tuple[Taker, Receive]]


async def answer(hook: Hook, consumer_secret: str, client_secret: str, party: Party, now: int) -> HookAnswer:
    """Answer a hook of the app that all of `party` (never empty) belong to; `now` in unix ms.

    200 only when everything is stored. Raises StoreAway when it cannot be.
    """
    if not consumer_secret:
        return HookAnswer(404, NO_SECRET)
    if hook.method == "GET":
        return _challenged(hook, consumer_secret)
    if hook.method != "POST":
        return HookAnswer(405, UNUSED_METHOD)
    if not signed(consumer_secret, client_secret, hook.body, hook.headers):
        return HookAnswer(401, FORGED)
    await _store(hook.body, party, now)
    return HookAnswer(200, "stored")


def _challenged(hook: Hook, secret: str) -> HookAnswer:
    challenge = hook.query.get("crc_token", "")
    if not is_challenge(challenge.encode("utf-8", "surrogatepass")):
        return HookAnswer(400, NO_CHALLENGE)
    return HookAnswer(200, answer_to(challenge, secret), "application/json")


async def _store(body: bytes, party: Party, now: int) -> None:
    first, receive = party[0]
    try:
        payload: Raw = table(json.loads(body))
    except MALFORMED as error:
        await first.take(Heard(unread=[unreadable(body.decode("utf-8", "replace"), error, now)]), receive)
        return
    id = whose(payload)
    theirs = [(taker, receive) for taker, receive in party if taker.me == id]
    for taker, receive in theirs or ([] if id else party[:1]):
        heard = hear(payload, taker.me, now)
        if heard.tells:
            await taker.take(heard, receive)
    if id and not theirs:
        words = OF_NOBODY.format(id=id[:20])
        await first.take(Heard(unread=[unreadable(payload, words, now, f"account.{id[:20]}")]), party[0][1])
