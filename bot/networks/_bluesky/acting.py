"""What we do on Bluesky, each thing once: by a record whose key is known beforehand, or by a call that may be repeated.

Only a direct message is neither: whether it was said is looked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._bluesky import talking
from bot.networks._bluesky.gate import hide
from bot.networks._bluesky.ids import POST, fixed, place_of, post_id, rkey_of, uri_of, whose
from bot.networks._bluesky.posts import Posting
from bot.networks._bluesky.records import Made, Records
from bot.networks._bluesky.words import worded
from bot.networks._payloads import MALFORMED
from inbox.actions import (
    Action,
    Block,
    DirectMessage,
    Hide,
    Mute,
    Publish,
    React,
    Remove,
    Reply,
    Unblock,
    Unhide,
)
from inbox.errors import Rejected, Unavailable, Uncertain, Unsupported
from inbox.models import RemoteId
from inbox.network import Receipt

LIKE: Final = "app.bsky.feed.like"
BLOCK: Final = "app.bsky.graph.block"
ODD: Final = "Bluesky answered in words that could not be read."
GONE: Final = "What is to be answered is no longer there."


@dataclass(frozen=True, slots=True)
class Acting:
    """Does things as one account."""

    records: Records
    posting: Posting

    async def perform(self, action: Action, key: str, now: int) -> Receipt:
        """Do it once; raises NetworkErrors."""
        try:
            return await self._done(action, key, now)
        except MALFORMED:  # in what was asked before anything was done
            raise Unavailable(ODD) from None

    async def _done(self, action: Action, key: str, now: int) -> Receipt:
        api = self.records.api
        match action:
            case Publish():
                return await self.posting.publish(action, key)
            case Reply():
                convo = place_of(action.thread).convo
                if convo:
                    return await talking.say(api, await talking.talk(api, convo), action.text)
                return receipt(await self._reply(action, key))
            case DirectMessage():
                return await talking.say(api, await talking.talk_with(api, action.person), action.text)
        return Receipt(await self._change(action), now)

    async def find(self, action: Action, key: str, since: int) -> Receipt | None:
        """The receipt if it was done; what changes something is done again instead. Raises NetworkErrors."""
        try:
            return await self._found(action, key, since)
        except Rejected as error:
            raise Uncertain(f"Bluesky does not show what was said there: {error}") from None
        except MALFORMED:
            raise Uncertain(ODD) from None

    async def _found(self, action: Action, key: str, since: int) -> Receipt | None:
        api = self.records.api
        match action:
            case Publish():
                return await self.posting.find(action, key)
            case Reply():
                if convo := place_of(action.thread).convo:
                    return await talking.find(api, convo, action.text, since)
                made = await self.records.find(POST, key)
                return receipt(made) if made else None
            case DirectMessage():
                convo = (await talking.talk_with(api, action.person))["id"]
                return await talking.find(api, convo, action.text, since)
        return None

    async def _reply(self, action: Reply, key: str) -> Made:
        """Answer a post, or the root where none is named; both are named with their content, as the protocol asks."""
        answered = uri_of(action.to or RemoteId(place_of(action.thread).root))
        post = (await self.records.api.posts([answered])).get(answered)
        if post is None:
            raise Rejected(GONE)
        _may_answer(post)
        parent = {"uri": post["uri"], "cid": post["cid"]}
        above = post["record"].get("reply")
        fields = await worded(self.records.api, action.text)
        fields["reply"] = {"root": above["root"] if above else parent, "parent": parent}
        if action.media:
            fields["embed"] = await self.posting.pictures(action.media)
        return await self.records.make(POST, key, fields)

    async def _change(self, action: Action) -> RemoteId:
        """Do what leaves the same state when it is done twice; what it was done to."""
        match action:
            case Hide() | Unhide():
                await hide(self.records, action)
                return action.message
            case Remove(_, message):
                await self._remove(message)
                return message
            case React(_, message, emoji):
                await self._react(message, liked=bool(emoji))
                return message
            case Mute(_, person, seconds):
                method = "muteActor" if seconds else "unmuteActor"
                await self.records.api.post(f"app.bsky.graph.{method}", {"actor": person})
                return person
            case Block(_, person):
                await self.records.put(BLOCK, fixed(person), {"subject": person})
                return person
            case Unblock(_, person):
                await self._unblock(person)
                return person
        raise Unsupported("Bluesky has no such thing.")

    async def _remove(self, message: RemoteId) -> None:
        uri_of(message)
        if whose(message) != await self.records.api.me():
            raise Rejected("Bluesky deletes only posts of this account; others can be hidden below ours.")
        await self.records.delete(POST, rkey_of(message))

    async def _react(self, message: RemoteId, *, liked: bool) -> None:
        uri = uri_of(message)
        post = (await self.records.api.posts([uri])).get(uri)
        if post is None and liked:
            raise Rejected("Bluesky no longer has this post.")
        native = str((post or {}).get("viewer", {}).get("like") or "")  # made here or in another app
        if liked and post is not None:
            if not native:
                await self.records.put(LIKE, fixed(uri), {"subject": {"uri": uri, "cid": post["cid"]}})
            return
        for rkey in {fixed(uri), native.rpartition("/")[2]} - {""}:
            await self.records.delete(LIKE, rkey)

    async def _unblock(self, person: RemoteId) -> None:
        profile = await self.records.api.get("app.bsky.actor.getProfile", (("actor", person),))
        native = str(profile.get("viewer", {}).get("blocking") or "")
        for rkey in {fixed(person), native.rpartition("/")[2]} - {""}:
            await self.records.delete(BLOCK, rkey)


def receipt(made: Made) -> Receipt:
    """Proof of a post."""
    return Receipt(post_id(made.uri), made.at)


def _may_answer(post: Mapping[str, Any]) -> None:
    if (post["author"].get("viewer") or {}).get("blockedBy"):
        raise Rejected("They have blocked this account.")
    if (post.get("viewer") or {}).get("replyDisabled"):
        raise Rejected("Who began this talk lets only some people answer, and not this account.")
