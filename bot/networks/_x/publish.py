"""Publishing on X: judged before the call, files first, then the post and those that follow it, each of them once.

A thread is a chain of answers to posts of our own. Each one that is public is written down before the next one is
made; where an answer was lost, `find` looks among this account's own posts and answers since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.networks._kept import look_into
from bot.networks._left_out import stop
from bot.networks._outside import Blobs
from bot.networks._steps import Steps
from bot.networks._x.acting import id_in, send
from bot.networks._x.api import Api
from bot.networks._x.calls import Call, answering, posting
from bot.networks._x.ids import padded, said_at
from bot.networks._x.judging import Terms, verdicts
from bot.networks._x.media import Uploads
from bot.networks._x.posts import Ours, answers_since, even, posted_since
from inbox.actions import Publish
from inbox.errors import Rejected, Uncertain, Unsupported
from inbox.network import Mailbox, Receipt
from inbox.publishing import Verdict

BEGUN: Final = "begun"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes for one account, whose id is `me`; `now` is in unix ms. Raises NetworkErrors."""

    me: str
    api: Api
    mailbox: Mailbox
    blobs: Blobs
    uploads: Uploads
    terms: Terms
    now: Callable[[], int]

    async def publish(self, action: Publish, key: str) -> Receipt:
        """Publish once; the same key goes on where it broke off. Unavailable: X prepares a film, come again."""
        steps = Steps(self.mailbox, key)
        if not await steps.get(BEGUN):
            stop(await self.judge(action))
            await steps.keep(BEGUN, f"{self.now()}")
        ids: list[str] = []
        for place in range(1 + len(action.further)):
            known = await steps.get(f"public {place}")
            ids.append(known or await self._post(action, key, place, ids, steps))
        return _receipt(ids)

    async def find(self, action: Publish, key: str) -> Receipt | None:
        """The receipt if all of it is public, None if something certainly is not; Uncertain when nobody can tell.

        What is found to be public is written down, so that only the rest is made.
        """
        steps = Steps(self.mailbox, key)
        ids: list[str] = []
        for place, text in enumerate((action.text, *action.further)):
            id = await steps.get(f"public {place}")
            begun = await steps.get(f"making {place}")
            if not id and begun:
                id = _only(await self._made(ids[-1] if ids else "", int(begun)), even(text))
                id = id and await steps.keep(f"public {place}", id)
            if not id:
                return None
            ids.append(id)
        return _receipt(ids)

    async def _made(self, before: str, since: int) -> list[Ours]:
        """Our own posts that may be the one after `before`, or the first of a thread."""
        if not before:
            return await posted_since(self.api, self.me, since)
        return await answers_since(self.api, self.me, [before], since, self.now())

    async def judge(self, action: Publish) -> Sequence[Verdict]:
        """What stands against this post, what stops it first; asks nobody outside."""
        return verdicts(action, [await look_into(self.blobs, medium) for medium in action.media], self.terms)

    async def _post(self, action: Publish, key: str, place: int, before: Sequence[str], steps: Steps) -> str:
        call = await self._call(action, key, place, before)
        await steps.keep(f"making {place}", f"{self.now()}")
        try:
            id = id_in(await send(self.api, call))
        except (Rejected, Unsupported) as error:
            if not place:
                raise
            public = "post is" if place == 1 else f"{place} posts are"
            raise type(error)(f"{error} The first {public} public; the rest of the thread is not.") from None
        return await steps.keep(f"public {place}", id)

    async def _call(self, action: Publish, key: str, place: int, before: Sequence[str]) -> Call:
        if place:
            return answering(action.further[place - 1], before[-1], [], summoned=False)
        return posting(action, await self.uploads.ready(action.media, "tweet", key))


def _only(posts: Sequence[Ours], looks: str) -> str:
    """The id of the one post that says this; "" when there is none."""
    found = [one.id for one in posts if one.looks == looks]
    if len(found) > 1:
        raise Uncertain("several posts of ours there look like this one")
    return found[0] if found else ""


def _receipt(ids: Sequence[str]) -> Receipt:
    return Receipt(padded(ids[0]), said_at(ids[0]), tuple(padded(id) for id in ids[1:]))
