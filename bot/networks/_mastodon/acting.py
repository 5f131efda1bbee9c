"""What we do on Mastodon: each action as one call, after the questions that it needs. No call is made twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.networks._mastodon.api import ODD, Api, Gone
from bot.networks._mastodon.ids import place_of
from bot.networks._mastodon.posts import attach, receipt_of
from bot.networks._outside import Blobs
from bot.networks._payloads import MALFORMED
from inbox.actions import Action, Block, DirectMessage, Edit, Mute, React, Remove, Reply, Unblock
from inbox.errors import Unavailable, Unsupported
from inbox.models import Media, RemoteId
from inbox.network import Mailbox, Receipt


class Acting:
    """Does things as one account."""

    def __init__(self, api: Api, mailbox: Mailbox, blobs: Blobs) -> None:
        """Nothing happens yet."""
        self._api = api
        self._mailbox = mailbox
        self._blobs = blobs

    async def perform(self, action: Action, key: str, now: int) -> Receipt:
        """Do it once; raises NetworkErrors."""
        try:
            return await self._done(action, key, now)
        except MALFORMED:  # in what was asked before anything was done
            raise Unavailable(ODD) from None

    async def _done(self, action: Action, key: str, now: int) -> Receipt:
        match action:
            case Reply():
                return await self._reply(action, key)
            case DirectMessage(person, text, about, media):
                account = await self._api.get(f"/api/v1/accounts/{person}")
                return await self._say(text, [account["acct"]], "direct", about, media, key)
            case Edit(_, message, text):
                return await self._edit(message, text)
            case Remove(_, message):
                return await self._remove(message, now)
            case React(_, message, emoji):
                await self._api.post(f"/api/v1/statuses/{message}/{'favourite' if emoji else 'unfavourite'}")
                return Receipt(message, now)
            case Mute(_, person, seconds):
                body = {"duration": seconds} if seconds else {}
                await self._api.post(f"/api/v1/accounts/{person}/{'mute' if seconds else 'unmute'}", body)
                return Receipt(person, now)
            case Block(_, person) | Unblock(_, person):
                verb = "block" if isinstance(action, Block) else "unblock"
                await self._api.post(f"/api/v1/accounts/{person}/{verb}")
                return Receipt(person, now)
        raise Unsupported("Mastodon has no such thing.")

    async def _reply(self, action: Reply, key: str) -> Receipt:
        """Answer where it was said, no more openly than it was said."""
        place = place_of(action.thread)
        if action.to is None:
            account = await self._api.get(f"/api/v1/accounts/{place.person}")
            answered = RemoteId(place.root) if place.root else None
            openly = (await self._api.get(f"/api/v1/statuses/{answered}"))["visibility"] if answered else "direct"
            return await self._say(action.text, [account["acct"]], openly, answered, action.media, key)
        said = await self._api.get(f"/api/v1/statuses/{action.to}")
        openly = "direct" if not place.root else said["visibility"]
        return await self._say(action.text, [said["account"]["acct"]], openly, action.to, action.media, key)

    async def _say(
        self, text: str, to: Sequence[str], visibility: str, answered: RemoteId | None, media: Sequence[Media], key: str
    ) -> Receipt:
        ids = await attach(self._api, self._mailbox, self._blobs, media, key)
        body: dict[str, object] = {"status": addressed(text, to), "visibility": visibility}
        body |= {"in_reply_to_id": answered} if answered else {}
        body |= {"media_ids": ids} if ids else {}
        return receipt_of(await self._api.post("/api/v1/statuses", body, key=key))

    async def _edit(self, message: RemoteId, text: str) -> Receipt:
        """Other words for something of ours; whom it speaks to and what hangs on it stay."""
        was = await self._api.get(f"/api/v1/statuses/{message}")
        body: dict[str, object] = {"status": addressed(text, [one["acct"] for one in was["mentions"]])}
        if was["media_attachments"]:
            body["media_ids"] = [one["id"] for one in was["media_attachments"]]
        return receipt_of(await self._api.put(f"/api/v1/statuses/{message}", body))

    async def _remove(self, message: RemoteId, now: int) -> Receipt:
        try:
            await self._api.delete(f"/api/v1/statuses/{message}")
        except Gone:
            pass
        return Receipt(message, now)


def addressed(text: str, to: Sequence[str]) -> str:
    """A text that tells those it is for: on Mastodon only who is named in it hears of it."""
    names = [f"@{acct}" for acct in to if not re.search(rf"@{re.escape(acct)}(?![\w@-]|\.\w)", text, re.IGNORECASE)]
    return " ".join([*names, text])
